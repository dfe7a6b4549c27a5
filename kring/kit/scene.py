"""What a tool may know and what it gives back: what was said and by whom, what is shown, what is proposed.

All of it is pure data: no database, no clock, no chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, TypeVar, cast

from kring.kit.payload import Payload

Settings = Mapping[str, Any]
Result = dict[str, Any]
Found = TypeVar("Found")
Lane = Literal["named", "anonymous"]


@dataclass(frozen=True, slots=True)
class Contribution:
    """One envelope of C-03. `participant` is the id of a seat, a table, or a voice (C-07)."""

    uuid: str
    step: str
    kind: str
    key: str
    participant: str
    payload: Payload
    seq: int
    role: str = "other"
    lane: Lane = "named"
    at: datetime | None = None
    activity: str = ""
    """Set where a tool looks at several activities at once (`Tool.thread`)."""


@dataclass(frozen=True, slots=True)
class Participant:
    """A seat of the meeting (named lane; `name` is shown) or a voice (anonymous lane; no name).

    `role` is a role key of C-06. `present` is False for a seat that left. `person` is the same in every
    meeting for somebody with an account, "" for a guest; `team` is the name of the person's first team.
    """

    id: str
    role: str = "other"
    name: str = ""
    lane: Lane = "named"
    table: bool = False
    present: bool = True
    person: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a computation may know of an activity (C-02).

    The house adds to the settings: `lot` (C-38), `zone` (name of the school's time zone), `agenda_minutes`, and in
    named mode (C-32) `named`: True; then everything comes in the named lane (see `kit.small_groups`); `invited`: how
    many were invited.
    """

    settings: Settings
    participants: Sequence[Participant]
    contributions: Sequence[Contribution]
    as_of: date
    memo: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What a computation found in this scene and would find again: two hundred phones ask about the same one.
    Nothing that stands here may be changed by whoever reads it."""

    @property
    def invited(self) -> int:
        """N of C-05: of how many people a result is about some (C-22). Never fewer than sit here now; a table is
        nobody of its own."""
        here = sum(one.lane == "named" and one.present and not one.table for one in self.participants)
        return max(here, int(self.settings.get("invited", 0)))

    def once(self, name: str, find: Callable[[], Found]) -> Found:
        """What `find` finds in this scene, found once. `name` begins with the key of the tool."""
        if name not in self.memo:
            self.memo[name] = find()
        return cast("Found", self.memo[name])


@dataclass(frozen=True, slots=True)
class Published:
    """A frozen publication (C-30). `rows`: figure -> row -> ids of the respondents counted in it."""

    step: str
    choice: str
    number: int
    upto_seq: int
    rows: Mapping[str, Mapping[str, frozenset[str]]]
    result: Mapping[str, Any]
    withdrawn: bool = False
    """Taken off the board by the facilitator; that undoes nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an action that the group took along: `sources` are the uuids it grew out of."""

    sources: frozenset[str]
    status: str
    """open | tried | done | dropped"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One activity of a thread. `activity` is "" for the running one, `kept` the kinds of harvest confirmed in it.

    A tool with `Tool.thread` finds them as `settings["thread"]`, oldest first, the running one last. `outcomes` are
    those of actions of the whole group; `practised` says how often yes, a_little and no was answered to the private
    question that came with some of its harvest (`Proposal.data`).
    """

    activity: str
    settings: Settings
    held_on: date | None = None
    published: tuple[Published, ...] = ()
    kept: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    practised: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Revealed:
    """What a reveal would freeze: the respondents per figure and row, and the result to show."""

    rows: Mapping[str, Mapping[str, frozenset[str]]]
    result: Result


@dataclass(frozen=True, slots=True)
class Shown:
    """All that may be seen: publications (newest per `step` or `step:choice`) and live parts per step."""

    published: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    live: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed piece of harvest (C-41). `text` is a finished sentence in the reader's language."""

    rule: str
    kind: Literal["insight", "agreement", "action", "repertoire"]
    text: str
    rank: int = 100
    owner: str = ""
    due: date | None = None
    private_to: tuple[str, ...] = ()
    """Seat ids of the only people who see it (a private action), or () for the circle."""
    sources: tuple[str, ...] = ()
    """uuids of the named contributions it grew out of; anonymous answers are never named as source."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """Of a private action it may hold `asks`, a sentence of `messages`, and `asked`, a seat id: around its date only
    that person is asked it, and answers yes, a little or no. Nobody else sees the answer (`Chapter.practised`)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody said in an activity about harvest that was still open (`Tool.brings`).

    `what` is did | not_yet | let_go | take of an action, the same or help of a learning task, ok | adjust | object of
    an agreement.
    """

    item: str
    what: str
    participant: str
    note: str = ""
    due: date | None = None


def counting(contributions: Iterable[Contribution], shapes: Mapping[str, str]) -> list[Contribution]:
    """The contributions that count (C-04): of answers only the newest per participant, kind and key.

    Cards and records keep their whole chain; `shapes` gives kind -> shape (unknown kinds count as answers).
    """
    newest: dict[tuple[str, str, str], Contribution] = {}
    kept: list[Contribution] = []
    for one in contributions:
        if shapes.get(one.kind, "answer") == "answer":
            place = (one.participant, one.kind, one.key)
            if place not in newest or newest[place].seq < one.seq:
                newest[place] = one
        else:
            kept.append(one)
    return sorted([*newest.values(), *kept], key=lambda one: (one.lane, one.seq))
