"""The course of a meeting: a code that dies with it, one step after another, and every button pressed twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.meetings.course import (
    FORGOTTEN_AFTER,
    AgendaItem,
    close_forgotten,
    close_meeting,
    go_back,
    go_on,
    go_to,
    open_meeting,
    plan_meeting,
    set_timer,
)
from kring.engine.meetings.models import Meeting
from kring.engine.tests.speaking import PICKS
from kring.kit.payload import Refused

TWICE = [AgendaItem("change_colours", settings=PICKS), AgendaItem("change_colours", settings=PICKS)]


def at(meeting: Meeting) -> str:
    """Where the meeting stands, as a facilitator's screen says it back: "<activity>/<step>"."""
    meeting.refresh_from_db()
    assert meeting.current is not None
    return f"{meeting.current.pk}/{meeting.current.step}"


def step(meeting: Meeting) -> str:
    return at(meeting).partition("/")[2]


# Open


def test_opening_gives_a_code_of_seven_digits_and_the_first_step(cast: Cast) -> None:
    meeting = cast.meeting(settings=PICKS).meeting
    assert meeting.status == "open" and meeting.code is not None
    assert len(meeting.code) == 7 and meeting.code.isdigit() and meeting.code[0] != "0"
    assert step(meeting) == "join"


def test_opening_twice_keeps_the_code(cast: Cast) -> None:
    meeting = cast.meeting(settings=PICKS).meeting
    assert open_meeting(meeting).code == meeting.code
    assert meeting.activities.get().voices.count() == meeting.activities.get().stack.count()


def test_the_code_dies_with_the_meeting(cast: Cast) -> None:
    gathering = cast.meeting(settings=PICKS)
    code = gathering.meeting.code
    gathering.close()
    assert gathering.meeting.code is None and not Meeting.objects.filter(code=code).exists()
    with pytest.raises(Refused, match="meeting_closed"):
        open_meeting(gathering.meeting)


def test_a_code_that_is_in_use_is_drawn_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter([2_000_000, 2_000_000, 5_000_000])
    monkeypatch.setattr("kring.engine.meetings.course.secrets.randbelow", lambda limit: next(draws))
    codes = [cast.meeting(settings=PICKS).meeting.code for _ in range(2)]
    assert codes == ["3000000", "6000000"]


def test_a_meeting_without_an_agenda_does_not_open(cast: Cast) -> None:
    with pytest.raises(Refused, match="no_agenda"):
        cast.meeting(agenda=[])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": "   "}, "empty_text"),
        ({"title": "x" * 81}, "text_too_long"),
        ({"agenda": [AgendaItem("change_colours", settings={"form": "guessing"})]}, "setting"),
        ({"agenda": [AgendaItem("change_colours", settings={"max_load": 9})]}, "setting"),
        ({"agenda": [AgendaItem("change_colours", settings={"change": "x" * 141})]}, "setting"),
    ],
)
def test_a_wrong_plan_is_refused_whole(cast: Cast, changes: dict, code: str) -> None:
    plan = {"title": "Samen", "agenda": TWICE} | changes
    with pytest.raises(Refused, match=code):
        plan_meeting(
            cast.organisation,
            planned_at=timezone.now(),
            by=cast.amina.person,
            community=cast.community,
            **plan,
        )
    assert not Meeting.objects.exists()


# On and back


def test_next_pressed_twice_goes_one_step(cast: Cast) -> None:
    meeting = cast.meeting(settings=PICKS).meeting
    screen = at(meeting)
    go_on(meeting, screen)
    go_on(meeting, screen)
    assert step(meeting) == "pick"


def test_two_facilitators_who_press_next_at_once_agree(cast: Cast) -> None:
    """Amina presses next; Bram still sees the step before and presses next, then back."""
    meeting = cast.meeting(settings=PICKS).meeting
    both_see = at(meeting)
    go_on(meeting, both_see)
    go_on(meeting, both_see)
    go_back(meeting, both_see)
    assert step(meeting) == "pick"


def test_back_opens_the_step_before_and_stops_at_the_first(cast: Cast) -> None:
    meeting = cast.meeting(settings=PICKS).meeting
    go_on(meeting, at(meeting))
    screen = at(meeting)
    go_back(meeting, screen)
    go_back(meeting, screen)
    assert step(meeting) == "join"
    go_back(meeting, at(meeting))
    assert step(meeting) == "join"
    assert set(meeting.activities.get().open_steps.split()) == {"join"}


def test_after_the_last_step_comes_the_next_activity_and_after_that_nothing(cast: Cast) -> None:
    meeting = cast.meeting(agenda=TWICE).meeting
    first, second = meeting.activities.all()
    go_to(meeting, "harvest")
    go_on(meeting, at(meeting))
    first.refresh_from_db()
    assert at(meeting) == f"{second.pk}/join" and first.status == "closed"
    assert not first.voices.exists() and second.pk == meeting.current_id
    go_to(meeting, "harvest")
    go_on(meeting, at(meeting))
    assert step(meeting) == "harvest"


def test_the_open_steps_in_the_row_are_those_of_the_steps(cast: Cast) -> None:
    meeting = cast.meeting(settings=PICKS).meeting
    for wanted in ("own", "picture", "pick", "strategy", "situation", "join"):
        go_to(meeting, wanted)
        activity = meeting.activities.get()
        statuses = {one.key: one.status for one in activity.steps.all()}
        assert set(activity.open_steps.split()) == {
            key for key, status in statuses.items() if status == "open"
        }
        assert statuses[wanted] == "open" and activity.step == wanted


def test_every_change_makes_older_judgements_stale(cast: Cast) -> None:
    meeting = cast.meeting(settings=PICKS).meeting
    versions = [meeting.activities.get().version]
    for wanted in ("pick", "own", "pick"):
        go_to(meeting, wanted)
        versions.append(meeting.activities.get().version)
    assert versions == sorted(set(versions))


def test_a_step_nobody_has_is_refused(cast: Cast) -> None:
    meeting = cast.meeting(settings=PICKS).meeting
    with pytest.raises(Refused, match="not_in_this_step"):
        go_to(meeting, "weigh")


def test_the_timer_is_advice_and_closes_nothing(cast: Cast) -> None:
    meeting = cast.meeting(settings=PICKS).meeting
    past = timezone.now() - timedelta(hours=1)
    set_timer(meeting, past)
    running = meeting.activities.get().steps.get(key="join")
    assert (running.until, running.status) == (past, "open")


def test_in_their_own_time_all_steps_are_open_at_once(cast: Cast) -> None:
    meeting = cast.meeting(settings=PICKS, kind="async").meeting
    assert set(meeting.activities.get().steps.values_list("status", flat=True)) == {"open"}


# The end


def test_ending_twice_ends_once(cast: Cast) -> None:
    gathering = cast.meeting(settings=PICKS)
    gathering.close()
    ended = gathering.meeting.closed_at
    close_meeting(gathering.meeting)
    gathering.meeting.refresh_from_db()
    assert gathering.meeting.closed_at == ended


@pytest.mark.parametrize(
    "button", [lambda m: go_on(m, ""), lambda m: go_back(m, ""), lambda m: go_to(m, "pick")]
)
def test_after_the_end_no_button_does_anything(cast: Cast, button) -> None:
    gathering = cast.meeting(settings=PICKS)
    gathering.close()
    with pytest.raises(Refused, match="meeting_closed"):
        button(gathering.meeting)


def test_a_forgotten_meeting_closes_itself_and_a_used_one_does_not(cast: Cast) -> None:
    forgotten, used = cast.meeting(settings=PICKS).meeting, cast.meeting(settings=PICKS).meeting
    later = timezone.now() + FORGOTTEN_AFTER + timedelta(minutes=1)
    Meeting.objects.filter(pk=used.pk).update(used_at=later - timedelta(minutes=5))
    assert close_forgotten(later) == 1
    forgotten.refresh_from_db()
    used.refresh_from_db()
    assert (forgotten.status, used.status) == ("closed", "open")
    assert close_forgotten(later) == 0


def test_work_in_ones_own_time_is_not_forgotten_but_ends_at_its_end(cast: Cast) -> None:
    meeting = cast.meeting(settings=PICKS, kind="async").meeting
    later = timezone.now() + timedelta(days=3)
    assert close_forgotten(later) == 0
    Meeting.objects.filter(pk=meeting.pk).update(closes_at=later - timedelta(hours=1))
    assert close_forgotten(later) == 1
