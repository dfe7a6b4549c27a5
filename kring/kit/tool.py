"""What a tool is: a declaration that the house can run without knowing the tool.

A tool folder holds a `tool.py` with `TOOL = Tool(...)`. Everything here is pure: no database,
no clock, no chance. What must happen as a consequence is done by the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from kring.kit.payload import Payload, Refused
from kring.kit.scene import (
    Contribution,
    Participant,
    Proposal,
    Published,
    Reply,
    Result,
    Revealed,
    Scene,
    Settings,
    Shown,
)

if TYPE_CHECKING:
    from kring.kit.document import Block, Document, Sheet
    from kring.kit.picture import Picture
    from kring.kit.words import Words


class BrokenTool(Exception):
    """A tool folder that cannot be used: which file, which line, and what to do about it."""


@dataclass(frozen=True, slots=True)
class ByPlan:
    """What whoever leads would send next by the plan, and from which moment on."""

    at: datetime
    step: str
    kind: str
    key: str
    payload: Payload


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
    kept_by: str = ""
    """The kind, `{keep: yes | no}`, in which whoever gave this says whether it may stay past its term. It stays where
    everybody who gave it says yes."""
    photo: bool = False
    """Its payload may hold `image: {id, alt}`, a photo that the house keeps for it; None without one."""
    lead_too: bool = False
    """Whoever leads the activity may send it from their own page as well."""
    personal: bool = False
    """It says something of one person, so that a table (C-03) cannot send it. Without a name and confidential kinds
    are so by themselves."""

    @property
    def each(self) -> bool:
        """Whether everybody sends it for themselves, also those who sit at a table (C-35)."""
        return self.personal or self.confidential or self.lane == "anonymous"


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
    learns: bool = False
    """A text that begins as the learning question of the circle, where that fits."""
    upto: int = 0
    """A flag that is on by default in circles of at most so many people; 0 = the default holds for every size."""

    def default_for(self, people: int) -> Any:
        """The default in a circle of so many people (0 = not known)."""
        return False if self.upto and people > self.upto else self.default


@dataclass(frozen=True, slots=True)
class Scale:
    """Questions that are asked in one step and together measure one thing (C-15 to C-19).

    `items`: key of a contribution -> is it reversed? Their `kind` has the payload {value: lo..hi or None}. `figure` is
    the one in the publication of the step that holds its people. `max_age`: active days after which it says nothing
    about today any more (C-26). Its name stands in `scales.yaml` of the tool, under `key`.
    """

    key: str
    step: str
    kind: str
    items: Mapping[str, bool]
    figure: str
    mean: Callable[[Mapping[str, Any]], Fraction | None]
    """(the publication of the step as it was shown) -> the group mean lo..hi, None where it was not shown."""
    max_age: int
    lo: int = 1
    hi: int = 5


def no_scales(settings: Settings) -> tuple[Scale, ...]:
    """Nothing here is measured."""
    return ()


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


def nothing_planned(scene: Scene, now: datetime) -> dict[str, Payload]:
    """Nothing goes by the calendar."""
    return {}


def nothing_goes_on(scene: Scene) -> ByPlan | None:
    """Whoever leads decides when it goes on."""
    return None


def nothing_hangs(scene: Scene) -> Result:
    """Nothing stays between meetings."""
    return {}


def nothing_added(settings: Settings) -> frozenset[str]:
    """Nothing is added between meetings."""
    return frozenset()


def no_guests(settings: Settings) -> bool:
    """What hangs there is for the circle itself."""
    return False


def nothing_destroyed(scene: Scene) -> frozenset[str]:
    """Everything is kept to its term."""
    return frozenset()


def nothing_written(scene: Scene, seat: str, words: Words) -> str:
    """Nobody writes for themselves."""
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
    scales    (settings) -> what is measured in an activity, for the researcher's view (C-24, C-40)
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
    scales: Callable[[Settings], tuple[Scale, ...]] = no_scales
    pictures: Mapping[str, Callable[[Mapping[str, Any], Words], Picture]] = field(default_factory=dict)
    told: Mapping[str, Callable[[Any, Words], Sequence[str]]] = field(default_factory=dict)
    anonymous: bool = True
    """Has kinds in the anonymous lane, so that seats receive a paper."""
    thread: bool = False
    """Activities of this tool in one community may continue each other: the scene then holds the contributions
    of the earlier ones too, each with its `activity`; voices of earlier ones are "<activity>#<number>"."""
    hangs: Callable[[Scene], Result] = nothing_hangs
    """Of a thread: (whole scene of its newest activity) -> what hangs there between the meetings, for everybody who
    belongs to the circle; drawn by `faces/wall.html` as `wall`. Nothing stands in it that was not shown: while the
    activity is open `settings["on_board"]` says what its board has come to, {now: step, opened: step -> moment}."""
    adds: Callable[[Settings], frozenset[str]] = nothing_added
    """Of a thread: settings of its newest activity -> kinds of the named lane that somebody of the circle may add to
    what hangs there between the meetings. Until the next one they hang there with the rest, and with it they become
    contributions like any other."""
    shows_guests: Callable[[Settings], bool] = no_guests
    """Of a thread: whether guests of the circle see what hangs there, too."""
    states: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Of a thread: the states in which it can be put between its meetings -> the settings that say so, the ordinary one
    first. Their words stand in `states.yaml`: {name, do}."""
    released: Callable[[Scene], Result] = nothing_hangs
    """Of a thread: (whole scene of its newest activity) -> what everybody who worked on it let go to the whole school,
    without names; {} when nothing. Drawn by `faces/released.html` as `wall`."""
    names_again: bool = False
    """Of a thread: nothing that was shown in named mode comes back in a later activity, so each may have names."""
    lasting: Callable[[Settings], bool] = ends_with_the_meeting
    """It takes weeks: its meeting is not closed when nobody touched it for hours, and `settings["holidays"]` holds
    the first and last days (ISO) of the school's holidays."""
    plans: Callable[[Scene, datetime], Mapping[str, Payload]] = nothing_planned
    """(whole scene of a lasting activity, this moment) -> what the calendar asks for now, key -> plain data. The house
    writes it down, and from then on it stands in `settings["planned"]`: what people were told stays what it was,
    whatever is said, deleted or changed in the calendar afterwards."""
    reminds: Callable[[Scene, str, Words], str] = nothing_to_remind
    """(whole scene, id of a seat, words) -> a line for the weekly letter of somebody in a lasting activity, or ""."""
    goes_on: Callable[[Scene], ByPlan | None] = nothing_goes_on
    """(whole scene) -> what comes next by the plan. While the connection of whoever leads has dropped the house sends
    it for them when its moment is there, so that nobody has to wait for a button."""
    destroys: Callable[[Scene], frozenset[str]] = nothing_destroyed
    """(whole scene) -> uuids of what must not outlast the activity: it is deleted when that closes."""
    logbook: Callable[[Scene, str, Words], str] = nothing_written
    """(whole scene, id of a seat, words) -> what this seat wrote for itself. With an account it goes to their own
    logbook when the activity closes; what nobody takes along goes at the term of its kind."""
    continues: Callable[[Settings], dict[str, Any]] = begun_anew
    """Settings of an activity of a thread -> those with which the following one begins."""
    own_time: bool = True
    """People can do it in their own time (C-36); False where they have to be together."""
    brings: bool = False
    """From its opening on `settings["open"]` holds what is still open in the community: {items, members: [person]}.
    An item is {id, kind, text} and more: of an action, and of a learning task whose date is long gone, {owners:
    [{person, name}], owner_text, due (ISO or ""), status, said?}; of an agreement {status, asked, answered}; what was
    `told` between the meetings has {about, name}. What was said of it counts when the activity closes; the planner is
    offered the tool first."""
    looks_back: bool = False
    """The circle looks back on how it works (lifecycle.md 2.4). From its opening on `settings["topic"]` is the topic
    whose turn it is, unless another was chosen, and `settings["ready"]` holds, per language, the question whether the
    circle goes on to its next phase, when everything of this one is there. When it closes the circle has looked back
    on that topic; an agreement that comes out of it is what it does otherwise."""
    live_after: Mapping[str, str] = field(default_factory=dict)
    """Step -> publication ("step" or "step:choice") before which its live part is shown to nobody."""
    slips: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Step -> kinds of the anonymous lane that somebody without a seat may send by a slip (C-09): a pupil, a parent, a
    colleague who is not there. The folder then has `faces/slip.html`, which shows of these steps what is asked and what
    is theirs, and nothing that is for the group only."""
    locks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Step that was published -> kinds whose counted answers can no longer be changed (C-30)."""
    settles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Step that was published -> kinds of which no answer, counted or not, can be changed or erased any more."""
    live_kinds: frozenset[str] = frozenset()
    """Kinds that change `live`; a contribution of another kind changes the progress only."""

    def state_of(self, settings: Settings) -> str:
        """The state of a thread whose newest activity has these settings, "" where it has none."""
        fits = (
            state
            for state, says in self.states.items()
            if all(bool(settings.get(name)) == bool(value) for name, value in says.items())
        )
        return next(fits, next(iter(self.states), ""))

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
