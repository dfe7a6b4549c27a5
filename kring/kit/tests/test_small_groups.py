"""Which groups are shown, which go together, and when again (C-27 to C-30)."""

from __future__ import annotations

from typing import Any

import pytest

from kring.kit.payload import Refused
from kring.kit.scene import Published
from kring.kit.small_groups import (
    fewest,
    kept_plan,
    layout,
    may_publish,
    next_plan,
    reveal_rows,
    rows,
    rows_to_reveal,
    shown_last,
    together,
)
from kring.kit.tests.examples import examples, why


def crowd(**sizes: int) -> dict[str, set[str]]:
    return {group: {f"{group}{i}" for i in range(n)} for group, n in sizes.items()}


@pytest.mark.parametrize("case", examples("together"), ids=why)
def test_small_groups_go_together(case: dict[str, Any]) -> None:
    assert together(case["sizes"], case.get("k", 5)) == set(case["hidden"])


@pytest.mark.parametrize("case", examples("publish"), ids=why)
def test_a_figure_is_shown_again_and_again(case: dict[str, Any]) -> None:
    before: dict[str, set[str]] = {}
    told: list[Any] = []
    for sizes in case["then"]:
        try:
            before = reveal_rows(before, crowd(**sizes))
            told.append({row: len(ids) for row, ids in before.items()})
        except Refused as refused:
            told.append(refused.code)
    assert told == case["rows"]


@pytest.mark.parametrize("case", examples("named"), ids=why)
def test_with_names_nothing_is_merged(case: dict[str, Any]) -> None:
    before: dict[str, set[str]] = {}
    told: list[Any] = []
    for sizes in case["then"]:
        try:
            before = rows_to_reveal({"named": True}, before, crowd(**sizes))
            told.append({row: len(ids) for row, ids in before.items()})
        except Refused as refused:
            told.append(refused.code)
    assert told == case["rows"]


def test_without_names_the_rules_stay_what_they_were() -> None:
    assert (fewest({}), fewest({"named": False}), fewest({"named": True})) == (5, 5, 3)
    with pytest.raises(Refused, match="too_few"):
        rows_to_reveal({}, {}, crowd(t=4))
    assert set(rows_to_reveal({"named": False}, {}, crowd(t=12, l=5))) == {"whole", "t", "l"}
    with pytest.raises(ValueError, match="two groups"):
        rows_to_reveal({"named": True}, {}, {"t": {"x"}, "l": {"x"}})


def test_a_plan_says_where_each_group_stands() -> None:
    assert layout(crowd(t=7, l=5, s=3)) == {"t": "t", "l": "together", "s": "together"}
    assert layout(crowd(t=12, l=2)) == {}
    assert layout(crowd(t=12)) == {}


def test_below_five_there_are_no_rows() -> None:
    assert rows(crowd(t=2, l=2), {}) == {}
    assert set(rows(crowd(t=12, l=2), {})) == {"whole"}
    assert rows({}, {}) == {}


def test_a_stranger_joins_the_others_or_ends_the_split() -> None:
    assert next_plan({"t": "t", "l": "l"}, crowd(t=14, l=5, s=1)) == {}
    assert next_plan({"t": "t", "l": "together"}, crowd(t=9, l=5, s=1))["s"] == "together"
    assert next_plan({}, crowd(t=9, l=9)) == {}


def test_the_plan_can_be_read_from_what_was_shown() -> None:
    members = crowd(t=7, l=5, s=3)
    plan = layout(members)
    assert kept_plan(rows(members, plan), crowd(t=9, l=5, s=4, p=2)) == plan
    assert kept_plan(rows(members, {}), members) == {}


def test_at_first_five_are_needed_and_later_three() -> None:
    five, seven, eight = (rows(crowd(t=n), {}) for n in (5, 7, 8))
    assert may_publish({}, five)
    assert may_publish(five, eight)
    assert not may_publish(five, seven)
    assert not may_publish(five, five)
    assert not may_publish({}, {})
    assert not may_publish({}, {"whole": crowd(t=4)["t"]})


def test_schools_are_shown_from_three_circles() -> None:
    assert may_publish({}, rows(crowd(a=3), {}, k=3), k=3)
    assert set(reveal_rows({}, crowd(a=4, b=3), k=3)) == {"whole", "a", "b"}


def test_a_plan_of_another_figure_gives_only_the_whole() -> None:
    """On this figure only two leaders answered, or a group that the plan does not know."""
    plan = layout(crowd(t=12, l=5))
    assert set(rows(crowd(t=12, l=2), plan)) == {"whole"}
    assert set(rows(crowd(t=12, l=5, s=2), plan)) == {"whole"}
    assert not may_publish({}, {"whole": set().union(*crowd(t=12, l=2).values()), **crowd(t=12, l=2)})


def test_whoever_is_in_no_row_is_counted_too() -> None:
    """The whole minus the teachers would be the two leaders."""
    members = crowd(t=12, l=2)
    whole = members["t"] | members["l"]
    assert not may_publish({}, {"whole": whole, "t": members["t"]})
    assert may_publish({}, {"whole": whole | crowd(l=5)["l"], "t": members["t"]})


def test_nobody_leaves_and_nobody_moves() -> None:
    before = rows(crowd(t=12, l=8), layout(crowd(t=12, l=8)))
    gone = {**before, "whole": before["whole"] - {"l7"}, "l": before["l"] - {"l7"}}
    more = {"t12", "t13", "t14"}
    assert not may_publish(before, gone)
    assert not may_publish(before, {**gone, "whole": gone["whole"] | more, "t": gone["t"] | more})
    moved = {"l5", "l6", "l7"}
    assert not may_publish(before, {**before, "t": before["t"] | moved, "l": before["l"] - moved})


def test_rows_do_not_come_back() -> None:
    """The whole of the first time minus the teachers of now would be the two leaders."""
    first, now = crowd(t=12, l=2), crowd(t=12, l=5)
    before = rows(first, layout(first))
    assert not may_publish(before, rows(now, layout(now)))
    assert may_publish(before, rows(now, next_plan(layout(first), now)))


def test_a_row_is_not_added_even_if_all_in_it_are_new() -> None:
    before = rows(crowd(t=12, l=8), layout(crowd(t=12, l=8)))
    new = crowd(s=6)["s"]
    assert not may_publish(before, {**before, "whole": before["whole"] | new, "s": new})
    assert may_publish(before, {"whole": before["whole"] | new})


def test_a_whole_that_was_not_shown_could_be_added_up() -> None:
    """The whole of now minus the two rows of then would be the one new leader."""
    before, now = crowd(t=5, l=6), crowd(t=5, l=7)
    whole = now["t"] | now["l"]
    assert not may_publish(before, {"whole": whole, "t": now["t"]})
    assert may_publish(before, {"whole": whole | {"l7", "l8"}, "t": now["t"]})


def test_rows_that_overlap_are_not_shown() -> None:
    five = crowd(t=5)["t"]
    assert not may_publish({}, {"t": five, "l": five | {"l0"}})
    assert not may_publish({}, {"whole": five, "t": five | {"l0"}})


def test_a_split_that_is_no_split_is_a_mistake() -> None:
    for wrong in ({"t": {"amina"}, "l": {"amina"}}, {"whole": {"amina"}}, {"together": {"amina"}}):
        with pytest.raises(ValueError, match="group"):
            rows(wrong, {})
        with pytest.raises(ValueError, match="group"):
            layout(wrong)


def test_what_was_seen_counts_though_it_is_off_the_board_or_was_another_choice() -> None:
    five, eight = ({"whole": frozenset(crowd(t=n)["t"])} for n in (5, 8))
    before = [
        Published("look", "all", 1, 9, {"mean": five}, {}),
        Published("look", "by_group", 1, 12, {"mean": eight}, {}, withdrawn=True),
        Published("later", "", 1, 40, {"mean": five}, {}),
        Published("look", "words", 1, 12, {"share": five}, {}),
    ]
    assert shown_last(before, "look", "mean") == eight
    assert shown_last(before, "look", "other") == {}
