"""Home, and the page of a circle."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kring.engine import access
from kring.pages.belonging.look import rings_part
from kring.pages.community.look import circle_page, home_of
from kring.pages.mutual.look import mutual_part


@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """For somebody who signed in: my circles, what comes next, what I would do, what I lead."""
    person = access.person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    return render(request, "community/home.html", home_of(person))


@never_cache
@require_GET
def community(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page of a circle: whole for who belongs to it, a card with what it shares for the rest of the school."""
    person = access.person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    circle = access.community_to_see(person, pk)
    parts = {"rings": rings_part(person, circle), "mutual": mutual_part(person, circle)}
    return render(request, "community/page.html", circle_page(person, circle) | parts)
