"""A photo on a card, for who may see the card. What was taken off the wall is gone here too, at once."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import etag, require_safe

from kring.engine import access

ALONE = "default-src 'none'; sandbox"
"""A picture runs nothing, wherever it is opened."""


@require_safe
def photo(request: HttpRequest, pk: UUID, photo: UUID) -> HttpResponse:
    """For a seat, and for somebody of the circle."""
    return handed(request, access.photo_to_see(request, pk, photo), photo)


@require_safe
def photo_on_board(request: HttpRequest, token: str, activity: UUID, photo: UUID) -> HttpResponse:
    """For the board, which knows its own address and nothing else."""
    return handed(request, access.photo_of_board(token, activity, photo), photo)


def handed(request: HttpRequest, place: Path, photo: UUID) -> HttpResponse:
    """The picture. It never changes; a browser that has it only asks whether it may still be seen."""

    @etag(lambda request: f'"{photo}"')
    def whole(request: HttpRequest) -> HttpResponse:
        return HttpResponse(place.read_bytes(), content_type="image/jpeg")

    response = whole(request)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
