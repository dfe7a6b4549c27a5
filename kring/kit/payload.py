"""What somebody sends: reading a payload field by field, and the ordinary no when it is not as it should be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Payload = dict[str, Any]


class Refused(Exception):
    """An ordinary no: `code` names the sentence (locale `refusal.<code>`), `values` fill its blanks."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def no_payload(key: str, payload: Payload, settings: Mapping[str, Any]) -> Payload:
    """The check of a kind that says everything by being sent (`done`, `join` without a group)."""
    return {}


def text_of(payload: Payload, name: str, limit: int, *, needed: bool = True) -> str:
    """A plain text from a payload: trimmed, control characters gone, at most `limit` characters (C-39).

    Raises Refused("empty_text") or Refused("text_too_long", limit, length).
    """
    raw = payload.get(name, "")
    if not isinstance(raw, str):
        raise Refused("unreadable")
    if not raw.isprintable():
        raw = "".join(char for char in raw if char in "\n\t" or char.isprintable() or char in BIDI_JOINERS)
    text = raw.strip()
    if needed and not text:
        raise Refused("empty_text")
    if len(text) > limit:
        raise Refused("text_too_long", limit=limit, length=len(text))
    return text


BIDI_JOINERS = "\u200c\u200d"
"""Joiners that emoji and some scripts need; other invisible characters (direction overrides) are left out."""


def number_of(payload: Payload, name: str, lowest: int, highest: int, *, needed: bool = True) -> int | None:
    """A whole number from a payload, or None where it may be skipped (C-16). Raises Refused("unreadable")."""
    raw = payload.get(name)
    if raw is None and not needed:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int) or not lowest <= raw <= highest:
        raise Refused("unreadable")
    return raw


def one_of(payload: Payload, name: str, options: Iterable[str]) -> str:
    """One word of a vocabulary. Raises Refused("unreadable")."""
    raw = payload.get(name)
    if not isinstance(raw, str) or raw not in options:
        raise Refused("unreadable")
    return raw


def list_of(payload: Payload, name: str, options: Iterable[str], least: int, most: int) -> list[str]:
    """Different words of a vocabulary in the order given.

    Raises Refused("too_many", n) or Refused("unreadable").
    """
    raw = payload.get(name)
    known = tuple(options)
    if not isinstance(raw, list) or any(one not in known for one in raw) or len(set(raw)) != len(raw):
        raise Refused("unreadable")
    if len(raw) > most:
        raise Refused("too_many", n=most)
    if len(raw) < least:
        raise Refused("unreadable")
    return raw
