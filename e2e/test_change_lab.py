"""The change lab in the hand: two meetings of one lab, two people and one card, and the whole wall by keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from labs import amina, card, cell, drag, let_go, lies_in, mirror, take, the_next, to, wish, write
from PIL import Image, ImageDraw
from players import NARROW, Meeting, Phone
from playwright.sync_api import expect

TEAM = ("Bram", "Chris", "Dewi", "Els", "Fatih")
WALL = {"steps": ["ambition", "mirror_in", "mirror_look", "model", "close"], "question": "Wie kijkt er mee?"}
FIRST = {"steps": ["mirror_in", "mirror_look", "tensions", "rate", "model", "close"], "session_no": 3}


class Phones(dict[str, Phone]):
    """The phones of the team by name; each joins when somebody looks for it."""

    def __init__(self, here: Meeting) -> None:
        self.here = here

    def __missing__(self, name: str) -> Phone:
        self[name] = self.here.joined(name)
        return self[name]


@pytest.fixture
def wall(meeting):
    """A lab at its first step, with its leader and the phones of the team."""
    here = meeting(tool="change_lab", **WALL)
    return here, here.facilitator(), Phones(here)


def test_a_lab_over_two_meetings(meeting, house):
    """Mirror, tensions, weighing, a trial; the line is gone for a while; the next meeting begins with all of it."""
    here = meeting(tool="change_lab", **FIRST)
    leader, board = here.facilitator(), here.wall()
    phones = {name: here.joined(name, **({"viewport": NARROW} if name == "Els" else {})) for name in TEAM}
    leader.goes_to("mirror_in")
    for name, room in (("Bram", 12), ("Chris", 14), ("Dewi", 16)):
        mirror(phones[name], f"De deur van lokaal {room} bleef dicht")
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
    bram, els = phones["Bram"], phones["Els"]
    leader.goes_to("ambition")
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
    for page in (bram.page, lead.page, els.page):
        lies_in(page, "Samen kijken", goal)


def test_a_card_is_withdrawn_while_somebody_connects_it(wall):
    """The one who connects hears that it is gone; what was typed elsewhere stays."""
    here, leader, phones = wall
    bram, chris = phones["Bram"], phones["Chris"]
    leader.goes_to("ambition")
    bram.at_step("ambition")
    wish(bram, "Een stille kaart")
    wish(chris, "Een andere kaart")
    typed = chris.form("cl.card", "model").locator("textarea")
    chris.page.locator("summary", has_text="Dingen verbinden").click()
    form = chris.form("cl.link", "link")
    form.locator('[name="from"]').select_option(label="Een andere kaart")
    form.locator('[name="to"]').select_option(label="Een stille kaart")
    typed.fill("Half geschreven")
    bram.page.locator("kr-own summary", has_text="Een stille kaart").click()
    bram.page.locator("kr-own summary", has_text="Trek in").first.click()
    bram.page.get_by_role("button", name="Ja, trek deze in").first.click()
    expect(card(chris.page, "Een stille kaart")).to_have_count(0)
    expect(typed).to_have_value("Half geschreven")
    expect(form.locator('[name="to"] option:checked')).to_have_text("Een stille kaart")
    form.get_by_role("button").click()
    chris.shows("Deze kaart is net ingetrokken. Kies een andere.")
    assert here.answers("cl.link") == []


def test_placing_moving_and_grouping_with_the_keyboard_only(wall):
    """Tab, enter, space and arrows: write a card, move it, choose a cell, bundle two cards as whoever leads."""
    here, leader, phones = wall
    phones["Bram"].at_step(leader.running())
    leader.goes_to("ambition")
    phones["Bram"].at_step("ambition")
    wish(phones["Bram"], "Een stille kaart")
    lead = amina(here)
    keys = lead.page.keyboard
    to(lead, 'form[data-key="model"] textarea')
    keys.type("Een luide kaart")
    to(lead, 'form[data-key="model"] button')
    keys.press("Enter")
    lead.waits_for_state("saved")
    expect(card(lead.page, "Een luide kaart").locator(".lab-grip")).to_be_visible()
    card(lead.page, "Een luide kaart").locator(".lab-grip").focus()
    keys.press("Enter")
    expect(lead.page.locator(".lab-menu select")).to_be_focused()
    for _ in range(2):
        keys.press("ArrowUp")
    keys.press("Tab")
    keys.press("Enter")
    lies_in(lead.page, "Een luide kaart", "model.past")
    lies_in(phones["Bram"].page, "Een luide kaart", "model.past")
    cell(lead.page, "model.past").focus()
    for arrow in ("ArrowLeft", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft"):
        keys.press(arrow)
    expect(cell(lead.page, "model.future")).to_be_focused()
    keys.press("Enter")
    expect(card(lead.page, "Een stille kaart")).to_be_visible()
    to(lead, "kr-own .lab-bundling > summary")
    comes_in(lead, phones["Bram"], "Nog een kaart")
    expect(lead.page.locator("kr-own .lab-bundling > summary")).to_be_focused()
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


def comes_in(phone: Phone, from_: Phone, text: str) -> None:
    """A card of somebody else, on the wall and in what is one's own, while one stands somewhere."""
    wish(from_, text)
    expect(card(phone.page, text)).to_have_count(1)
    phone.page.evaluate("document.dispatchEvent(new CustomEvent('kr:sent', { detail: {} }))")
    expect(phone.page.locator("kr-own .lab-checks", has_text=text).first).to_be_attached()


def test_the_keyboard_stays_on_a_card_while_others_write(wall):
    """Whoever stands at a grip stays there, whatever goes away before it, and until what they moved has arrived."""
    here, leader, phones = wall
    bram, chris = phones["Bram"], phones["Chris"]
    leader.goes_to("ambition")
    bram.at_step("ambition")
    wish(chris, "De eerste kaart")
    wish(bram, "De tweede kaart")
    grip = card(bram.page, "De tweede kaart").locator(".lab-grip")
    expect(card(bram.page, "De eerste kaart")).to_have_count(1)
    grip.focus()
    chris.page.locator("kr-own summary", has_text="De eerste kaart").click()
    chris.page.locator("kr-own summary", has_text="Trek in").first.click()
    chris.page.get_by_role("button", name="Ja, trek deze in").first.click()
    expect(card(bram.page, "De eerste kaart")).to_have_count(0)
    expect(grip).to_be_focused()
    under_way = []
    bram.page.route("**/contributions", lambda route: under_way.append(route))
    bram.page.keyboard.press("Enter")
    bram.page.locator(".lab-menu select").select_option("worksheet.present")
    bram.page.locator(".lab-menu button").press("Enter")
    expect(grip).to_be_focused()
    wish(chris, "De derde kaart")
    expect(card(bram.page, "De derde kaart")).to_have_count(1)
    lies_in(bram.page, "De tweede kaart", "worksheet.present")
    expect(grip).to_be_focused()
    assert len(under_way) == 1
    under_way[0].continue_()
    bram.page.unroute("**/contributions")
    lies_in(chris.page, "De tweede kaart", "worksheet.present")
    bram.waits_for_state("saved")
    expect(grip).to_be_focused()


PHOTO = {"steps": ["mirror_in", "mirror_look", "close"]}
ASK = {"safe_check__flag": "yes"}


def photo(folder: Path, name: str = "bord.jpg") -> Path:
    """A picture as a camera makes it: large, and with where it was taken written beside it."""
    place = folder / name
    seen = Image.effect_noise((2400, 1800), 60).convert("RGB")
    ImageDraw.Draw(seen).rectangle((300, 300, 1900, 1300), fill="darkgreen")
    written = Image.Exif()
    written[0x010F] = "Telefoon van Bram"
    seen.save(place, exif=written)
    return place


def test_a_photo_from_the_camera(meeting, tmp_path):
    """Chosen without a line, sent with its card when the line is back, and seen on the wall and on every phone."""
    here = meeting(tool="change_lab", **PHOTO)
    leader, board = here.facilitator(), here.wall()
    bram, els = here.joined("Bram"), here.joined("Els", viewport=NARROW)
    leader.goes_to("mirror_in")
    bram.at_step("mirror_in")
    form = bram.form("cl.card", "mirror")
    expect(form.locator(".photo-about")).to_be_hidden()
    bram.offline()
    form.locator("[type=file]").set_input_files(photo(tmp_path))
    expect(form.locator("kr-photo canvas")).to_be_visible()
    write(
        bram,
        "cl.card",
        "mirror",
        text="Het bord van dinsdag",
        alt="Een leeg bord",
        faces_ok__flag="yes",
        **ASK,
    )
    bram.waits_for_state("offline")
    expect(form.locator("kr-photo canvas")).to_have_count(0)
    bram.offline(False)
    bram.page.reload()
    assert leader.happens(lambda: len(here.answers("cl.card")) == 1, within=20)
    leader.goes_to("mirror_look")
    for page in (board, els.page, bram.page):
        shown = page.locator("img.lab-photo").first
        expect(shown).to_be_visible()
        expect(shown).to_have_attribute("alt", "Een leeg bord")
        assert shown.evaluate(
            "async (one) => { await one.decode(); return [one.naturalWidth, one.naturalHeight] }"
        ) == [1280, 960]
    [place] = list((here.house.data / "files" / "photos" / here.activity).iterdir())
    assert b"Bram" not in place.read_bytes()
    assert place.stat().st_size < 400_000


def test_what_is_no_photo_is_said_and_nothing_typed_is_lost(meeting, tmp_path):
    """A letter instead of a photo; a photo that is not described; then it goes after all."""
    here = meeting(tool="change_lab", **PHOTO)
    leader, bram = here.facilitator(), here.joined("Bram")
    leader.goes_to("mirror_in")
    bram.at_step("mirror_in")
    form = bram.form("cl.card", "mirror")
    letter = tmp_path / "brief.pdf"
    letter.write_bytes(b"%PDF-1.4 geen foto")
    form.locator("textarea").fill("Wat ik zag")
    form.locator("[type=file]").set_input_files(letter)
    bram.shows("Deze foto lukt niet. Kies een foto (jpg of png).")
    form.locator("[type=file]").set_input_files(photo(tmp_path))
    expect(form.locator("kr-photo canvas")).to_be_visible()
    write(bram, "cl.card", "mirror", **ASK)
    bram.shows("Beschrijf in één zin wat er op de foto staat.")
    expect(form.locator("textarea")).to_have_value("Wat ik zag")
    expect(form.locator("kr-photo canvas")).to_be_visible()
    write(bram, "cl.card", "mirror", alt="Een leeg bord", faces_ok__flag="yes")
    bram.waits_for_state("saved")
    [kept] = here.answers("cl.card")
    assert kept["image"]["alt"] == "Een leeg bord"


def test_whoever_leads_takes_a_card_away_and_hangs_it_back(wall):
    """Its author reads why; nobody else sees it until it hangs again."""
    here, leader, phones = wall
    bram, chris = phones["Bram"], phones["Chris"]
    leader.goes_to("ambition")
    bram.at_step("ambition")
    wish(bram, "Het huilen in de gang")
    expect(card(chris.page, "Het huilen")).to_have_count(1)
    typed = chris.form("cl.card", "model").locator("textarea")
    typed.fill("Half geschreven")
    leader.page.locator("summary", has_text="Haal een kaart even weg").click()
    form = leader.page.locator(".lead-hiding form.say")
    form.locator("select").select_option(label="Het huilen in de gang")
    form.get_by_role("button").click()
    expect(leader.page.locator(".press-refused")).to_have_text(
        "Schrijf op waarom. Wie de kaart schreef, leest het."
    )
    form.locator('[name="reason"]').fill("Er staat een naam in")
    form.get_by_role("button").click()
    expect(card(chris.page, "Het huilen")).to_have_count(0)
    expect(typed).to_have_value("Half geschreven")
    bram.page.reload()
    expect(bram.page.locator("kr-own")).to_contain_text("Er staat een naam in")
    leader.page.get_by_role("button", name="Hang terug").click()
    expect(card(chris.page, "Het huilen")).to_have_count(1)


def test_a_board_of_three_hundred_and_twenty_pixels(wall):
    """Nothing beside the screen, in every step of the wall."""
    here, leader, phones = wall
    board = here.page(viewport=NARROW)
    board.goto(f"{here.house.address}/b/{here.board}/")
    phones["Bram"].at_step(leader.running())
    leader.goes_to("ambition")
    phones["Bram"].at_step("ambition")
    wish(phones["Bram"], "Een heel lange wens over samenwerkingsverbanden " * 5)
    for step in ("ambition", "mirror_in", "mirror_look", "model", "close"):
        leader.goes_to(step)
        expect(board.locator(".ours").first).to_have_attribute("data-step", re.compile(f"/{step}$"))
        assert board.evaluate("document.documentElement.scrollWidth") <= 320, step
