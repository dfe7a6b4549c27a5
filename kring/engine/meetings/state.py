"""What a meeting looks like now, as plain data: read once, kept in memory, asked thousands of times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from kring.engine.harvest.models import KINDS, Action, Practice
from kring.engine.meetings.hiding import Hidden, hidden_in
from kring.engine.meetings.models import (
    Activity,
    AnonymousContribution,
    Meeting,
    NamedContribution,
    NamesMark,
    PaperMark,
    Publication,
    Seat,
    Voice,
)
from kring.engine.meetings.sealed import opened
from kring.kit.freeze import thaw
from kring.kit.tool import Chapter, Contribution, Outcome, Participant, Published, Scene, Shown, Tool
from kring.tools import TOOLS


@dataclass(slots=True)
class SeatState:
    id: str
    key: str
    name: str
    role: str
    person: str
    table: bool
    present: bool
    team: str = ""


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
        self.live_version = 0
        """Grows when something arrives that may change the live part."""

    def add(self, one: Contribution) -> bool:
        """Take in one contribution; False when it changes nothing (known already, or older than what counts)."""
        if one.lane == "named":
            self.named_seq = max(self.named_seq, one.seq)
        else:
            self.anonymous_seq = max(self.anonymous_seq, one.seq)
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
    invited: int = 0
    leaders: list[dict[str, Any]] = field(default_factory=list)
    votes: dict[str, int] = field(default_factory=dict)
    kind: str = "live"
    harvest: list[dict[str, Any]] = field(default_factory=list)
    """What the group took along: kind, text, who, due. Nothing that is private."""

    def present(self) -> list[SeatState]:
        """The seats that are taken now."""
        return [seat for seat in self.seats.values() if seat.present]

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


NAMED = ("uuid", "step", "kind", "key", "seat_id", "payload", "seq", "role", "at")
ANONYMOUS = ("uuid", "step", "kind", "key", "voice", "payload", "seq", "role")


def named(row: NamedContribution) -> Contribution:
    """A row of the named lane as the tools see it."""
    return Contribution(
        str(row.uuid),
        row.step,
        row.kind,
        row.key,
        str(row.seat_id),
        opened(row.payload),
        row.seq,
        row.role,
        "named",
        row.at,
    )


def anonymous(row: AnonymousContribution) -> Contribution:
    """A row of the anonymous lane as the tools see it."""
    return Contribution(
        str(row.uuid), row.step, row.kind, row.key, row.voice, row.payload, row.seq, row.role, "anonymous"
    )


def news_since(activity: Activity, named_seq: int, anonymous_seq: int) -> list[Contribution]:
    """What was stored after these numbers, without what the facilitator has hidden."""
    hidden = set(activity.hidings.values_list("contribution", flat=True))
    named = activity.named.filter(seq__gt=named_seq).order_by("seq").values_list(*NAMED)
    voiced = activity.anonymous_lane.filter(seq__gt=anonymous_seq).order_by("seq").values_list(*ANONYMOUS)
    news = [
        Contribution(str(ident), step, kind, key, str(who), opened(payload), seq, role, "named", at)
        for ident, step, kind, key, who, payload, seq, role, at in named.iterator(chunk_size=2000)
        if ident not in hidden
    ]
    news += [
        Contribution(str(ident), step, kind, key, who, payload, seq, role, "anonymous")
        for ident, step, kind, key, who, payload, seq, role in voiced.iterator(chunk_size=2000)
        if ident not in hidden
    ]
    return news


def published(row: Publication) -> Published:
    """A publication as the tools see it."""
    rows = {
        figure: {name: frozenset(members) for name, members in parts.items()}
        for figure, parts in row.rows.items()
    }
    return Published(
        row.step, row.choice, row.number, row.upto_seq, rows, thaw(row.result), row.off_board_at is not None
    )


def activity_state(activity: Activity, known: Ledger | None = None) -> ActivityState:
    """Read an activity. `known` is a ledger of the same activity: it is kept as it is, and what came since
    stands in `news`, for its owner to add (another thread may be reading it now)."""
    tool = TOOLS[activity.tool]
    ledger = known or Ledger(tool)
    news = news_since(activity, ledger.named_seq, ledger.anonymous_seq)
    earlier = earlier_of(activity) if tool.thread else []
    hidings = hidden_in([*earlier, activity])
    if known is None:
        ledger.earlier = [one for before in earlier for one in of_earlier(before)]
        for one in news:
            ledger.add(one)
        news = []
    return ActivityState(
        id=str(activity.pk),
        tool=tool,
        settings={
            **tool.settled({}),
            **activity.settings,
            "lot": str(activity.pk),
            "zone": settings.TIME_ZONE,
            **({"holidays": holidays_of(activity)} if tool.lasting(activity.settings) else {}),
            **({"named": True} if activity.names == "yes" else {}),
        },
        title=activity.title,
        status=activity.status,
        anonymous=activity.anonymous,
        step=activity.step,
        open_steps=frozenset(activity.open_steps.split()),
        version=activity.version,
        steps=[
            StepState(one.key, one.position, one.minutes, one.status, one.opened_at, one.until)
            for one in activity.steps.all()
        ],
        ledger=ledger,
        news=news,
        voices=set(Voice.objects.filter(activity=activity).values_list("digest", flat=True)),
        marked=frozenset(
            str(one) for one in PaperMark.objects.filter(activity=activity).values_list("seat_id", flat=True)
        ),
        published=[published(row) for row in activity.publications.order_by("pk")],
        hidden={one.card: one.reason for one in hidings},
        minutes=activity.minutes,
        shows_at=activity.open_until,
        names=activity.names,
        answered=frozenset(
            str(one) for one in NamesMark.objects.filter(activity=activity).values_list("seat_id", flat=True)
        )
        if activity.names in ("asking", "yes")
        else frozenset(),
        earlier_seats={
            str(seat.pk): replace(seat_state(seat), present=False)
            for meeting in {before.meeting for before in earlier}
            if meeting.pk != activity.meeting_id
            for seat in meeting.seats.select_related("person").prefetch_related("person__teams")
        },
        chapters=tuple(chapter(before) for before in earlier),
        hidings=hidings,
    )


def holidays_of(activity: Activity) -> list[tuple[str, str]]:
    """The first and last days of the holidays of the school to which the circle belongs."""
    circle = activity.meeting.community
    days = circle.school.holidays.values_list("first_day", "last_day") if circle and circle.school else ()
    return [(first.isoformat(), last.isoformat()) for first, last in days]


def chapter(activity: Activity) -> Chapter:
    """An earlier activity of a thread: what was shown in it, which harvest was confirmed, and what became of it."""
    practice = Practice.objects.filter(activity=activity).first()
    kept = activity.proposals.filter(status="accepted").order_by("kind").values_list("kind", flat=True)
    return Chapter(
        str(activity.pk),
        {**TOOLS[activity.tool].settled({}), **activity.settings},
        timezone.localdate(activity.closed_at) if activity.closed_at else None,
        ()
        if activity.names == "yes"
        else tuple(published(row) for row in activity.publications.order_by("pk")),
        tuple(kept.distinct()),
        outcomes_of(activity),
        dict(practice.counts) if practice else {},
    )


def outcomes_of(activity: Activity) -> tuple[Outcome, ...]:
    """What became of the actions that the whole group took along from an activity."""
    rows = activity.proposals.filter(status="accepted", kind="action", node__isnull=False)
    sources = {row.node_id: frozenset(row.sources) for row in rows if row.node_id and not row.private_to}
    taken: QuerySet[Action] = (
        QuerySet(Action).filter(pk__in=list(sources)).exclude(node_status="withdrawn").order_by("pk")
    )
    return tuple(Outcome(sources[one.pk], one.status) for one in taken)


def settings_of(activity: ActivityState) -> dict[str, Any]:
    """The settings as the tool sees them; in a thread with what went before, the running activity last."""
    if not activity.tool.thread:
        return activity.settings
    now = Chapter("", activity.settings, None, tuple(activity.published))
    return {**activity.settings, "thread": (*activity.chapters, now)}


def earlier_of(activity: Activity) -> list[Activity]:
    """The closed activities of the same thread, oldest first."""
    if activity.thread is None:
        return []
    before = Activity.objects.filter(thread=activity.thread, status="closed").exclude(pk=activity.pk)
    return list(before.select_related("meeting").order_by("closed_at", "position"))


def of_earlier(activity: Activity) -> list[Contribution]:
    """What counts of an earlier activity; its voices are numbers, told apart by the activity.

    Of one with names (C-32) neither what would have come without a name nor what was shown goes on: it belongs to
    who took part, and others may be here now.
    """
    tool = TOOLS[activity.tool]
    kept_back = (
        {kind.name for kind in tool.kinds if kind.lane != "named"} if activity.names == "yes" else set()
    )
    ledger = Ledger(tool)
    for one in news_since(activity, 0, 0):
        if one.kind not in kept_back:
            ledger.add(one)
    name = str(activity.pk)
    return [
        replace(one, activity=name, participant=f"{name}{one.participant}")
        if one.lane == "anonymous"
        else replace(one, activity=name)
        for one in ledger.counting()
    ]


def seat_state(seat: Seat) -> SeatState:
    """A seat as plain data."""
    team = next((team.name for team in seat.person.teams.all()), "") if seat.person else ""
    return SeatState(
        str(seat.pk),
        seat.key,
        seat.shown_name,
        seat.role,
        str(seat.person_id or ""),
        seat.table_of > 0,
        seat.left_at is None,
        team,
    )


def read_meeting(pk: str, known: MeetingState | None = None) -> MeetingState | None:
    """Read a meeting whole, or None when it does not exist. Reuses the ledger of `known` where it still holds."""
    meeting = (
        Meeting.objects.select_related("community", "current")
        .prefetch_related("seats__person__teams", "activities", "leadings__person", "leadings__seat")
        .filter(pk=pk)
        .first()
    )
    if meeting is None:
        return None
    now = meeting.current
    old = known.activity if known else None
    # An erasure takes rows away, which "what came since" cannot see; it bumps the version by itself.
    ledger = old.ledger if old and now and old.id == str(now.pk) and old.version == now.version else None
    votes: dict[str, int] = {}
    for vote in meeting.takeover_votes.all():
        votes[str(vote.candidate_id)] = votes.get(str(vote.candidate_id), 0) + 1
    return MeetingState(
        id=str(meeting.pk),
        title=meeting.title,
        community=str(meeting.community_id or ""),
        community_name=meeting.community.name if meeting.community else "",
        organisation=str(meeting.organisation_id),
        language=meeting.language,
        status=meeting.status,
        code=meeting.code or "",
        join_token=meeting.join_token,
        board_token=meeting.board_token,
        note=meeting.note,
        planned_at=meeting.planned_at,
        used_at=meeting.used_at,
        seats={str(seat.pk): seat_state(seat) for seat in meeting.seats.all()},
        agenda=[
            {
                "id": str(one.pk),
                "tool": one.tool,
                "title": one.title,
                "minutes": one.minutes,
                "status": one.status,
                "position": one.position,
            }
            for one in meeting.activities.all()
        ],
        activity=activity_state(now, ledger) if now else None,
        invited=meeting.community.memberships.members().count() if meeting.community else 0,
        leaders=[
            {
                "person": str(one.person_id or ""),
                "seat": str(one.seat_id or ""),
                "name": one.person.shown_name if one.person else one.seat.shown_name if one.seat else "",
                "helper": one.helper,
                "seen_at": one.seen_at,
            }
            for one in meeting.leadings.all()
            if one.until is None
        ],
        votes=votes,
        kind=meeting.kind,
        harvest=taken_along(meeting),
    )


def taken_along(meeting: Meeting) -> list[dict[str, Any]]:
    """What was accepted for the whole group, as plain data, by kind and then as it was decided."""
    rows = [row for row in meeting.proposals.filter(status="accepted") if not row.private_to]
    rows.sort(key=lambda row: (KINDS.index(row.kind), row.decided_at))
    return [{"kind": row.kind, "text": row.said, "who": row.owner, "due": row.due} for row in rows]


def participants(meeting: MeetingState) -> list[Participant]:
    """The seats and, without anything that connects them, the voices that spoke."""
    found = [
        Participant(seat.id, seat.role, seat.name, "named", seat.table, seat.present, seat.person, seat.team)
        for seat in (
            *meeting.seats.values(),
            *(meeting.activity.earlier_seats.values() if meeting.activity else ()),
        )
    ]
    if meeting.activity:
        spoke: dict[str, str] = {}
        for one in meeting.activity.ledger.counting():
            if one.lane == "anonymous":
                spoke.setdefault(one.participant, one.role)
        found += [Participant(voice, role, "", "anonymous") for voice, role in sorted(spoke.items())]
    return found


def scene(meeting: MeetingState, as_of: date | None = None) -> Scene:
    """The scene of the running activity, for the tool's pure functions; the same one until something is said."""
    activity = meeting.activity
    assert activity is not None
    ledger, day = activity.ledger, as_of or timezone.localdate()
    said = (ledger.named_seq, ledger.anonymous_seq, len(ledger.others))
    stamp = (*said, activity.version, len(meeting.seats), len(meeting.present()), day)
    if activity.cache.get("scene_stamp") != stamp:
        activity.cache["scene"] = Scene(settings_of(activity), participants(meeting), ledger.counting(), day)
        activity.cache["scene_stamp"] = stamp
    return activity.cache["scene"]  # type: ignore[no-any-return]


def given_by(meeting: MeetingState) -> dict[str, list[Contribution]]:
    """Seat or voice -> what it gave in the running activity and still counts, in the order it came."""
    now = scene(meeting)

    def found() -> dict[str, list[Contribution]]:
        given: dict[str, list[Contribution]] = {}
        for one in now.contributions:
            if not one.activity:
                given.setdefault(one.participant, []).append(one)
        return given

    return now.once("given", found)


def published_now(activity: ActivityState) -> dict[str, Mapping[str, Any]]:
    """The newest publication per step (or step:choice) that is on the board."""
    newest: dict[str, Mapping[str, Any]] = {}
    for one in activity.published:
        place = f"{one.step}:{one.choice}" if one.choice else one.step
        if one.withdrawn:
            newest.pop(place, None)
        else:
            newest[place] = one.result
    return newest


def shown(meeting: MeetingState, as_of: date | None = None) -> Shown:
    """All that may be seen of the running activity."""
    activity = meeting.activity
    assert activity is not None
    now, published = scene(meeting, as_of), published_now(activity)
    live = {
        step.key: activity.tool.live(now, step.key)
        for step in activity.tool.course(activity.settings)
        if activity.tool.live_after.get(step.key) in (None, *published)
    }
    return Shown(published, {step: part for step, part in live.items() if part})


def at(activity: Activity) -> MeetingState:
    """The meeting as if this activity were the running one: for looking back. Raises KeyError when it is gone."""
    meeting = read_meeting(str(activity.meeting_id))
    if meeting is None:
        raise KeyError(activity.meeting_id)
    if meeting.activity is None or meeting.activity.id != str(activity.pk):
        meeting.activity = activity_state(activity)
    return meeting


def day_of(activity: Activity) -> date:
    """The day on which an activity is looked at: that of its closing, or today while it runs."""
    return timezone.localdate(activity.closed_at) if activity.closed_at else timezone.localdate()


def shown_of(activity: Activity) -> Shown:
    """All that may be seen of this activity, also long after it was closed."""
    return shown(at(activity), day_of(activity))
