"""What whoever leads can do for one seat: a new way back, help with leading, handing over."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kring.engine import access
from kring.engine.meetings.leading import add_helper, hand_over, leadings_of
from kring.engine.meetings.models import Seat
from kring.engine.meetings.seats import release_seat
from kring.engine.words import refusal
from kring.kit.payload import Refused


@never_cache
@require_GET
def seat(request: HttpRequest, pk: UUID, seat: UUID) -> HttpResponse:
    """One seat and what can be done for it."""
    leader = access.meeting_to_lead(request, pk)
    return page(request, leader, seat_of(leader, seat))


@never_cache
@require_POST
def seat_do(request: HttpRequest, pk: UUID, seat: UUID, verb: str) -> HttpResponse:
    """Do one of the three: `release`, `help` or `hand-over`."""
    leader = access.meeting_to_lead(request, pk)
    chair = seat_of(leader, seat)
    try:
        match verb:
            case "release":
                # Shown in the answer itself and never again: only its hash is kept.
                return page(request, leader, chair, way_back=release_seat(chair))
            case "help":
                add_helper(leader.meeting, seat=chair)
            case "hand-over":
                if leader.helper:
                    raise Refused("not_the_lead")
                if chair.left_at:
                    raise Refused("seat_gone")
                hand_over(leader.meeting, chair)
            case _:
                raise Http404
    except Refused as refused:
        message = refusal(refused.code, get_language() or "nl", **refused.values)
        return page(request, leader, chair, refused=message, status=409)
    return redirect("lead", pk)


def seat_of(leader: access.Leader, pk: UUID) -> Seat:
    """A seat of this meeting. Raises Http404."""
    chair: Seat | None = access.found(leader.meeting.seats, pk)
    if chair is None:
        raise Http404
    return chair


def page(
    request: HttpRequest,
    leader: access.Leader,
    chair: Seat,
    *,
    way_back: str = "",
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of one seat."""
    context = {
        "meeting": leader.meeting,
        "leader": leader,
        "seat": chair,
        "helps": bool(leadings_of(leader.meeting, chair.person, chair)),
        "way_back": way_back,
        "refused": refused,
    }
    return render(request, "facilitate/seat.html", context, status=status)
