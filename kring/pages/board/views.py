"""The board: opened with its own long token on the computer of the beamer, where nobody signs in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kring.engine import access
from kring.engine.meetings.actions import whole
from kring.pages.house.drawing import render as render_face
from kring.pages.house.tool_files import tool_scripts, tool_styles

SCRIPTS = ("kr-live", "kr-timer", "kr-line", "kr-fit", "kr-full")
LANGUAGES = ("nl", "en")


@never_cache
@require_GET
def board(request: HttpRequest, token: str) -> HttpResponse:
    """The wall of a meeting, in the language of the meeting or the one that was asked for (`?lang=`)."""
    meeting = access.meeting_of_board(token)
    asked = request.GET.get("lang", "")
    lang = asked if asked in LANGUAGES else meeting.language
    state = whole(meeting.pk)
    tools = [one["tool"] for one in state.agenda]
    with translation.override(lang):
        context = {
            "meeting": meeting,
            "ours": mark_safe(render_face(state, "board", lang).html),
            "scripts": [*(f"kring/js/{name}.js" for name in SCRIPTS), *tool_scripts(tools)],
            "tool_styles": tool_styles(tools),
        }
        response = render(request, "board/page.html", context)
    response.headers["Content-Language"] = lang
    # The address is the key: it goes to nobody else.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
