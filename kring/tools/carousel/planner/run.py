"""What happens in a round, and what has happened so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from kring.tools.carousel.planner.case import Weights
from kring.tools.carousel.planner.lot import Pair, pair


@dataclass(frozen=True, slots=True)
class Round:
    """Groups of two; in a group of three the last is the odd one. Observers have a turn to rest and look."""

    groups: tuple[tuple[str, ...], ...] = ()
    observers: tuple[str, ...] = ()

    @property
    def trios(self) -> int:
        return sum(len(group) == 3 for group in self.groups)


class Run:
    """Counts over the rounds that were: met one to one, met in a trio, turns as the odd one, as host, talks."""

    __slots__ = ("host", "met", "met3", "odd", "talks")

    def __init__(self, rounds: Iterable[Round] = ()) -> None:
        self.met: Counter[Pair] = Counter()
        self.met3: Counter[Pair] = Counter()
        self.odd: Counter[str] = Counter()
        self.host: Counter[str] = Counter()
        self.talks: Counter[str] = Counter()
        for one in rounds:
            self.apply(one)

    def copy(self) -> Run:
        """The same counts, to go on from."""
        other = Run()
        for name in self.__slots__:
            setattr(other, name, getattr(self, name).copy())
        return other

    def apply(self, one: Round) -> None:
        """Count a round."""
        for group in one.groups:
            together = self.met if len(group) == 2 else self.met3
            for a, b in combinations(group, 2):
                together[pair(a, b)] += 1
            for a in group:
                self.talks[a] += len(group) - 1
            if len(group) == 3:
                self.odd[group[2]] += 1
                self.host.update(group[:2])
        self.odd.update(one.observers)

    def bonus(self, weights: Weights, both: Pair) -> int:
        """What a pair is worth for being new (4.4)."""
        if both in self.met:
            return 0
        return weights.new3 if both in self.met3 else weights.new
