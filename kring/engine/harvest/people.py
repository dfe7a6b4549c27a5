"""From the names people type to the people they mean, and to the layer they speak from (C-06)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from kring.engine.harvest.models import Contributor, TraceNode
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community, Membership, Person
from kring.engine.words import HOUSE
from kring.kit.words import load_facts

BETWEEN_NAMES = re.compile(r"\s*(?:,|;|&|\+|/|\s(?:en|and)\s)\s*", re.IGNORECASE)


@cache
def layers() -> dict[str, str]:
    """Role key -> layer: frontline, leading or outside."""
    return {row["id"]: row["layer"] for row in load_facts(HOUSE / "content", "roles")}


def layer_of(role: str) -> str:
    """The layer of a role key; an unknown one is outside."""
    return layers().get(role, "outside")


def round_of(community: Community | None) -> int | None:
    """The number of the learning cycle that goes on in a circle, or None between two and without a circle."""
    goes_on = community.cycles.exclude(phase="closed").first() if community else None
    return goes_on.number if goes_on else None


def contributes(node: TraceNode, person: Person) -> None:
    """Somebody brought this in or takes it on, from the layer of this moment (transfer.md 2). Once each."""
    Contributor.objects.get_or_create(
        node_id=node.pk, person=person, defaults={"layer": layer_of(person.role_key)}
    )


def people_of(meeting: Meeting) -> dict[str, Person]:
    """Who may be named as owner: label -> person, by name. Two people with one name have their school behind it."""
    people = {
        seat.person.pk: seat.person
        for seat in meeting.seats.select_related("person__school")
        if seat.person is not None and seat.person.state != "restricted"
    }
    if meeting.community_id:
        rows = Membership.objects.filter(community=meeting.community_id).listed()
        for row in rows.filter(role__in=("member", "facilitator")).select_related("person__school"):
            people[row.person.pk] = row.person
    return labelled(sorted(people.values(), key=lambda one: (one.shown_name.casefold(), str(one.pk))))


def labelled(people: Iterable[Person]) -> dict[str, Person]:
    """Every person under a label of their own."""
    by_name: dict[str, list[Person]] = {}
    for one in people:
        by_name.setdefault(one.shown_name, []).append(one)
    found: dict[str, Person] = {}
    for name, same in by_name.items():
        for place, one in enumerate(same, start=1):
            school = one.school.name if one.school else ""
            longer = f"{name} ({school})" if school else name
            label = name if len(same) == 1 else longer if longer not in found else f"{longer} {place}"
            found[label] = one
    return found


def owners_of(text: str, people: Mapping[str, Person]) -> tuple[list[Person], str]:
    """The people meant by "Claire en Emese", and what is left of the text for whoever has no account.

    A name that two people share means nobody in particular; it stays text.
    """
    known = {label.casefold(): person for label, person in people.items()}
    found: list[Person] = []
    rest: list[str] = []
    whole = known.get(" ".join(text.split()).casefold())
    for name in [text] if whole else BETWEEN_NAMES.split(text.strip()):
        person = known.get(" ".join(name.split()).casefold())
        if person is None:
            rest += [" ".join(name.split())] if name.strip() else []
        elif person not in found:
            found.append(person)
    return found, ", ".join(rest) if found else " ".join(text.split())
