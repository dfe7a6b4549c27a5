"""Scenes for the tests: people around one carousel, with a clock that a test turns, and the numbers of the house."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kring.kit.payload import Refused
from kring.kit.play import Action, Next, Refuses, Reveal, Say, filled
from kring.kit.scene import Chapter, Contribution, Lane, Participant, Published, Scene, Shown
from kring.kit.words import Words, load_words
from kring.tools.carousel.tool import TOOL
from kring.tools.carousel.vocabulary import CONTENT

TODAY = date(2026, 3, 16)
START = datetime(2026, 3, 16, 13, 0, tzinfo=UTC)
NAMES = ("Amina", "Bram", "Chris", "Dewi", "Els", "Fatih", "Greet", "Hans", "Ilse", "Joris", "Karin", "Luuk")


def words(lang: str = "nl") -> Words:
    """What the tool says."""
    return load_words(CONTENT, lang)


class Room:
    """An activity without a house. Seat 0 leads as well."""

    def __init__(self, people: int | Sequence[str] = 0, teams: Sequence[str] = (), **settings: Any) -> None:
        names = [name_of(i) for i in range(people)] if isinstance(people, int) else list(people)
        self.settings = {**TOOL.settled(settings), "lot": "a1b2c3"}
        self.seats = [
            Participant(
                f"s{i:03}", "teacher", name, person=f"p{i:03}", team=teams[i % len(teams)] if teams else ""
            )
            for i, name in enumerate(names)
        ]
        self.said: list[Contribution] = []
        self.before: list[Contribution] = []
        self.earlier_seats: list[Participant] = []
        self.published: list[Published] = []
        self.step = "prepare"
        self.now = START
        self.today = TODAY
        self.ids: dict[str, str] = {one_id(i): one.id for i, one in enumerate(self.seats)}
        self.uuids = 0
        self.seq: dict[str, int] = {}

    # People

    def comes(self, name: str, team: str = "") -> int:
        """Somebody takes a seat; gives its number."""
        i = len(self.seats)
        self.seats.append(Participant(f"s{i:03}", "teacher", name, person=f"p{i:03}", team=team))
        self.ids[one_id(i)] = f"s{i:03}"
        return i

    def leaves_meeting(self, seat: int) -> None:
        """The seat is given up, without a word."""
        self.seats[seat] = replace(self.seats[seat], present=False)

    def everybody_joins(self) -> Room:
        for i in range(len(self.seats)):
            self.say(i, "cr.join")
        return self

    def follows(self, other: Room) -> Room:
        """This activity continues an earlier one of other seats, of the same people."""
        place = {one.id: f"e{one.id}" for one in other.seats}

        def moved(value: Any) -> Any:
            if isinstance(value, str):
                return ":".join(place.get(part, part) for part in value.split(":"))
            if isinstance(value, dict):
                return {key: moved(one) for key, one in value.items()}
            return [moved(one) for one in value] if isinstance(value, list) else value

        self.settings["thread"] = (
            Chapter("earlier", moved(dict(other.settings))),
            Chapter("", self.settings),
        )
        self.earlier_seats = [replace(one, id=place[one.id], present=False) for one in other.seats]
        self.before = [
            replace(
                one,
                activity="earlier",
                participant=place.get(one.participant, f"earlier#{one.participant}"),
                key=moved(one.key),
                payload=moved(one.payload),
            )
            for one in other.said
        ]
        return self

    # Saying

    def say(self, seat: int, kind: str, key: str = "", lane: Lane = "named", /, **payload: Any) -> str:
        """One contribution in the step that is open; gives its uuid. Raises Refused."""
        return self.take(Say(seat, self.step, kind, key, payload, lane))

    def lead(self, kind: str, key: str = "", /, **payload: Any) -> str:
        """The facilitator does something."""
        return self.take(Say(0, self.step, kind, key, payload, leads=True))

    def take(self, said: Say) -> str:
        kind = TOOL.kind(said.kind)
        if kind.lead_only and not said.leads:
            raise Refused("only_the_facilitator")
        key = filled(said.key, self.ids)
        payload = filled(said.payload, self.ids)
        stored = TOOL.accept({self.step}, said.step, said.kind, key, payload, self.settings)
        lane = said.lane if kind.lane == "choice" else kind.lane
        who = self.who(said.seat, lane)
        if who in self.locked(said.kind):
            raise Refused("locked")
        self.seq[lane] = seq = self.seq.get(lane, 0) + 1
        self.uuids += 1
        uuid = f"u{self.uuids}"
        at = self.now if lane == "named" else None
        self.said.append(Contribution(uuid, said.step, said.kind, key, who, stored, seq, "teacher", lane, at))
        if said.name:
            self.ids[f"said:{said.name}"] = uuid
        return uuid

    def who(self, seat: int, lane: Lane) -> str:
        return self.seats[seat].id if lane == "named" else f"voice{seat:03}"

    def locked(self, kind: str) -> set[str]:
        return {
            who
            for one in self.published
            if kind in TOOL.locks.get(one.step, frozenset())
            for rows in one.rows.values()
            for ids in rows.values()
            for who in ids
        }

    def wait(self, **time: int) -> Room:
        """Time goes by: wait(minutes=3, seconds=20)."""
        self.now += timedelta(**time)
        return self

    def planned(self) -> None:
        """The house writes down what the calendar asks for at this moment."""
        kept = self.settings.get("planned", {})
        self.settings["planned"] = {**TOOL.plans(self.scene(), self.now), **kept}

    # Rounds

    def starts(self, r: int, *, sealed: bool = False) -> Mapping[str, Any]:
        """Round r begins; gives what is seen of it."""
        self.step = "round"
        seal = self.live("round")["next"]["seal"] if sealed else ""
        self.lead("cr.turn", str(r), phase="talk", seal=seal)
        found: Mapping[str, Any] = self.live("round")["now"]
        return found

    def ends(self, r: int, phase: str = "change") -> None:
        self.lead("cr.turn", str(r), phase=phase)

    def plays(self, rounds: int, *, sealed: bool = False) -> Room:
        """So many rounds, each of its time."""
        first = self.live("round")["number"] + 1
        for r in range(first, first + rounds):
            self.starts(r, sealed=sealed)
            self.wait(minutes=10)
            self.ends(r)
            self.wait(minutes=2)
        return self

    def goes_to(self, step: str) -> Room:
        self.step = step
        return self

    # Looking

    def scene(self) -> Scene:
        """What the tool would see now: of answers only the newest, as in the house."""
        newest: dict[tuple[str, str, str], Contribution] = {}
        kept: list[Contribution] = []
        for one in self.said:
            if TOOL.kind(one.kind).shape == "answer":
                newest[one.participant, one.kind, one.key] = one
            else:
                kept.append(one)
        voices = sorted({one.participant for one in self.said if one.lane == "anonymous"})
        people = [
            *self.seats,
            *self.earlier_seats,
            *(Participant(voice, "teacher", lane="anonymous") for voice in voices),
        ]
        given = sorted([*newest.values(), *kept], key=lambda one: (one.lane, one.seq))
        return Scene(self.settings, people, [*self.before, *given], self.today)

    def live(self, step: str) -> Mapping[str, Any]:
        return TOOL.live(self.scene(), step)

    def mine(self, seat: int) -> Mapping[str, Any]:
        return TOOL.mine(self.scene(), self.seats[seat].id)

    def own(self, seat: int) -> Mapping[str, Any]:
        """What the voice of this seat gets back."""
        scene = self.scene()
        mine = [one for one in scene.contributions if one.participant == self.who(seat, "anonymous")]
        return TOOL.own(Scene(scene.settings, scene.participants, mine, TODAY))

    def compute(self) -> Mapping[str, Any]:
        scene = self.scene()
        return TOOL.compute(scene.settings, scene.participants, scene.contributions, TODAY)

    def reveal(self, step: str) -> Mapping[str, Any]:
        """Show a step and freeze it. Raises Refused."""
        made = TOOL.reveal(self.scene(), step, "", self.published)
        number = 1 + sum(one.step == step for one in self.published)
        self.published.append(Published(step, "", number, len(self.said), made.rows, made.result))
        return made.result

    def shown(self) -> Shown:
        """All that may be seen now."""
        live = {step.key: self.live(step.key) for step in TOOL.course(self.settings)}
        published = {one.step: one.result for one in self.published}
        return Shown(published, {step: part for step, part in live.items() if part})

    def act(self, action: Action) -> None:
        """Carry out an action of a play."""
        match action:
            case Say():
                self.take(action)
            case Next(step):
                self.step = step
            case Reveal(step):
                self.reveal(step)
            case Refuses(inner, code):
                self.refused(inner, code)

    def refused(self, action: Action, code: str) -> None:
        try:
            self.act(action)
        except Refused as refused:
            assert refused.code == code, f"{action}: refused with {refused.code}, not with {code}"
        else:
            raise AssertionError(f"{action} was not refused")


def name_of(i: int) -> str:
    return NAMES[i] if i < len(NAMES) else f"Robot {i + 1}"


def one_id(i: int) -> str:
    return f"seat:{i}"


def pairs(round_seen: Mapping[str, Any]) -> set[str]:
    """Who talks with whom, by names: "Amina-Bram"."""
    return {"-".join(sorted(talk["names"])) for talk in round_seen["talks"]}


def names(talks: Iterable[Mapping[str, Any]]) -> set[str]:
    return {name for talk in talks for name in talk["names"]}
