"""Rounds, coverage, talk items, spots, teams and weeks: the worked examples and the odd ones around them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest
import yaml

from kring.tools.carousel.coverage import counted, meetings_to_go
from kring.tools.carousel.figures import both_ways, item_figure
from kring.tools.carousel.held import Held
from kring.tools.carousel.later import per_use
from kring.tools.carousel.planner.case import Case, Unit
from kring.tools.carousel.planner.lot import pair
from kring.tools.carousel.planner.plan import make_plan
from kring.tools.carousel.planner.rounds import Times, advice, needed, rounds_left, used
from kring.tools.carousel.planner.run import Round, Run
from kring.tools.carousel.planner.slow import asked_on, mondays, paused, slow_round
from kring.tools.carousel.planner.spots import Needs, Spot, places, short_of
from kring.tools.carousel.planner.teams import tables
from kring.tools.carousel.vocabulary import USES, prompts


def examples(name: str) -> list[dict[str, Any]]:
    path = Path(__file__).parent / "examples" / f"{name}.yaml"
    cases: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return cases


def why(case: dict[str, Any]) -> str:
    return str(case["why"])


def exact(found: Any) -> Any:
    if isinstance(found, dict):
        return {key: exact(value) for key, value in found.items()}
    return str(found) if isinstance(found, F) else found


def two(text: str) -> tuple[str, str]:
    a, b = text.split("-")
    return pair(a, b)


@pytest.mark.parametrize("case", examples("rounds"), ids=why)
def test_rounds(case: dict[str, Any]) -> None:
    times, n, repeat = Times(**case["times"]), case["n"], case.get("repeat", False)
    found = {
        "needed": needed(n),
        "takes": times.takes(needed(n)),
        "fits": times.fits,
        "used": used(times, n, allow_repeat=repeat),
        "advice": advice(times, n, allow_repeat=repeat),
    }
    assert {name: found[name] for name in case["expect"]} == case["expect"]


def test_how_many_rounds_are_left() -> None:
    times = Times(120)
    assert [rounds_left(minutes, times) for minutes in (10, 24, 25, 37, 61)] == [0, 0, 1, 2, 4]


@pytest.mark.parametrize("case", examples("coverage"), ids=why)
def test_coverage(case: dict[str, Any]) -> None:
    ids = [f"{i:02}" for i in range(case["people"])]
    rounds = make_plan(Case(tuple(map(Unit, ids)), case["rounds"], "seed")).rounds
    found = counted(ids, Run(rounds))
    assert {name: exact(found[name]) for name in case["expect"]} == case["expect"]


def test_how_many_meetings_until_everybody_has_met() -> None:
    assert [meetings_to_go(*one) for one in ((7, 3), (6, 3), (0, 3), (4, 0))] == [3, 2, 0, None]


@pytest.mark.parametrize("case", examples("talk_items"), ids=why)
def test_talk_items(case: dict[str, Any]) -> None:
    values = {who: {r: value for r, value in own.items() if value} for who, own in case["answers"].items()}
    assert exact(item_figure(values)) == case["expect"]


@pytest.mark.parametrize("case", examples("both_ways"), ids=why)
def test_expectations_spoken_both_ways(case: dict[str, Any]) -> None:
    held = [Held(r, Round(tuple(map(two, one))), ("",)) for r, one in enumerate(case["rounds"], 1)]
    values: dict[str, dict[str, dict[int, int]]] = {"clear": {}, "said": {}}
    for item in values:
        for r, given in case[item].items():
            for who, value in given.items():
                values[item].setdefault(who, {})[r] = value
    assert exact(both_ways(values, held)) == case["expect"]


@pytest.mark.parametrize("case", examples("spots"), ids=why)
def test_spots(case: dict[str, Any]) -> None:
    spots = [Spot(**{"name": one["id"], **one}) for one in case["spots"]]
    needs = Needs(
        case.get("fixed", {}), frozenset(case.get("no_walk", [])), frozenset(case.get("step_free", []))
    )
    assert places(list(map(two, case["groups"])), spots, needs, case.get("before", {})) == case["expect"]


def test_too_few_places_are_told_before_the_start() -> None:
    spots = [Spot("k", "Kantine", capacity=2)]
    assert short_of(spots, 3) == {"places": 2, "talks": 3}
    assert short_of(spots, 2) is None and short_of([], 9) is None


def test_teams_sit_together_or_at_mixed_tables() -> None:
    small, large = [f"a{i}" for i in range(4)], [f"b{i}" for i in range(9)]
    assert tables("lot", 1, small, small[:0] + ["b0", "b1", "b2", "b3"]) == [
        ["a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3"]
    ]
    made = tables("lot", 1, small, large)
    assert len(made) == 3 and sorted(map(len, made)) == [4, 4, 5]
    assert sorted(one for table in made for one in table) == small + large
    assert all(any(one in small for one in table) for table in made)
    assert tables("lot", 2, small, large) != made, "another round, other tables"


def test_the_slow_carousel_plans_on_mondays_outside_holidays() -> None:
    autumn = (date(2026, 10, 19), date(2026, 10, 25))
    days = mondays(date(2026, 10, 1), date(2026, 11, 16), 2, [autumn])
    assert days == [date(2026, 10, 5), date(2026, 10, 26), date(2026, 11, 9)]
    assert asked_on(days[0]) == date(2026, 10, 9)
    assert [one.weekday() for one in mondays(date(2026, 10, 5), date(2026, 10, 12))] == [0, 0]


def test_two_weeks_of_silence_is_a_pause() -> None:
    assert paused(["yes", "skip", None]) and paused([None, None])
    assert not paused(["skip"]) and not paused(["skip", "yes", "skip"]) and not paused([])


def test_a_pair_that_wants_next_week_stays_together() -> None:
    case = Case(tuple(map(Unit, "abcdefg")), 20, "seed")
    first = slow_round(case, [], 1, [], [])
    assert len(first.groups) == 3 and len(first.observers) == 1, "with an odd number somebody is free"
    kept = pair(*first.groups[0])
    second = slow_round(case, [Round(first.groups[1:], first.observers)], 2, [kept], ["g"])
    assert kept in second.groups and len(second.groups) == 3 and second.observers == ()
    assert not set(second.groups) & set(first.groups[1:])


def test_talks_of_one_use_are_counted_over_carousels() -> None:
    found = per_use([("image", 6, 12), ("image", 5, 10), ("vision", 19, 19)])
    assert found == {"image": {"answers": 22, "share": F(1, 2)}}


def test_rounds_alternate_between_the_two_functions_of_a_use() -> None:
    asked = [prompts("vision", r) for r in range(1, 6)]
    assert [one["orientation"] for one in asked] == ["ex_o1", "am_o1", "ex_o2", "am_o2", "ex_o1"]
    assert [one["content"] for one in asked] == ["ex_c1", "am_c1", "ex_c2", "am_c2", "ex_c1"]
    assert all(prompts(use, r) for use in USES for r in range(1, 9))
