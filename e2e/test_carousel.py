"""Nine people around a carousel, on their own phones; one of them leaves halfway."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from players import Meeting, Phone
from playwright.sync_api import expect

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
    keeps_a_logbook(meeting, phones["Bram"])


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


def test_somebody_without_a_mouse_takes_part(meeting: Callable[..., Meeting]) -> None:
    """Join, wish, answer about a talk: all with the keyboard, and the focus is never lost."""
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
    lead.goes_to("round")
    lead.page.locator("#turn").press("Enter")
    phone.shows("Ronde 1, tot")
    lead.page.locator("#turn").press("Enter")
    phone.shows("Na je gesprek met")
    tabs_to(phone, "Klopt helemaal niet", "Space")
    phone.page.keyboard.press("ArrowRight")
    phone.waits_for_state("saved")
    tabs_to(phone, "Ik wil hiermee verder met Chris", "Space")
    phone.waits_for_state("saved")
    assert [one[0] for one in open_one.stored()["named"]].count("cr.go_on") == 1


def tabs_to(phone: Phone, words: str, key: str) -> None:
    """Tab until what has the focus is called so, then press."""
    for _ in range(60):
        phone.page.keyboard.press("Tab")
        called = phone.page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.ariaLabel || e.closest('label')?.innerText || e.innerText || '' }"
        )
        if called.strip() == words:
            phone.page.keyboard.press(key)
            return
    raise AssertionError(f"no way to {words}")
