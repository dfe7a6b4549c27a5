"""A no in the reader's language, and what forms of these pages send."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils.translation import get_language

from kring.engine.words import interface, refusal
from kring.kit.payload import Refused


def said(refused: Refused) -> str:
    """The sentence for a refusal, these pages' own first."""
    lang = get_language() or "nl"
    words = interface(lang)
    if words.has("returning", "refusal", refused.code):
        return words.text("returning", "refusal", refused.code, **refused.values)
    return refusal(refused.code, lang, **refused.values)


def day_of(request: HttpRequest, name: str = "due") -> date | None:
    """A day as a date field sends it, or None. Raises Refused("date_unreadable")."""
    text = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused("date_unreadable") from None


def number_of(request: HttpRequest, name: str = "value") -> int:
    """A whole number as a form sends it, 0 for none."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
