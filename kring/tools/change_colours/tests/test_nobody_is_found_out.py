"""Names are live and totals are frozen: whatever is shown, given and taken back, nobody is found out.

An adversary keeps every picture that was ever shown and every name that was ever on the wall. Out of the totals,
without the people known by name, no figure about one to four people may be made, other than about newcomers of one
picture, three at least, which is what C-30 allows.
"""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from kring.kit.payload import Refused
from kring.kit.small_groups import FIVE, NEW, WHOLE
from kring.kit.tests.adversary import found_out
from kring.tools.change_colours.counted import FIGURES
from kring.tools.change_colours.people import named_people
from kring.tools.change_colours.tests.scenes import Room

PEOPLE = 14
LEADS = {"red": ["red"], "blue": ["blue"], "mixed": []}
MOST: dict[str, Sequence[str]] = {
    "red": ["red"] * 6,
    "blue": ["blue"] * 6,
    "mixed": ["yellow", "blue", "red", "green", "white"],
}
LEAST: dict[str, Sequence[str]] = {
    "red": ["white"] * 6,
    "blue": ["white"] * 6,
    "mixed": ["blue", "red", "green", "white", "yellow"],
}

Move = tuple[str, ...]

somebody = st.integers(0, PEOPLE - 1).map(str)
moves = st.one_of(
    st.tuples(st.just("count me"), somebody, st.sampled_from(["red", "blue", "mixed"])),
    st.tuples(st.just("name me"), somebody, st.sampled_from(["red", "blue", "mixed"])),
    st.tuples(st.just("count many"), somebody, st.sampled_from(["3", "5", "6"])),
    st.tuples(st.just("name many"), somebody, st.sampled_from(["2", "3", "5"])),
    st.tuples(st.just("keep to myself"), somebody),
    st.tuples(st.just("take name back"), somebody),
    st.just(("show",)),
    st.just(("show names",)),
    st.just(("show",)),
    st.just(("show names",)),
)
beginnings = st.tuples(st.integers(0, 6), st.integers(0, 7)).map(
    lambda crowd: [("name many", "0", str(crowd[0])), ("count many", str(crowd[0]), str(crowd[1]))]
)
courses = st.builds(lambda first, then: [*first, *then], beginnings, st.lists(moves, min_size=4, max_size=20))


class Adversary:
    """Keeps what was on the wall; a person is the same with a name and without."""

    def __init__(self) -> None:
        self.known: set[str] = set()

    def looks(self, room: Room) -> None:
        """Look at the wall, then try every sum."""
        if any(one.choice == "names" for one in room.published) and room.live("picture")["names"]:
            self.known |= {person_of(person.id) for person in named_people(room.said)}
        for figure in FIGURES:
            pictures = [one.rows[figure][WHOLE] for one in room.published if figure in one.rows]
            unknown = [frozenset(map(person_of, ids)) - self.known for ids in pictures]
            self.sums(unknown, figure)

    def sums(self, unknown: list[frozenset[str]], figure: str) -> None:
        assert all(not ids or len(ids) >= FIVE for ids in unknown), f"{figure}: {unknown}"
        newcomers = [now - before for before, now in zip(unknown, unknown[1:], strict=False)]
        for group in found_out([{WHOLE: ids} for ids in unknown], FIVE - 1):
            assert len(group) >= NEW, f"{figure}: {sorted(group)} can be found by subtracting"
            assert any(group <= new for new in newcomers), f"{figure}: {sorted(group)} were there already"


def person_of(ident: str) -> str:
    return ident.removeprefix("seat").removeprefix("voice")


def moved(room: Room, move: Move) -> None:
    """One move; the house refuses what is locked, and then nothing happens."""
    try:
        match move:
            case "count me", who, colour:
                counted(room, int(who), colour)
            case "name me", who, colour:
                named(room, int(who), colour)
            case "count many", who, many:
                for seat in range(int(who), min(PEOPLE, int(who) + int(many))):
                    counted(room, seat, "red")
            case "name many", who, many:
                for seat in range(int(who), min(PEOPLE, int(who) + int(many))):
                    named(room, seat, "blue")
            case "keep to myself", who:
                room.say(int(who), "own", "cc.share", share="private")
            case "take name back", who:
                room.erase(int(who), "cc.named")
            case ("show",):
                room.reveal("picture")
                event("shown without names")
            case ("show names",):
                room.reveal("picture", "names")
                event("shown with names")
    except Refused as refused:
        event(f"refused {move[0]}: {refused.code}")


def counted(room: Room, seat: int, colour: str) -> None:
    """Count without a name; whoever gave a name takes it back first, as the phone does."""
    room.say(seat, "own", "cc.share", share="total")
    room.erase(seat, "cc.named")
    for mode in ("think", "do"):
        room.blocks(seat, mode, MOST[colour], LEAST[colour])


def named(room: Room, seat: int, colour: str) -> None:
    """Give a name: the voice says so and its answers go; where that is refused, the phone gives no name."""
    room.say(seat, "own", "cc.share", share="named")
    room.erase(seat, "cc.block")
    room.say(seat, "own", "cc.named", think=LEADS[colour], do=LEADS[colour])


@settings(max_examples=150, deadline=None)
@given(courses)
@example([("name many", "0", "5"), ("show",), ("take name back", "4"), ("show names",)])
@example([("name many", "0", "3"), ("count many", "3", "3"), ("show",), ("show names",)])
@example([("name many", "0", "3"), ("count many", "3", "3"), ("show names",), ("show",)])
@example(
    [("count many", "0", "6"), ("show",), ("name many", "6", "2"), ("count me", "9", "red"), ("show names",)]
)
@example(
    [("name many", "0", "2"), ("show names",), ("take name back", "0"), ("count many", "3", "5"), ("show",)]
)
def test_nobody_is_found_out(course: list[Move]) -> None:
    room, adversary = Room([f"Person {seat}" for seat in range(PEOPLE)]), Adversary()
    for move in course:
        moved(room, move)
        adversary.looks(room)


def test_a_name_taken_back_before_the_names_were_shown_closes_them() -> None:
    room = Room([f"Person {seat}" for seat in range(PEOPLE)])
    moved(room, ("name many", "0", "5"))
    room.reveal("picture")
    room.erase(4, "cc.named")
    assert refusal(room, "names") == "names_closed"


def test_only_one_of_the_two_is_ever_shown_with_one_to_four_others() -> None:
    for first, then, code in (("", "names", "names_closed"), ("names", "", "few_share")):
        room = Room([f"Person {seat}" for seat in range(PEOPLE)])
        moved(room, ("name many", "0", "3"))
        moved(room, ("count many", "3", "3"))
        room.reveal("picture", first)
        assert refusal(room, then) == code


def test_a_name_that_was_counted_cannot_be_given_again() -> None:
    room = Room([f"Person {seat}" for seat in range(PEOPLE)])
    moved(room, ("name many", "0", "5"))
    room.reveal("picture")
    for seat in range(5):
        room.erase(seat, "cc.named")
    try:
        room.say(0, "own", "cc.named", think=["red"], do=["red"])
    except Refused as refused:
        assert refused.code == "locked"
    else:
        raise AssertionError("the name was taken")


def refusal(room: Room, choice: str) -> str:
    try:
        room.reveal("picture", choice)
    except Refused as refused:
        return refused.code
    return ""
