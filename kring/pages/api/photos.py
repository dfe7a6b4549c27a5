"""Photos of cards: sent before the card that holds them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from kring.engine.meetings.photos import LARGEST, keep_photo
from kring.kit.payload import Refused
from kring.pages.api import shapes
from kring.pages.api.asking import asker
from kring.pages.house.device import same_site

router = Router(tags=["activities"])
TYPES = ("image/jpeg", "image/png")


class Kept(Schema):
    photo: UUID = Field(description="What `image.id` of the card says")


@router.put(
    "/{activity}/photos/{photo}",
    response={200: Kept, 401: shapes.Error, 404: shapes.Error, 409: shapes.Error},
    summary="Keep a photo",
)
def photo(request: HttpRequest, activity: UUID, photo: UUID) -> Any:
    """The photo of a card (jpeg or png) as the body, under an id of your own; then say the card.

    Sent again, nothing changes. It is drawn anew: what a camera wrote beside it is gone.
    """
    running, _, _, _ = asker(request, activity)
    if request.content_type not in TYPES or not same_site(request):
        raise Refused("photo")
    if running.status != "open":
        raise Refused("activity_closed")
    keep_photo(running, photo, request.read(LARGEST + 1))
    return {"photo": photo}
