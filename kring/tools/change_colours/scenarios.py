"""A scenario per colour, and what the group thinks of each (section 4.8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from kring.kit.scene import Contribution
from kring.tools.change_colours.people import answers
from kring.tools.change_colours.situation import average
from kring.tools.change_colours.vocabulary import COLOURS, FIELDS

FEWEST = 3
"""A judgement of a thing may rest on three valid answers (C-27)."""
FITS, NOT_ABLE = Fraction(2), Fraction(3, 2)


def columns(
    contributions: Iterable[Contribution], names: Mapping[str, str]
) -> dict[str, list[dict[str, str]]]:
    """colour -> the scenarios written for it: [{by: name, first_step, who, yields, pitfall}], by name.

    A field nobody filled is "".
    """
    found: dict[str, list[dict[str, str]]] = {colour: [] for colour in COLOURS}
    for who, own in answers(contributions, "cc.scenario").items():
        for colour in COLOURS:
            texts = {field: own.get(f"{colour}.{field}", {}).get("text", "") for field in FIELDS}
            if any(texts.values()):
                found[colour].append({"by": names.get(who, ""), "id": who, **texts})
    for written in found.values():
        written.sort(key=lambda one: (one["by"].casefold(), one["id"]))
    return found


def judgements(contributions: Iterable[Contribution]) -> dict[str, dict[str, list[int]]]:
    """colour -> fit and able -> the valid answers 0..3, in order of size."""
    given = answers(contributions, "cc.weigh")
    return {
        colour: {
            about: sorted(
                value for own in given.values() if (value := own.get(colour, {}).get(about)) is not None
            )
            for about in ("fit", "able")
        }
        for colour in COLOURS
    }


def ranking(judged: Mapping[str, Mapping[str, list[int]]], respondents: int) -> list[dict[str, Any]]:
    """[{colour, weight 0..9, fit, able 0..3, n_fit, n_able, note}], heaviest first.

    A scenario with too few answers is left out. `note` is true for what fits but cannot be done yet (4.8).
    """
    least = max(1, min(FEWEST, respondents))
    found = []
    for colour in COLOURS:
        given = judged[colour]
        fit, able = average(map(Fraction, given["fit"])), average(map(Fraction, given["able"]))
        if fit is None or able is None or min(len(given["fit"]), len(given["able"])) < least:
            continue
        found.append(
            {
                "colour": colour,
                "weight": fit * able,
                "fit": fit,
                "able": able,
                "n_fit": len(given["fit"]),
                "n_able": len(given["able"]),
                "note": fit >= FITS and able < NOT_ABLE,
            }
        )
    return sorted(found, key=lambda one: -one["weight"])
