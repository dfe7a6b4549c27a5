"""Slips: papers on paper, for people without a seat (C-09). The slip is the voice.

A slip is a valid paper that is never on the stack, so that no seat can draw it, and nothing joins it to anybody: what
is kept is its hash among the others, sorted, with the role key it was printed for. The codes themselves leave the
house once, on the sheet. Who got which slip only whoever handed it out could know, and should not note down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet

from kring.engine.meetings.announce import announce
from kring.engine.meetings.models import Activity, SlipCount, Voice
from kring.engine.meetings.seats import ROLES
from kring.engine.meetings.slip_codes import new_code, read_code
from kring.engine.meetings.state import digest
from kring.kit.payload import Refused
from kring.tools import TOOLS

MOST_AT_ONCE = 200
"""Slips on one sheet; everything works with 200 phones (C-35)."""
MOST = 1000
"""Slips of one activity."""


@dataclass(frozen=True)
class Slips:
    """The slips of an activity as numbers: printed per role key, and of all of them how many answered or lapsed."""

    made: Mapping[str, int]
    used: int
    lapsed: int

    @property
    def all(self) -> int:
        """How many were printed."""
        return sum(self.made.values())

    @property
    def left(self) -> int:
        """How many can still answer for the first time."""
        return self.all - self.used - self.lapsed


def slips_of(activity: Activity) -> Slips:
    """How many slips there are now; after the closing as it was then."""
    kept = SlipCount.objects.filter(activity=activity).first()
    if kept is None:
        return Slips({}, 0, 0)
    used = kept.used if activity.status == "closed" else answered(activity).count()
    return Slips(kept.made, used, kept.lapsed)


def printed(activity: Activity) -> QuerySet[Voice]:
    """The slips that are valid."""
    return Voice.objects.filter(activity=activity).exclude(slip="")


def answered(activity: Activity) -> QuerySet[Voice]:
    """The slips that answered something that is still kept."""
    return printed(activity).filter(digest__in=activity.anonymous_lane.values("voice"))


def speaks_by_slip(activity: Activity, voice: str) -> bool:
    """Whether this voice, as it is stored, is a slip."""
    return printed(activity).filter(digest=voice).exists()


def may_have_slips(activity: Activity) -> None:
    """Raises Refused: activity_closed, slips_names (it runs with names, or asks about them), slips_not_here."""
    if activity.status != "open":
        raise Refused("activity_closed")
    if not takes_slips(activity):
        raise Refused("slips_not_here")
    if not activity.anonymous or activity.names == "asking":
        raise Refused("slips_names")


def takes_slips(activity: Activity) -> bool:
    """Whether the tool asks something in this activity that a slip may answer."""
    tool = TOOLS[activity.tool]
    return any(step.key in tool.slips for step in tool.course({**tool.settled({}), **activity.settings}))


def make_slips(activity: Activity, role: str, n: int, seen: int) -> list[str]:
    """`n` new slips for people with this role key: their codes, which nobody can ask for again.

    `seen` is how many there were on the page that asked, so that a second press prints no second sheet. Raises Refused:
    unreadable, number_between, slips_made, slips_full, and what `may_have_slips` raises.
    """
    if role not in ROLES:
        raise Refused("unreadable")
    if not 1 <= n <= MOST_AT_ONCE:
        raise Refused("number_between", lowest=1, highest=MOST_AT_ONCE)
    with transaction.atomic():
        locked = Activity.objects.select_for_update().get(pk=activity.pk)
        may_have_slips(locked)
        count, _ = SlipCount.objects.get_or_create(activity=locked)
        before = sum(count.made.values())
        if before != seen:
            raise Refused("slips_made")
        if before + n > MOST:
            raise Refused("slips_full", n=MOST)
        codes = [new_code() for _ in range(n)]
        Voice.objects.bulk_create(
            Voice(digest=one, activity=locked, slip=role) for one in sorted(map(digest, codes))
        )
        count.made[role] = count.made.get(role, 0) + n
        count.save(update_fields=["made"])
        announce(locked.meeting_id)
    return codes


def lapse_slips(activity: Activity) -> int:
    """Let the slips that answered nothing lapse; how many. All of them or none: nobody chooses which.

    Raises Refused("activity_closed").
    """
    with transaction.atomic():
        locked = Activity.objects.select_for_update().get(pk=activity.pk)
        if locked.status != "open":
            raise Refused("activity_closed")
        used = list(answered(locked).values_list("pk", flat=True))
        unused = printed(locked).exclude(pk__in=used)
        n = unused.count()
        unused.delete()
        SlipCount.objects.filter(activity=locked).update(lapsed=F("lapsed") + n)
        # What was judged while a slip was still valid is judged again.
        Activity.objects.filter(pk=locked.pk).update(version=F("version") + 1)
        announce(locked.meeting_id)
    return n


def slip_of(typed: str) -> tuple[Activity, str]:
    """The activity of this slip, and its code as it is kept. Raises Refused: slip_short, slip_typo, slip_unknown."""
    code = read_code(typed)
    found = (
        Voice.objects.filter(digest=digest(code)).exclude(slip="").select_related("activity__meeting").first()
    )
    if found is None:
        raise Refused("slip_unknown")
    return found.activity, code


def keep_used(activity: Activity) -> None:
    """Before the voices become numbers: how many slips answered. Done again it changes nothing."""
    if printed(activity).exists():
        SlipCount.objects.filter(activity=activity).update(used=answered(activity).count())
