"""Scenes for the tests: a lab over several meetings, without a house, that refuses what the house would refuse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from kring.kit.freeze import freeze, thaw
from kring.kit.payload import Refused
from kring.kit.play import Action, Erase, Next, Play, Refuses, Reveal, Say, filled
from kring.kit.scene import Chapter, Contribution, Lane, Participant, Published, Scene, Shown, counting
from kring.kit.words import Words, load_words
from kring.tools.change_lab.tool import TOOL
from kring.tools.change_lab.vocabulary import CONTENT

TODAY = date(2026, 3, 16)
EXAMPLES = Path(__file__).parent / "examples"
ROLES = ("teacher", "teacher", "support", "middle_manager")
SHAPES = {kind.name: kind.shape for kind in TOOL.kinds}


def example(name: str) -> Any:
    """An example file. Fractions stand in it as text."""
    return yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))


def why(case: Mapping[str, Any]) -> str:
    """The name of a case in the list of tests."""
    return str(case["why"])


def words(lang: str = "nl") -> Words:
    """What the tool says."""
    return load_words(CONTENT, lang)


def ident(number: int) -> str:
    """A uuid that is the same every time."""
    return str(UUID(int=number))


class Lab:
    """A lab of `names`. `meet` begins its next session; everything that was said before goes on."""

    def __init__(self, names: Sequence[str] | int = 0, **settings: Any) -> None:
        self.names = [f"Robot {n + 1}" for n in range(names)] if isinstance(names, int) else list(names)
        self.chapters: list[Chapter] = []
        self.earlier: list[Contribution] = []
        self.seats: list[Participant] = []
        self.ids: dict[str, str] = {}
        self.number = 0
        self.today = TODAY
        self.meeting = 0
        self.left: set[int] = set()
        self.begin(settings)

    def begin(self, settings: Mapping[str, Any]) -> None:
        self.meeting += 1
        self.settings = {**TOOL.settled(settings), "lot": ident(self.meeting)}
        self.said: list[Contribution] = []
        self.published: list[Published] = []
        self.seq = {"named": 0, "anonymous": 0}
        self.open = {step.key for step in TOOL.course(self.settings)}

    def meet(self, *, kept: Iterable[str] = (), **settings: Any) -> Lab:
        """Close this session and begin the next one, as the house does."""
        name = f"session-{self.meeting}"
        voices = sorted({one.participant for one in self.said if one.lane == "anonymous"})
        numbers = {voice: f"{name}#{n}" for n, voice in enumerate(voices, start=1)}
        for one in counting(self.said, SHAPES):
            who = numbers.get(one.participant, one.participant)
            self.earlier.append(replace(one, activity=name, participant=who))
        kept_results = tuple(replace(one, rows={}) for one in self.published)
        self.chapters.append(Chapter(name, self.settings, self.today, kept_results, tuple(kept)))
        self.seats += [replace(one, present=False) for one in self.present()]
        given = {"session_no": int(self.settings["session_no"]) + 1, **settings}
        self.begin(given)
        return self

    def present(self) -> list[Participant]:
        """The seats of this meeting."""
        return [
            Participant(self.who(n, "named"), ROLES[n % len(ROLES)], name, person=f"person-{n}", present=True)
            for n, name in enumerate(self.names)
            if n not in self.left
        ]

    def who(self, seat: int, lane: Lane) -> str:
        place = f"{self.meeting}.{seat:03}"
        return f"seat-{place}" if lane == "named" else f"voice-{place}"

    def lane(self, kind: str, chosen: Lane = "named") -> Lane:
        own = TOOL.kind(kind).lane
        return chosen if own == "choice" else own

    def say(
        self,
        seat: int,
        step: str,
        kind: str,
        key: str = "",
        /,
        *,
        lane: Lane = "named",
        leads: bool = False,
        **payload: Any,
    ) -> str:
        """One contribution; gives its uuid. Raises Refused."""
        return self.take(Say(seat, step, kind, key, payload, lane, leads=leads))

    def take(self, said: Say) -> str:
        """One contribution; gives its uuid. Raises Refused."""
        self.number += 1
        key, payload = filled(said.key, self.ids), filled(said.payload, self.ids)
        stored = TOOL.accept(self.open, said.step, said.kind, key, payload, self.settings)
        kind, lane = TOOL.kind(said.kind), self.lane(said.kind, said.lane)
        who = self.who(said.seat, lane)
        if kind.lead_only and not said.leads:
            raise Refused("only_the_facilitator")
        if any(who in ids for ids in self.locked(said.kind)):
            raise Refused("locked")
        one = Contribution(
            ident(10_000 + self.number),
            said.step,
            said.kind,
            key,
            who,
            stored,
            self.seq[lane] + 1,
            ROLES[said.seat % len(ROLES)] if lane == "named" else "",
            lane,
            datetime(2026, 3, 16, tzinfo=UTC) + timedelta(days=self.meeting, seconds=self.number)
            if lane == "named"
            else None,
        )
        self.authors_only(one)
        if kind.whole:
            TOOL.admit(self.scene(), one, said.leads)
        self.seq[lane] += 1
        self.said.append(one)
        if said.name:
            self.ids[f"said:{said.name}"] = one.uuid
        return one.uuid

    def authors_only(self, one: Contribution) -> None:
        """A card is edited and withdrawn by its author, also in a later meeting (C-04). Raises Refused."""
        people = {each.id: each.person for each in [*self.seats, *self.present()]}
        for name in ("replaces", "target"):
            if SHAPES[one.kind] == "card" and (target := one.payload.get(name)):
                known = next((each for each in [*self.earlier, *self.said] if each.uuid == target), None)
                same = known and (
                    known.participant == one.participant
                    or (
                        people.get(known.participant)
                        and people.get(known.participant) == people.get(one.participant)
                    )
                )
                if not same:
                    raise Refused("not_yours")

    def hide(self, uuid: str) -> None:
        """The facilitator takes a card off the wall."""
        self.said = [one for one in self.said if one.uuid != uuid]
        self.earlier = [one for one in self.earlier if one.uuid != uuid]

    def locked(self, kind: str) -> list[frozenset[str]]:
        return [
            ids
            for one in self.published
            if kind in TOOL.locks.get(one.step, frozenset())
            for parts in one.rows.values()
            for ids in parts.values()
        ]

    def reveal(self, step: str, choice: str = "") -> Mapping[str, Any]:
        """Show a step and freeze it, as the store does. Raises Refused."""
        made = TOOL.reveal(self.scene(), step, choice, self.published)
        number = 1 + sum((one.step, one.choice) == (step, choice) for one in self.published)
        rows = {
            figure: {row: frozenset(ids) for row, ids in parts.items()} for figure, parts in made.rows.items()
        }
        kept = thaw(freeze(made.result))
        assert kept == made.result
        self.published.append(Published(step, choice, number, self.seq["anonymous"], rows, kept))
        return made.result

    def choices(self, step: str) -> tuple[str, ...]:
        return TOOL.choices(self.scene(), step, self.published)

    def scene(self) -> Scene:
        """What the tool would see now."""
        voices = sorted({one.participant for one in [*self.earlier, *self.said] if one.lane == "anonymous"})
        people = [
            *self.present(),
            *self.seats,
            *(Participant(voice, "", lane="anonymous") for voice in voices),
        ]
        thread = (*self.chapters, Chapter("", self.settings, None, tuple(self.published)))
        now = counting(self.said, SHAPES)
        return Scene({**self.settings, "thread": thread}, people, [*self.earlier, *now], self.today)

    def live(self, step: str) -> Any:
        return TOOL.live(self.scene(), step)

    def wall(self) -> Any:
        return self.live("close")["wall"]

    def texts(self, cell: str) -> list[str]:
        """The texts in a cell of the wall, in their order."""
        return [one["text"] for one in self.wall()["cells"][cell]]

    def tensions(self) -> Any:
        return self.live("close")["tensions"]

    def lead(self) -> Any:
        return TOOL.lead(self.scene())

    def mine(self, seat: int) -> Any:
        return TOOL.mine(self.scene(), self.who(seat, "named"))

    def own(self, seat: int) -> Any:
        """The own outcome of the voice of a seat."""
        voice = self.who(seat, "anonymous")
        given = [one for one in counting(self.said, SHAPES) if one.participant == voice]
        return TOOL.own(Scene(self.settings, (), given, self.today))

    def compute(self) -> Any:
        scene = self.scene()
        return TOOL.compute(scene.settings, scene.participants, scene.contributions, self.today)

    def shown(self) -> Shown:
        """All that may be seen now."""
        frozen = {
            f"{one.step}:{one.choice}" if one.choice else one.step: one.result for one in self.published
        }
        scene = self.scene()
        live = {step.key: TOOL.live(scene, step.key) for step in TOOL.course(self.settings)}
        return Shown(frozen, {step: part for step, part in live.items() if part})

    def play(self, script: Play) -> Lab:
        """Carry out a play; what must be refused, is."""
        for action in script:
            self.act(action)
        return self

    def act(self, action: Action) -> None:
        match action:
            case Next(step):
                self.open = {step}
            case Say():
                self.take(action)
            case Reveal(step, choice):
                self.reveal(step, choice)
            case Refuses(inner, code):
                self.refuses(inner, code)
            case Erase():
                raise AssertionError("nothing in a lab is erased")

    def refuses(self, action: Action, code: str) -> None:
        try:
            self.act(action)
        except Refused as refused:
            assert refused.code == code, f"{action}: {refused.code}, but {code} was expected"
        else:
            raise AssertionError(f"{action} was accepted, but {code} was expected")

    # What people do in many tests

    def card(
        self, seat: int, cell: str, text: str, *, lane: Lane = "named", step: str = "mirror_in", **more: Any
    ) -> str:
        """A card in a cell of the wall."""
        surface, _, time = cell.partition(".")
        mirror = {"mirror_kind": "story", "safe_check": True} if surface == "mirror" else {}
        return self.say(
            seat,
            step,
            "cl.card",
            lane=lane,
            **{"surface": surface, "time": time, "text": text, **mirror, **more},
        )

    def tension(
        self,
        seat: int,
        a: str = "rules",
        b: str = "community",
        one: str = "dit",
        other: str = "dat",
        **more: Any,
    ) -> str:
        """A tension between two boxes."""
        return self.say(seat, "tensions", "cl.tension", a=a, b=b, one_hand=one, other_hand=other, **more)

    def node(self, seat: int, component: str, text: str, state: str = "now", **more: Any) -> str:
        """A text in a box."""
        return self.say(seat, "triangle", "cl.node", component=component, state=state, text=text, **more)

    def experiment(self, seat: int, key: str, **fields: Any) -> str:
        """An experiment, or a change of it."""
        return self.say(seat, "experiment", "cl.experiment", key, **fields)

    def rate(self, seat: int, tension: str, recognise: int | None, leverage: int | None) -> None:
        """A rating of a tension."""
        self.say(seat, "rate", "cl.rate", tension, recognise=recognise, leverage=leverage)


ALL = tuple(step.key for step in TOOL.steps)
"""Every step, for labs in one session."""
