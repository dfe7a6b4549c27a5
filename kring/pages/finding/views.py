"""Looking for words in the harvest of a circle."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kring.engine import access
from kring.engine.harvest.keeping import keep_on, put_away
from kring.engine.harvest.models import RepertoireItem
from kring.engine.harvest.search import one_of, seen_by
from kring.engine.harvest.sharing import share, stop_sharing
from kring.engine.meetings.mentions import named_in
from kring.engine.people.models import Person
from kring.kit.payload import Refused
from kring.pages.account.around import for_person
from kring.pages.finding.look import answer, item_page, said
from kring.pages.house.naming import ask_about_names
from kring.pages.repertoire.use import USES

LONGEST = 200
"""Characters of what was typed that are looked at; a whole report pasted in asks nothing more than its start."""


@never_cache
@require_safe
@for_person
def page(request: HttpRequest, person: Person, pk: UUID) -> HttpResponse:
    """`q`: the words; nothing for everything, newest first."""
    circle = access.community_to_see(person, pk)
    typed = request.GET.get("q", "").strip()
    asked = typed[:LONGEST].rpartition(" ")[0] or typed[:LONGEST] if len(typed) > LONGEST else typed
    context = {**answer(person, circle, asked, cut=asked != typed), "kept": request.GET.get("kept") == "yes"}
    return render(request, "finding/search.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def item(request: HttpRequest, person: Person, pk: UUID, kind: str, item: UUID) -> HttpResponse:
    """GET: one thing, who may read it and how long it stays. POST: `do` is a key of DOES."""
    circle = access.community_to_see(person, pk)
    row = one_of(circle, kind, item, seen_by(person, circle))
    if row is None:
        raise Http404
    wrong = ""
    if request.method == "POST":
        if asking := ask_about_names(request, partial(named_in, circle, person), person.pk):
            return asking
        try:
            if isinstance(row, RepertoireItem) and request.POST.get("do") in USES:
                USES[request.POST["do"]](row, person, request.POST)
            elif (verb := DOES.get(request.POST.get("do", ""))) is not None:
                verb(row, person)
            else:
                raise Refused("unreadable")
            back = reverse("search", args=[pk]) if request.POST.get("do") == "away" else request.path
            return redirect(f"{back}?kept=yes")
        except Refused as refused:
            wrong = said(refused)
    context = {**item_page(person, circle, row), "wrong": wrong, "kept": request.GET.get("kept") == "yes"}
    return render(request, "finding/item.html", context, status=409 if wrong else 200)


DOES: dict[str, Callable[[Any, Person], object]] = {
    "share": share,
    "stop": stop_sharing,
    "keep": lambda row, person: keep_on(row, by=person),
    "away": lambda row, person: put_away(row, by=person),
}
