"""Reading a meeting from the database into plain data (`state`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from kring.engine.harvest.models import KINDS, Action, Practised
from kring.engine.meetings.hiding import hidden_in
from kring.engine.meetings.models import (
    Activity,
    Meeting,
    NamesMark,
    PaperMark,
    Seat,
    Voice,
)
from kring.engine.meetings.rows import news_since, published
from kring.engine.meetings.state import ActivityState, Ledger, MeetingState, SeatState, StepState
from kring.engine.people.models import a_colleague
from kring.kit.scene import Chapter, Contribution, Outcome
from kring.tools import TOOLS


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
    voices = dict(Voice.objects.filter(activity=activity).values_list("digest", "slip"))
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
        voices=set(voices),
        marked=frozenset(
            str(one) for one in PaperMark.objects.filter(activity=activity).values_list("seat_id", flat=True)
        ),
        published=[published(row) for row in activity.publications.order_by("pk")],
        hidden={one.card: one.reason for one in hidings},
        minutes=activity.minutes,
        shows_at=activity.open_until,
        slips={voice: role for voice, role in voices.items() if role},
        split=activity.split,
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
    practised = Practised.objects.filter(activity=activity).first()
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
        dict(practised.counts) if practised else {},
    )


def outcomes_of(activity: Activity) -> tuple[Outcome, ...]:
    """What became of the actions that the whole group took along from an activity."""
    rows = activity.proposals.filter(status="accepted", kind="action", node__isnull=False)
    sources = {row.node_id: frozenset(row.sources) for row in rows if row.node_id and not row.private_to}
    taken: QuerySet[Action] = (
        QuerySet(Action).filter(pk__in=list(sources)).exclude(node_status="withdrawn").order_by("pk")
    )
    return tuple(Outcome(sources[one.pk], one.status) for one in taken)


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
        name_on(seat),
        seat.role,
        str(seat.person_id or ""),
        seat.table_of,
        seat.left_at is None,
        team,
    )


def name_on(seat: Seat) -> str:
    """The name of a chair. When the meeting is over, that of whoever had their data set aside is kept back."""
    person, meeting = seat.person, seat.meeting
    if person is None or person.state != "restricted" or meeting.status != "closed":
        return seat.shown_name
    return a_colleague(meeting.language)


def members_of(meeting: Meeting) -> frozenset[str]:
    """The people who are active members of its circle."""
    if meeting.community is None:
        return frozenset()
    people = meeting.community.memberships.members().values_list("person_id", flat=True)
    return frozenset(str(one) for one in people)


def part_to_read(meeting: Meeting, part: str) -> Activity | None:
    """The activity that runs for whoever asks: in people's own time, where all parts are open, the one they are in
    (`part`, an id); else the one that runs for everybody."""
    if part and meeting.kind == "async":
        for one in meeting.activities.all():
            if str(one.pk) == part and one.status == "open":
                return one
    return meeting.current


def read_meeting(pk: str, known: MeetingState | None = None, part: str = "") -> MeetingState | None:
    """Read a meeting whole, or None when it does not exist. Reuses the ledger of `known` where it still holds.

    `part`: the part in which whoever asks is, where people work in their own time.
    """
    meeting = (
        Meeting.objects.select_related("community", "current")
        .prefetch_related("seats__person__teams", "activities", "leadings__person", "leadings__seat")
        .filter(pk=pk)
        .first()
    )
    if meeting is None:
        return None
    now = part_to_read(meeting, part)
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
        members=members_of(meeting),
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
