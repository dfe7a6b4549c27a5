"""Rows for the workbook."""

from __future__ import annotations

from kring.kit.document import Sheet
from kring.kit.scene import Settings, Shown
from kring.kit.words import Words


def sheets(settings: Settings, shown: Shown, words: Words) -> list[Sheet]:
    """One sheet: every card with its writer and how many keep it."""
    wall = shown.live.get("harvest") or shown.live.get("write") or {}
    head = [words.text("words", one) for one in ("card", "by", "keepers")]
    rows = [[one["text"], one["by"], one["kept"]] for one in wall.get("cards", ())]
    return [Sheet(words.text("script", "write"), head, rows)] if rows else []
