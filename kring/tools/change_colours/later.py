"""Half a year later: did thinking become doing, did people practise, which colour worked? (section 10)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kring.kit.scene import Chapter, Published
from kring.kit.small_groups import FIVE
from kring.kit.sure import Round, sure_between
from kring.tools.change_colours.vocabulary import COLOURS

FEWEST_CIRCLES = 3
"""A figure of a school rests on at least so many circles (C-27)."""
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


def movement(
    earlier: Sequence[Chapter], now: Mapping[str, Any] | None, by_name: bool
) -> dict[str, Any] | None:
    """The mean congruence beside that of the last time that there was one, with how sure the change is (C-23).

    {before, now: 0..1, n_before, n, grown −1..1, held_on: date or None, word: of `cv.sure_<word>`, margin: 0..1 or
    None}; None without an earlier picture, below five people in either, and for what was shown with names (C-32).
    `now`: {mean, n, var} of `group.mean_congruence`.
    """
    for chapter in reversed(earlier):
        shown = [one.result for one in chapter.published if one.step == "picture" and counts(one)]
        if not shown:
            continue
        first = shown[-1]["congruence"]
        grown = growth({"congruence": first}, {"congruence": now})
        if grown is None or now is None or by_name:
            return None
        old, new = (Round(one["n"], one["mean"], one["var"]) for one in (first, now))
        found = sure_between(old, new, 0, 1)
        return {
            "before": old.mean,
            "now": new.mean,
            "n_before": old.n,
            "n": new.n,
            "grown": grown,
            "held_on": chapter.held_on,
            "word": found.word,
            "margin": Decimal(repr(found.margin)) if found.margin is not None else None,
        }
    return None


def counts(shown: Published) -> bool:
    """Whether a picture says something that may come back: with congruence, and not with names."""
    return bool(shown.result.get("congruence")) and not shown.result.get("by_name")


def helped_across(found: Sequence[tuple[str, Published]]) -> list[dict[str, Any]]:
    """`worked` over what the circles of a school showed: (circle, publication of the looking back).

    Of a phase the last time counts in which it was rated. What was done with names stays where it was (C-32).
    """
    phases: dict[str, dict[str, Any]] = {}
    for circle, shown in found:
        if shown.step != "back" or shown.result["by_name"] or not shown.result["change_kind"]:
            continue
        for phase in shown.result["phases"]:
            if phase["mean"] is not None:
                phases[f"{circle} {phase['id']}"] = {
                    "change_kind": shown.result["change_kind"],
                    "colour": phase["colour"],
                    "helped": phase["mean"],
                    "circle": circle,
                }
    return worked(list(phases.values()))


def practice_rate(answers: Iterable[str | None]) -> dict[str, Any] | None:
    """{rate 0..1, n} of the seekers who were asked whether they practised; None below five answers.

    Answers: yes, a_little, no, or None for no answer.
    """
    known = [PRACTISED[answer] for answer in answers if answer is not None]
    return {"rate": sum(known, Fraction()) / len(known), "n": len(known)} if len(known) >= FIVE else None


def worked(phases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Which colour helped with which kind of change: [{change_kind, colour, mean 0..3, n}], best first.

    `phases`: finished ones, {change_kind, colour, helped: mean of the group 0..3, circle}; five of them, from three
    circles (C-27), make a line.
    """
    found = []
    for kind in sorted({phase["change_kind"] for phase in phases}):
        for colour in COLOURS:
            same = [one for one in phases if one["change_kind"] == kind and one["colour"] == colour]
            helped = [Fraction(one["helped"]) for one in same]
            if len(helped) >= FIVE and len({one["circle"] for one in same}) >= FEWEST_CIRCLES:
                mean = sum(helped, Fraction()) / len(helped)
                found.append({"change_kind": kind, "colour": colour, "mean": mean, "n": len(helped)})
    return sorted(found, key=lambda one: (one["change_kind"], -one["mean"]))
