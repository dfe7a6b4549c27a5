"""One round: as many pairs as possible, the heaviest of those (Edmonds, through networkx)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from kring.tools.carousel.planner.case import Case
from kring.tools.carousel.planner.lot import Pair, chance, jitter, pair
from kring.tools.carousel.planner.run import Run

ODD = "~"
"""Stands for nobody: whoever is matched with it is the odd one."""
MOST_LACK = 10
MANY = 40
"""Above so many people in a round only part of the pairs is looked at. (Section 4.7: 80.)"""
NEAR, NEAREST, HUGE = 8, 4, 80
"""Of so many people: per person that many of the heaviest pairs, fewer above 80 people. (Section 4.7: 30.)
What they give for 200 people was measured: the same number of talks and the same weight, four times as fast."""
RING = (1, 2, 3)
"""And the pairs with whoever stands so far further on, so that everybody can be matched."""

Edge = tuple[str, str, int]


def match(case: Case, run: Run, r: int, ids: Sequence[str]) -> tuple[list[Pair], list[str]]:
    """(pairs, who is left) of the people `ids` in round r, of whom any may be left when no pair is allowed."""
    if len(ids) == 2:
        both = pair(*ids)
        return ([both], []) if allowed(case, run, both) else ([], list(ids))
    import networkx  # only who plans pays for it

    graph = networkx.Graph()
    graph.add_nodes_from(ids)
    graph.add_weighted_edges_from(edges(case, run, r, ids))
    if len(ids) % 2:
        graph.add_weighted_edges_from(odd_edges(case, run, r, ids))
    found = networkx.max_weight_matching(graph, maxcardinality=True)
    pairs = sorted(pair(a, b) for a, b in found if ODD not in (a, b))
    used = {one for both in pairs for one in both}
    return pairs, [one for one in ids if one not in used]


def allowed(case: Case, run: Run, both: Pair) -> bool:
    """Whether these two may meet now (4.4, hard constraints)."""
    return both not in case.forbidden and (case.allow_repeat or both not in run.met)


def edges(case: Case, run: Run, r: int, ids: Sequence[str]) -> Iterator[Edge]:
    """The pairs that may meet, with their weight."""
    talks, weights, worth, seed = run.talks, case.weights, case.weighed, case.seed
    most = max((talks[one] for one in ids), default=0)
    lack = {one: weights.balance * min(MOST_LACK, most - talks[one]) for one in ids}
    for both in few(case, run, r, ids) if len(ids) > MANY else combinations(sorted(ids), 2):
        if allowed(case, run, both):
            a, b = both
            worth_new = run.bonus(weights, both)
            yield a, b, worth[both] + worth_new + lack[a] + lack[b] + jitter(seed, r, a, b)


def few(case: Case, run: Run, r: int, ids: Sequence[str]) -> set[Pair]:
    """The heaviest allowed pairs of each person, and a ring through all (4.7, above 80 people)."""
    here, order = set(ids), sorted(ids)
    chosen: set[Pair] = set()
    for a in order:
        left = NEAR if len(ids) <= HUGE else NEAREST
        for b in favourites(case)[a]:
            both = pair(a, b)
            if b in here and allowed(case, run, both):
                chosen.add(both)
                left -= 1
                if not left:
                    break
    n = len(order)
    for i, a in enumerate(order):
        for step in RING:
            b = order[(i + step * r) % n]
            if a != b:
                chosen.add(pair(a, b))
    return chosen


def favourites(case: Case) -> dict[str, list[str]]:
    """Per person all others, the heaviest pair first; pairs that weigh the same in an order drawn for both."""
    known: dict[str, list[str]] | None = case.__dict__.get("favourites")
    if known is None:
        drawn = {one: chance(case.seed, "favourites", one) for one in case.ids}
        scale, ranked = 1 << 17, case.weighed
        rows: dict[str, list[tuple[int, str]]] = {one: [] for one in case.ids}
        for (a, b), worth in ranked.items():
            rank = worth * scale + drawn[a] * drawn[b] % 65_537
            rows[a].append((rank, b))
            rows[b].append((rank, a))
        known = {one: [other for _, other in sorted(row, reverse=True)] for one, row in rows.items()}
        case.__dict__["favourites"] = known
    return known


def odd_edges(case: Case, run: Run, r: int, ids: Sequence[str]) -> Iterator[Edge]:
    """Who may be the odd one: those who were it least, and nobody in a first round after coming late (4.5)."""
    fewest = min(run.odd[one] for one in ids)
    turn = [one for one in ids if run.odd[one] == fewest]
    turn = [one for one in turn if not (r > 1 and case.by_id[one].first == r)] or turn
    least = min(run.talks[one] for one in ids)
    for one in turn:
        ahead = min(MOST_LACK, run.talks[one] - least)
        yield one, ODD, case.weights.balance * ahead + jitter(case.seed, r, one, ODD)
