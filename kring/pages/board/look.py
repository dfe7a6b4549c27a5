"""What the board shows beyond what every face shows."""

from __future__ import annotations

from typing import Any

from kring.engine.meetings.scenes import published_now
from kring.engine.meetings.state import MeetingState
from kring.engine.words import interface, of_tool
from kring.pages.facilitate.look import name_of, step_name, ways_to_reveal

JOIN = "join"
"""The step in which people come in: the whole board is the way in."""
MOST_NAMES = 24
"""More names than this cannot be read from the back of the room."""


def board_look(meeting: MeetingState, lang: str) -> dict[str, Any]:
    """Names of activity and step, who came in, and whether this step's picture is on the board;
    `why_not` is the code of the refusal while it cannot be."""
    activity = meeting.activity if meeting.status == "open" else None
    arrived = [seat.name for seat in meeting.present()]
    context: dict[str, Any] = {
        "clock_form": interface(lang).text("plan", "clock_form"),
        "arrived": arrived[:MOST_NAMES] if len(arrived) <= MOST_NAMES else [],
        "inviting": meeting.status == "open" and (activity is None or activity.step == JOIN),
    }
    if activity is None:
        return context
    words = of_tool(activity.tool.key, lang)
    ways = ways_to_reveal(meeting, activity, words)
    shown = {place.partition(":")[0] for place in published_now(activity)}
    return context | {
        "activity_name": name_of(activity.title, activity.tool.key, lang),
        "step_name": step_name(words, activity.step),
        "on_board": activity.step in shown,
        "why_not": ways[0].why if ways and activity.step not in shown else "",
    }
