"""Names in texts (C-39)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kring.kit.mentions import Classes, mentions, name_parts
from kring.kit.tests.examples import examples, why
from kring.kit.words import load_facts

FACTS = load_facts(Path(__file__).parents[2] / "content", "name_check")
CLASSES = Classes(*(frozenset(FACTS[name]) for name in ("between", "words", "people")))


@pytest.mark.parametrize("case", examples("mentions"), ids=why)
def test_a_name_is_found(case: dict[str, Any]) -> None:
    assert mentions(case["text"], name_parts(case["members"]), CLASSES) == case["found"]


def test_without_classes_only_members() -> None:
    assert mentions("Sam uit 3b en Bram", name_parts(["Bram"])) == ["Bram"]
