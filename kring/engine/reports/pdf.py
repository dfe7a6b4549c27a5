"""A report on paper: a Document becomes a tagged PDF (PDF/UA-1) with bookmarks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from kring.engine.reports.typeset import breakable, shortened, typeset
from kring.kit.document import (
    Block,
    Document,
    Figure,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    TableBlock,
)
from kring.kit.words import Words

PAGE, PAGES = "\ue000", "\ue001"
"""Stand-ins: only the typesetter knows the numbers."""
NUMBER = re.compile(r"[-−+±]?[\d.,]+\s?%?|[–—-]|")
LONGEST_TITLE = 200
SHORT = 14
"""A column of words no longer than this is as wide as its words."""
WORD = 10
"""Letters that a column of sentences needs at least."""
LARGE = 16
"""Points of a table that hangs on a door or goes from hand to hand; it is as wide as the page."""
LINE = 92
"""Letters of table type that fit beside each other on a standing A4."""


def pdf(document: Document, words: Words) -> bytes:
    """The report as PDF. `words` are the interface's in the document's language (file `report`).

    The same document gives the same bytes. Whatever people wrote is shown as text, never read as markup.
    """
    return typeset("report.typ", _data(document, words))


def _data(document: Document, words: Words) -> dict[str, Any]:
    title = shortened(document.title, LONGEST_TITLE) or words.text("report", "untitled")
    room = _room(document)
    return {
        "title": breakable(title),
        "title_short": shortened(title, 90),
        "sender": words.text("report", "sender"),
        "lang": document.lang,
        "paper": document.paper,
        "landscape": document.landscape,
        "page_of": _page_of(words),
        "facts": [[label, breakable(value)] for label, value in document.facts if value.strip()],
        "blocks": list(_blocks(document.blocks, room, words)),
    }


def _room(document: Document) -> int:
    """How many letters of table type fit beside each other."""
    wide = {("a4", False): 1.0, ("a4", True): 1.55, ("a3", False): 1.55, ("a3", True): 2.35}
    return int(LINE * wide[document.paper, document.landscape])


def _page_of(words: Words) -> list[str]:
    """What stands before, between and behind the two numbers."""
    text = words.text("report", "page_of", page=PAGE, pages=PAGES)
    before, _, rest = text.partition(PAGE)
    between, _, after = rest.partition(PAGES)
    return [before, between, after]


def _blocks(blocks: Sequence[Block], room: int, words: Words) -> Iterator[dict[str, Any]]:
    """Each block as data. Headings get levels without gaps, as bookmarks and screen readers need."""
    highest = min(
        (block.level for block in blocks if isinstance(block, Heading) and block.text.strip()), default=1
    )
    level = 0
    for block in blocks:
        match block:
            case Heading(text, look) if text.strip():
                level = min(look - highest + 1, level + 1)
                yield {
                    "kind": "heading",
                    "level": level,
                    "look": look,
                    "text": breakable(" ".join(text.split())),
                }
            case Paragraph(text, tone) if text.strip():
                yield {"kind": "paragraph", "tone": tone, "text": breakable(text.strip())}
            case Items(items, ordered) if items:
                yield {"kind": "items", "ordered": ordered, "items": [breakable(item) for item in items]}
            case Figure(picture, with_table):
                table = _table(picture.head, picture.rows, room) if with_table and picture.rows else None
                alt = f"{picture.title}. {picture.description}".strip()
                yield {
                    "kind": "figure",
                    "title": picture.title,
                    "alt": alt,
                    "svg": picture.svg,
                    "table": table,
                    "table_label": words.text("report", "same_as_table"),
                }
            case TableBlock(caption, head, rows, large) if head:
                yield {"kind": "table", "caption": caption.strip(), "table": _table(head, rows, room, large)}
            case PageBreak():
                yield {"kind": "page"}


def _table(
    head: Sequence[str], rows: Sequence[Sequence[str]], room: int, large: bool = False
) -> dict[str, Any]:
    """A table as data: every row as long as the head, widths by what the columns hold, numbers to the right.

    A width is None (as wide as its words) or a share of what is left. Many columns make small type; where the
    columns of sentences would be left with less than a word each, those of short words share the room with them.
    """
    count = len(head)
    even = [[*row[:count], *[""] * (count - len(row))] for row in rows]
    columns = list(zip(head, *even, strict=True))
    longest = [max(map(len, column)) for column in columns]
    numbers = [
        all(NUMBER.fullmatch(cell.strip()) for cell in column[1:]) and bool(rows) for column in columns
    ]
    fits = sum(longest) + 3 * count <= (room * 9.5 / LARGE if large else room)
    sentences = [long for long in longest if long > SHORT]
    left = room - sum(longest) + sum(sentences) - 3 * count
    crowded = not fits and left < WORD * len(sentences)
    size = LARGE if large else 9.5 if fits or count <= 6 else 7.5 if crowded or count > 10 else 8.5
    return {
        "head": [breakable(word) for word in head],
        "rows": [[breakable(cell) for cell in row] for row in even],
        "columns": [
            None
            if (fits and not large) or (long <= SHORT and (number or not crowded))
            else min(long, 60) ** 0.5
            for long, number in zip(longest, numbers, strict=True)
        ],
        "right": numbers,
        "size": size,
    }
