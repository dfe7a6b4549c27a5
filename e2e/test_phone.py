"""The phone in a real meeting: wifi that goes, a server that restarts, steps that change under your hands."""

from __future__ import annotations

import pytest
from players import NARROW, House, Meeting
from playwright.sync_api import expect

TEST = {"steps": ["test", "own", "picture"]}
SCENARIOS = {"steps": ["scenarios", "weigh", "harvest"]}


def test_an_answer_survives_a_reload_and_can_be_changed(meeting):
    here = meeting(**TEST)
    phone = here.joined("Bert")
    phone.block("cc.t1", "red", "blue")
    phone.waits_for_state("saved")
    phone.page.reload()
    expect(phone.form("cc.block", "cc.t2")).to_be_visible()
    phone.tap("Terug")
    expect(phone.form("cc.block", "cc.t1").locator('[name="most:word"][value="red"]')).to_be_checked()
    phone.block("cc.t1", "green", "blue")
    phone.waits_for_state("saved")
    assert here.answers("cc.block") == [
        {"most": "red", "least": "blue"},
        {"most": "green", "least": "blue"},
    ]
    assert len({one[2] for one in here.stored()["anonymous"]}) == 1


def test_no_wifi_for_a_while_and_every_answer_counts_once(meeting):
    """Three answers without a line, a reload would find them, then the line comes back."""
    here = meeting(**TEST)
    phone = here.joined("Claire")
    phone.block("cc.t1", "red", "blue")
    phone.waits_for_state("saved")
    phone.offline()
    for key in ("cc.t2", "cc.t3", "cc.t4"):
        phone.block(key, "green", "yellow")
    phone.waits_for_state("offline")
    phone.shows("3 wachten")
    phone.page.wait_for_timeout(3000)
    assert len(here.answers("cc.block")) == 1
    phone.offline(False)
    phone.waits_for_state("saved", within=20)
    assert len(here.answers("cc.block")) == 4


def test_answers_without_a_line_survive_a_reload_and_a_wrong_clock(meeting):
    """The page comes from elsewhere again later; what waited still goes. The clock of this phone is five hours off."""
    here = meeting(**TEST)
    phone = here.phone()
    phone.page.clock.install(time="2019-01-01T03:00:00Z")
    phone.scan()
    phone.join("Dirk")
    phone.page.clock.run_for(2000)
    phone.page.route("**/contributions", lambda route: route.abort())
    phone.block("cc.t1", "red", "blue")
    phone.block("cc.t2", "red", "blue")
    phone.page.reload()
    phone.page.clock.run_for(2000)
    phone.shows("2 wachten")
    phone.page.unroute("**/contributions")
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.waits_for_state("saved")
    assert len(here.answers("cc.block")) == 2


def test_a_school_without_https(meeting):
    """There a browser has no randomUUID and no locks between tabs."""
    here = meeting(**TEST)
    phone = here.phone()
    phone.page.goto(f"{here.house.address.replace('127.0.0.1', 'school.test')}/j/{here.token}/")
    phone.join("Frans")
    assert phone.page.evaluate("[isSecureContext, !!crypto.randomUUID, !!navigator.locks]") == [False] * 3
    for key in ("cc.t1", "cc.t2"):
        phone.block(key, "red", "blue")
    phone.waits_for_state("saved")
    assert len(here.answers("cc.block")) == 2


def test_a_device_without_room_still_sends(meeting):
    here = meeting(**TEST)
    phone = here.joined("Gerlof")
    phone.page.evaluate(
        """for (let n = 23; n >= 0; n--) for (const k of [0, 1, 2]) {
             try { localStorage[`fill${n}${k}`] = "x".repeat(2 ** n) } catch {}
           }"""
    )
    phone.block("cc.t1", "red", "blue")
    phone.waits_for_state("saved")
    assert len(here.answers("cc.block")) == 1


def test_two_tabs_of_one_phone_send_once(meeting):
    here = meeting(**TEST)
    phone = here.joined("Emese")
    second = phone.page.context.new_page()
    second.goto(phone.page.url)
    phone.page.context.route("**/contributions", lambda route: route.abort())
    for key in ("cc.t1", "cc.t2", "cc.t3"):
        phone.block(key, "red", "blue")
    phone.page.context.unroute("**/contributions")
    second.evaluate("dispatchEvent(new Event('online'))")
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.waits_for_state("saved", within=20)
    assert len(here.answers("cc.block")) == 3


def test_half_a_sentence_stays_while_others_contribute(meeting):
    here = meeting(**SCENARIOS)
    bram, amina = here.joined("Bram"), here.joined("Amina")
    mine = bram.field("red.first_step")
    mine.press_sequentially("een halve zi")
    amina.write("red.who", "Wij vragen het eerst aan de leerlingen")
    amina.waits_for_state("saved")
    bram.shows("Wij vragen het eerst aan de leerlingen")
    expect(mine).to_have_value("een halve zi")
    expect(mine).to_be_focused()
    mine.press_sequentially("n")
    expect(mine).to_have_value("een halve zin")
    bram.page.reload()
    expect(bram.field("red.first_step")).to_have_value("een halve zin")


def test_the_next_step_comes_by_itself_and_a_draft_waits_for_its_return(meeting):
    here = meeting(**SCENARIOS)
    lead, phone = here.facilitator(), here.joined("Frans")
    phone.at_step("scenarios")
    phone.field("blue.who").press_sequentially("Nog niet af")
    lead.goes_to("weigh")
    phone.at_step("weigh")
    lead.goes_to("scenarios", "#back")
    phone.at_step("scenarios")
    expect(phone.field("blue.who")).to_have_value("Nog niet af")
    assert here.answers("cc.scenario") == []


def test_an_answer_that_comes_too_late_is_told_and_kept(meeting):
    """Sent without a line, while the step was closed: the phone says so, and gives back what was typed."""
    here = meeting(**SCENARIOS)
    lead, phone = here.facilitator(), here.joined("Gerlof")
    phone.at_step("scenarios")
    phone.page.route("**/contributions", lambda route: route.abort())
    phone.write("blue.who", "Dit is te laat gekomen")
    lead.goes_to("weigh")
    phone.at_step("weigh")
    phone.page.unroute("**/contributions")
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.shows("Deze stap is net gesloten")
    phone.shows("Dit is te laat gekomen")
    assert here.answers("cc.scenario") == []


def test_a_no_is_seen_also_by_who_walked_on(meeting):
    """The question that was refused is no longer on the screen; its reason is."""
    here = meeting(**TEST)
    phone = here.joined("Hermien")
    no = {"status": 409, "json": {"error": "locked", "message": "Dit is al getoond. Je antwoord staat vast."}}
    phone.page.route("**/contributions", lambda route: route.fulfill(**no))
    phone.block("cc.t1", "red", "blue")
    told = phone.page.get_by_text("Dit is al getoond. Je antwoord staat vast.")
    expect(told).to_be_visible()
    phone.tap("Sluiten")
    expect(told).to_be_hidden()


def test_a_latecomer_hears_what_was_done(meeting):
    here = meeting()
    lead = here.facilitator()
    lead.goes_to("test")
    phone = here.joined("Hermien")
    phone.shows("Je valt in. Dit is al gedaan: Meedoen, Vijf kleuren.")
    lead.goes_to("own")
    phone.at_step("own")
    expect(phone.page.locator(".came-late")).to_have_count(0)


def test_one_paper_a_seat_also_on_a_second_phone(meeting):
    """Answers of a first phone count; a second phone with the same seat cannot vote again, and says so."""
    here = meeting(**TEST)
    old = here.joined("Ivo")
    code = old.page.locator(".back-note .code").inner_text()
    old.block("cc.t1", "red", "blue")
    old.waits_for_state("saved")
    new = here.phone()
    new.page.goto(f"{here.house.address}/j/{here.token}/back/")
    new.page.locator("#code").fill(code)
    new.tap("Neem mijn plek weer in")
    new.shows("Je hebt je stembriefje al gekregen")
    assert new.form("cc.block", "cc.t1").evaluate("form => form.inert")
    assert len(here.answers("cc.block")) == 1


@pytest.mark.parametrize("step", ["meet", "test"])
def test_nothing_scrolls_sideways_at_320_and_at_400_percent(meeting, step):
    """400 % on a window of 1280 wide is a window of 320 that is only 256 high."""
    here = meeting()
    here.facilitator().goes_to(step)
    for size in (NARROW, {"width": 320, "height": 256}):
        phone = here.phone(viewport=size)
        phone.scan()
        assert_no_sideways(phone)
        phone.join("Aart")
        phone.at_step(step)
        assert_no_sideways(phone)


def assert_no_sideways(phone):
    wide, seen = phone.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= seen


def test_without_script_forms_still_post(meeting):
    """A named answer straight away; an anonymous one after taking the paper by hand."""
    here = meeting(**SCENARIOS)
    phone = here.phone(java_script_enabled=False)
    phone.scan()
    phone.join("Bert")
    phone.write("green.first_step", "Eerst vragen we het de klas")
    phone.shows("Bewaard")
    assert [one["text"] for one in here.answers("cc.scenario")] == ["Eerst vragen we het de klas"]

    anonymous = meeting(**TEST)
    phone = anonymous.phone(java_script_enabled=False)
    phone.scan()
    phone.join("Claire")
    phone.page.get_by_role("link", name="Zonder script").click()
    phone.shows("één anoniem stembriefje")
    phone.tap("Neem dit stembriefje")
    phone.block("cc.t1", "red", "blue")
    phone.shows("Bewaard")
    assert anonymous.answers("cc.block") == [{"most": "red", "least": "blue"}]
    assert anonymous.token not in phone.page.url


def test_a_restart_of_the_server_loses_nothing(tmp_path, browser):
    """Answers given while the server is away arrive when it is back, each once."""
    house = House(tmp_path).start()
    try:
        here = Meeting(house, browser, **house.behind("meeting", **TEST))
        phone = here.joined("Dirk")
        phone.block("cc.t1", "red", "blue")
        phone.waits_for_state("saved")
        house.end()
        phone.block("cc.t2", "green", "blue")
        phone.block("cc.t3", "green", "blue")
        phone.waits_for_state("offline")
        house.start()
        phone.waits_for_state("saved", within=30)
        assert len(here.answers("cc.block")) == 3
        here.facilitator().goes_to("own")
        phone.at_step("own")
        here.close()
    finally:
        house.end()
