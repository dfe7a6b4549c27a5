"""Kring Noord with a few more members, and a clock that a scene can set."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from kring.conftest import Cast
from kring.engine.learning.models import LearningCycle, LearningQuestionVersion
from kring.engine.learning.questions import propose_question, respond_to_question
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Membership, Person

QUESTION = "Hoe geven wij feedback waar leerlingen iets mee doen?"


def more_members(cast: Cast, n: int) -> list[Person]:
    """So many members of Kring Noord besides Bram; he stands in front."""
    since = timezone.localdate() - timedelta(days=400)
    Membership.objects.filter(community=cast.community).update(since=since)
    found = [cast.bram.person]
    for place in range(n):
        person = Person.objects.create_user(
            f"lid{place}@noord.example", organisation=cast.organisation, shown_name=f"Lid {place + 1}"
        )
        Membership.objects.create(person=person, community=cast.community, since=since)
        found.append(person)
    return found


def begun(cast: Cast, members: list[Person], text: str = QUESTION) -> LearningCycle:
    """A cycle with a question that everybody said yes to."""
    return adopted(cast, members, text).cycle


def adopted(
    cast: Cast, members: list[Person], text: str = QUESTION, why: str = ""
) -> LearningQuestionVersion:
    """A question that everybody said yes to."""
    version = propose_question(cast.community, by=members[0], text=text, why=why)
    for one in members[1:]:
        version = respond_to_question(version, by=one, value="ok")
    version.refresh_from_db()
    return version


def held_on(cast: Cast, day: date, hour: int = 16) -> Meeting:
    """A meeting that was held and closed on this day."""
    meeting = cast.meeting()
    meeting.close()
    at = timezone.make_aware(datetime.combine(day, time(hour)))
    Meeting.objects.filter(pk=meeting.meeting.pk).update(planned_at=at, opened_at=at, closed_at=at)
    meeting.meeting.activities.update(closed_at=at)
    return Meeting.objects.get(pk=meeting.meeting.pk)
