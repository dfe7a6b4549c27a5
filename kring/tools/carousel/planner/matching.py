"""One round: as many pairs as possible, the heaviest of those (Edmonds, through networkx)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from kring.tools.carousel.planner.case import Case
from kring.tools.carousel.planner.exchange import exchange, heaviest, weight_of
from kring.tools.carousel.planner.lot import Pair, jitter, pair
from kring.tools.carousel.planner.run import Run

ODD = "~"
"""Stands for nobody: whoever is matched with it is the odd one."""
MOST_LACK = 10
MANY, NEAR = 40, 8
"""Above so many people in a round only the heaviest pairs of each are looked at, so many. (Section 4.7: 80, 30.)"""
HUGE = 80
"""Above so many people partners are exchanged instead of matched (`exchange`)."""
RING = (1, 2, 3)
"""And the pairs with whoever stands so far further on, so that everybody can be matched."""

Edge = tuple[str, str, int]


def match(case: Case, run: Run, r: int, ids: Sequence[str]) -> tuple[list[Pair], list[str]]:
    """(pairs, who is left) of the people `ids` in round r, of whom any may be left when no pair is allowed."""
    if len(ids) == 2:
        both = pair(*ids)
        return ([both], []) if allowed(case, run, both) else ([], list(ids))
    pairs = exchanged(case, run, r, ids) if len(ids) > HUGE else []
    if not pairs or len(pairs) < len(ids) // 2:
        pairs = matched(case, run, r, ids)
    used = {one for both in pairs for one in both}
    return pairs, [one for one in ids if one not in used]


def matched(case: Case, run: Run, r: int, ids: Sequence[str]) -> list[Pair]:
    """Edmonds' matching: as many pairs as possible, and the heaviest of those."""
    import networkx  # only who plans pays for it

    graph = networkx.Graph()
    graph.add_nodes_from(ids)
    graph.add_weighted_edges_from(edges(case, run, r, ids))
    if len(ids) % 2:
        graph.add_weighted_edges_from(odd_edges(case, run, r, ids))
    found = networkx.max_weight_matching(graph, maxcardinality=True)
    return sorted(pair(a, b) for a, b in found if ODD not in (a, b))


def exchanged(case: Case, run: Run, r: int, ids: Sequence[str]) -> list[Pair]:
    """The pairs of a large group; with an odd number, whoever may be the odd one and costs least is left out."""
    left = max(odd_edges(case, run, r, ids), key=lambda one: one[2])[0] if len(ids) % 2 else ""
    here = [one for one in ids if one != left]

    def may(a: str, b: str) -> bool:
        return allowed(case, run, (a, b) if a < b else (b, a))

    near = heaviest(case, here, NEAR, may)
    return exchange(here, near, weight_of(case, run, lacking(case, run, ids)), may)


def lacking(case: Case, run: Run, ids: Sequence[str]) -> dict[str, int]:
    """What each weighs more for lagging behind the person with most talks."""
    most = max((run.talks[one] for one in ids), default=0)
    return {one: case.weights.balance * min(MOST_LACK, most - run.talks[one]) for one in ids}


def allowed(case: Case, run: Run, both: Pair) -> bool:
    """Whether these two may meet now (4.4, hard constraints)."""
    return both not in case.forbidden and (case.allow_repeat or both not in run.met)


def edges(case: Case, run: Run, r: int, ids: Sequence[str]) -> Iterator[Edge]:
    """The pairs that may meet, with their weight."""
    worth, seed, lack = case.weighed, case.seed, lacking(case, run, ids)
    for both in few(case, run, r, ids) if len(ids) > MANY else combinations(sorted(ids), 2):
        if allowed(case, run, both):
            a, b = both
            new = run.bonus(case.weights, both)
            yield a, b, worth[both] + new + lack[a] + lack[b] + jitter(seed, r, a, b)


def few(case: Case, run: Run, r: int, ids: Sequence[str]) -> set[Pair]:
    """The heaviest allowed pairs of each person, and a ring through all, so that everybody can be matched (4.7)."""
    order = sorted(ids)

    def may(a: str, b: str) -> bool:
        return allowed(case, run, pair(a, b))

    chosen = {pair(a, b) for a, near in heaviest(case, order, NEAR, may).items() for b in near}
    n = len(order)
    for i, a in enumerate(order):
        for step in RING:
            b = order[(i + step * r) % n]
            if a != b:
                chosen.add(pair(a, b))
    return chosen


def odd_edges(case: Case, run: Run, r: int, ids: Sequence[str]) -> Iterator[Edge]:
    """Who may be the odd one: those who were it least, and nobody in a first round after coming late (4.5)."""
    fewest = min(run.odd[one] for one in ids)
    turn = [one for one in ids if run.odd[one] == fewest]
    turn = [one for one in turn if not (r > 1 and case.by_id[one].first == r)] or turn
    least = min(run.talks[one] for one in ids)
    for one in turn:
        ahead = min(MOST_LACK, run.talks[one] - least)
        yield one, ODD, case.weights.balance * ahead + jitter(case.seed, r, one, ODD)
