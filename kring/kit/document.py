"""What a report is made of, before anyone knows whether it becomes PDF, HTML or XLSX."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kring.kit.picture import Picture

Value = str | int | Fraction | date | None
"""A cell. Fractions become decimals in XLSX; text is never read as a formula."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (an activity) to 3; becomes a bookmark."""

    text: str
    level: Literal[1, 2, 3] = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `tone` gives its look: plain, a lead sentence, a quiet note, or a quotation."""

    text: str
    tone: Literal["plain", "lead", "note", "quote"] = "plain"


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `ordered` gives numbers."""

    items: Sequence[str]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of the kit; its table stands below it when `with_table`."""

    picture: Picture
    with_table: bool = True


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table: head, rows of finished text, a caption."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    large: bool = False
    """In type that can be read standing around it, where it hangs or is passed on."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Items | Figure | TableBlock | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A report: its title, language, facts for the head (label, value) and its blocks."""

    title: str
    lang: Literal["nl", "en"]
    facts: Sequence[tuple[str, str]] = ()
    blocks: Sequence[Block] = field(default_factory=tuple)
    landscape: bool = False
    paper: Literal["a4", "a3"] = "a4"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: a title (at most 31 characters), a head and rows."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]
