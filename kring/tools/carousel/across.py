"""What the circles of a school can say together: after which kind of talk something was used (10.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kring.kit.scene import Published
from kring.kit.words import Words
from kring.tools.carousel.later import per_use
from kring.tools.carousel.vocabulary import USES
from kring.tools.carousel.wording import percent

FEWEST_CIRCLES = 3
"""A figure of a school rests on at least so many circles (C-27)."""


def across(found: Sequence[tuple[str, Published]], words: Words) -> list[str]:
    """A sentence per use of which twenty answers are known, from three circles."""
    last = newest(found)
    told = []
    for use in USES:
        mine = [(circle, used) for circle, used in last if used["use"] == use]
        if len({circle for circle, _ in mine}) < FEWEST_CIRCLES:
            continue
        counts = [(use, int(used["share"] * used["answers"]), used["answers"]) for _, used in mine]
        for one in per_use(counts).values():
            name = words.text("choices", "use", use)
            share = percent(words, one["share"])
            told.append(words.text("extra", "across", use=name, percent=share, n=one["answers"]))
    return told


def newest(found: Sequence[tuple[str, Published]]) -> list[tuple[str, Mapping[str, Any]]]:
    """(circle, what was used) of each looking back; shown a second time, the second holds the first."""
    kept: list[tuple[str, Mapping[str, Any]]] = []
    for circle, one in found:
        before = [at for at, (whose, _) in enumerate(kept) if whose == circle]
        if one.number > 1 and before:
            kept.pop(before[-1])
        if one.result.get("used"):
            kept.append((circle, one.result["used"]))
    return kept
