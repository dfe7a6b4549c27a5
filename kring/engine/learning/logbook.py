"""What somebody wrote for themselves in an activity moves to their own logbook when it closes (`Tool.logbook`)."""

from __future__ import annotations

from django.utils import timezone

from kring.engine.learning.models import LogbookEntry
from kring.engine.learning.private import sealed
from kring.engine.meetings.models import Activity
from kring.engine.meetings.reading import at
from kring.engine.meetings.scenes import scene
from kring.engine.people.models import Person
from kring.engine.words import of_tool
from kring.kit.payload import Refused
from kring.kit.tool import nothing_written
from kring.tools import TOOLS


def strike(entry: LogbookEntry, *, by: Person) -> None:
    """Take a line out of one's own logbook, for good. What it became elsewhere (an experience with an action) stays
    with the circle. Raises Refused("not_yours")."""
    if entry.person_id != by.pk:
        raise Refused("not_yours")
    LogbookEntry.objects.filter(pk=entry.pk).delete()


def take_along(activity: Activity) -> int:
    """Whoever has an account finds there what they wrote; how many people. Once, while the activity is closing."""
    tool = TOOLS[activity.tool]
    if tool.logbook is nothing_written:
        return 0
    seen = scene(at(activity))
    written = []
    for seat in activity.meeting.seats.filter(person__isnull=False).select_related("person"):
        assert seat.person is not None
        text = tool.logbook(seen, str(seat.pk), of_tool(activity.tool, seat.person.language))
        if text:
            entry = LogbookEntry(
                person=seat.person,
                community=activity.meeting.community,
                sealed=sealed(text),
                at=timezone.now(),
            )
            written.append(entry)
    return len(LogbookEntry.objects.bulk_create(written))
