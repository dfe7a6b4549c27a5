"""What a plan is made for: the people, the rounds, and what weighs (4.4 and the `c` of 4.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from kring.tools.carousel.planner.lot import Pair

OddMode = Literal["trio", "observer"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts for how much; whole numbers, so that the matching is exact (4.4)."""

    new: int = 1_000_000
    new3: int = 600_000
    req2: int = 40_000
    req1: int = 20_000
    never: int = 10_000
    month: int = 500
    cross: int = 4_000
    newcomer: int = 0
    balance: int = 300


EVERYONE = Weights()
PRESETS: Mapping[str, Weights] = MappingProxyType(
    {
        "everyone": EVERYONE,
        "cross_team": replace(EVERYONE, never=4_000, month=200, cross=12_000),
        "requests_first": replace(EVERYONE, req2=400_000, req1=200_000),
        "newcomers": replace(EVERYONE, newcomer=12_000),
    }
)
TEAMS = Weights(req2=10_000, req1=0, never=0, month=0, cross=0)
"""Between teams only a mutual request weighs (4.11)."""

MOST_MONTHS = 12
NO_LAST = 10**9


@dataclass(frozen=True, slots=True)
class Unit:
    """Somebody who meets others: a person, or a team where teams meet teams.

    `team` "" counts as a team of its own. `first` and `last` are the rounds between which they are there.
    """

    id: str
    team: str = ""
    first: int = 1
    last: int = NO_LAST
    newcomer: bool = False


@dataclass(frozen=True)
class Case:
    """`rounds` is the last round that fits; `requests` (who, whom); `history` pair -> months since they met;
    `gains` pair -> what their tie would help the network (10.2).

    Two cases that are equal get equal plans.
    """

    units: tuple[Unit, ...]
    rounds: int
    seed: str
    requests: frozenset[Pair] = frozenset()
    forbidden: frozenset[Pair] = frozenset()
    history: tuple[tuple[Pair, int], ...] = ()
    odd_mode: OddMode = "trio"
    allow_repeat: bool = False
    weights: Weights = EVERYONE
    gains: tuple[tuple[Pair, int], ...] = ()

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Everybody, in their fixed order."""
        return tuple(sorted(one.id for one in self.units))

    @cached_property
    def by_id(self) -> dict[str, Unit]:
        return {one.id: one for one in self.units}

    @cached_property
    def months(self) -> dict[Pair, int]:
        return dict(self.history)

    @cached_property
    def limited(self) -> bool:
        """Whether somebody comes later or goes earlier."""
        return any(one.first > 1 or one.last < NO_LAST for one in self.units)

    @cached_property
    def weighed(self) -> dict[Pair, int]:
        """Pair -> what is fixed of its weight (`static` of 4.7)."""
        w, months, asked = self.weights, self.months, self.requests
        ids, by_id = self.ids, self.by_id
        found: dict[Pair, int] = {}
        gains = dict(self.gains)
        for i, a in enumerate(ids):
            mine, new_here = by_id[a].team or f"~{a}", by_id[a].newcomer
            for b in ids[i + 1 :]:
                other = by_id[b]
                since = months.get((a, b)) if months else None
                worth = w.never if since is None else w.month * min(since, MOST_MONTHS)
                if (other.team or f"~{b}") != mine:
                    worth += w.cross
                if other.newcomer != new_here:
                    worth += w.newcomer
                if asked:
                    worth += (0, w.req1, w.req2)[((a, b) in asked) + ((b, a) in asked)]
                found[a, b] = worth + gains.get((a, b), 0)
        return found

    def present(self, r: int) -> tuple[str, ...]:
        """Who is there in this round, in order of id."""
        if not self.limited:
            return self.ids
        return tuple(i for i in self.ids if self.by_id[i].first <= r <= self.by_id[i].last)
