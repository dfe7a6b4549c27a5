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
    def talks(self) -> list[tuple[str, ...]]:
        """Who sits together: pairs and trios, or where teams meet the tables; and the flex person with the odd one."""
        found = [table for group in self.tables for table in group if table]
        found = found or list(self.round.groups)
        return [*found, (self.round.observers[0], self.flex)] if self.flex and self.round.observers else found

    @property
    def talks_held(self) -> list[tuple[str, ...]]:
        """Who sat together, of groups that happened."""
        return [
            table
            for at, group in enumerate(self.round.groups)
            if group not in self.missed
            for table in (self.tables[at] if self.tables else (group,))
        ]

    def people_of(self, at: int) -> tuple[str, ...]:
        """The people of group number `at` (from 0), at all its tables."""
        return (
            tuple(who for table in self.tables[at] for who in table) if self.tables else self.round.groups[at]
        )

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
