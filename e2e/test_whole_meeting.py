"""The main job as somebody new would do it: start the demo, lead a meeting with five phones, and take it home."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from players import LAPTOP, Facilitator, House, Meeting, Phone, tried_before
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

CHANGE = "Feedback in elke les"
FIVE = {
    "Aafke": (["blauw", "rood"], ["blauw"]),
    "Daan": (["rood", "groen"], ["rood"]),
    "Floor": (["rood", "groen", "wit"], ["groen"]),
    "Gijs": (["rood", "groen"], ["groen", "rood"]),
    "Ilse": (["blauw"], ["blauw"]),
}
OF_FIVE = {  # colour -> share and heads of thinking, share and heads of doing
    "Geel": ("0", "0", "0", "0"),
    "Blauw": ("30", "2", "40", "2"),
    "Rood": ("37", "4", "30", "2"),
    "Groen": ("27", "3", "30", "2"),
    "Wit": ("7", "1", "0", "0"),
}
FIGURE_8 = {  # colour -> weight, share and heads of thinking; the same of doing; thought and not done
    "Geel": (0, 0, 0, 0, 0, 0, 0),
    "Blauw": (2.5, 27.8, 4, 4, 44.4, 4, 0),
    "Rood": (11 / 3, 40.7, 8, 2.5, 27.8, 3, 5),
    "Groen": (13 / 6, 24.1, 5, 2.5, 27.8, 3, 2),
    "Wit": (2 / 3, 7.4, 2, 0, 0, 0, 2),
}
HEAD = ("Kleur", "Denken: gewicht", "Denken: aandeel in %", "Denken: mensen")


@dataclass
class Demo:
    """The demo school as `bin/demo` starts it, and what it printed."""

    house: House
    said: str

    def line(self, words: str) -> str:
        """What stands behind these words on the screen."""
        found = re.search(rf"{re.escape(words)}\s+(\S+)", self.said)
        assert found, f"{words} does not stand in:\n{self.said}"
        return found[1]

    @property
    def code(self) -> str:
        found = re.search(r"code (\d{3}-\d{4})", self.said)
        assert found, self.said
        return found[1]


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Demo]]:
    """The schools that were started, the last one of them for the scenes to come."""
    made: list[Demo] = []
    yield made
    for one in made:
        one.house.end()


@pytest.fixture
def demo(request: pytest.FixtureRequest, demos: list[Demo], tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Started once, all scenes play in the same school; a scene that is tried again gets a school of its own."""
    if not demos or tried_before(request):
        house = House(tmp_path_factory.mktemp("demo"))
        demos.append(Demo(house, house.demo()))
    return demos[-1]


@pytest.fixture
def meeting(demo: Demo, browser: Browser) -> Iterator[Meeting]:
    """The meeting that stands open, with nobody in it."""
    ident = demo.line("Lead the meeting").rstrip("/").rpartition("/")[2]
    board = demo.line("The board").rstrip("/").rpartition("/")[2]
    made = Meeting(demo.house, browser, ident, "", demo.code, "", board, "", hosts=True)
    yield made
    made.close()
    assert made.wrong == []


def test_a_whole_meeting(demo: Demo, meeting: Meeting, tmp_path: Path) -> None:
    """From the printed link to the report in the bag; one phone is without wifi in between."""
    assert len(demo.said.splitlines()) < 24
    leader, wall = signs_in(demo, meeting)
    assert demo.code in wall.locator(".code").first.inner_text()
    phones = {name: comes_in(meeting, name) for name in FIVE}
    expect(wall.locator("body")).to_contain_text("Ilse")
    leader.goes_to("pick")
    for name, phone in phones.items():
        phone.at_step("pick")
        if name == "Floor":
            picks_without_wifi(phone, *FIVE[name])
        else:
            picks(phone, *FIVE[name])
    expect(leader.page.locator(".lead-look")).to_contain_text("5")
    leader.goes_to("own")
    for phone in phones.values():
        phone.page.locator(".share .slip", has_text="Tel mij mee, zonder naam").click()
        phone.waits_for_state("saved")
        phone.tap("Klaar")
    leader.goes_to("picture")
    expect(wall.locator(".picture")).to_have_count(0)
    leader.page.get_by_role("button", name="zonder namen").first.click()
    for share in ("30%", "37%", "27%", "7%", "40%"):
        expect(wall.locator(".picture svg").first).to_contain_text(share)
    phones["Daan"].shows("5 van de ")
    assert rows_of(phones["Daan"].page) == OF_FIVE
    leader.goes_to("harvest")
    agreed = takes_along(leader)
    for phone in phones.values():
        phone.shows("Dank je wel")
    takes_home(leader.page, agreed, tmp_path)


def signs_in(demo: Demo, meeting: Meeting) -> tuple[Facilitator, Page]:
    """By the printed link, then from home to the meeting, and the board in a second window."""
    page = meeting.page(viewport=LAPTOP, accept_downloads=True)
    page.goto(demo.line("Sign in as the facilitator (Noor)"))
    expect(page.locator(".next-meeting")).to_contain_text("Samen op pad met feedback")
    page.locator(".next-meeting .button-main").click()
    page.wait_for_url("**/lead/*/")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open het bord").click()
    wall = opened.value
    wall.set_viewport_size({"width": 1920, "height": 1080})
    return Facilitator(meeting, page), wall


def comes_in(meeting: Meeting, name: str) -> Phone:
    """With the code on the wall, a name, and one tap."""
    phone = meeting.phone()
    phone.type_code()
    phone.join(name)
    return phone


def picks(phone: Phone, think: list[str], do: list[str]) -> None:
    """By tapping, in this order."""
    for mode, colours in (("think", think), ("do", do)):
        form = phone.form("cc.pick", mode)
        for colour in colours:
            form.locator("label.choice", has_text=colour.capitalize()).tap()
        form.get_by_role("button", name="Verder").tap()
    phone.tap("Klaar")


def picks_without_wifi(phone: Phone, think: list[str], do: list[str]) -> None:
    """The phone keeps what was tapped and says so; when the wifi is back, it goes."""
    phone.offline()
    picks(phone, think, do)
    phone.waits_for_state("offline")
    phone.shows("3 wachten")
    phone.offline(False)
    phone.waits_for_state("saved", within=20)


def rows_of(page: Page) -> dict[str, tuple[str, ...]]:
    """The table that says the same as the picture: share and heads of thinking, and of doing."""
    picture = page.locator(".picture", has=page.locator("caption", has_text="Onze kleuren"))
    rows = [row.locator("th, td").all_text_contents() for row in picture.locator("tbody tr").all()]
    return {row[0].strip(): tuple(cell.strip() for cell in row[1:5]) for row in rows}


def takes_along(leader: Facilitator) -> str:
    """End, accept the first proposal, drop the others, and add an action of their own."""
    page = leader.page
    page.locator("#next").click()
    page.locator("#end").get_by_role("button", name="Sluit af en ga naar de oogst").click()
    page.wait_for_url("**/harvest/")
    agreed = page.locator("#text").input_value()
    page.locator('.lead-do [value="accept"]').click()
    expect(page.locator(".lead-next")).to_contain_text(agreed)
    while page.locator('.lead-do [value="drop"]').count():
        page.locator('.lead-do [value="drop"]').click()
    page.locator("summary", has_text="Wie doet wat, wanneer?").click()
    page.locator("#action-text").fill("Eén les samen voorbereiden")
    page.locator("#action-owner").fill("Daan")
    page.locator("#action-due").fill("2031-02-03")
    page.get_by_role("button", name="Zet het erbij").locator("visible=true").click()
    expect(page.locator(".lead-next")).to_contain_text("Eén les samen voorbereiden")
    page.locator('.lead-do [value="close"]').click()
    return agreed


def takes_home(page: Page, agreed: str, folder: Path) -> None:
    """What was agreed stands with the circle; the report says the same on paper and in a workbook."""
    page.get_by_role("link", name="Naar de kring").first.click()
    expect(page.locator("main")).to_contain_text(agreed)
    expect(page.locator("main")).to_contain_text("Eén les samen voorbereiden")
    expect(page.locator("main")).to_contain_text("Daan")
    page.go_back()
    page.get_by_role("link", name="verslag").first.click()
    pdf = PdfReader(fetched(page, "Bewaar als PDF", "kring_feedback-in-de-les_", "verslag.pdf", folder))
    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in pdf.pages)
    for words in (
        "Samen op pad met feedback",
        agreed,
        "Eén les samen voorbereiden",
        "Daan",
        "3 februari 2031",
    ):
        assert words in text, text
    for name, (think, think_heads, do, do_heads) in OF_FIVE.items():
        assert re.search(rf"{name} {think} {think_heads} {do} {do_heads}", text), (name, text)
    assert not {"Aafke", "Floor", "Gijs", "Ilse"} & set(re.findall(r"\w+", text))
    assert is_for_everybody(pdf)
    book = load_workbook(
        fetched(page, "Cijfers als XLSX", "kring_feedback-in-de-les_", "cijfers.xlsx", folder)
    )
    first = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows()}
    assert first["Werkvorm"] == "Kleuren van verandering: hoe denken en doen wij?"
    assert first["Versie"].startswith("Kring ")
    assert "5" in first["Wie deden mee"]
    assert "minstens vijf" in first["Namen"]
    assert re.search(r"\d{1,2} \w+ 20\d\d", first["Datum"])
    assert not formulas(book.worksheets)
    assert shares(book["Ons beeld"]) == {"Geel": (0, 0), "Blauw": (30, 40), "Rood": (36.7, 30)} | {
        "Groen": (26.7, 30),
        "Wit": (6.7, 0),
    }


def fetched(page: Page, words: str, begins: str, ends: str, folder: Path) -> Path:
    """The file behind a link, under the name that it comes with."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=words).click()
    name = coming.value.suggested_filename
    assert name.startswith(begins) and name.endswith(ends), name
    coming.value.save_as(folder / name)
    return folder / name


def is_for_everybody(pdf: PdfReader) -> bool:
    """Tagged, in Dutch, and with bookmarks."""
    root = pdf.trailer["/Root"]
    return bool(root["/MarkInfo"]["/Marked"]) and root["/Lang"].startswith("nl") and len(pdf.outline) > 0


def formulas(sheets: list[Worksheet]) -> list[str]:
    """Cells that a spreadsheet would count itself."""
    cells = (cell for sheet in sheets for row in sheet.iter_rows() for cell in row)
    return [cell.coordinate for cell in cells if cell.data_type == "f"]


def shares(sheet: Worksheet) -> dict[str, tuple[float, float]]:
    """Colour -> share of thinking and of doing, in tenths."""
    head = [cell.value for cell in sheet[1]]
    think, do = (place for place, word in enumerate(head) if "aandeel" in str(word).lower())
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    return {row[0]: (round(row[think], 1), round(row[do], 1)) for row in rows}


def test_figure_8_of_the_demo_is_exact(demo: Demo, meeting: Meeting, tmp_path: Path) -> None:
    """The meeting of the management team, three weeks ago: the screen, the paper and the workbook agree."""
    page = meeting.page(viewport=LAPTOP, accept_downloads=True)
    page.goto(demo.line("Sign in as the facilitator (Noor)"))
    page.get_by_role("link", name="Managementteam DO").first.click()
    page.get_by_role("link", name="Hoe denken en doen wij?").first.click()
    if "/report/" not in page.url:
        page.get_by_role("link", name="verslag").first.click()
    expected = {
        name: tuple(str(whole) for whole in (round(row[1]), row[2], round(row[4]), row[5]))
        for name, row in FIGURE_8.items()
    }
    assert rows_of(page) == expected
    expect(page.locator("main")).to_contain_text("57%")
    pdf = PdfReader(fetched(page, "Bewaar als PDF", "kring_managementteam-do_", "verslag.pdf", tmp_path))
    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in pdf.pages)
    for name, row in expected.items():
        assert " ".join((name, *row)) in text, (name, text)
    book = load_workbook(
        fetched(page, "Cijfers als XLSX", "kring_managementteam-do_", "cijfers.xlsx", tmp_path)
    )
    rows = {row[0]: row for row in book["Ons beeld"].iter_rows(min_row=2, values_only=True)}
    assert list(rows) == list(FIGURE_8)
    for name, row in FIGURE_8.items():
        assert rows[name][1:8] == pytest.approx(row, abs=0.05), name
        assert rows[name][1] == pytest.approx(row[0]) and rows[name][4] == pytest.approx(row[3])
        assert rows[name][8:10] == (0, 9)


def test_figure_8_on_the_wall(demo: Demo, browser: Browser) -> None:
    """Nine gave their names; the wall shows the shares, the heads, who thinks and does what, and the signals."""
    here = Meeting(demo.house, browser, **demo.house.behind("figure_8"))
    leader, wall = here.facilitator(), here.wall()
    leader.goes_to("picture")
    leader.page.get_by_role("button", name="zonder namen").first.click()
    drawn = wall.locator(".picture svg").first
    for share in ("28%", "41%", "24%", "7%", "44%"):
        expect(drawn).to_contain_text(share)
    leader.page.get_by_role("button", name="met namen").first.click()
    for name in ("Aart", "Hermien", "Ivo"):
        expect(wall.locator("svg", has_text="Gerlof").first).to_contain_text(name)
    here.close()
    assert here.wrong == []
