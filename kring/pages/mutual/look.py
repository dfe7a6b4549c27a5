"""Thanks and help as pages show them, for who may read them. Nowhere a count."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from kring.engine import access
from kring.engine.mutual.help import help_of, open_requests
from kring.engine.mutual.models import HelpRequest, ThanksNote
from kring.engine.mutual.thanks import people_to_thank, shared_thanks, takes_part, thanks_of
from kring.engine.people.models import Community, Person

NEW = timedelta(days=14)
"""So long a thank you, or somebody who will help, stands on one's own pages by itself."""
ON_HOME = 3


def mutual_part(person: Person, circle: Community) -> dict[str, Any] | None:
    """What stands on the page of the circle; None for whoever does not take part in it."""
    if not takes_part(person, circle):
        return None
    return {
        "requests": list(open_requests(circle)[:ON_HOME]),
        "shared": list(shared_thanks(circle)[:ON_HOME]),
        "news": news([circle], person),
        "writes": circle.ended_on is None,
    }


def mutual_page(person: Person, circle: Community) -> dict[str, Any]:
    """Everything of the page."""
    return {
        "community": circle,
        "me": person,
        "writes": circle.ended_on is None,
        "requests": list(open_requests(circle)),
        "helped": help_of(person, circle),
        "people": people_to_thank(person, circle),
        "mine": [(one, shares(one, person)) for one in thanks_of(person, circle)],
        "shared": list(shared_thanks(circle)),
    }


def shares(note: ThanksNote, person: Person) -> dict[str, bool]:
    """What this person and the other said about letting the circle read it."""
    own = note.from_person_id == person.pk
    mine, other = (note.shared_from, note.shared_to) if own else (note.shared_to, note.shared_from)
    return {"said": own, "mine": mine, "both": mine and other}


def news(circles: list[Community], person: Person) -> dict[str, Any]:
    """What came to this person lately: thanks, and somebody who will help."""
    circles = [one for one in circles if access.may(person, "help_request", "view", one)]
    since = timezone.now() - NEW
    thanked = ThanksNote.objects.filter(community__in=circles, to_person=person, at__gt=since)
    helped = HelpRequest.objects.filter(community__in=circles, from_person=person, answered_at__gt=since)
    return {
        "thanked": list(thanked.select_related("from_person", "community")),
        "helped": list(helped.exclude(answered_by=None).select_related("answered_by", "community")),
    }
