"""Who asks the API: a seat, or a voice that comes alone."""

from __future__ import annotations

from typing import Literal

from django.http import Http404, HttpRequest

from kring.engine.access import activity_at, activity_of_voice
from kring.engine.meetings.leading import leadings_of
from kring.engine.meetings.models import Activity
from kring.kit.payload import Refused
from kring.pages.house.device import same_site

Lane = Literal["named", "anonymous"]


def from_our_pages(request: HttpRequest) -> None:
    """JSON that another site's page cannot send along with a cookie. Raises Refused("unreadable")."""
    if not (request.content_type == "application/json" and same_site(request)):
        raise Refused("unreadable")


def asker(request: HttpRequest, pk: object) -> tuple[Activity, Lane, str, bool]:
    """The activity, the lane, the seat or voice that asks, and whether it leads the meeting.

    Raises Refused: no_seat, no_voice.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        if scheme == "Voice":
            activity, voice = activity_of_voice(token.strip(), pk)
            return activity, "anonymous", voice, False
        activity, seat = activity_at(request, pk)
    except Http404:
        raise Refused("no_voice" if scheme == "Voice" else "no_seat") from None
    return activity, "named", str(seat.pk), bool(leadings_of(activity.meeting, seat.person, seat))
