"""Every face of a change lab and of the opening for every eye and hand, in nine variants (see `looking`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from looking import LAPTOP, PHONE, SMALL, look, told, walk
from players import Facilitator, House, Meeting, Phone, meetings
from playwright.sync_api import Browser, Page, expect

STEPS = (
    *("checkin", "ambition", "mirror_in", "mirror_look", "history", "triangle", "tensions", "rate", "model"),
    *("zone", "experiment", "evaluate", "barometer", "close"),
)
EMPTY = (
    "checkin",
    "ambition",
    "mirror_look",
    "history",
    "triangle",
    "tensions",
    "zone",
    "experiment",
    "close",
)

PEOPLE = 6
OPEN = {"Bram bezoekt een les": "Bram", "Amina belt het rooster": "Amina", "Een kijkkaart maken": ""}


@dataclass
class Faces:
    """A meeting with a phone, a wall and a laptop that stay open and follow."""

    meeting: Meeting
    phone: Phone
    wall: Page
    lead: Facilitator

    @classmethod
    def of(cls, meeting: Meeting) -> Faces:
        meeting.hosts = True
        return cls(meeting, meeting.joined("Kaat"), meeting.wall(), meeting.facilitator())

    def at(self, step: str) -> Faces:
        """All three show this step."""
        ahead = STEPS.index(step) > STEPS.index(self.lead.running())
        self.lead.goes_to(step, "#next" if ahead else "#back")
        self.phone.at_step(step)
        expect(self.wall.locator(".ours").first).to_have_attribute("data-step", re.compile(f"/{step}$"))
        return self

    def well(self, folder: Path, few: bool = False) -> None:
        """No findings on any of the three."""
        wrong = []
        for face, page, size in (
            ("phone", self.phone.page, PHONE),
            ("board", self.wall, LAPTOP),
            ("lead", self.lead.page, LAPTOP),
        ):
            found = look(page, SMALL) if few else look(page)
            if not few or face == "phone":
                found += walk(page, size)
            if found:
                page.screenshot(path=folder / f"{face}.png")
            wrong += [f"{face}: {one}" for one in found]
        assert not wrong, told(wrong)


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Meeting]]:
    """`opened(tool=…)`: an open meeting in a house of this file's own, shared by its variants."""
    house = House(tmp_path_factory.mktemp("lab")).start()
    with meetings(house, browser) as open_one:
        yield open_one
    house.end()


@pytest.fixture(scope="module")
def lab(opened: Callable[..., Meeting]) -> Faces:
    """A lab in which six robots did everything and everything was shown."""
    first = opened(tool="opening")
    here = opened(tool="change_lab", **first.house.behind("whole_lab", people=PEOPLE))
    here.house.behind("played_lab", meeting=here.meeting, people=PEOPLE)
    return Faces.of(here)


@pytest.fixture(scope="module")
def bare(opened: Callable[..., Meeting]) -> Faces:
    """A lab in which nobody said anything."""
    return Faces.of(opened(tool="change_lab", steps=list(STEPS), session_no=2))


@pytest.mark.parametrize("step", STEPS[::-1])
def test_lab(lab: Faces, tmp_path: Path, step: str) -> None:
    lab.at(step).well(tmp_path)


@pytest.mark.parametrize("step", EMPTY)
def test_empty_lab(bare: Faces, tmp_path: Path, step: str) -> None:
    bare.at(step).well(tmp_path, few=True)


def test_a_card_that_is_refused(bare: Faces, tmp_path: Path) -> None:
    """Error: a card without words, and one without its tick."""
    bare.at("mirror_in")
    form = bare.phone.form("cl.card", "mirror")
    form.locator("textarea").fill("Wat ik zag")
    form.get_by_role("button").last.click()
    bare.phone.shows("Zet een vinkje als niemand ongewild herkenbaar is.")
    bare.well(tmp_path, few=True)


def test_a_card_of_my_own_and_one_that_was_taken_away(bare: Faces, tmp_path: Path) -> None:
    """What only I may do with a card; and what I read when whoever leads took one away."""
    bare.at("ambition")
    bare.lead.page.evaluate("document.activeElement.blur()")
    for text in ("Een open deur", "Een tweede wens"):
        form = bare.phone.form("cl.card", "model")
        form.locator("textarea").fill(text)
        form.get_by_role("button").last.click()
        expect(bare.phone.page.locator("kr-own")).to_contain_text(text)
    wish = bare.lead.page.locator(".lead-hiding form.say select option", has_text="tweede wens")
    wish.last.wait_for(state="attached")
    bare.lead.page.evaluate("document.querySelector('.lead-hiding').open = true")
    away = bare.lead.page.locator(".lead-hiding form.say")
    away.locator("select").select_option(label="Een tweede wens")
    away.locator("[name=reason]").fill("Een naam")
    away.get_by_role("button").click()
    expect(bare.lead.page.get_by_role("button", name="Hang terug").last).to_be_visible()
    bare.phone.page.reload()
    expect(bare.phone.page.locator("kr-own")).to_contain_text("Een naam")
    bare.well(tmp_path)


def test_opening_where_nothing_is_open(opened: Callable[..., Meeting], tmp_path: Path) -> None:
    here = opened(tool="opening")
    faces = Faces(here, here.joined("Els"), here.wall(), here.facilitator())
    faces.phone.shows("Er staat niets open.")
    faces.well(tmp_path, few=True)


def test_opening(opened: Callable[..., Meeting], tmp_path: Path) -> None:
    """Three actions: one that is mine, one of somebody else, one that nobody took yet."""
    house = opened(tool="opening").house
    session = house.behind("member", name="Bram")
    house.behind("left_open", actions=OPEN)
    here = opened(tool="opening")
    bram = Phone(here, here.page(cookies=[("kring", session)], viewport={"width": 390, "height": 844}))
    bram.scan()
    bram.page.locator(".button-big").click()
    bram.page.wait_for_url("**/m/*/")
    faces = Faces(here, bram, here.wall(), here.facilitator())
    expect(bram.page.locator(".op-item[open]")).to_have_count(1)
    faces.well(tmp_path)
    faces.lead.page.get_by_role("link", name="Vul in wat hardop gezegd wordt").click()
    found = look(faces.lead.page) + walk(faces.lead.page)
    assert not found, told(found)
