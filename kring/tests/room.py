"""A meeting without a database, for tests: the house's own judgement, numbers and locks, in memory."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from kring.engine.meetings.intake import judge
from kring.engine.meetings.scenes import scene, shown
from kring.engine.meetings.state import ActivityState, Ledger, MeetingState, SeatState, StepState, digest
from kring.kit.payload import Refused
from kring.kit.play import Action, Erase, Next, Play, Refuses, Reveal, Say, filled
from kring.kit.scene import Lane, Published, Result, Scene, Shown
from kring.kit.tool import Tool

NOW = datetime(2026, 3, 16, 15, 30, tzinfo=UTC)
TODAY = date(2026, 3, 16)
ROLES = ("teacher", "teacher", "support", "middle_manager")


def ident(number: int) -> str:
    """A uuid that is the same every time."""
    return str(UUID(int=number))


class Room:
    """`people` seats around one tool. What they say goes past the same judge as in the house.

    `named`: all of them said yes to names (C-32).
    """

    def __init__(
        self, tool: Tool, people: int = 0, settings: dict[str, Any] | None = None, *, named: bool = False
    ) -> None:
        self.tool = tool
        self.said = 0
        self.ids = {f"seat:{place}": ident(1000 + place) for place in range(people)}
        chosen = {**tool.settled(settings or {}), "lot": "a1b2c3", **({"named": True} if named else {})}
        seats = {
            ident(1000 + place): SeatState(
                id=ident(1000 + place),
                key="key",
                name=f"Robot {place + 1}",
                role=ROLES[place % len(ROLES)],
                person="",
                table_of=0,
                present=True,
            )
            for place in range(people)
        }
        steps = [
            StepState(step.key, place, step.minutes, "waiting", NOW, NOW)
            for place, step in enumerate(tool.course(chosen), start=1)
        ]
        self.state = MeetingState(
            id=ident(1),
            title="Together",
            community="",
            community_name="",
            organisation=ident(3),
            language="nl",
            status="open",
            code="3456789",
            join_token="token",
            board_token="token",
            note="",
            planned_at=NOW,
            used_at=NOW,
            seats=seats,
            agenda=[],
            activity=ActivityState(
                id=ident(2),
                tool=tool,
                settings=chosen,
                title="",
                status="open",
                anonymous=tool.anonymous and not named,
                step=steps[0].key if steps else "",
                open_steps=frozenset(step.key for step in steps),
                version=1,
                steps=steps,
                ledger=Ledger(tool),
                news=[],
                voices=set(),
                marked=frozenset(),
                published=[],
                hidden={},
                names="yes" if named else "",
                answered=frozenset(seats) if named else frozenset(),
            ),
        )

    @property
    def activity(self) -> ActivityState:
        assert self.state.activity is not None
        return self.state.activity

    def who(self, seat: int, lane: Lane) -> str:
        """The seat with this number, or the voice it would have."""
        return list(self.state.seats)[seat] if lane == "named" else digest(f"paper {seat}")

    def lane(self, kind: str, chosen: Lane) -> Lane:
        own = self.tool.kind(kind).lane
        return "named" if not self.activity.anonymous else chosen if own == "choice" else own

    def play(self, script: Play) -> Room:
        """Carry out a play; what must be refused, is."""
        for action in script:
            self.act(action)
        return self

    def act(self, action: Action) -> None:
        match action:
            case Next(step):
                self.activity.step, self.activity.open_steps = step, self.open_at(step)
            case Say():
                self.say(action)
            case Erase(seat, kinds):
                self.erase(seat, kinds)
            case Reveal(step, choice):
                self.reveal(step, choice)
            case Refuses(inner, code):
                self.refuses(inner, code)
        self.activity.version += 1

    def open_at(self, step: str) -> frozenset[str]:
        """The step itself, and whatever was open before it and lasts until here."""
        places = {one.key: one.position for one in self.activity.steps}
        lasting = (
            key
            for key in self.activity.open_steps
            if places[key] < places[step] <= places.get(self.tool.step(key).lasts, 0)
        )
        return frozenset({step, *lasting})

    def say(self, said: Say) -> None:
        """One contribution. Raises Refused."""
        self.said += 1
        lane: Lane = "named"
        if any(kind.name == said.kind for kind in self.tool.kinds):
            lane = self.lane(said.kind, said.lane)
        envelope = {
            "uuid": ident(10_000 + self.said),
            "step": said.step,
            "kind": said.kind,
            "key": filled(said.key, self.ids),
            "payload": filled(said.payload, self.ids),
        }
        who = self.who(said.seat, lane)
        entry = judge(self.state, self.activity.id, lane, who, envelope, NOW, leads=said.leads)
        ledger = self.activity.ledger
        seq = ledger.named_seq if lane == "named" else ledger.anonymous_seq
        ledger.add(entry.contribution(seq + 1))
        if said.name:
            self.ids[f"said:{said.name}"] = envelope["uuid"]

    def erase(self, seat: int, kinds: tuple[str, ...]) -> None:
        """Take away, as the verb `erase` does. Raises Refused."""
        for name in kinds:
            kind, who = self.tool.kind(name), self.who(seat, self.lane(name, "anonymous"))
            if not kind.erasable:
                raise Refused("unreadable")
            if who in self.activity.locked.get(name, ()) and not kind.withdrawable:
                raise Refused("locked")
            answers = self.activity.ledger.answers
            for place in [place for place in answers if place[:2] == (who, name)]:
                del answers[place]

    def reveal(self, step: str, choice: str = "") -> None:
        """Publish and freeze. Raises Refused."""
        made = self.tool.reveal(self.scene(), step, choice, self.activity.published)
        number = 1 + sum((one.step, one.choice) == (step, choice) for one in self.activity.published)
        upto = self.activity.ledger.anonymous_seq
        self.activity.published.append(Published(step, choice, number, upto, made.rows, made.result))

    def refuses(self, action: Action, code: str) -> None:
        try:
            self.act(action)
        except Refused as refused:
            assert refused.code == code, f"{action}: {refused.code}, but {code} was expected"
        else:
            raise AssertionError(f"{action} was accepted, but {code} was expected")

    def scene(self) -> Scene:
        """What the tool sees."""
        return scene(self.state, TODAY)

    def shown(self) -> Shown:
        """All that may be seen."""
        return shown(self.state, TODAY)

    def compute(self) -> Result:
        now = self.scene()
        return self.tool.compute(now.settings, now.participants, now.contributions, TODAY)

    def own(self, seat: int, lane: Lane) -> Result:
        """The own outcome of a seat or of its voice."""
        now, mine = self.scene(), self.activity.ledger.of(self.who(seat, lane))
        return self.tool.own(Scene(now.settings, now.participants, mine, TODAY))
