"""Colours of change in the hand: figure 8 on phones, the test by thumb and by keyboard, names given and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
import yaml
from players import NARROW, Facilitator, Phone
from playwright.sync_api import Locator, Page, expect

from bench.servers import ROOT

BLOCKS = {"steps": ["test", "own", "picture"], "form": "blocks"}
PICKS = {"steps": ["test", "own", "picture"], "form": "self_pick"}
COLOURS = {"yellow": "geel", "blue": "blauw", "red": "rood", "green": "groen", "white": "wit"}
FIGURE_8 = ROOT / "kring" / "tools" / "change_colours" / "tests" / "examples" / "figure_8.yaml"
FIVE = ("Aart", "Dirk", "Frans", "Gerlof", "Ivo")
TEAM = {  # five of figure 8: what they think, what they do
    one["name"]: tuple([COLOURS[colour] for colour in one[mode]] for mode in ("think", "do"))
    for one in yaml.safe_load(FIGURE_8.read_text(encoding="utf-8"))["people"]
    if one["name"] in FIVE
}
SHARES = {  # of 5 people: weight in thinking and doing, as section 4.5 counts it
    "Geel": (Fraction(0), Fraction(0)),
    "Blauw": (Fraction(3, 2), Fraction(2)),
    "Rood": (Fraction(11, 6), Fraction(3, 2)),
    "Groen": (Fraction(4, 3), Fraction(3, 2)),
    "Wit": (Fraction(1, 3), Fraction(0)),
}


def tap_colour(form: Locator, name: str) -> None:
    """The slip with this colour."""
    form.locator("label.choice", has_text=name.capitalize()).click()


def picks(phone: Phone, think: list[str], do: list[str]) -> None:
    """Tap the colours in this order, and say that it is all."""
    for mode, colours in (("think", think), ("do", do)):
        form = phone.form("cc.pick", mode)
        for name in colours:
            tap_colour(form, name)
        form.get_by_role("button", name="Verder").click()
    phone.tap("Klaar")


def chooses(phone: Phone, words: str) -> None:
    """Private or total: one tap. The name asks once more."""
    phone.page.locator(".share .slip", has_text=words).click()
    if words.startswith("Laat mijn naam"):
        phone.tap("Ja, laat mijn naam zien")


def rows_of(page: Page, title: str) -> list[list[str]]:
    """The table that says the same as a picture, cell by cell."""
    table = page.locator(".picture", has=page.locator("caption", has_text=title)).locator("tbody tr")
    return [[cell.strip() for cell in row.locator("th, td").all_text_contents()] for row in table.all()]


def whole(share: Fraction) -> str:
    """A percentage, rounded half away from zero."""
    return str(int(share * 100 + Fraction(1, 2)))


def reveal(leader: Facilitator, words: str) -> None:
    """The button that shows this."""
    leader.page.get_by_role("button", name=words, exact=False).first.click()


def all_pick(
    leader: Facilitator, phones: dict[str, Phone], think_and_do: Mapping[str, Sequence[list[str]]]
) -> None:
    """Everybody picks their colours, and then stands at their own picture."""
    leader.goes_to("pick")
    for name, phone in phones.items():
        phone.at_step("pick")
        picks(phone, *think_and_do[name])
    leader.goes_to("own")
    for phone in phones.values():
        phone.at_step("own")


@pytest.fixture
def team(meeting):
    """`team("Aart", …)`: these people of the five picked their colours, and stand at their own picture."""

    def made(*names: str):
        here = meeting(allow_names=True, **PICKS)
        leader = here.facilitator()
        phones = {name: here.joined(name) for name in names}
        all_pick(leader, phones, TEAM)
        return here, leader, phones

    return made


def test_figure_8_by_hand(team):
    """Five phones tap; the wall and the table show exactly their numbers; a name that is taken back leaves at once."""
    here, leader, phones = team(*TEAM)
    wall = here.wall()
    phones["Frans"].shows("In je denken: rood, groen en wit. In je doen: groen.")
    phones["Frans"].shows("Je denkt vaak rood en wit, maar doet dat minder.")
    for phone in phones.values():
        chooses(phone, "Laat mijn naam en kleuren zien")
        phone.shows("Je naam staat bij je kleuren")
        phone.tap("Klaar")
    expect(wall.locator(".board-ready")).to_contain_text("van 5 klaar")
    assert {one[0] for one in here.stored()["anonymous"]} == {"cc.done"}
    assert len(here.answers("cc.named")) == 5
    leader.goes_to("picture")
    reveal(leader, "zonder namen")
    phones["Ivo"].shows("5 mensen tellen mee.")
    shown = {row[0]: row[1:] for row in rows_of(phones["Ivo"].page, "Onze kleuren")}
    heads = {
        "Blauw": ("2", "2"),
        "Rood": ("4", "2"),
        "Groen": ("3", "2"),
        "Wit": ("1", "0"),
        "Geel": ("0", "0"),
    }
    for name, (think, do) in SHARES.items():
        assert shown[name][:4] == [whole(think / 5), heads[name][0], whole(do / 5), heads[name][1]], name
    for text in ("30%", "37%", "40%", "27%", "7%"):
        expect(wall.locator(".picture svg")).to_contain_text(text)
    reveal(leader, "met namen")
    for name in TEAM:
        expect(wall.locator("svg", has_text="Aart")).to_contain_text(name)
    expected = [
        [name, ", ".join(t.capitalize() for t in think), ", ".join(d.capitalize() for d in do)]
        for name, (think, do) in TEAM.items()
    ]
    phones["Ivo"].shows("Dirk")
    assert rows_of(phones["Ivo"].page, "Wie denkt en doet") == expected
    phones["Dirk"].page.locator("summary", has_text="Wie mag dit zien?").click()
    phones["Dirk"].tap("Haal mijn naam weg")
    expect(wall.locator("svg", has_text="Aart")).not_to_contain_text("Dirk")
    expect(phones["Ivo"].page.locator("svg", has_text="Aart")).not_to_contain_text("Dirk")
    assert len(rows_of(phones["Ivo"].page, "Wie denkt en doet")) == 4
    assert {row[0]: row[1:] for row in rows_of(phones["Ivo"].page, "Onze kleuren")} == shown
    assert len(here.answers("cc.named")) == 4


def test_to_themselves_in_the_total_by_name_and_back(team):
    """Each choice does what its text says; going back sends the answers of the voice once more."""
    here, _, phones = team("Gerlof", "Aart")
    phone = phones["Gerlof"]
    slip = phone.page.locator(".share .slip", has_text="Ik hou het voor mezelf")
    expect(slip).to_have_attribute("aria-pressed", "true")
    chooses(phone, "Tel mij mee, zonder naam")
    expect(phone.page.locator(".share .slip", has_text="Tel mij mee")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert here.answers("cc.share") == [{"share": "total"}]
    picked = [one for one in here.stored()["anonymous"] if one[0] == "cc.pick"]
    assert len(picked) == 4
    chooses(phone, "Laat mijn naam en kleuren zien")
    phone.shows("Haal mijn naam weg")
    assert here.answers("cc.named") == [{"think": ["red", "green"], "do": ["green", "red"]}]
    assert here.answers("cc.share") == []
    assert len([one for one in here.stored()["anonymous"] if one[0] == "cc.pick"]) == 2
    phone.page.locator(".share .slip", has_text="Tel mij mee, zonder naam").click()
    expect(phone.page.locator(".share .slip", has_text="Tel mij mee")).to_have_attribute(
        "aria-pressed", "true"
    )
    phone.waits_for_state("saved")
    assert here.answers("cc.named") == []
    assert here.answers("cc.share") == [{"share": "total"}]
    again = [one for one in here.stored()["anonymous"] if one[0] == "cc.pick"]
    assert len(again) == 4
    colours = {key: payload["colours"] for _, key, _, payload in again[-2:]}
    assert colours == {"think": ["red", "green"], "do": ["green", "red"]}
    chooses(phone, "Ik hou het voor mezelf")
    expect(slip).to_have_attribute("aria-pressed", "true")


def test_too_few_people_share(team):
    """The wall says so, and nothing of anybody stands on it."""
    here, leader, phones = team("Aart", "Ivo")
    chooses(phones["Aart"], "Tel mij mee, zonder naam")
    phones["Aart"].waits_for_state("saved")
    wall = here.wall()
    leader.goes_to("picture")
    expect(wall.locator("main")).to_contain_text("Nog te weinig mensen delen hun uitkomst.")
    expect(wall.locator(".picture")).to_have_count(0)
    phones["Aart"].shows("Jij telt mee, zonder naam.")
    phones["Ivo"].shows("Jij houdt je kleuren voor jezelf.")


def test_a_fourth_colour_is_refused_and_the_order_of_tapping_is_kept(meeting):
    here = meeting(**PICKS)
    here.facilitator().goes_to("pick")
    phone = here.joined("Hermien")
    form = phone.form("cc.pick", "think")
    for name in ("wit", "groen", "rood", "geel"):
        tap_colour(form, name)
    expect(form.get_by_role("status")).to_have_text("Kies er hooguit 3.")
    expect(form.locator("input:checked")).to_have_count(3)
    expect(form.locator('[value="yellow"]')).not_to_be_checked()
    tap_colour(form, "groen")
    tap_colour(form, "geel")
    form.get_by_role("button", name="Verder").click()
    phone.waits_for_state("saved")
    assert here.answers("cc.pick") == [{"colours": ["white", "red", "yellow"]}]


def test_a_block_asks_for_two_different_sentences(meeting):
    """What fits most cannot fit least too, half a block stays a draft, and a block may be skipped."""
    here = meeting(**BLOCKS)
    here.facilitator().goes_to("test")
    phone = here.joined("Bert", viewport=NARROW)
    form = phone.form("cc.block", "cc.t1")
    row = form.locator(".most-least-row").first
    row.locator(".pick-most").click()
    expect(row.locator(".pick-least")).to_be_hidden()
    form.get_by_role("button", name="Verder").click()
    expect(form.get_by_role("status")).to_have_text("Kies ook wat het minst past, of sla over.")
    expect(form).to_be_visible()
    assert here.answers("cc.block") == []
    form.locator(".most-least-row").nth(2).locator(".pick-least").click()
    expect(form.get_by_role("status")).to_have_text("")
    form.get_by_role("button", name="Verder").click()
    expect(phone.form("cc.block", "cc.t2")).to_be_visible()
    phone.tap("Sla over")
    expect(phone.form("cc.block", "cc.t3")).to_be_visible()
    phone.waits_for_state("saved")
    assert here.answers("cc.block") == [{"most": "red", "least": "white"}]


def test_the_whole_test_with_the_keyboard_only(meeting):
    """Tab, space and enter: twelve blocks, the turn from thinking to doing, ready, and the own picture."""
    here = meeting(**BLOCKS)
    leader = here.facilitator()
    leader.goes_to("test")
    phone = here.joined("Claire", is_mobile=False, has_touch=False)
    keys = phone.page.keyboard
    phone.page.locator("form.say:visible legend").first.evaluate("one => { one.tabIndex = -1; one.focus() }")
    for number in range(12):
        if number == 6:
            phone.shows("Tot nu toe ging het om wat je vindt.")
            expect(phone.page.locator(".turn")).to_be_visible()
            to(phone, "button:text-is('Verder')")
            keys.press("Enter")
        expect(phone.page.locator("form.say:visible legend")).to_be_focused()
        to(phone, 'input[name="most:word"]')
        keys.press("Space")
        to(phone, 'input[name="least:word"]')
        keys.press("Space")
        to(phone, "form.say button")
        keys.press("Enter")
    to(phone, "form.say button")
    keys.press("Enter")
    phone.shows("Je bent klaar.")
    phone.waits_for_state("saved")
    assert len(here.answers("cc.block")) == 12
    assert all(one["most"] != one["least"] for one in here.answers("cc.block"))
    leader.goes_to("own")
    phone.shows("In je denken:")
    expect(phone.page.locator("kr-own .picture svg")).to_be_visible()
    expect(phone.page.locator("kr-own caption")).to_have_count(1)


def to(phone: Phone, selector: str) -> None:
    """Tab until this has the focus."""
    for _ in range(25):
        phone.page.keyboard.press("Tab")
        if phone.page.evaluate("wanted => document.activeElement.matches(wanted)", css(phone, selector)):
            return
    raise AssertionError(f"the keyboard never came to {selector}")


def css(phone: Phone, selector: str) -> str:
    """A selector that the page itself understands."""
    if ":text-is" not in selector:
        return selector
    phone.page.locator(selector).locator("visible=true").first.evaluate("one => one.dataset.wanted = ''")
    return "[data-wanted]"


def test_a_latecomer_still_answers_while_the_picture_is_discussed(meeting):
    here = meeting(**PICKS)
    leader = here.facilitator()
    leader.goes_to("picture")
    phone = here.joined("Ivo")
    phone.shows("Je hebt nog geen eigen uitkomst.")
    phone.page.locator("summary", has_text="Vul de vragen in").click()
    for mode, name in (("think", "blauw"), ("do", "blauw")):
        form = phone.form("cc.pick", mode)
        tap_colour(form, name)
        form.get_by_role("button", name="Verder").click()
    phone.waits_for_state("saved")
    phone.shows("Jij houdt je kleuren voor jezelf.")
    phone.page.locator("summary", has_text="Wie mag dit zien?").click()
    chooses(phone, "Tel mij mee, zonder naam")
    phone.shows("Jij telt mee, zonder naam.")
    assert here.answers("cc.share") == [{"share": "total"}]


def test_the_plan_is_written_together(meeting):
    """A phase on one phone, a step from the library on another; a clash in words; what goes, goes everywhere."""
    here = meeting(steps=["strategy", "harvest"])
    wall, one, other = here.wall(), here.joined("Aart"), here.joined("Bert")
    one.page.locator("summary", has_text="Fase toevoegen").click()
    form = one.form("cc.phase", "new")
    form.locator(".chip", has_text="Groen").click()
    form.get_by_label("Hoe heet deze fase?").fill("Samen uitproberen")
    form.get_by_role("button", name="Fase toevoegen").click()
    other.shows("Samen uitproberen")
    expect(wall.locator(".phase-line")).to_contain_text("Samen uitproberen")
    other.page.locator("summary", has_text="Stap toevoegen").click()
    form = other.form("cc.step", "new")
    expect(form.locator('[value="green"]')).to_be_checked()
    form.get_by_label("Kies een voorbeeld, of schrijf zelf").select_option("cc.y1")
    expect(form.locator('[name="title"]')).to_have_value(
        "Breng belangen in kaart en spreek drie sleutelfiguren"
    )
    expect(form.locator('[value="yellow"]')).to_be_checked()
    form.get_by_role("button", name="Stap toevoegen").click()
    one.shows("Bij geel houd je de kaarten tegen de borst")
    expect(wall.locator(".phase-line")).to_contain_text("Breng belangen in kaart")
    expect(wall.locator(".signals")).to_contain_text("van alles door elkaar")
    one.page.locator(".plan-one > summary").click()
    one.page.locator(".plan-one .away summary").click()
    one.tap("Ja, haal weg")
    other.shows("Deze fase heeft nog geen stappen.")
    expect(wall.locator(".phase-line")).not_to_contain_text("Breng belangen in kaart")


def test_whoever_asks_for_names_that_nobody_gave_hears_so(team):
    here, leader, phones = team(*TEAM)
    for phone in phones.values():
        chooses(phone, "Tel mij mee, zonder naam")
        phone.waits_for_state("saved")
    leader.goes_to("picture")
    reveal(leader, "zonder namen")
    phones["Ivo"].shows("5 mensen tellen mee.")
    reveal(leader, "met namen")
    expect(leader.page.locator("body")).to_contain_text(
        "Niemand heeft ervoor gekozen met naam in beeld te komen."
    )


def test_the_own_trend_stays_on_the_device_and_only_when_asked(team):
    """Kept on this phone, shown at a next time, and removed again; nothing of it goes to the server."""
    here, _, phones = team("Frans")
    phone = phones["Frans"]
    assert phone.page.evaluate("localStorage.getItem('kring-colours')") is None
    phone.tap("Bewaar dit op dit toestel")
    kept = phone.page.evaluate("JSON.parse(localStorage.getItem('kring-colours'))")
    assert [one["said"] for one in kept.values()] == ["In je denken: rood, groen en wit. In je doen: groen."]
    phone.page.evaluate("""() => {
        const [own] = Object.values(JSON.parse(localStorage.getItem('kring-colours')))
        localStorage.setItem('kring-colours', JSON.stringify({ before: { ...own, on: '2026-03-16T12:00:00Z' } }))
    }""")
    phone.page.reload()
    phone.shows("Eerder")
    phone.shows("16-3-2026: In je denken: rood, groen en wit.")
    assert {one[0] for one in here.stored()["anonymous"]} == {"cc.pick", "cc.done"}
