"""The people together: weights, shares, heads, gap, extra and congruence (section 4.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from kring.kit.numbers import group
from kring.kit.sure import round_of
from kring.tools.change_colours.people import Person
from kring.tools.change_colours.vocabulary import COLOURS, MODES, Mode


def picture(people: Sequence[Person]) -> dict[str, Any]:
    """The group picture over people who are all counted (section 4.5).

    {n, think: {weight, share, heads: colour -> number}, do: the same, gap, extra: colour -> people};
    weights together n, shares together 1. With nobody every number is 0 and there are no shares (None).
    """
    return {
        "n": len(people),
        **{mode: side(people, mode) for mode in MODES},
        "gap": {c: sum(c in p.think.leading and c not in p.do.leading for p in people) for c in COLOURS},
        "extra": {c: sum(c in p.do.leading and c not in p.think.leading for p in people) for c in COLOURS},
    }


def side(people: Sequence[Person], mode: Mode) -> dict[str, Any]:
    """One mode: fractional counts, their shares (None with nobody) and head counts."""
    leading = [person.mode(mode).leading for person in people]
    weight = {colour: sum((part(own, colour) for own in leading), Fraction()) for colour in COLOURS}
    share = {colour: weight[colour] / len(people) for colour in COLOURS} if people else None
    return {"weight": weight, "share": share, "heads": {c: sum(c in own for own in leading) for c in COLOURS}}


def part(leading: Sequence[str], colour: str) -> Fraction:
    """What one person gives to a colour: 1 shared over the leading colours, or over all when mixed."""
    if not leading:
        return Fraction(1, len(COLOURS))
    return Fraction(colour in leading, len(leading))


def mean_congruence(people: Iterable[Person]) -> dict[str, Any] | None:
    """{mean 0..1, n, var: sample variance} over the people who are not mixed; None without any."""
    found = round_of([own for person in people if (own := person.congruence) is not None])
    return {"mean": found.mean, "n": found.n, "var": found.variance} if found else None


def mean_scores(people: Sequence[Person], mode: Mode) -> dict[str, Any] | None:
    """{n, mean, sd: colour -> score 0..12} of the block scores of a mode; None where somebody has none."""
    scores = [own for person in people if (own := person.mode(mode).scores) is not None]
    if not scores or len(scores) < len(people):
        return None
    results = {c: group((own[c] for own in scores), 0, 12) for c in COLOURS}
    return {
        "n": len(scores),
        "mean": {c: result.mean for c, result in results.items() if result},
        "sd": {c: result.sd for c, result in results.items() if result},
    }
