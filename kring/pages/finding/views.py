"""Looking for words in the harvest of a circle."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kring.engine import access
from kring.engine.people.models import Person
from kring.pages.account.around import for_person
from kring.pages.finding.look import answer

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
    context = answer(person, circle, asked, cut=asked != typed)
    return render(request, "finding/search.html", context)
