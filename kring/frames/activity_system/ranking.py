"""How much a tension is felt and what would move: recognition, leverage, priority and rank (frames 2.2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Weight = Literal["none", "thin", "medium", "thick"]
WEIGHTS: tuple[Weight, ...] = ("none", "thin", "medium", "thick")
MEDIUM, THICK = Fraction(9, 4), Fraction(9, 2)
"""From these priorities on a line is drawn medium and thick."""
VALID = 3
"""Valid ratings that a tension needs; fewer when fewer people took part in the step (C-27)."""
TOP = 3
"""So many tensions at the head of the list are prioritised."""

Ratings = Mapping[str, Sequence[int | None]]
"""question -> answers 0..3; None is a skipped one (C-16)."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A tension with enough ratings: means R and L (0..3), priority P = R x L (0..9), rank from 1."""

    id: str
    R: Fraction
    L: Fraction
    n_recognise: int
    n_leverage: int
    rank: int

    @property
    def P(self) -> Fraction:
        """The priority."""
        return self.R * self.L

    @property
    def weight(self) -> Weight:
        """The class of its line."""
        return weight(self.P)


def weight(priority: Fraction | int) -> Weight:
    """How thick a line of this priority is drawn: none at 0, thin, medium from 9/4, thick from 9/2."""
    if priority <= 0:
        return "none"
    return "thin" if priority < MEDIUM else "medium" if priority < THICK else "thick"


def mean(answers: Iterable[int | None]) -> tuple[Fraction | None, int]:
    """The mean over the answers that were given, None without any, and their number."""
    known = [answer for answer in answers if answer is not None]
    return (Fraction(sum(known), len(known)) if known else None), len(known)


def ranking(
    ratings: Mapping[str, Ratings], respondents: int, evidence: Mapping[str, int], order: Sequence[str]
) -> tuple[list[Ranked], list[str]]:
    """The ranked tensions, highest priority first, and those with too few ratings, in the order given.

    `ratings`: tension -> {recognise, leverage}; `respondents`: people in the step; `evidence`: tension -> cards
    that show it, which breaks a tie; `order`: all tensions by `seq`, which breaks the next.
    """
    needed = min(VALID, respondents)
    found: list[tuple[Fraction, int, int, str, Fraction, Fraction, int, int]] = []
    rest: list[str] = []
    for place, ident in enumerate(order):
        given = ratings.get(ident, {})
        r, n_r = mean(given.get("recognise", ()))
        lever, n_l = mean(given.get("leverage", ()))
        if r is None or lever is None or min(n_r, n_l) < needed:
            rest.append(ident)
        else:
            found.append((-r * lever, -evidence.get(ident, 0), place, ident, r, lever, n_r, n_l))
    found.sort()
    ranked = [
        Ranked(ident, r, lever, n_r, n_l, rank)
        for rank, (*_, ident, r, lever, n_r, n_l) in enumerate(found, start=1)
    ]
    return ranked, rest


def prioritised(ranked: Iterable[Ranked]) -> list[str]:
    """The ids of the tensions at the head of the list."""
    return [one.id for one in ranked if one.rank <= TOP]


def heaviest(priorities: Collection[Fraction | None]) -> Weight:
    """The class of the line between two parts: that of the largest priority; none while nothing is ranked."""
    return weight(max((one for one in priorities if one is not None), default=Fraction()))
