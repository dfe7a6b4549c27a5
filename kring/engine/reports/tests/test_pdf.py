from concurrent.futures import ThreadPoolExecutor

import pytest

from kring.engine.reports.pdf import LINE, _table, pdf
from kring.engine.reports.tests.paper import bookmarks, fonts, kinds, opened, tags, text_of
from kring.kit.document import (
    Document,
    Figure,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    TableBlock,
)
from kring.kit.picture import Picture

PICTURE = Picture(
    svg=(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 200"><title>t</title><desc>d</desc>'
        "<text x='9' y='40' font-size='17' font-family=\"Kring Sans, 'Source Sans 3', sans-serif\">"
        "In the picture 👍</text></svg>"
    ),
    title="Thinking and doing",
    description="Red is highest, with 86.",
    head=["Colour", "Thinking"],
    rows=[["Red", "86"], ["Blue", "63"]],
)


@pytest.fixture(scope="module")
def report(dutch):
    """Kring Noord looked at its colours."""
    blocks = [
        Heading("Kleuren van verandering", 1),
        Paragraph("Wij kozen vooral rood.", "lead"),
        Heading("Het beeld", 2),
        Figure(PICTURE),
        Paragraph("Grenzen zijn onze eigen keuze.", "note"),
        Heading("De stemmen", 3),
        Paragraph("Ik denk rood en doe blauw.", "quote"),
        Heading("Afspraken", 2),
        Items(["Amina plant", "Bram belt"], ordered=True),
        Items(["Los punt"]),
        TableBlock("Wie doet wat", ["Naam", "Afspraak"], [["Amina", "Plannen"], ["Bram"]]),
        PageBreak(),
        Heading("Agenda", 1),
    ]
    facts = [("Kring", "Noord"), ("Aantal", "9 van de 11")]
    return pdf(Document("Verslag van Noord", "nl", facts, blocks), dutch)


def test_a_screen_reader_finds_title_language_and_tags(report):
    reader = opened(report)
    assert reader.metadata.title == "Verslag van Noord"
    assert reader.root_object["/Lang"] == "nl"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.root_object["/Metadata"].get_data()


def test_the_tags_say_what_everything_is(report):
    found = kinds(report)
    in_order = [
        kind for kind in found if kind in ("/Title", "/H1", "/H2", "/H3", "/Figure", "/Table", "/BlockQuote")
    ]
    assert in_order == [
        *("/Title", "/H1", "/H2", "/Figure", "/Table", "/H3", "/BlockQuote", "/H2", "/Table", "/H1"),
    ]
    assert found.count("/L") == 3
    assert found.count("/TH") == 4


def test_a_picture_is_also_there_in_words(report):
    (figure,) = [tag for tag in tags(report) if tag["/S"] == "/Figure"]
    assert figure["/Alt"] == "Thinking and doing. Red is highest, with 86."
    assert "In the picture" in text_of(report)


def test_headings_are_bookmarks(report):
    assert bookmarks(report) == [
        *("Kleuren van verandering", "  Het beeld", "    De stemmen", "  Afspraken", "Agenda"),
    ]


def test_everything_is_there_in_reading_order(report):
    text = text_of(report)
    places = [
        text.index(piece)
        for piece in (
            *(
                "Verslag van Noord",
                "Kring Noord",
                "9 van de 11",
                "Wij kozen vooral rood.",
                "Thinking and doing",
            ),
            *("Hetzelfde in een tabel", "Red 86", "Grenzen zijn", "Ik denk rood", "Bram belt", "Los punt"),
            *("Wie doet wat", "Amina Plannen", "Bladzijde 2 van 3", "Agenda", "Bladzijde 3 van 3"),
        )
    ]
    assert places == sorted(places)


def test_letters_come_from_our_own_fonts(report):
    assert fonts(report) <= {
        *("KringSans-Regular", "KringSans-Semibold", "KringSans-Italic", "KringSigns-Regular"),
        *("Vollkorn-Regular", "Vollkorn-Semibold", "Vollkorn-Italic"),
    }


def test_an_english_report_speaks_english(english):
    made = pdf(Document("Report", "en", blocks=[Paragraph("Hello")]), english)
    assert opened(made).root_object["/Lang"] == "en"
    assert "Page 1 of 1" in text_of(made)


NASTY = [
    "# no heading, *no bold*, _no slant_, $x^2$, @who, <label>, `code`, [box], ~, // and /* nothing */",
    '"quotes" and \\backslashes\\ and #{panic("no")} and #eval("1")',
    '{"json": "inside"}',
    "emoji 😀👍❤",
    "two\nlines",
]


@pytest.mark.parametrize("text", NASTY)
def test_what_people_write_is_never_markup(dutch, text):
    blocks = [
        Heading(text),
        Paragraph(text),
        Items([text]),
        TableBlock(text, [text], [[text]]),
        Figure(Picture(PICTURE.svg, text, text, [text], [[text]])),
    ]
    found = text_of(pdf(Document(text, "nl", [(text, text)], blocks), dutch))
    assert found.count(" ".join(text.split())[:20]) >= 9


def test_other_scripts_come_out_or_leave_a_mark(dutch):
    text = "مرحبا שלום Ελλάδα Россия 👩\u200d🏫 👍🏽 ❤\ufe0f 你好 \x00\x07\ud800\u202e end"
    blocks = [Heading(text), Paragraph(text, "quote"), Items([text]), TableBlock(text, [text], [[text]])]
    found = text_of(pdf(Document(text, "nl", [(text, text)], blocks), dutch))
    assert "Ελλάδα Россия" in found
    assert "▯▯" in found


def test_a_mark_that_no_font_can_place_does_not_stop_the_report(dutch):
    found = text_of(
        pdf(Document("Title", "nl", blocks=[Paragraph("Zo\u0301 goed 😀\u0301\u0489 is het")]), dutch)
    )
    assert "Zó goed" in found
    assert "is het" in found


@pytest.mark.parametrize("text", ["a" * 10_000, "woord " * 1_700])
def test_ten_thousand_letters_stay_on_the_paper(dutch, text):
    blocks = [Heading(text[:200]), Paragraph(text), TableBlock("", ["n", "text"], [["1", text]])]
    reader = opened(pdf(Document(text, "nl", [("Kring", text)], blocks), dutch))
    shown = sum(page.extract_text().replace("\n", "").count(text[0]) for page in reader.pages)
    assert shown >= 3 * text.count(text[0])
    assert reader.metadata.title.endswith("…")


@pytest.mark.parametrize("empty", ["", "   ", "\n"])
def test_nothing_said_still_gives_a_report(dutch, empty):
    blocks = [
        Heading(empty),
        Paragraph(empty),
        Items([]),
        TableBlock(empty, [], []),
        TableBlock(empty, ["Naam"], []),
    ]
    made = pdf(Document(empty, "nl", [("Kring", empty)], blocks), dutch)
    assert opened(made).metadata.title == "Verslag"
    assert bookmarks(made) == []


def test_levels_of_headings_have_no_gaps(dutch):
    blocks = [Heading("Eerst", 3), Heading("Dan", 2), Heading("Diep", 3), Heading("Terug", 2)]
    made = pdf(Document("Titel", "nl", blocks=blocks), dutch)
    assert bookmarks(made) == ["Eerst", "Dan", "  Diep", "Terug"]


@pytest.mark.parametrize(
    ("paper", "landscape", "size"),
    [
        ("a4", False, (595, 842)),
        ("a4", True, (842, 595)),
        ("a3", False, (842, 1191)),
        ("a3", True, (1191, 842)),
    ],
)
def test_paper_sizes(dutch, paper, landscape, size):
    document = Document("Titel", "nl", blocks=[Figure(PICTURE)], landscape=landscape, paper=paper)
    page = opened(pdf(document, dutch)).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size


def test_a_tall_picture_fits_on_the_first_lying_sheet(dutch):
    tall = Picture(PICTURE.svg.replace("0 0 720 200", "0 0 720 2000"), "Title", "Words", [], [])
    facts = [("Kring", "Noord"), ("Datum", "14 oktober 2025"), ("Aantal", "9")]
    document = Document("Titel", "nl", facts, [Figure(tall, with_table=False)], landscape=True, paper="a3")
    assert len(opened(pdf(document, dutch)).pages) == 1


def test_a_long_table_repeats_its_head(dutch):
    rows = [[str(i), "tekst"] for i in range(120)]
    made = pdf(Document("Titel", "nl", blocks=[TableBlock("Lang", ["Nummer", "Tekst"], rows)]), dutch)
    assert len(opened(made).pages) >= 3
    assert all("Nummer Tekst" in page.extract_text() for page in opened(made).pages)


def test_the_same_report_gives_the_same_bytes_also_from_many_threads(dutch):
    documents = [Document(f"Titel {i % 2}", "nl", blocks=[Paragraph("tekst " * 50)]) for i in range(8)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda document: pdf(document, dutch), documents))
    assert len(set(made)) == 2
    assert made[0] == made[2]


def test_short_columns_make_room_for_sentences() -> None:
    """The tensions of a lab: ten columns, of which four hold sentences and three hold numbers."""
    head = [
        "Tension",
        "From",
        "To",
        "Process",
        "Level",
        "On the one hand",
        "On the other hand",
        "R",
        "L",
        "P",
    ]
    row = ["1", "Who does what", "With whom", "Sharing out and passing on", "Tension between two parts"]
    row += ["The team leader writes the plan", "The plan has to be everybody's", "1.8", "2.2", "4.0"]
    crowded, few = _table(head, [row], LINE), _table(head[:5], [row[:5]], LINE)
    assert [width is None for width in crowded["columns"]] == [True, *[False] * 6, True, True, True]
    assert crowded["size"] == 7.5
    assert [width is None for width in few["columns"]] == [True] * 3 + [False] * 2 and few["size"] == 9.5
