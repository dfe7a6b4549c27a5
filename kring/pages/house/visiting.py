"""A visit to a page of a circle: who comes in, which button was pressed, and a no with what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from kring.engine import access
from kring.engine.meetings.mentions import named_in
from kring.engine.people.models import Community, Person
from kring.engine.words import HOUSE, interface, refusal
from kring.kit.payload import Refused
from kring.kit.words import Words, load_words
from kring.pages.house.naming import ask_about_names

LIFECYCLE = HOUSE / "content" / "lifecycle"


@dataclass(frozen=True)
class Asked:
    """A visit: who, to which circle, and for a post that was refused what is wrong where, with what was typed."""

    request: HttpRequest
    person: Person
    circle: Community
    at: str = ""
    wrong: str = ""
    code: str = ""
    form: Mapping[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """409 when something was refused."""
        return 409 if self.wrong else 200


Look = Callable[[Asked], HttpResponse]
Verb = Callable[[Asked], object]
Known = Callable[[Asked], Iterable[str]]
"""What stands on the page already: nobody is asked again about a name in it."""


def nothing_known(asked: Asked) -> Iterable[str]:
    """The page begins empty."""
    return ()


def visit(
    request: HttpRequest,
    circle_for: Callable[[Person], Community],
    look: Look,
    verbs: Mapping[str, Verb],
    back: str,
    known: Known = nothing_known,
    words: str = "learning",
) -> HttpResponse:
    """GET: look. POST: the button `do` of `at`; then back, or the page again with what is wrong, in the words of the
    file of these pages. A text in which somebody is named is asked about first."""
    person = access.person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    asked = Asked(request, person, circle_for(person))
    if request.method != "POST":
        return look(asked)
    form = request.POST
    try:
        verb = verbs.get(form.get("do", ""))
        if verb is None:
            raise Refused("unreadable")
        asking = ask_about_names(request, partial(named_in, asked.circle, person), person.pk, [*known(asked)])
        if asking is not None:
            return asking
        verb(asked)
    except Refused as refused:
        at = form.get("at", "") or form.get("do", "")
        wrong = said(refused, words)
        return look(Asked(request, person, asked.circle, at, wrong, refused.code, form))
    return redirect(back)


def said(refused: Refused, own: str = "learning") -> str:
    """The sentence for a refusal: of the pages' own file first, then those of learning and of what comes back."""
    lang = language()
    words = interface(lang)
    for file in (own, "learning", "returning"):
        if words.has(file, "refusal", refused.code):
            return words.text(file, "refusal", refused.code, **refused.values)
    if refused.code == "too_many_tasks":
        return lifecycle().text("learning_agenda", "lt.too_many", **refused.values)
    return refusal(refused.code, lang, **refused.values)


def language() -> str:
    """nl or en."""
    return get_language() or "nl"


def lifecycle() -> Words:
    """The words of the life of a circle, in the reader's language."""
    return load_words(LIFECYCLE, language())


def day(on: date | None) -> str:
    """A day as people write it: 3 november, with the year when it is not this one."""
    if on is None:
        return ""
    return date_format(on, "j F" if on.year == timezone.localdate().year else "j F Y")


def day_in(asked: Asked, name: str = "due") -> date | None:
    """A day as a date field sends it, or None. Raises Refused("date_unreadable")."""
    text = asked.request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused("date_unreadable") from None


def number_in(asked: Asked, name: str) -> int:
    """A whole number as a form sends it, 0 for none."""
    text = asked.request.POST.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def one_of(rows: Any, pk: UUID | str) -> Any:
    """The row with this key. Raises Http404."""
    row = access.found(rows, pk)
    if row is None:
        raise Http404
    return row
