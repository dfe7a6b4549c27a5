"""The named measures of lifecycle.md 5, 11, 12 and 13 as far as their records exist. None = too little to say."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.utils import timezone

from kring.engine.anchors.held import anchors_held
from kring.engine.anchors.stages import life_stage
from kring.engine.freshness import still_counts
from kring.engine.harvest.agreements import holidays_of
from kring.engine.harvest.repertoire import measures as repertoire
from kring.engine.learning.between import between, response
from kring.engine.learning.criteria import met, open_criteria
from kring.engine.learning.cycles import last_cycle
from kring.engine.learning.facts import facts_of
from kring.engine.learning.questions import age_in_meetings, current_question
from kring.engine.learning.tasks import OPEN_TASKS, RUNNING, is_overdue, tasks_in
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community
from kring.engine.presence.counting import measures as presence
from kring.kit.numbers import active_days

FEWEST, FEWEST_PEOPLE = 3, 5


def share(part: int, whole: int, fewest: int = FEWEST) -> Fraction | None:
    """A share, from a denominator that is large enough."""
    return Fraction(part, whole) if whole >= fewest else None


def measures(community: Community, today: date | None = None) -> dict[str, object]:
    """Name -> code, count, share (0 to 1) or days, as of this day."""
    today = today or timezone.localdate()
    held = Meeting.objects.filter(community=community, status="closed", closed_at__date__lte=today)
    found: dict[str, object] = {
        "lifecycle.life_stage": life_stage(community, today),
        "lifecycle.anchors_held": len(anchors_held(community, today)),
        "lifecycle.meetings_held": held.count(),
        "lifecycle.gap_days": gap(community, today),
        "lifecycle.interlude_response": answered(community, today),
        **repertoire(community, today),
        **presence(community),
    }
    cycle = last_cycle(community)
    if cycle is None:
        return found
    facts = facts_of(cycle, today)
    tasks = list(tasks_in(cycle))
    under_way = [one for one in tasks if one.status in ("ready", "doing", "done")]
    goals = list(cycle.goals.filter(kind="collective"))
    question = current_question(cycle)
    return found | {
        "lifecycle.phase": cycle.phase,
        "lifecycle.phase_open_criteria": len(open_criteria(cycle.phase, met(facts, today))),
        "lifecycle.tasks_open": sum(one.status in OPEN_TASKS for one in tasks),
        "lifecycle.tasks_overdue": sum(one.status in RUNNING and is_overdue(one, today) for one in tasks),
        "lifecycle.collective_share": share(
            sum(one.outcome_kind == "collective" for one in under_way), len(under_way)
        ),
        "lifecycle.goal_reached_share": share(sum(one.status == "reached" for one in goals), len(goals)),
        "lifecycle.members_without_task": facts.without_task,
        "lifecycle.question_age_meetings": age_in_meetings(question) if question else None,
    }


def gap(community: Community, today: date) -> int | None:
    """Active days between the last two held meetings."""
    rows = Meeting.objects.filter(community=community, status="closed", closed_at__date__lte=today)
    last = list(rows.order_by("-closed_at")[:2])
    if len(last) < 2 or last[0].closed_at is None or last[1].closed_at is None:
        return None
    days = [timezone.localdate(one.closed_at) for one in last if one.closed_at]
    return active_days(days[1], days[0], holidays_of(community))


def answered(community: Community, today: date) -> Fraction | None:
    """Of the latest interlude that closed, unless that is long ago (C-26): who answered, of the active members (5 or
    more)."""
    here, now = between(community), timezone.now()
    meeting, ended = None, None
    if here and here.window.closes and here.window.closes <= now:
        meeting, ended = here.after, here.window.closes
    if meeting is None:
        held = Meeting.objects.filter(community=community, status="closed").order_by("-closed_at")[:2]
        # What was asked between two meetings was over at the second.
        meeting, ended = (held[1], held[0].closed_at) if len(held) == 2 else (None, None)
    if meeting is None or ended is None:
        return None
    if not still_counts("lifecycle.interlude_response", timezone.localdate(ended), today, community):
        return None
    return share(*response(meeting), FEWEST_PEOPLE)
