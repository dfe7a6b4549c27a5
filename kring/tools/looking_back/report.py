"""What the report says: the topic, what was shown, and the one thing to do otherwise."""

from __future__ import annotations

from kring.kit.document import Block, Heading, Items, Paragraph
from kring.kit.scene import Settings, Shown
from kring.kit.words import Words
from kring.tools.looking_back.checks import QUESTIONS, topic_of


def line(one: dict[str, str]) -> str:
    """An answer, with a name where there is one."""
    return f"{one['text']} ({one['by']})" if one["by"] else one["text"]


def report(settings: Settings, shown: Shown, words: Words) -> list[Block]:
    """Nothing when nothing was shown and nothing chosen."""
    seen, text = shown.published.get("look"), shown.live.get("choose", {}).get("adjustment", "")
    if not seen and not text:
        return []
    topic = topic_of(settings)
    blocks: list[Block] = [Heading(words.text("topics", topic, "name"))]
    for question in QUESTIONS if seen else ():
        if seen and seen["answers"][question]:
            blocks.append(Heading(words.text("topics", topic, question), 3))
            blocks.append(Items([line(one) for one in seen["answers"][question]]))
    if text:
        blocks.append(Paragraph(words.text("words", "we_do", text=text)))
    return blocks
