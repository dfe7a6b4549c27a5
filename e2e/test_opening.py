"""Waar staan we? What was taken along comes back: each says how it stands, aloud may too, and letting go counts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from players import House, Meeting, Phone
from playwright.sync_api import expect

LATER = timezone.localdate() + timedelta(days=20)
OPEN = {"Bram bezoekt een les": "Bram", "Amina belt het rooster": "Amina", "Een kijkkaart maken": ""}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house of its own: what is open here would come back in every other scene."""
    made = House(tmp_path_factory.mktemp("opening")).start()
    yield made
    made.end()


def member(here: Meeting, session: str) -> Phone:
    """Somebody with an account, on their own chair."""
    phone = Phone(here, here.page(cookies=[("kring", session)], viewport={"width": 390, "height": 844}))
    phone.scan()
    phone.page.locator(".button-big").click()
    phone.page.wait_for_url("**/m/*/")
    return phone


def test_each_says_how_it_stands(meeting, house):
    """On a phone, without a line, by somebody who takes it on, and aloud; the wall keeps count."""
    meeting(tool="opening")
    session = house.behind("member", name="Bram")
    house.behind("left_open", actions=OPEN)
    here = meeting(tool="opening")
    leader, board = here.facilitator(), here.wall()
    bram, els = member(here, session), here.joined("Els")
    for text in OPEN:
        expect(board.locator("main")).to_contain_text(text)
    expect(board.locator("main")).to_contain_text("0 van 3 gehoord")

    mine = bram.page.locator(".op-item", has_text="Bram bezoekt een les")
    expect(mine).to_have_attribute("open", "")
    expect(bram.page.locator(".op-item[open]")).to_have_count(1)
    bram.offline()
    mine.get_by_text("Nog niet", exact=True).click()
    mine.locator('[name="due"]').fill(LATER.isoformat())
    mine.get_by_role("button", name="Zeg het").click()
    bram.waits_for_state("offline")
    expect(board.locator("main")).to_contain_text("0 van 3 gehoord")
    bram.offline(False)
    bram.waits_for_state("saved", within=20)
    expect(board.locator("main")).to_contain_text("1 van 3 gehoord")

    free = els.page.locator(".op-item", has_text="Een kijkkaart maken")
    free.locator("summary").click()
    free.get_by_text("Ik pak dit op", exact=True).click()
    free.get_by_role("button", name="Zeg het").click()
    els.waits_for_state("saved")
    expect(board.locator("main")).to_contain_text("2 van 3 gehoord")

    theirs = els.page.locator(".op-item", has_text="Amina belt het rooster")
    theirs.locator("summary").click()
    theirs.get_by_text("Gedaan", exact=True).click()
    theirs.get_by_role("button", name="Zeg het").click()
    els.shows("Dit is van iemand anders. Alleen wie het zou doen, kan hier antwoorden.")

    leader.page.get_by_role("link", name="Vul in wat hardop gezegd wordt").click()
    aloud = leader.page.locator(".returning-item", has_text="Amina belt het rooster")
    aloud.locator("summary").click()
    aloud.get_by_role("button", name="Losgelaten").or_(
        aloud.locator('[name=what][value="let_go"]')
    ).first.click()
    expect(leader.page.locator("[role=alert]").first).to_be_visible()
    aloud.locator("textarea").fill("Het rooster staat al vast")
    aloud.locator('[name=what][value="let_go"]').click()
    expect(board.locator("main")).to_contain_text("3 van 3 gehoord")
    expect(board.locator(".op-line", has_text="Amina belt")).to_contain_text("Losgelaten")

    leader.page.goto(f"{house.address}/lead/{here.meeting}/end/")
    leader.page.locator("main form button.button-main").first.click()
    leader.page.wait_for_url("**/harvest/")
    bram.page.goto(f"{house.address}/open/")
    expect(bram.page.locator("main")).to_contain_text("Bram bezoekt een les")
    expect(bram.page.locator("main")).not_to_contain_text("Amina belt het rooster")


def test_where_nothing_is_open_it_says_so(meeting):
    """An opening in a meeting that is nobody's circle's first."""
    here = meeting(tool="opening")
    phone = here.joined("Els", viewport={"width": 320, "height": 568})
    expect(phone.page.locator("main")).to_contain_text(
        re.compile("Er staat niets open|gehoord|Luister even mee")
    )
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 320
