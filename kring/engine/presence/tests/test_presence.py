"""Kring Noord after its meetings: what is counted, who is asked, who answers, and what a phase does by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.harvest.agreements import propose_agreement
from kring.engine.harvest.models import Action, AgreementReview
from kring.engine.learning.facts import criteria_of
from kring.engine.learning.models import LearningCycle
from kring.engine.learning.tests.people import more_members
from kring.engine.meetings.models import Activity, Meeting
from kring.engine.people.models import Person
from kring.engine.people.own_data import own_data
from kring.engine.presence.counting import counted, measures
from kring.engine.presence.deciding import (
    answer_level,
    ask_level,
    level_of,
    look_after,
    look_after_meetings,
    open_question,
    state_of,
    tend_presence,
)
from kring.engine.presence.models import PresenceLook, PresenceProposal, PresenceState
from kring.engine.presence.rule import Counted
from kring.engine.retention import keep_to_terms
from kring.engine.rings.tests.people import met
from kring.kit.payload import Refused

TODAY = timezone.localdate()


@pytest.fixture
def circle(cast: Cast) -> list[Person]:
    """Kring Noord with four members, in the phase start; Bram stands in front."""
    LearningCycle.objects.create(
        community=cast.community, phase="start", opened_on=TODAY - timedelta(days=90)
    )
    return more_members(cast, 3)


def meeting(cast: Cast, days_ago: int, leads: Person | None = None, parts: int = 2) -> Meeting:
    """A meeting of so many parts, planned, proposed and led by this person (or by Amina, who only guides)."""
    made = met(cast, days_ago, []).meeting
    first = made.activities.all()[0]
    for place in range(2, parts + 1):
        Activity.objects.create(
            meeting=made, position=place, tool=first.tool, title="Meer", status="closed", led_by=first.led_by
        )
    if leads is not None:
        made.activities.update(led_by=leads, proposed_by=leads)
        Meeting.objects.filter(pk=made.pk).update(planned_by=leads)
    return Meeting.objects.select_related("community__school").get(pk=made.pk)


def action(cast: Cast, due_ago: int, status: str = "open", **more: Any) -> Action:
    return Action.objects.create(
        organisation=cast.organisation,
        community=cast.community,
        stage="action",
        title="Iets doen.",
        due_on=TODAY - timedelta(days=due_ago),
        status=status,
        **more,
    )


def able(cast: Cast, circle: list[Person]) -> None:
    """Three meetings that members led, with promises kept: F2 to F5 hold."""
    for place, day in enumerate((30, 20, 10)):
        meeting(cast, day, circle[place % 2])
    for _ in range(3):
        action(cast, 15, "tried")


def test_only_what_members_led_and_proposed_counts(cast: Cast, circle: list[Person]) -> None:
    meeting(cast, 40, circle[0])
    meeting(cast, 30)
    meeting(cast, 20, circle[0])
    last = meeting(cast, 10, circle[1])
    assert counted(last) == Counted(parts=6, led=4, items=6, proposed=4, leaders=2)


def test_promises_fall_within_the_days_of_the_last_three_meetings(cast: Cast, circle: list[Person]) -> None:
    for day in (40, 30, 20):
        meeting(cast, day)
    last = meeting(cast, 10)
    action(cast, 40, "done")
    action(cast, 39, "done")
    action(cast, 10)
    action(cast, 9, "done")
    action(cast, 20, "dropped")
    action(cast, 20, "done", private=True)
    action(cast, 20, "done", node_status="withdrawn")
    agreed = propose_agreement(cast.community, by=circle[0], text="We beginnen op tijd.")
    for counts in ({"4": 5}, {"4": 4}, {"1": 5}):
        AgreementReview.objects.create(
            agreement=agreed,
            opened_on=TODAY - timedelta(days=25),
            closes_on=TODAY - timedelta(days=18),
            closed_on=TODAY - timedelta(days=18),
            counts=counts,
        )
    found = counted(last)
    assert (found.due, found.kept) == (4, 2)


def test_twice_in_a_row_able_and_the_group_is_asked(cast: Cast, circle: list[Person]) -> None:
    able(cast, circle)
    assert look_after_meetings() == 1 and look_after_meetings() == 0
    assert open_question(cast.community) is None
    meeting(cast, 5, circle[0])
    assert look_after_meetings() == 1
    asked = open_question(cast.community)
    assert asked is not None and (asked.from_level, asked.to_level, asked.by_kring) == (2, 1, True)
    cycle = LearningCycle.objects.get()
    assert dict(criteria_of(cycle))["ST-4"] is False
    for person in circle[:2]:
        asked = answer_level(asked, by=person, value="yes")
    assert asked.outcome == "accepted"
    state = state_of(cast.community)
    assert state is not None and (state.level, state.back) == (1, 0)
    assert dict(criteria_of(cycle))["ST-4"] is True
    assert measures(cast.community)["lifecycle.facilitator_level"] == 1
    assert measures(cast.community)["lifecycle.competence_held"] == 4


def test_a_meeting_is_counted_once_and_without_a_round_not_at_all(cast: Cast) -> None:
    made = meeting(cast, 5)
    assert not look_after(made) and not PresenceLook.objects.exists()
    LearningCycle.objects.create(community=cast.community)
    assert look_after(made) and not look_after(made)
    look = PresenceLook.objects.get()
    assert look.level == 3 and look.signals == [None, None, None, None, False]


def test_a_phase_that_begins_sets_the_level(cast: Cast, circle: list[Person]) -> None:
    state = state_of(cast.community)
    assert state is not None and state.level == 2
    LearningCycle.objects.update(phase="middle")
    PresenceState.objects.update(level=0, back=1)
    moved = state_of(cast.community)
    assert moved is not None and (moved.level, moved.back) == (0, 1)
    asked = ask_level(cast.community, 1, by=circle[0])
    LearningCycle.objects.update(phase="end")
    ended = state_of(cast.community)
    assert ended is not None and (ended.level, ended.back) == (2, 0)
    asked.refresh_from_db()
    assert asked.outcome == "gone"
    LearningCycle.objects.update(phase="closed")
    assert state_of(cast.community) is None


def test_looking_changes_nothing(cast: Cast, circle: list[Person]) -> None:
    assert level_of(cast.community) == 2 and not PresenceState.objects.exists()
    state_of(cast.community)
    LearningCycle.objects.update(phase="run_up")
    assert level_of(cast.community) == 3 and PresenceState.objects.get().level == 2
    LearningCycle.objects.update(phase="closed")
    assert level_of(cast.community) is None


def test_a_circle_that_was_further_stands_where_it_would_have_stood(cast: Cast) -> None:
    LearningCycle.objects.create(community=cast.community, phase="middle")
    state = state_of(cast.community)
    assert state is not None and state.level == 2


# ---- asking ---------------------------------------------------------------------------------------------


def test_a_member_asks_or_who_guides_offers_and_members_decide(cast: Cast, circle: list[Person]) -> None:
    asked = ask_level(cast.community, 1, by=cast.amina.person)
    assert not asked.answers.exists() and ask_level(cast.community, 1, by=circle[0]) == asked
    with pytest.raises(Refused, match="asked_already"):
        ask_level(cast.community, 3, by=circle[1])
    with pytest.raises(Refused, match="members_only"):
        answer_level(asked, by=cast.amina.person, value="yes")
    assert answer_level(asked, by=circle[1], value="yes").outcome == "accepted"
    assert answer_level(asked, by=circle[1], value="yes").outcome == "accepted"
    with pytest.raises(Refused, match="not_asked"):
        answer_level(asked, by=circle[2], value="yes")


@pytest.mark.parametrize("name", ["dewi", "chris", "els"])
def test_nobody_else_asks(cast: Cast, circle: list[Person], name: str) -> None:
    with pytest.raises(Refused, match="members_only"):
        ask_level(cast.community, 1, by=cast[name].person)


def test_one_step_at_a_time_and_not_below_the_floor(cast: Cast, circle: list[Person]) -> None:
    for to in (0, 2, 4):
        with pytest.raises(Refused, match="one_level"):
            ask_level(cast.community, to, by=circle[0])
    state_of(cast.community)
    PresenceState.objects.update(level=1)
    with pytest.raises(Refused, match="level_floor"):
        ask_level(cast.community, 0, by=circle[0])
    cast.community.memberships.filter(role="facilitator").delete()
    with pytest.raises(Refused, match="no_guide"):
        ask_level(cast.community, 2, by=circle[0])


def test_who_guides_and_takes_part_has_no_vote(cast: Cast, circle: list[Person]) -> None:
    cast.join("amina", cast.community)
    asked = ask_level(cast.community, 1, by=cast.amina.person)
    with pytest.raises(Refused, match="members_only"):
        answer_level(asked, by=cast.amina.person, value="yes")


def test_a_no_and_a_week_without_a_majority_leave_it_as_it_is(cast: Cast, circle: list[Person]) -> None:
    asked = ask_level(cast.community, 1, by=circle[0])
    assert not answer_level(asked, by=circle[1], value="no").outcome
    assert answer_level(asked, by=circle[2], value="no").outcome == "declined", "yes can no longer be more"
    assert PresenceState.objects.get().wait_back == 2
    again = ask_level(cast.community, 3, by=circle[0])
    assert tend_presence(TODAY + timedelta(days=7)) == 0 and tend_presence(TODAY + timedelta(days=8)) == 1
    again.refresh_from_db()
    assert again.outcome == "declined" and PresenceState.objects.get().level == 2


def test_own_data(cast: Cast, circle: list[Person]) -> None:
    ask_level(cast.community, 1, by=circle[0])
    assert [row["kind"] for row in own_data(circle[0])["presence"]] == ["presence_asked", "presence_answer"]
    assert PresenceProposal.objects.count() == 1


def test_a_year_later_nobody_can_read_who_said_what(cast: Cast, circle: list[Person]) -> None:
    asked = ask_level(cast.community, 1, by=circle[0])
    for person in circle[1:3]:
        answer_level(asked, by=person, value="no")
    keep_to_terms(timezone.now() + timedelta(days=300))
    assert PresenceProposal.objects.exists()
    keep_to_terms(timezone.now() + timedelta(days=367))
    assert not PresenceProposal.objects.exists()
