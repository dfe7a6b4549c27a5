"""A meeting of three parts in people's own time, for the scenes about it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from kring.conftest import Cast, Gathering
from kring.engine.meetings.course import AgendaItem, open_due, plan_meeting
from kring.engine.meetings.models import Activity
from kring.engine.meetings.papers import show_paper, take_paper
from kring.engine.meetings.state import digest
from kring.engine.tests.speaking import PICKS, pick, share

NOW = timezone.now()
SHOWS = NOW + timedelta(days=7)


def three_parts(cast: Cast) -> Gathering:
    """Two parts of colours and the opening, opened by the clock; nobody sits yet."""
    meeting = plan_meeting(
        cast.organisation,
        title="Vooraf",
        planned_at=NOW - timedelta(minutes=1),
        by=cast.amina.person,
        agenda=[
            AgendaItem("change_colours", settings=PICKS, title="Eerst wij"),
            AgendaItem("change_colours", settings=PICKS, title="Dan de school"),
            AgendaItem("opening"),
        ],
        community=cast.community,
        shows_at=SHOWS,
    )
    assert open_due(NOW) == 1
    meeting.refresh_from_db()
    return Gathering(meeting)


def parts(gathering: Gathering) -> list[Activity]:
    return list(gathering.meeting.activities.all())


def voice(gathering: Gathering, part: Activity, seat: int) -> str:
    """The voice of a seat in one part: another in each."""
    token = show_paper(part, gathering.seats[seat])
    assert take_paper(part, gathering.seats[seat], token)
    return digest(token)


def five_pick(gathering: Gathering, part: Activity) -> None:
    for seat in range(5):
        if len(gathering.seats) < 5:
            gathering.sit_down(f"Mens {seat}")
        own = voice(gathering, part, seat)
        pick(part, own, "think", "red", "green")
        pick(part, own, "do", "green")
        share(part, own)
