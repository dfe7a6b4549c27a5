"""Rounds go on by the plan when the connection of whoever leads drops (carousel, section 9)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from kring.conftest import Cast, Gathering
from kring.engine.meetings.actions import contribute
from kring.engine.meetings.course import go_to
from kring.engine.meetings.going import go_on_by_plan
from kring.engine.meetings.leading import GONE_AFTER, chair_to_lead, saw_facilitator
from kring.engine.meetings.models import Meeting, NamedContribution
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.scenes import scene
from kring.engine.tests.speaking import envelope

MINUTE = timedelta(minutes=1)


@pytest.fixture
def carousel(cast: Cast) -> Gathering:
    """Four people in the rounds of a carousel; Amina leads it from her own page and began the first round."""
    gathering = cast.meeting("carousel", people=4)
    for seat in gathering.seats:
        contribute(gathering.activity, "named", str(seat.pk), envelope("prepare", "cr.join"))
    go_to(gathering.meeting, "round")
    saw_facilitator(str(gathering.meeting.pk), str(cast.amina.person.pk), None)
    turn(cast, gathering, "1", "talk")
    return gathering


def turn(cast: Cast, gathering: Gathering, number: str, phase: str) -> None:
    chair = chair_to_lead(gathering.meeting, cast.amina.person)
    said = envelope("round", "cr.turn", number, {"phase": phase})
    contribute(gathering.activity, "named", str(chair.pk), said, leads=True)


def later(gathering: Gathering, minutes: int, *, seen: bool = False) -> datetime:
    """So much time goes by, in which whoever leads is seen or not."""
    gone = minutes * MINUTE
    for one in NamedContribution.objects.filter(activity=gathering.activity):
        NamedContribution.objects.filter(pk=one.pk).update(at=one.at - gone)
    Meeting.objects.filter(pk=gathering.meeting.pk).update(opened_at=timezone.now() - gone)
    if not seen:
        gathering.meeting.leadings.update(seen_at=timezone.now() - gone)
    return timezone.now()


def now(gathering: Gathering) -> Any:
    state = read_meeting(str(gathering.meeting.pk))
    assert state is not None and state.activity is not None
    return state.activity.tool.live(scene(state), "round")


def test_talks_end_and_begin_by_the_plan(carousel: Gathering) -> None:
    later(carousel, 3)
    go_on_by_plan()
    assert now(carousel)["phase"] == "talk", "the ten minutes are not over"
    later(carousel, 7)
    go_on_by_plan()
    go_on_by_plan()
    assert (now(carousel)["number"], now(carousel)["phase"]) == (1, "change")
    announced = now(carousel)["next"]
    later(carousel, 2)
    go_on_by_plan()
    seen = now(carousel)
    assert (seen["number"], seen["phase"]) == (2, "talk")
    assert seen["now"]["talks"] == announced["talks"], "everybody finds whom they were told"


def test_while_somebody_leads_the_plan_is_theirs(carousel: Gathering) -> None:
    later(carousel, 30, seen=True)
    assert go_on_by_plan() == 0 and now(carousel)["phase"] == "talk"
    assert go_on_by_plan(timezone.now() + GONE_AFTER) == 1


def test_after_the_last_talk_it_is_over_and_nothing_begins_by_itself(carousel: Gathering, cast: Cast) -> None:
    for _ in range(9):
        later(carousel, 12)
        go_on_by_plan()
    assert (now(carousel)["number"], now(carousel)["phase"]) == (3, "done")
    turns = carousel.activity.named.filter(kind="cr.turn")
    assert turns.count() == 6 and go_on_by_plan() == 0
    assert set(turns.values_list("seat__person", flat=True)) == {cast.amina.person.pk}


def test_the_first_round_waits_for_whoever_leads(cast: Cast) -> None:
    gathering = cast.meeting("carousel", people=4)
    for seat in gathering.seats:
        contribute(gathering.activity, "named", str(seat.pk), envelope("prepare", "cr.join"))
    go_to(gathering.meeting, "round")
    later(gathering, 60)
    go_on_by_plan()
    assert now(gathering)["phase"] == "waiting"
