"""Pieces of work that go on over several meetings of a circle, and the meetings in which they were worked on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language

from kring.engine.access import looks_along
from kring.engine.meetings.models import Activity, Meeting
from kring.engine.meetings.reading import at, day_of
from kring.engine.meetings.scenes import hung
from kring.engine.people.models import Community, Person
from kring.engine.words import of_tool
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
    state: str = ""
    """How it stands, in words, where it does not simply go on."""


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
            title = str(one.settings.get("question") or one.meeting.title)
            found[one.thread] = Wall(one.thread, title, state_in_words(one))
    return list(found.values())


def state_in_words(activity: Activity) -> str:
    """How a piece of work stands, "" where it goes on."""
    tool = TOOLS[activity.tool]
    state = tool.state_of(activity.settings)
    if state == next(iter(tool.states), ""):
        return ""
    return of_tool(tool.key, get_language() or "nl").text("states", state, "name")


def for_guests(person: Person, community: Community) -> list[Wall]:
    """What hangs in a circle that this guest sees too, and what was let go to everybody."""
    open_to = {one.thread for one in newest_in(community) if looks_along(person, one)}
    let_go = {one.thread for one in released_in(community)}
    return [wall for wall in walls_of(community) if wall.thread in open_to | let_go]


def newest_in(community: Community) -> list[Activity]:
    """Of each piece of work its newest activity."""
    newest: dict[UUID, Activity] = {}
    for one in begun(community):
        if one.thread:
            newest.setdefault(one.thread, one)
    return list(newest.values())


def released_in(community: Community) -> list[Wall]:
    """What a circle let go to the whole school; nothing of a closed circle."""
    if community.confidentiality == "closed":
        return []
    let_go = {
        one.thread for one in newest_in(community) if TOOLS[one.tool].released(hung(at(one), day_of(one)))
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


def walls_seen(person: Person, community: Community, inside: bool) -> list[Wall]:
    """What hangs in a circle, for who belongs to it, or for its guests and the school."""
    return walls_of(community) if inside else for_guests(person, community)
