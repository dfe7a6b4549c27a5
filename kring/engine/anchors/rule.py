"""The anchor rule of lifecycle.md 3: in at three anchors, out only after two poor months. Sums without database.

The bounds are product choices (C-44).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

ANCHORS = ("time", "role", "induction", "reuse", "feeding")
ENTER, LEAVE, MONTHS = 3, 1, 2


@dataclass(frozen=True)
class Standing:
    """Whether the anchor rule holds, and how many months in a row one anchor held or none."""

    sustaining: bool = False
    low: int = 0


def look(standing: Standing, held: int, *, ripe: bool) -> Standing:
    """An evaluation on any day: a circle comes in when `held` anchors (0 to 5) are enough and it is `ripe`, so when
    a cycle ended with going on or handing over. Poor months count from then on."""
    if not standing.sustaining and ripe and held >= ENTER:
        return Standing(sustaining=True)
    return standing


def look_monthly(standing: Standing, held: int, *, ripe: bool) -> Standing:
    """The evaluation of the first day of a month: the only one at which a circle goes out."""
    if not standing.sustaining:
        return look(standing, held, ripe=ripe)
    low = standing.low + 1 if held <= LEAVE else 0
    return Standing() if low >= MONTHS else replace(standing, low=low)


def months_after(month: date, today: date) -> Iterator[date]:
    """The first days of the months after this one, up to today."""
    while (month := following(month)) <= today:
        yield month


def following(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def school_year(day: date, start_month: int) -> int:
    """The year in which the school year of this day began; `start_month` 1 to 12."""
    return day.year if day.month >= start_month else day.year - 1


def stage(*, ended: bool, dormant: bool, sustaining: bool, reached_middle: bool) -> str:
    """The first that applies: ended | dormant | sustaining | promoting | initiating."""
    if ended:
        return "ended"
    if dormant:
        return "dormant"
    if sustaining:
        return "sustaining"
    return "promoting" if reached_middle else "initiating"
