"""Colours of change in one's own time, and once more half a year later: what helped, then and now, what one kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from looking import PHONE, SMALL, VARIANTS, look, told, walk
from players import NARROW, House, Meeting, Phone
from playwright.sync_api import Browser, Page, expect
from test_change_colours import TEAM, all_pick, chooses, picks, reveal, tap_colour

OWN_TIME = {
    "form": "self_pick",
    "allow_names": True,
    "steps": ["join", "meet", "test", "own", "picture", "situation", "strategy", "harvest"],
}
ROUND = {"form": "self_pick", "steps": ["join", "test", "own", "picture", "strategy", "harvest"]}
KEPT = "localStorage.getItem('kring-colours')"


@pytest.fixture
def staged(house: House, browser: Browser) -> Iterator[Callable[..., Meeting]]:
    """`staged(verb, **given)`: the meeting that a verb of the stage gives; no page of it complains."""
    made: list[Meeting] = []

    def stage(verb: str, **given: Any) -> Meeting:
        made.append(Meeting(house, browser, **house.behind(verb, **given)))
        return made[-1]

    yield stage
    for one in made:
        one.close()
        assert one.wrong == []


def test_in_your_own_time_from_the_link_to_the_moment_on_which_all_see_it(staged) -> None:
    """Each sees the own picture at once; nobody sees that of the group before the moment, and then all do."""
    here = staged("own_time", **OWN_TIME)
    phones = {
        name: here.joined(name, **({"viewport": NARROW} if name == "Dirk" else {})) for name in list(TEAM)[:3]
    }
    for name, phone in phones.items():
        phone.shows("Doe dit in je eigen tijd.")
        expect(phone.page.locator("#step-pick")).to_have_attribute("open", "")
        expect(phone.page.locator("body")).not_to_contain_text("Kijk naar het bord")
        picks(phone, *TEAM[name])
        think, do = (
            ", ".join(colours[:-1]) + " en " + colours[-1] if colours[1:] else colours[0]
            for colours in TEAM[name]
        )
        phone.shows(f"In je denken: {think}. In je doen: {do}.")
        chooses(phone, "Tel mij mee, zonder naam")
        phone.waits_for_state("saved")
    first = phones["Aart"].page
    first.locator("#step-picture > summary").click()
    phones["Aart"].shows("Hier staat straks ons beeld, voor iedereen tegelijk.")
    first.reload()
    for name in list(TEAM)[3:]:
        other = here.joined(name)
        picks(other, *TEAM[name])
        chooses(other, "Tel mij mee, zonder naam")
        other.waits_for_state("saved")
    expect(first.locator("#step-picture .picture")).to_have_count(0)
    lead = here.facilitator().page
    expect(lead.locator("body")).to_contain_text("ziet iedereen de uitkomst. Dat gaat vanzelf.")
    expect(lead.locator(".lead-time")).to_have_count(0)
    first.locator("#step-picture > summary").click()
    assert here.house.behind("shows", activity=here.activity) == 1
    expect(first.locator("#step-picture")).to_contain_text("5 mensen tellen mee.", timeout=30_000)
    for phone in phones.values():
        if not phone.page.locator("#step-picture[open]").count():
            phone.page.locator("#step-picture > summary").click()
        phone.shows("5 mensen tellen mee.")
        expect(phone.page.locator("#step-picture .picture svg")).to_be_visible()
        assert phone.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert {one[0] for one in here.stored()["anonymous"]} == {"cc.pick", "cc.share", "cc.done"}


def everybody(here: Meeting, lead: Any, think_and_do: dict[str, Any], phones: dict[str, Phone]) -> None:
    """All pick and count without a name; then the picture is shown."""
    all_pick(lead, phones, think_and_do)
    for phone in phones.values():
        chooses(phone, "Tel mij mee, zonder naam")
        phone.waits_for_state("saved")


def test_half_a_year_later_the_plan_comes_back_and_the_own_trend_stays_on_the_device(staged) -> None:
    here = staged("meeting", **ROUND)
    lead = here.facilitator()
    phones = {name: here.joined(name) for name in TEAM}
    everybody(here, lead, TEAM, phones)
    phones["Aart"].tap("Bewaar dit op dit toestel")
    kept = phones["Aart"].page.evaluate(KEPT)
    assert phones["Ivo"].page.evaluate(KEPT) is None
    lead.goes_to("picture")
    reveal(lead, "zonder namen")
    phones["Ivo"].shows("Denken en doen vallen gemiddeld voor 67% samen (5 mensen).")
    lead.goes_to("strategy")
    plan(phones["Aart"])
    again = staged("goes_on", meeting=here.meeting)
    looks_back(again)
    lead = again.facilitator()
    lead.goes_to("back")
    phones = {name: again.joined(name) for name in TEAM}
    phones["Aart"].page.evaluate("kept => localStorage.setItem('kring-colours', kept)", kept)
    says_what_helped(again, lead, phones)
    everybody(again, lead, {name: (["rood"], ["rood"]) for name in TEAM}, phones)
    phones["Aart"].shows("Eerder")
    phones["Aart"].shows("In je denken: blauw en rood. In je doen: blauw.")
    expect(phones["Ivo"].page.locator("body")).not_to_contain_text("Eerder")
    lead.goes_to("picture")
    reveal(lead, "zonder namen")
    phones["Ivo"].shows("voor 67% samen (5 mensen), nu voor 100% (5 mensen).")
    phones["Ivo"].shows("Let op: niet per se dezelfde mensen als de vorige keer.")
    wall = again.wall()
    expect(wall.locator("main")).to_contain_text("Te weinig antwoorden om te zeggen of er iets is veranderd.")
    lead.goes_to("strategy")
    phones["Dirk"].shows("Samen uitproberen")


def plan(phone: Phone) -> None:
    """A phase that ends today."""
    phone.page.locator("summary", has_text="Fase toevoegen").click()
    form = phone.form("cc.phase", "new")
    form.locator(".chip", has_text="Groen").click()
    form.get_by_label("Hoe heet deze fase?").fill("Samen uitproberen")
    form.get_by_label("Tot", exact=True).fill(datetime.now(UTC).date().isoformat())
    form.get_by_role("button", name="Fase toevoegen").click()
    phone.shows("Deze fase heeft nog geen stappen.")
    expect(phone.page.locator("#add-step")).not_to_have_attribute("open", "")


def looks_back(again: Meeting) -> None:
    """The course begins with looking back."""
    page = again.facilitator().page
    expect(page.locator("body")).to_contain_text("Terugkijken")


def says_what_helped(here: Meeting, lead: Any, phones: dict[str, Phone]) -> None:
    """Without names, then shown to all; what kind of change it was, and whether they keep it."""
    wall = here.wall()
    for number, phone in enumerate(phones.values()):
        answer = "heel goed" if number else "een beetje"
        phone.page.locator('form[data-kind="cc.helped"] label.choice', has_text=answer).last.click()
        phone.tap("Klaar")
        phone.waits_for_state("saved")
    expect(wall.locator("body")).not_to_contain_text("Dit hielp volgens ons")
    one = phones["Gerlof"]
    one.page.locator(".chip", has_text="Lesvernieuwing").click()
    one.waits_for_state("saved")
    form = one.form("cc.plan", "plan").filter(has=one.page.locator("#what-helped"))
    form.locator("label.choice", has_text="Houden").click()
    form.locator("#what-helped").fill("Klein beginnen.")
    form.get_by_role("button", name="Bewaren").click()
    phones["Ivo"].shows("De groep zegt: Houden.")
    reveal(lead, "wat volgens ons hielp")
    phones["Ivo"].shows("gemiddeld 2,6, op een schaal van 0 tot 3 (5 antwoorden)")
    expect(wall.locator(".ranked")).to_contain_text("Samen uitproberen")
    expect(wall.locator(".ranked")).to_contain_text("2,6")
    assert here.answers("cc.plan") == [
        {"change_kind": "lessons"},
        {"verdict": "keep", "helped": "Klein beginnen."},
    ]


LAPTOP = (1280, 800)


def seen(pages: dict[str, tuple[Page, tuple[int, int]]]) -> list[str]:
    """What is wrong with these pages for somebody's eyes or hands."""
    return [
        f"{name}: {one}"
        for name, (page, size) in pages.items()
        for one in look(page, SMALL if size == LAPTOP else tuple(VARIANTS)) + walk(page, size, skip=True)
    ]


def test_looking_back_for_every_eye_and_hand(staged) -> None:
    """Before and after it was shown, on a phone, on the wall and at a laptop."""
    first = staged("meeting", **ROUND)
    first.facilitator().goes_to("strategy")
    writer = first.joined("Aart")
    writer.at_step("strategy")
    plan(writer)
    here = staged("goes_on", meeting=first.meeting)
    lead, wall = here.facilitator(), here.wall()
    lead.goes_to("back")
    phones = {name: here.joined(name) for name in TEAM}
    faces = {
        "phone": (phones["Aart"].page, PHONE),
        "board": (wall, LAPTOP),
        "lead": (lead.page, LAPTOP),
    }
    phones["Aart"].shows("Heeft deze aanpak geholpen?")
    wrong = seen(faces)
    says_what_helped(here, lead, phones)
    wrong += seen(faces)
    assert not wrong, told(wrong)


def test_your_own_time_for_every_eye_and_hand(staged) -> None:
    here = staged("own_time", **OWN_TIME)
    phone, lead = here.joined("Aart"), here.facilitator()
    phone.shows("Doe dit in je eigen tijd.")
    wrong = seen({"phone": (phone.page, PHONE), "lead": (lead.page, LAPTOP)})
    page = here.page(viewport={"width": 1280, "height": 800}, cookies=[("kring", here.session)])
    page.goto(f"{here.house.address}/meetings/new/")
    page.locator("summary", has_text="In eigen tijd?").click()
    wrong += seen({"plan": (page, LAPTOP)})
    assert not wrong, told(wrong)


def test_choosing_who_may_see_it_leaves_the_own_trend_where_it_stands(meeting) -> None:
    """The button that keeps the own picture on this device is still there after a choice."""
    here = meeting(**ROUND)
    lead = here.facilitator()
    lead.goes_to("pick")
    phone = here.joined("Frans")
    tap_colour(phone.form("cc.pick", "think"), "wit")
    phone.form("cc.pick", "think").get_by_role("button", name="Verder").click()
    tap_colour(phone.form("cc.pick", "do"), "groen")
    phone.form("cc.pick", "do").get_by_role("button", name="Verder").click()
    lead.goes_to("own")
    chooses(phone, "Tel mij mee, zonder naam")
    phone.waits_for_state("saved")
    phone.page.wait_for_timeout(600)
    expect(phone.page.get_by_role("button", name="Bewaar dit op dit toestel")).to_be_visible()
