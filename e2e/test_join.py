"""Coming in: two taps, a code, a way back, and a first answer within fifteen seconds of scanning."""

from __future__ import annotations

import time

from players import NARROW
from playwright.sync_api import expect


def test_a_first_answer_within_fifteen_seconds_of_scanning(meeting):
    """Like a person: looks for a second at each screen, types a name letter by letter, thinks about a block."""
    here = meeting(steps=["test", "own", "picture"])
    phone = here.phone()
    begun = time.monotonic()
    phone.scan()
    phone.page.wait_for_timeout(1000)
    phone.page.locator("#name").tap()
    phone.page.locator("#name").press_sequentially("Hermien", delay=140)
    phone.page.wait_for_timeout(700)
    phone.page.get_by_role("button", name="leraar", exact=True).tap()
    phone.page.wait_for_url("**/m/*/")
    phone.page.wait_for_timeout(2500)
    form = phone.page.locator("form.say:visible").first
    form.locator(".pick-most").first.tap()
    phone.page.wait_for_timeout(800)
    form.locator(".pick-least").last.tap()
    form.get_by_role("button").last.tap()
    phone.waits_for_state("saved")
    assert time.monotonic() - begun < 15
    assert len(here.answers("cc.block")) == 1


def test_a_code_is_typed_with_or_without_its_dash(meeting):
    here = meeting()
    phone = here.phone()
    phone.type_code()
    phone.join("Bert", "onderwijsondersteuner")
    other = here.phone()
    other.type_code(f" {here.code[:3]} {here.code[3:]}")
    other.join("Claire")
    assert [one[:2] for one in here.house.behind("seats", meeting=here.meeting)] == [
        ["Bert", "support"],
        ["Claire", "teacher"],
    ]


def test_a_wrong_code_is_told_and_kept(meeting):
    phone = meeting().phone()
    phone.type_code("1000000")
    phone.shows("Die code kennen we niet")
    expect(phone.page.locator("#code")).to_have_value("100-0000")


def test_a_double_press_is_one_seat(meeting):
    here = meeting()
    phone = here.phone()
    phone.scan()
    phone.page.locator("#name").fill("Dirk")
    phone.page.get_by_role("button", name="leraar", exact=True).dblclick()
    phone.page.wait_for_url("**/m/*/")
    assert len(here.house.behind("seats", meeting=here.meeting)) == 1


def test_back_and_again_is_one_seat(meeting):
    here = meeting()
    phone = here.joined("Emese")
    phone.scan()
    phone.page.wait_for_url("**/m/*/")
    assert len(here.house.behind("seats", meeting=here.meeting)) == 1


def test_the_way_back_takes_the_seat_along_and_tells_the_old_phone(meeting):
    here = meeting()
    old = here.joined("Frans")
    code = old.page.locator(".back-note .code").inner_text()
    old.page.wait_for_timeout(500)
    new = here.phone()
    new.scan()
    new.page.get_by_role("link", name="Ik was er al").click()
    new.page.locator("#code").fill(code.lower().replace("-", " "))
    new.tap("Neem mijn plek weer in")
    new.page.wait_for_url("**/m/*/")
    new.page.get_by_text("Meer", exact=True).click()
    new.shows("Je doet mee als Frans")
    old.shows("Je plek is nu op een ander toestel")
    assert len(here.house.behind("seats", meeting=here.meeting)) == 1


def test_an_unknown_way_back_code_is_told(meeting):
    phone = meeting().phone()
    phone.scan()
    phone.page.get_by_role("link", name="Ik was er al").click()
    phone.page.locator("#code").fill("BBB-BBB")
    phone.tap("Neem mijn plek weer in")
    phone.shows("Die terugkeercode kennen we niet")


def test_names_may_be_strange(meeting):
    """Markup stays text, emoji and right-to-left names stay names, and a name of spaces is none."""
    here = meeting()
    phone = here.phone()
    phone.scan()
    phone.page.locator("#name").fill("   ")
    phone.tap("leraar")
    phone.shows("Vul eerst in hoe we je noemen")
    phone.join("<b>Gerlof</b> 🌻 שלום")
    phone.page.get_by_text("Meer", exact=True).click()
    phone.shows("<b>Gerlof</b> 🌻 שלום")


def test_leaving_frees_the_chair_and_the_door_stays_open(meeting):
    here = meeting()
    phone = here.joined("Ivo")
    phone.page.get_by_text("Meer", exact=True).click()
    phone.tap("Ik ga weg")
    phone.shows("Tot ziens")
    assert phone.page.evaluate("Object.keys(localStorage).length") <= 1
    assert here.house.behind("seats", meeting=here.meeting)[0][2] is False
    phone.page.get_by_role("link", name="Toch weer meedoen").click()
    phone.join("Ivo")


def test_in_english_too(meeting):
    phone = meeting().phone(viewport=NARROW)
    phone.scan()
    phone.page.get_by_role("link", name="English").click()
    phone.shows("What shall we call you?")
    phone.join("Aart", "teacher")
    phone.page.get_by_text("More", exact=True).click()
    phone.shows("You take part as Aart.")


def test_half_of_the_seats_put_somebody_else_in_the_chair(meeting):
    """The facilitator vanished: two of three agree on Bert, and Bert leads."""
    here = meeting()
    bert, claire, _ = (here.joined(name) for name in ("Bert", "Claire", "Dirk"))
    here.house.behind("vanish", meeting=here.meeting)
    for phone, choice in ((bert, "Ik neem het over"), (claire, "Bert neemt het over")):
        phone.page.get_by_text("Meer", exact=True).click()
        phone.page.get_by_role("link", name="Is de begeleider weg?").click()
        phone.page.get_by_role("button", name=choice).click()
    bert.page.goto(f"{here.house.address}/m/{here.meeting}/")
    bert.shows("Jij begeleidt deze bijeenkomst")
