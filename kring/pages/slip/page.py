"""The page of a voice without a seat: what its slip is asked, what is its own, and nothing of the group."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from kring.engine.live.frames import known_as
from kring.engine.live.request import voice_cookie
from kring.engine.meetings.slip_codes import read_code
from kring.engine.meetings.state import MeetingState
from kring.kit.payload import Refused
from kring.pages.house.device import language
from kring.pages.house.drawing import render as render_face
from kring.pages.house.tool_files import tool_scripts, tool_styles

MODULES = tuple(f"kring/js/{name}.js" for name in ("store", "kr-slip", "forms", "kr-outbox", "kr-live"))
"""What this page always imports."""


def slip_page(
    request: HttpRequest, state: MeetingState, *, status: int = 200, **mine: object
) -> HttpResponse:
    """The page of whoever holds a slip for the running activity; `mine` is what only this device sees.

    The code stands in the page, for the script that sends as this voice; it came from this device a moment ago.
    """
    activity = state.activity
    assert activity is not None
    code = request.COOKIES.get(voice_cookie(activity.id), "")
    ours = mark_safe(render_face(state, "slip", language(request)).html)
    context = {
        "meeting": state,
        "activity": activity,
        "code": code,
        "corner": sha256(f"corner of {code}".encode()).hexdigest(),
        "ours": ours,
        "have": known_as(ours),
        "modules": MODULES,
        "tool_styles": tool_styles([activity.tool.key]),
        "tool_scripts": tool_scripts([activity.tool.key]),
        **mine,
    }
    return render(request, "slip/page.html", context, status=status)


def is_slip(token: str) -> bool:
    """Whether a paper is a slip, by its look; also one that is not valid any more."""
    try:
        return read_code(token) == token
    except Refused:
        return False
