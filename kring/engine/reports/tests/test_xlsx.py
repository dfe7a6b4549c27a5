from datetime import date
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook

from kring.engine.reports.xlsx import xlsx
from kring.kit.document import Sheet

ABOUT = [("Instrument", "Kleuren, korte vorm"), ("Versie", "1"), ("Aantal", "9 van de 11")]


def read_back(made):
    return load_workbook(BytesIO(made))


def test_the_first_sheet_says_what_this_is(dutch, english):
    book = read_back(xlsx(ABOUT, [Sheet("Antwoorden", ["Kleur"], [["rood"]])], dutch))
    assert book.sheetnames == ["Over dit bestand", "Antwoorden"]
    assert [tuple(cell.value for cell in row) for row in book.worksheets[0].rows] == ABOUT
    assert read_back(xlsx(ABOUT, [], english)).sheetnames == ["About"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://x","y")',
        "{=SUM(A1)}",
        "+31 6 1234",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "https://example.org",
        "mailto:a@b.nl",
        "internal:Sheet1!A1",
        "007",
        "1e5",
        "<b>vet</b> & meer",
        "😀 مرحبا",
        "twee\nregels",
    ],
)
def test_text_stays_text_whatever_it_looks_like(dutch, text):
    book = read_back(xlsx([(text, text)], [Sheet("Blad", [text], [[text]])], dutch))
    for sheet in book.worksheets:
        for row in sheet.rows:
            for cell in row:
                assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_text_that_begins_like_a_formula_is_marked_as_text(dutch):
    sheet = read_back(xlsx(ABOUT, [Sheet("Blad", ["a"], [["=1+1"], ["gewoon"]])], dutch))["Blad"]
    assert [sheet["A2"].quotePrefix, sheet["A3"].quotePrefix] == [True, False]


@pytest.mark.parametrize("exact", [Fraction(1, 3), Fraction(575, 9), Fraction(-7, 11), Fraction(1, 1024)])
def test_a_fraction_can_be_found_back(dutch, exact):
    cell = read_back(xlsx(ABOUT, [Sheet("Blad", ["a"], [[exact]])], dutch))["Blad"]["A2"]
    assert cell.data_type == "n"
    assert Fraction(cell.value).limit_denominator(10_000) == exact


def test_numbers_dates_and_nothing(dutch):
    row = [Fraction(63), 0, 10**18, date(2025, 10, 14), date(1648, 1, 30), None, ""]
    sheet = read_back(xlsx(ABOUT, [Sheet("Blad", list("abcdefg"), [row])], dutch))["Blad"]
    whole, zero, huge, day, long_ago, none, empty = (cell.value for cell in sheet[2])
    assert (whole, zero, huge, long_ago) == (63, 0, "1000000000000000000", "1648-01-30")
    assert sheet["D2"].is_date and day.date() == date(2025, 10, 14)
    assert none is None and empty is None


def test_the_head_stands_out_and_stays(dutch):
    sheet = read_back(xlsx(ABOUT, [Sheet("Blad", ["Naam", "Tekst"], [["Amina", "x" * 300]])], dutch))["Blad"]
    assert sheet["A1"].font.bold and not sheet["A2"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width < sheet.column_dimensions["B"].width < 70


def test_titles_of_sheets_are_always_accepted(dutch):
    wanted = [
        "",
        "a/b:c*[d]?\\e",
        "x" * 40,
        "X" * 40,
        "Over dit bestand",
        "'s avonds'",
        "History",
        "😀" * 20,
        "blad",
    ]
    book = read_back(xlsx(ABOUT, [Sheet(title, ["a"], []) for title in wanted], dutch))
    assert book.sheetnames == [
        "Over dit bestand",
        "Blad 2",
        "a b c d e",
        "x" * 31,
        "X" * 27 + " (2)",
        "Over dit bestand (2)",
        "s avonds",
        "History (2)",
        "😀" * 15,
        "blad",
    ]


def test_texts_longer_than_a_cell_are_cut(dutch):
    sheet = read_back(xlsx(ABOUT, [Sheet("Blad", ["a"], [["😀" * 40_000], ["\x00ok\ud800"]])], dutch))["Blad"]
    assert len(sheet["A2"].value) > 16_000
    assert sheet["A3"].value == "ok"


def test_nothing_known_gives_an_empty_book(dutch):
    assert read_back(xlsx([], [Sheet("Leeg", [], [])], dutch)).sheetnames == ["Over dit bestand", "Leeg"]
