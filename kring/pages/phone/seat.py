"""The pages of a seat: the phone page, and what can be done there without script."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kring.engine.access import found, seat_at
from kring.engine.meetings.actions import contribute, erase
from kring.engine.meetings.leading import agree_takeover, facilitator_gone, leadings_of
from kring.engine.meetings.models import Activity, Seat
from kring.engine.meetings.names import answer_names
from kring.engine.meetings.papers import show_paper, take_paper
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.seats import leave_seat
from kring.engine.meetings.state import ActivityState
from kring.engine.words import shared
from kring.kit.payload import Refused
from kring.pages.house.device import forget_seat, from_our_pages, holds, keep_seat, language
from kring.pages.house.posted import envelope_of, typed_texts, with_photo
from kring.pages.phone.naming import ask_about_names
from kring.pages.phone.page import (
    current_activity,
    done_before,
    hold_paper,
    own_contributions,
    own_outcome,
    part_of,
    phone_page,
    place_of_seat,
    refused_text,
    without_noscript,
)
from kring.tools import TOOLS


@never_cache
@from_our_pages
def phone(request: HttpRequest, pk: object) -> HttpResponse:
    """What this seat sees now. A device without a seat hears how to get one."""
    try:
        seat = seat_at(request, pk)
    except Http404:
        return render(request, "phone/gone.html", status=404)
    if seat.left_at:
        return redirect("join_by_token", token=seat.meeting.join_token)
    response = seat_page(request, seat, saved="said" in request.GET)
    if not holds(request, seat):
        # Somebody who signed in elsewhere: the live lane knows a device by its seat only.
        keep_seat(response, seat)
    if "kring_back" in request.COOKIES:
        response.delete_cookie("kring_back", path=request.path, samesite="Lax")
    return response


def seat_page(request: HttpRequest, seat: Seat, *, status: int = 200, **mine: object) -> HttpResponse:
    """The phone page with everything that belongs to this seat."""
    lang = language(request)
    part = part_of(request, seat.meeting)
    state = read_meeting(str(seat.meeting_id), part=part)
    activity = current_activity(seat.meeting, part)
    own = ""
    if state and activity:
        own = own_outcome(
            state, own_contributions(activity, "named", str(seat.pk)), "named", lang, str(seat.pk)
        )
    return phone_page(
        request,
        seat.meeting,
        part=part,
        status=status,
        seat=seat,
        own=without_noscript(own),
        before=done_before(state, seat, lang) if state else [],
        way_back=request.COOKIES.get("kring_back", "")[:10],
        leads=bool(leadings_of(seat.meeting, seat.person, seat)),
        asks_names=asked_names(state.activity, seat) if state and state.activity and activity else "",
        **mine,
    )


def asked_names(activity: ActivityState, seat: Seat) -> str:
    """What a phone without script hears about names (C-32): "said" once this seat answered the question that
    stands, "late" where it runs with names and this seat did not say yes, else ""."""
    answered = str(seat.pk) in activity.answered
    if activity.names == "asking":
        return "said" if answered else ""
    return "late" if activity.by_name and not answered else ""


@never_cache
@require_POST
@from_our_pages
def names(request: HttpRequest, pk: object) -> HttpResponse:
    """Yes or no to taking part by name, without script. Whatever was said, the answer is the same page."""
    seat = seat_at(request, pk)
    activity = current_activity(seat.meeting)
    try:
        if activity is None or str(activity.pk) != request.POST.get("activity"):
            raise Refused("activity_closed")
        if request.POST.get("answer") not in ("yes", "no"):
            raise Refused("unreadable")
        answer_names(activity, seat, request.POST["answer"] == "yes")
    except Refused as refused:
        return seat_page(request, seat, status=409, wrong=refused_text(refused, activity, language(request)))
    return redirect("phone", pk=seat.meeting_id)


@never_cache
@require_POST
@from_our_pages
def say(request: HttpRequest, pk: object) -> HttpResponse:
    """Contribute as a seat, without script. A refusal gives the page with the reason and what was typed."""
    seat = seat_at(request, pk)
    part = part_of(request, seat.meeting)
    activity = current_activity(seat.meeting, part)
    try:
        if activity is None:
            raise Refused("meeting_closed")
        form = with_photo(request, activity)
        if asking := ask_about_names(request, activity, form, str(seat.pk)):
            return asking
        envelope = envelope_of(form, str(seat.pk), TOOLS[activity.tool])
        leads = bool(leadings_of(seat.meeting, seat.person, seat))
        contribute(activity, "named", str(seat.pk), envelope, leads=leads)
    except Refused as refused:
        wrong = refused_text(refused, activity, language(request))
        return seat_page(request, seat, status=409, wrong=wrong, typed=typed_texts(request.POST))
    if request.POST.get("_erase") and not activity.anonymous:
        # With names there is one lane only: this seat knows what has to go.
        return take_away(request, seat, activity, request.POST["_erase"])
    if request.POST.get("_erase"):
        # The seat may not know its voice: the page of the voice asks for what has to go.
        return redirect(f"/v/{activity.pk}/?erase={request.POST['_erase'][:200]}")
    return redirect(place_of_seat(seat.meeting_id, part, said=True))


@never_cache
@require_POST
@from_our_pages
def erasure(request: HttpRequest, pk: object) -> HttpResponse:
    """Take away what this seat gave of some kinds (a name), without script."""
    seat = seat_at(request, pk)
    activity = current_activity(seat.meeting, part_of(request, seat.meeting))
    return take_away(request, seat, activity, request.POST.get("kinds", ""))


def take_away(request: HttpRequest, seat: Seat, activity: Activity | None, kinds: str) -> HttpResponse:
    """Take away what this seat gave of these kinds; the page, or why not."""
    try:
        if activity is None:
            raise Refused("meeting_closed")
        erase(activity, "named", str(seat.pk), set(kinds.split()))
    except Refused as refused:
        wrong = refused_text(refused, activity, language(request))
        return seat_page(request, seat, status=409, wrong=wrong)
    return redirect(place_of_seat(seat.meeting_id, part_of(request, seat.meeting), said=True))


@never_cache
@from_our_pages
def paper(request: HttpRequest, pk: object) -> HttpResponse:
    """The ballot paper for a phone without script: GET shows one, POST takes it.

    Only here a seat and a token meet; the pages of the voice are told the token by a cookie of their own.
    """
    seat = seat_at(request, pk)
    part = part_of(request, seat.meeting)
    activity = current_activity(seat.meeting, part)
    lang = language(request)
    if activity is None or not activity.anonymous:
        return redirect(place_of_seat(seat.meeting_id, part))
    wrong = ""
    try:
        if request.method == "POST":
            token = request.POST.get("paper", "")[:40]
            if take_paper(activity, seat, token):
                response = redirect("voice", pk=activity.pk)
                hold_paper(response, activity.pk, token, seat.meeting.closes_at)
                return response
        drawn = show_paper(activity, seat)
    except Refused as refused:
        drawn = ""
        wrong = refused_text(refused, activity, lang)
    context = {
        "meeting": seat.meeting,
        "activity": activity,
        "paper": drawn,
        "back": place_of_seat(seat.meeting_id, part),
        "wrong": wrong,
        "text": shared(lang).text("texts", "cv.paper"),
    }
    return render(request, "phone/paper.html", context, status=409 if wrong else 200)


@never_cache
@require_POST
@from_our_pages
def leave(request: HttpRequest, pk: object) -> HttpResponse:
    """Stand up: what was sent counts, and this device forgets the seat."""
    seat = seat_at(request, pk)
    leave_seat(seat)
    response = render(request, "phone/left.html", {"meeting": seat.meeting})
    forget_seat(response, seat.meeting)
    return response


@never_cache
@from_our_pages
def takeover(request: HttpRequest, pk: object) -> HttpResponse:
    """Is the facilitator gone? GET: who could take over. POST: this seat agrees with a candidate."""
    seat = seat_at(request, pk)
    meeting, lang = seat.meeting, language(request)
    wrong = ""
    if request.method == "POST":
        candidate = found(meeting.seats.filter(left_at=None), request.POST.get("candidate", ""))
        try:
            if candidate is None:
                raise Refused("unreadable")
            if agree_takeover(meeting, seat, candidate):
                return redirect("phone", pk=meeting.pk)
        except Refused as refused:
            wrong = refused_text(refused, None, lang)
    meeting.refresh_from_db()
    votes = dict.fromkeys(meeting.seats.filter(left_at=None, table_of=0), 0)
    for vote in meeting.takeover_votes.select_related("candidate"):
        if vote.candidate in votes:
            votes[vote.candidate] += 1
    context = {
        "meeting": meeting,
        "seat": seat,
        "gone": facilitator_gone(meeting),
        "candidates": sorted(
            votes.items(), key=lambda one: (one[0].pk != seat.pk, one[0].shown_name.casefold())
        ),
        "needed": (len(votes) + 1) // 2,
        "mine": meeting.takeover_votes.filter(seat=seat).values_list("candidate_id", flat=True).first(),
        "wrong": wrong,
    }
    return render(request, "phone/takeover.html", context, status=409 if wrong else 200)
