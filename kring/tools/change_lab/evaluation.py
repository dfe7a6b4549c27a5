"""How did we work together? (section 4.11)"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from kring.kit.numbers import group
from kring.kit.small_groups import FIVE
from kring.tools.change_lab.lab import Lab
from kring.tools.change_lab.vocabulary import EVALUATION, SAFETY

LOW = 3
"""Below this mean an item is a point of attention."""
FOR_ALL = tuple(item for item in EVALUATION if item != SAFETY)
"""What everybody gets to see; the item about safety is for whoever leads."""


def answers(lab: Lab) -> dict[str, dict[str, int]]:
    """voice -> item -> answer 1..5 in this session, reversed items turned; skipped ones left out."""
    found: dict[str, dict[str, int]] = {}
    for one in lab.now("cl.eval"):
        value = one.payload["value"]
        own = found.setdefault(one.participant, {})
        if value is not None:
            own[one.key] = 6 - value if EVALUATION[one.key] else value
    return found


def complete(given: Mapping[str, Mapping[str, int]]) -> set[str]:
    """The voices that count: an item and the whole are shown over the same people (C-29)."""
    return {who for who, own in given.items() if all(item in own for item in FOR_ALL)}


def evaluation(given: Mapping[str, Mapping[str, int]], people: Collection[str]) -> dict[str, Any]:
    """{n, items: item -> mean 1..5, low: items below 3, overall: {mean, index, band, divided}}, exact."""
    counted = sorted(people)
    means = {item: Fraction(sum(given[who][item] for who in counted), len(counted)) for item in FOR_ALL}
    scores = [Fraction(sum(given[who][item] for item in FOR_ALL), len(FOR_ALL)) for who in counted]
    together = group(scores)
    assert together is not None
    return {
        "n": len(counted),
        "items": means,
        "low": [item for item, mean in means.items() if mean < LOW],
        "overall": {
            "mean": together.mean,
            "index": together.index,
            "band": together.band,
            "divided": together.divided,
        },
    }


def safety(given: Mapping[str, Mapping[str, int]], people: Collection[str]) -> dict[str, Any] | None:
    """{mean, n} of the item about safety, only when it is low and at least five answered."""
    known = [given[who][SAFETY] for who in sorted(people) if SAFETY in given.get(who, {})]
    if len(known) < FIVE:
        return None
    mean = Fraction(sum(known), len(known))
    return {"mean": mean, "n": len(known)} if mean < LOW else None
