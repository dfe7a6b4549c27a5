"""Half a year later: the plan goes on, people say what helped, and doing stands beside then (section 10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction as F
from typing import Any

import pytest

from kring.kit.payload import Refused
from kring.kit.scene import Outcome, Published
from kring.tools.change_colours.across import across
from kring.tools.change_colours.tests.scenes import TODAY, Room, words
from kring.tools.change_colours.tool import TOOL

NAMES = ["Amina", "Bram", "Chris", "Dewi", "Els", "Fatih"]
LATER = TODAY + timedelta(weeks=26)
PICKS = {"form": "self_pick", "change": "Zelf plannen"}


def half_a_year_ago(until: date | None = TODAY + timedelta(weeks=5)) -> Room:
    """A picture of six people of whom thinking and doing are half the same, and a plan of two phases."""
    room = Room(NAMES, **PICKS)
    for seat in range(6):
        room.picks(seat, ["red", "green"], ["green"])
    room.reveal("picture")
    for key, colour, title, end in (
        ("p1", "yellow", "Steun zoeken", until),
        ("p2", "green", "Samen uitproberen", TODAY + timedelta(weeks=20)),
    ):
        fields = {"colour": colour, "title": title, "until": end.isoformat() if end else ""}
        room.say(0, "strategy", "cc.phase", key, position=int(key[1]), **fields)
    step = {"owner": "Bram", "due": (TODAY + timedelta(weeks=3)).isoformat()}
    room.say(1, "strategy", "cc.step", "s1", phase="p1", colour="yellow", title="Spreek drie mensen", **step)
    room.say(1, "strategy", "cc.step", "s2", phase="p2", colour="green", title="Drie klassen", **step)
    return room


def outcome_of(room: Room, key: str, status: str) -> Outcome:
    """What became of the action of a step."""
    return Outcome(frozenset(one.uuid for one in room.said if one.key == key), status)


def says_what_helped(room: Room, key: str, values: Sequence[int | None]) -> None:
    for seat, value in enumerate(values):
        room.say(seat, "back", "cc.helped", key, value=value)


def published(room: Room, step: str) -> Mapping[str, Any]:
    return room.shown().published[step]


def test_the_plan_goes_on_and_nothing_else_does() -> None:
    room = half_a_year_ago().later(LATER)
    assert [phase["title"] for phase in room.live("strategy")["phases"]] == [
        "Steun zoeken",
        "Samen uitproberen",
    ]
    assert room.compute()["picture"]["n"] == 0
    with pytest.raises(Refused, match="few_share"):
        room.reveal("picture")
    room.say(3, "strategy", "cc.phase", "p1", title="Steun vinden")
    assert room.live("strategy")["phases"][0]["title"] == "Steun vinden"
    room.say(3, "strategy", "cc.withdraw", "p2", target="p2")
    assert [phase["id"] for phase in room.live("strategy")["phases"]] == ["p1"]


def test_the_next_activity_begins_with_looking_back() -> None:
    room = half_a_year_ago().later(LATER)
    steps = [step.key for step in TOOL.course(room.settings)]
    assert steps == ["join", "back", "pick", "own", "picture", "strategy", "harvest"]
    assert room.settings["change"] == "Zelf plannen"
    only_a_picture = Room(NAMES, steps=["join", "test", "own", "picture", "harvest"])
    assert [step.key for step in TOOL.course(only_a_picture.later(LATER).settings)] == [
        *("join", "meet", "situation", "scenarios", "weigh", "strategy", "harvest")
    ]


def test_phases_that_are_over_are_rated_without_names_and_stand_beside_their_actions() -> None:
    then = half_a_year_ago()
    outcomes = [outcome_of(then, "s1", "done"), outcome_of(then, "s2", "open")]
    room = then.later(LATER, outcomes=outcomes)
    room.say(0, "back", "cc.plan", "plan", change_kind="lessons")
    assert [(one["id"], one["done"], one["of"]) for one in room.live("back")["phases"]] == [
        ("p1", 1, 1),
        ("p2", 0, 1),
    ]
    says_what_helped(room, "p1", [3, 3, 2, 1])
    with pytest.raises(Refused, match="too_few"):
        room.reveal("back")
    room.say(4, "back", "cc.helped", "p1", value=None)
    room.say(0, "back", "cc.helped", "p2", value=3)
    found = room.reveal("back")
    assert (found["n"], found["change_kind"], found["by_name"]) == (5, "lessons", False)
    first, second = found["phases"]
    assert (first["mean"], first["answers"]) == (F(9, 4), 4)
    assert (second["mean"], second["answers"]) == (None, 1)
    with pytest.raises(Refused, match="locked"):
        room.say(0, "back", "cc.helped", "p1", value=0)


def test_a_phase_that_goes_on_waits_and_one_without_an_end_is_over_after_its_last_step() -> None:
    room = half_a_year_ago(until=None).later(TODAY + timedelta(weeks=2))
    assert room.live("back")["phases"] == [] and room.live("back")["waiting"] == 2
    with pytest.raises(Refused, match="no_phase_over"):
        room.reveal("back")
    room = half_a_year_ago(until=None).later(TODAY + timedelta(weeks=3))
    assert [one["id"] for one in room.live("back")["phases"]] == ["p1"]
    assert not room.live("back")["over"]


def test_what_was_rated_once_is_not_asked_again() -> None:
    room = half_a_year_ago().later(LATER)
    says_what_helped(room, "p1", [3] * 5)
    room.reveal("back")
    assert room.later(LATER + timedelta(weeks=26)).live("back")["phases"] == []


def test_a_fresh_activity_has_nothing_to_look_back_on() -> None:
    room = Room(NAMES, **PICKS)
    assert not room.live("back")["earlier"]
    room.say(0, "strategy", "cc.phase", "p1", position=1, colour="blue", title="Plan", until="2026-03-01")
    assert room.live("back")["phases"] == [] and not room.live("back")["over"]


def test_thinking_and_doing_stand_beside_then_over_people_who_are_not_followed() -> None:
    room = half_a_year_ago().later(LATER, practised={"yes": 3, "a_little": 2, "no": 1})
    for seat in range(5):
        room.picks(seat, ["red", "green"], ["green", "red"])
    moved = room.reveal("picture")["movement"]
    assert (moved["before"], moved["now"], moved["grown"]) == (F(1, 2), F(1), F(1, 2))
    assert (moved["n_before"], moved["n"], moved["held_on"], moved["word"]) == (6, 5, TODAY, "too_few")
    told = TOOL.told["movement"](published(room, "picture"), words())
    assert told == [
        "Denken en doen vielen op 16-03-2026 voor 50% samen (6 mensen), nu voor 100% (5 mensen).",
        "Te weinig antwoorden om te zeggen of er iets is veranderd.",
        "Let op: niet per se dezelfde mensen als de vorige keer.",
        "Wie een kleur wilde leren, heeft die voor 67% ook geoefend (6 antwoorden).",
    ]


def test_a_change_is_called_clear_only_when_it_is() -> None:
    then = Room([str(n) for n in range(12)], **PICKS)
    for seat in range(12):
        then.picks(seat, ["red", "green"], ["blue"])
    then.reveal("picture")
    room = then.later(LATER)
    for seat in range(12):
        room.picks(seat, ["red"], ["red"])
    moved = room.reveal("picture")["movement"]
    assert moved["word"] == "clear" and 0 < moved["margin"] < 1


def test_below_five_on_either_side_and_with_names_there_is_no_trend() -> None:
    few = Room(NAMES, **PICKS)
    for seat in range(6):
        few.picks(seat, ["red"] if seat else [*"r"] and ["red", "blue"], ["red"])
    few.reveal("picture")
    by_name = half_a_year_ago()
    by_name.published = [
        Published(one.step, one.choice, one.number, one.upto_seq, one.rows, {**one.result, "by_name": True})
        for one in by_name.published
    ]
    room = by_name.later(LATER)
    for seat in range(6):
        room.picks(seat, ["red"], ["red"])
    assert room.reveal("picture")["movement"] is None
    first = few.later(LATER)
    assert first.live("back")["practice"] is None


def test_practice_is_shown_from_five_answers_on() -> None:
    then = half_a_year_ago()
    assert then.later(LATER, practised={"yes": 4}).live("back")["practice"] is None
    assert then.later(LATER, practised={"yes": 4, "no": 1}).live("back")["practice"] == {
        "rate": F(4, 5),
        "n": 5,
    }


def test_a_strategy_that_is_over_and_kept_becomes_repertoire_with_what_helped() -> None:
    room = half_a_year_ago().later(LATER)
    says_what_helped(room, "p1", [3, 3, 3, 2, 2])
    for seat in range(5):
        room.say(seat, "back", "cc.helped", "p2", value=1)
    room.reveal("back")
    assert proposed(room) == []
    room.say(0, "back", "cc.plan", "plan", verdict="keep", helped="Klein beginnen.")
    [kept] = proposed(room)
    assert (kept.rule, kept.kind) == ("H7", "repertoire")
    assert kept.text == (
        "Wij pakken 'Zelf plannen' aan in deze volgorde: 1. Steun zoeken (geel), 2. Samen uitproberen (groen)."
    )
    assert (kept.data["kind"], kept.data["form"]) == ("work_style", "strategy")
    assert kept.data["steps"] == [["Spreek drie mensen"], ["Drie klassen"]]
    assert kept.data["helped"] == "Klein beginnen. Dit hielp volgens de groep: Steun zoeken."
    assert set(kept.sources) <= {one.uuid for one in room.said}
    room.say(1, "back", "cc.plan", "plan", verdict="adapt")
    assert proposed(room) == []


def test_a_strategy_that_still_runs_is_not_kept_yet() -> None:
    room = half_a_year_ago().later(TODAY + timedelta(weeks=6))
    room.say(0, "back", "cc.plan", "plan", verdict="keep")
    assert proposed(room) == []


def test_only_what_was_said_here_is_proposed_again() -> None:
    room = half_a_year_ago().later(LATER)
    due = (LATER + timedelta(weeks=3)).isoformat()
    room.say(2, "strategy", "cc.phase", "p3", position=3, colour="white", title="Ruimte", until=due)
    room.say(2, "strategy", "cc.step", "s3", phase="p3", colour="blue", title="Plan", owner="Els", due=due)
    found = proposed(room)
    assert [(one.rule, one.text) for one in found] == [
        (
            "H2",
            "Wij pakken 'Zelf plannen' aan in deze volgorde: "
            "1. Steun zoeken (geel), 2. Samen uitproberen (groen), 3. Ruimte (wit).",
        ),
        ("H3", "Plan"),
        ("H4", "In fase 3 (wit) zit een stap in blauw. We houden in de gaten wat dat doet."),
    ]
    assert found[0].due == date.fromisoformat(due)


def proposed(room: Room) -> list[Any]:
    return TOOL.propose(room.settings, room.shown(), room.today, words())


def rating(circle: str, kind: str = "lessons", by_name: bool = False, **colours: F) -> tuple[str, Published]:
    """What a circle showed: of each colour a phase."""
    phases = [{"id": colour, "colour": colour, "mean": mean} for colour, mean in colours.items()]
    result = {"by_name": by_name, "change_kind": kind, "phases": phases}
    return circle, Published("back", "", 1, 1, {}, result)


def test_the_circles_of_a_school_say_together_which_colour_helped() -> None:
    found = [rating(f"circle {n}", green=F(12, 5), blue=F(1)) for n in range(7)]
    assert across(found, words()) == [
        "Bij lesvernieuwing hielp groen hier meestal (gemiddeld 2,4; 7 fasen).",
        "Bij lesvernieuwing hielp blauw hier soms (gemiddeld 1,0; 7 fasen).",
    ]
    assert across(found[:4], words()) == []
    assert across([rating(f"circle {n}", by_name=True, green=F(3)) for n in range(7)], words()) == []
    assert across([rating(f"circle {n}", kind="", green=F(3)) for n in range(7)], words()) == []


def test_a_phase_that_was_rated_twice_counts_once() -> None:
    found = [rating(f"circle {n}", red=F(1, 2)) for n in range(5)]
    again = [*found, *found[:1]]
    assert across(again, words()) == [
        "Bij lesvernieuwing hielp rood hier bijna niet (gemiddeld 0,5; 5 fasen)."
    ]
