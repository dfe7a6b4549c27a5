"""What goes by the calendar in an activity that takes weeks is written down when it is made (`Tool.plans`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kring.engine.meetings.announce import announce
from kring.engine.meetings.models import Activity
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.scenes import scene
from kring.kit.payload import Payload
from kring.kit.tool import nothing_planned
from kring.tools import TOOLS

PLANNED = "planned"


def plan_due(now: datetime | None = None) -> int:
    """Write down what the calendar asks for now, in running activities; in how many. Runs again without harm."""
    now = now or timezone.now()
    planners = [key for key, tool in TOOLS.items() if tool.plans is not nothing_planned]
    running = Activity.objects.filter(tool__in=planners, status="open", meeting__current=F("pk"))
    lasting = [one for one in running if TOOLS[one.tool].lasting(one.settings)]
    return sum(write_down(one, now) for one in lasting if asked_for(one, now))


def asked_for(activity: Activity, now: datetime) -> dict[str, Payload]:
    """What the calendar asks for and does not stand there yet."""
    state = read_meeting(str(activity.meeting_id))
    if state is None or state.activity is None or state.activity.id != str(activity.pk):
        return {}
    asked: Mapping[str, Payload] = state.activity.tool.plans(scene(state, timezone.localdate(now)), now)
    there = state.activity.settings.get(PLANNED, {})
    return {key: one for key, one in asked.items() if key not in there}


def write_down(activity: Activity, now: datetime) -> bool:
    """Write it down, unless another process was first; whether it was this one."""
    with transaction.atomic():
        locked = Activity.objects.select_for_update().get(pk=activity.pk)
        asked = asked_for(locked, now) if locked.status == "open" else {}
        if not asked:
            return False
        planned = {**locked.settings.get(PLANNED, {}), **asked}
        Activity.objects.filter(pk=locked.pk).update(
            settings={**locked.settings, PLANNED: planned}, version=F("version") + 1
        )
        announce(locked.meeting_id)
    return True
