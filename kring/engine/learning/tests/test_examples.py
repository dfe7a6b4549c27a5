"""Phases, decisions, rhythm: the sums of lifecycle.md against files that a researcher can read and add to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from kring.engine.harvest.consent import Answer
from kring.engine.learning.criteria import (
    EXIT,
    MOVES,
    TOPICS,
    CycleFacts,
    TaskFact,
    decides,
    may_move,
    met,
    open_criteria,
)
from kring.engine.learning.questions import question_outcome
from kring.engine.learning.rhythm import frame, interlude, next_topic, role_for
from kring.engine.words import HOUSE
from kring.kit.words import load_facts

EXAMPLES = Path(__file__).parent / "examples"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def read(name: str) -> Any:
    return yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))


CRITERIA, MOVING, RHYTHM = read("criteria"), read("moving"), read("rhythm")


@pytest.mark.parametrize("case", CRITERIA["cases"], ids=lambda case: case["why"][:60])
def test_what_is_open_in_a_phase(case: dict[str, Any]) -> None:
    given = dict(case["facts"])
    given["tasks"] = [TaskFact(**one) for one in given.get("tasks", [])]
    given["met_before"] = frozenset(given.get("met_before", []))
    assert open_criteria(case["phase"], met(CycleFacts(**given), CRITERIA["today"])) == case["open"]


def test_every_criterion_of_the_content_is_checked() -> None:
    listed = load_facts(HOUSE / "content" / "lifecycle", "criteria")
    by_phase: dict[str, list[str]] = {}
    for one in listed:
        if one["side"] == "exit":
            by_phase.setdefault(one["phase"], []).append(one["id"])
    assert {phase: tuple(ids) for phase, ids in by_phase.items()} == {
        phase: ids for phase, ids in EXIT.items() if ids
    }
    assert set(met(CycleFacts(), date(2026, 1, 1))) == {one["id"] for one in listed if one["side"] == "exit"}


def test_every_step_that_is_not_listed_is_refused() -> None:
    allowed = {tuple(one) for one in MOVING["allowed"]}
    assert {pair for pair in product(MOVES, MOVES) if may_move(*pair)} == allowed


@pytest.mark.parametrize("case", MOVING["decisions"], ids=lambda case: case["why"][:60])
def test_when_a_group_decides(case: dict[str, Any]) -> None:
    assert decides(case["active"], case["in_favour"], case["not_yet"]) == case["moves"]


@pytest.mark.parametrize("case", MOVING["questions"], ids=lambda case: case["why"][:60])
def test_when_a_question_is_adopted(case: dict[str, Any]) -> None:
    today = date(2026, 3, 10)
    said = today - timedelta(days=case["days"])
    values = ["ok"] * case["ok"] + ["object"] * case["object"]
    answers = [Answer(person, value, said) for person, value in enumerate(values)]
    active: set[object] = set(range(case["active"]))
    assert question_outcome(active, answers, today, []) == case["outcome"]


@pytest.mark.parametrize("case", RHYTHM["frames"], ids=lambda case: str(case["minutes"]))
def test_the_frame_of_a_meeting(case: dict[str, Any]) -> None:
    parts = dict(frame(case["minutes"]))
    assert list(parts.items()) == list(case["parts"].items())
    assert sum(parts.values()) == case["minutes"]


@pytest.mark.parametrize("case", RHYTHM["interludes"], ids=lambda case: case["why"][:60])
def test_when_the_interlude_is_open(case: dict[str, Any]) -> None:
    held, following, opens, closes = (
        case[name] and datetime.fromisoformat(case[name]).replace(tzinfo=AMSTERDAM)
        for name in ("held", "next", "opens", "closes")
    )
    # The database gives moments in UTC.
    found = interlude(held.astimezone(UTC), following and following.astimezone(UTC), AMSTERDAM)
    assert (found.opens, found.closes) == (opens, closes)
    if closes and closes > opens:
        assert found.is_open(opens) and not found.is_open(closes)


@pytest.mark.parametrize("case", RHYTHM["roles"], ids=lambda case: case["why"])
def test_whom_to_propose_for_a_role(case: dict[str, Any]) -> None:
    held = {(who, "chair"): day for who, day in case["held"].items()}
    assert role_for("chair", case["members"], held, case["taken"]) == case["proposes"]


@pytest.mark.parametrize("case", RHYTHM["topics"], ids=lambda case: "-".join(case["looked_at"]) or "first")
def test_the_round_of_topics(case: dict[str, Any]) -> None:
    assert next_topic(TOPICS, case["looked_at"]) == case["next"]
