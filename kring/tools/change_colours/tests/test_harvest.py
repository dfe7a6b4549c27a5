"""What is proposed, reported and exported, from what was shown and from nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction as F

import pytest

from kring.kit.document import Figure, Heading, Paragraph
from kring.kit.scene import Shown
from kring.kit.words import check_languages
from kring.tools.change_colours.tests.play import FIGURE_8_NAMES, FIGURE_8_SETTINGS, figure_8
from kring.tools.change_colours.tests.scenes import TODAY, Room, words
from kring.tools.change_colours.tool import PARTS, TOOL
from kring.tools.change_colours.vocabulary import COLOURS, CONTENT

LANGUAGES = ("nl", "en")


@pytest.fixture(scope="module")
def team() -> Room:
    room = Room(FIGURE_8_NAMES, **FIGURE_8_SETTINGS)
    for action in figure_8(TODAY):
        room.act(action)
    return room


def test_at_most_seven_are_proposed_in_the_order_of_the_specification(team: Room) -> None:
    found = TOOL.propose(team.settings, team.shown(), TODAY, words())
    assert [one.rule for one in found] == ["H2", "H3", "H3", "H3", "H3", "H3", "H1"]
    assert [one.rank for one in found] == [1, 2, 3, 4, 5, 6, 7]
    first = found[0]
    assert first.text == (
        "Wij pakken 'Leerlingen leren in alle leerjaren zelf hun werk plannen' aan in deze volgorde: "
        "1. Steun zoeken (geel), 2. Samen uitproberen (groen)."
    )
    assert first.due == first.data["review_due"] == TODAY + timedelta(weeks=5)
    assert first.kind == "agreement" and first.sources
    assert (found[1].owner, found[1].due) == ("Gerlof", date(2026, 3, 30))


def test_what_stands_out_is_proposed_without_a_plan(team: Room) -> None:
    seen = team.shown()
    without = Shown(seen.published, {step: part for step, part in seen.live.items() if step != "strategy"})
    found = TOOL.propose(team.settings, without, TODAY, words())
    assert [one.text for one in found[:3]] == [
        "Wit leeft in ons hoofd, niet in onze handen: 2 van ons denken zo, niemand doet het.",
        "Geel komt bij ons niet voor. Wie haalt die kleur erbij als het nodig is?",
        "In wat we doen, leunen we meer op blauw dan in wat we denken.",
    ]
    assert [one.rule for one in found] == ["H1"] * 3 + ["H5"] * 4
    pair = found[3]
    assert pair.text == "Oefenen met rood, samen met Dirk." and pair.owner == "Aart"
    assert pair.private_to == ("seat000", "seat003") and pair.due == TODAY + timedelta(weeks=6)


def test_help_and_clashes_come_last() -> None:
    room = Room(["Amina"], steps=PARTS)
    room.say(0, "strategy", "cc.phase", "p1", position=1, colour="blue", title="Plan")
    room.say(0, "strategy", "cc.step", "s1", phase="p1", colour="white", title="Wait")
    asked = {"fit": {"F": F(40), "reading": "fit_low", "uncovered": ["white"]}}
    found = TOOL.propose({}, Shown({"situation": asked}, room.shown().live), TODAY, words("en"))
    assert [(one.rule, one.text) for one in found] == [
        ("H2", "We take up the change in this order: 1. Plan (blue)."),
        ("H6", "Find someone who is good at white; hardly anyone in our group does that."),
        ("H4", "Phase 1 (blue) contains a step in white. We keep an eye on what that does."),
    ]


def test_equal_steps_are_proposed_once() -> None:
    room = Room(["Amina"], steps=PARTS)
    room.say(0, "strategy", "cc.phase", "p1", position=1, colour="blue", title="Plan")
    for key, title in (("s1", "Visit  each other"), ("s2", "visit each OTHER")):
        step = {"phase": "p1", "colour": "blue", "title": title, "owner": "Bo", "due": "2026-05-01"}
        room.say(0, "strategy", "cc.step", key, **step)
    found = TOOL.propose({}, room.shown(), TODAY, words("en"))
    assert [one.rule for one in found] == ["H2", "H3"]


def test_nothing_is_proposed_when_nothing_was_shown() -> None:
    assert TOOL.propose({}, Shown(), TODAY, words()) == []
    assert TOOL.sheets({}, Shown(), words()) == []
    assert all(isinstance(one, Paragraph) for one in TOOL.report({}, Shown(), words()))


def test_the_workbook_shows_exactly_the_numbers_of_figure_8(team: Room) -> None:
    sheets = {one.title: one for one in TOOL.sheets(team.settings, team.shown(), words())}
    assert list(sheets) == [
        "Ons beeld",
        "Wat vraagt de verandering",
        "Vijf scenario’s",
        "Wegen",
        "Onze aanpak",
    ]
    rows = {row[0]: row[1:] for row in sheets["Ons beeld"].rows}
    assert rows["Rood"] == [F(11, 3), F(1100, 27), 8, F(5, 2), F(250, 9), 3, 5, 0, 9]
    assert sheets["Wegen"].rows[0][0] == "Groen"
    assert len(sheets["Onze aanpak"].rows) == 7


def test_no_sheet_and_no_report_holds_a_name(team: Room) -> None:
    picture = TOOL.sheets(team.settings, team.shown(), words())[0]
    assert not any(name in str(picture) for name in FIGURE_8_NAMES)
    blocks = TOOL.report(team.settings, Shown(team.shown().published, {}), words())
    assert not any(name in str(blocks) for name in FIGURE_8_NAMES)


def test_titles_of_sheets_fit_a_workbook(team: Room) -> None:
    for lang in LANGUAGES:
        for sheet in TOOL.sheets(team.settings, team.shown(), words(lang)):
            assert 0 < len(sheet.title) <= 31 and not set(sheet.title) & set("[]:*?/\\'")
            assert all(len(row) == len(sheet.head) for row in sheet.rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_report_tells_it_all_and_says_what_it_is(team: Room, lang: str) -> None:
    said = words(lang)
    blocks = TOOL.report(team.settings, team.shown(), said)
    headings = [block.text for block in blocks if isinstance(block, Heading) and block.level == 2]
    steps = ("picture", "situation", "scenarios", "weigh", "strategy")
    assert headings == [said.text("script", step) for step in steps]
    assert sum(isinstance(block, Figure) for block in blocks) == 3
    assert [block.text for block in blocks[-2:] if isinstance(block, Paragraph)] == [
        said.text("screens", "cc.note"),
        said.text("extra", "own_thresholds"),
    ]
    text = " ".join(str(block) for block in blocks)
    fit, congruence, consistent = "58%", "57%", "71%"
    assert fit in text and congruence in text and consistent in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("look", ["", "_board", "_half", "_more", "_phone"])
def test_every_picture_says_in_words_what_it_draws(team: Room, lang: str, look: str) -> None:
    said, seen = words(lang), team.shown()
    blocks = Room(["Amina"])
    for mode in ("think", "do"):
        blocks.blocks(0, mode, ["red"] * 6, ["blue"] * 6)
    data = {
        "own": blocks.own(0),
        "group": seen.published["picture"],
        "names": seen.live["picture"],
        "situation": seen.published["situation"],
        "weigh": seen.published["weigh"],
        "phases": seen.live["strategy"],
        **{f"slope_{colour}": seen.published["picture"] for colour in COLOURS},
    }
    assert {name + look for name in data} <= set(TOOL.pictures)
    for name, given in data.items():
        picture = TOOL.pictures[name + look](given, said)
        assert picture.svg.startswith("<svg") and picture.title and picture.rows
        assert all(len(row) == len(picture.head) for row in picture.rows)


def test_the_pictures_of_figure_8_hold_its_numbers(team: Room) -> None:
    seen, said = team.shown(), words()
    group = TOOL.pictures["group"](seen.published["picture"], said)
    assert list(group.rows[2]) == ["Rood", "41", "8", "28", "3", "5"]
    slope = TOOL.pictures["slope_red"](seen.published["picture"], said)
    assert [row[-1] for row in slope.rows] == ["3", "5", "0", "1"]
    names = TOOL.pictures["names"](seen.live["picture"], said)
    assert list(names.rows[7]) == ["Hermien", "Wit, Groen, Rood", "Groen"]
    weigh = TOOL.pictures["weigh"](seen.published["weigh"], said)
    assert list(weigh.rows[0]) == ["Groen", "2,7", "1,9", "5,0"]
    phases = TOOL.pictures["phases"](seen.live["strategy"], said)
    assert "achterkamertjes" not in phases.svg and "Geel" in phases.svg
    own = TOOL.pictures["own"](team_blocks().own(0), said)
    assert own.description == "In je denken: groen en rood. In je doen: blauw."
    assert list(own.rows[1]) == ["Blauw", "3", "10", "+7"]


def team_blocks() -> Room:
    room = Room(["Amina"])
    think = (
        ["green", "red", "green", "red", "green", "white"],
        ["yellow", "blue", "yellow", "yellow", "blue", "blue"],
    )
    do = (
        ["blue", "blue", "red", "blue", "green", "blue"],
        ["white", "yellow", "white", "white", "yellow", "white"],
    )
    room.blocks(0, "think", *think)
    room.blocks(0, "do", *do)
    return room


def test_a_situation_without_people_has_a_picture_of_its_own(team: Room) -> None:
    alone = {**team.shown().published["situation"], "fit": None}
    picture = TOOL.pictures["situation"](alone, words())
    assert [row[-1] for row in picture.rows] == ["4,3", "2,0", "3,5", "4,5", "2,5"]


def test_an_empty_plan_has_a_picture(team: Room) -> None:
    picture = TOOL.pictures["phases"](Room(["Amina"]).live("strategy"), words())
    assert picture.description == words().text("extra", "phases_picture", "empty")


def test_both_languages_say_the_same_things() -> None:
    assert check_languages(CONTENT) == []


def test_a_plan_without_an_end_is_reviewed_after_the_last_step_of_its_first_phase() -> None:
    room = Room(["Amina"], steps=PARTS)
    room.say(0, "strategy", "cc.phase", "p1", position=1, colour="blue", title="Plan")
    for key, due in (("s1", "2026-05-01"), ("s2", "2026-06-01")):
        room.say(0, "strategy", "cc.step", key, phase="p1", colour="blue", title=f"Step {key}", due=due)
    [agreed] = TOOL.propose({}, room.shown(), TODAY, words("en"))
    assert agreed.due == agreed.data["review_due"] == date(2026, 6, 1)
