"""The best plan for a case, from the next round on (4.2, 4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kring.tools.carousel.planner.case import Case
from kring.tools.carousel.planner.circle import circle_plan, drawn_circle, effort
from kring.tools.carousel.planner.greedy import greedy
from kring.tools.carousel.planner.matching import HUGE
from kring.tools.carousel.planner.rounds import needed
from kring.tools.carousel.planner.run import Round, Run
from kring.tools.carousel.planner.value import Value, value

CIRCLES, FEW_CIRCLES = 20, 4
"""How many drawn circles are looked at beside the greedy plan, and above 80 people."""
EFFORT = 30_000
"""And how much may be matched anew in all of them (people, squared); the one that asks least is always tried."""
MATCHED = 640
"""A greedy plan of n people, up to 80, has 640 / n rounds by matching, and then follows a circle."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`rounds` from round `first` on; rounds at the end without a talk are cut off. `method`: circle, greedy or
    repaired (a circle with a matching where it did not fit)."""

    rounds: tuple[Round, ...]
    value: Value
    method: str
    first: int = 1


@lru_cache(maxsize=64)
def make_plan(case: Case, played: tuple[Round, ...] = (), first: int = 1) -> Plan:
    """The plan for rounds `first` to `case.rounds`, after the rounds that were played. Pure; kept for whoever
    asks the same again, as two hundred phones do."""
    run = Run(played)
    if not played and first == 1 and everything_fits(case):
        made = without_empty(circle_plan(case, run, 1, drawn_circle(case, run, 0))[0])
        return Plan(tuple(made), value(case, run, made, 1), "circle")
    plans = [greedy(case, run, first, by_matching(case))]
    plans += circle_plans(case, run, first)
    plans = [without_empty(plan) for plan in plans]
    values = [value(case, run, plan, first) for plan in plans]
    best = max(range(len(plans)), key=lambda i: (values[i], -i))
    return Plan(tuple(plans[best]), values[best], "greedy" if best == 0 else "repaired", first)


def circle_plans(case: Case, run: Run, first: int) -> list[list[Round]]:
    """Repaired circles, those that ask least first, as many as there is time for; one at least."""
    many = FEW_CIRCLES if len(case.units) > HUGE else CIRCLES
    drawn = [drawn_circle(case, run, s) for s in range(many)]
    asks = [effort(case, run, first, one) for one in drawn]
    made: list[list[Round]] = []
    room = EFFORT
    for s in sorted(range(many), key=lambda s: (asks[s], s)):
        if made and asks[s] > room:
            break
        plan, spent = circle_plan(case, run, first, drawn[s])
        made.append(plan)
        room -= spent
    return made


def everything_fits(case: Case) -> bool:
    """Whether all can meet all, and nothing stands in the way (case 1 of 4.2)."""
    free = not (case.forbidden or case.limited or case.allow_repeat)
    return free and case.rounds >= needed(len(case.units))


def by_matching(case: Case) -> int:
    """How many rounds of the greedy plan are matched, so that a plan takes less than a second."""
    n = len(case.units)
    return case.rounds if n > HUGE else max(1, MATCHED // max(1, n))


def without_empty(plan: Sequence[Round]) -> list[Round]:
    """The plan without rounds at the end in which nobody talks."""
    kept = list(plan)
    while kept and not kept[-1].groups:
        kept.pop()
    return kept
