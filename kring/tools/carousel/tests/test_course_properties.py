"""Whatever happens in a carousel, in whatever order: what was, stays; and every plan keeps its promises."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kring.tools.carousel.tests.scenes import Room

PEOPLE = 7
seats = st.integers(0, PEOPLE + 1)
moves = st.one_of(
    st.tuples(st.just("next")),
    st.tuples(st.just("next")),
    st.tuples(st.just("end")),
    st.tuples(st.just("stop"), seats),
    st.tuples(st.just("join"), seats),
    st.tuples(st.just("left"), seats),
    st.tuples(st.just("forbid"), seats, seats),
    st.tuples(st.just("not happened"), seats),
    st.tuples(st.just("time"), st.integers(0, 120)),
    st.tuples(st.just("wait"), st.integers(1, 700)),
)


def moved(room: Room, move: tuple[Any, ...]) -> None:
    number = room.live("round")["number"]
    match move:
        case ("next",):
            room.lead("cr.turn", str(number + 1), phase="talk")
        case ("end",) if number:
            room.lead("cr.turn", str(number), phase="change")
        case "stop", seat:
            room.say(seat, "cr.stop")
        case "join", seat:
            room.say(seat, "cr.join")
        case "left", seat:
            room.lead("cr.left", f"s{seat:03}")
        case "forbid", a, b if a != b:
            room.lead("cr.forbid", a=f"s{a:03}", b=f"s{b:03}", on=True)
        case "not happened", seat if number:
            room.say(seat, "cr.happened", str(number), yes=False)
        case "time", minutes:
            room.lead("cr.time", minutes=minutes)
        case "wait", seconds:
            room.wait(seconds=seconds)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([("next",)] * 6 + [("end",), ("wait", 61), ("stop", 2)])
@given(st.lists(moves, max_size=14))
def test_what_was_stays_and_what_comes_is_right(course: list[tuple[Any, ...]]) -> None:
    room = Room(PEOPLE + 2)
    room.say(0, "cr.join")
    for seat in range(1, PEOPLE):
        room.say(seat, "cr.join")
    room.step = "round"
    forbidden: set[frozenset[str]] = set()
    left_over: set[frozenset[str]] = set()
    for move in course:
        before = room.live("round")
        moved(room, move)
        after = room.live("round")
        if move[0] == "forbid" and move[1] != move[2]:
            forbidden.add(frozenset(room.seats[who].name for who in move[1:]))
        if move[0] not in ("next", "end"):
            check_still(before, after, move)
        left_over |= late(before, move, room)
        check_plan(after, forbidden, left_over)


def check_still(before: Any, after: Any, move: tuple[Any, ...]) -> None:
    """What was over stays; in the running round nobody moves but whoever sat with the one who left."""
    if move[0] != "not happened":
        assert after["past"] == before["past"]
    if before["now"] and move[0] in ("stop", "left"):
        for talk in before["now"]["talks"]:
            if f"s{move[1]:03}" not in talk["seats"]:
                now = [one["seats"][: len(talk["seats"])] for one in after["now"]["talks"]]
                assert talk["seats"] in now
    elif before["now"] and move[0] != "not happened":
        assert after["now"] == before["now"]


def late(before: Any, move: tuple[Any, ...], room: Room) -> set[frozenset[str]]:
    """The two left behind in a talk of three that begins within a minute: nobody is moved then (4.10)."""
    if move[0] not in ("stop", "left") or not before["plan"]:
        return set()
    first, gone = before["plan"][0], room.seats[move[1]].name
    if not first["begins"] or room.now <= first["begins"] - timedelta(seconds=60):
        return set()
    threes = [set(talk["names"]) for talk in first["talks"] if len(talk["names"]) == 3]
    return {frozenset(talk - {gone}) for talk in threes if gone in talk}


def check_plan(seen: Any, forbidden: set[frozenset[str]], left_over: set[frozenset[str]]) -> None:
    """Nobody is to meet twice one to one, nobody has two places, and forbidden pairs never come together.

    In a round that began or is about to, whoever leaves a talk of three may leave two who met before (`left_over`);
    then nobody is moved.
    """
    rounds = [*seen["past"], *([seen["now"]] if seen["now"] else []), *seen["plan"]]
    met: set[frozenset[str]] = set()
    for one in rounds:
        names = [name for talk in one["talks"] for name in talk["names"]]
        names += [name for rest in one["resting"] for name in rest["names"]]
        assert len(names) == len(set(names))
        for talk in one["talks"]:
            if len(talk["names"]) == 2 and not talk["missed"]:
                both = frozenset(talk["names"])
                planned = one in seen["plan"] and not (one is seen["plan"][0] and both in left_over)
                assert both not in met or not planned, f"{sorted(both)} meet twice"
                met.add(both)
    for one in seen["plan"]:
        for talk in one["talks"]:
            assert not any(both <= set(talk["names"]) for both in forbidden)
