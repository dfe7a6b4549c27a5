"""What a tool is: a declaration that the house can run without knowing the tool.

A tool folder holds a `tool.py` with `TOOL = Tool(...)`. Everything here is pure: no database,
no clock, no chance. What must happen as a consequence is done by the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

if TYPE_CHECKING:
    from kring.kit.document import Block, Document, Sheet
    from kring.kit.picture import Picture
    from kring.kit.words import Words

Payload = dict[str, Any]
Settings = Mapping[str, Any]
Result = dict[str, Any]
Found = TypeVar("Found")
Lane = Literal["named", "anonymous"]


class Refused(Exception):
    """An ordinary no: `code` names the sentence (locale `refusal.<code>`), `values` fill its blanks."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class BrokenTool(Exception):
    """A tool folder that cannot be used: which file, which line, and what to do about it."""


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


def always(settings: Settings) -> bool:
    """The step belongs to every activity."""
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the course. `minutes` is advice (C-37)."""

    key: str
    minutes: int
    accepts: frozenset[str] = frozenset()
    used: Callable[[Settings], bool] = always
    reveals: bool = False
    """True when the facilitator publishes something here (C-30)."""
    done: str = ""
    """The kind that means "nothing (more) to add" (C-05), or "" when nobody has to be ready."""
    lasts: str = ""
    """The step until the end of which a latecomer can still answer this one (C-34), or "" when it closes at once."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of contribution: its lane (C-07), its shape (C-04) and its check."""

    name: str
    lane: Literal["named", "anonymous", "choice"]
    shape: Literal["answer", "card", "record"]
    check: Callable[[str, Payload, Settings], Payload]
    """(key, payload, settings) -> the payload as it is stored; raises Refused."""
    erasable: bool = False
    """The author may erase all of it, content gone (only where the tool's specification says so)."""
    withdrawable: bool = False
    """It may be erased even after a publication has counted it; it can never be given again."""
    lead_only: bool = False
    """Only whoever leads the activity may send it."""
    confidential: bool = False
    """Named lane, but read by the result function only (C-12): encrypted at rest, never listed or exported."""
    whole: bool = False
    """`Tool.admit` is asked about it too, for what only the whole scene can tell."""
    term: str = ""
    """A retention rule of its own (roles.md 8), where the general one for its lane is too long."""
    photo: bool = False
    """Its payload may hold `image: {id, alt}`, a photo that the house keeps for it; None without one."""
    lead_too: bool = False
    """Whoever leads the activity may send it from their own page as well."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One field of an activity's settings. `asked` ones are the (at most three) questions when planning."""

    key: str
    type: Literal["choice", "text", "flag", "number", "subset", "lines"]
    default: Any = None
    options: tuple[str, ...] = ()
    limit: int = 140
    lowest: int = 0
    highest: int = 100
    asked: bool = False
    more: bool = False
    """Asked too, folded away: for who wants it otherwise than most."""
    agenda: bool = False
    """A number of minutes: as many as its part of the agenda gets when it is planned."""
    upto: int = 0
    """A flag that is on by default in circles of at most so many people; 0 = the default holds for every size."""

    def default_for(self, people: int) -> Any:
        """The default in a circle of so many people (0 = not known)."""
        return False if self.upto and people > self.upto else self.default


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a computation may know of an activity (C-02).

    The house adds to the settings: `lot` (C-38), `zone` (name of the school's time zone), `agenda_minutes`, and in
    named mode (C-32) `named`: True; then everything comes in the named lane (see `kit.small_groups`).
    """

    settings: Settings
    participants: Sequence[Participant]
    contributions: Sequence[Contribution]
    as_of: date
    memo: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What a computation found in this scene and would find again: two hundred phones ask about the same one.
    Nothing that stands here may be changed by whoever reads it."""

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

    `what` is did | not_yet | let_go | take of an action, ok | adjust | object of an agreement.
    """

    item: str
    what: str
    participant: str
    note: str = ""
    due: date | None = None


def nothing_live(scene: Scene, step: str) -> Result:
    """No live part."""
    return {}


def nothing_to_reveal(scene: Scene, step: str, choice: str, before: Sequence[Published]) -> Revealed:
    """No step of this tool is published."""
    raise Refused("nothing_to_reveal")


def no_choices(scene: Scene, step: str, before: Sequence[Published]) -> tuple[str, ...]:
    """One way to reveal only."""
    return ("",)


def nothing_own(scene: Scene) -> Result:
    """No own outcome."""
    return {}


def nothing_mine(scene: Scene, participant: str) -> Result:
    """Nothing that only this participant sees."""
    return {}


def nothing_to_lead(scene: Scene) -> Result:
    """Nothing that only whoever leads sees."""
    return {}


def everything_welcome(scene: Scene, said: Contribution, leads: bool) -> None:
    """What a kind's check lets through is welcome."""


def ends_with_the_meeting(settings: Settings) -> bool:
    """It is done in one meeting."""
    return False


def nothing_to_remind(scene: Scene, participant: str, words: Words) -> str:
    """Nothing to write to anybody."""
    return ""


def begun_anew(before: Settings) -> dict[str, Any]:
    """Nothing of an earlier activity is taken over."""
    return {}


def no_proposals(settings: Settings, shown: Shown, as_of: date, words: Words) -> list[Proposal]:
    """Nothing to harvest."""
    return []


def no_replies(scene: Scene) -> list[Reply]:
    """Nothing was asked about open harvest."""
    return []


def nothing_between(scene: Scene, words: Words) -> list[Proposal]:
    """Nothing that belongs to two people only."""
    return []


def no_sheets(settings: Settings, shown: Shown, words: Words) -> list[Sheet]:
    """No sheets beyond the first."""
    return []


def no_blocks(settings: Settings, shown: Shown, words: Words) -> list[Block]:
    """Nothing in the report beyond its head."""
    return []


def no_prints(settings: Settings, shown: Shown, words: Words) -> list[Document]:
    """Nothing for on the wall."""
    return []


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as the house sees it. Words, faces and files are found by their place in its folder.

    compute   (settings, participants, contributions, as_of) -> Result with every number; never shown raw
    live      (scene, step) -> what everybody may see at once (declared differences of C-30)
    choices   (scene, step, before) -> the ways the facilitator may reveal this step now
    reveal    (scene, step, choice, before) -> Revealed; raises Refused (too_few, wait_more, ...)
    own       (scene with only the asker's contributions) -> the own outcome (C-11)
    mine      (whole scene, id of a seat) -> what only this seat may see of it: its partner, its plan
    lead      (whole scene) -> what only whoever leads may see of it: hints, signals
    admit     (whole scene, a contribution that its check let through, does its sender lead) -> nothing; raises
              Refused for what only the whole scene can tell (a limit per person, something that is gone).
              Asked for kinds that are `whole`
    replies   (whole scene) -> what was said of the harvest that the activity brought along
    propose, sheets, report   (settings, shown, ...) -> harvest, XLSX sheets, report blocks
    between   (whole scene, words) -> harvest of two people only (`private_to`), beside that of the group
    prints    (settings, shown, words) -> sheets of paper for whoever leads: for on the wall, or to hold
    pictures  name -> (data, words) -> Picture
    told      name -> (data, words) -> finished sentences about something that may be seen
    across    step -> ([(circle, publication of that step)] of all circles of a school, words) -> sentences that stand
              with the repertoire of each of them; at least three circles speak in each (C-27)
    """

    key: str
    prefix: str
    steps: tuple[Step, ...]
    kinds: tuple[Kind, ...]
    compute: Callable[[Settings, Sequence[Participant], Sequence[Contribution], date], Result]
    settings: tuple[Setting, ...] = ()
    live: Callable[[Scene, str], Result] = nothing_live
    choices: Callable[[Scene, str, Sequence[Published]], tuple[str, ...]] = no_choices
    reveal: Callable[[Scene, str, str, Sequence[Published]], Revealed] = nothing_to_reveal
    own: Callable[[Scene], Result] = nothing_own
    mine: Callable[[Scene, str], Result] = nothing_mine
    lead: Callable[[Scene], Result] = nothing_to_lead
    admit: Callable[[Scene, Contribution, bool], None] = everything_welcome
    replies: Callable[[Scene], list[Reply]] = no_replies
    propose: Callable[[Settings, Shown, date, Words], list[Proposal]] = no_proposals
    between: Callable[[Scene, Words], list[Proposal]] = nothing_between
    sheets: Callable[[Settings, Shown, Words], list[Sheet]] = no_sheets
    report: Callable[[Settings, Shown, Words], list[Block]] = no_blocks
    prints: Callable[[Settings, Shown, Words], list[Document]] = no_prints
    across: Mapping[str, Callable[[Sequence[tuple[str, Published]], Words], list[str]]] = field(
        default_factory=dict
    )
    pictures: Mapping[str, Callable[[Mapping[str, Any], Words], Picture]] = field(default_factory=dict)
    told: Mapping[str, Callable[[Any, Words], Sequence[str]]] = field(default_factory=dict)
    anonymous: bool = True
    """Has kinds in the anonymous lane, so that seats receive a paper."""
    thread: bool = False
    """Activities of this tool in one community may continue each other: the scene then holds the contributions
    of the earlier ones too, each with its `activity`; voices of earlier ones are "<activity>#<number>"."""
    names_again: bool = False
    """Of a thread: nothing that was shown in named mode comes back in a later activity, so each may have names."""
    lasting: Callable[[Settings], bool] = ends_with_the_meeting
    """It takes weeks: its meeting is not closed when nobody touched it for hours, and `settings["holidays"]` holds
    the first and last days (ISO) of the school's holidays."""
    reminds: Callable[[Scene, str, Words], str] = nothing_to_remind
    """(whole scene, id of a seat, words) -> a line for the weekly letter of somebody in a lasting activity, or ""."""
    continues: Callable[[Settings], dict[str, Any]] = begun_anew
    """Settings of an activity of a thread -> those with which the following one begins."""
    brings: bool = False
    """From its opening on `settings["open"]` holds what is still open in the community: {items: [{id, kind (action |
    agreement), text, owners: [{person, name}], owner_text, due (ISO or ""), status, asked?, answered?, said?}],
    members: [person]}. What was said of it counts when the activity closes; the planner is offered the tool first."""
    live_after: Mapping[str, str] = field(default_factory=dict)
    """Step -> publication ("step" or "step:choice") before which its live part is shown to nobody."""
    locks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Step that was published -> kinds whose counted answers can no longer be changed (C-30)."""
    settles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Step that was published -> kinds of which no answer, counted or not, can be changed or erased any more."""
    live_kinds: frozenset[str] = frozenset()
    """Kinds that change `live`; a contribution of another kind changes the progress only."""

    @property
    def may_have_names(self) -> bool:
        """Whether a small circle may do it with names (C-32).

        Not in a thread where what was shown comes back in later meetings, before people who were never asked.
        """
        return self.anonymous and (self.names_again or not self.thread)

    def step(self, key: str) -> Step:
        """The step with this key; raises Refused("not_in_this_step") for an unknown one."""
        for step in self.steps:
            if step.key == key:
                return step
        raise Refused("not_in_this_step")

    def kind(self, name: str) -> Kind:
        """The kind with this name; raises Refused("not_in_this_step") for an unknown one."""
        for kind in self.kinds:
            if kind.name == name:
                return kind
        raise Refused("not_in_this_step")

    def course(self, settings: Settings) -> tuple[Step, ...]:
        """The steps of an activity with these settings, in order."""
        return tuple(step for step in self.steps if step.used(settings))

    def accept(
        self, open_steps: Iterable[str], step: str, kind: str, key: str, payload: Payload, settings: Settings
    ) -> Payload:
        """The payload as it may be stored.

        Raises Refused: step_closed, not_in_this_step, or what the kind's check says.
        """
        if kind not in self.step(step).accepts:
            raise Refused("not_in_this_step")
        if step not in open_steps:
            raise Refused("step_closed")
        return self.kind(kind).check(key, payload, settings)

    def settled(self, given: Settings) -> dict[str, Any]:
        """Complete settings: what was given (of known fields), defaults for the rest. Raises Refused."""
        known = {setting.key: setting for setting in self.settings}
        return {key: settled(setting, given.get(key)) for key, setting in known.items()}


def settled(setting: Setting, value: Any) -> Any:
    """One setting's value in its own type; None or "" gives the default. Raises Refused("setting", field)."""
    if value is None or value == "":
        return setting.default
    match setting.type:
        case "choice" if value in setting.options:
            return value
        case "text" if isinstance(value, str) and len(value) <= setting.limit:
            return value.strip()
        case "flag":
            return value in (True, "yes", "on", "true", 1)
        case "number" if str(value).lstrip("-").isdigit() and setting.lowest <= int(value) <= setting.highest:
            return int(value)
        case "subset" if all(one in setting.options for one in value):
            return [option for option in setting.options if option in value]
        case "lines":
            lines = value.splitlines() if isinstance(value, str) else list(value)
            return [line.strip()[: setting.limit] for line in lines if line.strip()]
    raise Refused("setting", field=setting.key)


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


def no_payload(key: str, payload: Payload, settings: Settings) -> Payload:
    """The check of a kind that says everything by being sent (`done`, `join` without a group)."""
    return {}


def text_of(payload: Payload, name: str, limit: int, *, needed: bool = True) -> str:
    """A plain text from a payload: trimmed, control characters gone, at most `limit` characters (C-39).

    Raises Refused("empty_text") or Refused("text_too_long", limit, length).
    """
    raw = payload.get(name, "")
    if not isinstance(raw, str):
        raise Refused("unreadable")
    if not raw.isprintable():
        raw = "".join(char for char in raw if char in "\n\t" or char.isprintable() or char in BIDI_JOINERS)
    text = raw.strip()
    if needed and not text:
        raise Refused("empty_text")
    if len(text) > limit:
        raise Refused("text_too_long", limit=limit, length=len(text))
    return text


BIDI_JOINERS = "\u200c\u200d"
"""Joiners that emoji and some scripts need; other invisible characters (direction overrides) are left out."""


def number_of(payload: Payload, name: str, lowest: int, highest: int, *, needed: bool = True) -> int | None:
    """A whole number from a payload, or None where it may be skipped (C-16). Raises Refused("unreadable")."""
    raw = payload.get(name)
    if raw is None and not needed:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int) or not lowest <= raw <= highest:
        raise Refused("unreadable")
    return raw


def one_of(payload: Payload, name: str, options: Iterable[str]) -> str:
    """One word of a vocabulary. Raises Refused("unreadable")."""
    raw = payload.get(name)
    if not isinstance(raw, str) or raw not in options:
        raise Refused("unreadable")
    return raw


def list_of(payload: Payload, name: str, options: Iterable[str], least: int, most: int) -> list[str]:
    """Different words of a vocabulary in the order given.

    Raises Refused("too_many", n) or Refused("unreadable").
    """
    raw = payload.get(name)
    known = tuple(options)
    if not isinstance(raw, list) or any(one not in known for one in raw) or len(set(raw)) != len(raw):
        raise Refused("unreadable")
    if len(raw) > most:
        raise Refused("too_many", n=most)
    if len(raw) < least:
        raise Refused("unreadable")
    return raw
