"""The name check on a phone without script (C-39): a page that keeps what was typed and asks once."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from kring.engine.meetings.mentions import mentioned
from kring.engine.meetings.models import Activity
from kring.engine.words import shared
from kring.pages.house.device import language
from kring.pages.house.naming import CURIOUS, SURE, asked_about


def ask_about_names(
    request: HttpRequest, activity: Activity, form: QueryDict, asker: str, *, by_slip: bool = False
) -> HttpResponse | None:
    """The page that asks, or None when nothing has to be asked (any more). It posts to where the form went.

    `asker` is the seat or voice that types: whoever asks too much hears nothing.
    """
    if form.get(SURE):
        return None
    found, fields = asked_about(form, partial(mentioned, activity.meeting, by_slip=by_slip), leave=["_photo"])
    if CURIOUS.too_many(asker) or not found:
        return None
    context = {
        "meeting": activity.meeting,
        "action": request.path,
        "fields": fields,
        "names": ", ".join(found),
        "text": shared(language(request)).text("texts", "cv.name_check"),
    }
    return render(request, "phone/name_check.html", context, status=409)
