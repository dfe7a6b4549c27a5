"""What the database knows of a circle that can do it by itself: the sums behind F1 to F5, and the named measures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

from django.db.models import QuerySet
from django.utils import timezone

from kring.engine.harvest.agreements import members_of
from kring.engine.harvest.looking_back import lived
from kring.engine.harvest.models import Action, AgreementReview
from kring.engine.meetings.models import Activity, Meeting
from kring.engine.people.models import Community
from kring.engine.presence.models import PresenceLook, PresenceState
from kring.engine.presence.rule import FEWEST_DUE, FEWEST_PARTS, Counted, share

WINDOW = 3
LIVED_UP_TO = Fraction(7, 2)
"""An agreement counts as kept from this mean of the group on."""


def window(meeting: Meeting) -> list[Meeting]:
    """W3: this meeting and the two that were held before it, the newest first, and one more to know where it begins."""
    rows = Meeting.objects.filter(
        community=meeting.community_id,
        status="closed",
        opened_at__isnull=False,
        closed_at__lte=meeting.closed_at,
    )
    return list(rows.order_by("-closed_at", "pk")[: WINDOW + 1])


def counted(meeting: Meeting) -> Counted:
    """Over W3. F1 is missing: Kring has no scan of the four principles of which a round could be published.

    A part counts as proposed by who put it forward. A facilitator who is no member counts in neither.
    """
    held = window(meeting)
    last, earlier = held[:WINDOW], held[WINDOW:]
    circle = meeting.community
    assert circle is not None
    members = members_of(circle)
    done = Activity.objects.filter(meeting__in=last).exclude(status="planned")
    rows = list(done.values_list("led_by_id", "proposed_by_id"))
    leaders = [one for one, _ in rows if one in members]
    due, kept = promises(circle, last, earlier)
    return Counted(
        parts=len(rows),
        led=len(leaders),
        items=len(rows),
        proposed=sum(one in members for _, one in rows),
        due=due,
        kept=kept,
        leaders=len(set(leaders)),
    )


def promises(circle: Community, last: Sequence[Meeting], earlier: Sequence[Meeting]) -> tuple[int, int]:
    """(due, kept) of actions whose date fell in these meetings' days, and of agreements the group looked back on.

    Letting go on purpose breaks no promise. A look back without five answers says nothing.
    """
    until = timezone.localdate(last[0].closed_at)
    # Without an earlier meeting the days begin with the first one that is looked at; that day itself counts then.
    begin = earlier[0].closed_at if earlier else last[-1].opened_at
    since = timezone.localdate(begin) - (timedelta() if earlier else timedelta(days=1))
    actions: QuerySet[Action] = QuerySet(Action).filter(community=circle, private=False, duplicate_of=None)
    actions = actions.filter(due_on__gt=since, due_on__lte=until)
    reviews = AgreementReview.objects.filter(agreement__community=circle)
    reviews = reviews.filter(closed_on__gt=since, closed_on__lte=until)
    open_or_kept = actions.exclude(node_status="withdrawn").exclude(status="dropped")
    states = list(open_or_kept.values_list("status", flat=True))
    means = [mean for one in reviews if (mean := lived(one)) is not None]
    kept = sum(state in ("tried", "done") for state in states) + sum(mean >= LIVED_UP_TO for mean in means)
    return len(states) + len(means), kept


def measures(community: Community) -> dict[str, object]:
    """The named measures of section 7, as they were after the last meeting."""
    state = PresenceState.objects.filter(community=community).first()
    found: dict[str, object] = {"lifecycle.facilitator_level": state.level} if state else {}
    last = PresenceLook.objects.filter(meeting__community=community).last()
    if last is None:
        return found
    sums = Counted(**{name: value for name, value in last.counted.items() if name != "experienced"})
    return found | {
        "lifecycle.competence_held": sum(one is True for one in last.signals),
        "lifecycle.member_led_share": share(sums.led, sums.parts, FEWEST_PARTS),
        "lifecycle.member_agenda_share": share(sums.proposed, sums.items, FEWEST_PARTS),
        "lifecycle.kept_share": share(sums.kept, sums.due, FEWEST_DUE),
        "lifecycle.leader_variety": sums.leaders,
    }
