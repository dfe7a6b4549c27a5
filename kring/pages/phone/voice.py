"""The pages of a voice, for phones without script: no seat, no session, only the paper.

Their cookie stands on the path of the activity, and the live lane takes every other cookie off (C-10).
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kring.engine.access import activity_of_voice
from kring.engine.live.request import voice_cookie
from kring.engine.meetings.actions import contribute, erase
from kring.engine.meetings.models import Activity
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.slips import speaks_by_slip
from kring.kit.payload import Refused
from kring.pages.house.device import from_our_pages, language
from kring.pages.house.posted import envelope_of, typed_texts, with_photo
from kring.pages.phone.naming import ask_about_names
from kring.pages.phone.page import (
    own_contributions,
    own_outcome,
    phone_page,
    refused_text,
    without_noscript,
)
from kring.pages.slip.page import is_slip, slip_page
from kring.tools import TOOLS


def who(request: HttpRequest, pk: object) -> tuple[Activity, str]:
    """The activity and the voice of this device. Raises Http404."""
    return activity_of_voice(request.COOKIES.get(voice_cookie(pk), ""), pk)


@never_cache
@from_our_pages
def voice(request: HttpRequest, pk: object) -> HttpResponse:
    """What everybody sees now, with the forms of the anonymous lane ready to be posted."""
    try:
        activity, own = who(request, pk)
    except Http404:
        return not_valid(request, pk)
    kinds = [one for one in request.GET.get("erase", "").split() if one in erasable(activity)]
    return voice_page(request, activity, own, erase=" ".join(kinds), saved="said" in request.GET)


def not_valid(request: HttpRequest, pk: object) -> HttpResponse:
    """The page of a device whose paper is not valid (any more), with what was typed on it."""
    slip = is_slip(request.COOKIES.get(voice_cookie(pk), ""))
    face = "slip/over.html" if slip else "phone/no_voice.html"
    return render(request, face, {"typed": typed_texts(request.POST)}, status=404)


def voice_page(
    request: HttpRequest, activity: Activity, own: str, *, status: int = 200, **mine: object
) -> HttpResponse:
    """The phone page of a voice; without a seat it is that of its slip."""
    state = read_meeting(str(activity.meeting_id), part=str(activity.pk))
    outcome = ""
    if state and state.activity and state.activity.id == str(activity.pk):
        given = own_contributions(activity, "anonymous", own)
        outcome = own_outcome(state, given, "anonymous", language(request), own)
        if own in state.activity.slips:
            return slip_page(request, state, status=status, own=without_noscript(outcome), **mine)
    part = str(activity.pk) if activity.meeting.kind == "async" else ""
    return phone_page(request, activity.meeting, part=part, status=status, voice=True, own=outcome, **mine)


def erasable(activity: Activity) -> set[str]:
    """The kinds whose answers a voice may take away."""
    return {kind.name for kind in TOOLS[activity.tool].kinds if kind.erasable}


@never_cache
@require_POST
@from_our_pages
def say(request: HttpRequest, pk: object) -> HttpResponse:
    """Contribute as a voice, without script."""
    try:
        activity, own = who(request, pk)
    except Http404:
        return not_valid(request, pk)
    try:
        form = with_photo(request, activity)
        if asking := ask_about_names(request, activity, form, own, by_slip=speaks_by_slip(activity, own)):
            return asking
        contribute(activity, "anonymous", own, envelope_of(form, own, TOOLS[activity.tool]))
    except Refused as refused:
        wrong = refused_text(refused, activity, language(request))
        return voice_page(request, activity, own, status=409, wrong=wrong, typed=typed_texts(request.POST))
    return redirect(f"/v/{activity.pk}/?said")


@never_cache
@require_POST
@from_our_pages
def erasure(request: HttpRequest, pk: object) -> HttpResponse:
    """Take away what this voice gave of some kinds, without script."""
    activity, own = who(request, pk)
    try:
        erase(activity, "anonymous", own, set(request.POST.get("kinds", "").split()))
    except Refused as refused:
        wrong = refused_text(refused, activity, language(request))
        return voice_page(request, activity, own, status=409, wrong=wrong)
    return redirect(f"/v/{activity.pk}/?said")
