"""Scenes for the tests: people who say things, with the numbers the house would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from kring.kit.payload import Refused
from kring.kit.play import Action, Erase, Next, Refuses, Reveal, Say
from kring.kit.scene import Chapter, Contribution, Lane, Outcome, Participant, Published, Scene, Shown
from kring.kit.words import Words, load_words
from kring.tools.change_colours.tool import TOOL
from kring.tools.change_colours.vocabulary import BLOCKS, CONTENT

TODAY = date(2026, 3, 16)
EXAMPLES = Path(__file__).parent / "examples"
LETTERS = {"y": "yellow", "b": "blue", "r": "red", "g": "green", "w": "white"}


def example(name: str) -> Any:
    """An example file. Fractions stand in it as text."""
    return yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))


def why(case: Mapping[str, Any]) -> str:
    """The name of a case in the list of tests."""
    return str(case["why"])


def words(lang: str = "nl") -> Words:
    """What the tool says."""
    return load_words(CONTENT, lang)


class Room:
    """An activity without a house: it keeps what people say, and refuses what the house would refuse."""

    def __init__(self, names: Sequence[str] = (), **settings: Any) -> None:
        self.settings = {**TOOL.settled(settings), "lot": "a1b2c3"}
        self.names = list(names)
        self.said: list[Contribution] = []
        self.seq = 0
        self.published: list[Published] = []
        self.left: set[int] = set()
        self.earlier: list[Contribution] = []
        self.chapters: tuple[Chapter, ...] = ()
        self.today = TODAY
        self.open = {step.key for step in TOOL.course(self.settings)}

    def later(self, today: date, *, outcomes: Sequence[Outcome] = (), **given: Any) -> Room:
        """The next activity of this thread, on that day; `given` are settings, and `practised` of the chapter."""
        practised = given.pop("practised", {})
        name = f"activity {len(self.chapters) + 1}"
        settings = {**TOOL.settled({**TOOL.continues(self.settings), **given})}
        room = Room(self.names, **settings)
        said = [
            replace(
                one,
                activity=name,
                at=datetime.combine(self.today, time(), UTC),
                participant=one.participant if one.lane == "named" else f"{name}{one.participant}",
            )
            for one in self.said
        ]
        room.earlier = [*self.earlier, *said]
        chapter = Chapter(
            name, self.settings, self.today, tuple(self.published), (), tuple(outcomes), practised
        )
        room.chapters = (*self.chapters, chapter)
        room.today = today
        return room

    def say(self, seat: int, step: str, kind: str, key: str = "", **payload: Any) -> None:
        """One contribution; "done" goes in the anonymous lane. Raises Refused."""
        self.take(Say(seat, step, kind, key, payload, "anonymous"))

    def take(self, said: Say) -> None:
        """One contribution. Raises Refused."""
        seat, step, kind, key = said.seat, said.step, said.kind, said.key
        stored = TOOL.accept(self.open, step, kind, key, said.payload, self.settings)
        lane = self.lane(kind, said.lane)
        who = self.who(seat, lane)
        if any(who in locked for locked in self.locked(kind)) or self.is_settled(who, kind):
            raise Refused("locked")
        self.seq += 1
        one = Contribution(f"u{self.seq}", step, kind, key, who, stored, self.seq, "teacher", lane)
        self.said.append(one)

    def erase(self, seat: int, *kinds: str) -> None:
        """Content gone. Raises Refused."""
        for name in kinds:
            kind = TOOL.kind(name)
            who = self.who(seat, self.lane(name))
            if not kind.erasable:
                raise Refused("unreadable")
            counted = any(who in locked for locked in self.locked(name))
            if name in self.settled() or (counted and not kind.withdrawable):
                raise Refused("locked")
            self.said = [one for one in self.said if (one.participant, one.kind) != (who, name)]

    def reveal(self, step: str, choice: str = "") -> Mapping[str, Any]:
        """Show a step and freeze it. Raises Refused."""
        made = TOOL.reveal(self.scene(), step, choice, self.published)
        rows = {
            figure: {row: frozenset(ids) for row, ids in parts.items()} for figure, parts in made.rows.items()
        }
        number = 1 + sum((one.step, one.choice) == (step, choice) for one in self.published)
        self.published.append(Published(step, choice, number, self.seq, rows, made.result))
        return made.result

    def locked(self, kind: str) -> list[frozenset[str]]:
        return [
            ids
            for one in self.published
            if kind in TOOL.locks.get(one.step, frozenset())
            for parts in one.rows.values()
            for ids in parts.values()
        ]

    def settled(self) -> set[str]:
        return {kind for one in self.published for kind in TOOL.settles.get(one.step, frozenset())}

    def is_settled(self, who: str, kind: str) -> bool:
        return kind in self.settled() and any((one.participant, one.kind) == (who, kind) for one in self.said)

    def lane(self, kind: str, chosen: Lane = "anonymous") -> Lane:
        lane = TOOL.kind(kind).lane
        return chosen if lane == "choice" else lane

    def who(self, seat: int, lane: Lane) -> str:
        return f"seat{seat:03}" if lane == "named" else f"voice{seat:03}"

    def scene(self) -> Scene:
        """What the tool would see now."""
        seats = [
            Participant(self.who(i, "named"), "teacher", name, present=i not in self.left)
            for i, name in enumerate(self.names)
        ]
        voices = sorted({one.participant for one in self.said if one.lane == "anonymous"})
        people = [*seats, *(Participant(voice, "teacher", lane="anonymous") for voice in voices)]
        now = Chapter("", self.settings, None, tuple(self.published))
        settings = {**self.settings, "thread": (*self.chapters, now)}
        return Scene(settings, people, [*self.earlier, *self.said], self.today)

    def live(self, step: str) -> Mapping[str, Any]:
        return TOOL.live(self.scene(), step)

    def own(self, seat: int) -> Mapping[str, Any]:
        """The own outcome of a seat with its voice."""
        mine = {self.who(seat, "named"), self.who(seat, "anonymous")}
        scene = self.scene()
        given = [one for one in scene.contributions if one.participant in mine]
        return TOOL.own(Scene(scene.settings, scene.participants, given, self.today))

    def compute(self) -> Mapping[str, Any]:
        scene = self.scene()
        return TOOL.compute(scene.settings, scene.participants, scene.contributions, self.today)

    def shown(self) -> Shown:
        """All that may be seen now."""
        frozen = {
            f"{one.step}:{one.choice}" if one.choice else one.step: one.result for one in self.published
        }
        live = {step.key: self.live(step.key) for step in TOOL.steps}
        return Shown(frozen, {step: part for step, part in live.items() if part})

    def act(self, action: Action) -> None:
        """Carry out an action of a play. A step that was left is closed."""
        match action:
            case Say():
                self.take(action)
            case Erase(seat, kinds):
                self.erase(seat, *kinds)
            case Next(step):
                self.open = {step}
            case Reveal(step, choice):
                self.reveal(step, choice)
            case Refuses(inner, code):
                self.refused(inner, code)

    def refused(self, action: Action, code: str) -> None:
        try:
            self.act(action)
        except Refused as refused:
            assert refused.code == code, f"{action}: refused with {refused.code}, not with {code}"
        else:
            raise AssertionError(f"{action} was not refused")

    def picks(self, seat: int, think: Sequence[str], do: Sequence[str], share: str = "total") -> None:
        """Somebody picks colours and chooses how to be counted."""
        if share == "named":
            self.say(seat, "own", "cc.named", think=list(think), do=list(do))
            return
        self.say(seat, "pick", "cc.pick", "think", colours=list(think))
        self.say(seat, "pick", "cc.pick", "do", colours=list(do))
        self.say(seat, "own", "cc.share", share=share)

    def blocks(self, seat: int, mode: str, most: Sequence[str | None], least: Sequence[str | None]) -> None:
        """The blocks of a mode, from the first on."""
        step_blocks = BLOCKS["think"] if mode == "think" else BLOCKS["do"]
        for block, best, worst in zip(step_blocks, most, least, strict=False):
            self.say(seat, "test", "cc.block", block, most=best, least=worst)
