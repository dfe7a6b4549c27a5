"""The robots play, and what is shown afterwards is what the figures say."""

from fractions import Fraction as F

import pytest

from kring.kit.numbers import shown
from kring.kit.play import Refuses, Reveal
from kring.tools.change_colours.measures import measures
from kring.tools.change_colours.tests.play import (
    FIGURE_8_NAMES,
    FIGURE_8_SETTINGS,
    class_of,
    class_settings,
    figure_8,
)
from kring.tools.change_colours.tests.scenes import Room


@pytest.fixture(scope="module")
def team() -> Room:
    room = Room(FIGURE_8_NAMES, **FIGURE_8_SETTINGS)
    for action in figure_8():
        room.act(action)
    return room


def test_the_team_of_figure_8_sees_its_picture_with_and_without_names(team: Room) -> None:
    plain, named = team.shown().published["picture"], team.shown().published["picture:names"]
    assert plain["do"] == named["do"] and (plain["names"], named["names"]) == (False, True)
    assert named["congruence"] == {"mean": F(31, 54), "n": 9, "var": F(41, 648)}
    rows = team.live("picture")["names"]
    assert [row["name"] for row in rows] == list(FIGURE_8_NAMES)
    assert rows[7] == {"name": "Hermien", "think": ["white", "green", "red"], "do": ["green"]}


def test_the_situation_asks_for_more_green_and_yellow_than_the_team_does(team: Room) -> None:
    asked = team.shown().published["situation"]
    assert asked["lead"] == ["green", "yellow"] and asked["n"] == 9
    assert shown(asked["fit"]["F"], 1) == "57.6"
    assert (asked["fit"]["reading"], asked["fit"]["uncovered"]) == ("fit_part", ["yellow"])


def test_what_recipes_may_ask_of_the_team(team: Room) -> None:
    found = measures(team.shown())
    assert found["change_colours.signal.gap_any"] is True
    assert found["change_colours.signal.dream_any"] is True
    assert found["change_colours.one_colour"] == "none"
    assert found["change_colours.situation_fit"] == team.shown().published["situation"]["fit"]["F"]
    assert measures(Room().shown()) == {}


@pytest.mark.parametrize("n", [0, 1, 2, 4, 5, 9, 20, 25, 200])
def test_a_class_plays_with_any_number_of_people(n: int) -> None:
    room = Room([f"Robot {seat}" for seat in range(n)], **class_settings(n))
    actions = list(class_of(n))
    for action in actions:
        room.act(action)
    revealed = sum(isinstance(action, Reveal) for action in actions)
    refused = sum(isinstance(action, Refuses) and isinstance(action.action, Reveal) for action in actions)
    assert (len(room.published), revealed + refused) == (revealed, 4)
    assert ("situation" in room.shown().published) == (n >= 5)


def test_the_same_lot_plays_the_same() -> None:
    assert list(class_of(6, "one")) == list(class_of(6, "one")) != list(class_of(6, "two"))
