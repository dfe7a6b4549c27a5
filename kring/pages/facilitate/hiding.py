"""Taking a card off the wall, and putting it back: for whoever leads, with a reason for whoever wrote it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from kring.engine import access
from kring.engine.meetings.hiding import hide, show_again
from kring.kit.payload import Refused
from kring.pages.facilitate.lead import pressed
from kring.pages.house.device import from_our_pages


@from_our_pages
@pressed
def hiding(request: HttpRequest, leader: access.Leader) -> None:
    """`card` with a `reason` takes it off; `again` puts it back."""
    try:
        card = UUID(request.POST.get("again") or request.POST.get("card", ""))
    except ValueError:
        raise Refused("no_card") from None
    running = leader.meeting.current
    if running is None:
        raise Refused("activity_closed")
    if "again" in request.POST:
        show_again(running, card)
    else:
        hide(running, card, by=leader.name, reason=request.POST.get("reason", ""))
