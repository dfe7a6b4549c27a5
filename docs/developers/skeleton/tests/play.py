"""Robots play a whole meeting, a mistake included."""

from __future__ import annotations

from typing import Any

from kring.kit.play import Next, Play, Refuses, Say, said


def class_settings(n: int) -> dict[str, Any]:
    """Settings for a meeting of n people."""
    return {"question": "Wat ging er goed deze week?"}


def class_of(n: int) -> Play:
    """n people each write a card; everybody keeps the first."""
    yield Next("write")
    for seat in range(n):
        yield Say(seat, "write", "__prefix__.card", payload={"text": f"Kaartje {seat + 1}"}, name=f"card-{seat}")
        yield Say(seat, "write", "__prefix__.done", "write")
    if n:
        yield Refuses(Say(0, "write", "__prefix__.card", payload={"text": " "}), "empty_text")
    yield Next("keep")
    for seat in range(n):
        yield Say(seat, "keep", "__prefix__.keep", said("card-0"), {"on": True})
    yield Next("harvest")
