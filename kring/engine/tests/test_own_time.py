"""People who work in their own time: opened and shown by the clock, to all of them at once (C-30, C-36)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kring.conftest import Cast, Gathering
from kring.engine.meetings.actions import reveal_due, take_off_board
from kring.engine.meetings.course import AgendaItem, open_due, plan_meeting, replan_meeting
from kring.engine.meetings.models import Meeting
from kring.engine.tests.speaking import PICKS, pick, share
from kring.kit.payload import Refused

NOW = timezone.now()
SHOWS = NOW + timedelta(days=7)


@pytest.fixture
def planned(cast: Cast) -> Meeting:
    return plan_meeting(
        cast.organisation,
        title="Vooraf: jouw kleuren",
        planned_at=NOW - timedelta(minutes=1),
        by=cast.amina.person,
        agenda=[AgendaItem("change_colours", settings=PICKS)],
        community=cast.community,
        shows_at=SHOWS,
    )


def five_pick(planned: Meeting, people: int = 5) -> Gathering:
    """Opened by the clock; so many people pick, and count without a name."""
    assert open_due(NOW) == 1
    gathering = Gathering(planned)
    planned.refresh_from_db()
    for seat in range(people):
        gathering.sit_down(f"Mens {seat}")
        _, voice = gathering.paper(seat)
        pick(gathering.activity, voice, "think", "red", "green")
        pick(gathering.activity, voice, "do", "green")
        share(gathering.activity, voice)
    return gathering


def test_it_opens_by_itself_and_all_questions_at_once(planned: Meeting) -> None:
    assert open_due(NOW - timedelta(hours=1)) == 0
    gathering = five_pick(planned, 1)
    assert planned.kind == "async" and planned.status == "open"
    assert set(gathering.activity.steps.values_list("status", flat=True)) == {"open"}
    assert open_due(NOW) == 0


def test_nothing_is_shown_before_the_moment_and_everything_that_can_be_after_it(planned: Meeting) -> None:
    gathering = five_pick(planned)
    assert reveal_due(SHOWS - timedelta(seconds=1)) == 0
    assert not gathering.activity.publications.exists()
    assert reveal_due(SHOWS) == 1
    # Nobody answered about the situation: that stays unseen.
    assert [one.step for one in gathering.activity.publications.all()] == ["picture"]
    with pytest.raises(Refused, match="step_closed"):
        voice = gathering.activity.anonymous_lane.first().voice
        pick(gathering.activity, voice, "do", "blue")


def test_it_is_shown_once_and_what_is_taken_off_the_board_stays_off(planned: Meeting) -> None:
    gathering = five_pick(planned)
    reveal_due(SHOWS)
    take_off_board(gathering.activity, "picture", "")
    assert reveal_due(SHOWS + timedelta(days=1)) == 0
    assert gathering.activity.publications.get().off_board_at is not None


def test_four_people_are_too_few_also_at_the_moment(planned: Meeting) -> None:
    gathering = five_pick(planned, 4)
    assert reveal_due(SHOWS) == 1
    assert not gathering.activity.publications.exists()


def test_it_stays_open_for_two_weeks_to_look_at(planned: Meeting) -> None:
    assert planned.closes_at == SHOWS + timedelta(days=14)


def test_a_plan_goes_from_own_time_to_together_and_back(cast: Cast, planned: Meeting) -> None:
    agenda = [AgendaItem("change_colours", settings=PICKS)]
    replan_meeting(planned, title="Toch samen", planned_at=NOW, agenda=agenda)
    planned.refresh_from_db()
    assert (planned.kind, planned.closes_at, planned.activities.get().open_until) == ("live", None, None)
    assert open_due(NOW) == 0
    replan_meeting(planned, title="Toch vooraf", planned_at=NOW, agenda=agenda, shows_at=SHOWS)
    planned.refresh_from_db()
    assert (planned.kind, planned.activities.get().open_until) == ("async", SHOWS)
