"""What robots do when they play a meeting: plain actions, which a test, the demo and a load carry out.

A play is a generator of these actions. Seats are counted from 0; what a seat says in the anonymous lane it
says with its own paper. A step is opened before anything is said in it, and a step that was left is closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kring.kit.tool import Lane


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
