"""From the edge to the core: one's own place, and what one can say about it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.people.models import Community, Person
from kring.engine.rings.saying import choose_edge, object_to_counting, want_names
from kring.kit.payload import Refused
from kring.pages.account.around import for_person
from kring.pages.belonging.look import rings_page, said


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def page(request: HttpRequest, person: Person, pk: UUID) -> HttpResponse:
    """GET: the rings of the circle and my own place. POST: `do` is a key of DOES."""
    circle = access.community_for(person, pk)
    wrong = ""
    if request.method == "POST":
        try:
            verb = DOES.get(request.POST.get("do", ""))
            if verb is None:
                raise Refused("unreadable")
            verb(person, circle)
            return redirect(f"{reverse('rings', args=[pk])}?kept=yes")
        except Refused as refused:
            wrong = said(refused)
    context = {**rings_page(person, circle), "wrong": wrong, "kept": request.GET.get("kept") == "yes"}
    return render(request, "belonging/rings.html", context, status=409 if wrong else 200)


Verb = Callable[[Person, Community], None]


def edge(on: bool) -> Verb:
    """My membership of this circle, at the edge on purpose or not."""

    def do(person: Person, circle: Community) -> None:
        row = circle.memberships.members().filter(person=person).select_related("person").first()
        if row is None:
            raise Refused("members_only")
        choose_edge(row, on=on)

    return do


DOES: dict[str, Verb] = {
    "count": lambda person, circle: object_to_counting(person, on=False),
    "leave_out": lambda person, circle: object_to_counting(person, on=True),
    "names": lambda person, circle: want_names(person, circle, on=True),
    "no_names": lambda person, circle: want_names(person, circle, on=False),
    "edge": edge(True),
    "no_edge": edge(False),
}
