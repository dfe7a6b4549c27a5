"""The sentences that the faces say: own outcomes in every state, and no label for a person."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from kring.kit.words import LANGUAGES
from kring.tools.change_colours.tests.scenes import Room, words
from kring.tools.change_colours.tool import TOOL
from kring.tools.change_colours.vocabulary import CONTENT, STATEMENTS


def told(name: str, data: Any, lang: str = "nl") -> list[str]:
    return list(TOOL.told[name](data, words(lang)))


def picked(think: list[str], do: list[str]) -> Any:
    room = Room(["Amina"], form="self_pick")
    room.picks(0, think, do)
    return room.own(0)


def answered(think: int, do: int) -> Any:
    """The own outcome after so many blocks of each mode, every colour as often most as least."""
    room = Room(["Amina"])
    for mode, n in (("think", think), ("do", do)):
        colours = ["red", "blue", "green", "yellow", "white"][:n]
        room.blocks(0, mode, colours, [*colours[1:], colours[0]])
    return room.own(0)


def test_what_is_thought_and_not_done_is_said_without_a_label() -> None:
    own = picked(["red", "white"], ["blue"])
    assert told("own", own) == ["In je denken: rood en wit. In je doen: blauw."]
    assert told("own_notes", own) == [
        "Je denkt vaak rood en wit, maar doet dat minder.",
        "Je doet vaak blauw, ook al geloof je daar minder in.",
    ]


def test_thinking_as_you_do_needs_no_more_words() -> None:
    assert told("own_notes", picked(["blue"], ["blue"])) == []


def test_a_large_difference_in_scores_is_said_by_colour() -> None:
    room = Room(["Amina"])
    room.blocks(0, "think", ["red"] * 6, ["blue"] * 6)
    room.blocks(0, "do", ["blue"] * 6, ["red"] * 6)
    assert told("own_notes", room.own(0)) == [
        "Blauw: meer in je doen dan in je denken.",
        "Rood: meer in je denken dan in je doen.",
    ]


def test_mixed_in_one_mode_or_in_both() -> None:
    assert told("own_notes", answered(5, 5))[0].startswith("Je hebt geen uitgesproken kleur.")
    half = Room(["Amina"])
    half.blocks(0, "think", ["red"] * 6, ["blue"] * 6)
    colours = ["red", "blue", "green", "yellow", "white"]
    half.blocks(0, "do", colours, [*colours[1:], colours[0]])
    assert told("own_notes", half.own(0))[0].startswith("Bij doen heb je geen uitgesproken kleur.")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_too_few_choices_are_said_and_nothing_else(lang: str) -> None:
    own = answered(5, 4)
    mode = {"nl": "doen", "en": "doing"}[lang]
    assert told("own", own, lang) == []
    assert mode in told("own_notes", own, lang)[0]


def test_one_date_two_dates_or_none() -> None:
    start, end = date(2026, 3, 16), date(2026, 4, 20)
    assert told("dates", {"from": start, "until": end}) == ["16-03-2026 tot 20-04-2026"]
    assert told("dates", {"from": None, "until": end}) == ["tot 20-04-2026"]
    assert told("dates", {"from": None, "until": None}) == []
    assert told("due", {"due": None}) == []


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        ({"n": 9, "of": 9}, "9 mensen vulden dit in."),
        ({"n": 1, "of": 1}, "Eén persoon vulde dit in."),
        ({"n": 5, "of": 10}, "5 van de 10 mensen vulden dit in."),
        ({"n": 5, "of": 11}, "5 van de 11 mensen vulden dit in. Indicatief: minder dan de helft deed mee."),
        ({"n": 5}, "5 mensen vulden dit in."),  # frozen before it was known how many sat there
    ],
)
def test_how_many_of_how_many_is_always_said(seen: dict[str, int], text: str) -> None:
    """C-22."""
    assert told("took", seen) == [text]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("nl", "Deze verandering vraagt het meest om groen en geel. Eerst de een, dan de ander?"),
        ("en", "This change asks most for green and yellow. One first, then the other?"),
    ],
)
def test_two_leads_are_a_question_of_order(lang: str, text: str) -> None:
    assert told("lead", {"lead": ["green", "yellow"]}, lang) == [text]


LABELS = {
    "nl": r"\b(?:een|de) (?:gele|blauwe|rode|groene|witte)\b(?! \w)|\b(?:is|bent|ben) (?:geel|blauw|rood|groen|wit)\b",
    "en": r"\b(?:is|are|am) (?:an? )?(?:yellow|blue|red|green|white)\b|\ba (?:yellow|blue|red|green|white) person",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_makes_a_colour_of_a_person(lang: str) -> None:
    """Section 8. Only `not_for` names a label, to say that nobody should."""
    lines = [
        line
        for path in sorted((CONTENT / lang).glob("*.yaml"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("not_for:")
    ]
    assert [line for line in lines if re.search(LABELS[lang], line, re.IGNORECASE)] == []


def test_whoever_is_alone_still_hears_what_the_change_asks() -> None:
    """One person cannot be shown a mean of five; the own answers are theirs (C-11)."""
    room = Room(["Amina"], form="self_pick")
    room.picks(0, ["red"], ["red"])
    assert told("own_asks", room.own(0)) == []
    for colour, items in STATEMENTS.items():
        for item, turned in items.items():
            high = colour in ("green", "yellow")
            room.say(0, "situation", "cc.situation", item, value=5 if high != turned else 1)
    assert told("own_asks", room.own(0)) == [
        "Volgens jou vraagt deze verandering het meest om geel en groen."
    ]
