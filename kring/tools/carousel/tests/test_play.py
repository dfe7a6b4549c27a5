"""The robots play, and what is shown afterwards is what they did."""

from __future__ import annotations

import pytest

from kring.tools.carousel.measures import measures
from kring.tools.carousel.tests.play import (
    NINE_SETTINGS,
    TEAMS_SETTINGS,
    class_of,
    class_settings,
    nine,
    teams,
)
from kring.tools.carousel.tests.scenes import Room, names, pairs


@pytest.fixture(scope="module")
def nine_played() -> Room:
    room = Room(9, **NINE_SETTINGS)
    for action in nine():
        room.act(action)
    return room


def test_nine_people_of_whom_one_leaves_halfway(nine_played: Room) -> None:
    seen = nine_played.live("round")
    assert (seen["phase"], seen["number"], len(seen["past"])) == ("done", 8, 8)
    one_to_one = [both for one in seen["past"] for both in pairs(one) if both.count("-") == 1]
    assert len(one_to_one) == len(set(one_to_one)), "nobody meets twice"
    for one in seen["past"]:
        for talk in one["talks"]:
            assert not {"Chris", "Fatih"} <= set(talk["names"]), "a wish not to meet is kept"
    assert "Els-Greet" in one_to_one, "a wish to meet is kept"
    assert all("Ilse" not in names(one["talks"]) for one in seen["past"][3:])
    assert all("Ilse" in names(one["talks"]) for one in seen["past"][:3])
    assert all(one["resting"] == [] for one in seen["past"][4:]), "eight people talk two by two"


def test_what_recipes_may_ask_of_the_nine(nine_played: Room) -> None:
    found = measures(nine_played.shown())
    coverage = nine_played.live("round")["coverage"]
    assert found["carousel.coverage1"] == coverage["coverage1"]
    assert coverage["possible"] == 36 and 20 <= coverage["met1"] <= 32
    assert "carousel.ei_index" not in found and measures(Room().shown()) == {}


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 5, 8, 13])
def test_a_class_plays_with_any_number_of_people(n: int) -> None:
    room = Room(n, **class_settings(n))
    for action in class_of(n):
        room.act(action)
    assert ("closing" in room.shown().published) == (n > 1)
    assert ("map" in room.shown().published) == (n >= 5)


def test_two_hundred_people_play() -> None:
    room = Room(200, **class_settings(200))
    for action in class_of(200):
        room.act(action)
    seen = room.live("round")
    assert len(seen["past"]) == 3 and all(len(one["talks"]) >= 99 for one in seen["past"])
    assert len({both for one in seen["past"] for both in pairs(one)}) == sum(
        len(one["talks"]) for one in seen["past"]
    )
    assert room.shown().published["map"]["shown"]["ask"]["n"] == 200


def test_five_teams_meet() -> None:
    room = Room(30, **TEAMS_SETTINGS)
    for action in teams(30):
        room.act(action)
    seen = room.live("round")
    met = {tuple(talk["teams"]) for one in seen["past"] for talk in one["talks"]}
    assert len(met) == 8 and seen["coverage"]["possible"] == 10
    assert all(len(talk["names"]) == 6 for one in seen["past"] for talk in one["talks"]), "two tables each"


def test_the_same_lot_plays_the_same() -> None:
    assert list(class_of(6, "one")) == list(class_of(6, "one")) != list(class_of(6, "two"))
