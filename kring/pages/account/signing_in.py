"""Signing in by a link, in the demo only."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kring.engine.access import person_of
from kring.engine.people.links import person_of_link
from kring.engine.people.models import Person


def sign_in(request: HttpRequest, person: Person, to: str = "/home/") -> HttpResponse:
    """Sign this person in on this device, whoever was here before, and go on."""
    if person_of(request) not in (None, person):
        logout(request)
    return perform_login(request, person, redirect_url=to)  # type: ignore[no-any-return]


@never_cache
@require_GET
def demo(request: HttpRequest, signed: str) -> HttpResponse:
    """The link that is printed at the start of the demo."""
    if (person := person_of_link(signed)) is None:
        raise Http404
    return sign_in(request, person)
