"""Pieces of work that go on over several meetings of a circle, and the meetings in which they were worked on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from kring.engine.meetings.models import Activity, Meeting
from kring.engine.meetings.reading import at, day_of
from kring.engine.meetings.scenes import scene
from kring.engine.people.models import Community
from kring.kit.tool import nothing_hangs
from kring.tools import TOOLS


@dataclass(frozen=True)
class Session:
    """A meeting in which a piece of work was worked on, or in which it is being worked on."""

    meeting: Meeting
    day: date
    open: bool


@dataclass(frozen=True)
class Wall:
    """A piece of work of which something hangs between the meetings."""

    thread: UUID
    title: str


def begun(community: Community) -> list[Activity]:
    """The activities of a circle that leave something hanging, the newest first."""
    keys = [key for key, tool in TOOLS.items() if tool.hangs is not nothing_hangs]
    rows = Activity.objects.filter(tool__in=keys, meeting__community=community, thread__isnull=False)
    known = list(rows.exclude(status="planned").select_related("meeting"))
    return sorted(known, key=lambda one: one.closed_at or timezone.now(), reverse=True)


def walls_of(community: Community) -> list[Wall]:
    """What hangs in a circle: each piece of work once, under what it asks or the name of its newest meeting."""
    found: dict[UUID, Wall] = {}
    for one in begun(community):
        if one.thread and one.thread not in found:
            found[one.thread] = Wall(one.thread, str(one.settings.get("question") or one.meeting.title))
    return list(found.values())


def released_in(community: Community) -> list[Wall]:
    """What a circle let go to the whole school; nothing of a closed circle."""
    if community.confidentiality == "closed":
        return []
    newest: dict[UUID, Activity] = {}
    for one in begun(community):
        if one.thread:
            newest.setdefault(one.thread, one)
    let_go = {
        thread for thread, one in newest.items() if TOOLS[one.tool].released(scene(at(one), day_of(one)))
    }
    return [wall for wall in walls_of(community) if wall.thread in let_go]


def sessions_of(activity: Activity) -> list[Session]:
    """The meetings of this piece of work that began, the newest first."""
    rows = Activity.objects.filter(thread=activity.thread, meeting__community=activity.meeting.community_id)
    known = {one.meeting_id: one.meeting for one in rows.exclude(status="planned").select_related("meeting")}
    found = [
        Session(one, timezone.localdate(one.opened_at or one.planned_at), one.status == "open")
        for one in known.values()
    ]
    return sorted(found, key=lambda one: one.day, reverse=True)
