"""What section 9 of the specification warns for, and what else may go otherwise; the rest stands in `test_course`."""

from __future__ import annotations

from time import process_time

from kring.tools.carousel.network import measured, net
from kring.tools.carousel.planner.plan import make_plan
from kring.tools.carousel.tests.scenes import Room
from kring.tools.carousel.tests.test_shown import named, ring

MOST_SECONDS = 1.0
"""Two hundred people are planned, and planned anew, within this (processor time, in Python)."""


def test_one_who_says_no_and_one_who_says_nothing_have_met() -> None:
    room = Room(4).everybody_joins().goes_to("round")
    talk = room.starts(1)["talks"][0]
    room.ends(1)
    room.say(int(talk["seats"][0][1:]), "cr.happened", "1", yes=False)
    assert room.live("round")["coverage"]["met1"] == 2


def test_somebody_who_stops_makes_the_number_odd_and_it_is_said() -> None:
    room = Room(6).everybody_joins().goes_to("round")
    room.starts(1)
    room.ends(1)
    room.say(0, "cr.stop")
    assert {"id": "odd_now"} in room.live("round")["advice"]


def test_forbidden_pairs_leave_the_nearest_plan_and_no_name_with_it() -> None:
    room = Room(5, odd_mode="observer", minutes=120).everybody_joins()
    for other in range(1, 4):
        room.lead("cr.forbid", a="s000", b=f"s{other:03}", on=True)
    seen = room.live("prepare")
    assert seen["advice"][-1] == {"id": "not_every"}
    assert seen["plan"], "the talks that can be, are planned"
    with_first = [talk["names"] for one in seen["plan"] for talk in one["talks"] if "Amina" in talk["names"]]
    assert with_first == [["Amina", "Els"]]


def test_people_of_one_team_are_not_held_against_other_teams() -> None:
    people = {f"s{i:03}": "Onderbouw" for i in range(6)}
    arcs = [("s000", "s001"), ("s001", "s002")]
    assert measured(net(people, people, arcs, people))["ei"] is None


def test_nobody_is_offered_oneself() -> None:
    room = Room(30).everybody_joins()
    mine = room.mine(3)
    offered = {one["id"] for name in ("others", "near", "far") for one in mine[name]}
    assert "s003" not in offered and len(offered) == 29


def test_of_many_people_the_own_team_is_near_and_ten_others_are_enough() -> None:
    room = Room(60, teams=["Onderbouw", *["Bovenbouw"] * 4], network="before").everybody_joins()
    mine = room.mine(0)
    assert len(mine["near"]) == 11 and len(mine["far"]) == 48
    for one in mine["far"][:10]:
        assert not room.mine(0)["full"]["ask"]
        room.say(0, "cr.nominate", f"ask:{one['id']}", on=True)
    assert room.mine(0)["full"] == {"exchange": False, "ask": True}
    room.say(0, "cr.nominate", f"ask:{mine['far'][0]['id']}", on=False)
    assert not room.mine(0)["full"]["ask"]
    assert len(room.mine(1)["near"]) == 0 and len(room.mine(1)["far"]) == 59, "a large team is no list either"


def test_an_answer_that_names_nobody_counts_for_nobody() -> None:
    """The form without script could be sent before a name was chosen."""
    room = named(Room(6, network="before").everybody_joins(), ring(6), "abcdef")
    before = room.compute()["network"]
    room.say(0, "cr.nominate", "exchange:find", on=True)
    assert room.compute()["network"] == before


def test_a_note_with_and_one_without_a_name_may_be_of_one_person() -> None:
    """Four people must not become five because one of them wrote twice."""
    room = Room(8, leader_feedback=True).everybody_joins().plays(1)
    room.lead("cr.person", "s000", leader=True)
    for seat in range(1, 5):
        room.say(seat, "cr.leader_note", "s000", "anonymous", keep=f"Blijf {seat}")
    room.say(4, "cr.leader_note", "s000", "named", keep="Blijf zo")
    room.goes_to("map").lead("cr.release", "notes", upto=room.live("map")["upto"])
    assert room.mine(0)["notes"]["state"] == "too_few"


def test_two_hundred_people_are_planned_and_planned_anew_within_a_second() -> None:
    teams = [f"Team {number}" for number in range(9)]
    room = Room(200, teams=teams, minutes=125).everybody_joins()
    for seat in range(200):
        wished = sorted({(seat * 7 + 3) % 200, (seat * 11 + 5) % 200} - {seat})
        room.say(seat, "cr.wish", people=[f"s{one:03}" for one in wished])
    make_plan.cache_clear()
    start = process_time()
    plan = room.live("prepare")["plan"]
    planned = process_time() - start
    assert len(plan) == 8 and all(len(one["talks"]) == 100 for one in plan)
    room.goes_to("round").starts(1)
    room.say(5, "cr.stop")
    room.lead("cr.forbid", a="s000", b="s001", on=True)
    make_plan.cache_clear()
    start = process_time()
    anew = room.live("round")["plan"]
    assert len(anew) == 7
    assert planned < MOST_SECONDS and process_time() - start < MOST_SECONDS, f"{planned:.2f} s"
