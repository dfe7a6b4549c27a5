"""Nine people around a carousel, on their own phones; one of them leaves halfway."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from players import Facilitator, Meeting, Phone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

NAMES = ("Bram", "Chris", "Dewi", "Els", "Fatih", "Greet", "Hanna", "Ilse", "Joost")
ROUNDS = 3
SETTINGS = {"tool": "carousel", "theme": "samen toetsen maken", "use": "image", "minutes": 62, "change": 2}
"""So long that three rounds fit."""


@pytest.fixture
def nine(meeting: Callable[..., Meeting]) -> tuple[Meeting, dict[str, Phone]]:
    """Everybody is in."""
    open_one = meeting(**SETTINGS)
    phones = {name: open_one.joined(name) for name in NAMES}
    for phone in phones.values():
        phone.tap("Ik doe mee")
        phone.shows("Fijn, je doet mee.")
    return open_one, phones


def partners(phone: Phone) -> list[str]:
    """With whom this phone says that its owner talks now."""
    who = phone.page.locator("#talk-now .carousel-who")
    expect(who).to_be_visible()
    return [name for name in NAMES if name in who.inner_text()]


def in_round(phones: dict[str, Phone], number: int) -> dict[str, list[str]]:
    """Everybody's partners in the round that runs."""
    found = {}
    for name, phone in phones.items():
        phone.shows(f"Ronde {number}, tot")
        found[name] = partners(phone)
    return found


def test_nine_people_talk_and_one_leaves_halfway(nine: tuple[Meeting, dict[str, Phone]]) -> None:
    meeting, phones = nine
    lead, wall = meeting.facilitator(), meeting.wall()
    turn = lead.page.locator("#turn")
    lead.goes_to("round")
    for phone in phones.values():
        phone.shows("Straks, in ronde 1")
    met = set()
    for number in range(1, ROUNDS + 1):
        expect(turn).to_have_text(f"Start ronde {number}")
        turn.press("Enter")
        together = in_round(phones, number)
        for name, others in together.items():
            assert all(name in together[other] for other in others), "both phones say the same"
            pairs = {frozenset((name, other)) for other in others if len(others) == 1}
            assert not pairs & met, "nobody meets twice"
        met |= {frozenset((name, others[0])) for name, others in together.items() if len(others) == 1}
        expect(wall.locator(".carousel-round")).to_contain_text(f"Ronde {number}")
        if number == 2:
            leaves(phones, together)
        expect(turn).not_to_have_text(f"Start ronde {number}")
        turn.press("Enter")
        for phone in phones.values():
            phone.shows("Na je gesprek met")
    assert len(phones) == 8 and "Joost" not in phones
    for phone in phones.values():
        phone.shows("Alle gesprekken zijn gevoerd.")
    assert "Joost" not in lead.page.locator(".carousel-turn").inner_text()
    prints_the_schedule(meeting, lead)
    keeps_a_logbook(meeting, phones["Bram"])
    closes_together(lead, wall, phones)


def prints_the_schedule(meeting: Meeting, lead: Facilitator) -> None:
    """A page per round, with everybody's name on it; whoever left halfway only before that."""
    address = lead.page.get_by_role("link", name="Druk het schema af").get_attribute("href")
    pages = PdfReader(BytesIO(lead.page.request.get(f"{meeting.house.address}{address}").body())).pages
    told = [page.extract_text() for page in pages]
    assert len(told) == ROUNDS
    for number, text in enumerate(told, 1):
        assert f"Ronde {number}" in text and all(name in text for name in NAMES[:-1])
    assert "Joost" in told[0] and "Joost" not in told[-1]


def closes_together(lead: Facilitator, wall: Page, phones: dict[str, Phone]) -> None:
    """Five sentences without a name, shown together; one of them is of somebody else as well."""
    lead.goes_to("closing")
    for phone in list(phones.values())[:5]:
        phone.page.locator("#sentence").fill("We willen vaker bij elkaar kijken.")
        phone.tap("Geef deze zin")
        phone.waits_for_state("saved")
    lead.page.locator("[id^=reveal-]").first.click()
    expect(wall.locator("body")).to_contain_text("We willen vaker bij elkaar kijken.")
    expect(wall.locator("body")).to_contain_text("tweetallen spraken elkaar onder vier ogen")


def leaves(phones: dict[str, Phone], together: dict[str, list[str]]) -> None:
    """Joost stops in the middle of a talk; whoever he left hears where to go."""
    joost = phones.pop("Joost")
    joost.page.get_by_text("Ik wil stoppen").click()
    joost.tap("Ja, ik stop")
    joost.shows("Praat je mee?")
    for left in together["Joost"]:
        expect(phones[left].page.locator("#talk-now .carousel-who")).not_to_contain_text("Joost")


def keeps_a_logbook(meeting: Meeting, phone: Phone) -> None:
    """A field of the logbook keeps itself when it is left, and comes back to its author only."""
    field = phone.page.locator(f"#log-{ROUNDS}-promised")
    field.fill("Ik stuur mijn toets.")
    field.press("Tab")
    phone.waits_for_state("saved")
    phone.page.reload()
    expect(phone.page.locator(f"#log-{ROUNDS}-promised")).to_have_value("Ik stuur mijn toets.")
    assert "Ik stuur mijn toets." not in str(meeting.stored()), "it is not readable in the database"


def test_a_whole_carousel_with_the_keyboard(meeting: Callable[..., Meeting]) -> None:
    """Whoever leads and whoever takes part use no mouse, from joining to the last sentence; the focus is never lost."""
    open_one = meeting(**SETTINGS)
    phone, other = open_one.joined("Bram"), open_one.joined("Chris")
    other.tap("Ik doe mee")
    lead = open_one.facilitator()
    tabs_to(phone, "Ik doe mee", "Enter")
    phone.shows("Fijn, je doet mee.")
    tabs_to(phone, "Chris", "Space")
    tabs_to(phone, "Bewaren", "Enter")
    phone.waits_for_state("saved")
    assert open_one.answers("cr.wish"), "it arrived"
    lead.page.keyboard.press("ArrowRight")
    phone.at_step("opening")
    phone.page.locator("#log-0-before").focus()
    phone.page.keyboard.type("Ik wil weten hoe Chris toetst")
    lead.page.keyboard.press("ArrowRight")
    phone.at_step("round")
    phone.waits_for_state("saved")
    assert len(open_one.answers("cr.log")) == 1, "who was still typing when everybody went on loses nothing"
    tabs_to(lead, "Start ronde 1", "Enter")
    phone.shows("Ronde 1, tot")
    tabs_to(lead, "Sluit de gesprekken af", "Enter")
    phone.shows("Na je gesprek met Chris")
    tabs_to(phone, "Klopt helemaal niet", "Space")
    phone.page.keyboard.press("ArrowRight")
    phone.waits_for_state("saved")
    tabs_to(phone, "Ik wil hiermee verder met Chris", "Space")
    phone.waits_for_state("saved")
    tabs_to(lead, "Volgende: Afsluiten", "Enter")
    phone.at_step("closing")
    types(phone, "Welke zin geef je de groep?", "We beginnen klein.")
    tabs_to(phone, "Geef deze zin", "Enter")
    phone.shows("Jouw zin")
    tabs_to(phone, "Ik ben klaar", "Enter")
    phone.waits_for_state("saved")
    kinds = [one[0] for lane in open_one.stored().values() for one in lane]
    for kind in ("cr.go_on", "cr.talk_item", "cr.group_sentence", "cr.done"):
        assert kinds.count(kind) >= 1, kind


def test_in_a_large_group_a_name_is_looked_up(meeting: Callable[..., Meeting]) -> None:
    """With a few letters and the keyboard, as a wish and as an answer about the network; without script by a list."""
    open_one = meeting(**SETTINGS, network="before")
    names = [f"Collega {number:02}" for number in range(1, 40)]
    seats = dict(
        zip(names, open_one.house.behind("company", activity=open_one.activity, names=names), strict=True)
    )
    phone = open_one.joined("Bram")
    tabs_to(phone, "Ik doe mee", "Enter")
    phone.shows("Zoek iemand op naam")
    looks_up(phone, "#wishes", "collega 07")
    expect(phone.page.get_by_role("checkbox", name="Collega 07")).to_be_checked()
    tabs_to(phone, "Bewaren", "Enter")
    phone.waits_for_state("saved")
    expect(phone.page.locator("#wishes")).to_be_hidden()
    looks_up(phone, "#tie-exchange", "niemand")
    assert phone.page.evaluate("document.activeElement.validationMessage").startswith(
        "Er is niemand die zo heet"
    )
    tabs_to(phone, "Dit waren ze. (Niemand noemen mag ook.)", "Enter")
    looks_up(phone, "#tie-ask", "collega 31")
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator("#tie-ask").get_by_role("checkbox", name="Collega 31")).to_be_checked()
    kept = {(kind, key) for kind, key, *_ in open_one.stored()["named"]}
    assert ("cr.nominate", f"ask:{seats['Collega 31']}") in kept
    assert not any(key.endswith(":find") for _, key in kept)


def looks_up(phone: Phone, place: str, letters: str) -> None:
    field = phone.page.locator(f"{place} kr-carousel-find input.input").first
    field.focus()
    phone.page.keyboard.type(letters)
    phone.page.keyboard.press("Enter")


def test_a_slow_carousel_in_which_somebody_leaves(meeting: Callable[..., Meeting]) -> None:
    """Everybody joins; a week later there is a name; one pair has spoken, somebody stops, and nobody else is moved."""
    open_one = meeting(tool="carousel", theme="samen toetsen maken", part="slow", change=2)
    phones = {name: open_one.joined(name) for name in NAMES[:4]}
    for phone in phones.values():
        phone.tap("Ik doe mee")
        phone.shows("Op de eerstvolgende maandag na vandaag hoor je met wie je praat.")
    open_one.house.behind("days_ago", activity=open_one.activity, days=8)
    open_one.house.restart()
    for phone in phones.values():
        phone.page.reload()
        phone.shows("Deze week, tot en met")
    together = {name: partners(phone)[0] for name, phone in phones.items()}
    assert all(together[together[name]] == name for name in together), "both phones say the same"
    phones["Bram"].page.get_by_text("Ja, we hebben elkaar gesproken").click()
    phones["Bram"].shows(f"Na je gesprek met {together['Bram']}")
    lead = open_one.facilitator()
    expect(lead.page.locator("body")).to_contain_text("Gesprekken deze week: 2. Daarvan zijn er 1 geweest")
    gone = next(name for name in together if name not in ("Bram", together["Bram"]))
    phones[gone].page.get_by_text("Ik wil stoppen").click()
    phones[gone].tap("Ja, ik stop")
    phones[gone].shows("Praat je mee?")
    phones[together[gone]].shows("Deze week heb je vrij")
    assert partners(phones["Bram"]) == [together["Bram"]]


def types(phone: Phone, words: str, text: str) -> None:
    """Tab to the field with this label and write in it."""
    field = phone.page.get_by_label(words, exact=True).first
    for _ in range(60):
        phone.page.keyboard.press("Tab")
        if field.evaluate("(one) => one === document.activeElement"):
            phone.page.keyboard.type(text)
            phone.page.keyboard.press("Tab")
            return
    raise AssertionError(f"no way to {words}")


def tabs_to(hand: Phone | Facilitator, words: str, key: str) -> None:
    """Tab until what has the focus is called so, then press."""
    for _ in range(60):
        hand.page.keyboard.press("Tab")
        called = hand.page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.ariaLabel || e.closest('label')?.innerText || e.innerText || '' }"
        )
        if " ".join(called.replace("→", " ").split()) == words:
            hand.page.keyboard.press(key)
            return
    raise AssertionError(f"no way to {words}")
