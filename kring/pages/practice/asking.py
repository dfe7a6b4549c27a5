"""What the pages about practices read from a form, and their words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.dateparse import parse_date

from kring.engine.transfer.observing import Saw
from kring.engine.transfer.practices import Draft
from kring.engine.words import interface
from kring.kit.payload import Refused
from kring.pages.house.visiting import language, said

MOST_DIGITS = 6


def draft_in(request: HttpRequest) -> Draft:
    """A practice as a form sends it: `what`, `setting`, `subject`, `where`, `n`."""
    form = request.POST
    return Draft(
        form.get("what", ""),
        form.get("setting", ""),
        form.get("subject", ""),
        form.get("where", ""),
        number_in(request, "n") or 1,
    )


def number_in(request: HttpRequest, name: str) -> int | None:
    """A whole number, or None for an empty field. Raises Refused("count")."""
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Refused("count")
    return int(text)


def saw_in(request: HttpRequest) -> Saw:
    """What somebody saw, as a form sends it: `on`, `seen`, `what`, `place`, `kind`, `name`, `named`."""
    form = request.POST
    return Saw(
        on=day_in(request, "on"),
        seen=form.get("seen", ""),
        what=form.get("what", ""),
        place=form.get("place", ""),
        kind=form.get("kind", "peer"),
        name=form.get("name", ""),
        named=bool(form.get("named")),
    )


def day_in(request: HttpRequest, name: str) -> Any:
    """A day, or None for an empty or unreadable one."""
    try:
        return parse_date(request.POST.get(name, "").strip())
    except ValueError:
        return None


def word(ident: str, field: str = "", **values: object) -> str:
    """Words of these pages outside a template."""
    return interface(language()).text("practice", ident, field, **values)


def why_not(refused: Refused) -> str:
    """The sentence for a refusal, these pages' own first."""
    return said(refused, "practice")
