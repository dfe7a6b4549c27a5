"""Measures that recipes may ask for, from what was shown (section 4)."""

from __future__ import annotations

from fractions import Fraction

from kring.kit.scene import Shown
from kring.tools.carousel.vocabulary import TIES


def measures(shown: Shown) -> dict[str, Fraction]:
    """{carousel.coverage1: 0..1, carousel.ei_index: −1..1, carousel.both_ways: 0..1}.

    A measure that cannot be known yet is left out. The index is that of the first tie that was shown.
    """
    found: dict[str, Fraction] = {}
    closing = shown.published.get("closing", {})
    coverage = closing.get("coverage") or shown.live.get("round", {}).get("coverage", {})
    if coverage.get("coverage1") is not None:
        found["carousel.coverage1"] = coverage["coverage1"]
    if closing.get("both_ways"):
        found["carousel.both_ways"] = closing["both_ways"]["share"]
    ties = shown.published.get("map", {}).get("shown", {})
    known = [ties[tie]["ei"] for tie in TIES if tie in ties and ties[tie]["ei"] is not None]
    if known:
        found["carousel.ei_index"] = known[0]
    return found
