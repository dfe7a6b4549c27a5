"""A house with something broken does not open: it says which file, which line, and what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
TOOL = "tools/change_colours"


@dataclass(frozen=True)
class Break:
    """One thing that goes wrong in the house: the file, what happens to it, and what must be said about it."""

    file: str
    happens: Callable[[str], str | None]
    says: str


def after(last: str) -> Callable[[str], str]:
    return lambda text: text + last


FOUND_BY_LOOKING = [
    Break("locale/nl/refusal.yaml", after('\nx: "half\n'), "cannot be read as YAML"),
    Break("content/en/groups.yaml", after('\nmore: "More"\n'), "more does not exist in nl; add it there"),
    Break("frames/principles/content/nl/texts.yaml", after("\nx: met { name }\n"), "{blank}"),
    Break(f"{TOOL}/faces/board.html", lambda text: None, "is missing"),
    Break(f"{TOOL}/content/nl/script.yaml", after("\n\nmeet: Nog eens\n"), "stands here twice"),
]
FOUND_BY_READING = {
    "facts that are no YAML": Break(
        f"{TOOL}/content/colours.yaml", after("\n- [\n"), "cannot be read as YAML"
    ),
    "a tool that cannot be read": Break(f"{TOOL}/tool.py", after("\nTOOL = (\n"), "was never closed"),
    "a tool that needs what is not there": Break(
        f"{TOOL}/scores.py", after("\nimport kring.kit.magic\n"), "kring.kit.magic"
    ),
}


def start_of(place: Path, breaks: list[Break]) -> subprocess.CompletedProcess[str]:
    """Start a copy of the house in which these things are broken."""
    shutil.copytree(
        HOUSE, place / "kring", copy_function=os.link, ignore=shutil.ignore_patterns("__pycache__")
    )
    for wrong in breaks:
        victim = place / "kring" / wrong.file
        new = wrong.happens(victim.read_text(encoding="utf-8"))
        victim.unlink()
        if new is not None:
            victim.write_text(new, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "kring", "serve"],
        cwd=place,
        env={"PATH": os.environ["PATH"], "KRING_DATA": str(place / "data"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
    )


def is_said(wrong: Break, start: subprocess.CompletedProcess[str]) -> bool:
    """The sentence names the file, a line and the remedy."""
    return any(
        wrong.file in line and ", line " in line and wrong.says in line for line in start.stderr.splitlines()
    )


def test_all_that_looking_around_finds_is_said_at_once(tmp_path: Path) -> None:
    start = start_of(tmp_path, FOUND_BY_LOOKING)
    assert start.returncode == 1 and "Traceback" not in start.stderr
    assert [wrong.file for wrong in FOUND_BY_LOOKING if not is_said(wrong, start)] == [], start.stderr


@pytest.mark.parametrize("wrong", FOUND_BY_READING.values(), ids=FOUND_BY_READING)
def test_what_cannot_even_be_read_is_said_too(wrong: Break, tmp_path: Path) -> None:
    start = start_of(tmp_path, [wrong])
    assert start.returncode == 1 and "Traceback" not in start.stderr
    assert is_said(wrong, start), start.stderr
