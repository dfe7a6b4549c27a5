"""What the carousel counts with: questions, ties, fields and settings, from the content files."""

from __future__ import annotations

from pathlib import Path

from kring.kit.words import load_facts

CONTENT = Path(__file__).parent / "content"

USES: dict[str, tuple[str, str]] = {
    "problems": ("exploration", "analysis"),
    "vision": ("exploration", "ambition"),
    "behaviour": ("ambition", "awareness"),
    "image": ("awareness", "analysis"),
}
"""What the carousel is used for -> the two functions between which the rounds alternate (7.1)."""
DIMENSIONS = ("orientation", "content")
QUESTIONS: dict[str, dict[str, str]] = {one["id"]: one for one in load_facts(CONTENT, "questions")}
TIES: tuple[str, ...] = tuple(load_facts(CONTENT, "network")["ties"])
LOG: dict[str, bool] = {one["id"]: bool(one.get("once")) for one in load_facts(CONTENT, "logbook")}
"""A field of the logbook -> is it written once, and not after each talk?"""
NOTES: tuple[str, ...] = tuple(load_facts(CONTENT, "leader")["fields"])
TALK_ITEMS = ("clear", "said")
USED = ("yes", "not_yet", "no")
UNITS = ("persons", "teams")
ODD_MODES = ("trio", "observer", "flex")
PRESETS = ("everyone", "cross_team", "requests_first", "newcomers")
NETWORKS = ("none", "before", "before_after")
MAP_MODES = ("measures", "anonymous", "named")
SPOT_KINDS = ("table", "room", "walk")
WEEK_ANSWERS = ("yes", "next_week", "skip")
PHASES = ("talk", "change", "done")
CONFIDENTIAL = frozenset(
    f"cr.{name}"
    for name in (
        "wish",
        "rather_not",
        "forbid",
        "log",
        "expectation",
        "talk_item",
        "go_on",
        "nominate",
        "map_ok",
        "used",
        "kept",
    )
)
"""Kinds that only the result functions read (C-12)."""
MOST_REQUESTS, MOST_RATHER_NOT = 3, 2


def prompts(use: str, r: int) -> dict[str, str]:
    """The orientation and the content question of round r (from 1): dimension -> id (7.1)."""
    function = USES[use][(r - 1) % 2]
    found = {}
    for dimension in DIMENSIONS:
        ids = [
            ident
            for ident, one in QUESTIONS.items()
            if (one["function"], one["dimension"]) == (function, dimension)
        ]
        found[dimension] = ids[(r - 1) // 2 % len(ids)]
    return found
