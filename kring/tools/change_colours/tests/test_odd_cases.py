"""Section 9, and what people do that nobody planned."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kring.kit.draw import drawn
from kring.kit.freeze import freeze, thaw
from kring.kit.payload import Refused
from kring.kit.scene import Scene
from kring.tools.change_colours.compute import compute
from kring.tools.change_colours.tests.play import class_of, class_settings
from kring.tools.change_colours.tests.scenes import TODAY, Room
from kring.tools.change_colours.tool import PARTS, TOOL


def refusal(room: Room, seat: int, step: str, kind: str, key: str = "", /, **payload: object) -> str:
    try:
        room.say(seat, step, kind, key, **payload)
    except Refused as refused:
        return refused.code
    return ""


@pytest.fixture
def room() -> Room:
    return Room([f"Person {seat}" for seat in range(12)], steps=PARTS)


@pytest.mark.parametrize(
    ("kind", "key", "payload", "code"),
    [
        ("cc.block", "cc.t1", {"most": "red", "least": "red"}, "most_is_least"),
        ("cc.block", "cc.t1", {"most": "purple", "least": "red"}, "unreadable"),
        ("cc.block", "cc.t9", {"most": "blue", "least": "red"}, "unreadable"),
        ("cc.block", "cc.t1", {"most": ["red"], "least": "blue"}, "unreadable"),
        ("cc.pick", "think", {"colours": ["red"]}, "not_in_this_step"),
        ("cc.situation", "cc.sg1", {"value": 3}, "not_in_this_step"),
    ],
)
def test_the_test_refuses_what_does_not_belong(
    room: Room, kind: str, key: str, payload: dict[str, object], code: str
) -> None:
    assert refusal(room, 0, "test", kind, key, **payload) == code
    assert room.said == []


@pytest.mark.parametrize(
    ("step", "kind", "key", "payload", "code"),
    [
        ("situation", "cc.situation", "cc.sg1", {"value": 6}, "unreadable"),
        ("situation", "cc.situation", "cc.sg1", {"value": True}, "unreadable"),
        ("situation", "cc.situation", "cc.xx1", {"value": 3}, "unreadable"),
        ("own", "cc.share", "", {"share": "everybody"}, "unreadable"),
        ("own", "cc.share", "x", {"share": "total"}, "unreadable"),
        ("own", "cc.named", "", {"think": ["red"] * 2, "do": []}, "unreadable"),
        ("own", "cc.named", "", {"think": ["red", "blue", "green", "white"], "do": []}, "too_many"),
        ("scenarios", "cc.scenario", "red.first_step", {"text": "x" * 281}, "text_too_long"),
        ("scenarios", "cc.scenario", "red.costs", {"text": "x"}, "unreadable"),
        ("weigh", "cc.weigh", "red", {"fit": 4, "able": 1}, "unreadable"),
        ("weigh", "cc.weigh", "purple", {"fit": 1, "able": 1}, "unreadable"),
        ("strategy", "cc.phase", "p1", {"title": ""}, "empty_text"),
        ("strategy", "cc.phase", "p1", {"position": 0}, "unreadable"),
        ("strategy", "cc.phase", "p1", {"from": "2026-05-01", "until": "2026-04-01"}, "dates_turned"),
        ("strategy", "cc.phase", "p1", {"until": "soon"}, "unreadable"),
        ("strategy", "cc.phase", "", {"title": "x"}, "unreadable"),
        ("strategy", "cc.phase", "p1", {}, "unreadable"),
        ("strategy", "cc.step", "s1", {"from_library": "cc.x1"}, "unreadable"),
        ("strategy", "cc.step", "s1", {"owner": "x" * 41}, "text_too_long"),
        ("strategy", "cc.withdraw", "s1", {"target": "s2"}, "unreadable"),
        ("buddies", "cc.seek", "", {"learning_colour": "purple"}, "unreadable"),
        ("buddies", "cc.offer", "", {"colours": "red"}, "unreadable"),
    ],
)
def test_the_other_steps_refuse_it_too(
    room: Room, step: str, kind: str, key: str, payload: dict[str, object], code: str
) -> None:
    assert refusal(room, 0, step, kind, key, **payload) == code


def test_names_are_refused_where_they_are_not_offered() -> None:
    big = Room(["Amina"] * 3, allow_names="no")
    assert refusal(big, 0, "own", "cc.share", share="named") == "names_off"
    assert refusal(big, 0, "own", "cc.named", think=["red"], do=["red"]) == "names_off"
    assert refusal(big, 0, "harvest", "cc.keep", keep="yes") == "names_off"
    assert refusal(big, 0, "own", "cc.share", share="total") == ""


def test_whoever_gave_a_name_says_whether_the_table_may_stay(room: Room) -> None:
    room.say(0, "own", "cc.named", think=["red"], do=["red"])
    assert room.own(0)["keep"] == ""
    room.say(0, "harvest", "cc.keep", keep="yes")
    assert room.own(0)["keep"] == "yes" and room.own(1) == {}
    room.say(0, "harvest", "cc.keep", keep="no")
    assert room.own(0)["keep"] == "no"
    assert refusal(room, 0, "harvest", "cc.keep", keep="perhaps") == "unreadable"
    room.erase(0, "cc.named", "cc.keep")
    assert room.own(0) == {} and room.said == []


def test_a_fourth_colour_is_refused_and_the_first_three_stay() -> None:
    room = Room(["Amina"], form="self_pick")
    room.say(0, "pick", "cc.pick", "think", colours=["red", "blue", "green"])
    four = ["red", "blue", "green", "white"]
    assert refusal(room, 0, "pick", "cc.pick", "think", colours=four) == "too_many"
    assert refusal(room, 0, "pick", "cc.pick", "do", colours=four[:3]) == "too_many"
    room.say(0, "pick", "cc.pick", "do", colours=["blue"])
    assert room.own(0)["think"]["leading"] == ["red", "blue", "green"]


def test_a_block_with_only_its_most_is_a_draft(room: Room) -> None:
    room.blocks(0, "think", ["red"] * 6, ["blue"] * 4 + [None, None])
    assert room.own(0)["missing"] == ["think", "do"]
    room.say(0, "test", "cc.block", "cc.t5", most="red", least="blue")
    assert room.own(0)["think"]["leading"] == ["red"]


def test_whoever_skips_two_blocks_of_doing_is_in_no_picture(room: Room) -> None:
    for seat in range(6):
        room.blocks(seat, "think", ["red"] * 6, ["blue"] * 6)
        room.blocks(seat, "do", ["red"] * 6, ["blue"] * (4 if seat == 0 else 6))
        room.say(seat, "own", "cc.share", share="total")
    assert room.own(0)["missing"] == ["do"]
    assert room.reveal("picture")["n"] == 5


def test_the_newest_test_counts(room: Room) -> None:
    room.blocks(0, "think", ["red"] * 6, ["blue"] * 6)
    room.blocks(0, "think", ["green"] * 6, ["blue"] * 6)
    assert room.own(0)["think"]["leading"] == ["green"]


def test_private_is_the_default_and_counts_nowhere(room: Room) -> None:
    for seat in range(8):
        for mode in ("think", "do"):
            room.blocks(seat, mode, ["red"] * 6, ["blue"] * 6)
    for seat in range(4):
        room.say(seat, "own", "cc.share", share="total")
    room.say(4, "own", "cc.share", share="private")
    with pytest.raises(Refused) as few:
        room.reveal("picture")
    assert few.value.code == "few_share" and TOOL.choices(room.scene(), "picture", []) == ("",)
    assert room.own(7)["share"] == "private" and room.compute()["picture"]["n"] == 4


def test_a_name_that_is_taken_back_leaves_at_once_and_the_totals_stay() -> None:
    room = Room([f"Person {seat}" for seat in range(9)], form="self_pick")
    for seat in range(9):
        room.picks(seat, ["red"], ["blue"], "named")
    first = room.reveal("picture", "names")
    room.erase(3, "cc.named")
    assert "Person 3" not in [row["name"] for row in room.live("picture")["names"]]
    assert room.shown().published["picture:names"] == first and first["n"] == 9
    assert room.reveal("picture", "names")["n"] == 8
    with pytest.raises(Refused) as again:
        room.reveal("picture", "names")
    assert again.value.code == "wait_more"


def test_the_published_picture_holds_no_name() -> None:
    room = Room([f"Person {seat}" for seat in range(9)], form="self_pick")
    for seat in range(9):
        room.picks(seat, ["red"], ["blue"], "named")
    assert "Person" not in str(room.reveal("picture", "names"))


def test_mean_scores_are_about_five_people_without_a_name(room: Room) -> None:
    for seat in range(7):
        for mode in ("think", "do"):
            room.blocks(seat, mode, ["red"] * 6, ["blue"] * 6)
        room.say(seat, "own", "cc.share", share="total")
    room.say(7, "own", "cc.named", think=["red"], do=["red"])
    result = room.reveal("picture")
    assert (result["n"], result["scores"]["n"]) == (8, 7)
    assert result["scores"]["think"]["mean"] == {"yellow": 6, "blue": 0, "red": 12, "green": 6, "white": 6}
    assert result["scores"]["do"]["sd"]["red"] == 0


def test_everybody_mixed_gives_equal_shares_and_no_congruence(room: Room) -> None:
    for seat in range(5):
        for mode in ("think", "do"):
            room.blocks(
                seat,
                mode,
                ["yellow", "blue", "red", "green", "white"],
                ["blue", "red", "green", "white", "yellow"],
            )
        room.say(seat, "own", "cc.share", share="total")
    result = room.reveal("picture")
    assert set(result["think"]["share"].values()) == {F(1, 5)} and result["congruence"] is None
    assert room.own(0)["mixed"] == ["think", "do"]


def test_congruence_waits_for_five_who_are_not_mixed(room: Room) -> None:
    for seat in range(9):
        for mode in ("think", "do"):
            clear = seat < 4
            room.blocks(
                seat,
                mode,
                ["red"] * 6 if clear else ["red", "blue", "green", "white", "yellow"],
                ["blue"] * 6 if clear else ["blue", "green", "white", "yellow", "red"],
            )
        room.say(seat, "own", "cc.share", share="total")
    assert room.reveal("picture")["congruence"] is None


def test_a_latecomer_counts_when_three_have_come(room: Room) -> None:
    def comes(seat: int) -> None:
        for mode in ("think", "do"):
            room.blocks(seat, mode, ["red"] * 6, ["blue"] * 6)
        room.say(seat, "own", "cc.share", share="total")

    for seat in range(6):
        comes(seat)
    room.reveal("picture")
    for seat in (6, 7):
        comes(seat)
        with pytest.raises(Refused) as wait:
            room.reveal("picture")
        assert wait.value.code == "wait_more"
    comes(8)
    assert room.reveal("picture")["n"] == 9
    assert refusal(room, 0, "test", "cc.block", "cc.t1", most="red", least="blue") == "locked"
    assert refusal(room, 0, "own", "cc.share", share="private") == "locked"


def test_the_situation_stays_as_it_was_for_a_colour_with_two_newcomers(room: Room) -> None:
    def answers(seat: int, value: int, *, skip: str = "") -> None:
        for item in ("g", "y", "b", "w", "r"):
            for place in range(1, 5):
                said = None if item == skip else value
                room.say(seat, "situation", "cc.situation", f"cc.s{item}{place}", value=said)

    for seat in range(5):
        answers(seat, 3)
    assert room.reveal("situation")["people"]["green"] == 5
    answers(5, 5)
    answers(6, 5)
    with pytest.raises(Refused) as wait:
        room.reveal("situation")
    assert wait.value.code == "wait_more"
    answers(7, 5, skip="g")
    again = room.reveal("situation")
    assert (again["people"]["green"], again["mean"]["green"]) == (5, 3)
    assert (again["people"]["red"], again["mean"]["red"]) == (8, F(5 * 3 + 3 * 4, 8))


def test_a_situation_that_four_people_gave_is_not_shown(room: Room) -> None:
    for seat in range(4):
        room.say(seat, "situation", "cc.situation", "cc.sg1", value=3)
    room.say(4, "situation", "cc.done", "situation")
    with pytest.raises(Refused) as few:
        room.reveal("situation")
    assert few.value.code == "too_few"


def test_votes_are_live_from_five_people(room: Room) -> None:
    for seat in range(4):
        room.say(seat, "weigh", "cc.weigh", "red", fit=3, able=1)
    assert room.live("weigh") == {}
    room.say(4, "weigh", "cc.weigh", "red", fit=3, able=None)
    found = room.live("weigh")
    assert found["ranking"] == [
        {"colour": "red", "weight": 3, "fit": 3, "able": 1, "n_fit": 5, "n_able": 4, "note": True}
    ]
    assert found["uncounted"] == ["yellow", "blue", "green", "white"]


def test_a_plan_is_written_by_several_hands(room: Room) -> None:
    room.say(0, "strategy", "cc.phase", "p1", position=1, colour="green", title="Try")
    room.say(1, "strategy", "cc.step", "s1", phase="p1", title="Visit", from_library="cc.b1")
    room.say(2, "strategy", "cc.phase", "p1", title="Try together")
    room.say(3, "strategy", "cc.step", "s1", colour="green")
    [phase] = room.live("strategy")["phases"]
    assert (phase["title"], phase["steps"][0]["colour"], phase["match"]) == ("Try together", "green", 1)
    assert phase["sources"] == ["u1", "u3"]
    room.say(4, "strategy", "cc.withdraw", "p1", target="p1")
    assert room.live("strategy")["phases"] == [] and len(room.live("strategy")["loose"]) == 1
    room.say(4, "strategy", "cc.phase", "p1", title="Try after all")
    assert room.live("strategy")["phases"][0]["title"] == "Try after all"


def test_a_phase_without_a_colour_does_not_count_yet(room: Room) -> None:
    room.say(0, "strategy", "cc.phase", "p1", position=1, title="Try")
    assert room.live("strategy")["phases"] == []


def test_only_people_with_a_name_are_buddies_and_whoever_left_is_said(room: Room) -> None:
    room.say(0, "own", "cc.named", think=["red"], do=["blue"])
    room.say(1, "own", "cc.named", think=["red"], do=["red"])
    for seat in range(3):
        room.say(seat, "buddies", "cc.seek", learning_colour="red" if seat != 1 else None)
        room.say(seat, "buddies", "cc.offer", colours=None)
    [pair] = room.live("buddies")["pairs"]
    assert (pair["seeker"], pair["helper"], pair["gone"]) == ("Person 0", "Person 1", False)
    room.left.add(1)
    assert room.live("buddies")["pairs"][0]["gone"] is True
    room.erase(1, "cc.named")
    found = room.live("buddies")
    assert (found["pairs"], found["outside"]) == ([], ["Person 0"])


def test_nobody_is_the_helper_of_more_than_the_group_wants() -> None:
    room = Room(["Amina", "bram", "Chris", "Dewi"], steps=PARTS, max_load=1)
    for seat in range(4):
        room.say(seat, "own", "cc.named", think=["red"], do=["red"] if seat == 3 else ["blue"])
        room.say(seat, "buddies", "cc.seek", learning_colour=None if seat == 3 else "red")
        room.say(seat, "buddies", "cc.offer", colours=["red"] if seat == 3 else [])
    found = room.live("buddies")
    assert [(pair["seeker"], pair["helper"]) for pair in found["pairs"]] == [("Amina", "Dewi")]
    assert found["outside"] == ["bram", "Chris"]


def test_nothing_else_is_revealed(room: Room) -> None:
    for step, choice in (("test", ""), ("picture", "everything"), ("weigh", "names")):
        with pytest.raises(Refused) as nothing:
            room.reveal(step, choice)
        assert nothing.value.code == "nothing_to_reveal"


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=3), st.sampled_from([1, 5, 11]))
def test_the_order_of_arrival_does_not_matter(lot: str, n: int) -> None:
    room = Room([f"Robot {seat}" for seat in range(n)], **class_settings(n))
    for action in class_of(n):
        room.act(action)
    scene = room.scene()
    said = {one.uuid: one for one in scene.contributions}
    mixed = [said[uuid] for uuid in drawn(said, lot, "arrival")]
    people = list(reversed(scene.participants))
    assert compute(scene.settings, people, mixed, TODAY) == room.compute()
    turned = Scene(scene.settings, people, mixed, TODAY)
    for step in TOOL.steps:
        assert TOOL.live(turned, step.key) == room.live(step.key)


def test_what_is_published_comes_back_from_the_store_as_it_was() -> None:
    room = Room([f"Robot {seat}" for seat in range(25)], **class_settings(25))
    for action in class_of(25):
        room.act(action)
    for one in room.published:
        assert thaw(freeze(one.result)) == one.result


def test_an_activity_with_a_few_steps_only() -> None:
    keys = [
        step.key for step in TOOL.course(TOOL.settled({"steps": ["strategy", "test"], "form": "self_pick"}))
    ]
    assert keys == ["pick", "strategy"]
    assert "buddies" not in [step.key for step in TOOL.course(TOOL.settled({}))]
    assert sum(setting.asked for setting in TOOL.settings) <= 3
