"""The name check without script (C-39): a page that keeps what was typed, asks once, and never blocks."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language

from kring.engine.meetings.mentions import Curious
from kring.engine.words import shared

SURE = "_sure"
"""The field of the button "leave it so"."""
WHO = ("name", "owner", "alt")
"""Fields that ask for somebody, or say what stands on a photo."""
CURIOUS = Curious()

Find = Callable[[str], list[str]]
"""A text -> the names in it."""


def is_text(field: str) -> bool:
    """Whether an input of this name may hold what somebody wrote; `field` may end in its type ("why:list")."""
    word, _, kind = field.partition(":")
    return not field.startswith("_") and kind in ("", "list") and word not in (*WHO, "csrfmiddlewaretoken")


def asked_about(
    form: QueryDict, find: Find, leave: Collection[str] = ()
) -> tuple[list[str], list[dict[str, Any]]]:
    """The names in a form, and its fields [{name, value, text}] as the page that asks holds them; `text` is true for
    those in which a name stands. Fields in `leave` are not repeated."""
    found: dict[str, None] = {}
    fields = []
    for name in form:
        if name in (SURE, "csrfmiddlewaretoken", *leave):
            continue
        for value in form.getlist(name):
            names = find(value) if is_text(name) else []
            found |= dict.fromkeys(names)
            fields.append({"name": name, "value": value, "text": bool(names)})
    return list(found), fields


def question() -> str:
    """The question itself, in the reader's language."""
    return shared(get_language() or "nl").text("texts", "cv.name_check")


def ask_about_names(
    request: HttpRequest,
    find: Find,
    asker: object,
    known: Collection[str] = (),
    given: QueryDict | None = None,
) -> HttpResponse | None:
    """The page that asks, or None when nothing has to be asked (any more). It posts to where the form went.

    `asker` is who types: whoever asks too much hears nothing. Texts that stand already (`known`) are not asked about.
    `given` is what was posted when something was put beside it, such as the id of a photo.
    """
    form = request.POST if given is None else given
    if form.get(SURE):
        return None
    before = {" ".join(text.split()) for text in known}
    names, fields = asked_about(form, lambda text: [] if " ".join(text.split()) in before else find(text))
    if CURIOUS.too_many(str(asker)) or not names:
        return None
    context = {
        "action": request.get_full_path(),
        "fields": fields,
        "names": ", ".join(names),
        "question": question(),
    }
    return render(request, "house/name_check.html", context, status=409)
