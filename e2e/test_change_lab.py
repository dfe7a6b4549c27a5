"""The change lab in the hand: two meetings of one lab, two people and one card, and the whole wall by keyboard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from players import LAPTOP, NARROW, Facilitator, Meeting, Phone
from playwright.sync_api import Page, expect

TEAM = ("Bram", "Chris", "Dewi", "Els", "Fatih")
WALL = {"steps": ["ambition", "mirror_in", "mirror_look", "model", "close"], "question": "Wie kijkt er mee?"}
FIRST = {"steps": ["mirror_in", "mirror_look", "tensions", "rate", "model", "close"], "session_no": 3}


def write(phone: Phone, kind: str, key: str, **given: str) -> None:
    """Fill a form and press its last button. `__` stands for the colon in the name of an input."""
    form = phone.form(kind, key)
    for name, value in given.items():
        field = form.locator(f'[name="{name.replace("__", ":")}"]').last
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "checkbox":
            field.check(force=True)
        else:
            field.fill(value)
    form.get_by_role("button").last.click()


def mirror(phone: Phone, text: str, **given: str) -> None:
    """A card in the mirror, with its tick."""
    write(phone, "cl.card", "mirror", text=text, safe_check__flag="yes", **given)
    phone.waits_for_state("saved")


def wish(phone: Phone, text: str, **given: str) -> None:
    """A card of vision and model, for later."""
    write(phone, "cl.card", "model", text=text, **given)
    phone.waits_for_state("saved")


def card(page: Page, text: str) -> Any:
    """A card on the wall in the hand."""
    return page.locator("kr-lab-wall [data-card]", has_text=text)


def cell(page: Page, name: str) -> Any:
    """The place in the chooser: "model.future"."""
    return page.locator(f'.lab-to[data-cell="{name}"]')


def lies_in(page: Page, text: str, name: str) -> None:
    """Until this card hangs in this cell, once."""
    expect(card(page, text)).to_have_count(1)
    expect(page.locator(f'.lab-cell[data-cell="{name}"] [data-card]', has_text=text)).to_have_count(1)


def drag(page: Page, text: str, name: str) -> None:
    """Take the grip of a card and let go above a cell."""
    take(page, text)
    let_go(page, name)


def take(page: Page, text: str) -> None:
    """A finger on the grip of a card, and a little way down."""
    grip = card(page, text).locator(".lab-grip")
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 60, steps=3)


def let_go(page: Page, name: str) -> None:
    """Above a cell of the chooser."""
    goal = cell(page, name).bounding_box()
    assert goal
    page.mouse.move(goal["x"] + goal["width"] / 2, goal["y"] + goal["height"] / 2, steps=5)
    page.mouse.up()


def amina(here: Meeting) -> Phone:
    """Whoever leads, with a phone of her own."""
    page = here.page(viewport=LAPTOP, cookies=[("kring", here.session)])
    phone = Phone(here, page)
    phone.scan()
    page.locator(".button-big").click()
    page.wait_for_url("**/m/*/")
    return phone


@pytest.fixture
def wall(meeting):
    """A lab at its first step, with its leader and five phones."""
    here = meeting(tool="change_lab", **WALL)
    leader = here.facilitator()
    phones = {name: here.joined(name) for name in TEAM}
    return here, leader, phones


def test_a_lab_over_two_meetings(meeting, house):
    """Mirror, tensions, weighing, a trial; the line is gone for a while; the next meeting begins with all of it."""
    here = meeting(tool="change_lab", **FIRST)
    leader, board = here.facilitator(), here.wall()
    phones = {name: here.joined(name, **({"viewport": NARROW} if name == "Els" else {})) for name in TEAM}
    leader.goes_to("mirror_in")
    for name in ("Bram", "Chris", "Dewi"):
        mirror(phones[name], f"De deur van {name} bleef dicht")
    expect(board.locator("main")).to_contain_text("3 kaarten in deze bijeenkomst")
    els = phones["Els"]
    els.offline()
    write(els, "cl.card", "mirror", text="Zonder lijn geschreven", safe_check__flag="yes")
    els.waits_for_state("offline")
    assert len(here.answers("cl.card")) == 3
    els.offline(False)
    els.waits_for_state("saved")
    write(
        phones["Fatih"],
        "cl.card",
        "mirror",
        text="Ik durf niet binnen te lopen",
        safe_check__flag="yes",
        nameless__flag="yes",
    )
    phones["Fatih"].waits_for_state("saved")
    assert [one[0] for one in here.stored()["anonymous"]] == ["cl.card"]
    els.shows("Eén kaart zonder naam wacht.")
    leader.goes_to("mirror_look")
    for phone in phones.values():
        phone.at_step("mirror_look")
        expect(phone.page.locator(".lab-look:visible")).to_have_count(1)
        phone.page.locator(".lab-look:visible .lab-chip", has_text="Herken ik").click()
        phone.waits_for_state("saved")
        expect(phone.page.locator(".lab-look:visible .lab-chip :checked")).to_have_count(1)
    leader.page.get_by_role("button", name="wat de kaarten oproepen").first.click()
    expect(board.locator("main")).to_contain_text("Herken ik 5")
    leader.goes_to("tensions")
    bram = phones["Bram"]
    bram.at_step("tensions")
    both = {
        "a": "rules",
        "b": "community",
        "one_hand": "De deur blijft dicht",
        "other_hand": "Wij willen kijken",
    }
    write(bram, "cl.tension", "tension", **both)
    els.shows("Tussen Regels en Met wie")
    write(phones["Chris"], "cl.tension", "tension", **both)
    phones["Chris"].shows("Deze lijkt al te bestaan. Toch toevoegen?")
    expect(phones["Chris"].form("cl.tension", "tension").locator('[name="one_hand"]')).to_have_value(
        "De deur blijft dicht"
    )
    leader.goes_to("rate")
    for phone in phones.values():
        phone.at_step("rate")
        phone.page.locator("form.say:visible .choice", has_text="Leraren").click()
        form = phone.page.locator('form.say[data-kind="cl.rate"]:visible')
        form.locator("label", has_text="bijna elke dag").click()
        form.locator("label", has_text="duidelijk").click()
        form.get_by_role("button", name="Verder").click()
        phone.waits_for_state("saved")
    leader.page.get_by_role("button", name="hoe wij wegen").first.click()
    expect(board.locator("main")).to_contain_text("Herkenning 3,0, beweging 2,0, samen 6,0")
    leader.goes_to("model")
    bram.at_step("model")
    bram.page.locator("summary", has_text="Nieuwe proef").click()
    write(bram, "cl.experiment", "new", title="Op dinsdag kijken", owner="Bram", status="planned")
    bram.waits_for_state("saved")
    leader.goes_to("close")
    bram.at_step("close")
    bram.page.locator("summary", has_text="Ik schrijf mee").click()
    write(bram, "cl.scribe", "", text="We zagen dichte deuren.")
    expect(bram.page.locator(".lab-told").first).to_contain_text("We zagen dichte deuren.")
    later, code = the_next(here, leader)
    els.page.goto(f"{house.address}/")
    els.type_code(code)
    els.join("Els")
    els.at_step("checkin")
    els.shows("Op dinsdag kijken")
    els.page.locator("summary", has_text="Tot nu toe").click()
    els.shows("We zagen dichte deuren.")
    els.page.locator("summary", has_text="Vertel hoe het ging").click()
    form = els.page.locator('form.say[data-kind="cl.exp_log"]')
    form.locator('[name="text"]').fill("Twee lessen gezien")
    form.get_by_role("button").click()
    expect(later.page.locator("body")).to_contain_text("Op dinsdag kijken")
    els.shows("Twee lessen gezien")


def the_next(here: Meeting, leader: Facilitator) -> tuple[Facilitator, str]:
    """Amina ends the meeting, plans the next one of the same lab, and opens it. The code to come in with."""
    page = leader.page
    page.goto(f"{here.house.address}/lead/{here.meeting}/end/")
    page.locator("main form button.button-main").first.click()
    page.goto(f"{here.house.address}/home/")
    page.get_by_role("link", name="Kring Noord").first.click()
    page.get_by_role("link", name=re.compile("[Pp]lan")).first.click()
    page.locator("#title").fill("Het lab gaat verder")
    if not page.get_by_role("button", name="Verder met:").first.is_visible():
        page.locator(".plan-tools > summary").click()
    page.get_by_role("button", name="Verder met:").first.click()
    expect(page.locator('[name$="-session_no"]')).to_have_value("4")
    page.get_by_role("button", name="Bewaar het plan").last.click()
    page.wait_for_url(re.compile("/lead/"))
    page.locator("#open").click()
    expect(page.locator(".lead-head .code")).to_be_visible()
    later = Facilitator(here, page)
    later.goes_to("checkin")
    return later, page.locator(".lead-head .code").inner_text().replace("-", "")


def test_a_dragged_card_never_jumps_back(wall):
    """It stays where it was put down while the line is gone, while others write, and after a reload."""
    here, leader, phones = wall
    bram, chris = phones["Bram"], phones["Chris"]
    leader.goes_to("ambition")
    bram.at_step("ambition")
    wish(bram, "Een open deur")
    expect(card(bram.page, "Een open deur").locator(".lab-grip")).to_be_visible()
    lies_in(chris.page, "Een open deur", "model.future")
    expect(card(chris.page, "Een open deur").locator(".lab-grip")).to_have_count(0)
    bram.offline()
    drag(bram.page, "Een open deur", "worksheet.present")
    lies_in(bram.page, "Een open deur", "worksheet.present")
    wish(chris, "Nog een wens")
    bram.page.wait_for_timeout(500)
    lies_in(bram.page, "Een open deur", "worksheet.present")
    lies_in(chris.page, "Een open deur", "model.future")
    bram.offline(False)
    bram.waits_for_state("saved", within=20)
    bram.shows("Nog een wens")
    lies_in(bram.page, "Een open deur", "worksheet.present")
    lies_in(chris.page, "Een open deur", "worksheet.present")
    bram.page.reload()
    lies_in(bram.page, "Een open deur", "worksheet.present")


def test_two_people_move_one_card(wall):
    """Its author and whoever leads move it at the same moment; in the end every wall says the same."""
    here, leader, phones = wall
    leader.goes_to("ambition")
    bram = phones["Bram"]
    bram.at_step("ambition")
    wish(bram, "Samen kijken")
    lead = amina(here)
    expect(card(lead.page, "Samen kijken").locator(".lab-grip")).to_be_visible()
    take(lead.page, "Samen kijken")
    drag(bram.page, "Samen kijken", "model.past")
    lies_in(lead.page, "Samen kijken", "model.past")
    let_go(lead.page, "worksheet.future")
    for phone in (bram, lead):
        phone.waits_for_state("saved")
    last = here.answers("cl.move")[-1]
    goal = f"{last['surface']}.{last['time']}"
    assert len(here.answers("cl.move")) == 2
    bram.page.wait_for_timeout(4500)
    for page in (bram.page, lead.page, phones["Els"].page):
        lies_in(page, "Samen kijken", goal)


def test_a_card_is_withdrawn_while_somebody_connects_it(wall):
    """The one who connects hears that it is gone; what was typed elsewhere stays."""
    here, leader, phones = wall
    leader.goes_to("ambition")
    bram, chris = phones["Bram"], phones["Chris"]
    bram.at_step("ambition")
    wish(bram, "Kaart van Bram")
    wish(chris, "Kaart van Chris")
    typed = chris.form("cl.card", "model").locator("textarea")
    chris.page.locator("summary", has_text="Dingen verbinden").click()
    form = chris.form("cl.link", "link")
    form.locator('[name="from"]').select_option(label="Kaart van Chris")
    form.locator('[name="to"]').select_option(label="Kaart van Bram")
    typed.fill("Half geschreven")
    bram.page.locator("kr-own summary", has_text="Kaart van Bram").click()
    bram.page.locator("kr-own summary", has_text="Trek in").first.click()
    bram.page.get_by_role("button", name="Ja, trek deze in").first.click()
    expect(card(chris.page, "Kaart van Bram")).to_have_count(0)
    expect(typed).to_have_value("Half geschreven")
    expect(form.locator('[name="to"] option:checked')).to_have_text("Kaart van Bram")
    form.get_by_role("button").click()
    chris.shows("Deze kaart is net ingetrokken. Kies een andere.")
    assert here.answers("cl.link") == []


def test_placing_moving_and_grouping_with_the_keyboard_only(wall):
    """Tab, enter, space and arrows: write a card, move it, choose a cell, bundle two cards as whoever leads."""
    here, leader, phones = wall
    leader.goes_to("ambition")
    phones["Bram"].at_step("ambition")
    wish(phones["Bram"], "Kaart van Bram")
    lead = amina(here)
    keys = lead.page.keyboard
    to(lead, 'form[data-key="model"] textarea')
    keys.type("Kaart van Amina")
    to(lead, 'form[data-key="model"] button')
    keys.press("Enter")
    lead.waits_for_state("saved")
    expect(card(lead.page, "Kaart van Amina").locator(".lab-grip")).to_be_visible()
    card(lead.page, "Kaart van Amina").locator(".lab-grip").focus()
    keys.press("Enter")
    expect(lead.page.locator(".lab-menu select")).to_be_focused()
    for _ in range(2):
        keys.press("ArrowUp")
    keys.press("Tab")
    keys.press("Enter")
    lies_in(lead.page, "Kaart van Amina", "model.past")
    lies_in(phones["Bram"].page, "Kaart van Amina", "model.past")
    cell(lead.page, "model.future").focus()
    keys.press("Enter")
    expect(card(lead.page, "Kaart van Bram")).to_be_visible()
    to(lead, "kr-own .lab-bundling > summary")
    keys.press("Enter")
    to(lead, 'form[data-kind="cl.cluster"] [name="title"]')
    keys.type("Kijken")
    for _ in range(2):
        keys.press("Tab")
        if not lead.page.evaluate("document.activeElement.matches('[type=checkbox]')"):
            keys.press("Tab")
        keys.press("Space")
    to(lead, 'form[data-kind="cl.cluster"] button')
    keys.press("Enter")
    expect(phones["Bram"].page.locator(".lab-bundle").first).to_have_text("Kijken")
    assert len(here.answers("cl.cluster")[0]["cards"]) == 2


def to(phone: Phone, selector: str) -> None:
    """Tab until this has the focus."""
    for _ in range(90):
        phone.page.keyboard.press("Tab")
        if phone.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the keyboard never came to {selector}")
