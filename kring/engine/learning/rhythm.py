"""The rhythm of meetings (lifecycle.md 12): the frame of one, and when the interlude is open. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

PARTS = ("check_in", "harvest_review", "main", "break", "harvest", "way_of_working", "check_out")
FRAMES = {
    120: (10, 15, 60, 10, 15, 5, 5),
    90: (5, 10, 45, 5, 15, 5, 5),
    60: (5, 10, 30, 0, 10, 3, 2),
}
"""Minutes of each part, per length of the meeting (12.1)."""
OPENS_AFTER, CLOSES_BEFORE = 2, 2
OPENS_AT, CLOSES_AT = time(7), time(18)
SHORTEST = timedelta(days=3)


def frame(minutes: int) -> list[tuple[str, int]]:
    """The parts of a meeting of this length that take time, in their order. Raises KeyError for another length."""
    return [(part, length) for part, length in zip(PARTS, FRAMES[minutes], strict=True) if length]


@dataclass(frozen=True)
class Interlude:
    """Between two meetings: when it opens, and when it closes (None while no next meeting is planned)."""

    opens: datetime
    closes: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether somebody can answer now."""
        return self.opens <= now and (self.closes is None or now < self.closes)


def interlude(held: datetime, following: datetime | None, zone: tzinfo) -> Interlude:
    """The interlude after a meeting that ended at `held` (12.3).

    It opens two days later at 07:00 and closes two days before the next at 18:00, local time. If that leaves
    less than three days, it opens directly after the meeting and closes one day before the next.
    """
    opens = at(held.astimezone(zone).date() + timedelta(OPENS_AFTER), OPENS_AT, zone)
    if following is None:
        return Interlude(opens, None)
    day = following.astimezone(zone).date()
    closes = at(day - timedelta(CLOSES_BEFORE), CLOSES_AT, zone)
    if closes - opens < SHORTEST:
        return Interlude(held, max(held, at(day - timedelta(1), CLOSES_AT, zone)))
    return Interlude(opens, closes)


def at(day: date, clock: time, zone: tzinfo) -> datetime:
    """A moment of the wall clock."""
    return datetime.combine(day, clock, zone)


def next_topic(topics: Sequence[str], looked_at: Sequence[str]) -> str:
    """The topic of looking back that comes next: the round goes on after the last one (2.4)."""
    if not looked_at or looked_at[-1] not in topics:
        return topics[0]
    return topics[(topics.index(looked_at[-1]) + 1) % len(topics)]


def role_for(
    role: str, members: Sequence[Any], last_held: Mapping[tuple[Any, str], date], taken: Sequence[Any] = ()
) -> Any | None:
    """Whom to propose for a session role: who held it longest ago. Never counts as longest; of equals the one
    who joined first (`members` stand in that order). In groups of five and more nobody gets two roles.
    """
    two_each = len(members) < 5
    free = [one for one in members if list(taken).count(one) < (2 if two_each else 1)]
    fresh = [one for one in free if one not in taken] or free
    return min(fresh, key=lambda one: last_held.get((one, role), date.min), default=None)
