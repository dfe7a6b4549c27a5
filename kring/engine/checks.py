"""What must be whole before the first meeting: a broken word file or tool folder stops the start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import Error, register

from kring.engine.words import HOUSE, LANGUAGES, broken_words, of_tool
from kring.kit.tool import Tool
from kring.kit.words import BrokenWords
from kring.tools import TOOLS

FACES = ("phone", "board", "facilitator")
"""Without these a meeting would stop halfway."""


@register()
def words_are_whole(**_: Any) -> list[Error]:
    """One error for each word file that cannot be used, with file, line and remedy."""
    return [Error(sentence, id="kring.words") for sentence in broken_words()]


@register()
def tools_are_whole(**_: Any) -> list[Error]:
    """One error for whatever a tool's folder lacks."""
    return [Error(sentence, id="kring.tools") for tool in TOOLS.values() for sentence in lacking(tool)]


def lacking(tool: Tool) -> Iterator[str]:
    """A sentence, with file, line and remedy, for each face and each word without which a meeting would stop."""
    room = HOUSE / "tools" / tool.key
    for face in FACES:
        place = room / "faces" / f"{face}.html"
        if not place.exists():
            yield f"{place}, line 1: is missing; every tool has this face, so write it."
    for other in TOOLS.values():
        if other.prefix == tool.prefix and other.key < tool.key:
            yield f"{room / 'tool.py'}, line 1: the prefix '{tool.prefix}' belongs to {other.key}; take another."
    for lang in LANGUAGES:
        try:
            words = of_tool(tool.key, lang)
        except BrokenWords:
            continue  # `words_are_whole` says it
        for file, ident, field in needed(tool):
            if not words.has(file, ident, field):
                what = f"{ident} > {field}" if field else ident
                yield f"{room / 'content' / lang / file}.yaml, line 1: {what} is missing; write its words."


def needed(tool: Tool) -> Iterator[tuple[str, str, str]]:
    """File, id and field of every word that the house itself asks of a tool."""
    yield from (("about", field, "") for field in ("title", "sentence", "when", "group", "time"))
    yield from (("script", step.key, "") for step in tool.steps)
    for setting in tool.settings:
        if setting.asked:
            yield "settings", setting.key, "label"
            for option in ("yes",) if setting.type == "flag" else setting.options:
                yield "settings", setting.key, option
