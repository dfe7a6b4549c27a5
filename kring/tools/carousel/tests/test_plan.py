"""The worked examples of 4.8 and the odd ones around them."""

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from kring.tools.carousel.planner.case import PRESETS, Case, Unit
from kring.tools.carousel.planner.circle import circle
from kring.tools.carousel.planner.lot import pair
from kring.tools.carousel.planner.plan import Plan, make_plan
from kring.tools.carousel.planner.run import Round, Run

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "examples" / "plan.yaml").read_text(encoding="utf-8")
)


def two(text: str) -> tuple[str, str]:
    a, b = text.split("-")
    return pair(a, b)


def case_of(given: dict[str, Any]) -> Case:
    late = given.get("late", {})
    units = tuple(Unit(who, team, late.get(who, 1)) for who, team in given["teams"].items())
    asked = (one.split(">") for one in given.get("requests", []))
    return Case(
        units,
        given["rounds"],
        "seed",
        frozenset((a, b) for a, b in asked),
        frozenset(map(two, given.get("forbidden", []))),
        tuple((two(both), months) for both, months in given.get("history", {}).items()),
        given.get("odd_mode", "trio"),
        weights=PRESETS[given.get("preset", "everyone")],
    )


@pytest.mark.parametrize("given", CASES, ids=lambda one: one["why"])
def test_carousel_plan(given: dict[str, Any]) -> None:
    case, expect = case_of(given), given["expect"]
    played = tuple(Round(tuple(map(two, one))) for one in given.get("played", []))
    plan = make_plan(case, played, len(played) + 1)
    end = Run((*played, *plan.rounds))
    only = Run(plan.rounds)
    if "value" in expect:
        assert list(plan.value) == expect["value"]
    assert plan.method == expect.get("method", plan.method)
    assert plan.value.new == expect.get("new", plan.value.new)
    assert plan.value.pairs == expect.get("pairs", plan.value.pairs)
    assert len(plan.rounds) == expect.get("length", len(plan.rounds))
    for both in expect.get("met", []):
        assert only.met[two(both)] == 1, both
    for both in expect.get("never", []):
        assert two(both) not in end.met and two(both) not in end.met3, both
    for who, rounds in expect.get("absent", {}).items():
        for r in rounds:
            assert who not in {one for group in plan.rounds[r - 1].groups for one in group}
    if expect.get("odd_once"):
        assert max(end.odd.values()) <= 1
    assert all(times == 1 for times in end.met.values())


def test_the_circle_of_six_is_the_one_of_the_specification() -> None:
    told = ["16 25 34", "15 46 23", "14 35 26", "13 24 56", "12 36 45"]
    found = [" ".join("".join(both) for both in pairs) for pairs in circle("123456")]
    assert found == told


@pytest.mark.parametrize("n", range(2, 14))
def test_a_circle_brings_everybody_to_everybody_once(n: int) -> None:
    ids = [f"{i:02}" for i in range(n)]
    rounds = list(circle(ids))
    met = [both for pairs in rounds for both in pairs if "~" not in both]
    assert sorted(met) == list(combinations(ids, 2))
    odd = sorted(next(iter(set(both) - {"~"})) for pairs in rounds for both in pairs if "~" in both)
    assert odd == (ids if n % 2 else [])


def test_the_same_case_gives_the_same_plan_in_any_order_of_people() -> None:
    given = CASES[3]
    case = case_of(given)
    turned = Case(case.units[::-1], case.rounds, case.seed, case.requests, case.forbidden, (), "observer")
    make_plan.cache_clear()
    first: Plan = make_plan(case)
    make_plan.cache_clear()
    assert make_plan(turned).rounds == first.rounds
