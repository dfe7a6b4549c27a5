"""The sums of lifecycle.md 7 against a file that a researcher can read and add to."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from kring.engine.presence.rule import (
    Counted,
    Presence,
    accepted,
    after_meeting,
    declined,
    entered,
    signals,
    verdict,
)

CASES = yaml.safe_load(
    (Path(__file__).parent / "examples" / "stepping_back.yaml").read_text(encoding="utf-8")
)


def counted_in(row: dict[str, Any]) -> Counted:
    return Counted(
        Fraction(*row["f1"]),
        parts=row["led"][1],
        led=row["led"][0],
        items=row["proposed"][1],
        proposed=row["proposed"][0],
        due=row["kept"][1],
        kept=row["kept"][0],
        leaders=row["leaders"],
    )


def test_the_table_meeting_by_meeting() -> None:
    now, phase = Presence(2), "start"
    for row in CASES["meetings"]:
        if row["phase"] != phase:
            now, phase = entered(now, row["phase"]), row["phase"]
        found = signals(counted_in(row))
        now, to = after_meeting(now, found, phase)
        assert (found.held, now.back, now.forward, now.level, to) == (
            row["held"],
            row["back"],
            row["forward"],
            row["level"],
            row["to"],
        ), row["nr"]
        if row.get("decide") == "accepted":
            now = accepted(now, row["to"])


@pytest.mark.parametrize("case", CASES["signals"], ids=lambda case: case["why"])
def test_what_is_missing_and_what_holds(case: dict[str, Any]) -> None:
    found = signals(Counted(**case["counted"]))
    assert (list(found.all), found.held, found.measured) == (case["are"], case["held"], case["measured"])


@pytest.mark.parametrize(("level", "phase", "after", "anew"), CASES["entering"])
def test_a_phase_that_begins(level: int, phase: str, after: int, anew: bool) -> None:
    now = entered(Presence(level, back=1), phase)
    assert now == Presence(after, back=0 if anew else 1)


@pytest.mark.parametrize(("active", "yes", "no", "comes"), CASES["verdicts"])
def test_the_group_decides(active: int, yes: int, no: int, comes: str) -> None:
    assert verdict(active, yes, no) == comes


def strong() -> Any:
    """Everything holds."""
    return signals(Counted(Fraction(4), parts=4, led=4, items=4, proposed=4, due=3, kept=3, leaders=2))


def weak() -> Any:
    """Three are measured and none holds."""
    return signals(Counted(parts=4, items=4))


def test_after_a_no_nothing_is_proposed_in_that_direction_for_two_meetings() -> None:
    now = declined(Presence(2, back=2), 1)
    found = []
    for _ in range(4):
        now, to = after_meeting(now, strong(), "middle")
        found.append(to)
    assert found == [None, None, 1, 1]
    now = declined(Presence(2, back=2), 1)
    now, _ = after_meeting(now, weak(), "middle")
    assert after_meeting(now, weak(), "middle")[1] == 3, "the other direction is free"


def test_never_below_the_floor_of_the_phase_nor_above_leading() -> None:
    assert after_meeting(Presence(1, back=1), strong(), "start")[1] is None
    assert after_meeting(Presence(1, back=1), strong(), "middle")[1] == 0
    assert after_meeting(Presence(3, forward=1), weak(), "middle")[1] is None
    few = replace(weak(), agenda=None, leading=None)
    assert after_meeting(Presence(1, forward=1), few, "middle")[1] is None, "too little was measured"
