"""What a lab leaves behind comes back: on the agenda of the next meeting, by mail, and on paper."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from labs import mirror, write
from players import Facilitator, House, Meeting, Phone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

STEPS = {"steps": ["mirror_in", "tensions", "model", "close"], "session_no": 3}
A3 = (1191, 842)
"""Points of an A3 that lies."""
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=5)
ACTIONS = ("Op dinsdag bij elkaar kijken", "We maken een kijkkaart", "We vragen het rooster na")


@pytest.fixture
def house(tmp_path):
    """A house of its own: what is taken along here would come back in every other scene, and in a second try."""
    made = House(tmp_path / "house").start()
    yield made
    made.end()


def member(here: Meeting, name: str) -> Phone:
    """Somebody with an account, on the phone, with their own chair."""
    session = here.house.behind("member", name=name)
    phone = Phone(here, here.page(cookies=[("kring", session)], viewport={"width": 390, "height": 844}))
    phone.scan()
    phone.page.locator(".button-big").click()
    phone.page.wait_for_url("**/m/*/")
    return phone


def ends(here: Meeting, leader: Facilitator) -> Page:
    """The meeting is over; what it left behind is read."""
    leader.page.goto(f"{here.house.address}/lead/{here.meeting}/end/")
    leader.page.locator("main form button.button-main").first.click()
    leader.page.wait_for_url("**/harvest/")
    return leader.page


def takes_along(page: Page, text: str, owner: str) -> None:
    """An action of their own, with who does it and when."""
    page.locator("details:has(> form #action-text) > summary").click()
    page.locator("#action-text").fill(text)
    page.locator("#action-owner").fill(owner)
    page.locator("#action-due").fill(SOON.isoformat())
    page.locator("form:has(#action-text) .button-main").click()
    expect(page.locator(".pledges", has_text=text).first).to_be_visible()


def test_three_actions_return_on_the_agenda_and_by_mail_and_the_wall_on_paper(meeting):
    here = meeting(tool="change_lab", **STEPS)
    leader = here.facilitator()
    bram = member(here, "Bram")
    leader.goes_to("mirror_in")
    bram.at_step("mirror_in")
    mirror(bram, "Drie deuren waren dicht")
    leader.goes_to("tensions")
    bram.at_step("tensions")
    write(
        bram,
        "cl.tension",
        "tension",
        a="rules",
        b="community",
        one_hand="De deur is dicht",
        other_hand="We willen kijken",
    )
    bram.waits_for_state("saved")
    leader.goes_to("model")
    bram.at_step("model")
    bram.page.locator("summary", has_text="Nieuwe proef").click()
    write(
        bram,
        "cl.experiment",
        "new",
        title=ACTIONS[0],
        owner="Bram",
        until=SOON.isoformat(),
        status="planned",
        look_for="Iemand vertelt wat hij zag",
    )
    bram.waits_for_state("saved")
    leader.goes_to("close")
    page = ends(here, leader)

    expect(page.locator("#text")).to_have_value(re.compile(ACTIONS[0]))
    page.get_by_role("button", name=re.compile("^Neem|^Ja|[Nn]eem")).first.click()
    takes_along(page, ACTIONS[1], "Bram")
    takes_along(page, ACTIONS[2], "Amina")

    for place, words in ((1, "Drie deuren waren dicht"), (2, "De deur is dicht")):
        answer = page.request.get(f"{here.house.address}/activities/{here.activity}/print-{place}.pdf")
        assert answer.headers["content-type"] == "application/pdf"
        paper = PdfReader(io.BytesIO(answer.body()))
        assert tuple(round(side) for side in paper.pages[0].mediabox[2:]) == A3
        text = " ".join(" ".join(sheet.extract_text().split()) for sheet in paper.pages)
        assert words in text, text

    weekend = max(0, TODAY.weekday() - 4)
    day = TODAY + timedelta(days=-TODAY.weekday() % 7 if weekend else 0)
    letters = {one["to"]: one["text"] for one in here.house.behind("letters", day=day.isoformat())}
    assert all(text in letters["bram@noord.example"] for text in ACTIONS[:2])
    assert ACTIONS[2] in letters["amina@noord.example"] and ACTIONS[2] not in letters["bram@noord.example"]
    assert "/answer/" in letters["bram@noord.example"]

    page.goto(f"{here.house.address}/home/")
    page.get_by_role("link", name="Kring Noord").first.click()
    page.get_by_role("link", name=re.compile("[Pp]lan")).first.click()
    page.locator("#title").fill("De week erna")
    expect(page.locator(".plan-item legend").first).to_contain_text("Waar staan we?")
    page.get_by_role("button", name="Bewaar het plan").last.click()
    page.wait_for_url(re.compile("/lead/"))
    page.locator("#open").click()
    expect(page.locator(".lead-head .code")).to_be_visible()
    code = page.locator(".lead-head .code").inner_text().replace("-", "")
    for text in ACTIONS:
        expect(page.locator("main")).to_contain_text(text)

    bram.type_code(code)
    bram.page.locator(".button-big").click()
    bram.page.wait_for_url("**/m/*/")
    mine = bram.page.locator(".op-item", has_text=ACTIONS[1])
    expect(mine).to_have_attribute("open", "")
    mine.get_by_text("Gedaan", exact=True).click()
    mine.get_by_role("button", name="Zeg het").click()
    bram.waits_for_state("saved")
    expect(page.locator("main")).to_contain_text("1 van 3 gehoord")
