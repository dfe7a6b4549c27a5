"""Chance that can be repeated: everything follows from a fixed lot (C-38)."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TypeVar

Id = TypeVar("Id", str, int)


def digest(lot: str, purpose: str, ident: str | int) -> str:
    """The SHA-256 of "<lot>:<purpose>:<id>", 64 hex digits."""
    return sha256(f"{lot}:{purpose}:{ident}".encode()).hexdigest()


def number(lot: str, purpose: str, ident: str | int) -> int:
    """A drawn number of 64 bits (C-38)."""
    return int(digest(lot, purpose, ident)[:16], 16)


def drawn(ids: Iterable[Id], lot: str, purpose: str) -> list[Id]:
    """The ids in drawn order: the same on every screen and in every re-run, however they came in (C-38)."""
    return sorted(ids, key=lambda ident: digest(lot, purpose, ident))
