"""Robots look back: everybody answers, the answers are shown, and the group chooses one thing."""

from __future__ import annotations

from typing import Any

from kring.kit.play import Next, Play, Refuses, Reveal, Say

HEARD = (
    "Ik hoorde vooral de mensen vooraan.",
    "Iedereen kwam aan het woord.",
    "Wie online was, hoorde ik weinig.",
)
HELPS = ("Eerst even zelf opschrijven.", "Een vaste ronde.", "Kleinere groepjes.")


def class_settings(n: int) -> dict[str, Any]:
    """Settings for a meeting of n people."""
    return {"topic": "interaction"}


def class_of(n: int) -> Play:
    """n people look back; with fewer than five nothing is shown."""
    yield Next("answer")
    for seat in range(n):
        yield Say(seat, "answer", "lb.answer", "q1", {"text": HEARD[seat % 3]})
        yield Say(seat, "answer", "lb.answer", "q2", {"text": HELPS[seat % 3]})
        yield Say(seat, "answer", "lb.done", "answer")
    if n:
        yield Refuses(Say(0, "answer", "lb.answer", "q3", {"text": "Iets"}), "unreadable")
    yield Next("look")
    yield Reveal("look") if n >= 5 else Refuses(Reveal("look"), "too_few")
    yield Next("choose")
    if n:
        told = {"text": "We beginnen met een ronde waarin ieder iets zegt."}
        yield Refuses(Say(0, "choose", "lb.adjust", "", told), "only_the_facilitator")
        yield Say(0, "choose", "lb.adjust", "", told, leads=True)
