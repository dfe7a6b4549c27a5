"""A meeting goes on by its plan while the connection of whoever leads has dropped (`Tool.goes_on`)."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from kring.engine.meetings.actions import contribute
from kring.engine.meetings.leading import chair_to_lead, facilitator_gone
from kring.engine.meetings.models import Activity, Meeting, Seat
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.scenes import scene
from kring.kit.payload import Refused
from kring.kit.tool import ByPlan, nothing_goes_on
from kring.tools import TOOLS

log = logging.getLogger("kring.going")


def go_on_by_plan(now: datetime | None = None) -> int:
    """Send for whoever leads what comes next by the plan, in meetings whose connection with them has dropped; in how
    many. Runs again without harm, in every process."""
    now = now or timezone.now()
    known = [key for key, tool in TOOLS.items() if tool.goes_on is not nothing_goes_on]
    running = Activity.objects.filter(
        tool__in=known, status="open", meeting__status="open", meeting__current=F("pk")
    ).select_related("meeting")
    # Only of these a meeting is read: while somebody leads, the plan is theirs.
    left_alone = [one for one in running if facilitator_gone(one.meeting, now)]
    return sum(goes_on(one, now) for one in left_alone)


def goes_on(activity: Activity, now: datetime) -> bool:
    """One activity; whether something was sent."""
    following = by_plan(activity)
    chair = chair_of(activity.meeting)
    if following is None or chair is None or following.at > now:
        return False
    said = {
        # Made from what it says: sent by two processes, it is one.
        "uuid": str(uuid.uuid5(activity.pk, f"{following.kind}/{following.key}/{following.payload}")),
        "step": following.step,
        "kind": following.kind,
        "key": following.key,
        "payload": following.payload,
    }
    try:
        contribute(activity, "named", str(chair.pk), said, leads=True)
    except Refused as refused:
        log.info("Something that was planned was not welcome: %s.", refused.code)
        return False
    return True


def by_plan(activity: Activity) -> ByPlan | None:
    """What comes next in an activity."""
    state = read_meeting(str(activity.meeting_id))
    if state is None or state.activity is None or state.activity.id != str(activity.pk):
        return None
    found: ByPlan | None = state.activity.tool.goes_on(scene(state))
    return found if found and found.step in state.activity.open_steps else None


def chair_of(meeting: Meeting) -> Seat | None:
    """The seat under whose name whoever leads would have said it; None where nobody was ever there to lead."""
    leading = meeting.leadings.filter(until=None, seen_at__isnull=False).order_by("helper", "pk").first()
    if leading is None:
        return None
    return leading.seat or (chair_to_lead(meeting, leading.person) if leading.person else None)
