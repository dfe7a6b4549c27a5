"""What somebody said in meetings, as they read it themselves. Codes that only a machine reads stay in the file that can
be downloaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kring.engine.words import interface, of_tool
from kring.kit.words import Words
from kring.tools import TOOLS

CODE = re.compile(r"[a-z][a-z0-9_.]*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
VOCABULARY = ("colours", "surfaces", "times", "vocab", "verdicts")
"""Files of a tool in which the value of a choice has words."""
SEALED = "~sealed"
UNSAID = ("position",)


def said_in_words(row: dict[str, Any], lang: str) -> dict[str, Any]:
    """A row of `own_data()["texts"]`: the step by its name, texts and choices as words, without kinds and keys."""
    tool = next((one for one in TOOLS.values() if one.prefix == row["kind"].partition(".")[0]), None)
    if tool is None:
        return row
    words, content = of_tool(tool.key, lang), row["content"] or {}
    if SEALED in content:
        told = interface(lang).text("account", "said_sealed")
    else:
        told = " · ".join(part for name in content for part in parts(words, name, content[name]))
    step = row.get("step", "")
    named = {"step": words.text("script", step)} if words.has("script", step) else {}
    kept: dict[str, Any] = {name: row[name] for name in ("meeting", "circle", "at") if name in row}
    return {**kept, **named, "content": told}


def parts(words: Words, name: str, value: Any) -> Iterator[str]:
    """What stands under one name of a payload, as far as it says something to a reader."""
    if isinstance(value, list):
        for one in value:
            yield from parts(words, name, one)
    elif isinstance(value, str) and CODE.fullmatch(value):
        files = [file for file in (name, f"{name}s", *VOCABULARY) if words.has(file, value)]
        if files:
            yield words.text(files[0], value)
    elif isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, int) and not isinstance(value, bool) and name not in UNSAID:
        yield str(value)
