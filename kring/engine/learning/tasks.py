"""Learning tasks (lifecycle.md 11): put forward, taken up, done, stopped on purpose or let go.

A task cannot be given to somebody: whoever leads it said yes themselves. Everything may be pressed twice.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kring.engine.harvest.agreements import holidays_of, members_of
from kring.engine.learning.cycles import check_member, current_cycle, held_cycle
from kring.engine.learning.models import LearningCycle, LearningGoal, LearningTask, TaskAsk
from kring.engine.people.models import Community, Membership, Person
from kring.engine.people.recording import recorded
from kring.engine.rights import may
from kring.kit.numbers import active_days
from kring.kit.payload import Refused, text_of

KINDS = ("try_out", "investigate", "observe", "make", "read", "talk", "visit")
OUTCOMES = ("collective", "individual")
OPEN_TASKS = ("idea", "ready", "doing")
RUNNING = ("ready", "doing")
MOST_OWNERS = 3
TITLE, PRODUCT, SUMMARY, REASON, TOLD = 80, 200, 500, 280, 500
SHORTEST_TITLE = 4
LATE_AFTER = 14
"""Active days after the date from which a task is called overdue (LT-3)."""


def tasks_in(cycle: LearningCycle) -> QuerySet[LearningTask]:
    """The tasks of a cycle, with their people."""
    return cycle.tasks.prefetch_related("owners", "participants", "goals")


def left_over(community: Community) -> QuerySet[LearningTask]:
    """Tasks of earlier cycles that were still open when those were closed."""
    rows = LearningTask.objects.filter(
        cycle__community=community, cycle__phase="closed", status__in=OPEN_TASKS
    )
    return rows.prefetch_related("owners", "participants", "goals")


def running_in(community: Community) -> int:
    """How many tasks of the circle are ready or going on (LT-2)."""
    return LearningTask.objects.filter(cycle__community=community, status__in=RUNNING).count()


def is_overdue(task: LearningTask, today: date) -> bool:
    """Whether a task that goes on is more than fourteen active days past its date (LT-3)."""
    if task.status not in RUNNING or task.due_on is None or task.due_on >= today:
        return False
    return active_days(task.due_on, today, holidays_of(task.cycle.community)) > LATE_AFTER


def held_task(task: LearningTask) -> LearningTask:
    """The task as it is now; its cycle is held until the end of the transaction. Raises Refused("gone")."""
    row = LearningTask.objects.filter(pk=task.pk).first()
    if row is None:
        raise Refused("gone")
    cycle = held_cycle(row.cycle)
    row.refresh_from_db()
    row.cycle = cycle
    return row


def may_edit(person: Person, task: LearningTask) -> bool:
    """Whoever leads it, and whoever guides the circle; while nobody leads it, every member."""
    circle = task.cycle.community
    members = members_of(circle)
    owners = set(task.owners.values_list("pk", flat=True)) & members
    if not owners and person.pk in members:
        return True
    mine = person if person.pk in owners else None
    return may(person, "action_item", "edit", circle, owner=mine)


def check_edit(person: Person, task: LearningTask) -> None:
    """Raises Refused("not_your_task")."""
    if not may_edit(person, task):
        raise Refused("not_your_task")


# ---- making -------------------------------------------------------------------------------------------


def add_task(
    community: Community,
    *,
    by: Person,
    title: str,
    outcome: str = "collective",
    kind: str = "try_out",
    product: str = "",
    goals: QuerySet[LearningGoal] | None = None,
    today: date | None = None,
) -> LearningTask:
    """An idea for a task, by a member or whoever guides. The same open title again is the task that stands.

    Raises Refused: not_allowed, no_cycle, text_too_short, text_too_long, unreadable.
    """
    words = title_of(title)
    if outcome not in OUTCOMES or kind not in KINDS:
        raise Refused("unreadable")
    with recorded(by):
        if not may(by, "activity", "propose", community):
            raise Refused("not_allowed")
        cycle = current_cycle(community)
        if cycle is None:
            raise Refused("no_cycle")
        cycle = held_cycle(cycle)
        known = cycle.tasks.filter(title__iexact=words, status__in=OPEN_TASKS).first()
        if known is not None:
            return known
        task = LearningTask.objects.create(
            cycle=cycle,
            title=words,
            outcome_kind=outcome,
            activity_kind=kind,
            expected_product=text_of({"text": product}, "text", PRODUCT, needed=False),
            created_by=by,
            status_on=today or timezone.localdate(),
        )
        if goals is not None:
            task.goals.set(goals.filter(cycle__community=community))
    return task


def title_of(text: str) -> str:
    """A title of 4 to 80 characters. Raises Refused: empty_text, text_too_short, text_too_long."""
    words = text_of({"text": " ".join(text.split())}, "text", TITLE)
    if len(words) < SHORTEST_TITLE:
        raise Refused("text_too_short", n=SHORTEST_TITLE)
    return words


def change_task(
    task: LearningTask,
    *,
    by: Person,
    title: str,
    product: str,
    due: date | None,
    outcome: str,
    kind: str,
    today: date | None = None,
) -> LearningTask:
    """Other words, date or kind, while it is open. A later date ends being overdue.

    Raises Refused: not_your_task, no_such_step, date_past, needs_whole (of a running task), and of `title_of`.
    """
    today = today or timezone.localdate()
    words, result = title_of(title), text_of({"text": product}, "text", PRODUCT, needed=False)
    if outcome not in OUTCOMES or kind not in KINDS:
        raise Refused("unreadable")
    with recorded(by):
        row = held_task(task)
        check_edit(by, row)
        if row.status not in OPEN_TASKS:
            raise Refused("no_such_step")
        if due != row.due_on and due is not None and due < today:
            raise Refused("date_past")
        if row.status in RUNNING and (due is None or not result):
            raise Refused("needs_whole")
        if due != row.due_on:
            row.overdue_seen_on = None
        row.title, row.expected_product, row.due_on = words, result, due
        row.outcome_kind, row.activity_kind = outcome, kind
        row.save()
    return row


# ---- whose it is ----------------------------------------------------------------------------------------


def take_up(task: LearningTask, *, by: Person) -> LearningTask:
    """A member leads it from now on, because they want to.

    Raises Refused: members_only, too_many_leads, no_such_step.
    """
    with recorded(by):
        row = held_task(task)
        check_member(by, row.cycle.community)
        open_only(row)
        if not row.owners.filter(pk=by.pk).exists():
            let_go_of_who_left(row)
            if row.owners.count() >= MOST_OWNERS:
                raise Refused("too_many_leads", n=MOST_OWNERS)
            row.owners.add(by)
            helped(row)
        row.participants.remove(by)
        row.asks.filter(person=by, answer="").update(answer="yes")
    return row


def open_only(task: LearningTask) -> None:
    """Raises Refused("no_such_step") for a task that is finished."""
    if task.status not in OPEN_TASKS:
        raise Refused("no_such_step")


def let_go_of_who_left(task: LearningTask) -> None:
    """Owners and participants who left the circle no longer stand with an open task."""
    here = members_of(task.cycle.community)
    gone = [one for one in [*task.owners.all(), *task.participants.all()] if one.pk not in here]
    task.owners.remove(*gone)
    task.participants.remove(*gone)


def hand_back(task: LearningTask, *, by: Person) -> LearningTask:
    """Whoever leads it or joins in does so no longer. A task without an owner looks for one."""
    with recorded(by):
        row = held_task(task)
        open_only(row)
        row.owners.remove(by)
        row.participants.remove(by)
    return row


def join_task(task: LearningTask, *, by: Person) -> LearningTask:
    """A member joins in. Raises Refused: members_only, no_such_step."""
    with recorded(by):
        row = held_task(task)
        check_member(by, row.cycle.community)
        open_only(row)
        if not row.owners.filter(pk=by.pk).exists():
            row.participants.add(by)
            helped(row)
    return row


def helped(task: LearningTask) -> None:
    """Somebody joined in: the task no longer asks for help."""
    if task.help_asked_on is not None:
        task.help_asked_on = None
        task.save(update_fields=["help_asked_on"])


def ask_to_lead(task: LearningTask, person: Person, *, by: Person, today: date | None = None) -> TaskAsk:
    """Ask a member to lead it; theirs it is only when they say yes. Raises Refused: not_allowed, members_only."""
    with recorded(by):
        row = held_task(task)
        open_only(row)
        if not may(by, "activity", "propose", row.cycle.community):
            raise Refused("not_allowed")
        if person.pk not in members_of(row.cycle.community):
            raise Refused("members_only")
        made, new = TaskAsk.objects.get_or_create(task=row, person=person, defaults={"asked_by": by})
        if not new and made.answer == "no":
            made.answer, made.asked_by, made.asked_on = "", by, today or timezone.localdate()
            made.save()
    return made


def answer_ask(task: LearningTask, *, by: Person, yes: bool) -> None:
    """Yes, I lead it; or no. Raises Refused: not_asked, and what `take_up` raises."""
    ask = TaskAsk.objects.filter(task=task, person=by).first()
    if ask is None:
        raise Refused("not_asked")
    if yes:
        take_up(task, by=by)
    else:
        TaskAsk.objects.filter(pk=ask.pk, answer="").update(answer="no")


def release_tasks_of_who_left() -> int:
    """Open tasks of people who left the circle or the school look for an owner again; how many owners went."""
    current = Membership.objects.filter(
        person=OuterRef("person_id"), community=OuterRef("learningtask__cycle__community_id"), status="active"
    ).filter(Q(until=None) | Q(until__gte=timezone.localdate()))
    count = 0
    for through in (LearningTask.owners.through, LearningTask.participants.through):
        rows = through.objects.filter(learningtask__status__in=OPEN_TASKS)
        rows = rows.filter(Q(person__state="left") | ~Exists(current))
        count += through.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()[0]
    return count
