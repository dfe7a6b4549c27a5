"""A circle that met a number of times, for scenes about rings."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from kring.conftest import Cast, Gathering, person
from kring.engine.meetings.models import Meeting, NamedContribution, Seat
from kring.engine.people.models import Community, Membership, Person

NAMES = ("Aicha", "Bram", "Chantal", "Daan", "Elif", "Femke", "Gijs")


def circle_of(cast: Cast, n: int, community: Community | None = None, stem: str = "") -> list[Person]:
    """A circle with exactly so many members, who joined a year ago."""
    community = community or cast.community
    community.memberships.filter(role="member").delete()
    people = [
        person(cast.organisation, f"{stem}{NAMES[place % 7]}{place}", school=cast.school)
        for place in range(n)
    ]
    since = timezone.localdate() - timedelta(days=400)
    for one in people:
        Membership.objects.create(person=one, community=community, since=since)
    return people


def met(
    cast: Cast,
    days_ago: int,
    there: Iterable[Person],
    said: Iterable[Person] = (),
    community: Community | None = None,
    by: str = "amina",
) -> Gathering:
    """A meeting so many days ago, who was there, and who of them brought something in."""
    made = cast.meeting(community=community or cast.community, by=by)
    seats = {one.pk: made.sit_down(one.shown_name, person=one) for one in there}
    for one in said:
        speak(made, seats[one.pk])
    made.close()
    then = timezone.now() - timedelta(days=days_ago)
    Meeting.objects.filter(pk=made.meeting.pk).update(opened_at=then, closed_at=then + timedelta(hours=1))
    made.meeting.refresh_from_db()
    return made


def speak(made: Gathering, seat: Seat, kind: str = "cc.named") -> None:
    """Something with a name, in what runs."""
    activity = made.activity
    NamedContribution.objects.create(
        uuid=uuid.uuid4(),
        activity=activity,
        seq=activity.named.count() + 1,
        step="own",
        kind=kind,
        seat=seat,
        role="teacher",
        payload={},
        at=timezone.now(),
    )
