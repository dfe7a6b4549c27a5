"""The private calendar of one person, for whoever holds its address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine.harvest.feed import calendar_of, person_of_feed


@never_cache
@require_http_methods(["GET", "HEAD"])
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The file. An old or invented address, and that of somebody who left, is nowhere (404)."""
    person = person_of_feed(token)
    if person is None:
        raise Http404
    response = HttpResponse(calendar_of(person), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="kring.ics"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
