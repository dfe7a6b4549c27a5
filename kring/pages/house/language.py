"""Which language somebody reads: what they chose, what their account says, what their browser prefers."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from kring.engine.live.request import LANGUAGE_COOKIE

YEAR = 365 * 24 * 3600


class LanguageMiddleware:
    """Activates the language for a request; `?lang=` chooses one and is remembered on the device."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("lang", "")
        lang = chosen if chosen in ("nl", "en") else language_of(request)
        with translation.override(lang):
            response = self.get_response(request)
        if chosen in ("nl", "en"):
            response.set_cookie(
                LANGUAGE_COOKIE, lang, max_age=YEAR, samesite="Lax", secure=settings.SECURE, httponly=False
            )
        response.headers.setdefault("Content-Language", lang)
        return response


def language_of(request: HttpRequest) -> str:
    """nl or en for this request."""
    if (cookie := request.COOKIES.get(LANGUAGE_COOKIE)) in ("nl", "en"):
        return str(cookie)
    preferred = request.headers.get("Accept-Language", "")[:2].lower()
    return preferred if preferred in ("nl", "en") else settings.LANGUAGE_CODE
