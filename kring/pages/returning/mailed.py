"""Behind the links of a letter: one page that asks for one tap, without signing in. Looking changes nothing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.harvest.letters import PAUSE, pause_letters, resume_letters
from kring.engine.harvest.links import Asked, check, press, read
from kring.engine.harvest.models import Action, Agreement, LetterPause
from kring.engine.meetings.mentions import named_in
from kring.engine.people.models import Person
from kring.engine.words import shared
from kring.kit.payload import Refused
from kring.pages.house.naming import ask_about_names
from kring.pages.returning.wording import day_of, number_of, said

USED = ("link_used", "already_answered", "already_rated")
"""A no that is no mistake: the page thanks instead of being sorry."""
STATUS = {"link_broken": 404, "gone": 410, "link_expired": 410, "link_left": 410}


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, signed: str) -> HttpResponse:
    """GET says what would be noted; POST notes it. The signature is the right to do so, so no cookie is asked."""
    asked: Asked | None = None
    try:
        asked = read(signed)
        if asked.about == "letters":
            raise Refused("link_broken")
        with translation.override(asked.person.language):
            theirs(request, asked.person)
            if request.method != "POST":
                check(asked)
                return question(request, asked)
            return done(request, asked)
    except Refused as refused:
        with translation.override(asked.person.language if asked else get_language()):
            return no(request, refused)


def theirs(request: HttpRequest, person: Person) -> None:
    """Somebody else who is signed in here got this mail forwarded. Raises Refused("link_other")."""
    here = access.person_of(request)
    if here is not None and here.pk != person.pk:
        raise Refused("link_other", name=here.shown_name)


def question(request: HttpRequest, asked: Asked, wrong: str = "") -> HttpResponse:
    """What would be noted, with the one button; after a refusal with what was typed."""
    lang = asked.person.language
    context: dict[str, Any] = {
        "asked": asked,
        "lang": lang,
        "reason": asked.thing.ending_reason if isinstance(asked.thing, Agreement) else "",
        "scale": list(enumerate(shared(lang).lines("scales", "scale.agree5"), start=1)),
        "typed": request.POST,
        "wrong": wrong,
    }
    return private(render(request, "returning/question.html", context, status=409 if wrong else 200))


def done(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Note it, and say thanks."""
    try:
        check(asked)
        circle = asked.thing.community if isinstance(asked.thing, (Action, Agreement)) else None
        if asking := ask_about_names(request, partial(named_in, circle, asked.person), asked.person.pk):
            return private(asking)
        press(asked, note=request.POST.get("note", ""), due=day_of(request), value=number_of(request))
    except Refused as refused:
        if refused.code in (*USED, "link_not_yours", "not_asked", "review_closed", "members_only", "gone"):
            raise
        return question(request, asked, said(refused))
    return private(render(request, "returning/thanks.html", {"asked": asked, "lang": asked.person.language}))


def no(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Why nothing happens, in one sentence."""
    context = {"why": said(refused), "used": refused.code in USED, "code": refused.code}
    return private(render(request, "returning/no.html", context, status=STATUS.get(refused.code, 409)))


def private(response: HttpResponse) -> HttpResponse:
    """The address holds a signature: it goes to no other site and into no search engine."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, signed: str) -> HttpResponse:
    """No letters for a while, or for good; also pressed by a mail program itself (RFC 8058)."""
    try:
        asked = read(signed, lasting=True)
        if asked.about != "letters":
            raise Refused("link_broken")
    except Refused as refused:
        return no(request, refused)
    person = asked.person
    with translation.override(person.language):
        if request.method == "POST":
            choose(person, request.POST.get("do", "stop"))
        return private(
            render(request, "returning/letters.html", letter_state(person) | {"lang": person.language})
        )


def choose(person: Person, do: str) -> None:
    """weeks | again | anything else: no letters until they want them."""
    match do:
        case "weeks":
            pause_letters(person, until=timezone.localdate() + PAUSE)
        case "again":
            resume_letters(person)
        case _:
            pause_letters(person, until=None)


def letter_state(person: Person) -> dict[str, Any]:
    """Whether letters come, and from when again."""
    pause = LetterPause.objects.filter(person=person).first()
    if pause is not None and pause.until is not None and pause.until <= timezone.localdate():
        pause = None
    return {"pause": pause}
