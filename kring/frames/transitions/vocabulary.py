"""The instrument: pairs, forms and scopes, from the content files (frames 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path

from kring.kit.words import load_facts

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of sentences. With `flip` the sentence that we want to go to stands left on the screen."""

    id: str
    process: str
    forms: tuple[str, ...]
    flip: bool


PAIRS: dict[str, Pair] = {
    one["id"]: Pair(one["id"], one["process"], tuple(one["forms"]), one["flip"])
    for one in load_facts(CONTENT, "items")
}
PROCESSES: tuple[str, ...] = tuple(dict.fromkeys(pair.process for pair in PAIRS.values()))
"""In their fixed order, which breaks ties (C-21)."""
FORMS = ("short", "standard", "long")
"""Each is a part of the next."""
LOWEST, HIGHEST = 1, 5
DAYS_BETWEEN: dict[str, int] = load_facts(CONTENT, "instrument")["min_days_between_rounds"]
"""Scope -> the least active days from one round to the next."""


@cache
def items(process: str, form: str) -> dict[str, bool]:
    """The pairs of a process in a form: id -> is it flipped?"""
    return {pair.id: pair.flip for pair in PAIRS.values() if pair.process == process and form in pair.forms}


@cache
def on_screen(form: str) -> tuple[str, ...]:
    """The pairs of a form as people meet them: the first of every process, then the second, and so on."""
    turns = zip_longest(*(items(process, form) for process in PROCESSES))
    return tuple(ident for turn in turns for ident in turn if ident)


def shared(one: str, other: str) -> str:
    """The form that holds the pairs which two forms share."""
    return min(one, other, key=FORMS.index)
