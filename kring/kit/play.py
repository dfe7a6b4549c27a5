"""What robots do when they play a meeting: plain actions, which a test, the demo and a load carry out.

A play is a generator of these actions. Seats are counted from 0; what a seat says in the anonymous lane it
says with its own paper. A step is opened before anything is said in it, and a step that was left is closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kring.kit.scene import Lane

BLANK = re.compile(r"\{(seat:\d+|said:[\w-]+)\}")


def seat(number: int) -> str:
    """Stands in a key or payload for the id that this seat has in the house that plays."""
    return f"{{seat:{number}}}"


def said(name: str) -> str:
    """Stands for the uuid of the contribution that was said under this name."""
    return f"{{said:{name}}}"


def filled(value: Any, ids: Mapping[str, str]) -> Any:
    """A key or payload with ids in the place of `seat()` and `said()`: "seat:3" -> id, "said:first" -> uuid."""
    if isinstance(value, str):
        return BLANK.sub(lambda blank: ids[blank[1]], value)
    if isinstance(value, dict):
        return {filled(key, ids): filled(one, ids) for key, one in value.items()}
    return [filled(one, ids) for one in value] if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Say:
    """Seat number `seat` sends a contribution (C-03)."""

    seat: int
    step: str
    kind: str
    key: str = ""
    payload: dict[str, Any] = field(default_factory=dict)
    lane: Lane = "named"
    """For a kind whose author may choose the lane; other kinds go where they belong."""
    name: str = ""
    """Under this name `said()` finds its uuid later in the play."""
    leads: bool = False
    """This seat leads the activity, for kinds that only the lead may send."""


@dataclass(frozen=True, slots=True)
class Erase:
    """A seat takes everything of these kinds away, content and all, in the lane of each kind."""

    seat: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """The facilitator opens a step."""

    step: str


@dataclass(frozen=True, slots=True)
class Reveal:
    """The facilitator shows what a step gave (C-30)."""

    step: str
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Refuses:
    """The action is answered with no, for the reason `code`."""

    action: Say | Erase | Reveal
    code: str


Action = Say | Erase | Next | Reveal | Refuses
Play = Iterator[Action]
