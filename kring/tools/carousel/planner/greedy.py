"""Round after round the heaviest matching (4.2)."""

from __future__ import annotations

from kring.tools.carousel.planner.case import Case
from kring.tools.carousel.planner.circle import circle_plan, drawn_circle
from kring.tools.carousel.planner.matching import match
from kring.tools.carousel.planner.odd import place_left
from kring.tools.carousel.planner.run import Round, Run


def greedy(case: Case, run: Run, r0: int, most: int) -> list[Round]:
    """The rounds from r0 on. After `most` rounds, where wishes weigh heaviest, a circle goes on (large groups)."""
    run, made = run.copy(), []
    until = min(case.rounds, r0 + most - 1)
    for r in range(r0, until + 1):
        made.append(place_left(case, run, r, *match(case, run, r, case.present(r))))
        run.apply(made[-1])
    if until == case.rounds:
        return made
    return made + circle_plan(case, run, until + 1, drawn_circle(case, run, 0))[0]
