"""What the report says: what came back and what was said of it. Reasons to let go stand there, names do not."""

from __future__ import annotations

from typing import Any

from kring.kit.document import Block, Items, Paragraph
from kring.kit.scene import Settings, Shown
from kring.kit.words import Words

STEP = "stand"


def line(one: dict[str, Any], words: Words) -> str:
    """One action and what was said of it."""
    said = words.text("answers", one["said"] or "quiet")
    text = words.text("words", "line", text=one["text"], said=said)
    reason = one["note"] if one["said"] == "let_go" else ""
    return f"{text} {words.text('words', 'because', why=reason)}" if reason else text


def report(settings: Settings, shown: Shown, words: Words) -> list[Block]:
    """Every action with its answer, and the counts; nothing when nothing was open."""
    now = shown.live.get(STEP, {})
    if not now.get("n"):
        return []
    counts = now["counts"]
    told = words.text(
        "words", "counted", did=counts["did"], not_yet=counts["not_yet"], let_go=counts["let_go"]
    )
    if counts["help"]:
        told = f"{told} {words.text('words', 'counted_help', n=counts['help'])}"
    blocks: list[Block] = [Items([line(one, words) for one in now["actions"]]), Paragraph(told)]
    if counts["let_go"]:
        blocks.append(Paragraph(words.text("words", "let_go_counts"), "note"))
    return blocks
