"""Robots that play a whole meeting with this tool, mistakes included.

`FIGURE_8_SETTINGS` and `class_settings(n)` are the settings of the activity that each play needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from kring.kit.draw import number
from kring.kit.play import Action, Erase, Next, Play, Refuses, Reveal, Say
from kring.tools.change_colours.scores import block_scores, leading
from kring.tools.change_colours.vocabulary import (
    BLOCKS,
    COLOURS,
    FIELDS,
    JUDGEMENTS,
    MODES,
    STATEMENTS,
    Mode,
)

HERE = Path(__file__).parent


def read(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


TEAM: list[dict[str, Any]] = read("examples/figure_8.yaml")["people"]
MEETING: dict[str, Any] = read("figure_8_meeting.yaml")
FIGURE_8_NAMES: tuple[str, ...] = tuple(person["name"] for person in TEAM)
"""Seat 0 is the first; a house that plays figure 8 gives its seats these names in this order."""
FIGURE_8_SETTINGS: dict[str, Any] = MEETING["settings"]
NAMES_UP_TO = 20


def class_settings(n: int) -> dict[str, Any]:
    """The settings of the meeting that `class_of(n)` plays."""
    steps = ["join", "meet", "test", "own", "picture", "situation", "weigh", "harvest"]
    return {"form": "blocks", "allow_names": n <= NAMES_UP_TO, "steps": steps, "change": ""}


def figure_8(on: date = date(2026, 3, 16)) -> Play:
    """The nine of figure 8, all with their names, through all steps; dates of the plan count from `on`."""
    yield Next("join")
    yield Next("meet")
    yield Next("pick")
    yield from picking()
    yield Next("own")
    yield from giving_names()
    yield Next("picture")
    yield Reveal("picture")
    yield Reveal("picture", "names")
    yield Next("situation")
    yield Refuses(Say(0, "pick", "cc.pick", "think", {"colours": ["white"]}), "step_closed")
    for seat in range(len(TEAM)):
        yield from answering(seat, MEETING["situation"])
    yield Reveal("situation")
    yield Refuses(Say(0, "situation", "cc.situation", "cc.sg1", {"value": 1}), "locked")
    yield Next("scenarios")
    yield from writing()
    yield Next("weigh")
    for seat in range(len(TEAM)):
        for colour in COLOURS:
            judged = dict(zip(JUDGEMENTS, MEETING["weigh"][colour][seat], strict=True))
            yield Say(seat, "weigh", "cc.weigh", colour, judged)
        yield ready(seat, "weigh")
    yield Reveal("weigh")
    yield Next("strategy")
    yield from planning(on)
    yield Next("buddies")
    yield from pairing_up()
    yield Next("harvest")


def ready(seat: int, step: str, *, named: bool = False) -> Say:
    """Nothing more to add."""
    return Say(seat, step, "cc.done", step, {}, "named" if named else "anonymous")


def picking() -> Iterator[Action]:
    """Everybody picks; the first taps a fourth colour, the second sends one that does not exist."""
    for seat, person in enumerate(TEAM):
        for mode in MODES:
            yield Say(seat, "pick", "cc.pick", mode, {"colours": person[mode]})
        yield ready(seat, "pick")
    four = {"colours": ["blue", "red", "green", "white"]}
    yield Refuses(Say(0, "pick", "cc.pick", "think", four), "too_many")
    yield Refuses(Say(1, "pick", "cc.pick", "do", {"colours": ["purple"]}), "unreadable")
    yield Refuses(Say(1, "pick", "cc.share", "", {"share": "total"}), "not_in_this_step")


def giving_names() -> Iterator[Action]:
    """Everybody gives a name: the answers of the voice go, the colours come with the seat (2.0)."""
    for seat, person in enumerate(TEAM):
        yield Say(seat, "own", "cc.share", "", {"share": "named"})
        yield Erase(seat, ("cc.pick",))
        yield Say(seat, "own", "cc.named", "", {mode: person[mode] for mode in MODES})
        yield ready(seat, "own")


def answering(seat: int, values: dict[str, list[int | None]]) -> Iterator[Action]:
    """The twenty statements about the change, from four values per colour."""
    for colour in COLOURS:
        items = sorted(STATEMENTS[colour], key=lambda item: item[-1])
        for item, value in zip(items, values[colour], strict=True):
            yield Say(seat, "situation", "cc.situation", item, {"value": value})
    yield ready(seat, "situation")


def writing() -> Iterator[Action]:
    """A scenario per colour; one of the texts is far too long at first."""
    first = MEETING["scenarios"][0]
    key = f"{first['colour']}.first_step"
    long = {"text": "Praten. " * 60}
    yield Refuses(Say(first["seat"], "scenarios", "cc.scenario", key, long), "text_too_long")
    for one in MEETING["scenarios"]:
        for name in FIELDS:
            key = f"{one['colour']}.{name}"
            yield Say(one["seat"], "scenarios", "cc.scenario", key, {"text": one[name]})
        yield ready(one["seat"], "scenarios", named=True)


def planning(on: date) -> Iterator[Action]:
    """Two phases with their steps; a third phase is written and taken away again."""

    def week(weeks: int | None) -> str | None:
        return None if weeks is None else (on + timedelta(weeks=weeks)).isoformat()

    for position, phase in enumerate(MEETING["strategy"], 1):
        fields = {name: phase[name] for name in ("colour", "title", "goal")}
        dates = {name: week(phase[name]) for name in ("from", "until")}
        yield Say(position, "strategy", "cc.phase", phase["key"], {"position": position, **fields, **dates})
        for step in phase["steps"]:
            about = {"phase": phase["key"], "title": step["title"], "from_library": step["library"]}
            owner = {"owner": step["owner"], "due": week(step["due"])}
            yield Say(position, "strategy", "cc.step", step["key"], {**about, **owner})
    third = "5f0f2a52-5b0e-4a9f-8f5e-3d1a1c0b8a03"
    yield Say(0, "strategy", "cc.phase", third, {"position": 3, "colour": "white", "title": "?"})
    yield Say(4, "strategy", "cc.withdraw", third, {"target": third})
    turned = {"from": week(4), "until": week(2)}
    yield Refuses(Say(0, "strategy", "cc.phase", MEETING["strategy"][0]["key"], turned), "dates_turned")


def pairing_up() -> Iterator[Action]:
    """Everybody seeks the first colour that is thought and not done, and offers what he or she does."""
    for seat, person in enumerate(TEAM):
        unlived = [colour for colour in person["think"] if colour not in person["do"]]
        wish = {"learning_colour": unlived[0] if unlived else None}
        yield Say(seat, "buddies", "cc.seek", "", wish)
        yield Say(seat, "buddies", "cc.offer", "", {"colours": person["do"]})
        yield ready(seat, "buddies", named=True)


def class_of(n: int, lot: str = "class") -> Play:
    """`n` people with drawn answers and mixed choices of how to be counted; the same lot plays the same."""
    people = [Robot(seat, lot, n) for seat in range(n)]
    yield Next("join")
    yield Next("meet")
    yield Next("test")
    for robot in people:
        yield from robot.tests()
    if people:
        same = {"most": "red", "least": "red"}
        yield Refuses(Say(0, "test", "cc.block", "cc.t1", same), "most_is_least")
    yield Next("own")
    for robot in people:
        yield from robot.chooses()
    yield Next("picture")
    yield from pictures(people)
    yield Next("situation")
    for robot in people:
        yield from answering(robot.seat, robot.situation())
    yield Reveal("situation") if n >= 5 else Refuses(Reveal("situation"), "too_few")
    yield Next("weigh")
    for robot in people:
        yield from robot.weighs()
    yield Reveal("weigh") if n >= 5 else Refuses(Reveal("weigh"), "too_few")
    yield Next("harvest")


def pictures(people: Sequence[Robot]) -> Iterator[Action]:
    """What the facilitator tries: the picture without names, then the names, by rule 4.4."""
    shared = [robot.share for robot in people if robot.valid]
    named, total = shared.count("named"), shared.count("total")
    plain = named + total >= 5
    yield Reveal("picture") if plain else Refuses(Reveal("picture"), "few_share")
    names = Reveal("picture", "names")
    if len(people) > NAMES_UP_TO:
        yield Refuses(names, "not_in_this_step")
    elif named < 2:
        yield Refuses(names, "one_name" if named else "none_named")
    elif plain and 0 < total < 5:
        yield Refuses(names, "names_closed")
    else:
        yield names


class Robot:
    """Somebody in the class, of whom everything follows from the lot."""

    def __init__(self, seat: int, lot: str, n: int) -> None:
        self.seat, self.lot = seat, lot
        ways = ("total", "total", "total", "private", "named" if n <= NAMES_UP_TO else "total")
        self.share = ways[self.draw("share") % len(ways)]
        self.skips = self.draw("skips") % 12 == 0
        """Skips two blocks of doing, so that there is no outcome."""
        self.given: dict[Mode, list[tuple[str, str]]] = {mode: self.blocks(mode) for mode in MODES}

    def draw(self, about: str) -> int:
        """A drawn number about something."""
        return number(self.lot, about, self.seat)

    @property
    def valid(self) -> bool:
        """Whether there is an outcome in both modes."""
        return not self.skips

    def blocks(self, mode: Mode) -> list[tuple[str, str]]:
        """Most and least per block: half the time the colour of this person, otherwise any."""
        own = self.draw(mode) % len(COLOURS)
        found = []
        for block in BLOCKS[mode]:
            chance = self.draw(block)
            most = own if chance % 2 else chance // 2 % len(COLOURS)
            least = (most + 1 + chance // 10 % (len(COLOURS) - 1)) % len(COLOURS)
            found.append((COLOURS[most], COLOURS[least]))
        return found

    def tests(self) -> Iterator[Action]:
        """The twelve blocks; whoever skips leaves two of them."""
        for mode in MODES:
            chosen = list(zip(BLOCKS[mode], self.given[mode], strict=True))
            for block, (most, least) in chosen[: 4 if self.skips and mode == "do" else None]:
                yield Say(self.seat, "test", "cc.block", block, {"most": most, "least": least})
        yield ready(self.seat, "test")

    def chooses(self) -> Iterator[Action]:
        """How to be counted. Whoever gives a name takes the answers of the voice away."""
        yield Say(self.seat, "own", "cc.share", "", {"share": self.share})
        if self.share == "named" and self.valid:
            yield Erase(self.seat, ("cc.block",))
            yield Say(self.seat, "own", "cc.named", "", {mode: self.leads(mode) for mode in MODES})
        yield ready(self.seat, "own")

    def leads(self, mode: Mode) -> list[str]:
        """The leading colours, as the phone sends them."""
        scores = block_scores(self.given[mode])
        return leading(scores) if scores else []

    def situation(self) -> dict[str, list[int | None]]:
        """Four values per colour; one in twenty is "I don't know"."""
        return {colour: [self.value(f"{colour}{place}") for place in range(4)] for colour in COLOURS}

    def value(self, about: str) -> int | None:
        chance = self.draw(about)
        return None if chance % 20 == 0 else 1 + chance // 20 % 5

    def weighs(self) -> Iterator[Action]:
        """Every scenario, fit and able."""
        for colour in COLOURS:
            judged = {about: self.draw(f"{colour}{about}") % 4 for about in JUDGEMENTS}
            yield Say(self.seat, "weigh", "cc.weigh", colour, judged)
        yield ready(self.seat, "weigh")
