"""The facilitator steps back (lifecycle.md 7): levels, signals and counters. Sums without database.

The bounds are product choices (C-44).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

LOWEST, HIGHEST = 0, 3
"""on_call, standby, alongside, lead."""
FLOOR = {"run_up": 3, "start": 1, "middle": 0, "end": 2}
ENTRY = {"run_up": 3, "start": 2}
"""The level with which a phase begins; the middle takes what there was, the end at least its floor."""
EXPERIENCED, HALF, KEEPS, LEADERS = Fraction(7, 2), Fraction(1, 2), Fraction(7, 10), 2
FEWEST_PARTS, FEWEST_DUE = 4, 3
MANY, SOME, FEW = 4, 3, 1
"""Signals that hold: from four the group can do more; one or none of three that were measured: less."""
TWICE = 2
"""Meetings in a row after which a change is proposed, and meetings without a proposal after a no."""


@dataclass(frozen=True)
class Counted:
    """What was counted over the last three meetings; `experienced` is the group's own mean (1 to 5), or None."""

    experienced: Fraction | None = None
    parts: int = 0
    led: int = 0
    items: int = 0
    proposed: int = 0
    due: int = 0
    kept: int = 0
    leaders: int = 0


@dataclass(frozen=True)
class Signals:
    """F1 to F5: does it hold? None is missing, and does not hold."""

    experienced: bool | None
    leading: bool | None
    agenda: bool | None
    keeping: bool | None
    spread: bool

    @property
    def all(self) -> tuple[bool | None, ...]:
        """In their order."""
        return (self.experienced, self.leading, self.agenda, self.keeping, self.spread)

    @property
    def held(self) -> int:
        """How many hold, 0 to 5."""
        return sum(one is True for one in self.all)

    @property
    def measured(self) -> int:
        """How many are not missing, 1 to 5."""
        return sum(one is not None for one in self.all)


@dataclass(frozen=True)
class Presence:
    """Where a circle stands: the level, meetings in a row that point back or forward, and meetings to wait."""

    level: int = HIGHEST
    back: int = 0
    forward: int = 0
    wait_back: int = 0
    wait_forward: int = 0


def share(part: int, whole: int, fewest: int) -> Fraction | None:
    """A share, from a denominator that is large enough."""
    return Fraction(part, whole) if whole >= fewest else None


def signals(counted: Counted) -> Signals:
    """F1 to F5 of section 7.2."""
    leading = share(counted.led, counted.parts, FEWEST_PARTS)
    agenda = share(counted.proposed, counted.items, FEWEST_PARTS)
    keeping = share(counted.kept, counted.due, FEWEST_DUE)
    return Signals(
        None if counted.experienced is None else counted.experienced >= EXPERIENCED,
        None if leading is None else leading >= HALF,
        None if agenda is None else agenda >= HALF,
        None if keeping is None else keeping >= KEEPS,
        counted.leaders >= LEADERS,
    )


def entered(presence: Presence, phase: str) -> Presence:
    """What entering a phase does: the one change that nobody decides. Counting begins anew where a level is set."""
    if phase == "end":
        return Presence(max(presence.level, FLOOR["end"]))
    if phase in ENTRY:
        return Presence(ENTRY[phase])
    return presence


def after_meeting(presence: Presence, found: Signals, phase: str) -> tuple[Presence, int | None]:
    """What a meeting does to the counters, and the level that is proposed; None when nothing is."""
    now = replace(
        presence,
        back=presence.back + 1 if found.held >= MANY else 0,
        forward=presence.forward + 1 if found.measured >= SOME and found.held <= FEW else 0,
        wait_back=max(0, presence.wait_back - 1),
        wait_forward=max(0, presence.wait_forward - 1),
    )
    if now.back >= TWICE and now.level > FLOOR[phase] and not presence.wait_back:
        return now, now.level - 1
    if now.forward >= TWICE and now.level < HIGHEST and not presence.wait_forward:
        return now, now.level + 1
    return now, None


def accepted(presence: Presence, to: int) -> Presence:
    """The group said yes: the new level, and counting begins anew."""
    return Presence(to, wait_back=presence.wait_back, wait_forward=presence.wait_forward)


def declined(presence: Presence, to: int) -> Presence:
    """The group said no: counting begins anew, and in this direction nothing is proposed for two meetings."""
    back = to < presence.level
    return Presence(
        presence.level,
        wait_back=TWICE if back else presence.wait_back,
        wait_forward=presence.wait_forward if back else TWICE,
    )


def verdict(active: int, yes: int, no: int) -> str:
    """accepted | declined, or nothing while it can go either way. Yes from at least half, and more yes than no."""
    needed, left = -(-active // 2), active - yes - no
    if active and yes >= needed and yes > no:
        return "accepted"
    if yes + left < needed or yes + left <= no:
        return "declined"
    return ""
