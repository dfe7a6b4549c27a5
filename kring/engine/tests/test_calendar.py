"""What goes by the calendar is written down once, and stays what it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kring.conftest import Cast, Gathering
from kring.engine.chores import do_chores, keep_moments
from kring.engine.meetings.actions import contribute
from kring.engine.meetings.calendar import plan_due
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.scenes import scene
from kring.engine.people.models import Holiday
from kring.engine.retention import forget_who_met, terms

MONDAY = datetime(2026, 3, 23, 8, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
WEEK = timedelta(7)


@pytest.fixture
def slow(cast: Cast) -> Gathering:
    """Four people in a slow carousel; they joined on the Friday before."""
    gathering = cast.meeting("carousel", people=4, settings={"part": "slow"}, kind="hybrid")
    for seat in gathering.seats:
        said = {"uuid": str(seat.pk), "step": "slow", "kind": "cr.join", "key": "", "payload": {}}
        contribute(gathering.activity, "named", str(seat.pk), said)
    gathering.activity.named.update(at=MONDAY - timedelta(3))
    return gathering


def mondays(gathering: Gathering, now: datetime) -> list[str]:
    state = read_meeting(str(gathering.meeting.pk))
    assert state is not None
    seen = scene(state, now.date())
    return [one["monday"] for one in seen.settings.get("planned", {}).values()]


def test_a_week_is_planned_on_its_monday_and_not_again(slow: Gathering) -> None:
    assert plan_due(MONDAY - timedelta(minutes=1)) == 0
    assert plan_due(MONDAY) == 1 and plan_due(MONDAY + timedelta(minutes=5)) == 0
    assert mondays(slow, MONDAY) == ["2026-03-23"]
    assert plan_due(MONDAY + WEEK) == 1
    assert mondays(slow, MONDAY) == ["2026-03-23", "2026-03-30"]


def test_a_holiday_that_is_entered_later_moves_no_week_that_was_told(cast: Cast, slow: Gathering) -> None:
    plan_due(MONDAY)
    told = slow.activity.settings["planned"]
    for first in (date(2026, 3, 21), date(2026, 3, 28)):
        Holiday.objects.create(
            school=cast.school, name="Vrij", first_day=first, last_day=first + timedelta(8)
        )
    assert plan_due(MONDAY + WEEK) == 0, "ahead it counts"
    assert slow.activity.settings["planned"] == told
    plan_due(MONDAY + 2 * WEEK)
    assert mondays(slow, MONDAY) == ["2026-03-23", "2026-04-06"]


def test_what_is_closed_is_planned_no_more_and_after_its_term_nobody_knows_who_met(slow: Gathering) -> None:
    plan_due(MONDAY)
    slow.close()
    assert plan_due(MONDAY + WEEK) == 0
    activity = slow.meeting.activities.get()
    closed = activity.closed_at
    assert closed is not None and forget_who_met(closed + timedelta(terms()["rt.pairs"] - 1)) == 0
    assert forget_who_met(closed + timedelta(terms()["rt.pairs"] + 1)) == 1
    activity.refresh_from_db()
    assert "planned" not in activity.settings and activity.settings["part"] == "slow"


def test_the_house_looks_at_the_calendar_by_itself(slow: Gathering, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kring.engine.chores.close_old_connections", lambda: None)
    slow.activity.named.update(at=datetime.now(MONDAY.tzinfo) - timedelta(9))
    keep_moments()
    assert "planned" not in slow.activity.settings, "not every quarter of a minute: a Monday has time"
    do_chores()
    assert list(slow.activity.settings["planned"]) == ["1"]
