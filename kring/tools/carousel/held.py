"""A round that began, and what a plan was made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from kring.tools.carousel.planner.case import Case
from kring.tools.carousel.planner.plan import Plan, make_plan
from kring.tools.carousel.planner.run import Round


@dataclass(frozen=True, slots=True)
class Held:
    """A round that began. `tables` (only where teams meet) per group; `missed` groups did not happen.

    The flex person talks with the first observer.
    """

    number: int
    round: Round
    spots: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    flex: str = ""
    talk: int = 10
    """Minutes."""
    began: datetime | None = None
    ended: datetime | None = None
    done: bool = False
    missed: frozenset[tuple[str, ...]] = frozenset()

    @property
    def played(self) -> Round:
        """The round as it happened."""
        groups = tuple(group for group in self.round.groups if group not in self.missed)
        return Round(groups, self.round.observers)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a plan was made from."""

    case: Case
    fits: int
    played: tuple[Round, ...]
    rounds: int

    @property
    def plan(self) -> Plan:
        return make_plan(replace(self.case, rounds=self.rounds), self.played, len(self.played) + 1)
