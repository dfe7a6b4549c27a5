"""docs/developers/new-tool.md, carried out: the folder that `bin/new-tool` makes passes what every tool must."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which a tool was added; each test may be the first that asks for it."""
    place = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "kring", place / "kring", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "docs" / "developers" / "skeleton", place / "docs" / "developers" / "skeleton")
    shutil.copytree(ROOT / "bin", place / "bin")
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, place / name)
    made = run(place, sys.executable, "bin/new-tool", "two_truths", "--title", "Twee waarheden")
    assert made.returncode == 0, made.stderr
    return place


def run(house: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(house)}
    return subprocess.run(words, cwd=house, env=environment, capture_output=True, text=True)


def test_a_new_tool_passes_the_contract(house: Path) -> None:
    tested = run(
        house, sys.executable, "-m", "pytest", "kring/tests/test_contract.py", "kring/tests/test_words.py",
        "kring/tools/two_truths", "-k", "two_truths or examples",
    )  # fmt: skip
    assert tested.returncode == 0, tested.stdout[-4000:]
    assert len(tested.stdout.splitlines()[0]) > 20, "dots of tests that ran"


def test_the_types_of_a_new_tool_are_strict(house: Path) -> None:
    checked = run(house, sys.executable, "-m", "mypy", "kring/tools/two_truths")
    assert checked.returncode == 0, checked.stdout[-3000:]


@pytest.mark.parametrize("key", ["Two", "2truths", "twee-waarheden", "change_colours"])
def test_a_key_that_cannot_be_is_refused_in_a_sentence(key: str) -> None:
    refused = subprocess.run([sys.executable, "bin/new-tool", key], cwd=ROOT, capture_output=True, text=True)
    assert (
        refused.returncode != 0 and key in refused.stderr and refused.stderr.strip().endswith((".", "key."))
    )
