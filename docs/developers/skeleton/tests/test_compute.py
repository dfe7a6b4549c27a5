"""The sums, from the example files."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kring.kit.scene import Contribution, Participant
from kring.tools.__key__.compute import compute

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.yaml"))


@pytest.mark.parametrize("place", EXAMPLES, ids=lambda place: place.stem)
def test_examples(place: Path) -> None:
    example: dict[str, Any] = yaml.safe_load(place.read_text())
    said = [
        Contribution(
            one["uuid"],
            "write",
            f"__prefix__.{one['kind']}",
            one.get("key", ""),
            one["by"],
            one["payload"],
            one["seq"],
        )
        for one in example["given"]
    ]
    people = [Participant(name, name=name) for name in sorted({one.participant for one in said})]
    assert compute({}, people, said, date(2026, 3, 16)) == example["expect"]
