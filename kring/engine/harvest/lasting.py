"""What the weekly letter says of an activity that takes weeks, such as a slow carousel (`Tool.reminds`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kring.engine.address import public_address
from kring.engine.meetings.models import Activity, Seat
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.scenes import scene
from kring.engine.meetings.state import MeetingState
from kring.engine.people.models import Person
from kring.engine.words import of_tool


@dataclass(frozen=True)
class Reminder:
    """A line for one person, and the activity to which it belongs."""

    activity: Activity
    line: str

    @property
    def address(self) -> str:
        """Where this person finds the activity."""
        return f"{public_address()}/m/{self.activity.meeting_id}/"


def reminders(
    person: Person, today: date, known: dict[str, MeetingState | None] | None = None
) -> list[Reminder]:
    """What this person is reminded of, in meetings that stay open for weeks and in which they have a seat.

    `known`: meetings that were read already, kept for the next person.
    """
    known = {} if known is None else known
    seats = Seat.objects.filter(
        person=person,
        left_at=None,
        meeting__kind="hybrid",
        meeting__status="open",
        meeting__current__isnull=False,
    )
    found = []
    for seat in seats.select_related("meeting__current").order_by("meeting__planned_at", "pk"):
        activity, place = seat.meeting.current, str(seat.meeting_id)
        if place not in known:
            known[place] = read_meeting(place)
        state = known[place]
        if activity is None or state is None or state.activity is None:
            continue
        tool = state.activity.tool
        line = tool.reminds(scene(state, today), str(seat.pk), of_tool(tool.key, person.language))
        if line:
            found.append(Reminder(activity, line))
    return found
