"""What a face may use of what is ours: the same for the page and for the live lane."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kring.engine.address import public_address, short_address
from kring.engine.meetings.progress import each_alone, progress
from kring.engine.meetings.scenes import shown
from kring.engine.meetings.state import ActivityState, MeetingState, StepState
from kring.engine.words import of_tool
from kring.kit.scene import Shown
from kring.pages.board.look import board_look
from kring.pages.facilitate.look import lead_look, name_of

MORE = {"board": board_look, "lead": lead_look}
FACES = {
    "phone": "phone/ours.html",
    "slip": "slip/ours.html",
    "board": "board/ours.html",
    "lead": "facilitate/ours.html",
}


def look(meeting: MeetingState, face: str, lang: str) -> dict[str, Any]:
    """What a face may use: the meeting, the running step, progress, and what may be seen; never raw answers."""
    context: dict[str, Any] = {
        "face": face,
        "lang": lang,
        "meeting": meeting,
        "code": meeting.code,
        "address": short_address(),
        "join_url": f"{public_address()}/j/{meeting.join_token}/",
        "progress": progress(meeting),
        "seats": sorted(meeting.present(), key=lambda seat: seat.name.casefold()),
    }
    if meeting.activity is not None:
        context |= look_at_activity(meeting, meeting.activity, lang)
        context["alone"] = alone(meeting, meeting.activity, context)
        context["tables_write"] = bool(meeting.tables() and not each_alone(meeting.activity))
    if meeting.kind == "async":
        context["own_time_parts"] = parts_of(meeting, lang)
        context["own_time_steps"] = steps_of(meeting.activity, context) if meeting.activity else []
    if face in MORE:
        context |= MORE[face](meeting, lang)
    return context


def look_at_activity(meeting: MeetingState, activity: ActivityState, lang: str) -> dict[str, Any]:
    """The part of `look` that concerns the running activity."""
    words = of_tool(activity.tool.key, lang)
    here = next((step for step in activity.steps if step.key == activity.step), None)
    place = activity.steps.index(here) if here else 0
    following = activity.steps[place + 1] if place + 1 < len(activity.steps) else None
    now = seen(meeting, activity)
    step = activity.tool.step(activity.step) if here else None
    return {
        "activity": activity,
        "tool": activity.tool.key,
        "words": words,
        "settings": activity.settings,
        "step": activity.step,
        "here": here,
        "following": following,
        "steps": activity.steps,
        "place": place + 1,
        "reveals": bool(step and step.reveals),
        "shown": now,
        "published": now.published,
        "live": now.live,
        "faces": {
            name: f"{activity.tool.key}/faces/{name}.html"
            for name in ("phone", "slip", "board", "facilitator")
        },
    }


def alone(meeting: MeetingState, activity: ActivityState, context: dict[str, Any]) -> bool:
    """Whether somebody is here by themselves where a picture of the group would stand (C-35, `cv.alone`).

    In people's own time the others may still come, until its end.
    """
    if not activity.anonymous or activity.slips or len(meeting.people()) != 1 or meeting.tables():
        return False
    if meeting.kind == "async":
        return not activity.open_steps and not context["published"]
    told = {place.partition(":")[0] for place in context["published"]}
    return bool(context["reveals"]) and activity.step not in told


def parts_of(meeting: MeetingState, lang: str) -> list[dict[str, Any]]:
    """In people's own time the parts they can walk through, in the order of the agenda: {id, name, here, next}."""
    here = meeting.activity.id if meeting.activity else ""
    found: list[dict[str, Any]] = []
    for one in meeting.agenda:
        if one["status"] == "open":
            follows = bool(found) and found[-1]["here"]
            name = name_of(one["title"], one["tool"], lang)
            found.append({"id": one["id"], "name": name, "here": one["id"] == here, "next": follows})
    return found


def steps_of(activity: ActivityState, context: dict[str, Any]) -> list[StepState]:
    """In people's own time what one can do there; after its end (C-37) the steps in which something was shown."""
    if activity.open_steps:
        return [one for one in activity.steps if one.status == "open"]
    said = {one.step for one in activity.ledger.counting()}
    told = {place.partition(":")[0] for place in context["published"]} | (said & context["live"].keys())
    return [one for one in activity.steps if one.key in told]


def seen(meeting: MeetingState, activity: ActivityState) -> Shown:
    """All that may be seen, computed again only when something changed that can change it."""
    present = len(meeting.present())
    stamp = (
        activity.version,
        activity.ledger.live_version,
        present,
        len(meeting.seats),
        timezone.localdate(),
    )
    if activity.cache.get("stamp") != stamp:
        activity.cache["seen"] = shown(meeting)
        activity.cache["stamp"] = stamp
    return activity.cache["seen"]  # type: ignore[no-any-return]
