"""The anchor rule against a file that a researcher can read and add to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kring.engine.anchors.rule import ANCHORS, Standing, look, look_monthly, months_after, school_year, stage
from kring.engine.words import HOUSE
from kring.kit.words import load_facts

CASES = yaml.safe_load((Path(__file__).parent / "examples" / "stages.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["rule"], ids=lambda case: case["why"])
def test_in_at_three_and_out_after_two_poor_months(case: dict[str, Any]) -> None:
    standing = Standing()
    for one in case["looks"]:
        by = look_monthly if one["day"].day == 1 else look
        standing = by(standing, one["held"], ripe=case["ripe"])
        assert standing.sustaining == one["then"], one["day"]


@pytest.mark.parametrize("case", CASES["order"])
def test_the_first_stage_that_applies(case: dict[str, Any]) -> None:
    given = {name: value for name, value in case.items() if name != "stage"}
    assert stage(**given) == case["stage"]


@pytest.mark.parametrize("case", CASES["school_years"])
def test_school_years(case: dict[str, Any]) -> None:
    assert school_year(case["day"], case["month"]) == case["year"]


@pytest.mark.parametrize("case", CASES["months"])
def test_the_months_between(case: dict[str, Any]) -> None:
    assert list(months_after(case["after"], case["until"])) == case["are"]


def test_every_anchor_of_the_content_is_counted() -> None:
    assert load_facts(HOUSE / "content" / "lifecycle", "anchors") == [f"anchor.{name}" for name in ANCHORS]
