"""What is proposed at the end, and what stays behind: report, sheets, prints and pictures (sections 5 and 6)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from kring.frames.transitions.vocabulary import on_screen
from kring.kit.document import Figure, Heading, Items, Paragraph
from kring.kit.pictures.parts import BOARD, PAGE, PHONE
from kring.kit.scene import Proposal
from kring.tools.change_lab.pictures import DRAWN, PICTURES
from kring.tools.change_lab.pictures_wall import RATIO, proportion
from kring.tools.change_lab.tests.play import class_of, class_settings, figure_9
from kring.tools.change_lab.tests.scenes import ALL, TODAY, Lab, words
from kring.tools.change_lab.tool import TOOL

UNTIL = "2026-04-06"


def proposed(lab: Lab, lang: str = "nl") -> list[Proposal]:
    return TOOL.propose(lab.settings, lab.shown(), TODAY, words(lang))


def rules(lab: Lab) -> list[str]:
    return [one.rule for one in proposed(lab)]


@pytest.fixture
def lab() -> Lab:
    return Lab(10, steps=ALL, session_no=4)


def weighed(lab: Lab) -> str:
    """A tension that everybody weighed, shown."""
    ident = lab.tension(0, "rules", "community", "De deur is dicht.", "We willen kijken")
    for seat in range(10):
        lab.say(seat, "rate", "cl.join", group="teachers" if seat < 5 else "leaders")
        lab.rate(seat, ident, 3 if seat < 5 else 1, 3)
    lab.reveal("rate")
    return ident


def test_a_weighed_tension_becomes_an_insight_with_its_two_hands(lab: Lab) -> None:
    ident = weighed(lab)
    first, second = proposed(lab)
    assert (first.rule, first.kind, first.sources) == ("H1", "insight", (ident,))
    assert first.text == (
        "Het schuurt tussen Regels en Met wie: "
        "aan de ene kant “De deur is dicht”, aan de andere kant “We willen kijken”."
    )
    assert first.data["process"] == "exchange"
    assert second.rule == "H2" and second.text.startswith(
        "Leraren en leiding herkennen dit heel verschillend: aan"
    )
    lab.meet(steps=ALL)
    assert rules(lab) == [], "only in the session that showed it"


def test_a_plan_with_owner_and_end_becomes_an_action(lab: Lab) -> None:
    lab.experiment(0, "e1", title="Samen kijken", tension="t", status="planned", until=UNTIL)
    assert rules(lab) == []
    lab.experiment(1, "e1", owner="Robot 2", look_for="Leerlingen merken het")
    [one] = proposed(lab)
    assert (one.rule, one.kind, one.text, one.owner) == ("H3", "action", "Samen kijken", "Robot 2")
    assert one.due == date.fromisoformat(UNTIL) and one.data["practice_trace"] == "Leerlingen merken het"
    assert len(one.sources) == 2
    lab.meet(steps=ALL)
    assert rules(lab) == []


def log(lab: Lab, seat: int, verdict: str, where: str = "") -> None:
    lab.say(
        seat,
        "checkin",
        "cl.exp_log",
        experiment="e1",
        date="2026-03-16",
        text=f"Gezien {seat}",
        verdict=verdict,
        where=where,
    )


def test_a_trial_that_two_people_keep_becomes_repertoire(lab: Lab) -> None:
    tension = lab.tension(0, "rules", "community")
    idea = lab.card(0, "model.present", "Kijken zonder oordeel", step="model")
    lab.experiment(0, "e1", title="Samen kijken", tension=tension, principle=idea, status="done")
    log(lab, 0, "keep")
    assert rules(lab) == []
    log(lab, 1, "keep")
    [one] = proposed(lab)
    assert (one.rule, one.kind, one.text) == ("H4", "repertoire", "Samen kijken")
    assert one.data["kind"] == "work_style" and one.data["form"] == "practice"
    assert one.data["how"] == "Kijken zonder oordeel" and one.data["seen"] == ["Gezien 0", "Gezien 1"]
    assert one.data["process"] == "exchange" and one.data["from"] and one.data["to"]
    log(lab, 1, "adapt")
    [one] = proposed(lab)
    assert (one.rule, one.text, one.due) == ("H5", "Pas 'Samen kijken' aan en probeer het opnieuw.", None)


def test_two_places_are_enough_too(lab: Lab) -> None:
    lab.experiment(0, "e1", title="Samen kijken", tension="t", status="done")
    log(lab, 0, "keep", "2A")
    log(lab, 0, "keep", "3B")
    assert rules(lab) == ["H4"]


def test_a_new_rule_is_proposed_from_the_fourth_session_on(lab: Lab) -> None:
    lab.node(0, "rules", "de deur staat open", "new")
    lab.node(0, "object", "Lezen bij alle vakken", "new")
    lab.node(0, "division", "Ieder schrijft mee", "now")
    [one] = proposed(lab)
    assert (one.rule, one.kind, one.text) == ("H6", "agreement", "De deur staat open.")
    assert one.data["kind"] == "way_of_working" and one.data["review_due"] == TODAY + timedelta(weeks=12)
    early = Lab(3, steps=ALL, session_no=3)
    early.node(0, "rules", "de deur staat open", "new")
    assert rules(early) == []


def barometer(lab: Lab, value: int) -> None:
    for seat in range(10):
        for pair in on_screen("short"):
            lab.say(seat, "barometer", "cl.baro", pair, value=3 if not pair.startswith("tr.exc.1") else value)
    lab.reveal("barometer")


def test_movement_is_proposed_with_how_sure_it_is() -> None:
    lab = Lab(10, steps=ALL, session_no=1, baro_form="short")
    barometer(lab, 1)
    assert rules(lab) == []
    lab.meet(steps=ALL, baro_form="short")
    barometer(lab, 4)
    [one] = proposed(lab)
    assert one.rule == "H7" and one.data == {"process": "exchange", "direction": "up"}
    assert one.text == "Bij 'Uitwisselen' zijn we 1,5 punt vooruit opgeschoven sinds bijeenkomst 1."
    lab.meet(steps=ALL, baro_form="short")
    barometer(lab, 1)
    assert "1.5 points back" in proposed(lab, "en")[0].text


def test_a_sentence_that_few_agree_with_is_proposed(lab: Lab) -> None:
    for seat in range(5):
        for item in ("cl.v1", "cl.v2", "cl.v3", "cl.v4", "cl.v5", "cl.v6"):
            lab.say(seat, "evaluate", "cl.eval", item, value=2 if item == "cl.v6" else 3)
    lab.reveal("evaluate")
    [one] = proposed(lab)
    assert (one.rule, one.kind, one.data["item"]) == ("H8", "agreement", "cl.v6")
    assert one.text == "Volgende keer letten we op: Ik weet wat ik deze week anders ga doen."


def test_at_most_seven_are_proposed_in_the_order_of_the_specification(lab: Lab) -> None:
    weighed(lab)
    for n in range(4):
        lab.node(n, "rules", f"Regel {n} is nieuw", "new")
        lab.experiment(
            n, f"p{n}", title=f"Plan {n}", tension="t", status="planned", owner="Robot 1", until=UNTIL
        )
    found = proposed(lab)
    assert [one.rule for one in found] == ["H3"] * 4 + ["H6"] * 3
    assert [one.rank for one in found] == list(range(1, 8))
    lab.node(9, "rules", "REGEL 0  is nieuw", "new")
    assert [one.text for one in proposed(lab)] == [one.text for one in found], "equal texts once"


@pytest.fixture(scope="module")
def full() -> Lab:
    lab = Lab(12, **class_settings(12)).play(class_of(12))
    lab.open = {"triangle"}
    return lab.play(figure_9(5))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_report_has_every_board_and_no_names(full: Lab, lang: str) -> None:
    blocks = TOOL.report(full.settings, full.shown(), words(lang))
    text = " ".join(
        str(block.text) if isinstance(block, Heading | Paragraph) else " ".join(block.items)
        for block in blocks
        if isinstance(block, Heading | Paragraph | Items)
    )
    figures = [block.picture for block in blocks if isinstance(block, Figure)]
    assert len(figures) >= 8 and "Niemand keek op." in text
    assert all(one.title and one.description and one.rows for one in figures)
    everything = text + "".join(one.svg for one in figures)
    assert "Robot 2" not in everything and "style=" not in everything


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_sheets_have_no_names_but_owners(full: Lab, lang: str) -> None:
    sheets = TOOL.sheets(full.settings, full.shown(), words(lang))
    assert len(sheets) == 8 and len({one.title for one in sheets}) == 8
    assert all(len(one.title) <= 31 and {len(row) for row in one.rows} == {len(one.head)} for one in sheets)
    assert "Robot 2" not in str([one.rows for one in sheets])


def data_of(lab: Lab, name: str) -> Any:
    """What the picture of this name is drawn from."""
    close = lab.live("close")
    if name == "wall":
        return close["wall"]
    if name in ("barometer", "process"):
        step = {"barometer": "barometer", "process": "evaluate"}[name]
        return next(one.result for one in lab.published if (one.step, one.choice) == (step, ""))
    return close


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", DRAWN)
def test_every_picture_is_drawn_for_page_board_and_phone(full: Lab, name: str, lang: str) -> None:
    for look, suffix in ((PAGE, ""), (BOARD, "_board"), (PHONE, "_phone")):
        picture = PICTURES[name + suffix](data_of(full, name), words(lang))
        assert f'viewBox="0 0 {look.width} ' in picture.svg and picture.description
        assert all(len(row) == len(picture.head) for row in picture.rows) and picture.rows


@pytest.mark.parametrize("name", [name for name in DRAWN if name not in ("barometer", "process")])
def test_pictures_of_an_empty_lab_say_that_it_is_empty(name: str) -> None:
    for lang in ("nl", "en"):
        picture = PICTURES[name](data_of(Lab(steps=ALL), name), words(lang))
        assert picture.title and picture.description and "<svg" in picture.svg


def test_the_prints_are_two_sheets_of_a3(full: Lab) -> None:
    wall, triangle = TOOL.prints(full.settings, full.shown(), words())
    assert (wall.paper, wall.landscape, wall.title) == ("a3", True, "Onze wand")
    [figure] = wall.blocks
    assert isinstance(figure, Figure) and RATIO - Fraction(1, 100) < proportion(figure.picture) <= RATIO
    assert triangle.title == "De driehoek" and isinstance(triangle.blocks[0], Figure)
    assert dict(wall.facts)["Onze vraag:"].startswith("Hoe leren")


def test_a_wall_with_few_cards_fills_its_sheet() -> None:
    lab = Lab(3, steps=ALL)
    lab.say(0, "ambition", "cl.card", surface="model", time="future", text="Elk kind leest graag.")
    wall, *_ = TOOL.prints(lab.settings, lab.shown(), words())
    [figure] = wall.blocks
    assert isinstance(figure, Figure)
    assert RATIO - Fraction(1, 100) < proportion(figure.picture) <= RATIO, "with room to write on"


def test_two_hundred_cards_still_fit_on_one_sheet() -> None:
    from kring.tools.change_lab.tests.test_speed import full as crowded

    scene = crowded()
    settings = {**scene.settings}
    lab = Lab(30, steps=ALL)
    lab.said = list(scene.contributions)
    wall, *_ = TOOL.prints(settings, lab.shown(), words())
    [figure] = wall.blocks
    assert isinstance(figure, Figure) and proportion(figure.picture) <= RATIO


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_faces_can_say_everything(full: Lab, lang: str) -> None:
    said, close = words(lang), full.live("close")
    told = TOOL.told
    barometer_seen = data_of(full, "barometer")
    assert len(told["bands"](barometer_seen, said)) == 4 and told["response"](barometer_seen, said)
    for one in close["tensions"]:
        for name in ("tension_name", "two_hands", "weighed", "signed"):
            assert all(told[name](one, said)), name
    for one in close["experiments"]:
        assert told["experiment"](one, said) and told["zone"](one, said)
    assert len(told["cells"](close["wall"], said)) == 9 and told["round"](close["threads"], said)
    assert told["boxes"](close["triangle"], said) and told["top"](close["tensions"], said)
    for name, data in (
        *((name, "rules") for name in ("component", "prompt_now", "prompt_new", "example")),
        *((name, "tr.con.1") for name in ("pair_left", "pair_right", "pair_ask")),
        *(("state", "new"), ("process", "cross"), ("level", "primary"), ("form", "one_hand")),
        *(("rate_question", "leverage"), ("rate_answers", "recognise"), ("zone_answers", "now")),
        *(("system_text", "as.learn"), ("day", TODAY), ("balance", close["wall"])),
    ):
        assert all(told[name](data, said)) and told[name](data, said), name
    assert told["day"](None, said) == [] and told["worlds"](None, said) == []
