"""Nobody is found out: whatever is shown and whoever subtracts (C-27 to C-30).

An adversary keeps all rows of all publications of a figure. Out of them no group below five may be found,
other than newcomers of one publication, three at least, which is what C-30 allows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest
from hypothesis import assume, event, example, given, settings
from hypothesis import strategies as st

from kring.kit.payload import Refused
from kring.kit.small_groups import FIVE, layout, may_publish, next_plan, reveal_rows, rows
from kring.kit.tests.adversary import Boards, Ids, found_out

Members = Mapping[str, Ids]

GROUPS = "abcd"
arrivals = st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 7), max_size=4)
courses = st.lists(arrivals, min_size=1, max_size=7)
"""How many of each group answer before each moment at which the facilitator presses the button."""


def moments(course: list[dict[str, int]]) -> list[dict[str, set[str]]]:
    """Who has answered by each moment."""
    so_far: dict[str, set[str]] = {}
    told = []
    for batch in course:
        for group, n in batch.items():
            ids = so_far.setdefault(group, set())
            ids |= {f"{group}{len(ids) + i:02}" for i in range(n)}
        told.append({group: set(ids) for group, ids in so_far.items()})
    return told


def played(course: list[dict[str, int]]) -> list[dict[str, set[str]]]:
    """The boards of a course."""
    boards: list[dict[str, set[str]]] = []
    for members in moments(course):
        try:
            boards.append(reveal_rows(boards[-1] if boards else {}, members))
        except Refused:
            continue
    return boards


def nobody_is_found_out(boards: Boards) -> None:
    for board in boards:
        assert not found_out([board], FIVE - 1)
    newcomers = [people(now) - people(before) for before, now in zip(boards, boards[1:], strict=False)]
    for group in found_out(boards, FIVE - 1):
        assert len(group) >= 3, f"{sorted(group)} can be found by subtracting"
        assert any(group <= new for new in newcomers), f"{sorted(group)} were there already"


def people(board: Mapping[str, Ids]) -> set[str]:
    return set().union(*board.values())


@settings(max_examples=300, deadline=None)
@given(courses)
@example([{"a": 12, "b": 2}, {"b": 3}])
@example([{"a": 12, "b": 5}, {"c": 1}, {"a": 1, "b": 1}, {"c": 7}])
@example([{"a": 7, "b": 5, "c": 3}, {"d": 3}, {"a": 3, "b": 1, "c": 2}])
def test_no_course_of_publications_gives_anybody_away(course: list[dict[str, int]]) -> None:
    boards = played(course)
    event(f"{len(boards)} boards")
    event(f"rows of the first: {len(boards[0]) if boards else 0}")
    nobody_is_found_out(boards)


ROWS = ["a", "b", "together"]
changes = st.tuples(
    st.sampled_from(["come", "come", "come", "come", "join", "go", "move", "vanish", "whole", "outside"]),
    st.sampled_from(ROWS),
    st.sampled_from(ROWS),
    st.integers(1, 7),
)
wishes = st.lists(st.lists(changes, min_size=1, max_size=4), min_size=1, max_size=8)


def changed(board: Mapping[str, Ids], change: tuple[str, str, str, int], new: list[str]) -> dict[str, Ids]:
    """The board that a careless tool asks for next; `new` are ids that nobody has seen yet."""
    what, row, other, n = change
    own = set(sorted(board.get(row, ()))[:n])
    rowless = people({"": board.get("whole", set())}).difference(*(board.get(name, ()) for name in ROWS))
    match what:
        case "come":
            return with_more(board, new[:n], row, *board.keys() & {"whole"})
        case "join":
            return with_more(board, sorted(rowless)[:n], row)
        case "outside":
            return with_more(board, new[:n], "whole")
        case "whole":
            return with_more(board, people(board), "whole")
        case "go":
            return {name: ids - own for name, ids in board.items()}
        case "move":
            return with_more({**board, row: board.get(row, set()) - own}, own, other)
        case _:
            return {name: ids for name, ids in board.items() if name != row}


def with_more(board: Mapping[str, Ids], ids: Collection[str], *into: str) -> dict[str, Ids]:
    return {**board, **{name: board.get(name, set()) | set(ids) for name in into}}


@settings(max_examples=500, deadline=None)
@given(st.dictionaries(st.sampled_from(ROWS), st.integers(5, 9), min_size=1), st.sampled_from([0, 5]), wishes)
def test_whatever_a_tool_asks_nothing_is_allowed_that_gives_anybody_away(
    sizes: dict[str, int], rowless: int, wishes: list[list[tuple[str, str, str, int]]]
) -> None:
    """People come, go and move; rows appear, vanish and leave people out. What is refused is not shown."""
    ids = [f"p{i:03}" for i in range(300)]
    first = [("whole", "a", "a", 1), ("outside", "a", "a", rowless)]
    start = [("come", row, row, n) for row, n in sizes.items()] + (first if rowless else [])
    shown: list[Mapping[str, Ids]] = []
    for wish in [start, *wishes]:
        board: Mapping[str, Ids] = shown[-1] if shown else {}
        for change in wish:
            board = changed(board, change, ids[:9])
            del ids[:9]
        if may_publish(shown[-1] if shown else {}, board):
            shown.append(board)
    event(f"{len(shown)} shown")
    nobody_is_found_out(shown)


@settings(max_examples=200, deadline=None)
@given(courses)
def test_an_honest_course_is_refused_no_more_than_the_rule_asks(course: list[dict[str, int]]) -> None:
    """The rule as C-30 says it: five for the first time, later 0 or at least 3 new in every row."""
    boards: list[dict[str, set[str]]] = []
    plan: dict[str, str] = {}
    for members in moments(course):
        plan = next_plan(plan, members) if boards else layout(members)
        now = rows(members, plan)
        fresh = [len(own - boards[-1].get(row, set())) if boards else len(own) for row, own in now.items()]
        if any(fresh) and (not boards or all(n == 0 or n >= 3 for n in fresh)):
            boards.append(now)
    assert played(course) == boards


@given(st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 12)))
def test_five_people_can_always_see_something(sizes: dict[str, int]) -> None:
    assume(sum(sizes.values()) >= FIVE)
    board = played([sizes])[0]
    assert len(board["whole"]) == sum(sizes.values())
    assert all(len(ids) >= FIVE for ids in board.values())


@given(st.dictionaries(st.sampled_from(GROUPS), st.integers(1, 9), min_size=1), st.integers(3, 6))
def test_three_more_of_every_group_are_always_shown(sizes: dict[str, int], more: int) -> None:
    assume(sum(sizes.values()) >= FIVE)
    first, second = played([sizes, dict.fromkeys(sizes, more)])
    assert second.keys() == first.keys()


@pytest.mark.parametrize(
    ("why", "boards", "group"),
    [
        (
            "the whole minus a row",
            [{"whole": {"a1", "a2", "a3", "a4", "a5", "b1"}, "a": {"a1", "a2", "a3", "a4", "a5"}}],
            {"b1"},
        ),
        (
            "now minus then",
            [{"whole": {"a1", "a2", "a3", "a4", "a5"}}, {"whole": {"a1", "a2", "a3", "a4", "a5", "a6"}}],
            {"a6"},
        ),
        (
            "the whole of then minus a row of now",
            [
                {"whole": {"a1", "a2", "a3", "a4", "a5", "b1"}},
                {
                    "whole": {"a1", "a2", "a3", "a4", "a5", "b1", "b2", "b3", "b4", "b5"},
                    "a": {"a1", "a2", "a3", "a4", "a5"},
                    "b": {"b1", "b2", "b3", "b4", "b5"},
                },
            ],
            {"b1"},
        ),
        (
            "three rows in a ring: two of them minus the third is one person twice",
            [{"x": {"a", "b"}, "y": {"b", "c"}, "z": {"a", "c"}}],
            {"a"},
        ),
    ],
)
def test_the_adversary_can_subtract(why: str, boards: Boards, group: set[str]) -> None:
    assert frozenset(group) in found_out(boards, 2), why


def test_the_adversary_finds_nothing_where_nothing_is() -> None:
    five, more = {"a1", "a2", "a3", "a4", "a5"}, {"b1", "b2", "b3", "b4", "b5"}
    assert found_out([{"whole": five | more, "a": five, "b": more}], 4) == set()
    assert found_out([{"whole": five | more, "a": five, "b": more}], 5) == {frozenset(five), frozenset(more)}


@settings(max_examples=200, deadline=None)
@given(courses)
@example([{"a": 12, "b": 2}, {"b": 3}])
def test_a_new_split_each_time_is_refused_where_it_would_tell(course: list[dict[str, int]]) -> None:
    """A tool that forgets its first plan and lays out the rows anew gives nobody away either."""
    shown: list[dict[str, set[str]]] = []
    for members in moments(course):
        now = rows(members, layout(members))
        if may_publish(shown[-1] if shown else {}, now):
            shown.append(now)
    nobody_is_found_out(shown)
