"""Tensions with a memory: the same tension weighed again later (section 10.3)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kring.kit.small_groups import FIVE
from kring.tools.change_lab.lab import Lab

MARKED = Fraction(1, 2)


def word(d: Fraction) -> str:
    """How a tension changed when recognition fell by d: softer, sharper, or ""."""
    return "softer" if d >= MARKED else "sharper" if d <= -MARKED else ""


def release(lab: Lab) -> dict[str, dict[str, Any]]:
    """tension -> {d, word, then, now, meanwhile} between the first and the last time it was weighed.

    Both times by at least five; `meanwhile` are the titles of the experiments about it, without any claim.
    """
    seen: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for session in lab.sessions:
        for one in session.shown.get("rate", {}).get("ranked", ()):
            if one["n_recognise"] >= FIVE:
                seen.setdefault(one["id"], []).append((session.number, one))
    found: dict[str, dict[str, Any]] = {}
    for ident, times in seen.items():
        if len(times) < 2:
            continue
        (then, first), (now, last) = times[0], times[-1]
        d = first["R"] - last["R"]
        meanwhile = [
            one.fields["title"]
            for one in lab.experiments.values()
            if lab.root(one.fields["tension"]) == ident
        ]
        found[ident] = {"d": d, "word": word(d), "then": then, "now": now, "meanwhile": meanwhile}
    return found
