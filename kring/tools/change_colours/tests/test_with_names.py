"""Three or four people who all said yes to names (C-32): means from three, nothing merged, each counted once."""

from __future__ import annotations

import pytest

from kring.kit.payload import Refused
from kring.kit.play import Erase, Next, Say
from kring.tests.room import Room
from kring.tools.change_colours.tests.play import BLOCKS, answering, class_of, class_settings
from kring.tools.change_colours.tool import TOOL
from kring.tools.change_colours.vocabulary import COLOURS, JUDGEMENTS

PICKS = {"form": "self_pick", "allow_names": True}


def picked(people: int, *shares: str) -> Room:
    """People who picked and chose how to be counted, at the picture."""
    room = Room(TOOL, people, PICKS, named=True)
    room.act(Next("pick"))
    for seat in range(people):
        for mode in BLOCKS:
            room.act(Say(seat, "pick", "cc.pick", mode, {"colours": [COLOURS[seat % 5]]}))
    room.act(Next("own"))
    for seat, share in enumerate(shares):
        room.act(Say(seat, "own", "cc.share", "", {"share": share}))
        if share == "named":
            colours = [COLOURS[seat % 5]]
            room.act(Erase(seat, ("cc.pick",)))
            room.act(Say(seat, "own", "cc.named", "", {"think": colours, "do": colours}))
    room.act(Next("picture"))
    return room


def test_three_who_share_are_a_picture() -> None:
    room = picked(4, "total", "total", "total", "private")
    room.reveal("picture")
    shown = room.activity.published[-1]
    assert shown.result["n"] == 3 and shown.result["congruence"]["n"] == 3
    assert set(shown.rows["colours"]["whole"]) == set(list(room.state.seats)[:3]), "seats, not voices"


def test_two_are_no_picture() -> None:
    with pytest.raises(Refused, match="few_share"):
        picked(4, "total", "total", "private", "private").reveal("picture")


def test_whoever_gave_a_name_is_counted_once_and_stands_in_the_table() -> None:
    room = picked(3, "named", "named", "total")
    room.reveal("picture")
    room.reveal("picture", "names")
    plain, names = (one.result for one in room.activity.published)
    assert plain["n"] == names["n"] == 3 and names["over"] == "all"
    assert [one["name"] for one in room.shown().live["picture"]["names"]] == ["Robot 1", "Robot 2"]


def test_a_name_beside_answers_that_still_stand_counts_once() -> None:
    room = picked(3, "total", "total", "total")
    colours = {"think": ["red"], "do": ["red"]}
    room.act(Next("own"))
    room.act(Say(0, "own", "cc.named", "", colours))
    room.act(Next("picture"))
    room.reveal("picture")
    assert room.activity.published[-1].result["n"] == 3


def test_a_fourth_is_shown_at_once() -> None:
    """Without names this would wait for three new ones."""
    room = picked(4, "total", "total", "total")
    room.reveal("picture")
    with pytest.raises(Refused, match="wait_more"):
        room.reveal("picture")
    room.act(Next("own"))
    room.act(Say(3, "own", "cc.share", "", {"share": "total"}))
    room.act(Next("picture"))
    room.reveal("picture")
    assert [one.result["n"] for one in room.activity.published] == [3, 4]


@pytest.mark.parametrize(("people", "shown"), [(2, "too_few_named"), (3, "")])
def test_situation_and_weighing_from_three(people: int, shown: str) -> None:
    room = Room(TOOL, people, named=True)
    room.act(Next("situation"))
    for seat in range(people):
        for said in answering(seat, {colour: [1, 2, 3, 4] for colour in COLOURS}):
            room.act(said)
    room.act(Next("weigh"))
    for seat in range(people):
        for colour in COLOURS:
            room.act(Say(seat, "weigh", "cc.weigh", colour, dict.fromkeys(JUDGEMENTS, 2)))
    for step in ("situation", "weigh"):
        if shown:
            with pytest.raises(Refused, match=shown):
                room.reveal(step)
        else:
            room.reveal(step)
            assert room.activity.published[-1].result["n"] == people


def test_in_the_weighing_only_seats_count_that_answered_or_are_ready() -> None:
    room = Room(TOOL, 4, named=True)
    room.act(Next("weigh"))
    for seat in range(3):
        room.act(Say(seat, "weigh", "cc.done", "weigh", {}, "anonymous"))
    room.reveal("weigh")
    assert room.activity.published[-1].result == {
        "number": 1,
        "n": 3,
        "of": 4,
        "ranking": [],
        "uncounted": list(COLOURS),
    }


def test_whoever_did_not_say_yes_follows_without_answering() -> None:
    room = Room(TOOL, 3, named=True)
    room.activity.answered = frozenset(list(room.state.seats)[:2])
    room.act(Next("situation"))
    with pytest.raises(Refused, match="names_not_agreed"):
        room.act(Say(2, "situation", "cc.situation", "cc.sg1", {"value": 1}))


def test_the_robots_play_a_whole_meeting_with_names() -> None:
    room = Room(TOOL, 4, class_settings(4), named=True)
    for action in class_of(4):
        if isinstance(action, Next | Say | Erase):
            room.act(action)
    assert {one.lane for one in room.activity.ledger.counting()} == {"named"}
    room.reveal("situation")
    room.reveal("weigh")
