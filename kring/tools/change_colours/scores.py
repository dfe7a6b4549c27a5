"""One person: from twelve blocks to scores, from scores to leading colours (section 4.1 to 4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from kring.tools.change_colours.vocabulary import COLOURS, MOST_LEADING

Choice = tuple[str | None, str | None]
"""The colour that fits most and the one that fits least; None where nothing was chosen."""
Scores = dict[str, Fraction]

BLOCKS_IN_A_MODE = 6
ENOUGH_BLOCKS = 5
"""Most and least hang together, so a person score needs more than C-17 asks."""
NEUTRAL, LEADING, LOW = 6, 8, 3
MARKED = 3
"""A difference between thinking and doing that is worth naming."""


def complete(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    """The blocks that count: those with both choices."""
    return [(most, least) for most, least in choices if most is not None and least is not None]


def block_scores(choices: Iterable[Choice]) -> Scores | None:
    """The score of each colour 0..12 (neutral 6, together 30), None below 5 complete blocks (4.1)."""
    counted = complete(choices)
    if len(counted) < ENOUGH_BLOCKS:
        return None
    scores = {}
    for colour in COLOURS:
        raw = sum(most == colour for most, _ in counted) - sum(least == colour for _, least in counted)
        scores[colour] = NEUTRAL + Fraction(raw * BLOCKS_IN_A_MODE, len(counted))
    return scores


def leading(scores: Mapping[str, Fraction]) -> list[str]:
    """The leading colours, highest first; [] means mixed (4.2)."""
    high = [colour for colour in COLOURS if scores[colour] >= LEADING]
    if not high:
        top = max(scores.values())
        high = [colour for colour in COLOURS if scores[colour] == top]
        if top <= NEUTRAL or len(high) > MOST_LEADING:
            return []
    return sorted(high, key=lambda colour: (-scores[colour], COLOURS.index(colour)))


def low(scores: Mapping[str, Fraction]) -> list[str]:
    """The colours that hardly fit, in fixed order (4.2)."""
    return [colour for colour in COLOURS if scores[colour] <= LOW]


def difference(think: Mapping[str, Fraction], do: Mapping[str, Fraction]) -> Scores:
    """Doing minus thinking per colour (4.3)."""
    return {colour: do[colour] - think[colour] for colour in COLOURS}


def without(these: Sequence[str], those: Sequence[str]) -> list[str]:
    """The first list without the second, in the order of the first (4.3)."""
    return [colour for colour in these if colour not in those]


def congruence(think: Sequence[str], do: Sequence[str]) -> Fraction | None:
    """How far somebody does what he or she thinks, 0..1; None when either is mixed (4.3)."""
    if not think or not do:
        return None
    return Fraction(len(set(think) & set(do)), len(set(think) | set(do)))
