"""From data to PDF/UA with Typst: the compilers, the fonts, and which letters can be set."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
MISSING = "\u25af"
"""Stands where a letter was that no font has. PDF/UA forbids letters without a shape."""

# What only steers how other letters are joined, coloured or turned, and unseen controls. A right-to-left
# override in a note would turn the words of its neighbours too.
UNSEEN = re.compile("[\ufe00-\ufe0f\u200d\U0001f3fb-\U0001f3ff\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")
NOT_PLAIN = re.compile("[^\n -~\u00a0-\u024f\u2010-\u2027\u2030-\u203a\u20ac\u25af]")
LONG_WORD = re.compile(r"[^\s\u200b]{31,}")
PIECE = 12

_turn = Lock()


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """`template` (a .typ file beside this one) with `data` (JSON-able) as a tagged PDF/UA-1.

    The same data gives the same bytes. Letters that cannot be set become a sign (see `printable`).
    """
    for simpler in (printable, unmarked):
        try:
            return _compiled(template, _through(simpler, data))
        except typst.TypstError as error:
            # Rare marks on rare letters: only together they have no shape, and no list can foresee them all.
            if "could not be displayed" not in str(error):
                raise
    return _compiled(template, _through(plainest, data))


def printable(text: str) -> str:
    """Text of which every letter has a shape in the fonts; what has none becomes a small frame."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _without_shape().sub(MISSING, UNSEEN.sub("", text))


def unmarked(text: str) -> str:
    """Printable text without the marks that stand on, in or around another letter."""
    return "".join(char for char in printable(text) if unicodedata.category(char)[0] != "M")


def plainest(text: str) -> str:
    """Only letters of European languages and their punctuation; the rest becomes a small frame."""
    return NOT_PLAIN.sub(MISSING, printable(text))


def breakable(text: str) -> str:
    """Text in which words of more than 30 letters may break, so that they stay on the paper."""
    return LONG_WORD.sub(lambda word: "\u200b".join(_pieces(word[0])), text)


def shortened(text: str, longest: int) -> str:
    """Text on one line, of at most `longest` letters; an ellipsis shows where it was cut."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _pieces(word: str) -> list[str]:
    return [word[start : start + PIECE] for start in range(0, len(word), PIECE)]


def _compiled(template: str, data: Any) -> bytes:
    with _turn:  # A compiler serves one thread at a time; a report takes some tens of milliseconds.
        made = _compiler(template).compile(
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave something else than one PDF")
    return made


@cache
def _compiler(template: str) -> typst.Compiler:
    """Kept warm: reading the fonts costs more than setting a page."""
    return typst.Compiler(
        str(HERE / template), root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=True
    )


@cache
def _without_shape() -> re.Pattern[str]:
    ranges = (line.split("-") for line in (FONTS / "coverage.txt").read_text(encoding="ascii").split())
    known = "".join(f"\\U{first:0>8}-\\U{last:0>8}" for first, last in ranges)
    return re.compile(f"[^\\n\\u200b{known}]")


def _through(change: Callable[[str], str], data: Any) -> Any:
    """The same data with every text changed."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, Mapping):
        return {key: _through(change, value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_through(change, value) for value in data]
    return data
