"""What hangs there between the meetings, for whoever belongs to the circle; for others what was let go."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kring.engine import access
from kring.engine.meetings.reading import at, day_of
from kring.engine.meetings.scenes import scene, settings_of
from kring.engine.words import of_tool
from kring.pages.house.tool_files import tool_styles
from kring.pages.ongoing.look import sessions_of


@never_cache
@require_GET
def wall(request: HttpRequest, pk: UUID, thread: UUID) -> HttpResponse:
    """The wall of a piece of work, as it was left by the newest of its meetings or is now while one goes on."""
    person = access.person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    activity, inside = access.wall_to_see(person, pk, thread)
    state = at(activity)
    assert state.activity is not None
    tool, seen = state.activity.tool, scene(state, day_of(activity))
    hangs = tool.hangs(seen) if inside else tool.released(seen)
    if not (inside or hangs):
        raise Http404(access.CIRCLE_ONLY)
    context = {
        "community": activity.meeting.community,
        "tool": activity.tool,
        "words": of_tool(activity.tool, get_language() or "nl"),
        "settings": settings_of(state.activity),
        "activity": state.activity,
        "meeting": activity.meeting,
        "wall": hangs,
        "inside": inside,
        "face": "report",
        "sessions": sessions_of(activity) if inside else [],
        "tool_styles": tool_styles([activity.tool]),
        "place": f"{activity.tool}/faces/{'wall' if inside else 'released'}.html",
    }
    return render(request, "ongoing/wall.html", context)
