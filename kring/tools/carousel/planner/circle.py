"""The circle method (4.3), and plans that follow the circle as far as people and wishes allow (4.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kring.tools.carousel.planner.case import Case
from kring.tools.carousel.planner.lot import Pair, chance, pair
from kring.tools.carousel.planner.matching import MANY, ODD, allowed, match
from kring.tools.carousel.planner.odd import place_left
from kring.tools.carousel.planner.run import Round, Run

WIDER, TIMES = 6, 3
"""In a large group so many pairs are opened again, so many times, when somebody was left over who need not be."""
PATIENCE = 15_000
"""As long as less than this was matched anew in a plan (people, squared), so that it takes less than a second."""


def circle(ids: Sequence[str]) -> Iterator[list[Pair]]:
    """Round by round: everybody with everybody. With an odd number each is once paired with ODD."""
    ring = [*ids, *([ODD] if len(ids) % 2 else [])]
    n = len(ring)
    for _ in range(n - 1):
        yield [pair(ring[i], ring[n - 1 - i]) for i in range(n // 2)]
        ring = [ring[0], ring[-1], *ring[1:-1]]


def drawn_circle(case: Case, run: Run, s: int) -> list[list[Pair]]:
    """The rounds of drawn circle number s, the heaviest first: an early stop then loses the least."""
    ids = sorted(case.ids, key=lambda one: chance(case.seed, "circle", s, one))
    rounds = list(circle(ids))
    weight = [worth(case, run, pairs) for pairs in rounds]
    return [rounds[k] for k in sorted(range(len(rounds)), key=lambda k: (-weight[k], k))]


def effort(case: Case, run: Run, r0: int, drawn: Sequence[Sequence[Pair]]) -> int:
    """How much must be matched anew when this circle is followed: people without a partner, squared, per round."""
    total = 0
    for r, pairs in zip(range(r0, case.rounds + 1), drawn, strict=False):
        here = case.present(r)
        there = set(here)
        kept = sum(both[0] in there and both[1] in there and allowed(case, run, both) for both in pairs)
        total += (len(here) - 2 * kept) ** 2
    return total


def circle_plan(case: Case, run: Run, r0: int, drawn: Sequence[Sequence[Pair]]) -> tuple[list[Round], int]:
    """The rounds from r0 on, and what they took: this circle, with a matching where it does not fit."""
    run, made, spent = run.copy(), [], 0
    for place, r in enumerate(range(r0, case.rounds + 1)):
        pairs = drawn[place] if place < len(drawn) else []
        one, effort_here = followed(case, run, r, pairs, PATIENCE - spent)
        made.append(one)
        run.apply(one)
        spent += effort_here
    return made, spent


def worth(case: Case, run: Run, pairs: Sequence[Pair]) -> int:
    """What a round of the circle weighs."""
    weights, fixed = case.weights, case.weighed
    return sum(
        fixed[both] + run.bonus(weights, both)
        for both in pairs
        if ODD not in both and allowed(case, run, both)
    )


def followed(case: Case, run: Run, r: int, pairs: Sequence[Pair], patience: int) -> tuple[Round, int]:
    """One round of the circle for those who are there, and what it took: whoever has no partner in it is matched
    anew; in a large group a few pairs make room when somebody is left over who need not be."""
    here = case.present(r)
    there = set(here)
    kept = [both for both in pairs if there.issuperset(both) and allowed(case, run, both)]
    taken = {one for both in kept for one in both}
    rest = [one for one in here if one not in taken]
    more, left = match(case, run, r, rest) if len(rest) > 1 else ([], rest)
    spent = len(rest) ** 2
    for _ in range(TIMES if len(here) > MANY else 0):
        if len(left) <= len(here) % 2 or not kept or spent + (len(rest) + 2 * WIDER) ** 2 > patience:
            break
        kept.sort(key=lambda both: chance(case.seed, "open", r, *both))
        rest += [one for both in kept[:WIDER] for one in both]
        kept = kept[WIDER:]
        more, left = match(case, run, r, sorted(rest))
        spent += len(rest) ** 2
    return place_left(case, run, r, sorted(kept + more), left), spent
