"""How sure a change and a scale are (C-23, C-24)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import sqrt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kring.kit.sure import (
    StraightLines,
    alpha,
    f_point,
    feldt,
    omega,
    reliability,
    straight_lines,
    sure,
    t_point,
)
from kring.kit.tests.examples import examples, why

NEAR = 1e-9
FORMS = [tuple(map(int, str(form))) for form in examples("forms")]
ITEMS = dict.fromkeys("abcdef", False)
people = st.lists(st.integers(1, 5), min_size=8, max_size=14)


def answers(forms: Iterable[tuple[int, ...]]) -> list[dict[str, int | None]]:
    return [dict(zip(ITEMS, form, strict=False)) for form in forms]


@pytest.mark.parametrize("case", examples("sure"), ids=why)
def test_how_sure_a_change_is(case: dict[str, Any]) -> None:
    old, new = ([Fraction(score) for score in str(case[name]).split()] for name in ("old", "new"))
    found, expect = sure(old, new), case["expect"]
    assert (found.d, found.word) == (Fraction(expect["d"]), expect["word"])
    assert found.filled == (expect["word"] == "clear")
    for name in ("margin", "df"):
        if name in expect:
            assert getattr(found, name) == pytest.approx(expect[name], abs=NEAR)


def test_an_empty_round_has_no_change() -> None:
    assert (sure([], [3, 4]).d, sure([], [3, 4]).word) == (None, "too_few")


def test_the_scale_counts() -> None:
    old, new = [2, 3, 3, 4, 2, 3, 4, 3, 2, 3], [3, 4, 3, 4, 3, 4, 4, 3, 3, 4]
    wide = sure([25 * (x - 1) for x in old], [25 * (x - 1) for x in new], 0, 100)
    narrow = sure(old, new)
    assert wide.word == narrow.word
    assert wide.margin is not None
    assert narrow.margin is not None
    assert wide.margin == pytest.approx(25 * narrow.margin, abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(people, people)
def test_it_agrees_with_the_t_test_of_scipy(old: list[int], new: list[int]) -> None:
    from scipy.stats import ttest_ind

    found = sure(old, new)
    assert found.margin is not None
    if min(map(spread, (old, new))) >= 1 / 16:
        low, high = ttest_ind(new, old, equal_var=False).confidence_interval(0.95)
        assert found.margin == pytest.approx((high - low) / 2, abs=NEAR)
    else:
        assert found.margin >= t_point(0.975, 26) * sqrt(1 / 16 / 14)


def spread(scores: list[int]) -> float:
    middle = sum(scores) / len(scores)
    return sum((score - middle) ** 2 for score in scores) / (len(scores) - 1)


@given(people, people)
def test_the_other_way_round_it_is_as_sure(old: list[int], new: list[int]) -> None:
    there, back = sure(old, new), sure(new, old)
    assert there.d is not None
    assert back.d == -there.d
    assert there.word == back.word


def test_points_of_t_and_f() -> None:
    assert t_point(0.975, 10) == pytest.approx(2.228138851986, abs=NEAR)
    assert f_point(0.975, 23, 115) == pytest.approx(1.779468053245, abs=NEAR)


def test_twenty_four_people_and_six_items() -> None:
    found = reliability(answers(FORMS), ITEMS)
    assert found.alpha == Fraction(4701, 6820)
    assert (found.low, found.high) == pytest.approx((0.447112491961, 0.848034661916), abs=NEAR)
    assert found.omega == pytest.approx(0.700041232163, abs=NEAR)
    assert [round(x, 3) for x in found.loadings] == [0.862, 0.678, 0.213, 0.431, 0.624, 0.240]
    assert (found.n, found.word, found.small) == (24, "low", True)
    assert (found.no_alpha, found.no_omega) == (None, None)


def test_alpha_by_hand() -> None:
    assert alpha([(4, 3, 4), (3, 3, 2), (1, 2, 1), (0, 1, 0), (2, 2, 3)]) == Fraction(45, 49)


def test_a_reversed_item_is_turned_first() -> None:
    turned = [{**one, "c": 6 - (one["c"] or 0)} for one in answers(FORMS)]
    assert reliability(turned, {**ITEMS, "c": True}) == reliability(answers(FORMS), ITEMS)


def test_only_complete_cases_count() -> None:
    skipped: list[dict[str, int | None]] = [{**ITEMS, "a": None}, {"a": 3}]
    assert reliability(answers(FORMS) + skipped, ITEMS) == reliability(answers(FORMS), ITEMS)


def test_nineteen_people_or_two_items_are_too_few() -> None:
    nineteen = reliability(answers(FORMS[:19]), ITEMS)
    assert (nineteen.n, nineteen.no_alpha, nineteen.alpha, nineteen.small) == (
        19,
        "too_few_cases",
        None,
        False,
    )
    assert reliability(answers(FORMS), dict.fromkeys("ab", False)).no_alpha == "too_few_items"


def test_everybody_alike_says_nothing() -> None:
    assert reliability(answers([(3, 3, 3, 3, 3, 3)] * 20), ITEMS).no_alpha == "no_spread"


def test_an_item_without_spread_has_no_omega() -> None:
    assert omega([(1, 1, 2), (1, 2, 3), (1, 3, 1)]) == "no_spread"
    found = reliability(answers([(3, *form[1:]) for form in FORMS]), ITEMS)
    assert (found.no_omega, found.omega, found.loadings) == ("no_spread", None, ())
    assert found.alpha is not None


def test_an_item_that_runs_against_the_others_has_no_omega() -> None:
    three = [(1, 0, 1), (2, 1, 0), (3, 0, 0), (4, 1, 1), (5, 0, 1), (2, 0, 0)]
    assert omega([(x, x + y, z - x) for x, y, z in three]) == "loading"


def test_strong_scales_are_usable_and_many_people_need_no_warning() -> None:
    forms = [(x, x, min(5, x + i % 2), x, x, max(1, x - i % 3 // 2)) for i in range(60) for x in (i % 5 + 1,)]
    found = reliability(answers(forms), ITEMS)
    assert (found.word, found.small) == ("ok", False)


def test_words_follow_the_lower_end() -> None:
    for n in (24, 48, 96, 480):
        found = reliability(answers(FORMS * (n // 24)), ITEMS)
        assert found.alpha is not None
        assert found.low is not None
        assert found.word == ("low" if found.low < 0.5 else "mid" if found.low < 0.7 else "ok")
        assert found.low == pytest.approx(feldt(found.alpha, n, 6)[0], abs=NEAR)


@settings(max_examples=30, deadline=None)
@given(st.integers(20, 60), st.integers(3, 8), st.fractions(0, 1))
def test_the_interval_of_alpha_agrees_with_scipy(n: int, k: int, a: Fraction) -> None:
    from scipy.stats import f

    low, high = feldt(a, n, k)
    points = [f.ppf(p, n - 1, (n - 1) * (k - 1)) for p in (0.975, 0.025)]
    assert (low, high) == pytest.approx(tuple(1 - float(1 - a) * point for point in points), abs=NEAR)


def test_one_answer_on_all_items_is_a_straight_line_from_ten_people_on() -> None:
    mixed, straight, skipped = (3, 3, 3, 3, 3, 4), (2, 2, 2, 2, 2, 2), (2, 2, 2, 2, 2)
    nine = [mixed] * 8 + [straight]
    assert straight_lines(answers(nine), ITEMS) is None
    assert straight_lines(answers([*nine, skipped]), ITEMS) is None, "who skipped one cannot be told"
    assert straight_lines(answers([*nine, straight]), ITEMS) == StraightLines(10, 2)
    assert straight_lines(answers([straight] * 12), ["a"]) is None, "one question is always a straight line"
