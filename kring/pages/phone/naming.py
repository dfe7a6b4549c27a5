"""The name check on a phone without script (C-39): a page that keeps what was typed and asks once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from kring.engine.meetings.mentions import mentioned
from kring.engine.meetings.models import Activity
from kring.engine.words import shared
from kring.pages.house.device import language

WHO = ("name", "owner", "alt")
"""Fields that ask for somebody's name, or say what stands on a photo."""


def ask_about_names(request: HttpRequest, activity: Activity, form: QueryDict) -> HttpResponse | None:
    """The page that asks, or None when nothing has to be asked (any more). It posts to where the form went."""
    if form.get("_sure"):
        return None
    texts = {(name, value) for name in form if is_text(name) for value in form.getlist(name)}
    found = list(
        dict.fromkeys(one for _, value in sorted(texts) for one in mentioned(activity.meeting, value))
    )
    if not found:
        return None
    fields = [
        {"name": name, "value": value, "text": is_text(name) and bool(mentioned(activity.meeting, value))}
        for name in form
        if name not in ("_sure", "_photo")
        for value in form.getlist(name)
    ]
    context = {
        "meeting": activity.meeting,
        "action": request.path,
        "fields": fields,
        "names": ", ".join(found),
        "text": shared(language(request)).text("texts", "cv.name_check"),
    }
    return render(request, "phone/name_check.html", context, status=409)


def is_text(name: str) -> bool:
    """Whether an input of this name holds what somebody wrote."""
    word, _, kind = name.partition(":")
    return not name.startswith("_") and kind in ("", "list") and word not in WHO
