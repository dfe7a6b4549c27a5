"""The agreements of a circle: proposed, answered, revised, looked back on and ended by its members."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kring.engine import access
from kring.engine.harvest.agreements import agreements, propose_agreement
from kring.engine.harvest.answering import respond, withdraw_objection
from kring.engine.harvest.looking_back import rate, start_review
from kring.engine.harvest.models import Agreement
from kring.engine.harvest.revising import ask_ending, decline, keep_it, revise, withdraw_proposal
from kring.engine.meetings.mentions import named_in
from kring.engine.people.models import Community, Person
from kring.engine.words import HOUSE
from kring.kit.payload import Refused
from kring.kit.words import load_facts, load_words
from kring.pages.house.naming import ask_about_names
from kring.pages.returning.look import agreements_of
from kring.pages.returning.wording import number_of, said

LIFECYCLE = HOUSE / "content" / "lifecycle"
LEVELS = {"conf.open": "open", "conf.circle": "inside", "conf.closed": "closed"}
"""The id of the words of a level -> the level of the circle."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: all agreements. POST: propose one (`text`, `test`, or `level` for confidentiality)."""
    person = access.person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    circle = circle_to_see(person, pk)
    if request.method != "POST":
        return look(request, person, circle)
    form = request.POST
    try:
        level, text = form.get("level", ""), form.get("text", "")
        if level in LEVELS:
            words = load_words(LIFECYCLE, circle.language).text("confidentiality_levels", level)
            propose_agreement(circle, by=person, text=words, kind="confidentiality", level=LEVELS[level])
        else:
            if asking := ask_about_names(request, partial(named_in, circle, person), person.pk):
                return asking
            propose_agreement(circle, by=person, text=text, test=form.get("test", ""))
    except Refused as refused:
        return look(request, person, circle, at="new", wrong=said(refused), form=form)
    return redirect("agreements", pk)


def circle_to_see(person: Person, pk: object) -> Community:
    """The circle, for whoever may see its agreements. Raises Http404."""
    circle = access.community_to_see(person, pk)
    if not access.may(person, "agreement", "view", circle):
        raise Http404
    return circle


def look(request: HttpRequest, person: Person, circle: Community, **typed: Any) -> HttpResponse:
    """All agreements of the circle, with what this person can do about each."""
    lang = get_language() or "nl"
    words = load_words(LIFECYCLE, lang)
    context = {
        "community": circle,
        "agreements": agreements_of(person, circle),
        "starters": [words.text("starters", one["id"]) for one in load_facts(LIFECYCLE, "starters")],
        "levels": [
            (ident, words.text("confidentiality_levels", ident), level == circle.confidentiality)
            for ident, level in LEVELS.items()
        ],
        "intro": words.text("agreements_texts", "ag.intro"),
        "typed": typed,
        "next": request.path,
    }
    return render(request, "returning/agreements.html", context, status=409 if typed else 200)


def agreement_to_answer(person: Person, pk: UUID) -> Agreement:
    """An agreement of a circle whose agreements this person may see. Raises Http404."""
    row = (
        agreements()
        .select_related("community__school")
        .filter(pk=pk)
        .exclude(node_status="withdrawn")
        .first()
    )
    if row is None or row.community is None:
        raise Http404
    circle_to_see(person, row.community.pk)
    return row


@never_cache
@require_POST
def agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One button of one agreement: `do` is a key of DOES."""
    person = access.person_of(request)
    if person is None:
        raise Http404
    row = agreement_to_answer(person, pk)
    circle = row.community
    assert circle is not None
    try:
        verb = DOES.get(request.POST.get("do", ""))
        if verb is None:
            raise Refused("unreadable")
        if asking := ask_about_names(request, partial(named_in, circle, person), person.pk, [row.said]):
            return asking
        verb(request, row, person, circle)
    except Refused as refused:
        return look(request, person, circle, at=pk, wrong=said(refused), form=request.POST)
    return redirect(f"{reverse('agreements', args=[circle.pk])}#agreement-{pk}")


Verb = Callable[[HttpRequest, Agreement, Person, Community], object]


def answer(request: HttpRequest, row: Agreement, person: Person, circle: Community) -> None:
    """`about`, `value` and `remark`."""
    form = request.POST
    about = "end" if form.get("about") == "end" else "adopt"
    respond(row, person, form.get("value", ""), form.get("remark", ""), about=about)


def change(request: HttpRequest, row: Agreement, person: Person, circle: Community) -> None:
    """`text`: the new words."""
    revise(row, by=person, text=request.POST.get("text", ""))


def take_back(request: HttpRequest, row: Agreement, person: Person, circle: Community) -> None:
    """`about`: my objection goes."""
    about = "end" if request.POST.get("about") == "end" else "adopt"
    withdraw_objection(row, person, about=about)


def rating(request: HttpRequest, row: Agreement, person: Person, circle: Community) -> None:
    """`value` 1..5, without a name."""
    review = row.reviews.filter(closed_on=None).first()
    if review is None:
        raise Refused("review_closed")
    rate(review, person, number_of(request))


def review(request: HttpRequest, row: Agreement, person: Person, circle: Community) -> None:
    """Look back now. Raises Refused("members_only")."""
    if not access.may(person, "agreement", "respond", circle):
        raise Refused("members_only")
    start_review(row, today=timezone.localdate())


DOES: dict[str, Verb] = {
    "answer": answer,
    "revise": change,
    "take_back": take_back,
    "rate": rating,
    "review": review,
    "withdraw": lambda request, row, person, circle: withdraw_proposal(row, by=person),
    "decline": lambda request, row, person, circle: decline(row, by=person),
    "end": lambda request, row, person, circle: ask_ending(
        row, by=person, reason=request.POST.get("reason", "")
    ),
    "keep": lambda request, row, person, circle: keep_it(row, by=person),
}
