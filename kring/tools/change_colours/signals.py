"""What stands out in a group picture (section 4.6)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kring.tools.change_colours.vocabulary import COLOURS

PULL = Fraction(15, 100)
ONE_COLOUR = Fraction(1, 2)
PALETTE = 4
ORDER = ("absent", "dream", "gap", "pull", "one_colour", "palette")


def signals(picture: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All signals of a picture of `group.picture`, in the order of section 4.6, then of the colours.

    [{id, colour, k}]: k = heads that think it (dream), people with the gap (gap), colours present (palette,
    with colour ""); else 0.
    """
    if not picture["n"]:
        return []
    found = [
        {"id": name, "colour": colour, "k": k}
        for colour in COLOURS
        for name, k in of_colour(picture, colour).items()
    ]
    present = sum(picture["think"]["heads"][colour] >= 1 for colour in COLOURS)
    if present >= PALETTE:
        found.append({"id": "palette", "colour": "", "k": present})
    return sorted(found, key=lambda signal: ORDER.index(str(signal["id"])))


def of_colour(picture: Mapping[str, Any], colour: str) -> dict[str, int]:
    """The signals of one colour: id -> k."""
    think, do = picture["think"], picture["do"]
    gap = picture["gap"][colour]
    thinking, doing = think["heads"][colour], do["heads"][colour]
    rules = {
        "absent": (thinking == 0 and doing == 0, 0),
        "dream": (doing == 0 and thinking >= 2, thinking),
        "gap": (3 * gap >= picture["n"] and not (doing == 0 and thinking >= 2), gap),
        "pull": (do["share"][colour] - think["share"][colour] >= PULL, 0),
        "one_colour": (do["share"][colour] >= ONE_COLOUR, 0),
    }
    return {name: k for name, (true, k) in rules.items() if true}
