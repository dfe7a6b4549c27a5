"""The course with its minutes (section 3), the settings (2.2), the signs (5) and what a recipe may ask (4)."""

from __future__ import annotations

from fractions import Fraction as F
from pathlib import Path

import pytest

from kring.kit.payload import Refused
from kring.kit.scene import Shown
from kring.tools.change_colours.measures import measures
from kring.tools.change_colours.pictures import categories
from kring.tools.change_colours.tests.scenes import Room, words
from kring.tools.change_colours.tool import PARTS, TOOL
from kring.tools.change_colours.vocabulary import BLOCKS, COLOURS, LIBRARY, STATEMENTS

FACES = Path(__file__).parents[1] / "faces"


def test_a_first_activity_has_everything_but_buddies() -> None:
    course = [(step.key, step.minutes) for step in TOOL.course(TOOL.settled({}))]
    assert course == [
        ("join", 2),
        ("meet", 5),
        ("test", 7),
        ("own", 4),
        ("picture", 10),
        ("situation", 5),
        ("scenarios", 20),
        ("weigh", 4),
        ("strategy", 20),
        ("harvest", 5),
    ]
    every = TOOL.course(TOOL.settled({"steps": list(PARTS), "form": "self_pick"}))
    assert {step.key: step.minutes for step in every} | {"pick": 3, "buddies": 10} == {
        step.key: step.minutes for step in every
    }
    defaults = TOOL.settled({})
    assert (defaults["form"], defaults["allow_names"], defaults["max_load"]) == ("blocks", True, 2)
    assert next(one for one in TOOL.settings if one.key == "allow_names").upto == 20


def test_every_colour_has_as_many_sentences_as_another() -> None:
    assert {mode: len(blocks) for mode, blocks in BLOCKS.items()} == {"think": 6, "do": 6}
    assert {colour: len(items) for colour, items in STATEMENTS.items()} == dict.fromkeys(COLOURS, 4)
    assert {colour: sum(of == colour for of in LIBRARY.values()) for colour in COLOURS} == dict.fromkeys(
        COLOURS, 4
    )


@pytest.mark.parametrize(
    ("lang", "codes"), [("nl", ["GE", "BL", "RO", "GR", "WI"]), ("en", ["YE", "BL", "RE", "GR", "WH"])]
)
def test_a_colour_is_a_shape_letters_and_a_pattern_too(lang: str, codes: list[str]) -> None:
    signs = [one.sign for one in categories(words(lang))]
    assert [(one.code, one.shape, one.pattern) for one in signs] == [
        (codes[0], "diamond", "diagonal"),
        (codes[1], "square", "grid"),
        (codes[2], "circle", "dots"),
        (codes[3], "triangle", "vertical"),
        (codes[4], "ring", "empty"),
    ]


def test_whoever_leads_tells_a_colour_from_its_strength() -> None:
    """Section 8: white and yellow often carry a bad name."""
    told = (FACES / "facilitator" / "meet.html").read_text(encoding="utf-8")
    places = [
        told.index(f'colour field="{part}"') for part in ("strong", "belief", "do", "example", "pitfall")
    ]
    assert min(places) == places[0] and max(places) == places[-1]


def test_the_one_colour_of_a_group_is_the_first_of_two_halves() -> None:
    for do, expect in ((["blue", "red"], "blue"), (["green"], "green")):
        room = Room([str(seat) for seat in range(6)], form="self_pick")
        for seat in range(6):
            room.picks(seat, ["red"], [do[seat % len(do)]])
        room.reveal("picture")
        assert measures(room.shown())["change_colours.one_colour"] == expect


def test_the_fit_is_known_once_both_were_shown() -> None:
    fit = {"F": F(40), "reading": "fit_low", "uncovered": []}
    assert measures(Shown({"situation": {"fit": fit}})) == {"change_colours.situation_fit": F(40)}
    assert measures(Shown({"situation": {"fit": None}})) == {}


@pytest.mark.parametrize(
    ("step", "kind", "key", "field", "longest"),
    [
        ("scenarios", "cc.scenario", "white.pitfall", "text", 280),
        ("strategy", "cc.phase", "p1", "title", 80),
        ("strategy", "cc.phase", "p1", "goal", 140),
        ("strategy", "cc.step", "s1", "title", 80),
        ("strategy", "cc.step", "s1", "owner", 40),
    ],
)
def test_a_text_may_be_so_long_and_no_longer(
    step: str, kind: str, key: str, field: str, longest: int
) -> None:
    room = Room(["Amina"])
    room.say(0, step, kind, key, **{field: "x" * longest})
    with pytest.raises(Refused, match="text_too_long"):
        room.say(0, step, kind, key, **{field: "x" * (longest + 1)})
