"""Learning tasks of which the date is long gone come back at the start of a meeting (lifecycle.md LT-3): a new date,
ask for help, stop on purpose, or it is done after all."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from kring.engine.learning.models import LearningTask
from kring.engine.learning.steps import Told, ask_help, finish_task, start_task, stop_task
from kring.engine.learning.tasks import RUNNING, change_task, is_overdue, may_edit, take_up
from kring.engine.people.models import Community, Person
from kring.kit.payload import Refused

ANSWERS = ("did", "not_yet", "help", "let_go", "take")


def late_tasks(community: Community, today: date) -> list[LearningTask]:
    """The tasks of the running round that are overdue, the oldest date first."""
    rows = LearningTask.objects.filter(cycle__community=community, status__in=RUNNING, due_on__lt=today)
    rows = rows.exclude(cycle__phase="closed").select_related("cycle__community__school")
    return [one for one in rows.prefetch_related("owners") if is_overdue(one, today)]


def task_in(community: Community, ident: str) -> LearningTask | None:
    """A task of this circle, or None."""
    try:
        return LearningTask.objects.filter(pk=ident, cycle__community=community).first()
    except ValidationError:
        return None


def answer_task(
    task: LearningTask,
    what: str,
    *,
    person: Person | None,
    note: str = "",
    due: date | None = None,
    today: date | None = None,
) -> None:
    """What was said of a task that came back: did (with what came of it) | not_yet (with a new date) | help |
    let_go (stopped on purpose, with the reason) | take.

    Of somebody who may not change the task (None: said aloud), the first owner speaks: whoever leads the meeting
    typed it, and `Tool.admit` lets nobody else. Raises Refused: unreadable, members_only, not_your_task, and what
    the step itself raises.
    """
    if what not in ANSWERS:
        raise Refused("unreadable")
    if what == "take":
        if person is None:
            raise Refused("members_only")
        take_up(task, by=person)
        return
    by = speaker(task, person)
    today = today or timezone.localdate()
    match what:
        case "did":
            if task.status == "ready":
                start_task(task, by=by, today=today)
            finish_task(task, by=by, summary=note, told=Told(note), today=today)
        case "not_yet":
            if due is not None:
                later(task, due, by, today)
        case "help":
            ask_help(task, by=by, today=today)
        case _:
            stop_task(task, by=by, reason=note, today=today)


def later(task: LearningTask, due: date, by: Person, today: date) -> None:
    """A new date, and nothing else."""
    change_task(
        task,
        by=by,
        title=task.title,
        product=task.expected_product,
        due=due,
        outcome=task.outcome_kind,
        kind=task.activity_kind,
        today=today,
    )


def speaker(task: LearningTask, person: Person | None) -> Person:
    """Who says it: whoever said it and may, else the first who leads the task (somebody typed it for them).

    Raises Refused("not_your_task").
    """
    if person is not None and may_edit(person, task):
        return person
    owner = task.owners.order_by("pk").first()
    if owner is None:
        raise Refused("not_your_task")
    return owner
