"""The slow carousel: one talk in so many weeks, with whoever is not on pause (4.12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from kring.kit.numbers import Holiday
from kring.tools.carousel.planner.case import Case
from kring.tools.carousel.planner.lot import Pair
from kring.tools.carousel.planner.matching import match
from kring.tools.carousel.planner.odd import place_left
from kring.tools.carousel.planner.plan import make_plan
from kring.tools.carousel.planner.run import Round, Run

Answer = Literal["yes", "next_week", "skip"]
PATIENCE = 2
"""So many times `skip` or silence, one after the other, and somebody is on pause."""
MONDAY, FRIDAY = 0, 4
AHEAD = 12
"""No more weeks than this are planned ahead."""


def mondays(start: date, until: date, every: int = 1, holidays: Iterable[Holiday] = ()) -> list[date]:
    """The Mondays on which a round is planned, every so many weeks (1 to 4); weeks that begin in a holiday go by
    without counting."""
    free = list(holidays)
    day = start + timedelta((MONDAY - start.weekday()) % 7)
    found, weeks = [], 0
    while day <= until:
        if not any(first <= day <= last for first, last in free):
            if weeks % every == 0:
                found.append(day)
            weeks += 1
        day += timedelta(7)
    return found


def asked_on(monday: date) -> date:
    """The Friday on which both are asked whether it has happened."""
    return monday + timedelta(FRIDAY)


def paused(answers: Sequence[Answer | None]) -> bool:
    """Whether somebody is on pause: answers from the first round on, None for silence."""
    last = answers[-PATIENCE:]
    return len(last) == PATIENCE and all(one in (None, "skip") for one in last)


def slow_round(
    case: Case, played: Sequence[Round], r: int, kept: Iterable[Pair], pausing: Collection[str]
) -> Round:
    """The talks of one week. Pairs that said "next week" stay together; with an odd number somebody is free.

    Where no pair waits, the week is the first of the best plan for the weeks ahead: week by week alone one plans
    oneself into a corner (4.2).
    """
    run = Run(played)
    here = [one for one in case.present(r) if one not in pausing]
    stay = sorted(both for both in kept if set(both) <= set(here) and both not in case.forbidden)
    case = replace(case, units=tuple(one for one in case.units if one.id in here), odd_mode="observer")
    if not stay:
        ahead = replace(case, rounds=r - 1 + weeks_ahead(here, run))
        planned = make_plan(ahead, tuple(played), r).rounds
        return planned[0] if planned else Round((), tuple(here))
    taken = {one for both in stay for one in both}
    pairs, left = match(case, run, r, [one for one in here if one not in taken])
    return place_left(case, run, r, sorted(stay + pairs), left)


def weeks_ahead(here: Sequence[str], run: Run) -> int:
    """For how many weeks it is planned: until everybody can have met everybody, from 1 to 12."""
    met = Counter(one for both in run.met if set(both) <= set(here) for one in both)
    missing = len(here) * (len(here) - 1) // 2 - sum(met.values()) // 2
    least = max((len(here) - 1 - met[one] for one in here), default=0)
    pairs = max(1, len(here) // 2)
    return min(AHEAD, max(1, least, -(-missing // pairs)))
