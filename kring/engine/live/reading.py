"""What the live lane asks of the database, in the reader's thread."""

from __future__ import annotations

import uuid
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections, connections

from kring.engine.meetings.leading import leadings_of, saw_facilitator
from kring.engine.meetings.models import Activity, Meeting, Seat
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.rows import news_since
from kring.engine.meetings.state import MeetingState
from kring.kit.scene import Contribution


def read(meeting: str, known: MeetingState | None, part: str = "") -> MeetingState | None:
    """The meeting as it is now, in people's own time as it is in this part; what `known` holds already is not read
    again."""
    close_old_connections()
    return read_meeting(meeting, known, part)


def news_of(activity: str, named_seq: int, anonymous_seq: int) -> list[Contribution]:
    """Contributions stored after these numbers."""
    close_old_connections()
    return news_since(Activity(pk=uuid.UUID(activity)), named_seq, anonymous_seq)


def about_activity(activity: str) -> str | None:
    """The meeting of an activity, or None."""
    close_old_connections()
    try:
        found = Activity.objects.filter(pk=uuid.UUID(activity)).values_list("meeting_id", flat=True).first()
    except ValueError:
        return None
    return str(found) if found else None


def meeting_of_board(token: str) -> str | None:
    """The meeting whose board has this token, or None."""
    close_old_connections()
    found = Meeting.objects.filter(board_token=token).values_list("pk", flat=True).first()
    return str(found) if found else None


def lead_by_session(meeting: str, session: str, seat: str) -> str:
    """ "person:<id>" or "seat:<id>" of somebody who leads this meeting, or nothing."""
    close_old_connections()
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore(session or None)
    person: Any = get_user(SimpleNamespace(session=store)) if session else None  # type: ignore[arg-type]
    if person is not None and not person.is_authenticated:
        person = None
    chair = Seat.objects.filter(pk=seat).first() if seat else None
    found = leadings_of(Meeting(pk=uuid.UUID(meeting)), person, chair)
    if not found:
        return ""
    return f"seat:{found[0].seat_id}" if found[0].seat_id else f"person:{found[0].person_id}"


def lead_seen(meeting: str, who: str) -> None:
    """Note that somebody who leads has the page open."""
    close_old_connections()
    kind, _, ident = who.partition(":")
    saw_facilitator(meeting, ident if kind == "person" else None, ident if kind == "seat" else None)


def close_connections() -> None:
    """Close the connection of this thread."""
    connections.close_all()
