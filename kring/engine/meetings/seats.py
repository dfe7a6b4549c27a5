"""Seats: joining, returning on another device, leaving, being released (C-08)."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection, Iterable
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils import timezone

from kring.engine.meetings.announce import announce
from kring.engine.meetings.models import Meeting, Seat
from kring.engine.people.models import Person, long_token
from kring.kit.payload import Refused, text_of

NAME_LENGTH = 80
TABLE_FEWEST, TABLE_MOST = 2, 8
"""With how many people a table may write on one phone; four to six works best (C-35)."""
MANY = 40
"""In a group above this size free texts are made at tables (C-35)."""
ROLES = (
    "teacher",
    "support",
    "middle_manager",
    "principal",
    "hrm",
    "board",
    "student",
    "parent",
    "external",
    "other",
)
LETTERS = "BCDFGHJKMNPQRSTVWXZ23456789"
"""No vowels (no words by accident) and nothing that looks like something else."""


def take_seat(
    meeting: Meeting,
    *,
    name: str,
    role: str,
    person: Person | None = None,
    ident: str = "",
    language: str = "",
    table_of: int = 0,
) -> tuple[Seat, str]:
    """A seat in an open meeting, and the way-back code (only now, later only its hash is known).

    `ident` is made by the phone: sent twice, there is still one seat, and no second way-back code. `table_of`: so many
    people write together on this phone (C-03); a table is nobody's seat, so it has no person, and no role that would
    put what it writes into a group.
    Raises Refused: meeting_closed, empty_text, text_too_long, unreadable.
    """
    if meeting.status != "open":
        raise Refused("meeting_closed")
    name = text_of({"name": name}, "name", NAME_LENGTH)
    if role not in ROLES or (table_of and not TABLE_FEWEST <= table_of <= TABLE_MOST):
        raise Refused("unreadable")
    if table_of:
        person, role = None, "other"
    try:
        pk = uuid.UUID(ident) if ident else uuid.uuid4()
    except ValueError:
        pk = uuid.uuid4()
    with transaction.atomic():
        if person and (seat := meeting.seats.filter(person=person).first()):
            return come_back(seat), ""
        if seat := Seat.objects.filter(pk=pk).first():
            if seat.meeting_id != meeting.pk:
                raise Refused("unreadable")
            return come_back(seat), ""
        code = "".join(secrets.choice(LETTERS) for _ in range(6))
        try:
            with transaction.atomic():
                seat = Seat.objects.create(
                    pk=pk,
                    meeting=meeting,
                    person=person,
                    shown_name=name,
                    role=role,
                    way_back=way_back_hash(meeting, code),
                    language=language,
                    table_of=table_of,
                )
        except IntegrityError:
            return come_back(meeting.seats.get(person=person)), ""
        Meeting.objects.filter(pk=meeting.pk).update(used_at=timezone.now())
        announce(meeting.pk)
    return seat, f"{code[:3]}-{code[3:]}"


def invited(members: Collection[str], seated: Iterable[str]) -> int:
    """N of C-05: active members and the other seats. `seated`: of each seat its person, "" for a guest.

    Somebody who joined without an account may well be a member, so guests fill the places of members who have no
    seat first; otherwise everybody who did not sign in would count twice.
    """
    people = list(seated)
    known = {person for person in people if person}
    absent = len(set(members) - known)
    return len(members) + len(known - set(members)) + max(0, people.count("") - absent)


def way_back_hash(meeting: Meeting, code: str) -> str:
    """A way-back code as it is kept: bound to the meeting, without its dash, in capitals."""
    plain = "".join(letter for letter in code.upper() if letter in LETTERS)
    return sha256(f"{meeting.pk}:{plain}".encode()).hexdigest()


def come_back(seat: Seat) -> Seat:
    """Sit down again on the same chair."""
    if seat.left_at:
        seat.left_at = None
        seat.save(update_fields=["left_at"])
        announce(seat.meeting_id)
    return seat


def find_way_back(meeting: Meeting, code: str) -> Seat:
    """The seat of this way-back code, now for the device that asks; the old device loses it.

    Raises Refused("way_back_unknown").
    """
    seat = meeting.seats.filter(way_back=way_back_hash(meeting, code)).first()
    if seat is None or not code.strip():
        raise Refused("way_back_unknown")
    seat.key = long_token()
    seat.left_at = None
    seat.save(update_fields=["key", "left_at"])
    announce(meeting.pk)
    return seat


def release_seat(seat: Seat) -> str:
    """A new way-back code for somebody who lost theirs; the old device loses the seat."""
    code = "".join(secrets.choice(LETTERS) for _ in range(6))
    seat.key, seat.way_back = long_token(), way_back_hash(seat.meeting, code)
    seat.save(update_fields=["key", "way_back"])
    announce(seat.meeting_id)
    return f"{code[:3]}-{code[3:]}"


def leave_seat(seat: Seat) -> None:
    """Stand up; what was sent counts (C-34)."""
    if seat.left_at is None:
        seat.left_at = timezone.now()
        seat.save(update_fields=["left_at"])
        announce(seat.meeting_id)
