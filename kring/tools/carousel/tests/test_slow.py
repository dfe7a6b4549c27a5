"""The slow carousel as it is lived: weeks go by, some talks wait, somebody leaves, somebody is left in peace."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kring.tools.carousel.tests.scenes import START, Room, words
from kring.tools.carousel.tool import TOOL

MONDAY = date(2026, 3, 23)
"""The scenes begin on Monday 16 March; whoever joins that day is planned a week later."""


def room(people: int = 6, **settings: Any) -> Room:
    made = Room(people, part="slow", **settings)
    made.step = "slow"
    return made.everybody_joins()


def on(made: Room, day: date) -> Room:
    """It is this day, at noon; on every day that went by the house looked at the calendar."""
    while made.today <= day:
        made.now = START + timedelta(days=(made.today - START.date()).days)
        made.planned()
        made.today += timedelta(1)
    made.today = day
    return made


def partner(made: Room, seat: int) -> list[str]:
    """With whom somebody talks this week."""
    now = [one for one in made.mine(seat)["rounds"] if one["state"] == "now"]
    return [one["name"] for one in now[0]["partners"]] if now else []


def number(made: Room, name: str) -> int:
    return [one.name for one in made.seats].index(name)


def answers(made: Room, seat: int, said: str) -> None:
    made.say(seat, "cr.week", str(made.live("slow")["number"]), answer=said)


def everybody(made: Room, said: str = "yes") -> None:
    for seat in range(len(made.seats)):
        if partner(made, seat):
            answers(made, seat, said)


def test_nobody_is_planned_before_the_first_monday() -> None:
    made = on(room(), date(2026, 3, 20))
    assert made.live("slow")["number"] == 0 and made.mine(0)["rounds"] == []
    assert made.mine(0)["week"] == {
        "number": 0,
        "asked": False,
        "answer": None,
        "paused": False,
        "waits": True,
        "free": False,
    }


def test_in_five_weeks_six_people_have_all_met() -> None:
    made, met = room(), set()
    for week in range(5):
        on(made, MONDAY + timedelta(weeks=week))
        met |= {frozenset((one.name, *partner(made, at))) for at, one in enumerate(made.seats)}
        everybody(made)
    assert len(met) == 15
    coverage = made.live("slow")["coverage"]
    assert (coverage["met1"], coverage["to_go"]) == (15, 0)
    past = [one["partners"] for one in on(made, MONDAY + timedelta(weeks=5)).mine(0)["rounds"]]
    assert past[:5] and all(past[:5]) and past[5:] == [[]], "then there is nobody left"


def test_from_friday_on_everybody_is_asked_how_it_went() -> None:
    made = on(room(), MONDAY)
    assert not made.mine(0)["week"]["asked"]
    assert on(made, MONDAY + timedelta(4)).mine(0)["week"]["asked"]
    answers(made, 0, "yes")
    assert made.mine(0)["week"]["answer"] == "yes"
    assert made.live("slow")["happened"] == 1 and made.live("slow")["talks"] == 3


def test_next_week_keeps_the_two_together() -> None:
    made = on(room(), MONDAY)
    other = number(made, partner(made, 0)[0])
    everybody(made)
    answers(made, 0, "next_week")
    answers(made, other, "next_week")
    on(made, MONDAY + timedelta(7))
    assert partner(made, 0) == [made.seats[other].name]
    assert made.live("slow")["coverage"]["met1"] == 2 + 3, "what did not happen yet does not count"


def test_skipped_is_not_met_and_twice_is_a_pause_with_a_way_back() -> None:
    made = on(room(5), MONDAY)
    for week in range(2):
        on(made, MONDAY + timedelta(weeks=week))
        everybody(made)
        for seat in range(5):
            if made.mine(seat)["week"]["answer"] and seat == 0:
                answers(made, 0, "skip")
    weeks = 2
    while not made.mine(0)["week"]["paused"] and weeks < 6:
        on(made, MONDAY + timedelta(weeks=weeks))
        everybody(made)
        if partner(made, 0):
            answers(made, 0, "skip")
        weeks += 1
    assert made.mine(0)["week"]["paused"] and partner(made, 0) == []
    made.say(0, "cr.join")
    assert not on(made, made.today + timedelta(7)).mine(0)["week"]["paused"]


def test_silence_of_two_weeks_pauses_without_a_word_to_others() -> None:
    made = room(4)
    for week in range(3):
        on(made, MONDAY + timedelta(weeks=week))
        for seat in (1, 2, 3):
            if partner(made, seat):
                answers(made, seat, "yes")
    assert made.mine(0)["week"]["paused"]
    assert "pause" not in str(made.live("slow"))


def test_somebody_leaves_halfway_and_the_other_is_free_this_week() -> None:
    made = on(room(), MONDAY)
    left = number(made, partner(made, 0)[0])
    before = {seat: partner(made, seat) for seat in range(6) if seat not in (0, left)}
    on(made, MONDAY + timedelta(2)).say(left, "cr.stop")
    assert partner(made, 0) == []
    assert {seat: partner(made, seat) for seat in before} == before, "nobody else is moved"
    assert not made.mine(left)["in"]
    on(made, MONDAY + timedelta(7))
    talks = [partner(made, seat) for seat in range(6) if seat != left]
    assert sum(bool(one) for one in talks) == 4, "one of five is free"
    assert [made.seats[left].name] not in talks


def test_a_wish_of_today_does_not_change_this_week() -> None:
    made = on(room(), MONDAY)
    before = [partner(made, seat) for seat in range(6)]
    not_now = next(seat for seat in range(1, 6) if made.seats[seat].name not in before[0])
    made.say(0, "cr.wish", people=[f"s{not_now:03}"])
    assert [partner(made, seat) for seat in range(6)] == before
    everybody(made)
    assert partner(on(made, MONDAY + timedelta(7)), 0) == [made.seats[not_now].name]


def test_whoever_would_rather_not_meet_never_does() -> None:
    made = room(4)
    made.say(0, "cr.rather_not", people=["s001"])
    for week in range(4):
        on(made, MONDAY + timedelta(weeks=week))
        assert made.seats[1].name not in partner(made, 0)
        everybody(made)


def test_holidays_go_by_and_two_weeks_are_two_weeks() -> None:
    made = room(every=2)
    made.settings["holidays"] = [("2026-03-21", "2026-03-29")]
    assert on(made, date(2026, 3, 29)).live("slow")["number"] == 0
    assert on(made, date(2026, 3, 30)).live("slow")["number"] == 1
    assert on(made, date(2026, 4, 6)).live("slow")["number"] == 1
    assert on(made, date(2026, 4, 13)).live("slow")["number"] == 2


def test_every_so_many_weeks_is_changed_ahead_only() -> None:
    made = room()
    made.lead("cr.setup", every=2)
    until = on(made, MONDAY).live("slow")["until"]
    made.lead("cr.setup", every=4)
    assert made.live("slow")["until"] == until == MONDAY + timedelta(13), "as it was told"
    assert on(made, MONDAY + timedelta(27)).live("slow")["number"] == 1
    assert on(made, MONDAY + timedelta(28)).live("slow")["number"] == 2


def test_what_was_planned_stays_whatever_changes_afterwards() -> None:
    made = room(theme="toetsen")
    made.say(0, "cr.rather_not", people=["s001"])
    made.say(2, "cr.wish", people=["s003"])
    for week in range(3):
        everybody(on(made, MONDAY + timedelta(weeks=week)))
    told = [made.mine(seat)["rounds"] for seat in range(6)]
    made.settings["holidays"] = [("2026-03-23", "2026-03-29")]
    made.said = [one for one in made.said if one.kind not in ("cr.rather_not", "cr.wish")]
    assert [made.mine(seat)["rounds"] for seat in range(6)] == told, (
        "a holiday that is entered later moves nothing"
    )
    made.settings["holidays"] = [("2026-04-13", "2026-04-19")]
    assert on(made, date(2026, 4, 19)).live("slow")["number"] == 3
    assert on(made, date(2026, 4, 20)).live("slow")["number"] == 4, "ahead it counts"


def test_a_week_is_planned_at_eight_in_the_time_of_the_school() -> None:
    made = room(zone="Europe/Amsterdam")
    made.settings["zone"] = "Europe/Amsterdam"
    made.today = MONDAY
    made.now = datetime(2026, 3, 23, 6, 59, tzinfo=UTC)
    assert TOOL.plans(made.scene(), made.now) == {}
    made.now += timedelta(minutes=1)
    assert list(TOOL.plans(made.scene(), made.now)) == ["1"]
    made.planned()
    assert TOOL.plans(made.scene(), made.now) == {}, "once"


def test_weeks_that_no_server_saw_are_not_made_up_for() -> None:
    made = on(room(), MONDAY)
    everybody(made)
    made.now, made.today = made.now + timedelta(23), made.today + timedelta(23)
    made.planned()
    seen = made.live("slow")
    assert (seen["number"], seen["monday"]) == (2, MONDAY + timedelta(21))
    assert not any(made.mine(seat)["week"]["paused"] for seat in range(6)), "nobody was silent meanwhile"


def test_the_flex_person_talks_with_whoever_is_left() -> None:
    made = room(6)
    made.lead("cr.person", "s000", flex=True)
    on(made, MONDAY)
    assert partner(made, 0) and all(partner(made, seat) for seat in range(6))
    assert made.live("slow")["talks"] == 3 and made.live("slow")["coverage"]["n"] == 5
    made.say(5, "cr.stop")
    assert on(made, MONDAY + timedelta(7)).live("slow")["talks"] == 2
    assert partner(made, 0) == [] and not made.mine(0)["week"]["waits"]


# Teams meet teams, week by week (4.11 with 4.12)


def teams_of(*sizes: int) -> Room:
    names = [f"{team}{number}" for team, size in zip("ABCDE", sizes, strict=False) for number in range(size)]
    made = Room(names, part="slow", unit="teams")
    made.step = "slow"
    for seat, name in enumerate(names):
        made.say(seat, "cr.join", team=name[0])
    return made


def met_teams(made: Room) -> list[tuple[str, ...]]:
    """The teams that meet this week."""
    return sorted({tuple(sorted(talk["teams"])) for talk in made.live("slow")["now"]["talks"]})


def test_in_five_weeks_five_teams_have_all_met_and_each_was_free_once() -> None:
    made, met, free = teams_of(3, 4, 2, 3, 5), [], []
    assert made.live("slow")["advice"] == []
    for week in range(5):
        on(made, MONDAY + timedelta(weeks=week))
        met += met_teams(made)
        free += [one["team"] for one in made.live("slow")["now"]["resting"]]
        everybody(made)
    assert len(set(met)) == 10 and sorted(free) == list("ABCDE")
    assert made.live("slow")["coverage"]["coverage1"] == 1
    on(made, MONDAY + timedelta(weeks=5))
    assert made.live("slow")["talks"] == 0 and made.live("slow")["advice"] == [{"id": "weeks_done"}]


def test_large_teams_sit_at_mixed_tables_and_each_table_finds_its_own_moment() -> None:
    made = on(teams_of(7, 6), MONDAY)
    now = made.live("slow")["now"]
    assert [len(talk["seats"]) for talk in now["talks"]] == [5, 4, 4]
    assert all({name[0] for name in talk["names"]} == {"A", "B"} for talk in now["talks"])
    assert made.live("slow")["talks"] == 3 and len(partner(made, 0)) == 4 or len(partner(made, 0)) == 3
    answers(made, 0, "yes")
    assert made.live("slow")["happened"] == 1
    line = TOOL.reminds(made.scene(), "s001", words())
    assert all(name in line for name in partner(made, 1))


def test_teams_that_say_next_week_meet_next_week() -> None:
    made = on(teams_of(2, 2, 2, 2), MONDAY)
    [first, second] = met_teams(made)
    for seat, one in enumerate(made.seats):
        answers(made, seat, "next_week" if one.name[0] in first else "yes")
    assert made.live("slow")["coverage"]["met1"] == 1
    on(made, MONDAY + timedelta(7))
    assert met_teams(made) == [first], "the other two have met, and the teams they could meet are taken"
    assert {one["team"] for one in made.live("slow")["now"]["resting"]} == set(second)


def test_who_stops_frees_a_chair_and_who_sits_alone_moves_up() -> None:
    made = on(teams_of(5, 5), MONDAY)
    tables = [talk["seats"] for talk in made.live("slow")["now"]["talks"]]
    for who in tables[0][1:]:
        made.say(int(who[1:]), "cr.stop")
    seen = [talk["seats"] for talk in made.live("slow")["now"]["talks"]]
    assert seen == [[*tables[1], tables[0][0]]]


def test_whoever_has_no_team_is_asked_for_one_and_whoever_pauses_has_no_chair() -> None:
    made = teams_of(3, 3)
    made.comes("Zonder")
    made.say(6, "cr.join")
    assert {"id": "no_team", "n": 1} in made.live("slow")["advice"]
    for week in range(2):
        on(made, MONDAY + timedelta(weeks=week))
        for seat in range(1, 6):
            answers(made, seat, "next_week")
    on(made, MONDAY + timedelta(14))
    assert made.mine(0)["week"]["paused"] and "A0" not in partner(made, 1)
    assert made.mine(6)["week"]["free"] and made.mine(6)["rounds"] == []


def test_the_next_carousel_remembers_the_weeks_as_they_went() -> None:
    made = on(room(4), MONDAY)
    [first, second] = made.live("slow")["now"]["talks"]
    for who in first["seats"]:
        answers(made, int(who[1:]), "skip")
    for who in second["seats"]:
        answers(made, int(who[1:]), "yes")
    again = Room(4, minutes=40).follows(made).everybody_joins()
    planned = {frozenset(talk["seats"]) for talk in again.live("prepare")["plan"][0]["talks"]}
    assert frozenset(second["seats"]) not in planned
    later = Room(4, part="later").follows(made).goes_to("later")
    asked = [[one["name"] for one in later.mine(seat)["later"]] for seat in range(4)]
    assert sorted(map(len, asked)) == [0, 0, 1, 1], "of a talk that was skipped nothing is asked"


@pytest.mark.parametrize(("people", "talks"), [(1, 0), (2, 1), (3, 1)])
def test_very_few_people(people: int, talks: int) -> None:
    made = on(room(people), MONDAY)
    assert made.live("slow")["talks"] == talks
    assert [one["id"] for one in made.live("slow")["advice"]] == ([] if people > 1 else ["alone"])


def test_everybody_stops() -> None:
    made = on(room(), MONDAY)
    for seat in range(6):
        made.say(seat, "cr.stop")
    assert made.live("slow")["talks"] == 0
    assert on(made, MONDAY + timedelta(7)).live("slow")["advice"] == [{"id": "nobody"}]


def test_the_letter_says_with_whom_until_one_said_how_it_went() -> None:
    made = on(room(theme="samen toetsen maken"), MONDAY)
    line = TOOL.reminds(made.scene(), "s000", words())
    assert partner(made, 0)[0] in line and "“" in line
    asked = TOOL.reminds(on(made, MONDAY + timedelta(4)).scene(), "s000", words())
    assert asked == f"Heb je {partner(made, 0)[0]} al gesproken? Laat het even weten."
    answers(made, 0, "yes")
    assert TOOL.reminds(made.scene(), "s000", words()) == ""
    assert TOOL.reminds(Room(2).scene(), "s000", words()) == "", "nothing is sent of a carousel in a meeting"


def test_who_goes_on_and_what_was_written_is_as_in_any_carousel() -> None:
    made = on(room(), MONDAY)
    other = number(made, partner(made, 0)[0])
    made.say(0, "cr.go_on", f"s{other:03}", on=True)
    assert made.mine(0)["together"] == []
    made.say(other, "cr.go_on", "s000", on=True)
    assert [one["name"] for one in made.mine(0)["together"]] == [made.seats[other].name]
    assert [one.private_to for one in TOOL.between(made.scene(), words())] == [
        tuple(sorted(("s000", f"s{other:03}")))
    ]
    made.say(0, "cr.log", "1:promised", text="Ik kom kijken.")
    assert made.mine(0)["rounds"][0]["log"]["promised"] == "Ik kom kijken."
    assert "Ik kom kijken" not in str(made.live("slow")) + str(made.mine(other))
