"""The API: the addresses that phones use, and a few for programs. Errors speak the reader's language."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from kring.engine.words import interface, refusal
from kring.kit.payload import Refused
from kring.pages.api import activities, meetings, photos
from kring.pages.house.device import language
from kring.pages.house.unsaved import told
from kring.pages.join.views import said


class Api(NinjaAPI):
    def create_response(self, request: HttpRequest, data: Any, **given: Any) -> HttpResponse:
        """Every answer is about now and about whoever asks; nobody keeps it."""
        response = super().create_response(request, data, **given)
        response.headers["Cache-Control"] = "no-store"
        return response


api = Api(
    title="Kring",
    version="1",
    description=(
        "Join a meeting, contribute, listen, read what was published. A seat speaks by its cookie or by "
        "`Authorization: Seat <id>.<key>`, a voice by `Authorization: Voice <paper>` and nothing else. "
        "Errors are `{error, message}`; the message is in the reader's language (Accept-Language)."
    ),
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api",
)
api.add_router("/meetings", meetings.router)
api.add_router("/boards", meetings.boards)
api.add_router("/activities", activities.router)
api.add_router("/activities", photos.router)


@api.exception_handler(Refused)
def refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    """An ordinary no: 401 when the seat or the paper is not known, 409 for the rest."""
    status = 401 if refused.code in ("no_seat", "no_voice") else 409
    tool = str(refused.values.pop("tool", ""))
    message = (
        refusal(refused.code, language(request), tool, **refused.values) if tool else said(request, refused)
    )
    return api.create_response(request, {"error": refused.code, "message": message}, status=status)


@api.exception_handler(Http404)
def unknown(request: HttpRequest, _: Http404) -> HttpResponse:
    """What one may not see is the same as what never was."""
    answer = {"error": "not_found", "message": refusal("not_found", language(request))}
    return api.create_response(request, answer, status=404)


@api.exception_handler(OperationalError)
def unsaved(request: HttpRequest, reason: OperationalError) -> HttpResponse:
    """A full disk, or a database that is away."""
    told(reason)
    answer = {"error": "not_saved", "message": interface(language(request)).text("wrong", "unsaved_text")}
    return api.create_response(request, answer, status=503)


@api.exception_handler(ValidationError)
@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, _: ValidationError | HttpError) -> HttpResponse:
    """Not the shape that was asked for."""
    answer = {"error": "unreadable", "message": refusal("unreadable", language(request))}
    return api.create_response(request, answer, status=422)
