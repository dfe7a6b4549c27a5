"""What each kind of contribution may hold. Each check gives the payload as it is stored, or raises Refused."""

from __future__ import annotations

from kring.kit.payload import Payload, Refused, text_of
from kring.kit.scene import Settings

TOPICS = ("interaction", "activities", "strategies", "roles")
NEXT = "next"
"""The topic whose turn it is; the house fills it in as the activity opens."""
QUESTIONS = ("q1", "q2")
ANSWER, ADJUSTMENT = 280, 280
SHORTEST = 8
"""Characters of an agreement (lifecycle.md 10.1)."""


def topic_of(settings: Settings) -> str:
    """The topic that is looked back on."""
    topic = settings.get("topic", "")
    return topic if topic in TOPICS else TOPICS[0]


def answer(key: str, payload: Payload, settings: Settings) -> Payload:
    """{text}: an answer to the question with this key; "" takes it away again.

    Raises Refused: unreadable, text_too_long.
    """
    if key not in QUESTIONS:
        raise Refused("unreadable")
    return {"text": text_of(payload, "text", ANSWER, needed=False)}


def adjust(key: str, payload: Payload, settings: Settings) -> Payload:
    """{text}: the one thing the circle does otherwise; "" for nothing.

    Raises Refused: text_too_short, text_too_long.
    """
    text = text_of(payload, "text", ADJUSTMENT, needed=False)
    if text and len(text) < SHORTEST:
        raise Refused("text_too_short", n=SHORTEST)
    return {"text": text}
