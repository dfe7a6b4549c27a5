"""The steps of a learning task (lifecycle.md 11): ready, begun, done, stopped on purpose, let go.

Everything may be pressed twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kring.engine.harvest.agreements import moment
from kring.engine.harvest.models import Action, Experience
from kring.engine.harvest.people import contributes
from kring.engine.harvest.records import shortened
from kring.engine.learning.criteria import SHORTEST_REASON, SHORTEST_SUMMARY
from kring.engine.learning.cycles import check_member, current_cycle
from kring.engine.learning.models import LearningTask
from kring.engine.learning.tasks import (
    PRODUCT,
    REASON,
    SUMMARY,
    TOLD,
    check_edit,
    held_task,
    let_go_of_who_left,
    open_only,
    running_in,
)
from kring.engine.people.models import Person
from kring.engine.people.recording import recorded
from kring.kit.payload import Refused, text_of

STEPS = {
    "idea": ("ready", "dropped"),
    "ready": ("doing",),
    "doing": ("done", "stopped", "ready"),
    "done": (),
    "stopped": (),
    "dropped": (),
}
"""The whole state machine of section 11; anything not listed is refused."""


def step(task: LearningTask, to: str, today: date) -> None:
    """One step of the state machine. Raises Refused("no_such_step")."""
    if to not in STEPS[task.status]:
        raise Refused("no_such_step")
    task.status, task.status_on = to, today


def make_ready(
    task: LearningTask, *, by: Person, due: date | None, product: str = "", today: date | None = None
) -> LearningTask:
    """An idea becomes a task that can begin (LT-1), if there is room for it (LT-2).

    Raises Refused: not_your_task, no_such_step, needs_owner, needs_whole, date_past, too_many_tasks.
    """
    today = today or timezone.localdate()
    result = text_of({"text": product or task.expected_product}, "text", PRODUCT, needed=False)
    with recorded(by):
        row = held_task(task)
        if row.status == "ready" and (row.due_on, row.expected_product) == (due, result):
            return row
        check_edit(by, row)
        let_go_of_who_left(row)
        if not row.owners.exists():
            raise Refused("needs_owner")
        if due is None or not result:
            raise Refused("needs_whole")
        if due < today:
            raise Refused("date_past")
        if (n := running_in(row.cycle.community)) >= row.cycle.most_tasks:
            raise Refused("too_many_tasks", n=n)
        step(row, "ready", today)
        row.due_on, row.expected_product = due, result
        row.save()
    return row


def move(task: LearningTask, to: str, by: Person, today: date | None) -> LearningTask:
    """One step that needs nothing more; taken twice, it is taken once. Raises Refused: not_your_task, no_such_step."""
    today = today or timezone.localdate()
    with recorded(by):
        row = held_task(task)
        if row.status == to:
            return row
        check_edit(by, row)
        step(row, to, today)
        if to == "doing":
            row.start_on = row.start_on or today
        row.save()
    return row


def start_task(task: LearningTask, *, by: Person, today: date | None = None) -> LearningTask:
    """We begin. Raises Refused: not_your_task, no_such_step."""
    return move(task, "doing", by, today)


def set_back(task: LearningTask, *, by: Person, today: date | None = None) -> LearningTask:
    """Not yet after all: from doing back to ready. Raises Refused: not_your_task, no_such_step."""
    return move(task, "ready", by, today)


@dataclass(frozen=True)
class Told:
    """An experience report: what did you do, what happened, what will you keep (LT-5)."""

    did: str = ""
    happened: str = ""
    keep: str = ""


def finish_task(
    task: LearningTask, *, by: Person, summary: str, told: Told | None = None, today: date | None = None
) -> LearningTask:
    """It is done, with what came of it in at least twenty characters (LT-4).

    Of a try-out the report goes to its Action, which is made when there is none (LT-5). Raises Refused:
    not_your_task, no_such_step, summary_short, text_too_long.
    """
    today = today or timezone.localdate()
    words = text_of({"text": summary}, "text", SUMMARY, needed=False)
    with recorded(by):
        row = held_task(task)
        if row.status == "done":
            return row
        check_edit(by, row)
        if len(words) < SHORTEST_SUMMARY:
            raise Refused("summary_short", n=SHORTEST_SUMMARY)
        step(row, "done", today)
        row.result_summary = words
        if row.activity_kind == "try_out" and told is not None and told.did.strip():
            row.action = keep_experience(row, told, by, today)
        row.save()
    return row


def keep_experience(task: LearningTask, told: Told, by: Person, today: date) -> Action:
    """The experience with its Action: the one the task is linked to, or a new one with the title of the task."""
    parts = {
        name: text_of({"text": getattr(told, name)}, "text", TOLD, needed=False)
        for name in ("did", "happened", "keep")
    }
    action = task.action or new_action(task, by, today)
    if action.status == "open":
        action.status, action.status_on = "tried", today
        action.save()
    Experience.objects.create(action=action, person=by, at=moment(today), **parts)
    return action


def new_action(task: LearningTask, by: Person, today: date) -> Action:
    """An action with the title, owners and date of the task."""
    circle = task.cycle.community
    action = Action.objects.create(
        organisation_id=circle.organisation_id,
        community=circle,
        cycle=task.cycle.number,
        stage="action",
        title=shortened(task.title),
        opened_on=today,
        created_by=by,
        due_on=task.due_on,
    )
    action.owners.set(task.owners.all())
    for one in task.owners.all():
        contributes(action, one)
    return action


def stop_task(task: LearningTask, *, by: Person, reason: str, today: date | None = None) -> LearningTask:
    """Stopped on purpose, with a reason: that is a good outcome (LT-4). A task that was ready passes through doing.

    Raises Refused: not_your_task, no_such_step, reason_short.
    """
    today = today or timezone.localdate()
    words = text_of({"text": reason}, "text", REASON, needed=False)
    with recorded(by):
        row = held_task(task)
        if row.status == "stopped":
            return row
        check_edit(by, row)
        if len(words) < SHORTEST_REASON:
            raise Refused("reason_short")
        if row.status == "ready":
            step(row, "doing", today)
        step(row, "stopped", today)
        row.stop_reason = words
        row.save()
    return row


def drop_idea(task: LearningTask, *, by: Person, today: date | None = None) -> LearningTask:
    """An idea is let go. Raises Refused: not_your_task, no_such_step."""
    return move(task, "dropped", by, today)


def see_overdue(task: LearningTask, *, by: Person, today: date | None = None) -> None:
    """An owner saw that the date is long gone; they are not told again (LT-3)."""
    with recorded(by):
        row = held_task(task)
        if row.owners.filter(pk=by.pk).exists():
            row.overdue_seen_on = row.overdue_seen_on or today or timezone.localdate()
            row.save(update_fields=["overdue_seen_on"])


def ask_help(task: LearningTask, *, by: Person, today: date | None = None) -> LearningTask:
    """Whoever leads it would like help (LT-3): the circle sees it until somebody joins in.

    Raises Refused: not_your_task, no_such_step.
    """
    with recorded(by):
        row = held_task(task)
        open_only(row)
        check_edit(by, row)
        row.help_asked_on = row.help_asked_on or today or timezone.localdate()
        row.save(update_fields=["help_asked_on"])
    return row


def help_found(task: LearningTask, *, by: Person) -> LearningTask:
    """Help is not needed any more. Raises Refused("not_your_task")."""
    with recorded(by):
        row = held_task(task)
        check_edit(by, row)
        row.help_asked_on = None
        row.save(update_fields=["help_asked_on"])
    return row


def take_along(task: LearningTask, *, by: Person, today: date | None = None) -> LearningTask:
    """A task that an earlier cycle left open goes along into the one that goes on.

    Raises Refused: members_only, no_cycle, no_such_step.
    """
    with recorded(by):
        row = held_task(task)
        check_member(by, row.cycle.community)
        open_only(row)
        now = current_cycle(row.cycle.community)
        if now is None:
            raise Refused("no_cycle")
        row.cycle = now
        row.save(update_fields=["cycle"])
    return row
