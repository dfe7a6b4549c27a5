"""When a group agrees (lifecycle.md AG-3, AG-4), and how large a change of words is. Pure: dates come with the data."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kring.kit.numbers import Holiday, active_days

Outcome = Literal["", "agreed", "agreed_with_objection"]

OBJECTION_DAYS = 14
"""Active days after which a group may go on although somebody objects (AG-4)."""
SMALL_CHANGE = 20
"""Characters up to which a yes to the old words still holds for the new ones (AG-3)."""


@dataclass(frozen=True)
class Answer:
    """What somebody answers now: ok, adjust or object, and the day they said it."""

    person: object
    value: str
    on: date


def share_of(n: int, above: int, below: int) -> int:
    """The whole number of people that is at least above/below of n."""
    return -(-n * above // below)


def agreed(
    active: Collection[object], answers: Iterable[Answer], today: date, holidays: Iterable[Holiday] = ()
) -> Outcome:
    """Whether the active members agree today.

    AG-3: two thirds of them answered and nobody objects. AG-4: every objection has stood open for 14 active
    days, and four fifths say ok or adjust; the objection stays readable. Answers of others do not count; a
    circle without active members agrees to nothing.
    """
    counting = [one for one in answers if one.person in active]
    against = [one for one in counting if one.value == "object"]
    if not active:
        return ""
    if not against:
        return "agreed" if len(counting) >= share_of(len(active), 2, 3) else ""
    free = list(holidays)
    if any(active_days(one.on, today, free) < OBJECTION_DAYS for one in against):
        return ""
    yes = len(counting) - len(against)
    return "agreed_with_objection" if yes >= share_of(len(active), 4, 5) else ""


def everybody_ok(active: Collection[object], answers: Iterable[Answer]) -> bool:
    """Whether every active member says ok, for a lower level of confidentiality (AG-5)."""
    ok = {one.person for one in answers if one.value == "ok"}
    return bool(active) and ok >= set(active)


def change_of(old: str, new: str) -> int:
    """The fewest characters to put in, take out or replace to make `new` of `old` (Levenshtein 1965)."""
    row = list(range(len(new) + 1))
    for i, a in enumerate(old, start=1):
        before, row[0] = row[0], i
        for j, b in enumerate(new, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def after_active_days(start: date, days: int, holidays: Iterable[Holiday] = ()) -> date:
    """The first day on which so many active days have passed since `start` (C-25)."""
    free = list(holidays)
    day = start + timedelta(days)
    while (missing := days - active_days(start, day, free)) > 0:
        day += timedelta(missing)
    return day
