"""Own dates in one's own calendar: what somebody would do and the meetings they belong to, as iCalendar.

Whoever holds the address reads along, so it is long, it can be renewed, and nothing in it names anybody else.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q, Sum
from django.utils import timezone
from icalendar import Calendar, Event

from kring.engine.address import public_address
from kring.engine.harvest.models import CalendarFeed
from kring.engine.harvest.returning import still_open
from kring.engine.learning.models import LearningTask
from kring.engine.learning.tasks import RUNNING
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Person
from kring.engine.people.roles import OF_MEMBERSHIP
from kring.engine.words import interface
from kring.kit.words import Words

BACK = timedelta(days=60)
"""How long a meeting that was stays in the calendar."""
SHORTEST = 30
"""Minutes that a meeting without an agenda takes in the calendar."""


def feed_of(person: Person) -> CalendarFeed:
    """The calendar address of this person; made the first time."""
    feed, _ = CalendarFeed.objects.get_or_create(person=person, defaults={"token": token()})
    return feed


def token() -> str:
    """256 bits, for it stands in other people's calendars for years."""
    return secrets.token_urlsafe(32)


def renew_feed(person: Person) -> CalendarFeed:
    """Another address; the old one shows nothing any more."""
    feed, _ = CalendarFeed.objects.update_or_create(
        person=person, defaults={"token": token(), "made_at": timezone.now()}
    )
    return feed


def person_of_feed(held: str) -> Person | None:
    """Whose calendar this is; nobody's for an old or invented token, or when they left."""
    feed = CalendarFeed.objects.select_related("person__organisation").filter(token=held).first()
    return feed.person if feed and feed.person.is_active else None


def calendar_of(person: Person, today: date | None = None) -> bytes:
    """The calendar as a file (RFC 5545), with the time zone of the school in it."""
    today = today or timezone.localdate()
    words = interface(person.language)
    calendar = Calendar()
    calendar.add("prodid", "-//Kring//Kring//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words.text("returning", "calendar_name"))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval;value=duration", "PT6H")
    for event in (*dates(person, words), *tasks(person, words), *meetings(person, words, today)):
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def event(ident: str, title: str, link: str, words: Words) -> Event:
    """An event that nobody else sees and that keeps nobody from being free."""
    made = Event()
    made.add("uid", f"{ident}@kring")
    made.add("dtstamp", timezone.now())
    made.add("summary", title)
    made.add("url", f"{public_address()}{link}")
    made.add("class", "PRIVATE")
    return made


def dates(person: Person, words: Words) -> Iterator[Event]:
    """A whole day for each date on which something of theirs would be done."""
    rows = still_open().filter(owners=person, due_on__isnull=False).order_by("due_on", "pk")
    for action in rows:
        # The words of a private action may name the other one; a calendar is often shared.
        text = words.text("returning", "calendar_private") if action.private else action.said
        made = event(
            f"action-{action.pk}", words.text("returning", "calendar_due", text=text), "/open/", words
        )
        assert action.due_on is not None
        made.add("dtstart", action.due_on)
        made.add("dtend", action.due_on + timedelta(days=1))
        made.add("transp", "TRANSPARENT")
        yield made


def tasks(person: Person, words: Words) -> Iterator[Event]:
    """A whole day for each date of a learning task that they lead and that goes on."""
    rows = LearningTask.objects.filter(owners=person, status__in=RUNNING, due_on__isnull=False)
    for task in rows.exclude(cycle__phase="closed").order_by("due_on", "pk"):
        made = event(
            f"task-{task.pk}",
            words.text("returning", "calendar_due", text=task.title),
            f"/tasks/{task.pk}/",
            words,
        )
        assert task.due_on is not None
        made.add("dtstart", task.due_on)
        made.add("dtend", task.due_on + timedelta(days=1))
        made.add("transp", "TRANSPARENT")
        yield made


def meetings(person: Person, words: Words, today: date) -> Iterator[Event]:
    """The meetings of their circles, and those they lead or sat in."""
    circles = person.memberships.current().filter(role__in=OF_MEMBERSHIP).values("community")
    ours = (
        Q(community__in=circles) | Q(leadings__person=person, leadings__until=None) | Q(seats__person=person)
    )
    rows = Meeting.objects.filter(
        ours, organisation=person.organisation_id, planned_at__date__gte=today - BACK
    )
    rows = rows.select_related("community").distinct().order_by("planned_at", "pk")
    minutes = dict(
        Meeting.objects.filter(pk__in=rows.values("pk"))
        .annotate(minutes=Sum("activities__minutes"))
        .values_list("pk", "minutes")
    )
    for meeting in rows:
        title = f"{meeting.title} ({meeting.community.name})" if meeting.community else meeting.title
        begins = timezone.localtime(meeting.planned_at)
        where = f"/communities/{meeting.community_id}/" if meeting.community_id else "/home/"
        made = event(f"meeting-{meeting.pk}", title, where, words)
        made.add("dtstart", begins)
        made.add("dtend", begins + timedelta(minutes=max(minutes.get(meeting.pk) or 0, SHORTEST)))
        yield made
