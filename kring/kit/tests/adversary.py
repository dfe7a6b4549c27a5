"""Somebody who kept every board that was ever shown and does all the sums that can be done with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from itertools import combinations

Ids = AbstractSet[str]
Boards = Sequence[Mapping[str, Ids]]


def found_out(boards: Boards, most: int) -> set[frozenset[str]]:
    """The groups of at most `most` people about whom the boards together tell something on their own.

    Each row gives a sum over its people (n times the mean, or n times the spread). From those sums every
    weighted sum of rows can be made, and no other: so a group is found out if some mixture of rows, whatever
    the weights, leaves nobody but people of that group. Subtracting a row from the whole is one such mixture;
    differences over time and chains of them are others. Only the smallest groups are given.
    """
    shown = [frozenset(ids) for board in boards for ids in board.values() if ids]
    atoms = together_always(shown)
    rank_of_all = rank(matrix(shown, atoms))
    small = [atom for atom in atoms if len(atom) <= most]
    found: set[frozenset[str]] = set()
    for size in range(1, most + 1):
        for some in combinations(small, size):
            group = frozenset().union(*some)
            known = any(smaller <= group for smaller in found)
            if len(group) > most or known:
                continue
            others = [atom for atom in atoms if atom not in some]
            if rank(matrix(shown, others)) < rank_of_all:
                found.add(group)
    return found


def together_always(shown: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The people, in lots that no row divides: sums cannot tell people of one lot apart."""
    lots: set[frozenset[str]] = set()
    for ids in shown:
        new = ids.difference(*lots)
        lots = {part for lot in lots for part in (lot & ids, lot - ids) if part} | ({new} if new else set())
    return sorted(lots, key=sorted)


def matrix(shown: Iterable[frozenset[str]], lots: Collection[frozenset[str]]) -> list[list[Fraction]]:
    return [[Fraction(lot <= ids) for lot in lots] for ids in shown]


def rank(lines: list[list[Fraction]]) -> int:
    """How many of the lines say something that the others do not."""
    left, found = [line for line in lines if any(line)], 0
    while left:
        found += 1
        pivot = left.pop()
        at = next(i for i, x in enumerate(pivot) if x)
        cleared = ([x - line[at] / pivot[at] * y for x, y in zip(line, pivot, strict=True)] for line in left)
        left = [line for line in cleared if any(line)]
    return found
