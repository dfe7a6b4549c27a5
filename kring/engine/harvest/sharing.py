"""Letting the school read a piece of harvest: asked of everybody who worked on it (roles.md 4 and 5.1).

In an open circle one of its authors decides, inside the circle all of them do, in a closed one nobody can. Each
yes is a record and can be taken back, and then the school reads it no longer.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kring.engine.harvest.confidentiality import level_of, made_on
from kring.engine.harvest.models import Action, Agreement, RepertoireItem
from kring.engine.harvest.search import OBJECTS
from kring.engine.people.models import Community, Consent, Person
from kring.engine.rights import may
from kring.kit.payload import Refused


@dataclass(frozen=True)
class Sharing:
    """How far sharing is. `asks`: this person is asked; `yes`: they said so; `waits`: others are asked as well."""

    asks: bool = False
    yes: bool = False
    waits: bool = False


def about(row: Any) -> str:
    """What a yes to sharing this row is about."""
    return f"visibility.{row.pk}"


def makers(row: Any) -> set[uuid.UUID]:
    """Who is asked: the active members who brought it in, take it on or are named; if none is known, all of them."""
    members = set(circle_of(row).memberships.members().values_list("person_id", flat=True))
    return brought_by(row) & members or members


def brought_by(row: Any) -> set[uuid.UUID]:
    """Everybody who brought it in, takes it on or is named, as far as they are still known."""
    if isinstance(row, RepertoireItem):
        return set(row.made_by.values_list("pk", flat=True))
    known = {row.created_by_id, *row.contributors.values_list("person_id", flat=True)}
    if isinstance(row, Action):
        known |= set(row.owners.values_list("pk", flat=True))
    if isinstance(row, Agreement):
        known.add(row.proposed_by_id)
    return known - {None}


def circle_of(row: Any) -> Community:
    """The circle it belongs to. Raises Refused("gone") for what belongs to none."""
    if row.community is None:
        raise Refused("gone")
    community: Community = row.community
    return community


def yeses(row: Any) -> QuerySet[Consent]:
    """Every yes to sharing this row that stands."""
    return Consent.objects.filter(about=about(row), community=circle_of(row), withdrawn_on=None)


def sharing(row: Any, person: Person) -> Sharing:
    """What this person can say about it now."""
    asked = makers(row)
    if person.pk not in asked or level_of(circle_of(row), made_on(row)) == "closed":
        return Sharing()
    yes = yeses(row).filter(person=person).exists() or row.visibility == "school"
    return Sharing(True, yes, yes and row.visibility != "school")


def share(row: Any, person: Person) -> bool:
    """My yes to letting the school read it; whether the school does so now. Pressed twice it is one yes.

    Raises Refused: gone, closed_circle, not_maker.
    """
    community = circle_of(row)
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)
        asked, level = makers(row), level_of(community, made_on(row))
        kind = "repertoire" if isinstance(row, RepertoireItem) else row.stage
        if level == "closed":
            raise Refused("closed_circle")
        if person.pk not in asked or not may(person, OBJECTS[kind], "view", community):
            raise Refused("not_maker")
        if not yeses(row).filter(person=person).exists():
            Consent.objects.create(person=person, about=about(row), community=community)
        said = set(yeses(row).values_list("person_id", flat=True))
        agreed = level == "open" or said >= asked
        if agreed and not may(person, "insight", "set_visibility_school", community, consent=True):
            raise Refused("not_maker")
        if agreed:
            show_to(row, "school")
    return agreed


def stop_sharing(row: Any, person: Person) -> None:
    """One of those who are asked takes it back: from now on only the circle reads it.

    Raises Refused: gone, not_maker.
    """
    if person.pk not in makers(row):
        raise Refused("not_maker")
    with transaction.atomic():
        yeses(row).filter(person=person).update(withdrawn_on=timezone.now())
        show_to(row, "circle")


def show_to(row: Any, visibility: str) -> None:
    """Who may read it: circle | school. That alone does not make it newer."""
    QuerySet(type(row)).filter(pk=row.pk).update(visibility=visibility)
    row.visibility = visibility
