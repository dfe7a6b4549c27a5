"""Drawn numbers and pairs."""

from __future__ import annotations

from functools import cache

from kring.kit.draw import number

Pair = tuple[str, str]


def pair(a: str, b: str) -> Pair:
    """Two ids in their fixed order."""
    return (a, b) if a < b else (b, a)


def chance(seed: str, purpose: str | int, *parts: str | int) -> int:
    """H of section 2.0: a drawn number of 64 bits (C-38), with the parts joined by ":"."""
    return number(seed, str(purpose), ":".join(map(str, parts)))


@cache
def jitter(seed: str, r: int, a: str, b: str) -> int:
    """0 to 99: what decides where two pairs weigh the same (4.4)."""
    return chance(seed, r, a, b) % 100
