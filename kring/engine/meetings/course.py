"""The course of a meeting: plan, open, next, back, timer, close. Everything may be pressed twice."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from kring.engine.harvest.opening import bring, keep_replies
from kring.engine.learning.logbook import take_along
from kring.engine.learning.looking import look_back, looked_back
from kring.engine.meetings.announce import announce
from kring.engine.meetings.closing import destroy, seal
from kring.engine.meetings.models import Activity, ActivityProposal, Leading, Meeting, Step
from kring.engine.meetings.names import begin_asking, may_ask, stay_anonymous
from kring.engine.meetings.papers import make_stack
from kring.engine.people.models import Community, Organisation, Person
from kring.kit.payload import Refused, text_of
from kring.tools import TOOLS

TITLE_LENGTH = 80
FORGOTTEN_AFTER = timedelta(hours=6)
"""A meeting nobody touched for so long closes itself."""
TO_LOOK = timedelta(days=14)
"""After what people did in their own time was shown, it stays open for so long, to look at it."""


@dataclass(frozen=True)
class AgendaItem:
    """One part of the agenda: which tool, how long, and the answers to its (at most three) questions."""

    tool: str
    minutes: int = 30
    title: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    thread: UUID | None = None
    """The thread this continues, for tools whose work goes on over meetings."""
    names: bool = False
    """Ask at the opening whether everybody takes part with their name (C-32), where the tool can."""
    proposal: ActivityProposal | None = None
    """The proposal that it comes from."""
    proposed_by: UUID | None = None
    """The person who put it forward; without one whoever puts it on the agenda."""


@dataclass(frozen=True)
class Begun:
    """Work of a community that may go on: the newest closed activity of a thread."""

    tool: str
    thread: UUID
    title: str
    held_on: date
    settings: Mapping[str, Any]


def begun_in(community: Community | None) -> list[Begun]:
    """What a meeting of this community may continue, the newest first; nothing for a loose meeting."""
    keys = [tool.key for tool in TOOLS.values() if tool.thread]
    if community is None or not keys:
        return []
    closed = Activity.objects.filter(
        meeting__community=community, tool__in=keys, status="closed", thread__isnull=False
    )
    found: dict[UUID, Begun] = {}
    for one in closed.select_related("meeting").order_by("-closed_at", "-position"):
        if one.thread and one.closed_at and one.thread not in found:
            held = timezone.localdate(one.closed_at)
            found[one.thread] = Begun(one.tool, one.thread, one.meeting.title, held, one.settings)
    return list(found.values())


def plan_meeting(
    organisation: Organisation,
    *,
    title: str,
    planned_at: datetime,
    by: Person | None,
    agenda: Sequence[AgendaItem],
    community: Community | None = None,
    kind: str = "live",
    language: str = "nl",
    shows_at: datetime | None = None,
) -> Meeting:
    """A planned meeting with its agenda; `by` leads it. Raises Refused (empty_text, text_too_long, setting).

    With `shows_at` people work in their own time, and what came of it is shown to all of them at that moment.
    """
    title = text_of({"title": title}, "title", TITLE_LENGTH)
    with transaction.atomic():
        meeting = Meeting.objects.create(
            organisation=organisation,
            community=community,
            title=title,
            planned_at=planned_at,
            planned_by=by,
            kind="async" if shows_at else kind,
            language=language,
        )
        if by:
            Leading.objects.create(meeting=meeting, person=by)
        write_agenda(meeting, agenda)
        in_own_time(meeting, shows_at)
    return meeting


def in_own_time(meeting: Meeting, shows_at: datetime | None) -> None:
    """Fix until when people answer and at which moment everything is shown (C-30), or leave that to whoever leads
    (None). Raises Refused("not_in_own_time") for a part for which people have to be together."""
    if shows_at and not all(TOOLS[one.tool].own_time for one in meeting.activities.all()):
        raise Refused("not_in_own_time")
    opens = meeting.planned_at if shows_at else None
    meeting.activities.filter(status="planned").update(open_from=opens, open_until=shows_at)
    meeting.closes_at = shows_at + TO_LOOK if shows_at else None
    meeting.save(update_fields=["closes_at"])


def kind_for(agenda: Sequence[AgendaItem]) -> str:
    """The kind of meeting this agenda asks for: live, or hybrid where something in it takes weeks."""
    weeks = any(TOOLS[item.tool].lasting(TOOLS[item.tool].settled(item.settings)) for item in agenda)
    return "hybrid" if weeks else "live"


def replan_meeting(
    meeting: Meeting,
    *,
    title: str,
    planned_at: datetime,
    agenda: Sequence[AgendaItem],
    shows_at: datetime | None = None,
    by: Person | None = None,
) -> Meeting:
    """Change what was planned, as long as nobody has opened it.

    Raises Refused: meeting_opened, meeting_closed, empty_text, text_too_long, setting.
    """
    title = text_of({"title": title}, "title", TITLE_LENGTH)
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if meeting.status != "planned":
            raise Refused("meeting_opened" if meeting.status == "open" else "meeting_closed")
        meeting.title, meeting.planned_at = title, planned_at
        meeting.kind = "async" if shows_at else kind_for(agenda)
        meeting.save(update_fields=["title", "planned_at", "kind"])
        write_agenda(meeting, agenda, by)
        in_own_time(meeting, shows_at)
    return meeting


def write_agenda(meeting: Meeting, agenda: Sequence[AgendaItem], by: Person | None = None) -> None:
    """Replace what is still planned; what has been opened stays. `by` puts it there, else who planned the meeting.

    Raises Refused("setting", field).
    """
    writer = by.pk if by else meeting.planned_by_id
    with transaction.atomic():
        meeting.activities.filter(status="planned").delete()
        after = meeting.activities.count()
        for position, item in enumerate(agenda, start=after + 1):
            tool = TOOLS[item.tool]
            settings = tool.settled(item.settings)
            activity = Activity.objects.create(
                meeting=meeting,
                position=position,
                tool=item.tool,
                title=item.title[:80],
                minutes=max(1, min(item.minutes, 480)),
                settings=settings,
                anonymous=tool.anonymous,
                names="wanted" if item.names and tool.may_have_names else "",
                led_by=meeting.planned_by,
                proposed_by_id=item.proposal.person_id if item.proposal else item.proposed_by or writer,
                thread=(item.thread or uuid4()) if tool.thread else None,
            )
            Step.objects.bulk_create(
                Step(activity=activity, key=step.key, position=place, minutes=step.minutes)
                for place, step in enumerate(tool.course(settings), start=1)
            )
            if item.proposal:
                ActivityProposal.objects.filter(pk=item.proposal.pk).update(activity=activity)
        announce(meeting.pk)


def open_meeting(meeting: Meeting) -> Meeting:
    """Give the meeting its code and open the first step. Opening an open meeting changes nothing.

    Raises Refused: meeting_closed, no_agenda.
    """
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if meeting.status == "open":
            return meeting
        if meeting.status == "closed":
            raise Refused("meeting_closed")
        first = meeting.activities.first()
        if first is None:
            raise Refused("no_agenda")
        now = timezone.now()
        meeting.status, meeting.opened_at, meeting.used_at = "open", now, now
        meeting.save(update_fields=["status", "opened_at", "used_at"])
        give_code(meeting)
        # In their own time people walk through all parts as they like (C-36): every part is open.
        for part in meeting.activities.all() if meeting.kind == "async" else [first]:
            open_activity(meeting, part)
        look_at(meeting, first)
        announce(meeting.pk)
    return meeting


def look_at(meeting: Meeting, activity: Activity) -> None:
    """Make this the activity that runs for everybody; in people's own time the one whoever leads looks at."""
    meeting.current = activity
    meeting.save(update_fields=["current"])


def open_due(now: datetime | None = None) -> int:
    """Open what people do in their own time at the moment for which it was planned; how many."""
    now = now or timezone.now()
    due = Meeting.objects.filter(
        status="planned", kind="async", planned_at__lte=now, activities__open_until__gt=now
    )
    meetings = list(due.distinct())
    for meeting in meetings:
        open_meeting(meeting)
    return len(meetings)


def give_code(meeting: Meeting) -> None:
    """Seven digits that no other open meeting has; they die with the meeting."""
    while True:
        meeting.code = f"{secrets.randbelow(9_000_000) + 1_000_000}"
        try:
            with transaction.atomic():
                meeting.save(update_fields=["code"])
            return
        except IntegrityError:
            continue


def open_activity(meeting: Meeting, activity: Activity) -> None:
    """Open an activity at its first step (all steps at once when people do it in their own time)."""
    invited = meeting.community.memberships.members().count() if meeting.community else 0
    activity.status = "open"
    activity.save(update_fields=["status"])
    bring(activity)
    look_back(activity)
    if activity.anonymous and not activity.voices.exists():
        make_stack(activity, max(invited, meeting.seats.count()))
    look_at(meeting, activity)
    if activity.names == "wanted" and may_ask(activity):
        begin_asking(activity)
    steps = list(activity.steps.all())
    if meeting.kind == "async":
        for step in steps:
            open_step(step)
        settle(activity, steps[0].key)
    elif steps:
        open_step(steps[0])
        settle(activity, steps[0].key)
    if activity.thread:
        from kring.engine.meetings.additions import take_in

        take_in(activity)


def open_step(step: Step) -> None:
    now = timezone.now()
    step.status, step.opened_at = "open", now
    step.until = now + timedelta(minutes=step.minutes)
    step.save(update_fields=["status", "opened_at", "until"])


def settle(activity: Activity, current: str) -> None:
    """Repeat in the activity's own row which steps are open; the version makes older judgements stale."""
    keys = activity.steps.filter(status="open").values_list("key", flat=True)
    activity.step, activity.open_steps = current, " ".join(keys)
    activity.version += 1
    Activity.objects.filter(pk=activity.pk).update(
        step=activity.step, open_steps=activity.open_steps, version=F("version") + 1
    )


def locked_current(meeting: Meeting) -> tuple[Meeting, Activity]:
    """The meeting and its running activity, locked. Raises Refused("meeting_closed")."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.status != "open" or meeting.current_id is None:
        raise Refused("meeting_closed")
    activity = Activity.objects.select_for_update().get(pk=meeting.current_id)
    Meeting.objects.filter(pk=meeting.pk).update(used_at=timezone.now())
    return meeting, activity


def go_on(meeting: Meeting, seen: str) -> None:
    """Close the step that the facilitator saw and open the next; after the last, the next activity.

    `seen` is "<activity id>/<step>" as it stood on the screen: pressed twice, the second press finds that
    step gone and changes nothing.
    """
    with transaction.atomic():
        meeting, activity = locked_current(meeting)
        if seen and seen != f"{activity.pk}/{activity.step}":
            return
        steps = list(activity.steps.all())
        nothing_asked(activity)
        here = next((place for place, step in enumerate(steps) if step.key == activity.step), 0)
        if here + 1 < len(steps):
            move(meeting, activity, steps, steps[here + 1])
        else:
            following = meeting.activities.filter(position__gt=activity.position).first()
            if following is None:
                return
            if meeting.kind == "async":
                look_at(meeting, following)
            else:
                close_activity(activity)
                open_activity(meeting, following)
        announce(meeting.pk)


def go_back(meeting: Meeting, seen: str) -> None:
    """Open the step before the one the facilitator saw; at the first step nothing happens, except that in people's
    own time, where every part is open, whoever leads goes back to the part before."""
    with transaction.atomic():
        meeting, activity = locked_current(meeting)
        if seen and seen != f"{activity.pk}/{activity.step}":
            return
        steps = list(activity.steps.all())
        here = next((place for place, step in enumerate(steps) if step.key == activity.step), 0)
        if here > 0:
            move(meeting, activity, steps, steps[here - 1])
        elif meeting.kind == "async":
            before = meeting.activities.filter(position__lt=activity.position).last()
            if before is None:
                return
            look_at(meeting, before)
        else:
            return
        announce(meeting.pk)


def go_to(meeting: Meeting, key: str) -> None:
    """Open a step of the running activity by name. Raises Refused("not_in_this_step") for an unknown one."""
    with transaction.atomic():
        meeting, activity = locked_current(meeting)
        wanted = activity.steps.filter(key=key).first()
        if wanted is None:
            raise Refused("not_in_this_step")
        if activity.step == key:
            return
        move(meeting, activity, list(activity.steps.all()), wanted)
        announce(meeting.pk)


def nothing_asked(activity: Activity) -> None:
    """Raises Refused("names_first") while everybody is asked about names: the question comes before all others."""
    if activity.names == "asking":
        raise Refused("names_first")


def move(meeting: Meeting, activity: Activity, steps: list[Step], wanted: Step) -> None:
    """Make `wanted` the running step. Earlier ones close, unless they last until it or beyond; later ones wait.

    In people's own time it is only the step that whoever leads looks at: what is open stays so, until its end.
    """
    nothing_asked(activity)
    if meeting.kind == "async":
        settle(activity, wanted.key)
        return
    places = {step.key: step.position for step in steps}
    for step in steps:
        if step.status != "open" or step.key == wanted.key:
            continue
        lasts = places.get(TOOLS[activity.tool].step(step.key).lasts, 0) >= wanted.position
        if step.position > wanted.position or not lasts:
            step.status = "waiting" if step.position > wanted.position else "closed"
            step.save(update_fields=["status"])
    open_step(wanted)
    settle(activity, wanted.key)


def set_timer(meeting: Meeting, until: datetime) -> None:
    """Let the running step's timer end at `until`. Minutes are advice: nothing closes by itself (C-37)."""
    with transaction.atomic():
        meeting, activity = locked_current(meeting)
        activity.steps.filter(key=activity.step).update(until=until)
        announce(meeting.pk)


def close_activity(activity: Activity) -> None:
    """Close an activity for good: answers keep a number in drawn order, papers and tokens are destroyed."""
    if activity.status == "closed":
        return
    keep_replies(activity)
    looked_back(activity)
    take_along(activity)
    destroy(activity)
    if activity.names in ("wanted", "asking"):
        stay_anonymous(activity)
    activity.steps.filter(status="open").update(status="closed")
    activity.status, activity.closed_at, activity.open_steps = "closed", timezone.now(), ""
    activity.save(update_fields=["status", "closed_at", "open_steps"])
    Activity.objects.filter(pk=activity.pk).update(version=F("version") + 1)
    seal(activity)


def close_meeting(meeting: Meeting) -> None:
    """End a meeting: its code dies, everything open closes. Ending an ended meeting changes nothing."""
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if meeting.status == "closed":
            return
        for activity in meeting.activities.filter(status="open"):
            close_activity(activity)
        meeting.status, meeting.code, meeting.closed_at = "closed", None, timezone.now()
        meeting.save(update_fields=["status", "code", "closed_at"])
        meeting.own_time_letters.all().delete()
        announce(meeting.pk)


def close_forgotten(now: datetime | None = None) -> int:
    """Close live meetings that nobody touched for six hours, and others past their end; how many."""
    now = now or timezone.now()
    forgotten = Meeting.objects.filter(status="open", kind="live", used_at__lt=now - FORGOTTEN_AFTER)
    ended = Meeting.objects.filter(status="open", closes_at__lt=now)
    meetings = list(forgotten) + list(ended)
    for meeting in meetings:
        close_meeting(meeting)
    return len(meetings)
