"""Asking the group, answering, acting for safety, undoing: one page, with a question before anything happens."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.parting.deciding import (
    answer_parting,
    ask_parting,
    may_ask,
    part_at_once,
    people_to_part,
    restore,
    take_question_back,
)
from kring.engine.parting.models import Parting
from kring.engine.people.models import Community, Membership, Person
from kring.kit.payload import Refused
from kring.pages.house.visiting import Asked, visit
from kring.pages.parting.look import parting_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST: `do` is a key of DOES; `member` or `row` says about whom or which question."""
    back = reverse("parting", args=[pk])
    return visit(request, lambda person: circle_of(person, pk), look, DOES, back, words="parting")


def circle_of(person: Person, pk: object) -> Community:
    """The circle, for whoever may put this question. Raises Http404."""
    circle = access.community_for(person, pk)
    if not may_ask(person, circle):
        raise Http404
    return circle


def look(asked: Asked) -> HttpResponse:
    """The page. `sure`: about whom and how, when it only waits for a yes."""
    context = {**parting_page(asked.person, asked.circle), "typed": asked, "sure": asked.code == "sure"}
    return render(asked.request, "parting/page.html", context, status=asked.status)


def chosen(asked: Asked) -> Membership:
    """About whom it is. Raises Refused: whom."""
    form = asked.request.POST
    rows = people_to_part(asked.person, asked.circle).select_related("community__school")
    row: Membership | None = access.found(rows, form["member"]) if form.get("member") else None
    if row is None:
        raise Refused("whom")
    return row


def asks(asked: Asked) -> None:
    """`member`, `reason`, and then `sure`: first it is said what will happen. Raises Refused("sure")."""
    form, row = asked.request.POST, chosen(asked)
    at_once = form.get("do") == "at_once"
    if "sure" not in form and form.get("reason", "").strip():
        raise Refused("sure", name=row.person.shown_name)
    verb = part_at_once if at_once else ask_parting
    verb(row, by=asked.person, reason=form.get("reason", ""))


def question_of(asked: Asked) -> Parting:
    """The question that a button is about. Raises Refused("gone")."""
    rows = Parting.objects.filter(membership__community=asked.circle)
    rows = rows.select_related("membership__community", "membership__person")
    row: Parting | None = access.found(rows, asked.request.POST.get("row", ""))
    if row is None:
        raise Refused("gone")
    return row


def answer(asked: Asked) -> None:
    """`row`, `value` ok | object, `remark`."""
    form = asked.request.POST
    answer_parting(
        question_of(asked), by=asked.person, value=form.get("value", ""), remark=form.get("remark", "")
    )


DOES = {
    "ask": asks,
    "at_once": asks,
    "answer": answer,
    "take_back": lambda asked: take_question_back(question_of(asked), by=asked.person),
    "restore": lambda asked: restore(question_of(asked), by=asked.person),
}
