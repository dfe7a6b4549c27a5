"""Which of several plans is best (4.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kring.tools.carousel.planner.case import Case
from kring.tools.carousel.planner.lot import pair
from kring.tools.carousel.planner.run import Round, Run


class Value(NamedTuple):
    """Compared from left to right, more is better; `lost` and `unfair` are 0 or negative."""

    lost: int
    unfair: int
    requests: int
    pairs: int
    new: int
    weight: int


def value(case: Case, run: Run, plan: Sequence[Round], r0: int) -> Value:
    """What a plan from round r0 on is worth, on top of what has happened."""
    end, lost, new, weight = run.copy(), 0, 0, 0
    always = set(case.ids)
    for r, one in enumerate(plan, r0):
        here = case.present(r)
        always.intersection_update(here)
        lost += max(0, len(one.observers) + one.trios - len(here) % 2)
        for group in one.groups:
            if len(group) == 2 and (both := pair(*group)) not in end.met:
                new += 1
                weight += case.weighed.get(both, 0)
        end.apply(one)
    odd = [end.odd[one] for one in always] or [0]
    kept = sum(2 if pair(a, b) in end.met else 1 if pair(a, b) in end.met3 else 0 for a, b in case.requests)
    unfair = max(0, max(odd) - min(odd) - 1)
    return Value(-lost, -unfair, kept, len(end.met.keys() | end.met3.keys()), new, weight)
