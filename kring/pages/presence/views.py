"""The page on which a circle decides how near its facilitator stays."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.presence.deciding import answer_level, ask_level
from kring.engine.presence.models import PresenceProposal
from kring.kit.payload import Refused
from kring.pages.house.visiting import Asked, visit
from kring.pages.learning.forms import circle_to_learn_in
from kring.pages.presence.look import presence_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: the level. POST: `do` ask (`to`) | answer (`row`, `value`)."""
    back = reverse("presence", args=[pk])
    return visit(request, lambda person: circle_to_learn_in(person, pk), look, DOES, back, words="presence")


def look(asked: Asked) -> HttpResponse:
    """The page, with what is wrong where something was."""
    context = presence_page(asked.person, asked.circle) | {"typed": asked}
    return render(asked.request, "presence/page.html", context, status=asked.status)


def ask(asked: Asked) -> None:
    """`to`: the level."""
    to = asked.request.POST.get("to", "")
    if to not in {"0", "1", "2", "3"}:
        raise Refused("unreadable")
    ask_level(asked.circle, int(to), by=asked.person)


def answer(asked: Asked) -> None:
    """`row`, `value` yes | no."""
    form = asked.request.POST
    row = access.found(PresenceProposal.objects.filter(community=asked.circle), form.get("row", ""))
    if row is None:
        raise Refused("not_asked")
    answer_level(row, by=asked.person, value=form.get("value", ""))


DOES = {"ask": ask, "answer": answer}
