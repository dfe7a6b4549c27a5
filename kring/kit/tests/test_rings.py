"""From the edge to the core: the worked example and its borders."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.kit.rings import RINGS, TakingPart, counts, movement, moves, ring, share
from kring.kit.tests.examples import examples, why

FACTS = ("held", "attended", "activities", "with_input", "initiatives")


def part(row: dict[str, Any]) -> TakingPart:
    return TakingPart(**{name: row[name] for name in FACTS})


def fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


@pytest.mark.parametrize("case", examples("rings"), ids=why)
def test_the_rings_of_a_circle(case: dict[str, Any]) -> None:
    rings, steps = [], []
    for name, row in case["members"].items():
        assert part(row).engagement == Fraction(row["engagement"]), name
        now = ring(part(row), chosen_edge=row.get("chosen_edge", False))
        step = movement(now, row["before"])
        assert (now, step) == (row["ring"], row["movement"]), name
        rings.append(now)
        steps.append(step)
    assert counts(rings) == case["counts"] and moves(steps) == case["moves"]
    assert share(counts(rings), "core") == fraction(case["core_share"])
    assert share(counts(rings), "edge") == fraction(case["edge_share"])


@given(st.integers(0, 5), st.integers(0, 9), st.data())
def test_more_taking_part_never_leads_outward(held: int, activities: int, data: st.DataObject) -> None:
    attended = data.draw(st.integers(0, held))
    said, times = data.draw(st.integers(0, activities)), data.draw(st.integers(0, 4))
    less = TakingPart(held, attended, activities, said, times)
    more = TakingPart(held, held, activities, activities, times + 1)
    assert 0 <= less.engagement <= more.engagement <= 1
    assert movement(ring(more), ring(less)) in ("", "same", "inward")
    assert ring(less) in ("newcomer", *RINGS)
