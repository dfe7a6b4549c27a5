"""Reads the example files of the kit: sums worked out by hand, with the reason why they are there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent / "examples"


def examples(name: str) -> list[Any]:
    """The cases of one file. Fractions stand there as text, "31/54"; dates as dates."""
    cases: list[Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return cases


def why(case: dict[str, Any]) -> str:
    """The name of a case in the list of tests."""
    return str(case["why"])
