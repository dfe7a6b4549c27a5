"""A workbook for who wants to count further: plain cells, and first a sheet that says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kring.kit.document import Sheet, Value
from kring.kit.words import Words

LONGEST_TITLE = 31
LONGEST_TEXT = 32_000
"""Excel stops at 32,767 code units; an emoji counts for two."""
MOST_DIGITS = 10**15
FIRST_YEAR = 1900
NARROWEST, WIDEST = 8, 60
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\\s]+")
READ_AS_FORMULA = ("=", "+", "-", "@", "\t")

Looks = dict[str, Format]


def xlsx(about: Sequence[tuple[str, str]], sheets: Sequence[Sheet], words: Words) -> bytes:
    """A workbook of `sheets`, after a first sheet with the pairs of `about` (instrument, version, n, ...).

    Fractions become decimals with all digits that a cell can hold (the exact fraction can be found back),
    dates become dates, and text stays text, also where it looks like a formula or an address.
    `words` are the interface's (file `report`).
    """
    made = BytesIO()
    book = Workbook(
        made,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": about[0][1] if about else "", "author": words.text("report", "sender")})
    looks = _looks(book)
    titles = _titles([words.text("report", "about"), *(sheet.title for sheet in sheets)], words)
    _write_about(book.add_worksheet(next(titles)), about, looks)
    for sheet in sheets:
        _write_sheet(book.add_worksheet(next(titles)), sheet, looks)
    book.close()
    return made.getvalue()


def _looks(book: Workbook) -> Looks:
    text = {"text_wrap": True, "valign": "top"}
    head = {"bold": True, "bg_color": "#f4ecdf", "bottom": 1, "bottom_color": "#2b2622"}
    return {
        "label": book.add_format({**text, "bold": True}),
        "head": book.add_format({**text, **head}),
        "text": book.add_format(text),
        # Shows a spreadsheet, also after the cell was edited, that this is text.
        "quoted": book.add_format({**text, "quote_prefix": True}),
        "whole": book.add_format({"valign": "top"}),
        "decimal": book.add_format({"valign": "top", "num_format": "0.0###"}),
        "date": book.add_format({"valign": "top", "num_format": 14, "align": "left"}),
    }


def _write_about(sheet: Worksheet, about: Sequence[tuple[str, str]], looks: Looks) -> None:
    for row, (label, value) in enumerate(about):
        _write(sheet, row, 0, label, looks["label"], looks)
        _write(sheet, row, 1, value, looks["text"], looks)
    sheet.set_column(0, 0, _width([label for label, _ in about]))
    sheet.set_column(1, 1, WIDEST)
    _set_for_print(sheet)


def _write_sheet(sheet: Worksheet, content: Sheet, looks: Looks) -> None:
    for column, word in enumerate(content.head):
        _write(sheet, 0, column, word, looks["head"], looks)
        sheet.set_column(column, column, _width([word, *_column(content, column)]))
    for row, values in enumerate(content.rows, start=1):
        for column, value in enumerate(values):
            _write(sheet, row, column, value, looks["text"], looks)
    sheet.freeze_panes(1, 0)
    if content.head and content.rows:
        sheet.autofilter(0, 0, len(content.rows), len(content.head) - 1)
    sheet.repeat_rows(0)
    _set_for_print(sheet)


def _set_for_print(sheet: Worksheet) -> None:
    a4 = 9
    sheet.set_paper(a4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write(sheet: Worksheet, row: int, column: int, value: Value, look: Format, looks: Looks) -> None:
    """One cell by the kind of its value. `look` is for text; numbers and dates have their own."""
    if isinstance(value, Fraction) and value.denominator == 1:
        value = value.numerator
    if isinstance(value, date) and value.year < FIRST_YEAR:
        value = value.isoformat()
    if isinstance(value, int) and abs(value) >= MOST_DIGITS:
        value = str(value)

    if isinstance(value, date):
        sheet.write_datetime(row, column, value, looks["date"])
    elif isinstance(value, Fraction):
        sheet.write_number(row, column, float(value), looks["decimal"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value, looks["whole"])
    elif value:
        text = UNWRITABLE.sub("", value)[:LONGEST_TEXT]
        quoted = look is looks["text"] and text.startswith(READ_AS_FORMULA)
        sheet.write_string(row, column, text, looks["quoted"] if quoted else look)


def _column(sheet: Sheet, column: int) -> list[Value]:
    return [row[column] for row in sheet.rows if column < len(row)]


def _width(values: Sequence[Value]) -> int:
    """As wide as the longest line, within reason; longer text wraps."""
    longest = max((len(line) for value in values for line in _shown(value).split("\n")), default=0)
    return max(NARROWEST, min(WIDEST, longest + 3))


def _shown(value: Value) -> str:
    if isinstance(value, Fraction):
        return "0.0000"
    return "" if value is None else str(value)


def _titles(wanted: Sequence[str], words: Words) -> Iterator[str]:
    """Titles that a workbook accepts: no forbidden letters, at most 31 long, none twice."""
    given: set[str] = set()
    for number, title in enumerate(wanted, start=1):
        plain = NOT_IN_TITLE.sub(" ", UNWRITABLE.sub("", title)).strip(" '")
        plain = plain or words.text("report", "sheet", number=number)
        title, again = _cut(plain), 1
        # "History" is the one word that Excel keeps for itself.
        while title.casefold() in given or title.casefold() == "history":
            again += 1
            title = _cut(plain, f" ({again})")
        given.add(title.casefold())
        yield title


def _cut(title: str, ending: str = "") -> str:
    """At most 31 code units, the ending included; an emoji counts for two."""
    while len((title + ending).encode("utf-16-le")) // 2 > LONGEST_TITLE:
        title = title[:-1]
    return title.rstrip(" '") + ending
