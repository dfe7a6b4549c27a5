"""What the group may take with it: cards that at least two people want to keep."""

from __future__ import annotations

from datetime import date

from kring.kit.scene import Proposal, Settings, Shown
from kring.kit.words import Words

ENOUGH = 2


def propose(settings: Settings, shown: Shown, as_of: date, words: Words) -> list[Proposal]:
    """An insight for each card that two or more people keep, most kept first."""
    wall = shown.live.get("harvest") or shown.live.get("keep") or {}
    chosen = sorted((one for one in wall.get("cards", ()) if one["kept"] >= ENOUGH), key=lambda one: -one["kept"])
    return [
        Proposal("kept", "insight", words.text("words", "kept", text=one["text"]), place, sources=(one["uuid"],))
        for place, one in enumerate(chosen, start=1)
    ]
