"""The sums of C-14 to C-25."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.kit.numbers import (
    Exact,
    active_days,
    change,
    enough,
    fresh,
    group,
    indicative,
    overlap,
    person,
    response,
    root,
    shown,
)
from kring.kit.tests.examples import examples, why

fractions = st.fractions(min_value=-1000, max_value=1000, max_denominator=400)
scores = st.lists(st.fractions(min_value=1, max_value=5, max_denominator=6), min_size=1, max_size=12)


def exact(text: object) -> Fraction | None:
    return None if text is None else Fraction(str(text))


def scale(case: dict[str, Any]) -> tuple[int, int]:
    return case.get("lo", 1), case.get("hi", 5)


@pytest.mark.parametrize("case", examples("shown"), ids=why)
def test_a_number_is_read_as_people_round(case: dict[str, Any]) -> None:
    assert shown(Fraction(case["x"]), case["places"], case.get("lang", "en")) == case["expect"]


@given(fractions, st.integers(0, 3))
def test_what_is_read_is_never_further_off_than_half_a_step(x: Fraction, places: int) -> None:
    read = Fraction(shown(x, places))
    assert abs(read - x) <= Fraction(1, 2 * 10**places)
    assert shown(-x, places).removeprefix("-") == shown(x, places).removeprefix("-")
    assert read != 0 or not shown(x, places).startswith("-")


def test_roots_and_margins_can_be_read_too() -> None:
    assert shown(root(2), 3) == "1.414"
    assert shown(0.244852260391, 2, "nl") == "0,24"


def test_a_root_has_28_digits() -> None:
    assert root(Fraction(1, 2)) == Decimal("0.7071067811865475244008443621")
    assert root(Fraction(9, 4)) == Decimal("1.5")


def test_sixty_percent_of_the_items_is_enough() -> None:
    assert [enough(k) for k in range(2, 8)] == [2, 2, 3, 3, 4, 5]


@pytest.mark.parametrize("case", examples("person"), ids=why)
def test_the_score_of_a_person(case: dict[str, Any]) -> None:
    assert person(case["answers"], case["items"], *scale(case)) == exact(case["expect"])


@pytest.mark.parametrize("case", examples("group"), ids=why)
def test_the_result_of_a_group(case: dict[str, Any]) -> None:
    found = group([exact(one) for one in case["scores"]], *scale(case))
    if case["expect"] is None:
        assert found is None
    else:
        assert found is not None
        wanted = {
            name: exact(value) if name in ("mean", "var", "index") else value
            for name, value in case["expect"].items()
        }
        assert {name: getattr(found, name) for name in wanted} == wanted


@given(scores, st.randoms())
def test_a_group_has_no_order_and_mirrors_when_all_items_are_turned(
    people: list[Fraction], chance: Any
) -> None:
    found, shuffled = group(people), list(people)
    chance.shuffle(shuffled)
    mirrored = group([6 - score for score in people])
    assert found is not None
    assert mirrored is not None
    assert group(shuffled) == found
    assert (mirrored.mean, mirrored.var, mirrored.index) == (6 - found.mean, found.var, 100 - found.index)
    assert found.sd**2 - Decimal("1e-20") <= found.var <= found.sd**2 + Decimal("1e-20")


@pytest.mark.parametrize("case", examples("change"), ids=why)
def test_a_change_between_rounds(case: dict[str, Any]) -> None:
    old, new = Fraction(case["old"]), Fraction(case["new"])
    assert change(old, new, *scale(case)) == case["expect"]


def test_shares_overlap() -> None:
    half: dict[str, Exact] = {"red": Fraction(1, 2), "blue": Fraction(1, 2)}
    blue: dict[str, Exact] = {"blue": 1}
    assert overlap(half, half) == 100
    assert overlap(half, blue) == overlap(blue, half) == 50
    assert overlap(blue, {"green": 1}) == 0


def test_half_of_the_invited_is_not_indicative() -> None:
    assert (response(9, 18), indicative(9, 18), indicative(8, 18)) == (Fraction(1, 2), False, True)
    assert (response(0, 0), indicative(0, 0)) == (None, False)


@pytest.mark.parametrize("case", examples("active_days"), ids=why)
def test_holidays_are_not_counted(case: dict[str, Any]) -> None:
    assert (
        active_days(case["a"], case["b"], [(first, last) for first, last in case["free"]]) == case["expect"]
    )


def test_a_measure_counts_up_to_its_age_in_active_days() -> None:
    on, week = date(2026, 2, 2), [(date(2026, 2, 14), date(2026, 2, 22))]
    assert fresh(on, on + timedelta(days=60), 60) and not fresh(on, on + timedelta(days=61), 60)
    assert fresh(on, on + timedelta(days=69), 60, week) and not fresh(on, on + timedelta(days=70), 60, week)
