"""Who may reach what, in one place. What you may not see is the same 404 as what never was.

Rights follow from roles, never from positions (roles.md 1). The matrix itself stands in
`content/permissions.yaml`; the functions below are the only doors the pages use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from kring.engine.live.request import seat_cookie
from kring.engine.meetings.leading import leadings_of
from kring.engine.meetings.models import Meeting, Seat
from kring.engine.people.models import Community, Membership, Person


@dataclass(frozen=True)
class Leader:
    """Somebody who leads a meeting: a person who signed in, or a seat."""

    meeting: Meeting
    name: str
    person: Person | None
    seat: Seat | None
    helper: bool


def person_of(request: HttpRequest) -> Person | None:
    """The person who signed in, or None."""
    user: Any = request.user
    return user if user.is_authenticated else None


def seat_of(request: HttpRequest, meeting: Meeting) -> Seat | None:
    """The seat this device has in the meeting, or that of the person who signed in; or None."""
    ident, _, key = request.COOKIES.get(seat_cookie(str(meeting.pk)), "").partition(".")
    if ident and (seat := found(Seat.objects.filter(meeting=meeting), ident)) and seat.key == key:
        return seat
    person = person_of(request)
    return Seat.objects.filter(meeting=meeting, person=person).first() if person else None


def found(rows: Any, pk: object) -> Any:
    """The row with this key, or None; a key that cannot be one is nobody's."""
    try:
        return rows.filter(pk=pk).first()
    except (ValueError, TypeError):
        return None
    except Exception as wrong:
        from django.core.exceptions import ValidationError

        if isinstance(wrong, ValidationError):
            return None
        raise


def meeting_to_lead(request: HttpRequest, pk: object) -> Leader:
    """The meeting for somebody who leads it now. Raises Http404."""
    meeting = found(Meeting.objects.select_related("community", "current"), pk)
    if meeting is None:
        raise Http404
    person, seat = person_of(request), seat_of(request, meeting)
    leadings = leadings_of(meeting, person, seat)
    if not leadings:
        raise Http404
    name = person.shown_name if person else seat.shown_name if seat else ""
    return Leader(meeting, name, person, seat, all(one.helper for one in leadings))


def meeting_to_join(token: str) -> Meeting:
    """The meeting of a QR link or of an open code. Raises Http404."""
    meeting = Meeting.objects.filter(join_token=token).first()
    if meeting is None:
        raise Http404
    return meeting


def meeting_of_board(token: str) -> Meeting:
    """The meeting whose board has this token. Raises Http404."""
    meeting = Meeting.objects.filter(board_token=token).first()
    if meeting is None:
        raise Http404
    return meeting


def community_for(person: Person | None, pk: object, roles: tuple[str, ...] = ()) -> Community:
    """The community, if this person has a current membership in it (with one of `roles`). Raises Http404."""
    community = found(Community.objects, pk)
    if person is None or community is None:
        raise Http404
    memberships = Membership.objects.filter(person=person, community=community)
    held = memberships.current()  # type: ignore[attr-defined]
    if roles:
        held = held.filter(role__in=roles)
    if not held.exists():
        raise Http404
    return community  # type: ignore[no-any-return]
