"""What is shown of the rings, to whom: counts that are frozen after each meeting, names with everybody's yes.

C-27: over five people or more. C-30: the same picture is not shown again over one or two others, for then the
difference tells where those stand; it waits until three are other, or no meeting of its window is left.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from kring.engine.meetings.models import Meeting, Seat
from kring.engine.people.models import Community, Membership, Person
from kring.engine.rings.facts import Place, counting, held_meetings, joined_before, places
from kring.engine.rings.models import RingPicture
from kring.engine.rings.saying import objects, with_names
from kring.kit.rings import WINDOW, counts, moves
from kring.kit.small_groups import FIVE, NEW

MISSED = 2
"""Meetings in a row after which the facilitator may ring somebody up."""


@dataclass(frozen=True)
class Rings:
    """What a circle may see. `why` says why there is no picture: few | new, or nothing when there is one."""

    picture: RingPicture | None = None
    why: str = ""
    names: dict[str, list[Place]] = field(default_factory=dict)


def take_pictures() -> int:
    """The picture of every circle that held a meeting since its last one; how many. Part of the chores."""
    later = Meeting.objects.filter(
        community=OuterRef("community"), status="closed", closed_at__gt=OuterRef("closed_at")
    )
    rows = Meeting.objects.filter(status="closed", opened_at__isnull=False, ring_picture=None)
    rows = rows.exclude(community=None).exclude(Exists(later)).select_related("community")
    return sum(take_picture(one) is not None for one in rows)


def take_picture(meeting: Meeting) -> RingPicture | None:
    """What can be shown after this meeting, kept in place of the picture before it. None when it was kept
    already, or belongs to no circle."""
    if meeting.community is None:
        return None
    members = counting(meeting.community)
    stand = places(meeting.community, members, meeting.closed_at)
    shown = may_show(meeting.community, members)
    try:
        with transaction.atomic():
            made = RingPicture.objects.create(
                community=meeting.community,
                meeting=meeting,
                n=len(stand) if shown else 0,
                counts=counts(one.ring for one in stand) if shown else {},
                moves=moves(one.movement for one in stand) if shown else {},
            )
            if shown:
                made.people.set([one.person for one in members])
                RingPicture.objects.filter(community=meeting.community).exclude(pk=made.pk).delete()
    except IntegrityError:
        return None
    return made


def may_show(community: Community, members: list[Membership]) -> bool:
    """Whether a picture over these members may be shown now (C-27, C-30)."""
    if len(members) < FIVE:
        return False
    last = last_shown(community)
    if last is None:
        return True
    stayed = last.people.filter(pk__in=[one.person_id for one in members]).count()
    others = (last.n - stayed) + (len(members) - stayed)
    return others == 0 or others >= NEW or last.meeting not in held_meetings(community)[:WINDOW]


def last_shown(community: Community) -> RingPicture | None:
    """The newest picture that was shown."""
    return community.ring_pictures.exclude(counts={}).select_related("meeting").last()


def rings_of(community: Community) -> Rings:
    """What the circle may see now."""
    members = counting(community)
    names: dict[str, list[Place]] = {}
    if with_names(community):
        for one in places(community, members):
            names.setdefault(one.ring, []).append(one)
    if len(members) < FIVE:
        return Rings(None, "few", names)
    picture = last_shown(community)
    return Rings(picture, "" if picture else "new", names)


def own_place(person: Person, community: Community) -> Place | None:
    """Where somebody stands in this circle, for their own eyes; None for whoever is no active member or objected."""
    row = community.memberships.members().filter(person=person).select_related("person").first()
    if row is None or objects(person):
        return None
    return places(community, [row])[0]


def not_seen_lately(community: Community) -> list[str]:
    """The names of members who were at neither of the last two meetings: for the facilitator, to ring them up.

    Not of whoever chose the edge, is away for a while or does not want to be counted.
    """
    members = [one for one in counting(community) if not one.chosen_edge]
    last = held_meetings(community)[:MISSED]
    if len(last) < MISSED:
        return []
    there = set(Seat.objects.filter(meeting__in=last).values_list("person_id", flat=True))
    return [
        one.person.shown_name
        for one in members
        if one.person_id not in there and all(joined_before(one, meeting) for meeting in last)
    ]
