"""Robots open a meeting in which nothing is open: what they say of things that are not there is refused."""

from __future__ import annotations

from typing import Any

from kring.kit.play import Next, Play, Refuses, Say


def class_settings(n: int) -> dict[str, Any]:
    """What is open comes from the house, not from the planner."""
    return {}


def class_of(n: int) -> Play:
    """n people look at an empty list; whoever answers all the same hears that it is not there."""
    yield Next("stand")
    for seat in range(n):
        said = Say(seat, "stand", "op.item", f"00000000-0000-4000-8000-{seat:012}", {"what": "did"})
        yield Refuses(said, "item_gone")
