"""Every face of a carousel for every eye and hand, in nine variants (see `looking`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from looking import PHONE, look, told, walk
from players import Facilitator, Meeting, Phone
from playwright.sync_api import Page, expect

NAMES = [f"Robot {number}" for number in range(1, 13)]
SETTINGS = {
    "tool": "carousel",
    "theme": "samen toetsen maken",
    "minutes": 62,
    "change": 2,
    "network": "before",
    "map_mode": "anonymous",
    "leader_feedback": True,
    "table_list": True,
}


class Faces:
    """The three faces, and what is wrong with them."""

    def __init__(self, meeting: Meeting, folder: Path) -> None:
        self.meeting, self.folder, meeting.hosts = meeting, folder, True
        self.phone: Phone = meeting.joined("Bram")
        self.lead: Facilitator = meeting.facilitator()
        self.wall: Page = meeting.wall()
        self.wrong: list[str] = []
        self.walked: set[str] = set()

    def at(self, name: str, *words: str) -> None:
        """Look at all three, as soon as the phone says these words."""
        for each in words:
            self.phone.shows(each)
        for face, page, size in (
            ("phone", self.phone.page, PHONE),
            ("board", self.wall, (1280, 800)),
            ("lead", self.lead.page, (1280, 800)),
        ):
            found = look(page)
            # The house around a step is the same in every step: once through it by keyboard.
            if face == "phone" or face not in self.walked:
                found += walk(page, size, skip=True)
                self.walked.add(face)
            if found:
                page.screenshot(path=self.folder / f"{name}-{face}.png")
            self.wrong += [f"{name}, {face}: {one}" for one in found]

    def well(self) -> None:
        assert not self.wrong, told(self.wrong)


@pytest.fixture
def faces(meeting: Callable[..., Meeting], tmp_path: Path) -> Callable[..., Faces]:
    """`faces(12, named=True)`: a carousel with so many robots in it, and a phone, a wall and a laptop."""

    def made(people: int, named: bool = False, **settings: object) -> Faces:
        open_one = meeting(**{**SETTINGS, **settings})
        open_one.house.behind("company", activity=open_one.activity, names=NAMES[:people], named=named)
        return Faces(open_one, tmp_path)

    return made


def test_before_and_during_the_talks(faces: Callable[..., Faces]) -> None:
    here = faces(8)
    here.at("join", "Praat je mee?")
    here.phone.tap("Ik doe mee")
    here.at("wishes", "Wat wens je?")
    here.phone.tap("Verder")
    here.at("network", "Met wie heb je contact?")
    here.lead.goes_to("opening")
    here.at("opening", "Je logboek")
    here.lead.goes_to("round")
    here.at("waiting", "Straks, in ronde 1")
    turn = here.lead.page.locator("#turn")
    turn.click()
    here.at("talk", "Ronde 1, tot")
    turn.click()
    here.at("change", "Na je gesprek met")
    here.well()


def test_after_the_talks(faces: Callable[..., Faces]) -> None:
    here = faces(12, named=True)
    here.phone.tap("Ik doe mee")
    here.phone.shows("Wat wens je?")
    here.lead.goes_to("round")
    turn = here.lead.page.locator("#turn")
    turn.click()
    here.phone.shows("Ronde 1, tot")
    turn.click()
    here.phone.shows("Na je gesprek met")
    here.lead.page.locator("summary", has_text="Eerder stoppen").click()
    here.lead.page.locator("#turn-done").click()
    here.at("done", "Alle gesprekken zijn gevoerd.")
    here.lead.goes_to("closing")
    here.at("closing", "Welke zin geef je de groep?")
    here.lead.page.locator("[id^=reveal-]").first.click()
    here.at("closing-shown", "Onze zinnen")
    here.lead.goes_to("map")
    here.phone.at_step("map")
    here.lead.page.locator("[id^=reveal-]").first.click()
    expect(here.wall.locator("svg").first).to_be_visible()
    here.at("map-shown")
    here.well()


def test_a_large_group(faces: Callable[..., Faces], meeting: Callable[..., Meeting], tmp_path: Path) -> None:
    """Names are looked up; the list of who talks with whom can be searched."""
    open_one = meeting(**SETTINGS)
    names = [f"Robot {number}" for number in range(1, 60)]
    open_one.house.behind("company", activity=open_one.activity, names=names)
    here = Faces(open_one, tmp_path)
    here.phone.tap("Ik doe mee")
    here.at("prepare", "Zoek iemand op naam")
    here.lead.goes_to("round")
    here.phone.shows("Straks, in ronde 1")
    here.lead.page.locator("#turn").click()
    here.at("talk", "Ronde 1, tot")
    here.well()


def test_the_slow_carousel(faces: Callable[..., Faces]) -> None:
    here = faces(5, part="slow")
    here.phone.tap("Ik doe mee")
    here.at("waits", "Op de eerstvolgende maandag")
    here.meeting.house.behind("days_ago", activity=here.meeting.activity, days=8)
    here.meeting.house.restart()
    for page in (here.phone.page, here.wall, here.lead.page):
        page.reload()
    here.at("week", "Deze week, tot en met")
    here.well()
