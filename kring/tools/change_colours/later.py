"""Half a year later: did thinking become doing, did people practise, which colour worked? (section 10)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from kring.kit.small_groups import FIVE
from kring.tools.change_colours.vocabulary import COLOURS

PRACTISED: dict[str, Fraction] = {"yes": Fraction(1), "a_little": Fraction(1, 2), "no": Fraction(0)}


def growth(before: Mapping[str, Any], now: Mapping[str, Any]) -> Fraction | None:
    """How much the mean congruence grew between two pictures, −1..1; None below five people in either.

    Nobody is followed from the one to the other (C-23): the text beside it says so (`cv.unpaired`).
    """
    first, second = before.get("congruence"), now.get("congruence")
    if not first or not second or first["n"] < FIVE or second["n"] < FIVE:
        return None
    grown: Fraction = second["mean"] - first["mean"]
    return grown


def practice_rate(answers: Iterable[str | None]) -> dict[str, Any] | None:
    """{rate 0..1, n} of the seekers who were asked whether they practised; None below five answers.

    Answers: yes, a_little, no, or None for no answer.
    """
    known = [PRACTISED[answer] for answer in answers if answer is not None]
    return {"rate": sum(known, Fraction()) / len(known), "n": len(known)} if len(known) >= FIVE else None


def worked(phases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Which colour helped with which kind of change: [{change_kind, colour, mean 0..3, n}], best first.

    `phases`: finished ones, {change_kind, colour, helped: mean of the group 0..3}; five of them make a line.
    """
    found = []
    for kind in sorted({phase["change_kind"] for phase in phases}):
        for colour in COLOURS:
            helped = [
                Fraction(phase["helped"])
                for phase in phases
                if phase["change_kind"] == kind and phase["colour"] == colour
            ]
            if len(helped) >= FIVE:
                mean = sum(helped, Fraction()) / len(helped)
                found.append({"change_kind": kind, "colour": colour, "mean": mean, "n": len(helped)})
    return sorted(found, key=lambda one: (one["change_kind"], -one["mean"]))
