"""Whoever is left over: the third in a pair, or a turn to rest and look (4.5)."""

from __future__ import annotations

from collections.abc import Sequence

from kring.tools.carousel.planner.case import Case
from kring.tools.carousel.planner.lot import Pair, chance, pair
from kring.tools.carousel.planner.run import Round, Run

HOSTED = 500
"""What a pair weighs less for each earlier turn as host of its two members."""


def place_left(case: Case, run: Run, r: int, pairs: Sequence[Pair], left: Sequence[str]) -> Round:
    """The round of these pairs, with those who are left in it."""
    groups: list[tuple[str, ...]] = list(pairs)
    observers = []
    for one in sorted(left, key=lambda one: chance(case.seed, "left", r, one)):
        at = host(case, run, r, groups, one) if case.odd_mode == "trio" else None
        if at is None:
            observers.append(one)
        else:
            groups[at] = (*groups[at], one)
    return Round(tuple(groups), tuple(sorted(observers)))


def host(case: Case, run: Run, r: int, groups: Sequence[tuple[str, ...]], one: str) -> int | None:
    """The place of the pair that weighs most with this person, None when no pair may have a third."""
    best: tuple[int, int] | None = None
    found = None
    for at, group in enumerate(groups):
        both = [pair(one, other) for other in group]
        if len(group) > 2 or any(two in case.forbidden for two in both):
            continue
        worth = sum(case.weighed[two] + run.bonus(case.weights, two) for two in both)
        worth -= HOSTED * sum(run.host[other] for other in group)
        key = (worth, -chance(case.seed, "trio", r, *group))
        if best is None or key > best:
            best, found = key, at
    return found
