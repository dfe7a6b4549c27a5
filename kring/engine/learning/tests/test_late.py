"""A task whose date is long gone comes back at the start of the next meeting, as actions do (LT-3)."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.harvest.letters import send_letters
from kring.engine.harvest.models import Action, Experience
from kring.engine.harvest.opening import anything_open, say_aloud
from kring.engine.learning import between, steps, tasks
from kring.engine.learning.late import late_tasks
from kring.engine.learning.models import LearningCycle, LearningTask
from kring.engine.learning.tests.people import begun, held_on, more_members
from kring.engine.meetings.actions import contribute
from kring.engine.meetings.course import AgendaItem, go_on
from kring.engine.meetings.models import Activity
from kring.engine.people.models import Person
from kring.kit.payload import Refused

TODAY = timezone.localdate
LONG_AGO = timedelta(days=60)
CAME_OF_IT = "Drie lessen bezocht, met een lijstje van wat werkt."
WHY = "We gaan het anders doen."


@pytest.fixture
def members(cast: Cast) -> list[Person]:
    found = more_members(cast, 2)
    begun(cast, found)
    return found


@pytest.fixture
def task(cast: Cast, members: list[Person]) -> LearningTask:
    """A task of Bram that is ready, and whose date is two months ago."""
    idea = tasks.add_task(cast.community, by=members[0], title="Kijk bij elkaar in de les")
    tasks.take_up(idea, by=members[0])
    steps.make_ready(idea, by=members[0], due=TODAY(), product="Een lijst")
    return long_ago(idea)


def long_ago(task: LearningTask) -> LearningTask:
    LearningTask.objects.filter(pk=task.pk).update(due_on=TODAY() - LONG_AGO)
    task.refresh_from_db()
    return task


@pytest.fixture
def opening(cast: Cast, task: LearningTask) -> SimpleNamespace:
    """The next meeting begins with what came back."""
    gathering = cast.meeting(agenda=[AgendaItem("opening"), AgendaItem("change_colours")])
    return SimpleNamespace(
        gathering=gathering,
        meeting=gathering.meeting,
        bram=gathering.sit_down("Bram", person=cast.bram.person),
        guest=gathering.sit_down("Dirk"),
    )


def say(opening: SimpleNamespace, seat: Any, task: LearningTask, **payload: str) -> None:
    envelope = {
        "uuid": str(uuid.uuid4()),
        "step": "stand",
        "kind": "op.item",
        "key": str(task.pk),
        "payload": {"note": "", "due": "", **payload},
    }
    contribute(opening.gathering.activity, "named", str(seat.pk), envelope)


def ended(opening: SimpleNamespace, task: LearningTask) -> dict[str, Any]:
    """The opening is over; what is kept of what was handed over."""
    go_on(opening.meeting, "")
    task.refresh_from_db()
    return Activity.objects.get(meeting=opening.meeting, tool="opening").settings["open"]


def test_only_what_is_more_than_fourteen_active_days_late_comes_back(cast: Cast, task: LearningTask) -> None:
    assert late_tasks(cast.community, TODAY()) == [task] and anything_open(cast.community)
    LearningTask.objects.update(due_on=TODAY() - timedelta(days=14))
    assert not late_tasks(cast.community, TODAY()) and not anything_open(cast.community)


def test_what_an_earlier_round_left_waits_on_the_agenda(cast: Cast, task: LearningTask) -> None:
    LearningCycle.objects.update(phase="closed")
    assert not late_tasks(cast.community, TODAY())


def test_it_stands_with_the_actions_and_afterwards_without_its_people(
    opening: SimpleNamespace, task: LearningTask
) -> None:
    (item,) = opening.gathering.activity.settings["open"]["items"]
    assert (item["kind"], item["text"], item["owners"][0]["name"]) == ("task", task.title, "Bram")
    assert ended(opening, task)["items"][0]["owners"] == []


def test_done_after_all_says_what_came_of_it_and_a_try_out_was_tried(
    opening: SimpleNamespace, task: LearningTask
) -> None:
    with pytest.raises(Refused, match="summary_short"):
        say(opening, opening.bram, task, what="did", note="Gelukt.")
    say(opening, opening.bram, task, what="did", note=CAME_OF_IT)
    assert not Experience.objects.exists(), "until the end everybody may think again"
    ended(opening, task)
    assert (task.status, task.result_summary) == ("done", CAME_OF_IT)
    assert Experience.objects.get().did == CAME_OF_IT and Action.objects.get().status == "tried"


def test_a_new_date_and_it_is_not_late_any_more(
    cast: Cast, opening: SimpleNamespace, task: LearningTask
) -> None:
    soon = TODAY() + timedelta(days=14)
    say(opening, opening.bram, task, what="not_yet", due=soon.isoformat())
    ended(opening, task)
    assert (task.status, task.due_on) == ("ready", soon) and not late_tasks(cast.community, TODAY())


def test_stopped_on_purpose_with_the_reason(opening: SimpleNamespace, task: LearningTask) -> None:
    say(opening, opening.bram, task, what="let_go", note=WHY)
    ended(opening, task)
    assert (task.status, task.stop_reason) == ("stopped", WHY)


def test_help_is_asked_until_somebody_joins_in(
    opening: SimpleNamespace, task: LearningTask, members: list[Person]
) -> None:
    say(opening, opening.bram, task, what="help")
    ended(opening, task)
    assert (task.status, task.help_asked_on) == ("ready", TODAY())
    assert tasks.join_task(task, by=members[1]).help_asked_on is None


def test_it_is_whose_it_is_and_only_members_take_it_up(
    cast: Cast, opening: SimpleNamespace, task: LearningTask
) -> None:
    with pytest.raises(Refused, match="not_your_action"):
        say(opening, opening.guest, task, what="let_go", note=WHY)
    with pytest.raises(Refused, match="take_who"):
        say(opening, opening.guest, task, what="take")


def test_a_task_whose_owner_left_looks_for_somebody(
    cast: Cast, task: LearningTask, members: list[Person]
) -> None:
    task.owners.clear()
    gathering = cast.meeting(agenda=[AgendaItem("opening"), AgendaItem("change_colours")])
    opening = SimpleNamespace(gathering=gathering, meeting=gathering.meeting)
    guest, lid = gathering.sit_down("Dirk"), gathering.sit_down("Lid 1", person=members[1])
    with pytest.raises(Refused, match="members_take"):
        say(opening, guest, task, what="take")
    say(opening, lid, task, what="take")
    ended(opening, task)
    assert list(task.owners.all()) == [members[1]]


def test_said_aloud_it_counts_at_once(opening: SimpleNamespace, task: LearningTask) -> None:
    say_aloud(opening.meeting, str(task.pk), "let_go", note=WHY)
    task.refresh_from_db()
    assert task.status == "stopped"
    with pytest.raises(Refused, match="said_aloud"):
        say(opening, opening.bram, task, what="not_yet")


def test_what_was_shared_in_between_is_told_and_not_kept(cast: Cast, members: list[Person]) -> None:
    held_on(cast, TODAY() - timedelta(days=10))
    between.write(cast.community, "il.tried", "Ik vroeg eerst door.", by=members[0], share=True)
    between.write(cast.community, "il.need", "Alleen voor mij.", by=members[0])
    assert anything_open(cast.community)
    gathering = cast.meeting(agenda=[AgendaItem("opening"), AgendaItem("change_colours")])
    (told,) = gathering.activity.settings["open"]["items"]
    assert (told["kind"], told["text"], told["about"]) == ("told", "Ik vroeg eerst door.", "il.tried")
    go_on(gathering.meeting, "")
    assert Activity.objects.get(meeting=gathering.meeting, tool="opening").settings["open"]["items"] == []


# ---- the one reminder of the questions in between (12.3)


def weekday(from_day: date) -> datetime:
    """Ten o'clock on the first working day from here on."""
    day = from_day + timedelta(days=(7 - from_day.weekday()) % 7 if from_day.weekday() > 3 else 0)
    return timezone.make_aware(datetime.combine(day, time(10)))


def test_one_reminder_and_only_to_who_neither_answered_nor_passed(
    cast: Cast, members: list[Person], mailoutbox: list[Any]
) -> None:
    held = held_on(cast, TODAY() - timedelta(days=20))
    now = weekday(TODAY())
    between.write(cast.community, "il.noticed", "Ze lezen het echt.", by=members[1])
    between.not_this_time(cast.community, by=members[2])
    assert send_letters(now) == 1
    (mail,) = mailoutbox
    assert mail.to == [members[0].email] and held.title in mail.body
    assert f"/communities/{cast.community.pk}/between/" in mail.body
    assert send_letters(now + timedelta(days=7)) == 0, "once is enough"


def test_nobody_is_reminded_of_what_has_long_been_open(cast: Cast, members: list[Person]) -> None:
    held_on(cast, TODAY() - timedelta(days=40))
    assert send_letters(weekday(TODAY())) == 0
