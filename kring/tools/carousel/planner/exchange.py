"""One round of a large group in a few milliseconds: the heaviest pairs first, then partners are exchanged.

An exact matching of 200 people takes a seventh of a second in Python, too long for eight rounds and several plans.
This gives as many talks, keeps 98 of 100 wishes that the exact one keeps, and takes a thirtieth of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kring.tools.carousel.planner.case import Case
from kring.tools.carousel.planner.lot import Pair, chance, pair
from kring.tools.carousel.planner.run import Run

NEAR = 8
"""So many of the heaviest pairs of each person are looked at."""
ROUNDS = 6
"""So often everybody may exchange; most are content after three."""

Weight = Callable[[str, str], int]
May = Callable[[str, str], bool]


def exchange(ids: Sequence[str], near: Mapping[str, Sequence[str]], weigh: Weight, may: May) -> list[Pair]:
    """Pairs of these people, each person in one at most; whoever finds nobody is left out.

    `near`: the heaviest allowed partners of each; `weigh` and `may` judge any two.
    """
    mate = heaviest_first(near, weigh)
    alone = pair_up([one for one in ids if one not in mate], mate, may)
    make_room(alone, mate, may)
    for _ in range(ROUNDS):
        if not better(ids, near, mate, weigh, may):
            break
    return sorted({pair(a, b) for a, b in mate.items()})


def heaviest_first(near: Mapping[str, Sequence[str]], weigh: Weight) -> dict[str, str]:
    """Take the heaviest pair whose two are free, again and again."""
    both = {pair(a, b) for a, others in near.items() for b in others}
    mate: dict[str, str] = {}
    for _, a, b in sorted(((weigh(a, b), a, b) for a, b in both), reverse=True):
        if a not in mate and b not in mate:
            mate[a], mate[b] = b, a
    return mate


def pair_up(waiting: list[str], mate: dict[str, str], may: May) -> list[str]:
    """Those who are left, with each other where they may; gives who is alone then."""
    alone = []
    while waiting:
        one = waiting.pop()
        other = next((who for who in waiting if may(one, who)), None)
        if other is None:
            alone.append(one)
        else:
            waiting.remove(other)
            mate[one], mate[other] = other, one
    return alone


def make_room(alone: list[str], mate: dict[str, str], may: May) -> None:
    """Two who may not meet each other take the two of a pair, one each."""
    while len(alone) > 1:
        one = alone.pop()
        found = next(
            (
                (other, a, b)
                for other in alone
                for a, b in sorted(mate.items())
                if may(one, a) and may(other, b)
            ),
            None,
        )
        if found:
            other, a, b = found
            alone.remove(other)
            mate[one], mate[a], mate[other], mate[b] = a, one, b, other


def better(
    ids: Sequence[str], near: Mapping[str, Sequence[str]], mate: dict[str, str], weigh: Weight, may: May
) -> bool:
    """Let two pairs exchange partners wherever that weighs more; whether anybody did."""
    changed = False
    for a in ids:
        for c in near[a]:
            b, d = mate.get(a), mate.get(c)
            if b is None or d is None or b == c or not may(b, d):
                continue
            if weigh(a, c) + weigh(b, d) > weigh(a, b) + weigh(c, d):
                mate[a], mate[c], mate[b], mate[d] = c, a, d, b
                changed = True
    return changed


def heaviest(case: Case, ids: Sequence[str], most: int, may: May) -> dict[str, list[str]]:
    """Of each person the `most` heaviest partners that are allowed and there."""
    here = set(ids)
    found: dict[str, list[str]] = {}
    for a in ids:
        row: list[str] = []
        for b in favourites(case)[a]:
            if b in here and may(a, b):
                row.append(b)
                if len(row) == most:
                    break
        found[a] = row
    return found


def favourites(case: Case) -> dict[str, list[str]]:
    """Per person all others, the heaviest pair first; pairs that weigh the same in an order drawn for both."""
    known: dict[str, list[str]] | None = case.__dict__.get("favourites")
    if known is None:
        drawn = {one: chance(case.seed, "favourites", one) for one in case.ids}
        scale = 1 << 17
        rows: dict[str, list[tuple[int, str]]] = {one: [] for one in case.ids}
        for (a, b), worth in case.weighed.items():
            rank = worth * scale + drawn[a] * drawn[b] % 65_537
            rows[a].append((rank, b))
            rows[b].append((rank, a))
        known = {one: [other for _, other in sorted(row, reverse=True)] for one, row in rows.items()}
        case.__dict__["favourites"] = known
    return known


def weight_of(case: Case, run: Run, lack: Mapping[str, int]) -> Weight:
    """What a pair weighs now, without the jitter: here the drawn order of favourites decides ties."""
    worth, weights, met, met3 = case.weighed, case.weights, run.met, run.met3

    def weigh(a: str, b: str) -> int:
        both = (a, b) if a < b else (b, a)
        new = 0 if both in met else weights.new3 if both in met3 else weights.new
        return worth[both] + new + lack[a] + lack[b]

    return weigh
