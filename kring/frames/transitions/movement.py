"""From one round to the next: how far, in which direction, and how sure it is (frames 3.2, C-23)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kring.frames.transitions.vocabulary import HIGHEST, LOWEST
from kring.kit.numbers import Direction, change
from kring.kit.sure import Round, Word, sure_between


@dataclass(frozen=True, slots=True)
class Movement:
    """A step of `d` (−4..4) between two rounds. `margin` is its uncertainty, None when too few took part."""

    d: Fraction
    direction: Direction
    word: Word
    margin: Fraction | None

    @property
    def clear(self) -> bool:
        """Whether the arrow is filled."""
        return self.word == "clear"


def round_kept(n: int, mean: Fraction, var: Fraction) -> Round:
    """A round of which the number of people, the mean and the population variance were kept."""
    return Round(n, mean, var * n / (n - 1) if n > 1 else Fraction())


def movement(old: Round, new: Round) -> Movement:
    """The movement between two rounds over the pairs that their forms share; unpaired."""
    found = sure_between(old, new, LOWEST, HIGHEST)
    margin = None if found.margin is None else Fraction(found.margin)
    return Movement(new.mean - old.mean, change(old.mean, new.mean, LOWEST, HIGHEST), found.word, margin)
