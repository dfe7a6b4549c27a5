"""What the report says of this activity."""

from __future__ import annotations

from kring.kit.document import Block, Heading, Items
from kring.kit.scene import Settings, Shown
from kring.kit.words import Words


def report(settings: Settings, shown: Shown, words: Words) -> list[Block]:
    """The question and the cards."""
    wall = shown.live.get("harvest") or shown.live.get("write") or {}
    texts = [one["text"] for one in wall.get("cards", ())]
    if not texts:
        return []
    return [Heading(settings.get("question") or words.text("about", "title")), Items(texts)]
