"""The worked examples of sections 4.12 and 10."""

from fractions import Fraction as F
from typing import Any

import pytest

from kring.kit.numbers import shown
from kring.tools.change_lab.memory import word
from kring.tools.change_lab.perspectives import overlap, two_worlds
from kring.tools.change_lab.stall import level
from kring.tools.change_lab.tests.scenes import example, why
from kring.tools.change_lab.threads import consecutive, rate, school_rate
from kring.tools.change_lab.vocabulary import emphasis_of, form_of, next_settings, steps_of
from kring.tools.change_lab.wall import balance
from kring.tools.change_lab.zone import judged

WORKED = example("worked")


def cases(name: str) -> Any:
    return pytest.mark.parametrize("case", WORKED[name], ids=why)


@cases("zone")
def test_the_zone(case: dict[str, Any]) -> None:
    ident = case["id"]
    [found] = judged([ident], {ident: case["now"]}, {ident: case["together"]}, {}, 5)
    for name, expected in case["expect"].items():
        assert (found[name] if name == "class" else str(found[name])) == expected, name


def test_the_zone_is_ordered_by_dots_then_width_then_age() -> None:
    order = ["far", "wide", "narrow", "dotted", "same"]
    now = {"far": [0] * 3, "wide": [0] * 3, "narrow": [1] * 3, "dotted": [1] * 3, "same": [1] * 3}
    together = {"far": [0] * 3, "wide": [2] * 3, "narrow": [2] * 3, "dotted": [2] * 3, "same": [2] * 3}
    found = judged(order, now, together, {"dotted": 2}, 5)
    assert [one["id"] for one in found] == ["dotted", "wide", "narrow", "same", "far"]


@cases("balance")
def test_the_balance_of_the_wall(case: dict[str, Any]) -> None:
    found = balance(case["counts"])
    assert {"balance": str(found["balance"]), "missing": found["missing"]} == case["expect"]


@cases("threads")
def test_the_thread_rate(case: dict[str, Any]) -> None:
    found = rate(case["stages"])
    assert (None if found is None else shown(found)) == case["rate"]


@cases("consecutive")
def test_stages_are_counted_without_gaps(case: dict[str, Any]) -> None:
    assert consecutive(case["reached"]) == case["stage"]


@cases("stall")
def test_the_stall_signal(case: dict[str, Any]) -> None:
    assert level(case["sessions"], case["started"], case["finished"]) == case["expect"]


@cases("worlds")
def test_two_worlds(case: dict[str, Any]) -> None:
    counts = case["shared"], case["only_a"], case["only_b"]
    assert str(overlap(*counts)) == case["J"] and two_worlds(*counts) is case["marked"]


@cases("release")
def test_softer_or_sharper(case: dict[str, Any]) -> None:
    assert word(F(case["d"])) == case["word"]


@cases("school_rate")
def test_the_rate_of_a_school(case: dict[str, Any]) -> None:
    found = school_rate([None if one is None else F(one) for one in case["rates"]])
    assert (None if found is None else str(found)) == case["rate"]


def test_the_plan_gives_every_session_its_steps() -> None:
    assert steps_of({"session_no": 3}) == ("checkin", "history", "tensions", "rate", "evaluate", "close")
    assert steps_of({"session_no": 7}) == steps_of({"session_no": 12})
    assert steps_of({}) == steps_of({"session_no": 1})
    assert steps_of({"session_no": 2, "wide": True}) == ("mirror_in", "rate", "barometer")
    assert steps_of({"steps": ["close", "rate"], "wide": True}) == ("rate",)
    assert steps_of({"steps": ["close", "rate"]}) == ("rate", "close")


def test_the_barometer_is_longer_in_the_first_and_last_sessions() -> None:
    assert [form_of({"session_no": n}) for n in range(1, 8)] == [
        *("standard", "short", "short", "short", "short", "standard", "standard"),
    ]
    assert form_of({"session_no": 3, "baro_form": "long"}) == "long"


def test_a_session_has_the_emphasis_of_most_minutes() -> None:
    assert [emphasis_of({"session_no": n}) for n in (1, 2, 3, 4)] == [
        *("gather", "interpret", "interpret", "conclude"),
    ]
    assert emphasis_of({"emphasis": "act"}) == "act" and emphasis_of({"steps": ["close"]}) == ""


def test_the_next_session_goes_on_with_the_same_question() -> None:
    before = {"session_no": 2, "question": "Hoe?", "object": "Lezen", "baro_form": "long"}
    assert next_settings(before) == {"session_no": 3, "question": "Hoe?", "object": "Lezen"}
