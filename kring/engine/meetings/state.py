"""What a meeting looks like now, as plain data: read once, kept in memory, asked thousands of times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from kring.engine.meetings.hiding import Hidden
from kring.kit.scene import Chapter, Contribution, Published
from kring.kit.tool import Tool


@dataclass(slots=True)
class SeatState:
    id: str
    key: str
    name: str
    role: str
    person: str
    table_of: int
    """With how many people a table writes (C-03); 0 = somebody's own seat."""
    present: bool
    team: str = ""

    @property
    def table(self) -> bool:
        """A phone with which several people write together, and nobody's own seat."""
        return self.table_of > 0


@dataclass(slots=True)
class StepState:
    key: str
    position: int
    minutes: int
    status: str
    opened_at: datetime | None
    until: datetime | None


class Ledger:
    """The contributions of an activity that count: of answers only the newest (C-04)."""

    def __init__(self, tool: Tool) -> None:
        self.shapes = {kind.name: kind.shape for kind in tool.kinds}
        self.live_kinds = tool.live_kinds
        self.earlier: list[Contribution] = []
        """What earlier activities of the same thread hold; it does not change any more."""
        self.answers: dict[tuple[str, str, str], Contribution] = {}
        self.others: dict[str, Contribution] = {}
        self.named_seq = 0
        self.anonymous_seq = 0
        self.voices: set[str] = set()
        """The voices that said something."""
        self.live_version = 0
        """Grows when something arrives that may change the live part."""

    def add(self, one: Contribution) -> bool:
        """Take in one contribution; False when it changes nothing (known already, or older than what counts)."""
        if one.lane == "named":
            self.named_seq = max(self.named_seq, one.seq)
        else:
            self.anonymous_seq = max(self.anonymous_seq, one.seq)
            self.voices.add(one.participant)
        if self.shapes.get(one.kind, "answer") == "answer":
            place = (one.participant, one.kind, one.key)
            old = self.answers.get(place)
            if old is not None and old.seq >= one.seq:
                return False
            self.answers[place] = one
        elif one.uuid in self.others:
            return False
        else:
            self.others[one.uuid] = one
        if one.kind in self.live_kinds:
            self.live_version += 1
        return True

    def counting(self) -> list[Contribution]:
        """What counts: first that of earlier activities, then per lane in the order of `seq`."""
        now = sorted([*self.answers.values(), *self.others.values()], key=lambda one: (one.lane, one.seq))
        return [*self.earlier, *now] if self.earlier else now

    def card(self, uuid: str) -> Contribution | None:
        """The card or record with this uuid, also from an earlier activity of the thread."""
        return self.others.get(uuid) or next((one for one in self.earlier if one.uuid == uuid), None)

    def of(self, participant: str) -> list[Contribution]:
        """What one participant gave and still counts."""
        return [one for one in self.counting() if one.participant == participant]


@dataclass(slots=True)
class ActivityState:
    id: str
    tool: Tool
    settings: dict[str, Any]
    title: str
    status: str
    anonymous: bool
    step: str
    open_steps: frozenset[str]
    version: int
    steps: list[StepState]
    ledger: Ledger
    news: list[Contribution]
    voices: set[str]
    marked: frozenset[str]
    published: list[Published]
    hidden: Mapping[str, str]
    minutes: int = 30
    shows_at: datetime | None = None
    """The moment at which everything is shown, fixed beforehand."""
    names: str = ""
    """Named mode (C-32): wanted, asking, yes or no; "" when nobody asked."""
    answered: frozenset[str] = frozenset()
    """The seats that answered the question about names; in named mode those that said yes."""
    slips: Mapping[str, str] = field(default_factory=dict)
    """The voices that are slips (C-09) -> the role key for which each was printed."""
    split: str = ""
    """The fold of role keys by which the activity is split (C-28), or "" where it is not."""
    earlier_seats: dict[str, SeatState] = field(default_factory=dict)
    """The seats of earlier meetings in which this thread was worked on."""
    chapters: tuple[Chapter, ...] = ()
    """The earlier activities of this thread, oldest first."""
    hidings: tuple[Hidden, ...] = ()
    """What whoever leads took off the wall, of this activity and earlier ones of the thread."""
    cache: dict[str, Any] = field(default_factory=dict)

    @property
    def by_name(self) -> bool:
        """Whether a tool that is anonymous by itself runs with names (C-32)."""
        return self.names == "yes"

    @property
    def locked(self) -> dict[str, set[str]]:
        """kind -> participants whose answer was counted in a publication and is fixed (C-30)."""
        fixed: dict[str, set[str]] = {}
        for publication in self.published:
            people = set().union(*(m for figure in publication.rows.values() for m in figure.values()), set())
            for kind in self.tool.locks.get(publication.step, frozenset()):
                fixed.setdefault(kind, set()).update(people)
        return fixed

    @property
    def settled(self) -> set[str]:
        """Kinds of which an answer that was given stays as it is, counted or not."""
        return {kind for one in self.published for kind in self.tool.settles.get(one.step, frozenset())}


@dataclass(slots=True)
class MeetingState:
    id: str
    title: str
    community: str
    community_name: str
    organisation: str
    language: str
    status: str
    code: str
    join_token: str
    board_token: str
    note: str
    planned_at: datetime
    used_at: datetime | None
    seats: dict[str, SeatState]
    agenda: list[dict[str, Any]]
    activity: ActivityState | None
    members: frozenset[str] = frozenset()
    """The people who are active members of its circle."""
    leaders: list[dict[str, Any]] = field(default_factory=list)
    votes: dict[str, int] = field(default_factory=dict)
    kind: str = "live"
    harvest: list[dict[str, Any]] = field(default_factory=list)
    """What the group took along: kind, text, who, due. Nothing that is private."""

    def present(self) -> list[SeatState]:
        """The seats that are taken now."""
        return [seat for seat in self.seats.values() if seat.present]

    def people(self) -> list[SeatState]:
        """The seats that are taken now and are somebody's own: a table is counted nowhere as a person (C-35)."""
        return [seat for seat in self.present() if not seat.table]

    def tables(self) -> list[SeatState]:
        """The tables that are there now."""
        return [seat for seat in self.present() if seat.table]

    def led_from(self, ident: str) -> bool:
        """Whether whoever sits on the seat with this id leads the meeting."""
        seat = self.seats.get(ident)
        return seat is not None and any(
            seat.id == one["seat"] or (bool(seat.person) and seat.person == one["person"])
            for one in self.leaders
        )


def digest(token: str) -> str:
    """A voice as it is stored: the hash of its paper."""
    return sha256(token.encode()).hexdigest()
