"""Asking in a form: what was typed is kept, and what is wrong is said beside the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language

from kring.engine.people.accounts import NO_ACCOUNT
from kring.engine.people.models import POSITIONS
from kring.engine.words import refusal, shared
from kring.kit.payload import Refused

Checks = Mapping[str, Callable[[str], Any]]


def said(refused: Refused) -> str:
    """The sentence of a refusal, in the reader's language."""
    return refusal(refused.code, get_language() or "nl", **refused.values)


def sift(checks: Checks, typed: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """What is good, tidied, and a sentence for what is wrong; per field."""
    good: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field, check in checks.items():
        try:
            good[field] = check(str(typed.get(field, "")))
        except Refused as refused:
            wrong[field] = said(refused)
    return good, wrong


def positions() -> list[tuple[str, str]]:
    """Every position an account may have, with its words."""
    words = shared(get_language() or "nl")
    return [(key, words.text("positions", key)) for key in POSITIONS if key not in NO_ACCOUNT]
