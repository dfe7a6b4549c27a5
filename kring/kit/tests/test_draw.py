"""Chance from a fixed lot (C-38)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kring.kit.draw import drawn, number


def test_a_draw_that_everybody_can_repeat() -> None:
    assert drawn(["tile.01", "tile.02", "tile.03"], "a1b2c3", "tiles") == ["tile.03", "tile.01", "tile.02"]
    assert number("a1b2c3", "target", 1) % 56 == 3


def test_another_purpose_gives_another_order() -> None:
    ids = list(range(20))
    assert drawn(ids, "a1b2c3", "tables") != drawn(ids, "a1b2c3", "hosts")
    assert drawn(ids, "a1b2c3", "tables") != drawn(ids, "d4e5f6", "tables")


@given(st.sets(st.text(max_size=5), max_size=8), st.text(max_size=5))
def test_the_order_of_arrival_does_not_matter(ids: set[str], lot: str) -> None:
    assert drawn(sorted(ids), lot, "cards") == drawn(sorted(ids, reverse=True), lot, "cards")
    assert set(drawn(ids, lot, "cards")) == ids
