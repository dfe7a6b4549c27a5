"""What the change at hand asks for, in the same five colours (section 4.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from kring.kit.numbers import person
from kring.kit.scene import Contribution
from kring.tools.change_colours.people import answers
from kring.tools.change_colours.vocabulary import COLOURS, STATEMENTS

NEARLY = Fraction(3, 10)
"""Two colours this close are both shown as a lead."""


def scores(contributions: Iterable[Contribution]) -> dict[str, dict[str, Fraction]]:
    """colour -> participant -> score 1..5, of everybody with at least 3 of its 4 statements (C-17)."""
    given = answers(contributions, "cc.situation")
    found: dict[str, dict[str, Fraction]] = {colour: {} for colour in COLOURS}
    for who, own in given.items():
        values = {item: payload.get("value") for item, payload in own.items()}
        for colour in COLOURS:
            score = person(values, STATEMENTS[colour])
            if score is not None:
                found[colour][who] = score
    return found


def situation(scores: Mapping[str, Mapping[str, Fraction]]) -> dict[str, Any]:
    """{people: colour -> n, mean: colour -> 1..5 or None, share: colour -> 0..1 or None, lead: colours,
    order: colours from most to least asked for, [] without a share}.

    There is a share only when every colour has a mean and they are not all 1. The lead is the highest mean,
    with the second when that is within 0.30.
    """
    mean = {colour: average(scores[colour].values()) for colour in COLOURS}
    return {
        "people": {colour: len(scores[colour]) for colour in COLOURS},
        "mean": mean,
        "share": shares(mean),
        "lead": lead(mean),
        "order": order(mean),
    }


def average(values: Iterable[Fraction]) -> Fraction | None:
    """The mean, None without values."""
    known = list(values)
    return sum(known, Fraction()) / len(known) if known else None


def shares(mean: Mapping[str, Fraction | None]) -> dict[str, Fraction] | None:
    """What each colour has above the lowest answer, as a share of all of that."""
    above = {colour: value - 1 for colour, value in mean.items() if value is not None}
    total = sum(above.values(), Fraction())
    if len(above) < len(COLOURS) or not total:
        return None
    return {colour: value / total for colour, value in above.items()}


def lead(mean: Mapping[str, Fraction | None]) -> list[str]:
    """One or two colours, highest first; none when there is no share to compare."""
    if shares(mean) is None:
        return []
    known = {colour: value for colour, value in mean.items() if value is not None}
    first, second, *_ = order(mean)
    return [first, second] if known[first] - known[second] <= NEARLY else [first]


def order(mean: Mapping[str, Fraction | None]) -> list[str]:
    """The colours from most to least asked for; [] when there is no share to compare."""
    if shares(mean) is None:
        return []
    known = {colour: value for colour, value in mean.items() if value is not None}
    return sorted(known, key=lambda colour: (-known[colour], COLOURS.index(colour)))
