"""What people do in a change lab: write, hang, drag, connect, and come back another time."""

from __future__ import annotations

import re
from typing import Any

from players import LAPTOP, Facilitator, Meeting, Phone
from playwright.sync_api import Page, expect


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


def the_next(here: Meeting, leader: Facilitator) -> tuple[Facilitator, str]:
    """Amina ends the meeting, plans the next one of the same lab, and opens it. The code to come in with."""
    page = leader.page
    page.goto(f"{here.house.address}/lead/{here.meeting}/end/")
    page.locator("main form button.button-main").first.click()
    page.goto(f"{here.house.address}/home/")
    page.get_by_role("link", name="Kring Noord").first.click()
    page.get_by_role("link", name=re.compile("[Pp]lan")).first.click()
    page.locator("#title").fill("Het lab gaat verder")
    # Other scenes left activities of other tools to go on with.
    go_on = page.locator('button[value^="add:change_lab:"]', has_text="Verder met:").first
    if not go_on.is_visible():
        page.locator(".plan-tools > summary").click()
    go_on.click()
    expect(page.locator('[name$="-session_no"]')).to_have_value("4")
    page.get_by_role("button", name="Bewaar het plan").last.click()
    page.wait_for_url(re.compile("/lead/"))
    page.locator("#open").click()
    expect(page.locator(".lead-head .code")).to_be_visible()
    later = Facilitator(here, page)
    later.goes_to("checkin")
    return later, page.locator(".lead-head .code").inner_text().replace("-", "")


def to(phone: Phone, selector: str) -> None:
    """Tab until this has the focus."""
    for _ in range(90):
        phone.page.keyboard.press("Tab")
        if phone.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the keyboard never came to {selector}")
