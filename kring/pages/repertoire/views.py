"""Everything a circle uses again, by kind, and adding to it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.harvest.confidentiality import Shared
from kring.engine.harvest.models import REPERTOIRE_KINDS
from kring.engine.harvest.repertoire import add_item
from kring.engine.harvest.search import seen_by
from kring.engine.mutual.thanks import takes_part
from kring.engine.words import interface
from kring.pages.community.look import repertoire_groups
from kring.pages.house.visiting import Asked, visit


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: what the circle uses again, as far as this person may see it. POST: `do` add."""
    only = access.circle_to_give_in if request.method == "POST" else access.community_to_see
    return visit(
        request, lambda person: only(person, pk), look, {"add": add}, reverse("repertoire", args=[pk])
    )


def look(asked: Asked) -> HttpResponse:
    """The page, with what was typed where something was wrong."""
    circle, lang = asked.circle, get_language() or "nl"
    sees = seen_by(asked.person, circle).get("repertoire")
    words = interface(lang)
    context = {
        "community": circle,
        "groups": repertoire_groups(circle, sees == "all", Shared(circle) if sees else None),
        "adds": circle.ended_on is None and takes_part(asked.person, circle),
        "kinds": [
            (kind, words.text("harvest", "repertoire_kinds", kind), words.text("repertoire", "kinds", kind))
            for kind in REPERTOIRE_KINDS
        ],
        "typed": asked,
        "wrong": asked.wrong,
    }
    return render(asked.request, "repertoire/page.html", context, status=asked.status)


def add(asked: Asked) -> None:
    """`kind`, `title`, `description`, `licence`, `whose` us | me."""
    form = asked.request.POST
    add_item(
        asked.circle,
        by=asked.person,
        kind=form.get("kind", ""),
        title=form.get("title", ""),
        description=form.get("description", ""),
        licence=form.get("licence", ""),
        of_circle=form.get("whose") != "me",
    )
