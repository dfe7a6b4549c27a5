"""Putting forward what a circle could do next: by members and whoever guides, read by whoever plans."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.meetings.proposing import propose_activity, take_back, waiting
from kring.engine.people.models import Community, Person
from kring.engine.words import of_tool
from kring.pages.house.visiting import Asked, language, visit
from kring.tools import TOOLS


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: what was put forward. POST `do`: propose (`tool`, `why`) | back (`proposal`)."""
    verbs = {"propose": propose, "back": back}
    return visit(request, partial(circle_for, pk), look, verbs, reverse("proposals", args=[pk]), words="plan")


def circle_for(pk: UUID, person: Person) -> Community:
    """The circle, for whoever may put something forward. Raises Http404."""
    circle = access.community_for(person, pk, ("member", "facilitator"))
    if not access.may(person, "activity", "propose", circle):
        raise Http404
    return circle


def propose(asked: Asked) -> None:
    """A tool, and what for."""
    form = asked.request.POST
    propose_activity(asked.circle, form.get("tool", ""), form.get("why", ""), by=asked.person)


def back(asked: Asked) -> None:
    """My own proposal does not wait any more."""
    row = access.found(waiting(asked.circle), asked.request.POST.get("proposal", ""))
    if row is not None:
        take_back(row, by=asked.person)


def look(asked: Asked) -> HttpResponse:
    """What waits, and the form for one more."""
    context = {
        "community": asked.circle,
        "proposals": [
            (one, title_of(one.tool), one.person_id == asked.person.pk)
            for one in waiting(asked.circle)
            if one.tool in TOOLS
        ],
        "tools": [(key, title_of(key)) for key in TOOLS],
        "typed": asked,
        "may_plan": access.may(asked.person, "meeting", "plan", asked.circle),
    }
    return render(asked.request, "facilitate/proposals.html", context, status=asked.status)


def title_of(tool: str) -> str:
    """What a tool is called."""
    return of_tool(tool, language()).text("about", "title")
