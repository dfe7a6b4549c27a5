"""Coming in with a slip, and what its page does besides the pages of every voice (`phone.voice`)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kring.engine.access import activity_of_voice
from kring.engine.live.frames import event
from kring.engine.live.request import voice_cookie
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.slips import slip_of
from kring.engine.words import interface
from kring.kit.payload import Refused
from kring.pages.house.device import from_our_pages, language
from kring.pages.house.drawing import render as render_face
from kring.pages.join.guesses import network_of
from kring.pages.join.guesses import slips as guesses
from kring.pages.phone.page import hold_paper

TYPED = 80


@never_cache
@from_our_pages
def enter(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """GET: the code, typed or brought by the QR code behind the #. POST: the page of this voice.

    The activity in the address of the QR code decides nothing: the slip knows where it belongs.
    """
    if request.method != "POST":
        return render(request, "slip/enter.html")
    typed = request.POST.get("code", "")[:TYPED]
    network = network_of(request)
    try:
        if seconds := guesses.wait(network):
            raise Refused("wait", n=seconds)
        activity, code = slip_of(typed)
    except Refused as refused:
        if refused.code == "slip_unknown":
            guesses.wrong(network, typed)
        wrong = interface(language(request)).text("slip", refused.code, **refused.values)
        return render(request, "slip/enter.html", {"typed": typed, "wrong": wrong}, status=409)
    response = redirect("voice", pk=activity.pk)
    hold_paper(response, activity.pk, code)
    return response


@never_cache
@require_GET
def stream(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the page shows now; only where the live lane is off, which otherwise pushes it."""
    activity, own = activity_of_voice(request.COOKIES.get(voice_cookie(pk), ""), pk)
    state = read_meeting(str(activity.meeting_id))
    if state is None or state.activity is None or own not in state.activity.slips:
        raise Http404
    lang = "en" if request.GET.get("lang") == "en" else "nl"
    body = event("0", {"html": render_face(state, "slip", lang).html}) + b"event: end\ndata: leaving\n\n"
    return HttpResponse(body, content_type="text/event-stream")


@never_cache
@require_POST
@from_our_pages
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let this device forget the slip; what was said counts, and the slip itself works again."""
    activity_of_voice(request.COOKIES.get(voice_cookie(pk), ""), pk)
    response = render(request, "slip/left.html")
    response.delete_cookie(voice_cookie(pk), path=f"/v/{pk}/", samesite="Lax")
    return response
