"""Between two meetings: three small questions, answered in one's own logbook (lifecycle.md 12.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from kring.engine.harvest.agreements import members_of
from kring.engine.harvest.models import Action, Experience
from kring.engine.harvest.returning import still_open
from kring.engine.learning.cycles import check_member
from kring.engine.learning.models import InterludePass, LogbookEntry
from kring.engine.learning.private import sealed
from kring.engine.learning.rhythm import Interlude, interlude
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community, Person
from kring.engine.people.recording import recorded
from kring.kit.payload import Refused, text_of

PROMPTS = ("il.tried", "il.noticed", "il.need")
LONGEST = 500
REMIND_WITHIN = timedelta(weeks=4)


@dataclass(frozen=True)
class Between:
    """The time after a held meeting, and the meeting that follows when one is planned."""

    after: Meeting
    following: Meeting | None
    window: Interlude


def between(community: Community, now: datetime | None = None) -> Between | None:
    """The time between the last held meeting and the next; None before the first meeting, and while one goes on."""
    now = now or timezone.now()
    rows = Meeting.objects.filter(community=community)
    after = rows.filter(status="closed", closed_at__lte=now).order_by("closed_at").last()
    if after is None or after.closed_at is None or rows.filter(status="open").exists():
        return None
    following = rows.filter(status="planned", planned_at__gte=now).order_by("planned_at").first()
    window = interlude(
        after.closed_at, following.planned_at if following else None, timezone.get_current_timezone()
    )
    return Between(after, following, window)


def open_between(community: Community, now: datetime | None = None) -> Between | None:
    """The interlude, while somebody can answer."""
    now = now or timezone.now()
    found = between(community, now)
    return found if found and found.window.is_open(now) else None


def write(
    community: Community,
    prompt: str,
    text: str,
    *,
    by: Person,
    share: bool = False,
    now: datetime | None = None,
) -> LogbookEntry | None:
    """A member's answer in their own logbook; only theirs, unless they share it. Empty words take it away again.

    Raises Refused: members_only, interlude_closed, text_too_long, unreadable.
    """
    now = now or timezone.now()
    if prompt not in PROMPTS:
        raise Refused("unreadable")
    words = text_of({"text": text}, "text", LONGEST, needed=False)
    with recorded(by):
        check_member(by, community)
        here = open_between(community, now)
        if here is None:
            raise Refused("interlude_closed")
        InterludePass.objects.filter(after=here.after, person=by).delete()
        if not words:
            LogbookEntry.objects.filter(person=by, after=here.after, prompt=prompt).delete()
            return None
        row, _ = LogbookEntry.objects.update_or_create(
            person=by,
            after=here.after,
            prompt=prompt,
            defaults={"community": community, "sealed": sealed(words), "shared": share, "at": now},
        )
    return row


def not_this_time(community: Community, *, by: Person, now: datetime | None = None) -> None:
    """A member does not answer this time; nobody reminds them. Raises Refused: members_only, interlude_closed."""
    with recorded(by):
        check_member(by, community)
        here = open_between(community, now)
        if here is None:
            raise Refused("interlude_closed")
        InterludePass.objects.get_or_create(after=here.after, person=by)


def shared_before(community: Community) -> list[LogbookEntry]:
    """What was shared with the circle since its last meeting, for the one that begins now (12.3)."""
    last = Meeting.objects.filter(community=community, status="closed").order_by("closed_at").last()
    return list(shared_after(last)) if last else []


def shared_after(meeting: Meeting) -> QuerySet[LogbookEntry]:
    """What was shared with the circle after a meeting."""
    return LogbookEntry.objects.filter(after=meeting, shared=True).select_related("person")


def as_experience(
    entry: LogbookEntry, action: Action, *, by: Person, today: date | None = None
) -> Experience:
    """A shared "this is what I tried" becomes the experience with an action of one's own circle.

    Raises Refused: not_yours, gone, not_asked.
    """
    today = today or timezone.localdate()
    with recorded(by):
        row = LogbookEntry.objects.select_for_update().get(pk=entry.pk)
        if row.person_id != by.pk:
            raise Refused("not_yours")
        if not row.shared or row.prompt != "il.tried":
            raise Refused("not_asked")
        held = still_open().filter(pk=action.pk, community=row.community_id, private=False).first()
        if row.action_id == action.pk:
            return Experience.objects.filter(action=action, person=by).latest("at")
        if held is None:
            raise Refused("gone")
        held.status, held.status_on = "tried", today
        held.save()
        row.action = held
        row.save(update_fields=["action"])
        return Experience.objects.create(action=held, person=by, did=row.text, at=timezone.now())


def response(meeting: Meeting) -> tuple[int, int]:
    """Of how many active members answered after a meeting: (answered, active)."""
    if meeting.community is None:
        return 0, 0
    members = members_of(meeting.community)
    answered = set(meeting.logbook.exclude(prompt="").values_list("person_id", flat=True)) & members
    return len(answered), len(members)


def to_remind(person: Person, community: Community, now: datetime) -> Between | None:
    """The interlude of which this member may still be reminded: open, not yet answered, not passed. The letters of
    who was reminded are kept for five weeks, so whoever was not within four is not any more."""
    here = open_between(community, now)
    if here is None or now - here.window.opens > REMIND_WITHIN or not waits_for(person, community, now):
        return None
    return here


def waits_for(person: Person, community: Community, now: datetime | None = None) -> bool:
    """Whether the interlude is open and this member neither answered nor passed."""
    here = open_between(community, now)
    if here is None or person.pk not in members_of(community):
        return False
    answered = LogbookEntry.objects.filter(person=person, after=here.after).exists()
    return not answered and not InterludePass.objects.filter(after=here.after, person=person).exists()
