"""Being removed: what happens, fourteen days to think again, and a way back until then."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine.access import communities_of
from kring.engine.people.actions import ask_erasure, keep_me
from kring.engine.people.models import Community, Person
from kring.kit.payload import Refused
from kring.pages.account.around import for_person
from kring.pages.account.asking import said


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def page(request: HttpRequest, person: Person) -> HttpResponse:
    """GET: the choice per circle. POST: ask it, or (`do=keep`) think again."""
    if request.method != "POST":
        return ask(request, person)
    if request.POST.get("do") == "keep":
        keep_me(person)
        return redirect("/account/?kept=yes")
    circles = [circle for circle in circles_of(person) if request.POST.get(f"texts-{circle.pk}") == "all"]
    try:
        ask_erasure(person, texts_too=circles)
    except Refused as refused:
        return ask(request, person, said(refused))
    return redirect("account_remove")


def ask(request: HttpRequest, person: Person, wrong: str = "") -> HttpResponse:
    """The page, before or after it was asked."""
    erasure = getattr(person, "erasure", None)
    context = {
        "erasure": erasure,
        "texts_too": list(erasure.texts_too.all()) if erasure else [],
        "circles": circles_of(person),
        "wrong": wrong,
    }
    return render(request, "account/remove.html", context, status=409 if wrong else 200)


def circles_of(person: Person) -> list[Community]:
    """The circles this person belongs to or has said something in."""
    said_in = Community.objects.filter(meetings__seats__person=person).distinct()
    return sorted({*communities_of(person), *said_in}, key=lambda circle: circle.name)
