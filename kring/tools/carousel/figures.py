"""What people say of their talks, taken together (4.14). Read from confidential answers; shown from five people."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kring.kit.scene import Contribution, Result
from kring.kit.small_groups import FIVE
from kring.tools.carousel.held import Held
from kring.tools.carousel.people import answers
from kring.tools.carousel.vocabulary import TALK_ITEMS

AGREES = 4
"""From this answer on somebody agrees (`scale.agree5`)."""

Values = Mapping[str, Mapping[int, int]]
"""seat -> round -> 1..5, of one item; what was skipped is not there."""


def given(said: list[Contribution], item: str) -> dict[str, dict[int, int]]:
    """The answers to one talk item."""
    found: dict[str, dict[int, int]] = {}
    for (who, key), one in sorted(answers(said, "cr.talk_item").items()):
        r, _, name = key.partition(":")
        if name == item and one.payload["value"] is not None:
            found.setdefault(who, {})[int(r)] = one.payload["value"]
    return found


def items(said: list[Contribution]) -> dict[str, dict[str, dict[int, int]]]:
    """Item -> the answers to it."""
    return {item: given(said, item) for item in TALK_ITEMS}


def item_figure(values: Values) -> Result | None:
    """{n, mean 1..5, share 0..1 of answers of 4 or 5}: first averaged over somebody's talks, then over people.

    None without any answer.
    """
    people = [list(own.values()) for own in values.values() if own]
    if not people:
        return None
    means = [Fraction(sum(own), len(own)) for own in people]
    shares = [Fraction(sum(one >= AGREES for one in own), len(own)) for own in people]
    n = len(people)
    return {"n": n, "mean": sum(means, Fraction()) / n, "share": sum(shares, Fraction()) / n}


def talks_of_two(held: list[Held]) -> int:
    """How many talks between two people took place."""
    return sum(len(group) == 2 for one in held for group in one.played.groups)


def both_ways(values: Mapping[str, Values], held: list[Held]) -> Result | None:
    """{talks, share 0..1}: in how many talks both partners know and said what they expect.

    Over talks of two with all four answers; None below five of them.
    """
    asked = kept = 0
    for one in held:
        for group in one.played.groups:
            four = [values[item].get(who, {}).get(one.number) for item in TALK_ITEMS for who in group]
            if len(group) == 2 and None not in four:
                asked += 1
                kept += all(value is not None and value >= AGREES for value in four)
    return {"talks": asked, "share": Fraction(kept, asked)} if asked >= FIVE else None
