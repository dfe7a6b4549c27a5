"""What each kind of contribution may hold. Each check gives the payload as it is stored, or raises Refused."""

from __future__ import annotations

from kring.kit.payload import Payload, Refused, text_of
from kring.kit.scene import Settings

CARD_LENGTH = 280
"""C-39."""


def card(key: str, payload: Payload, settings: Settings) -> Payload:
    """{text, replaces?}: a card, or a new text for the card `replaces`."""
    kept: Payload = {"text": text_of(payload, "text", CARD_LENGTH)}
    if replaces := payload.get("replaces"):
        kept["replaces"] = str(replaces)
    return kept


def withdraw(key: str, payload: Payload, settings: Settings) -> Payload:
    """{target}: the card that goes. Raises Refused("unreadable") without one."""
    if not payload.get("target"):
        raise Refused("unreadable")
    return {"target": str(payload["target"])}


def keep(key: str, payload: Payload, settings: Settings) -> Payload:
    """{on}: this seat wants to keep the card whose uuid is the key."""
    if not isinstance(payload.get("on"), bool):
        raise Refused("unreadable")
    return {"on": payload["on"]}
