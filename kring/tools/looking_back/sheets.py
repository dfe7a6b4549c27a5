"""Rows for the workbook."""

from __future__ import annotations

from kring.kit.document import Sheet
from kring.kit.scene import Settings, Shown
from kring.kit.words import Words
from kring.tools.looking_back.checks import QUESTIONS, topic_of
from kring.tools.looking_back.report import line


def sheets(settings: Settings, shown: Shown, words: Words) -> list[Sheet]:
    """One sheet: each question with each answer, in drawn order."""
    seen = shown.published.get("look")
    if not seen:
        return []
    topic = topic_of(settings)
    rows = [
        [words.text("topics", topic, question), line(one)]
        for question in QUESTIONS
        for one in seen["answers"][question]
    ]
    head = [words.text("words", "question"), words.text("words", "answer")]
    return [Sheet(words.text("topics", topic, "name"), head, rows)] if rows else []
