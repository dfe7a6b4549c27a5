"""What changes when somebody leaves while talks are going on or about to begin (4.10, 2 and 3)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kring.tools.carousel.planner.lot import Pair, pair
from kring.tools.carousel.planner.run import Round
from kring.tools.carousel.planner.spots import Spot


def repaired(
    one: Round,
    where: Sequence[str],
    gone: Collection[str],
    spots: Sequence[Spot],
    forbidden: Collection[Pair],
    *,
    joins: bool,
) -> tuple[Round, list[str]]:
    """The round without those who went, and its spots; nobody else is moved.

    Whoever is left alone joins the nearest pair as third when `joins`, and else has a turn to rest and look.
    """
    left = [
        (tuple(who for who in group if who not in gone), spot)
        for group, spot in zip(one.groups, where, strict=True)
    ]
    talks = [(group, spot) for group, spot in left if len(group) > 1]
    observers = [who for who in one.observers if who not in gone]
    for alone, spot in ((group[0], spot) for group, spot in left if len(group) == 1):
        at = nearest(alone, spot, talks, spots, forbidden) if joins else None
        if at is None:
            observers.append(alone)
        else:
            group, place = talks[at]
            talks[at] = ((*group, alone), place)
    return Round(tuple(group for group, _ in talks), tuple(sorted(observers))), [spot for _, spot in talks]


def nearest(
    alone: str,
    spot: str,
    talks: Sequence[tuple[Sequence[str], str]],
    spots: Sequence[Spot],
    forbidden: Collection[Pair],
) -> int | None:
    """The pair that sits nearest in the order of the spots, and where this person may join."""
    order = {one.id: place for place, one in enumerate(spots)}
    mine = order.get(spot, 0)
    may = [
        (abs(order.get(place, len(spots)) - mine), order.get(place, len(spots)), at)
        for at, (group, place) in enumerate(talks)
        if len(group) == 2 and not any(pair(alone, other) in forbidden for other in group)
    ]
    return min(may)[2] if may else None
