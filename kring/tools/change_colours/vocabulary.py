"""What the sums count with: colours, blocks, statements, library and clashes, from the content files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from kring.kit.words import load_facts

Mode = Literal["think", "do"]
Share = Literal["private", "total", "named"]

CONTENT = Path(__file__).parent / "content"

COLOURS: tuple[str, ...] = tuple(load_facts(CONTENT, "colours"))
"""In their fixed order, which breaks ties (C-21)."""
MODES: tuple[Mode, ...] = ("think", "do")
FORMS = ("blocks", "self_pick")
SHARES: tuple[str, ...] = tuple(load_facts(CONTENT, "share"))
FIELDS: tuple[str, ...] = tuple(load_facts(CONTENT, "scenario"))
"""What a scenario tells of its colour."""
JUDGEMENTS: tuple[str, ...] = tuple(load_facts(CONTENT, "weigh"))

BLOCKS: dict[Mode, tuple[str, ...]] = {
    mode: tuple(block["id"] for block in load_facts(CONTENT, mode)) for mode in MODES
}
MOST_PICKS: dict[str, int] = {"think": 3, "do": 2}
MOST_LEADING = 3
"""A block score gives at most three leading colours."""

STATEMENTS: dict[str, dict[str, bool]] = {
    colour: {one["id"]: one["reverse"] for one in load_facts(CONTENT, "situation") if one["c"] == colour}
    for colour in COLOURS
}
"""Per colour the statements of the situation scan: id -> is it reversed?"""

LIBRARY: dict[str, str] = {step["id"]: step["c"] for step in load_facts(CONTENT, "steps")}
"""A step of the library -> its colour."""

CLASHES: dict[frozenset[str], tuple[str, str]] = {
    frozenset(one["id"].split("_")): (one["id"], one["kind"]) for one in load_facts(CONTENT, "clashes")
}
"""A pair of colours -> the id of its words and its kind (strong or mild)."""

CHANGE_KINDS: tuple[str, ...] = tuple(load_facts(CONTENT, "change_kinds"))
"""What a change is mostly about; only changes of the same kind are compared (10.3)."""
VERDICTS: tuple[str, ...] = tuple(load_facts(CONTENT, "verdicts"))
"""What the group does with a plan that is finished."""
HELPED_MOST = 3
"""The highest answer to: did this approach help?"""


def clash(a: str, b: str) -> tuple[str, str] | None:
    """The id and kind of the clash between two colours, None when they go together."""
    return CLASHES.get(frozenset((a, b)))


def ordered(colours: Iterable[str]) -> list[str]:
    """Colours in their fixed order."""
    return sorted(colours, key=COLOURS.index)
