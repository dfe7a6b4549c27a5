"""The worked example 4.16 and the odd ones around it."""

from fractions import Fraction as F
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kring.kit.numbers import shown
from kring.tools.carousel.network import betweenness, compared, efficiency, gains, measured, net
from kring.tools.carousel.planner.lot import pair

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "examples" / "network.yaml").read_text(encoding="utf-8")
)
EIGHT = CASES[0]


def exact(found: Any) -> Any:
    """Fractions as they stand in the example file."""
    if isinstance(found, dict):
        return {key: exact(value) for key, value in found.items()}
    return str(found) if isinstance(found, F) else found


def arcs(text: str) -> set[tuple[str, str]]:
    return {(one[0], one[1]) for one in text.split()}


@pytest.mark.parametrize("case", CASES, ids=lambda one: one["why"])
def test_carousel_network(case: dict[str, Any]) -> None:
    found = measured(net(case["teams"], case["answered"].split(), arcs(case["arcs"]), case["teams"]))
    assert {name: exact(found[name]) for name in case["expect"]} == case["expect"]


def test_a_picture_needs_five_answers_of_sixty_per_cent() -> None:
    teams = dict.fromkeys("abcdefghi", "")
    assert not net(teams, "abcd", [], teams).enough
    assert not net(teams, "abcde", [], teams).enough
    assert net(teams, "abcdef", [], teams).enough
    assert net("abcde", "abcde", [], teams).enough


def test_only_who_answered_names_somebody_and_never_themselves() -> None:
    one = net("abc", "ab", {("a", "a"), ("a", "c"), ("c", "a"), ("b", "x")}, {})
    assert one.arcs == {("a", "c")}


def test_before_and_after_are_compared_over_who_answered_both_times() -> None:
    teams = EIGHT["teams"]
    then = net(teams, teams, arcs(EIGHT["arcs"]), teams)
    now = net(teams, "abcdef", arcs("ab ba ac ca bc cd dc de ed ef fe eg ah da"), teams)
    found = compared(then, now)
    assert found is not None
    assert {name: found[name] for name in ("n", "new", "lost", "kept")} == {
        "n": 6,
        "new": 2,
        "lost": 1,
        "kept": 12,
    }
    assert found["density"] == F(14, 42) - F(13, 42)
    assert compared(then, net(teams, "abcd", [], teams)) is None


def test_which_tie_would_help_most() -> None:
    ties = {pair(a, b) for a, b in arcs(EIGHT["arcs"])}
    people = list(EIGHT["teams"])
    assert shown(efficiency(people, ties), 3) == "0.458"
    found = gains(tuple(people), frozenset(ties))
    assert [shown(found[pair(one, "h")], 3) for one in "dce"] == ["0.119"] * 3
    for both, gain in found.items():
        assert gain == efficiency(people, {*ties, both}) - efficiency(people, ties), both


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(list(combinations("abcdefgh", 2)))))
def test_betweenness_and_efficiency_are_those_of_the_library(ties: set[tuple[str, str]]) -> None:
    graph = networkx.Graph()
    graph.add_nodes_from("abcdefgh")
    graph.add_edges_from(ties)
    library = networkx.betweenness_centrality(graph)
    for one, value in betweenness("abcdefgh", ties).items():
        assert abs(library[one] - value) < 1e-9
    assert abs(networkx.global_efficiency(graph) - efficiency("abcdefgh", ties)) < 1e-9
