"""Whatever is said, taken back, shown and exported, in whatever order: no figure about one to four people.

The engine's own judge and locks stand between the people and the tool here; the tool's rules by themselves are
tried in its own folder. An adversary keeps every publication and every workbook, and does all sums.
"""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from kring.engine.words import of_tool
from kring.kit.payload import Refused
from kring.kit.play import Erase, Reveal, Say
from kring.kit.small_groups import FIVE, NEW
from kring.kit.tests.adversary import found_out
from kring.tests.room import Room
from kring.tools import TOOLS

PEOPLE = 13
TOOL = TOOLS["change_colours"]
COLOURS = ("yellow", "blue", "red", "green", "white")
CHOSEN = {
    "form": "self_pick",
    "allow_names": False,
    "steps": ["test", "own", "picture", "situation", "weigh", "harvest"],
}
ABOUT_PEOPLE = {"colours", "congruence", *COLOURS}
"""Figures about people; the weighing is a judgement of things, counted per step (C-27)."""

Move = tuple[str, int, int]

somebody, some, colour = st.integers(0, PEOPLE - 1), st.integers(1, 6), st.integers(0, len(COLOURS) - 1)
moves = st.one_of(
    st.tuples(st.just("pick"), somebody, colour),
    st.tuples(st.just("share"), somebody, some),
    st.tuples(st.just("private"), somebody, some),
    st.tuples(st.just("take back"), somebody, some),
    st.tuples(st.just("answer"), somebody, colour),
    st.tuples(st.just("do not know"), somebody, colour),
    st.tuples(st.just("weigh"), somebody, some),
    st.tuples(st.sampled_from(["picture", "situation", "weighing"]), st.just(0), st.just(0)),
    st.tuples(st.sampled_from(["picture", "situation", "weighing", "export"]), st.just(0), st.just(0)),
)
courses = st.builds(
    lambda first, others, then: [("share", 0, first), ("answer", 0, others), *then],
    st.integers(0, 7),
    st.integers(0, 4),
    st.lists(moves, min_size=3, max_size=25),
)


def said(move: Move) -> Iterable[Say | Erase | Reveal]:
    """What happens in a move. `share` and `answer` are done by a few who sit next to each other."""
    what, seat, many = move
    group = range(seat, min(PEOPLE, seat + many))
    match what:
        case "pick":
            yield Say(seat, "pick", "cc.pick", "think", {"colours": [COLOURS[many]]})
        case "share":
            for one in group:
                for mode in ("think", "do"):
                    yield Say(one, "pick", "cc.pick", mode, {"colours": [COLOURS[one % 5]]})
                yield Say(one, "own", "cc.share", "", {"share": "total"})
        case "private":
            for one in group:
                yield Say(one, "own", "cc.share", "", {"share": "private"})
        case "take back":
            for one in group:
                yield Erase(one, ("cc.pick",))
        case "answer":
            for one in range(seat, min(PEOPLE, seat + many + 3)):
                for number in range(1, 5):
                    yield Say(
                        one, "situation", "cc.situation", f"cc.s{COLOURS[many][0]}{number}", {"value": 4}
                    )
        case "do not know":
            for number in range(1, 5):
                yield Say(
                    seat, "situation", "cc.situation", f"cc.s{COLOURS[many][0]}{number}", {"value": None}
                )
        case "weigh":
            for one in group:
                yield Say(one, "weigh", "cc.weigh", "blue", {"fit": 2, "able": 1})
        case "picture" | "situation":
            yield Reveal(what)
        case "weighing":
            yield Reveal("weigh")


class Adversary:
    """Somebody who keeps all that leaves the house."""

    def looks(self, room: Room) -> None:
        """Read the publications, and do all sums over each figure."""
        figures = {figure for one in room.activity.published for figure in one.rows} & ABOUT_PEOPLE
        for figure in figures:
            boards = [one.rows[figure] for one in room.activity.published if figure in one.rows]
            for board in boards:
                assert all(not ids or len(ids) >= FIVE for ids in board.values()), f"{figure}: {board}"
            counted = [frozenset().union(*board.values()) for board in boards]
            newcomers = [now - before for before, now in zip(counted, counted[1:], strict=False)]
            for group in found_out(boards, FIVE - 1):
                assert len(group) >= NEW, f"{figure}: {sorted(group)} can be found by subtracting"
                assert any(group <= new for new in newcomers), f"{figure}: {sorted(group)} were there already"

    def opens_workbook(self, room: Room) -> None:
        """Read every number of people in the export."""
        words = of_tool(TOOL.key, "en")
        for sheet in TOOL.sheets(room.activity.settings, room.shown(), words):
            columns = [place for place, head in enumerate(sheet.head) if head == "People"]
            for row in sheet.rows:
                for place in columns:
                    assert row[place] in (None, "", 0) or row[place] >= FIVE, f"{sheet.title}: {row}"
                    event("a number of people in a workbook")


@settings(max_examples=120, deadline=None)
@given(courses)
@example([("share", 0, 5), ("picture", 0, 0), ("share", 5, 1), ("picture", 0, 0), ("export", 0, 0)])
@example([("share", 0, 6), ("picture", 0, 0), ("private", 0, 1), ("take back", 1, 2), ("picture", 0, 0)])
@example([("answer", 0, 2), ("situation", 0, 0), ("answer", 5, 0), ("situation", 0, 0), ("export", 0, 0)])
def test_no_course_of_a_meeting_gives_anybody_away(course: list[Move]) -> None:
    room, adversary = Room(TOOL, PEOPLE, CHOSEN), Adversary()
    everything_open = room.activity.open_steps
    for move in course:
        for action in said(move):
            try:
                room.act(action)
            except Refused as refused:
                event(f"refused: {refused.code}")
            room.activity.open_steps = everything_open
        adversary.looks(room)
        if move[0] in ("export", "picture", "situation"):
            adversary.opens_workbook(room)
    event(f"{len(room.activity.published)} publications")


def test_the_adversary_is_not_asleep() -> None:
    """A tool that showed whoever there is would be caught."""
    room = Room(TOOL, PEOPLE, CHOSEN)
    for action in said(("share", 0, 6)):
        room.act(action)
    room.act(Reveal("picture"))
    first = room.activity.published[0]
    smaller = {"colours": {"whole": first.rows["colours"]["whole"] - {room.who(0, "anonymous")}}}
    room.activity.published.append(type(first)("picture", "", 2, 99, smaller, first.result))
    try:
        Adversary().looks(room)
    except AssertionError as caught:
        assert "can be found by subtracting" in str(caught)
    else:
        raise AssertionError("nobody noticed")
