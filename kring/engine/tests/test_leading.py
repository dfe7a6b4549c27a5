"""Who leads: helpers, handing over, and going on when whoever led has vanished."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kring.conftest import Cast, Gathering
from kring.engine.meetings.leading import (
    GONE_AFTER,
    add_helper,
    agree_takeover,
    facilitator_gone,
    hand_over,
    leadings_of,
    saw_facilitator,
)
from kring.engine.meetings.models import Meeting, TakeoverVote
from kring.engine.meetings.seats import leave_seat
from kring.kit.payload import Refused


@pytest.fixture
def four(cast: Cast) -> Gathering:
    """Amina leads; four people sit around."""
    return cast.meeting(people=4)


def later(seconds: int = 1):
    """A moment at which Amina, who opened the meeting just now, has been gone for two minutes."""
    return timezone.now() + GONE_AFTER + timedelta(seconds=seconds)


def leads(gathering: Gathering, seat: int) -> bool:
    return bool(leadings_of(gathering.meeting, None, gathering.seats[seat]))


def test_a_meeting_without_people_is_led_by_who_planned_it(cast: Cast) -> None:
    meeting = cast.meeting().meeting
    assert leadings_of(meeting, cast.amina.person, None)
    assert not leadings_of(meeting, cast.bram.person, None) and not leadings_of(meeting, None, None)


def test_somebody_who_sits_down_leads_from_that_seat_too(cast: Cast, four: Gathering) -> None:
    seat = four.sit_down("Amina", person=cast.amina.person)
    assert leadings_of(four.meeting, None, seat)


def test_a_helper_leads_beside_the_facilitator(cast: Cast, four: Gathering) -> None:
    add_helper(four.meeting, seat=four.seats[1])
    add_helper(four.meeting, seat=four.seats[1])
    [leading] = leadings_of(four.meeting, None, four.seats[1])
    assert leading.helper and leadings_of(four.meeting, cast.amina.person, None)


def test_handing_over_makes_the_one_who_led_a_helper(cast: Cast, four: Gathering) -> None:
    add_helper(four.meeting, seat=four.seats[2])
    hand_over(four.meeting, four.seats[2])
    [now], [before] = (
        leadings_of(four.meeting, None, four.seats[2]),
        leadings_of(four.meeting, cast.amina.person, None),
    )
    assert (now.helper, before.helper) == (False, True)


def test_while_the_facilitator_is_there_nobody_takes_over(four: Gathering) -> None:
    with pytest.raises(Refused, match="facilitator_present"):
        agree_takeover(four.meeting, four.seats[0], four.seats[0])
    assert not TakeoverVote.objects.exists()


def test_a_helper_who_is_there_keeps_the_meeting(four: Gathering) -> None:
    add_helper(four.meeting, seat=four.seats[3])
    now = later()
    leading = leadings_of(four.meeting, None, four.seats[3])[0]
    leading.seen_at = now - timedelta(seconds=10)
    leading.save()
    assert not facilitator_gone(four.meeting, now)


def test_two_minutes_are_two_minutes(four: Gathering) -> None:
    opened = four.meeting.opened_at
    assert opened is not None
    assert not facilitator_gone(four.meeting, opened + GONE_AFTER - timedelta(seconds=1))
    assert facilitator_gone(four.meeting, opened + GONE_AFTER)


def test_half_of_the_seats_is_enough_and_one_vote_counts_once(four: Gathering) -> None:
    candidate = four.seats[0]
    assert agree_takeover(four.meeting, four.seats[0], candidate, later()) is False
    assert agree_takeover(four.meeting, four.seats[0], candidate, later()) is False
    assert not leads(four, 0)
    assert agree_takeover(four.meeting, four.seats[1], candidate, later()) is True
    assert leads(four, 0) and not TakeoverVote.objects.exists()


def test_votes_for_different_people_do_not_add_up(four: Gathering) -> None:
    assert agree_takeover(four.meeting, four.seats[0], four.seats[0], later()) is False
    assert agree_takeover(four.meeting, four.seats[1], four.seats[1], later()) is False
    assert agree_takeover(four.meeting, four.seats[0], four.seats[1], later()) is True, "a vote may move"
    assert leads(four, 1) and not leads(four, 0)


def test_whoever_left_is_not_waited_for(four: Gathering) -> None:
    for seat in four.seats[2:]:
        leave_seat(seat)
    assert agree_takeover(four.meeting, four.seats[0], four.seats[0], later()) is True


def test_the_one_who_vanished_leads_no_longer(cast: Cast, four: Gathering) -> None:
    for seat in four.seats[:2]:
        agree_takeover(four.meeting, seat, four.seats[0], later())
    assert not leadings_of(four.meeting, cast.amina.person, None)


def test_votes_lapse_when_the_facilitator_comes_back(cast: Cast, four: Gathering) -> None:
    agree_takeover(four.meeting, four.seats[0], four.seats[0], later())
    saw_facilitator(str(four.meeting.pk), str(cast.amina.person.pk), None)
    assert not TakeoverVote.objects.exists()
    with pytest.raises(Refused, match="facilitator_present"):
        agree_takeover(four.meeting, four.seats[1], four.seats[0])


def test_a_seat_of_another_meeting_has_no_vote(cast: Cast, four: Gathering) -> None:
    elsewhere = cast.meeting(people=1).seats[0]
    for voter, candidate in ((elsewhere, four.seats[0]), (four.seats[0], elsewhere)):
        with pytest.raises(Refused, match="unreadable"):
            agree_takeover(four.meeting, voter, candidate, later())


def test_looking_at_the_page_keeps_the_meeting_from_being_forgotten(cast: Cast, four: Gathering) -> None:
    Meeting.objects.filter(pk=four.meeting.pk).update(used_at=timezone.now() - timedelta(hours=5))
    saw_facilitator(str(four.meeting.pk), str(cast.amina.person.pk), None)
    four.meeting.refresh_from_db()
    assert timezone.now() - four.meeting.used_at < timedelta(minutes=1)
