"""The questions that stand, as a page shows them, and what this person can do about each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from kring.engine.harvest.agreements import members_of
from kring.engine.harvest.consent import share_of
from kring.engine.parting.deciding import (
    guides,
    is_asked,
    open_partings,
    parted_lately,
    people_to_part,
)
from kring.engine.parting.models import Parting
from kring.engine.people.models import Community, Person
from kring.engine.words import shared
from kring.pages.house.visiting import language

TOLD = timedelta(days=14)
"""So long home says that a circle goes on without somebody; the letter says it for ever."""


def parting_page(person: Person, circle: Community) -> dict[str, Any]:
    """Everything of the page."""
    members = members_of(circle)
    words = shared(language())
    standing = list(open_partings(circle))
    asked = {one.membership_id for one in standing}
    people = [
        (row, row.person.shown_name, words.text("role_names", row.role))
        for row in people_to_part(person, circle)
        if row.pk not in asked
    ]
    return {
        "community": circle,
        "partings": [card(one, person, members) for one in standing],
        "people": people,
        "guides": guides(person, circle),
        "few": len(members) < 5,
    }


def card(parting: Parting, person: Person, members: set[object]) -> dict[str, Any]:
    """One question: who it is about, why, how far it is, and what this person answered."""
    answers = [one for one in parting.answers.select_related("person") if one.person_id in members]
    return {
        "row": parting,
        "name": parting.membership.person.shown_name,
        "about_me": parting.membership.person_id == person.pk,
        "own": parting.asked_by_id == person.pk,
        "is_asked": is_asked(parting),
        "votes": person.pk in members,
        "mine": next((one for one in answers if one.person_id == person.pk), None),
        "n": len(answers),
        "of": len(members),
        "needed": share_of(len(members), 2, 3),
        "objections": [one for one in answers if one.value == "object"],
    }


def parted(person: Person) -> list[Parting]:
    """Circles that go on without this person, told on home."""
    return list(parted_lately(person, timezone.localdate() - TOLD))
