"""What somebody says about their own place in the rings: do not count me, with names, I chose the edge.

Each is a record that is given and withdrawn (NV-9), and everything may be pressed twice.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from kring.engine.people.consents import say, standing
from kring.engine.people.models import Community, Membership, Person
from kring.engine.people.recording import recorded
from kring.engine.people.roles import everybody_says_yes
from kring.kit.payload import Refused

OBJECTION = "av.objection.ring"
"""About somebody everywhere, not about one circle: the purpose is the ring picture (roles.md 7.1)."""
NAMES = "ag.ring_names"
FEWEST_WITH_NAMES = 3
"""With two, whoever said yes would know who did not."""


def objectors() -> QuerySet[Any, Any]:
    """The people who do not want to be counted, by id."""
    return standing(OBJECTION).values("person")


def objects(person: Person) -> bool:
    """Whether somebody does not want to be counted."""
    return standing(OBJECTION).filter(person=person).exists()


def object_to_counting(person: Person, *, on: bool) -> None:
    """Do not count me in the ring picture, or count me again; from now on."""
    say(person, OBJECTION, None, on=on)


def want_names(person: Person, community: Community, *, on: bool) -> None:
    """We want to see the rings with names: my yes, or its withdrawal, which hides all names at once.

    Raises Refused("members_only").
    """
    if not community.memberships.members().filter(person=person).exists():
        raise Refused("members_only")
    say(person, NAMES, community, on=on)


def wants_names(person: Person, community: Community) -> bool:
    """Whether this person's yes to names stands."""
    return standing(NAMES).filter(person=person, community=community).exists()


def with_names(community: Community) -> bool:
    """Whether every active member said yes to names, and there are enough of them that a no is nobody's."""
    enough = community.memberships.members().count() >= FEWEST_WITH_NAMES
    return enough and everybody_says_yes(community, NAMES)


def choose_edge(membership: Membership, *, on: bool) -> None:
    """I take part from the edge, on purpose: nobody asks me about it."""
    if membership.chosen_edge != on:
        with recorded(membership.person):
            membership.chosen_edge = on
            membership.save(update_fields=["chosen_edge"])
