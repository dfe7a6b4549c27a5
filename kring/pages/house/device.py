"""What a device without an account holds: the cookie of its seat, and the door that only our own forms use."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from kring.engine.live.request import seat_cookie
from kring.engine.meetings.models import Meeting, Seat
from kring.engine.words import refusal

DAY = 24 * 3600

View = Callable[..., HttpResponse]


def keep_seat(response: HttpResponse, seat: Seat) -> None:
    """Let this device hold the seat as long as the meeting lasts: a day, and weeks for one in people's own time."""
    ends = seat.meeting.closes_at
    weeks = int((ends - timezone.now()).total_seconds()) if ends else 0
    response.set_cookie(
        seat_cookie(str(seat.meeting_id)),
        f"{seat.pk}.{seat.key}",
        max_age=max(DAY, weeks),
        path="/",
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE,
    )


def holds(request: HttpRequest, seat: Seat) -> bool:
    """Does this device hold the seat?"""
    return request.COOKIES.get(seat_cookie(str(seat.meeting_id))) == f"{seat.pk}.{seat.key}"


def forget_seat(response: HttpResponse, meeting: Meeting) -> None:
    """Let this device forget its seat."""
    response.delete_cookie(seat_cookie(str(meeting.pk)), path="/", samesite="Lax")


def seat_ident(meeting: Meeting, ident: str) -> str:
    """The id of the seat that a form with this `ident` makes; sent twice, it is the same.

    The id of a seat is no secret, so that whoever knows it must not be able to sit on it: the way from
    `ident` to id goes by the server's key.
    """
    mixed = hmac.new(settings.SECRET_KEY.encode(), f"{meeting.pk}:{ident}".encode(), sha256)
    return str(uuid.UUID(bytes=mixed.digest()[:16], version=4)) if ident else ""


def from_our_pages(view: View) -> View:
    """A view whose forms carry no token, because they are the same for everybody (C-09, faces).

    The cookies it listens to are SameSite=Lax, so another site's form comes without them; besides, whatever
    says that it comes from elsewhere is refused.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        if request.method == "POST" and not same_site(request):
            return HttpResponse(
                refusal("unreadable", language(request)), status=403, content_type="text/plain"
            )
        return view(request, *given, **named)

    return guarded


def same_site(request: HttpRequest) -> bool:
    """Does the browser say that this comes from our own pages? Old browsers say nothing."""
    if fetched := request.headers.get("Sec-Fetch-Site"):
        return fetched in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return not origin or origin == settings.ADDRESS or origin.partition("://")[2] == request.get_host()


def language(request: HttpRequest) -> str:
    """nl or en: the language that is active for this request."""
    from django.utils.translation import get_language

    return get_language() or "nl"
