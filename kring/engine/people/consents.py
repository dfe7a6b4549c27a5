"""Yes is a record, and so is taking it back (NV-9). Everything may be pressed twice."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kring.engine.people.models import Community, Consent, Person
from kring.engine.people.roles import GUIDE_LEADS, leads_members
from kring.kit.payload import Refused


def standing(about: str) -> QuerySet[Consent]:
    """What was said about this and not withdrawn."""
    return Consent.objects.filter(about=about, withdrawn_on=None)


def say(person: Person, about: str, community: Community | None, *, on: bool) -> None:
    """Give or withdraw one consent; what is already so stays as it is."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        rows = standing(about).filter(person=person, community=community)
        if on and not rows.exists():
            Consent.objects.create(person=person, about=about, community=community)
        elif not on:
            rows.update(withdrawn_on=timezone.now())


def asked_about_guides(person: Person, community: Community) -> bool:
    """Whether this member is asked if it is all right that whoever guides also leads (NV-6)."""
    if not community.memberships.members().filter(person=person).exists():
        return False
    today = timezone.localdate()
    rows = community.memberships.listed().filter(role="facilitator").exclude(person=person)
    return any(leads_members(row.person, community, today) for row in rows.select_related("person"))


def fine_with_guides(person: Person, community: Community) -> bool:
    """Whether this member's yes to that stands."""
    return standing(GUIDE_LEADS).filter(person=person, community=community).exists()


def answer_about_guides(person: Person, community: Community, *, on: bool) -> None:
    """Yes, or not (any more): from then on whoever leads does not guide here. Raises Refused("not_asked")."""
    if not asked_about_guides(person, community):
        raise Refused("not_asked")
    say(person, GUIDE_LEADS, community, on=on)
