"""Who leads: helpers, handing over, and taking over from a facilitator who vanished."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kring.engine.meetings.announce import announce
from kring.engine.meetings.models import Leading, Meeting, Seat, TakeoverVote
from kring.engine.meetings.seats import leave_seat, take_seat
from kring.engine.people.models import Person
from kring.kit.payload import Refused

GONE_AFTER = timedelta(minutes=2)


def leadings_of(
    meeting: Meeting, person: Person | None, seat: Seat | None, *, ended: bool = False
) -> list[Leading]:
    """How this person or seat leads the meeting now, or (`ended`) led it before; empty when they do not."""
    who = Q(pk__in=[])
    if person:
        who |= Q(person=person) | Q(seat__person=person)
    if seat:
        who |= Q(seat=seat)
        if seat.person_id:
            who |= Q(person_id=seat.person_id)
    return list(Leading.objects.filter(who, meeting=meeting, until__isnull=not ended))


def saw_facilitator(meeting: str, person: str | None, seat: str | None) -> None:
    """A facilitator's page is open; called on a slow beat. Votes to take over lapse."""
    who = Q(person_id=person) if person else Q(seat_id=seat)
    now = timezone.now()
    if Leading.objects.filter(who, meeting_id=meeting, until=None).update(seen_at=now):
        TakeoverVote.objects.filter(meeting_id=meeting).delete()
        Meeting.objects.filter(pk=meeting, status="open").update(used_at=now)


def add_helper(meeting: Meeting, *, seat: Seat | None = None, person: Person | None = None) -> None:
    """Let somebody lead beside the facilitator. Raises Refused("each_alone") for a table: leading is somebody's."""
    if seat is not None and seat.table_of:
        raise Refused("each_alone")
    if not leadings_of(meeting, person, seat):
        Leading.objects.create(meeting=meeting, person=person, seat=seat, helper=True)
        announce(meeting.pk)


def hand_over(meeting: Meeting, seat: Seat) -> None:
    """Give the meeting to the person on this seat; whoever led it becomes a helper. Raises Refused("each_alone") for
    a table."""
    if seat.table_of:
        raise Refused("each_alone")
    with transaction.atomic():
        meeting.leadings.filter(until=None, helper=False).update(helper=True)
        meeting.leadings.filter(until=None, seat=seat).update(until=timezone.now())
        Leading.objects.create(meeting=meeting, seat=seat, seen_at=timezone.now())
        TakeoverVote.objects.filter(meeting=meeting).delete()
        announce(meeting.pk)


def chair_to_lead(meeting: Meeting, person: Person) -> Seat:
    """The seat under whose name this person says what only whoever leads may say.

    Somebody who leads and does not take part gets one that is left: nobody waits for an answer from it. Joining
    later is coming back to the same seat.
    """
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        held: Seat | None = meeting.seats.filter(person=person).first()
        if held is None:
            held, _ = take_seat(meeting, name=person.shown_name, role=person.role_key, person=person)
            leave_seat(held)
        return held


def facilitator_gone(meeting: Meeting, now: datetime | None = None) -> bool:
    """Has nobody who leads been seen for two minutes?"""
    now = now or timezone.now()
    seen = [one.seen_at for one in meeting.leadings.filter(until=None) if one.seen_at]
    latest = max([*seen, meeting.opened_at] if meeting.opened_at else seen, default=None)
    return meeting.status == "open" and (latest is None or now - latest >= GONE_AFTER)


def agree_takeover(meeting: Meeting, seat: Seat, candidate: Seat, now: datetime | None = None) -> bool:
    """This seat agrees that `candidate` takes over; True once at least half of the people who are here agree.

    Raises Refused("facilitator_present") while somebody who leads was seen in the last two minutes, and
    Refused("each_alone") for a table.
    """
    if seat.table_of or candidate.table_of:
        raise Refused("each_alone")
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if candidate.meeting_id != meeting.pk or seat.meeting_id != meeting.pk:
            raise Refused("unreadable")
        if not facilitator_gone(meeting, now):
            raise Refused("facilitator_present")
        TakeoverVote.objects.update_or_create(meeting=meeting, seat=seat, defaults={"candidate": candidate})
        present = meeting.seats.filter(left_at=None, table_of=0).count()
        votes = TakeoverVote.objects.filter(meeting=meeting, candidate=candidate, seat__left_at=None).count()
        announce(meeting.pk)
        if votes * 2 < present:
            return False
        meeting.leadings.filter(until=None).update(until=timezone.now())
        hand_over(meeting, candidate)
        return True
