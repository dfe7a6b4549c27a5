"""Teams that meet teams, whole or at mixed tables (4.11)."""

from __future__ import annotations

from collections.abc import Sequence

from kring.tools.carousel.planner.lot import chance

WHOLE, TABLE = 8, 6
"""Up to so many people sit together; above it, so many at a table."""


def tables(seed: str, r: int, first: Sequence[str], second: Sequence[str]) -> list[list[str]]:
    """The tables at which two teams meet in round r: dealt out one by one, the second from where the first ended."""
    n = len(first) + len(second)
    if n <= WHOLE:
        return [[*sorted(first), *sorted(second)]]
    made: list[list[str]] = [[] for _ in range(-(-n // TABLE))]
    dealt = [*shuffled(seed, r, first), *shuffled(seed, r, second)]
    for at, one in enumerate(dealt):
        made[at % len(made)].append(one)
    return made


def shuffled(seed: str, r: int, members: Sequence[str]) -> list[str]:
    """Members in drawn order."""
    return sorted(members, key=lambda one: chance(seed, "table", r, one))
