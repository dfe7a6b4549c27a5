"""Leading a meeting: keys, double presses, two laptops, a battery that dies, and a wall that follows."""

from __future__ import annotations

import re
import time

from players import Facilitator, Meeting, Phone
from playwright.sync_api import Locator, Page, expect

PICKS = {"form": "self_pick", "steps": ["meet", "test", "own", "picture", "harvest"]}


def shows_step(wall: Page, step: str, within: float = 8) -> None:
    expect(wall.locator(".ours").first).to_have_attribute(
        "data-step", re.compile(f"/{step}$"), timeout=within * 1000
    )


def note_of(leader: Facilitator) -> Locator:
    return leader.page.locator("#note")


def kept(leader: Facilitator) -> None:
    """The note says that it is kept."""
    expect(leader.page.locator("kr-note .state")).to_have_attribute("data-state", "saved")


def picked(here: Meeting, leader: Facilitator, n: int) -> list[Phone]:
    """People who picked, and count without a name."""
    leader.goes_to("pick")
    phones = [here.joined(f"Nummer {number}") for number in range(n)]
    for phone in phones:
        for mode in ("think", "do"):
            form = phone.form("cc.pick", mode)
            form.locator("label.choice").first.click()
            form.get_by_role("button", name="Verder").click()
        phone.tap("Klaar")
    leader.goes_to("own")
    for phone in phones:
        phone.page.locator(".share .slip", has_text="Tel mij mee, zonder naam").click()
        phone.waits_for_state("saved")
    return phones


def test_keys_press_the_buttons(meeting):
    """→ and space go on, ← goes back, + gives a minute, B opens the wall, ? tells; and not while somebody types."""
    here = meeting(**PICKS)
    leader = here.facilitator()
    keys = leader.page.keyboard
    first = leader.running()
    keys.press("ArrowRight")
    leader.until(lambda: leader.running() == "pick")
    keys.press("ArrowLeft")
    leader.until(lambda: leader.running() == first)
    leader.page.locator("h1").click()
    keys.press("Space")
    leader.until(lambda: leader.running() == "pick")
    ends = leader.page.locator("#more").get_attribute("value")
    keys.press("+")
    leader.until(lambda: leader.page.locator("#more").get_attribute("value") != ends)
    with leader.page.expect_popup() as opened:
        keys.press("b")
    shows_step(opened.value, "pick")
    keys.press("?")
    expect(leader.page.locator("#keys")).to_be_visible()
    keys.press("ArrowRight")
    keys.press("Escape")
    expect(leader.page.locator("#keys")).to_be_hidden()
    note_of(leader).click()
    keys.type("rb +?")
    keys.press("ArrowRight")
    keys.press("Space")
    kept(leader)
    expect(note_of(leader)).to_have_value("rb +? ")
    expect(leader.page.locator("#keys")).to_be_hidden()
    assert leader.running() == "pick"
    assert len(leader.page.context.pages) == 2


def test_keys_can_be_turned_off(meeting):
    leader = meeting(**PICKS).facilitator()
    leader.page.keyboard.press("?")
    leader.page.locator("#keys-on").uncheck()
    leader.page.keyboard.press("Escape")
    was = leader.running()
    leader.page.keyboard.press("ArrowRight")
    leader.page.wait_for_timeout(600)
    assert leader.running() == was
    leader.page.locator("#next").click()
    leader.until(lambda: leader.running() != was)


def test_a_double_press_is_one_step(meeting):
    """Of the mouse, of a key, and of two laptops that pressed at the same moment."""
    here = meeting(**PICKS)
    leader, other = here.facilitator(), here.facilitator()
    leader.page.locator("#next").dblclick()
    leader.until(lambda: leader.running() == "pick")
    leader.page.wait_for_timeout(600)
    assert leader.running() == "pick"
    other.until(lambda: other.running() == "pick")
    press = "document.getElementById('next').click()"
    leader.page.evaluate(press)
    other.page.evaluate(press)
    for one in (leader, other):
        one.until(lambda one=one: one.running() == "own")
    leader.page.wait_for_timeout(600)
    assert leader.running() == other.running() == "own"


def test_the_note_keeps_itself_and_two_writers_do_not_wipe_each_other_out(meeting):
    here = meeting(**PICKS)
    one, other = here.facilitator(), here.facilitator()
    note_of(one).fill("Dirk vraagt door")
    kept(one)
    note_of(other).fill("Emese is stil")
    expect(other.page.locator("kr-note .error")).to_contain_text("Dirk vraagt door")
    expect(note_of(other)).to_have_value("Emese is stil")
    note_of(other).fill("Dirk vraagt door, Emese is stil")
    kept(other)
    one.page.reload()
    expect(note_of(one)).to_have_value("Dirk vraagt door, Emese is stil")


def test_reload_back_and_a_dead_battery(meeting):
    """Whatever the laptop does, the meeting stands where it stood."""
    here = meeting(**PICKS)
    leader = here.facilitator()
    leader.goes_to("own")
    note_of(leader).fill("Tot kwart over drie")
    kept(leader)
    leader.page.reload()
    assert leader.running() == "own"
    leader.page.goto(f"{here.house.address}/home/")
    leader.page.go_back()
    leader.until(lambda: leader.running() == "own")
    leader.page.context.close()
    again = here.facilitator()
    assert again.running() == "own"
    expect(note_of(again)).to_have_value("Tot kwart over drie")
    again.goes_to("picture")


def test_the_end_asks_once_and_leads_to_the_harvest(meeting):
    here = meeting(**PICKS)
    leader, phone, wall = here.facilitator(), here.joined("Bert"), here.wall()
    leader.page.get_by_role("link", name="Afsluiten", exact=True).click()
    expect(leader.page.locator("#end")).to_be_visible()
    leader.page.keyboard.press("Escape")
    expect(leader.page.locator("#end")).to_be_hidden()
    leader.page.get_by_role("link", name="Afsluiten", exact=True).click()
    leader.page.locator("#end").get_by_role("button").click()
    leader.page.wait_for_url("**/harvest/")
    expect(phone.page.locator(".ours")).to_have_attribute("data-meeting", "closed")
    expect(wall.locator(".ours")).to_have_attribute("data-step", re.compile("^closed/"))
    late = here.phone()
    late.type_code()
    late.shows("Die code kennen we niet")


def test_without_script_the_buttons_are_forms(meeting):
    """On, back, the time, the note, and the end that asks on a page of its own."""
    here = meeting(**PICKS)
    page = here.page(cookies=[("kring", here.session)], java_script_enabled=False)
    page.goto(f"{here.house.address}/lead/{here.meeting}/")
    leader = Facilitator(here, page)
    first = leader.running()
    page.locator("#next").click()
    assert leader.running() == "pick"
    page.locator("#back").click()
    assert leader.running() == first
    page.locator(".lead-set-time summary").click()
    page.locator("#minutes").fill("niet")
    page.locator("#set-minutes").click()
    expect(page.locator("[role=alert]").first).to_be_visible()
    note_of(leader).fill("Zonder script")
    page.locator("kr-note button").click()
    expect(note_of(leader)).to_have_value("Zonder script")
    page.get_by_role("link", name="Afsluiten", exact=True).click()
    page.get_by_role("button", name="Sluit af en ga naar de oogst").click()
    page.wait_for_url("**/harvest/")


def test_publishing_too_early_says_why(meeting):
    """Four people share: one sentence beside the button, nothing on the wall; a fifth makes it go."""
    here = meeting(**PICKS)
    leader, wall = here.facilitator(), here.wall()
    picked(here, leader, 4)
    leader.goes_to("picture")
    leader.page.keyboard.press("r")
    expect(leader.page.locator(".press-refused")).to_have_text("Nog te weinig mensen delen hun uitkomst.")
    expect(wall.locator(".picture")).to_have_count(0)
    late = here.joined("Laat")
    late.page.locator("summary", has_text="Vul de vragen in").click()
    for mode in ("think", "do"):
        form = late.form("cc.pick", mode)
        form.locator("label.choice").first.click()
        form.get_by_role("button", name="Verder").click()
    late.page.locator("summary", has_text="Wie mag dit zien?").click()
    late.page.locator(".share .slip", has_text="Tel mij mee, zonder naam").click()
    late.shows("Jij telt mee, zonder naam.")
    leader.page.keyboard.press("r")
    expect(wall.locator(".picture").first).to_be_visible()
    expect(leader.page.locator(".press-refused")).to_have_count(0)


def test_the_wall_follows_within_a_second_and_stays_without_a_line(meeting):
    here = meeting(**PICKS)
    leader, wall = here.facilitator(), here.wall()
    shows_step(wall, leader.running())
    took = [seconds_to(leader, wall, press) for press in ("#next", "#back", "#next")]
    assert min(took) < 1
    wall.context.set_offline(True)
    # Chromium keeps a stream that was open; whoever listens anew finds that the line is gone.
    wall.evaluate("document.querySelector('kr-live').listen()")
    expect(wall.locator("kr-line")).to_be_visible()
    leader.goes_to("own")
    shows_step(wall, "pick")
    expect(wall.locator(".board-head")).to_be_visible()
    wall.context.set_offline(False)
    shows_step(wall, "own", within=20)
    expect(wall.locator("kr-line")).to_be_hidden()


def seconds_to(leader: Facilitator, wall: Page, press: str) -> float:
    """From a press to the wall that shows it."""
    was = wall.locator(".ours").first.get_attribute("data-step") or ""
    begun = time.monotonic()
    leader.page.locator(press).click()
    expect(wall.locator(".ours").first).not_to_have_attribute("data-step", was)
    took = time.monotonic() - begun
    leader.until(
        lambda: (
            leader.running() == (wall.locator(".ours").first.get_attribute("data-step") or "").split("/")[-1]
        )
    )
    return took


def test_somebody_helps_to_lead(meeting):
    """A helper goes on and reveals, and cannot end the meeting."""
    here = meeting(**PICKS)
    leader, bert = here.facilitator(), here.joined("Bert")
    leader.page.get_by_role("link", name="Bert").click()
    leader.page.get_by_role("button", name="Laat meeleiden").click()
    leader.page.wait_for_url("**/lead/*/")
    expect(leader.page.locator(".lead-next")).to_contain_text("Helpt mee: Bert.")
    bert.page.goto(f"{here.house.address}/m/{here.meeting}/")
    bert.page.get_by_role("link", name="Jij begeleidt deze bijeenkomst").click()
    helper = Facilitator(here, bert.page)
    helper.goes_to("pick")
    leader.until(lambda: leader.running() == "pick")
    expect(bert.page.get_by_role("link", name="Afsluiten", exact=True)).to_have_count(0)
    bert.page.goto(f"{here.house.address}/lead/{here.meeting}/end/")
    expect(bert.page.get_by_role("button", name="Sluit af en ga naar de oogst")).to_have_count(0)


def test_the_meeting_is_handed_over(meeting):
    """Whoever gets the meeting leads it at once; whoever had it helps."""
    here = meeting(**PICKS)
    leader, bert = here.facilitator(), here.joined("Bert")
    leader.page.get_by_role("link", name="Bert").click()
    leader.page.get_by_role("button", name="Geef de leiding aan Bert").click()
    leader.page.wait_for_url("**/lead/*/")
    expect(leader.page.locator(".lead-next")).to_contain_text("Leiding: Bert.")
    bert.page.goto(f"{here.house.address}/lead/{here.meeting}/")
    Facilitator(here, bert.page).goes_to("pick")
    leader.until(lambda: leader.running() == "pick")


def test_a_facilitator_who_vanished_is_replaced(meeting):
    """Nobody takes over while somebody leads; after two minutes half of the seats choose, and that one leads."""
    here = meeting(**PICKS)
    leader = here.facilitator()
    bert, claire, dirk = (here.joined(name) for name in ("Bert", "Claire", "Dirk"))
    takeover = f"{here.house.address}/m/{here.meeting}/takeover/"
    claire.page.goto(takeover)
    claire.shows("De begeleider is er")
    leader.page.context.close()
    here.house.behind("vanish", meeting=here.meeting)
    for phone in (claire, dirk):
        phone.page.goto(takeover)
        phone.page.get_by_role("button", name="Bert neemt het over").click()
    bert.page.goto(f"{here.house.address}/lead/{here.meeting}/")
    new = Facilitator(here, bert.page)
    new.goes_to("pick")
    back = here.page(cookies=[("kring", here.session)])
    answer = back.goto(f"{here.house.address}/lead/{here.meeting}/")
    assert answer is not None and answer.status == 404
    expect(back.locator("h1")).to_have_text("Iemand anders leidt deze bijeenkomst nu")


def test_nothing_stays_behind_the_bar(meeting):
    """On a low laptop the clock stands above the bar, and the last line comes out from behind it; so on a phone."""
    leader = meeting(**PICKS).facilitator()
    page = leader.page
    for width, height in ((1280, 800), (1024, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        assert edge(page, "#more") <= edge(page, ".lead-do", "top")
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        assert page.evaluate(LAST) <= edge(page, ".lead-do", "top")


LAST = """() => Math.max(...[...document.querySelectorAll(".lead-main :is(p, li, textarea, summary, button)")]
  .filter((one) => !one.closest(".lead-do") && one.checkVisibility())
  .map((one) => one.getBoundingClientRect().bottom))"""
"""Where the lowest line of the page of whoever leads ends."""


def edge(page: Page, selector: str, side: str = "bottom") -> float:
    """Where an edge of something lies on the screen, in pixels from its top."""
    found: float = page.locator(selector).evaluate("(one, side) => one.getBoundingClientRect()[side]", side)
    return found
