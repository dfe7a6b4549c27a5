"""Levels, ranking and measures as in the worked examples."""

from fractions import Fraction as F
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any

import pytest
import yaml

from kring.frames.activity_system import wording
from kring.frames.activity_system.measures import Weighed, coverage, measures
from kring.frames.activity_system.ranking import Ranked, heaviest, prioritised, ranking, weight
from kring.frames.activity_system.tensions import level, process
from kring.frames.activity_system.vocabulary import COMPONENTS, LEVELS, PROCESSES, QUESTIONS, TRIANGLES

EXAMPLES = Path(__file__).parent / "examples"


def example(name: str) -> Any:
    return yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", example("levels")["cases"], ids=str)
def test_level_and_process_of_a_pair(case: dict[str, Any]) -> None:
    kind, *_ = case["expect"]
    states = {name: case[name] for name in ("a_state", "b_state", "neighbour") if name in case}
    assert [level(case["a"], case["b"], **states), process(case["a"], case["b"])] == case["expect"]
    assert process(case["b"], case["a"]) == process(case["a"], case["b"])
    assert kind in LEVELS


def test_every_pair_has_one_process_and_a_side_of_its_own_triangle() -> None:
    for a, b in combinations_with_replacement(COMPONENTS, 2):
        found = process(a, b)
        if a != b and found in PROCESSES and "outcome" not in (a, b):
            assert {a, b} <= set(TRIANGLES[found])


def test_what_somebody_chose_goes_before_the_table() -> None:
    assert process("rules", "rules", "distribution") == "distribution"
    assert process("rules", "rules", "cross") == "cross"
    assert process("rules", "rules", "?") == "exchange"


def ranked_of(case: dict[str, Any]) -> tuple[list[Ranked], list[str]]:
    evidence = {ident: one["evidence"] for ident, one in case["ratings"].items()}
    return ranking(case["ratings"], case["respondents"], evidence, case["order"])


@pytest.mark.parametrize("case", example("ranking"), ids=lambda case: str(case["why"]))
def test_the_ranking(case: dict[str, Any]) -> None:
    ranked, rest = ranked_of(case)
    assert [one.id for one in ranked] == list(case["expect"]) and rest == case["rest"]
    assert [one.rank for one in ranked] == list(range(1, len(ranked) + 1))
    assert prioritised(ranked) == case["top"]
    for one in ranked:
        found = {"R": str(one.R), "L": str(one.L), "P": str(one.P), "weight": one.weight}
        assert found | case["expect"][one.id] == found


def test_how_thick_a_line_is() -> None:
    edges = [F(0), F(1, 100), F(224, 100), F(9, 4), F(449, 100), F(9, 2), F(9)]
    assert [weight(one) for one in edges] == ["none", "thin", "thin", "medium", "medium", "thick", "thick"]
    assert heaviest([None, F(1), F(9, 2)]) == "thick" and heaviest([None]) == heaviest([]) == "none"


@pytest.mark.parametrize("case", example("measures"), ids=lambda case: str(case["why"]))
def test_the_measures(case: dict[str, Any]) -> None:
    found = measures((), [Weighed(name, F(p)) for name, p in case["ranked"]])
    for name, expected in case["expect"].items():
        value = found.get(name)
        assert (str(value) if isinstance(value, F) else value) == expected, name


def test_an_action_that_follows_a_tension_closes_it() -> None:
    assert measures((), [Weighed("exchange", F(9), followed=True)])["activity.tensions_open"] == 0


def test_figure_9_fills_the_whole_map() -> None:
    drawn = example("figure_9")
    assert set(drawn["map"]) == set(COMPONENTS)
    assert str(coverage(drawn["map"])) == drawn["expect"]["coverage"]
    assert sum(map(len, drawn["map"].values())) == drawn["expect"]["cards"]
    assert coverage([]) == 0 and coverage(["outcome"]) == 0 and coverage(["rules"]) == F(1, 6)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_everything_has_words(lang: str) -> None:
    for one in COMPONENTS:
        assert (
            wording.component(lang, one) and wording.prompt(lang, one, "new") and wording.example(lang, one)
        )
        assert (
            wording.prompt(lang, one, "past") == wording.prompt(lang, one) != wording.prompt(lang, one, "new")
        )
    assert len({wording.process(lang, one) for one in (*PROCESSES, "cross")}) == 5
    assert len({wording.level(lang, one) for one in LEVELS}) == 4
    assert [len(wording.answers(lang, one)) for one in QUESTIONS] == [4, 4]
