"""What school, board and HRM see of the rings: shares over several circles together, frozen like those of a circle.

C-27: over three circles or more, of five members or more each. C-30: the same picture is not shown again over one or
two other circles, for then the difference tells about those; it waits until three are other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from kring.engine.people.models import Community, School
from kring.engine.rings.facts import counting
from kring.engine.rings.models import RingPicture, SchoolRingPicture
from kring.engine.rings.pictures import last_shown
from kring.kit.rings import share
from kring.kit.small_groups import FIVE, NEW

FEWEST_CIRCLES = 3


def shares(school: School) -> dict[str, Fraction | None]:
    """`lifecycle.core_share` and `.edge_share` over the circles of a school together; {} when there are too few of them
    now, or were when the last picture was due. Never of one circle (lifecycle.md 6.4, C-27)."""
    kept = SchoolRingPicture.objects.filter(school=school).first()
    if kept is None or len(counted_in(school)) < FEWEST_CIRCLES:
        return {}
    return {
        "lifecycle.core_share": share(kept.counts, "core"),
        "lifecycle.edge_share": share(kept.counts, "edge"),
    }


def take_school_pictures() -> int:
    """The picture of every school of which enough circles changed since its last one; how many. Part of the chores."""
    return sum(take_school_picture(school) for school in School.objects.all())


def take_school_picture(school: School) -> bool:
    """Keep what can be shown now in place of the picture before it; whether there is another one."""
    now = counted_in(school)
    if len(now) < FEWEST_CIRCLES:
        return False
    pictures = {circle: picture.pk for circle, picture in now.items()}
    kept = SchoolRingPicture.objects.filter(school=school).first()
    if kept is not None and others(kept.pictures, pictures) < NEW:
        return False
    total: Counter[str] = Counter()
    for picture in now.values():
        total.update(picture.counts)
    SchoolRingPicture.objects.update_or_create(
        school=school, defaults={"counts": dict(total), "pictures": pictures}
    )
    return True


def others(before: Mapping[str, int], now: Mapping[str, int]) -> int:
    """How many circles came, went, fell under five, or have another picture of their own."""
    return sum(before.get(circle) != now.get(circle) for circle in before.keys() | now.keys())


def counted_in(school: School) -> dict[str, RingPicture]:
    """Circle -> its own picture, of the circles of a school that go on with five members or more."""
    going = Community.objects.filter(school=school, ended_on=None)
    pictures = {str(one.pk): last_shown(one) for one in going if len(counting(one)) >= FIVE}
    return {circle: picture for circle, picture in pictures.items() if picture is not None}
