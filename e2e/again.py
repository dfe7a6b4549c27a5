"""Sets the stage for what takes longer than one meeting: people in their own time, and an activity that goes on.

Verbs of `stage.py`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any


def own_time(title: str = "", **settings: Any) -> dict[str, str]:
    """A meeting of Amina's circle that everybody does in their own time; all is shown in a week."""
    from django.utils import timezone
    from stage import circle_of_amina, ids

    from kring.engine.meetings.course import AgendaItem, open_due, plan_meeting

    circle, amina = circle_of_amina()
    now = timezone.now()
    planned = plan_meeting(
        circle.organisation,
        title=title or "Vooraf: hoe denken en doen wij?",
        planned_at=now,
        by=amina,
        agenda=[AgendaItem("change_colours", settings={"change": "Nieuwe lestijden", **settings})],
        community=circle,
        shows_at=now + timedelta(days=7),
    )
    open_due()
    return ids(planned, amina)


def shows(activity: str) -> int:
    """The moment that was fixed beforehand has come; the house sees so by itself."""
    from django.utils import timezone

    from kring.engine.meetings.models import Activity

    return Activity.objects.filter(pk=activity).update(open_until=timezone.now())


def goes_on(meeting: str) -> dict[str, str]:
    """Half a year later: the meeting is over, and the next one goes on with what was done in it."""
    from django.utils import timezone
    from stage import circle_of_amina, ids

    from kring.engine.meetings.course import AgendaItem, begun_in, close_meeting, open_meeting, plan_meeting
    from kring.engine.meetings.models import Meeting
    from kring.tools import TOOLS

    circle, amina = circle_of_amina()
    before = Meeting.objects.get(pk=meeting)
    close_meeting(before)
    thread = before.activities.get().thread
    begun = next(one for one in begun_in(circle) if one.thread == thread)
    settings = TOOLS[begun.tool].continues(begun.settings)
    planned = plan_meeting(
        circle.organisation,
        title="Een half jaar later",
        planned_at=timezone.now(),
        by=amina,
        agenda=[AgendaItem(begun.tool, settings=settings, thread=thread)],
        community=circle,
    )
    return ids(open_meeting(planned), amina)
