"""With or without names in a small circle, with real phones: one says no, then a circle in which all say yes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

PICKS = {"form": "self_pick", "change": "Nieuwe lestijden"}
QUESTION = "Doe je mee met je naam erbij?"


def asked(meeting: Callable[..., Any]) -> tuple[Any, Any, list[Any]]:
    """Three phones, and whoever leads has just asked."""
    here = meeting(**PICKS)
    amina = here.facilitator()
    phones = [here.joined(name) for name in ("Aart", "Bert", "Claire")]
    amina.page.locator("#ask-names").click()
    for phone in phones:
        phone.at_step("names")
        phone.shows(QUESTION)
    expect(amina.page.locator("body")).to_contain_text("0 van de 3 hebben geantwoord")
    return here, amina, phones


def test_one_says_no_and_it_stays_anonymous(meeting: Callable[..., Any]) -> None:
    _, amina, phones = asked(meeting)
    phones[0].tap("Ja, met mijn naam")
    phones[1].tap("Liever zonder naam")
    expect(amina.page.locator("body")).to_contain_text("2 van de 3 hebben geantwoord")
    expect(amina.page.locator("body")).to_contain_text("Wacht tot iedereen heeft geantwoord")
    phones[2].tap("Ja, met mijn naam")
    for phone in phones:
        phone.shows("Je antwoord is binnen")
        expect(phone.page.get_by_role("button", name="Toch liever zonder naam")).to_be_visible()
    # A phone that comes back sees that it answered, and nothing of what.
    phones[1].page.reload()
    expect(phones[1].page.locator('[data-when="said"]')).to_be_visible()
    expect(phones[1].page.locator('[data-when="ask"]')).to_be_hidden()
    expect(amina.page.locator("body")).to_contain_text("3 van de 3 hebben geantwoord")
    amina.page.locator("#settle").click()
    expect(amina.page.locator("body")).to_contain_text("Dit onderdeel blijft anoniem")
    for phone in phones:
        phone.at_step("join")
    amina.goes_to("pick")
    for phone in phones:
        phone.at_step("pick")
        phone.shows("één anoniem stembriefje")
        expect(phone.page.locator('form.say[data-lane="anonymous"]').first).to_be_attached()


def test_all_say_yes_and_a_latecomer_is_asked_too(meeting: Callable[..., Any]) -> None:
    here, amina, phones = asked(meeting)
    for phone in phones:
        phone.tap("Ja, met mijn naam")
        phone.shows("Je antwoord is binnen")
    expect(amina.page.locator("body")).to_contain_text("3 van de 3 hebben geantwoord")
    amina.page.locator("#settle").click()
    expect(amina.page.locator("body")).to_contain_text("Met namen: iedereen zei ja")
    amina.goes_to("pick")
    late = here.joined("Laat")
    late.shows("Dit onderdeel is met namen")
    forms = late.page.locator("form.say")
    expect(forms.first).to_have_js_property("inert", True)
    late.tap("Nee, ik kijk mee")
    late.shows("Je kijkt mee zonder te antwoorden")
    late.page.reload()
    late.shows("Je kijkt mee zonder te antwoorden")
    expect(late.page.locator('[data-when="ask"]')).to_be_hidden()
    late.tap("Toch meedoen met mijn naam")
    expect(late.page.locator("kr-names")).to_be_hidden()
    expect(forms.first).to_have_js_property("inert", False)
    for phone in phones:
        phone.at_step("pick")
        phone.shows("De groep ziet dit, met je naam")
        expect(phone.page.locator("kr-names")).to_be_hidden()
        for mode in ("think", "do"):
            form = phone.form("cc.pick", mode)
            form.locator('input[value="red"]').check(force=True)
            form.get_by_role("button").last.click()
        phone.waits_for_state("saved")
    lanes = here.stored()
    assert not lanes["anonymous"] and len(lanes["named"]) == 6
    amina.goes_to("own")
    for phone in phones:
        phone.at_step("own")
        phone.page.locator('form.say input[value="total"] + button').click()
        phone.waits_for_state("saved")
    amina.goes_to("picture")
    amina.page.locator("#reveal-1").click()
    for phone in [*phones, late]:
        phone.at_step("picture")
        expect(phone.page.locator("figure.picture").first).to_be_visible(timeout=8000)


def test_whoever_gives_a_name_loses_no_place_in_the_outbox(meeting: Callable[..., Any]) -> None:
    """With names there is no paper to wait for: what goes away goes away in the one lane."""
    here, amina, phones = asked(meeting)
    for phone in phones:
        phone.tap("Ja, met mijn naam")
        phone.shows("Je antwoord is binnen")
    amina.page.locator("#settle").click()
    amina.goes_to("pick")
    phone = phones[0]
    phone.at_step("pick")
    for mode in ("think", "do"):
        form = phone.form("cc.pick", mode)
        form.locator('input[value="blue"]').check(force=True)
        form.get_by_role("button").last.click()
    amina.goes_to("own")
    phone.at_step("own")
    phone.page.locator("details.share-name > summary").click()
    phone.tap("Ja, laat mijn naam zien")
    phone.waits_for_state("saved")
    assert [one[0] for one in here.stored()["named"]] == ["cc.named"]
