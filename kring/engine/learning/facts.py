"""What is known of a cycle on a day: what the criteria of lifecycle.md 2.2 count, and whether the circle rests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from kring.engine.harvest.agreements import IN_FORCE, agreements, holidays_of, members_of
from kring.engine.harvest.models import Action, Insight
from kring.engine.harvest.returning import still_open
from kring.engine.learning.criteria import EXIT, KEPT_FROM_BEFORE, CycleFacts, TaskFact, met
from kring.engine.learning.cycles import check_member
from kring.engine.learning.models import InsightReview, LearningCycle, LearningGoal, PhaseLogEntry
from kring.engine.learning.tasks import OPEN_TASKS, tasks_in
from kring.engine.meetings.models import Activity, Meeting
from kring.engine.people.models import Community, Person
from kring.engine.presence.deciding import is_answered
from kring.engine.transfer.standing import walked
from kring.kit.numbers import active_days
from kring.kit.payload import Refused

PURPOSES = ("introduction", "critical_reflection")
REVIEWED = timedelta(days=30)
DORMANT_AFTER = 90
"""Active days without a meeting after which a circle rests (lifecycle.md 3)."""


def facts_of(cycle: LearningCycle, today: date) -> CycleFacts:
    """Everything that the criteria of lifecycle.md 2.2 ask about, counted on this day."""
    circle = cycle.community
    members, here = members_of(circle), circle.memberships.members().values("person")
    tasks = list(tasks_in(cycle))
    busy = {pk for one in tasks if one.status in OPEN_TASKS for pk in people_on(one)}
    edge = set(circle.memberships.members().filter(chosen_edge=True).values_list("person_id", flat=True))
    cards = [one for one in circle.role_cards.filter(person__in=here) if is_saved(one)]
    insights = insights_of(cycle)
    reviewed = InsightReview.objects.filter(insight__in=insights, on__gte=today - REVIEWED)
    before, since = what_was_met_before(cycle)
    return CycleFacts(
        number=cycle.number,
        members=len(members),
        question_adopted=cycle.questions.filter(adopted_on__isnull=False).exists(),
        cards=len(cards),
        goal_setters=LearningGoal.objects.filter(cycle=cycle, kind="individual", owner__in=here)
        .values("owner")
        .distinct()
        .count(),
        collective_goals=cycle.goals.filter(kind="collective").exclude(status="dropped").count(),
        confidentiality=agreements()
        .filter(community=circle, kind="confidentiality", status__in=IN_FORCE)
        .exists(),
        introductions=activities_of(cycle).filter(purpose="introduction").count(),
        tasks=[task_fact(one, members) for one in tasks],
        without_task=len(members - busy - edge),
        roles_next=roles_in_next(circle),
        presence_answered=is_answered(circle, today),
        planned_end_on=cycle.planned_end_on,
        reflections=list(cycle.reflections.values_list("topic", flat=True)),
        tried=of_cycle(Action.objects.filter(community=circle, private=False), cycle)
        .filter(experiences__isnull=False)
        .distinct()
        .count(),
        critical_reflections=activities_in_end(cycle).filter(purpose="critical_reflection").count(),
        loose_actions=still_open()
        .filter(community=circle, private=False)
        .filter(Q(due_on=None) | Q(owners=None, owner_text=""))
        .distinct()
        .count(),
        insights=insights.count(),
        insights_reviewed=reviewed.values("insight").distinct().count(),
        future_choice=cycle.future_choice,
        met_before=before,
        joined_since=circle.memberships.members().filter(since__gt=since).count() if since else 0,
    )


def people_on(task: Any) -> set[object]:
    """Owners and participants of a task, from what was fetched with it."""
    return {one.pk for one in task.owners.all()} | {one.pk for one in task.participants.all()}


def is_saved(card: Any) -> bool:
    """A role-and-expectation card counts with three of its four fields (2.5)."""
    return sum(bool(text) for text in (card.position, card.bring, card.need, card.limit)) >= 3


def task_fact(task: Any, members: set[object]) -> TaskFact:
    """A task as the criteria see it. An owner who left no longer counts; what is finished keeps its owners."""
    owners = {one.pk for one in task.owners.all()}
    owned = bool(owners) if task.status in ("done", "stopped") else bool(owners & members)
    return TaskFact(
        status=task.status,
        whole=owned and task.due_on is not None and bool(task.expected_product),
        summary=len(task.result_summary),
        reason=len(task.stop_reason),
    )


def of_cycle(rows: QuerySet[Any], cycle: LearningCycle) -> QuerySet[Any]:
    """Pieces of harvest from the days of this cycle."""
    rows = rows.filter(duplicate_of=None, opened_on__gte=cycle.opened_on).exclude(node_status="withdrawn")
    return rows.filter(opened_on__lte=cycle.closed_on) if cycle.closed_on else rows


def insights_of(cycle: LearningCycle) -> QuerySet[Insight]:
    """The insights of this cycle."""
    return of_cycle(Insight.objects.filter(community=cycle.community), cycle)


def insights_left(community: Community, cycle: LearningCycle | None, today: date) -> list[Insight]:
    """What the group has still to go through: what this cycle brought, and whatever stands open from before; not what
    was said something about in the last month (transfer.md 3.4, EN-4). The oldest first."""
    road = walked(community, today)
    open_ones = {
        row.pk
        for row in road.rows.values()
        if row.stage == "insight" and road.status(row.pk) in ("open", "stalled")
    }
    ours = set(insights_of(cycle).values_list("pk", flat=True)) if cycle else set()
    said = InsightReview.objects.filter(insight__community=community, on__gte=today - REVIEWED)
    left = (open_ones | ours) - set(said.values_list("insight", flat=True))
    rows: QuerySet[Insight] = QuerySet(Insight)
    return list(rows.filter(pk__in=left).order_by("opened_on", "pk"))


def activities_of(cycle: LearningCycle) -> QuerySet[Activity]:
    """What was really done in the meetings of this cycle."""
    rows = Activity.objects.filter(
        meeting__community=cycle.community,
        status="closed",
        closed_at__date__gte=cycle.opened_on,
    )
    return rows.filter(closed_at__date__lte=cycle.closed_on) if cycle.closed_on else rows


def activities_in_end(cycle: LearningCycle) -> QuerySet[Activity]:
    """What was done since the phase end began; nothing before it did."""
    entry = cycle.phase_log.filter(to_phase="end").last()
    rows = activities_of(cycle)
    return rows.filter(closed_at__gte=entry.at) if entry else rows.none()


def next_meeting(community: Community) -> Meeting | None:
    """The next meeting that is planned."""
    rows = Meeting.objects.filter(community=community, status="planned", planned_at__gte=start_of_today())
    return rows.order_by("planned_at").first()


def start_of_today() -> Any:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def roles_in_next(community: Community) -> int | None:
    """How many session roles of the next meeting are with members (ST-3)."""
    following, here = next_meeting(community), community.memberships.members().values("person")
    return following.session_roles.filter(person__in=here).count() if following else None


def what_was_met_before(cycle: LearningCycle) -> tuple[frozenset[str], date | None]:
    """What the run-up of the last earlier cycle met, and when it ended (RU-S)."""
    entry = (
        PhaseLogEntry.objects.filter(
            cycle__community=cycle.community, cycle__number__lt=cycle.number, from_phase="run_up"
        )
        .order_by("at")
        .last()
    )
    if entry is None:
        return frozenset(), None
    return frozenset(set(KEPT_FROM_BEFORE) - set(entry.unmet_criteria)), timezone.localdate(entry.at)


def criteria_of(cycle: LearningCycle, today: date | None = None) -> list[tuple[str, bool]]:
    """The exit criteria of the phase it is in, each with whether it holds."""
    found = met(facts_of(cycle, today or timezone.localdate()), today or timezone.localdate())
    return [(name, found[name]) for name in EXIT[cycle.phase]]


def mark_purpose(cycle: LearningCycle, activity: Activity, purpose: str, *, by: Person) -> None:
    """A member says what something that was done was for: an introduction, or looking back critically.

    Raises Refused: members_only, unreadable.
    """
    check_member(by, cycle.community)
    if purpose not in PURPOSES or not activities_of(cycle).filter(pk=activity.pk).exists():
        raise Refused("unreadable")
    Activity.objects.filter(pk=activity.pk).update(purpose=purpose)


def is_dormant(community: Community, today: date) -> bool:
    """No meeting held for ninety active days, none going on, and none planned."""
    rows = Meeting.objects.filter(community=community)
    if rows.filter(Q(status="open") | Q(status="planned", planned_at__date__gte=today)).exists():
        return False
    return active_days(last_held(community), today, holidays_of(community)) >= DORMANT_AFTER


def last_held(community: Community) -> date:
    """The day of the last meeting that was held, or the first day of a circle that held none."""
    rows = Meeting.objects.filter(community=community, status="closed", closed_at__isnull=False)
    last = rows.order_by("closed_at").last()
    return timezone.localdate(last.closed_at) if last and last.closed_at else community.created_on
