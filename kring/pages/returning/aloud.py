"""What was said aloud in the opening, entered by whoever leads."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.harvest.opening import say_aloud
from kring.engine.harvest.returning import open_actions
from kring.engine.learning.late import late_tasks
from kring.engine.meetings.mentions import mentioned
from kring.engine.meetings.models import Meeting
from kring.kit.payload import Refused
from kring.pages.house.naming import ask_about_names
from kring.pages.returning.wording import day_of, said
from kring.tools import TOOLS


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: what is open. POST: what somebody said of it (`item`, `what`, `note`, `due`, `name`)."""
    meeting = access.meeting_to_lead(request, pk).meeting
    if request.method != "POST":
        return look(request, meeting)
    form = request.POST
    try:
        if form.get("what") == "take" and not form.get("name", "").strip():
            raise Refused("name_needed")
        if asking := ask_about_names(request, partial(mentioned, meeting), meeting.pk):
            return asking
        say_aloud(
            meeting,
            form.get("item", ""),
            form.get("what", ""),
            note=form.get("note", ""),
            due=day_of(request),
            name=form.get("name", ""),
        )
    except Refused as refused:
        return look(request, meeting, item=form.get("item", ""), wrong=said(refused), form=form)
    return redirect("open_aloud", pk)


def look(request: HttpRequest, meeting: Meeting, **typed: Any) -> HttpResponse:
    """The list; nothing while the opening does not run."""
    running = any(TOOLS[one.tool].brings for one in meeting.activities.filter(status="open"))
    circle = meeting.community if running else None
    context = {
        "meeting": meeting,
        "actions": open_actions(circle) if circle else [],
        # A task that nobody leads cannot be given to somebody (LT-1): whoever wants it says so on a phone.
        "tasks": [one for one in late_tasks(circle, timezone.localdate()) if one.owners.all()]
        if circle
        else [],
        "running": running,
        "typed": typed,
    }
    return render(request, "returning/aloud.html", context, status=409 if typed else 200)
