"""Own dates in one's own calendar, read back as a calendar program would."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from kring.engine.harvest.feed import calendar_of, feed_of, person_of_feed, renew_feed
from kring.engine.harvest.tests.people import MONDAY, promised


@pytest.fixture(autouse=True)
def here(settings):
    settings.TIME_ZONE = "Europe/Amsterdam"


def events(someone):
    calendar = Calendar.from_ical(calendar_of(someone, timezone.localdate()))
    return calendar, {str(one["summary"]): one for one in calendar.walk("VEVENT")}


def test_own_dates_and_meetings_with_the_time_zone(cast):
    promised(cast, due_on=MONDAY)
    promised(cast, "Van Amina.", "amina", due_on=MONDAY)
    cast.meeting(opened=False)
    cast.meeting(opened=False, community=cast.other_community, by="chris", title="Kring Zuid begint")
    calendar, found = events(cast.bram.person)
    assert set(found) == {
        "Uiterlijk vandaag: Een les van een ander bezoeken.",
        "Hoe pakken we de nieuwe lestijden aan? (Kring Noord)",
    }
    due = found["Uiterlijk vandaag: Een les van een ander bezoeken."]
    assert due["dtstart"].dt == MONDAY and due["dtend"].dt == MONDAY + timedelta(1)
    assert str(due["transp"]) == "TRANSPARENT" and str(due["class"]) == "PRIVATE"
    meeting = found["Hoe pakken we de nieuwe lestijden aan? (Kring Noord)"]
    assert meeting["dtstart"].params["TZID"] == "Europe/Amsterdam"
    assert meeting["dtend"].dt - meeting["dtstart"].dt == timedelta(minutes=30)
    [zone] = calendar.walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Europe/Amsterdam"


def test_a_private_thing_names_nobody(cast):
    promised(cast, "Koffie met Claire.", private=True)
    raw = calendar_of(cast.bram.person).decode()
    assert "Claire" not in raw and "Koffie" not in raw and "iets wat je zou doen" in raw


def test_what_is_done_is_not_in_it(cast):
    promised(cast, status="done")
    assert events(cast.bram.person)[1] == {}


def test_an_address_is_renewed_and_ends_when_somebody_leaves(cast):
    bram = cast.bram.person
    old = feed_of(bram).token
    assert person_of_feed(old) == bram and feed_of(bram).token == old and len(old) > 40
    new = renew_feed(bram).token
    assert person_of_feed(old) is None and person_of_feed(new) == bram
    bram.state = "left"
    bram.save()
    assert person_of_feed(new) is None


def test_the_meetings_of_a_circle_one_left_are_gone(cast):
    cast.meeting(opened=False)
    cast.bram.person.memberships.update(status="left")
    assert events(cast.bram.person)[1] == {}


def test_who_leads_a_loose_meeting_has_it_too(cast):
    cast.meeting(opened=False, community=None, by="joost", title="Even bijpraten")
    assert set(events(cast.joost.person)[1]) == {"Even bijpraten"}
