"""Coming in with a mailed link: a name, a position, one button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine.access import invitation_of, person_of
from kring.engine.people.accounts import name_of, position_of
from kring.engine.people.actions import accept_invitation, leaders_present
from kring.engine.people.circles import usable_by
from kring.engine.people.models import Invitation, Person
from kring.kit.payload import Refused
from kring.pages.account.asking import positions, said, sift
from kring.pages.account.signing_in import sign_in

GONE = {"invitation_used": 410, "invitation_expired": 410, "invitation_other": 409, "account_closed": 409}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """GET: what it is for. POST: take part, and be signed in: the link came by mail, as a code would have."""
    letter, person = invitation_of(token), person_of(request)
    try:
        usable_by(letter, person)
    except Refused as refused:
        return closed(request, letter, refused)
    known = Person.objects.filter(email=letter.email).first()
    if request.method != "POST":
        return ask(request, letter, known, typed={"name": letter.shown_name, "position": "teacher"})
    good, wrong = ({}, {}) if known else sift({"name": name_of, "position": position_of}, request.POST)
    if wrong:
        return ask(request, letter, known, typed=request.POST, wrong=wrong, status=422)
    try:
        someone = accept_invitation(letter, person=person, language=get_language() or "", **good)
    except Refused as refused:
        return closed(request, letter, refused)
    return sign_in(request, someone, "/home/")


def ask(
    request: HttpRequest, letter: Invitation, known: Person | None, *, status: int = 200, **given: object
) -> HttpResponse:
    """The page with its one question, or with none for somebody who has an account already."""
    leaders = leaders_present(letter.community) if letter.community else []
    context: dict[str, object] = {
        "letter": letter,
        "known": known,
        "positions": positions(),
        "leaders": leaders,
        "wrong": {},
    }
    return render(request, "account/invitation.html", context | given, status=status)


def closed(request: HttpRequest, letter: Invitation, refused: Refused) -> HttpResponse:
    """An invitation that opens nothing, with what to do now."""
    context = {"why": said(refused), "code": refused.code}
    return render(request, "account/invitation_closed.html", context, status=GONE[refused.code])
