"""A carousel as it runs: rounds that began stay what they were, and what comes is planned anew."""

from __future__ import annotations

from typing import Any

import pytest

from kring.kit.payload import Refused
from kring.tools.carousel.lead import lead
from kring.tools.carousel.tests.scenes import START, Room, names, pairs


@pytest.fixture
def nine() -> Room:
    return Room(9).everybody_joins()


def everyone(round_seen: Any) -> list[str]:
    talking = [name for talk in round_seen["talks"] for name in talk["names"]]
    return sorted(talking + [name for rest in round_seen["resting"] for name in rest["names"]])


def test_before_the_start_everybody_sees_what_is_planned(nine: Room) -> None:
    seen = nine.live("prepare")
    assert (seen["n"], seen["fits"], seen["rounds"]) == (9, 8, 8)
    assert [one["id"] for one in seen["advice"]] == ["not_all"]
    assert seen["advice"][0] | {"id": ""} == {
        "id": "",
        "rounds": 8,
        "others": 8,
        "needed": 9,
        "minutes": 131,
        "talk": 8,
    }
    assert nine.live("round")["phase"] == "waiting"
    mine = nine.mine(3)
    assert mine["in"] and len(mine["rounds"]) == 8 and mine["next"] == 1
    assert all(one["state"] == "coming" and one["begins"] is None for one in mine["rounds"])


def test_whoever_does_not_join_is_not_planned_and_may_be_brought_in_by_the_facilitator(nine: Room) -> None:
    late = nine.comes("Joris")
    assert nine.live("prepare")["n"] == 9 and nine.mine(late)["rounds"] == []
    nine.lead("cr.arrived", "s009")
    assert nine.live("prepare")["n"] == 10 and nine.mine(late)["in"]


def test_a_round_has_a_place_for_everybody_a_clock_and_a_question(nine: Room) -> None:
    now = nine.starts(1)
    assert everyone(now) == sorted(one.name for one in nine.seats)
    assert sum(talk["trio"] for talk in now["talks"]) == 1
    assert now["begins"] == START and (now["ends"] - START).seconds == 600
    assert now["prompts"] == {"orientation": "aw_o1", "content": "aw_c1"}
    pair = next(talk for talk in now["talks"] if not talk["trio"])
    first, second = (int(seat[1:]) for seat in pair["seats"])
    mine, other = nine.mine(first)["rounds"][0], nine.mine(second)["rounds"][0]
    assert mine["i_first"] and not other["i_first"], "the first of the pair begins in odd rounds"
    assert mine["partners"] == [{"id": pair["seats"][1], "name": pair["names"][1]}]
    assert (mine["switches"][0] - START).seconds == 300
    third = next(talk for talk in now["talks"] if talk["trio"])["seats"][2]
    odd = nine.mine(int(third[1:]))["rounds"][0]
    assert odd["role"] == "trio" and not odd["i_first"] and len(odd["switches"]) == 2


def test_a_plan_that_nothing_disturbs_is_followed_to_its_end(nine: Room) -> None:
    planned = [pairs(one) for one in nine.live("prepare")["plan"]]
    happened = []
    for r in range(1, 9):
        happened.append(pairs(nine.starts(r)))
        assert nine.live("round")["version"] == 1
        assert [pairs(one) for one in nine.live("round")["plan"]] == planned[r:]
        nine.wait(minutes=10)
        nine.ends(r)
        nine.wait(minutes=2)
    assert happened == planned and nine.live("round")["plan"] == []


def test_pressing_twice_does_nothing(nine: Room) -> None:
    first = nine.starts(1)
    nine.lead("cr.turn", "1", phase="talk")
    nine.lead("cr.turn", "4", phase="talk")
    nine.lead("cr.turn", "4", phase="done")
    assert nine.live("round")["now"] == first and nine.live("round")["number"] == 1


def test_who_leaves_in_the_middle_disturbs_only_the_partner(nine: Room) -> None:
    nine.plays(2)
    before = nine.starts(3)
    nine.wait(minutes=4)
    past = nine.live("round")["past"]
    pair = next(talk for talk in before["talks"] if not talk["trio"])
    gone, left = (int(seat[1:]) for seat in pair["seats"])
    nine.say(gone, "cr.stop")
    seen = nine.live("round")
    assert seen["version"] == 2 and seen["freed"] == 1 and seen["past"] == past
    others = [talk["names"] for talk in before["talks"] if talk is not pair]
    still = [talk["names"] for talk in seen["now"]["talks"]]
    assert all(any(names == now[: len(names)] for now in still) for names in others), "nobody else moved"
    mine = nine.mine(left)
    assert mine["rounds"][2]["role"] == "trio" and len(mine["rounds"][2]["partners"]) == 2
    assert nine.mine(gone)["in"] is False
    leaver = nine.seats[gone].name
    assert all(leaver not in names(one["talks"]) for one in seen["plan"])
    met = [pairs(one) for one in [*seen["past"], *seen["plan"]]]
    one_to_one = [both for one in met for both in one if both.count("-") == 1]
    assert len(one_to_one) == len(set(one_to_one)), "nobody meets twice"


def test_only_whose_next_talk_changed_is_told_so(nine: Room) -> None:
    nine.plays(2)
    nine.starts(3)
    before = {seat: talk_after(nine, seat) for seat in range(9)}
    nine.say(8, "cr.stop")
    for seat in range(8):
        assert nine.mine(seat)["changed"] == (talk_after(nine, seat) != before[seat])
    assert any(nine.mine(seat)["changed"] for seat in range(8))
    nine.ends(3)
    nine.starts(4)
    assert not any(nine.mine(seat)["changed"] for seat in range(8)), "the next round is not news any more"


def talk_after(room: Room, seat: int) -> Any:
    one = next((one for one in room.mine(seat)["rounds"] if one["state"] == "coming"), None)
    return one and (one["number"], one["role"], sorted(p["id"] for p in one["partners"]), one["spot"])


def test_a_latecomer_waits_for_the_next_round_and_is_welcome(nine: Room) -> None:
    first = nine.starts(1)
    late = nine.comes("Joris")
    nine.say(late, "cr.join")
    assert nine.live("round")["now"] == first
    mine = nine.mine(late)
    assert mine["welcome"] and mine["next"] == 2 and mine["rounds"][0]["role"] == "talk"
    nine.ends(1)
    second = nine.starts(2)
    assert "Joris" in names(second["talks"]) and not any(talk["trio"] for talk in second["talks"])
    assert not nine.mine(late)["welcome"]


def test_changes_within_twenty_seconds_are_one(nine: Room) -> None:
    nine.starts(1)
    nine.say(7, "cr.stop")
    nine.wait(seconds=15)
    nine.say(8, "cr.stop")
    assert nine.live("round")["version"] == 2
    nine.wait(seconds=30)
    nine.comes("Joris")
    nine.say(9, "cr.join")
    assert nine.live("round")["version"] == 3


def test_less_than_a_minute_before_a_round_only_the_partner_is_helped(nine: Room) -> None:
    nine.starts(1)
    nine.wait(minutes=10)
    nine.ends(1)
    nine.wait(seconds=90)
    before = nine.live("round")["next"]
    pair = next(talk for talk in before["talks"] if not talk["trio"])
    gone = int(pair["seats"][0][1:])
    late = nine.comes("Joris")
    nine.say(gone, "cr.stop")
    nine.say(late, "cr.join")
    seen = nine.live("round")
    kept = pairs(before) & pairs(seen["next"])
    assert len(kept) >= len(before["talks"]) - 2, (
        "at most the talk that fell away and the one that was joined"
    )
    assert "Joris" not in names(seen["next"]["talks"]) and "Joris" in names(seen["plan"][1]["talks"])
    assert pairs(nine.starts(2)) == pairs(seen["next"])
    assert nine.seats[gone].name not in names(nine.live("round")["now"]["talks"])
    nine.wait(minutes=10)
    nine.ends(2)
    assert "Joris" in names(nine.starts(3)["talks"])


def test_a_talk_that_both_say_did_not_happen_may_still_come(nine: Room) -> None:
    first = nine.starts(1)
    pair = next(talk for talk in first["talks"] if not talk["trio"])
    a, b = (int(seat[1:]) for seat in pair["seats"])
    nine.ends(1)
    nine.say(a, "cr.happened", "1", yes=False)
    assert nine.live("round")["version"] == 1, "one of the two is not enough"
    nine.say(b, "cr.happened", "1", yes=True)
    nine.say(b, "cr.happened", "1", yes=False)
    seen = nine.live("round")
    assert seen["version"] == 2 and seen["past"][0]["talks"][first["talks"].index(pair)]["missed"]
    assert any(pairs(first) & pairs(one) == {"-".join(sorted(pair["names"]))} for one in seen["plan"])
    nine.say(a, "cr.happened", "1", yes=True)
    assert not any(talk["missed"] for talk in nine.live("round")["past"][0]["talks"])


def test_the_facilitator_shortens_the_time(nine: Room) -> None:
    nine.plays(2)
    nine.starts(3)
    nine.wait(minutes=4)
    nine.lead("cr.time", minutes=45)
    # 6 minutes of this talk and 2 of change; of the 37 left 15 are for closing: two rounds of 10 and a change.
    assert nine.live("round")["rounds"] == 5
    assert len(nine.live("round")["plan"]) == 2


def test_forbidden_pairs_and_wishes_count_and_are_never_shown() -> None:
    room = Room(4).everybody_joins()
    room.lead("cr.forbid", a="s000", b="s001", on=True)
    room.say(2, "cr.rather_not", people=["s003"])
    room.say(3, "cr.wish", people=["s000"], newcomer=True, no_walk=True)
    for one in room.live("prepare")["plan"]:
        for talk in one["talks"]:
            assert not {"Amina", "Bram"} <= set(talk["names"]) and not {"Chris", "Dewi"} <= set(talk["names"])
    assert [one["id"] for one in room.live("prepare")["advice"]] == ["longer", "not_every"]
    assert room.mine(3)["wish"] == {
        "people": ["s000"],
        "newcomer": True,
        "no_walk": True,
        "step_free": False,
    }
    assert room.mine(2)["rather_not"] == ["s003"] and room.mine(3)["rather_not"] == []
    arranged = lead(room.scene())
    assert arranged["forbidden"] == [{"a": "s000", "b": "s001", "names": ["Amina", "Bram"]}], "not a wish"
    seen = str([room.live(step) for step in ("prepare", "opening", "round", "closing", "map")])
    assert "newcomer" not in seen and "forbid" not in seen and "no_walk" not in seen
    room.lead("cr.forbid", a="s000", b="s001", on=False)
    again = [talk for one in room.live("prepare")["plan"] for talk in one["talks"]]
    assert any({"Amina", "Bram"} <= set(talk["names"]) for talk in again)


def test_everybody_forbids_everybody() -> None:
    room = Room(4).everybody_joins()
    for seat in range(4):
        room.say(seat, "cr.rather_not", people=[f"s00{other}" for other in range(4) if other != seat][:2])
    room.say(3, "cr.rather_not", people=["s002", "s001"])
    room.lead("cr.forbid", a="s000", b="s003", on=True)
    seen = room.live("prepare")
    assert seen["plan"] == [] and [one["id"] for one in seen["advice"]] == ["longer", "nothing_fits"]
    room.step = "round"
    room.lead("cr.turn", "1", phase="talk")
    assert room.live("round")["phase"] == "waiting"


@pytest.mark.parametrize(
    ("n", "rounds", "advice"),
    [(0, 0, ["nobody"]), (1, 0, ["alone"]), (2, 1, ["longer"]), (3, 3, ["longer"])],
)
def test_one_two_and_three_people(n: int, rounds: int, advice: list[str]) -> None:
    room = Room(n).everybody_joins()
    seen = room.live("prepare")
    assert seen["rounds"] == rounds and [one["id"] for one in seen["advice"]] == advice
    if n == 2:
        assert seen["times"]["talk"] == 20, "two people talk twice as long"
        now = room.starts(1)
        assert (now["ends"] - now["begins"]).seconds == 1200
    if n == 3:
        assert all(len(one["resting"]) == 1 and len(one["talks"]) == 1 for one in seen["plan"])


def test_everybody_leaves() -> None:
    room = Room(5).everybody_joins()
    room.starts(1)
    for seat in range(5):
        room.say(seat, "cr.stop")
    seen = room.live("round")
    assert seen["now"]["talks"] == [] and seen["plan"] == [] and seen["n"] == 0
    assert all(room.mine(seat)["in"] is False for seat in range(5))


def test_whoever_leaves_the_meeting_without_a_word_is_not_planned_any_more(nine: Room) -> None:
    nine.starts(1)
    running = nine.live("round")["now"]
    nine.leaves_meeting(4)
    seen = nine.live("round")
    assert seen["now"] == running and all("Els" not in names(one["talks"]) for one in seen["plan"])


def test_a_flex_person_joins_only_when_the_number_is_odd() -> None:
    room = Room(6).everybody_joins()
    room.lead("cr.person", "s000", flex=True)
    seen = room.live("prepare")
    assert seen["flex"] == "Amina" and seen["odd_mode"] == "flex"
    assert all(everyone(one) == sorted(one.name for one in room.seats) for one in seen["plan"])
    partners = ["-".join(sorted(talk["names"])) for one in seen["plan"] for talk in one["talks"]]
    assert sorted(both for both in partners if "Amina" in both) == [
        f"Amina-{name}" for name in ("Bram", "Chris", "Dewi", "Els", "Fatih")
    ]
    assert seen["plan"][0]["resting"] == []
    room.starts(1)
    assert {one["role"] for one in room.mine(0)["rounds"]} == {"flex"}
    room.ends(1)
    room.say(5, "cr.stop")
    assert all("Amina" not in names(one["talks"]) for one in room.live("round")["plan"])
    assert room.live("round")["coverage"]["n"] == 5, "the flex person is left out of the coverage"


def test_spots_are_kept_and_walks_are_for_who_can() -> None:
    room = Room(6).everybody_joins()
    room.lead("cr.spot", "k", name="Kantine", kind="table", capacity=1)
    room.lead("cr.spot", "l", name="Lokaal 4", kind="room", capacity=1, step_free=False)
    room.lead("cr.spot", "w", name="Rondje", kind="walk", capacity=9)
    room.say(0, "cr.wish", people=[], no_walk=True)
    room.lead("cr.person", "s001", step_free=True, no_walk=True)
    room.lead("cr.person", "s002", fixed_spot="l")
    seen = room.live("prepare")
    assert seen["times"]["change"] == 5 and seen["walking"], "walkers get time to write"
    for one in seen["plan"]:
        for talk in one["talks"]:
            if "Chris" in talk["names"]:
                assert talk["place"] == "Lokaal 4"
            elif {"Amina", "Bram"} & set(talk["names"]):
                assert talk["place"] in ("Kantine", "")
    needs = [(one["name"], one["no_walk"], one["fixed_spot"]) for one in lead(room.scene())["people"]]
    assert needs[:3] == [("Amina", False, ""), ("Bram", True, ""), ("Chris", False, "l")]
    room.lead("cr.spot", "w", on=False)
    assert {"id": "few_places", "places": 2, "talks": 3} in room.live("prepare")["advice"]


def test_spots_that_are_taken_away_leave_people_free_to_find_a_place() -> None:
    room = Room(4).everybody_joins()
    room.lead("cr.spot", "k", name="Kantine", capacity=9)
    room.plays(2)
    room.lead("cr.spot", "k", on=False)
    assert {talk["place"] for talk in room.starts(3)["talks"]} == {""}


def test_equal_names_are_told_apart() -> None:
    room = Room(["Sam", "Sam", "Sam", "Kim"], teams=["Onderbouw", "Bovenbouw", "Bovenbouw", ""])
    room.everybody_joins()
    told = sorted(one["name"] for one in room.live("prepare")["people"])
    assert told == ["Kim", "Sam (Onderbouw)", "Sam 2", "Sam 3"]


def test_where_teams_meet_whoever_is_in_without_a_team_is_not_called_nobody() -> None:
    room = Room(3, unit="teams").everybody_joins()
    assert room.live("prepare")["advice"] == [{"id": "no_team", "n": 3}]


def test_teams_meet_teams_at_tables() -> None:
    room = Room(12, teams=["A", "B", "C"], unit="teams").everybody_joins()
    room.comes("Zoë", "A")
    room.say(12, "cr.join")
    seen = room.live("prepare")
    assert seen["times"]["talk"] == 20 and seen["rounds"] == 3
    for one in seen["plan"]:
        assert len(one["resting"]) == 1
        teams = {tuple(talk["teams"]) for talk in one["talks"]}
        assert len(teams) == 1 and one["resting"][0]["team"] not in next(iter(teams))
    tables = [talk["names"] for one in seen["plan"] for talk in one["talks"] if "Zoë" in talk["names"]]
    assert len(tables) == 2 and all(4 <= len(table) <= 5 for table in tables), "9 people sit at two tables"
    mine = room.mine(12)
    assert sorted(one["role"] for one in mine["rounds"]) == ["rest", "talk", "talk"]
    room.starts(1)
    assert room.live("round")["coverage"]["possible"] == 3
    stray = room.comes("Yara")
    room.say(stray, "cr.join")
    assert {"id": "no_team", "n": 1} in room.live("round")["advice"]
    room.lead("cr.person", "s013", team="C")
    assert "Yara" in {name for one in room.live("round")["plan"] for name in names(one["talks"])}


def test_a_sealed_round_stays_what_it_was_when_wishes_are_deleted(nine: Room) -> None:
    nine.say(0, "cr.rather_not", people=["s001", "s002"])
    nine.say(3, "cr.wish", people=["s004", "s005", "s006"])
    nine.plays(4, sealed=True)
    past = nine.live("round")["past"]
    nine.said = [one for one in nine.said if one.kind not in ("cr.rather_not", "cr.wish")]
    assert nine.live("round")["past"] == past


def test_a_sealed_round_leaves_out_who_had_just_gone_and_lets_wait_who_had_just_come(nine: Room) -> None:
    nine.step = "round"
    seal = nine.live("round")["next"]["seal"]
    nine.say(4, "cr.stop")
    nine.comes("Joris")
    nine.say(9, "cr.join")
    nine.lead("cr.turn", "1", phase="talk", seal=seal)
    now = nine.live("round")["now"]
    assert "Els" not in names(now["talks"]) and "Joris" not in names(now["talks"])
    assert nine.mine(9)["next"] == 2
    assert everyone(now) == sorted(one.name for one in nine.seats if one.name not in ("Els", "Joris"))


def test_the_next_carousel_of_a_thread_pairs_who_have_not_met() -> None:
    first = Room(6, minutes=49).everybody_joins().plays(2, sealed=True)
    again = Room(6, minutes=49).follows(first).everybody_joins()
    met = {both for one in first.live("round")["past"] for both in pairs(one)}
    planned = [both for one in again.live("prepare")["plan"] for both in pairs(one)]
    assert len(planned) == 6 and not met & set(planned)


def test_clocks_of_the_rounds_to_come(nine: Room) -> None:
    nine.starts(1)
    begins = [(one["begins"] - START).seconds // 60 for one in nine.live("round")["plan"]]
    assert begins == [12, 24, 36, 48, 60, 72, 84]
    nine.wait(minutes=13)
    nine.ends(1)
    assert (nine.live("round")["plan"][0]["begins"] - START).seconds // 60 == 15


def test_the_closing_ends_the_rounds_and_one_more_may_still_begin(nine: Room) -> None:
    nine.plays(1)
    nine.starts(2)
    nine.goes_to("closing").say(1, "cr.talk_item", "2:clear", value=4)
    assert nine.live("round")["phase"] == "done" and nine.live("round")["plan"] == []
    nine.starts(3)
    assert nine.live("round")["phase"] == "talk" and nine.live("round")["number"] == 3


def test_all_phones_agree_whoever_asks_first(nine: Room) -> None:
    nine.plays(2)
    nine.starts(3)
    nine.say(2, "cr.stop")
    board = nine.live("round")
    for seat in range(9):
        for one in nine.mine(seat)["rounds"]:
            place = [*board["past"], board["now"], *board["plan"]][one["number"] - 1]
            if one["partners"]:
                mine = {nine.seats[seat].name, *(partner["name"] for partner in one["partners"])}
                assert any(set(talk["names"]) == mine for talk in place["talks"])


def test_only_who_leads_turns_the_rounds(nine: Room) -> None:
    nine.step = "round"
    with pytest.raises(Refused, match="only_the_facilitator"):
        nine.say(3, "cr.turn", "1", phase="talk")
    for seal in (
        "{",
        '{"g":[["a"]],"o":[],"s":[""],"f":"","t":[]}',
        '{"g":[["a","a"]],"o":[],"s":[""],"f":"","t":[]}',
    ):
        with pytest.raises(Refused, match="unreadable"):
            nine.lead("cr.turn", "1", phase="talk", seal=seal)


@pytest.mark.parametrize("unit", ["persons", "teams"])
def test_settings_that_are_kept_as_they_were_change_nothing(unit: str) -> None:
    room = Room(6, unit=unit)
    for seat in range(6):
        room.say(seat, "cr.join", team="AB"[seat % 2])
    before = room.live("prepare")
    form = {name: value for name, value in lead(room.scene())["setup"].items() if value is not None}
    room.lead("cr.setup", **form)
    assert room.live("prepare") == before
    room.lead("cr.setup", **{**form, "talk": 12})
    assert room.live("prepare")["times"]["talk"] == 12
