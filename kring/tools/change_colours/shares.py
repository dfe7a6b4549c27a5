"""Three shares over the same colours: what is asked, what people do, what the plan holds (4.7, 10.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from kring.kit.numbers import overlap
from kring.tools.change_colours.vocabulary import COLOURS

GOOD, PART = 75, 50
HARDLY = Fraction(1, 10)
"""A colour with a smaller doing share is not covered."""
ENOUGH_STEPS = 5

Shares = Mapping[str, Fraction]


def fit(asked: Shares, doing: Shares, lead: Sequence[str]) -> dict[str, Any]:
    """{F: 0..100, reading: fit_good | fit_part | fit_low, uncovered: suggested colours hardly anybody does,
    asked, doing: the shares themselves} (4.7)."""
    value = overlap(asked, doing)
    reading = "fit_good" if value >= GOOD else "fit_part" if value >= PART else "fit_low"
    return {
        "F": value,
        "reading": reading,
        "uncovered": [c for c in lead if doing[c] < HARDLY],
        "asked": dict(asked),
        "doing": dict(doing),
    }


def plan_share(colours: Sequence[str]) -> dict[str, Fraction] | None:
    """The share of each colour among the steps of a plan, None with fewer than 5 steps (10.1)."""
    if len(colours) < ENOUGH_STEPS:
        return None
    return {colour: Fraction(colours.count(colour), len(colours)) for colour in COLOURS}


def three_shares(asked: Shares | None, doing: Shares | None, planned: Shares | None) -> dict[str, Any]:
    """{asked, doing, planned, F_sp, F_pp, F: 0..100 or None, reading: same_old | good_plan | ""} (10.1).

    Low is below 50 and high from 75; every other combination has no reading.
    """
    situation_plan = overlap(asked, planned) if asked and planned else None
    people_plan = overlap(doing, planned) if doing and planned else None
    reading = ""
    if situation_plan is not None and people_plan is not None:
        if situation_plan < PART and people_plan >= GOOD:
            reading = "same_old"
        elif situation_plan >= GOOD and people_plan < PART:
            reading = "good_plan"
    return {
        "asked": asked,
        "doing": doing,
        "planned": planned,
        "F": overlap(asked, doing) if asked and doing else None,
        "F_sp": situation_plan,
        "F_pp": people_plan,
        "reading": reading,
    }
