"""Levels of practice, and where steps and traces stand: sums worked out by hand (transfer.md 3, 4, 7 and 13)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kring.frames.transfer.levels import Look, Witnessed, witnessed
from kring.frames.transfer.road import Node, Road, is_bypass, road_of, status_of, trace_state

HERE = Path(__file__).parent / "examples"
WRITTEN = "Elke groep begon met een vraag van een leerling."


def read(name: str) -> Any:
    """An example file."""
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))


def why(case: dict[str, Any]) -> str:
    return str(case["why"])


def looks_of(case: dict[str, Any]) -> list[Look]:
    """The looks of a case, as they were written down."""
    rest = {
        "what": WRITTEN[: case.get("written")],
        "invited": not case.get("uninvited"),
        "n": case.get("n", 1),
    }
    return [
        Look(day, seen, kind, place=more[0] if more else "", doer=more[1] if len(more) > 1 else 1, **rest)
        for day, seen, kind, *more in case["looks"]
    ]


@pytest.mark.parametrize("case", read("levels"), ids=why)
def test_how_well_it_was_witnessed(case: dict[str, Any]) -> None:
    wanted = case["expect"]
    found = witnessed(
        looks_of(case),
        evidence=case.get("evidence", False),
        embedded=case.get("embedded", False),
        today=case["today"],
        holidays=[(first, last) for first, last in case.get("free", [])],
    )
    assert found == Witnessed(
        wanted["level"], wanted.get("first"), wanted.get("stale", False), wanted.get("lapsed", False)
    )
    assert found.counts == wanted.get("counts", wanted["level"] >= "P2")


def test_the_order_of_arrival_decides_within_a_day_only() -> None:
    day = date(2026, 1, 10)
    seen = [Look(day, word, "peer", WRITTEN) for word in ("no", "no", "yes")]
    known: dict[str, Any] = {"evidence": False, "embedded": False, "today": date(2026, 3, 1)}
    assert not witnessed(seen, **known).lapsed and witnessed(reversed(seen), **known).lapsed


@pytest.mark.parametrize("case", read("status"), ids=why)
def test_where_a_step_stands(case: dict[str, Any]) -> None:
    node = Node("one", case["stage"], case["opened"], case.get("stored", "open"))
    free = [(first, last) for first, last in case.get("free", [])]
    found = status_of(node, carried=case.get("carried", False), today=case["today"], holidays=free)
    assert found == case["expect"]


@pytest.fixture(scope="module")
def year() -> tuple[Road, dict[str, Any]]:
    """The road of section 7, and what is expected of it."""
    case = read("year")
    rows = case["nodes"]
    nodes = [
        Node(ident, one["stage"], one["opened"], one.get("stored", "open"), one.get("counts", True))
        for ident, one in rows.items()
    ]
    links = [(start, ident) for ident, one in rows.items() for start in one.get("from", [])]
    return road_of(nodes, [*links, ("r1", "gone")], case["today"]), case["expect"]


def test_a_year_of_a_circle(year: tuple[Road, dict[str, Any]]) -> None:
    road, wanted = year
    stand = {
        status: sorted(ident for ident, found in road.status.items() if found == status)
        for status in ("stalled", "closed_on_purpose")
    }
    assert stand == {"stalled": wanted["stalled"], "closed_on_purpose": wanted["ended"]}
    assert sorted(ident for ident in road.nodes if is_bypass(road, ident)) == wanted["bypass"]
    assert {root: trace_state(road, root) for root in wanted["traces"]} == wanted["traces"]


def test_a_trace_moves_as_long_as_one_of_its_steps_is_open(year: tuple[Road, dict[str, Any]]) -> None:
    road, _ = year
    nodes = [*road.nodes.values(), Node("g6", "agreement", date(2026, 6, 1))]
    links = [(start, end) for start, ends in road.on.items() for end in ends]
    later = road_of(nodes, [*links, ("i7", "g6")], date(2026, 6, 30))
    assert trace_state(later, "t2") == "moving" and later.status["i7"] == "carried_on"


def test_a_proposed_agreement_does_not_carry_an_insight_on() -> None:
    day = date(2026, 6, 1)
    nodes = [Node("i", "insight", day), Node("g", "agreement", day, counts=False), Node("c", "action", day)]
    assert road_of(nodes, [("i", "g")], day).status["i"] == "open"
    around = road_of(nodes, [("i", "g"), ("i", "c")], day)
    assert around.status["i"] == "carried_on" and is_bypass(around, "i")


def test_what_goes_through_an_agreement_is_no_bypass() -> None:
    day = date(2026, 6, 1)
    nodes = [Node("i", "insight", day), Node("g", "agreement", day), Node("c", "action", day)]
    assert not is_bypass(road_of(nodes, [("i", "g"), ("i", "c")], day), "i")
    assert not is_bypass(road_of(nodes, [("g", "c")], day), "i"), "and what led nowhere is none either"


@pytest.mark.parametrize(("today", "state"), [(date(2026, 6, 2), "moving"), (date(2026, 9, 1), "stalled")])
def test_what_is_only_told_is_not_yet_in_practice(today: date, state: str) -> None:
    day = date(2026, 6, 1)
    nodes = [Node("i", "insight", day), Node("c", "action", day), Node("r", "practice", day, counts=False)]
    assert trace_state(road_of(nodes, [("i", "c"), ("c", "r")], today), "i") == state


def test_a_trace_knows_where_it_came_from(year: tuple[Road, dict[str, Any]]) -> None:
    road, _ = year
    assert road.to_here("r2") == {"r2", "c2", "g2", "i2", "a1", "t1"}
    assert road.from_here("a2") == {"a2", "i6", "g4", "c5", "c6"}
