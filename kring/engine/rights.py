"""The permission matrix: who may do what to which object, on which condition. What is not there is no.

The rows stand in `content/permissions.yaml`. No function here knows a page; pages come in through `access`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from kring.engine.people.models import Person
from kring.engine.people.roles import (
    Held,
    Place,
    Where,
    Who,
    everybody_says_yes,
    place_of,
    roles_in,
    says_yes,
)
from kring.engine.words import HOUSE
from kring.kit.words import load_facts

SMALLEST = 5
"""Fewer respondents than this are never shown without names (NV-8)."""
COMMUNITIES = {"hesitance_state_count": 5}
FEWEST_COMMUNITIES = 3
FROM_COMMUNITIES = frozenset({"tool_result", "ring_counts", "hesitance_state_count", "transfer_measures"})
"""Figures that come from circles: for school and organisation only over several circles together."""

SCHOOL_WIDE = frozenset(
    {"community_card", "policy_calendar", "checklist_school", "scan_school_result", "source_node"}
)
BY_INVITATION = frozenset({"observation", "peer_consultation_case"})
"""Objects whose S always means: invited for this one."""


@dataclass(frozen=True)
class Asked:
    """What else is known about the object, for the cells that are neither yes nor never."""

    owner: object = None
    consent: bool = False
    author: Person | None = None
    visibility: str = "circle"
    granted: bool = False
    n: int = 0
    communities: int | None = None
    named: bool = False
    participant: bool = False


@cache
def matrix() -> dict[tuple[str, str], dict[str, str]]:
    """(object, action) -> role code -> value. Raises BrokenWords for a file that cannot be used."""
    facts = load_facts(HOUSE / "content", "permissions")
    return {
        (row["object"], row["action"]): {code: row[code] for code in facts["roles"] if code in row}
        for row in facts["rows"]
    }


@cache
def codes() -> dict[str, str]:
    """Role code -> role, as in `content/permissions.yaml`."""
    return dict(load_facts(HOUSE / "content", "permissions")["roles"])


def may(
    who: Who,
    thing: str,
    action: str,
    where: Where = None,
    *,
    today: date | None = None,
    through: str = "",
    researching: bool = True,
    **about: Any,
) -> bool:
    """Whether `who` may do `action` to a `thing` of this scope, today or on another day.

    `where` is the object's scope: the community of an insight, the activity of an answer, the person whose
    account it is. `through` is the role whose screen asks: then only that role's cells count, so that what
    somebody sees as a member never turns up in their screen as school lead (NV-5). `researching` False: what a
    researcher may see with consent does not count, because this is not a screen of research.

    `about` fills the fields of `Asked`: owner (Person or Seat it belongs to), consent (the group's or the
    people's yes is on record), author (of a named contribution, for research), visibility (circle | school),
    granted (invited, or shared with this role), n (respondents), communities (circles in the figure; None
    when it does not come from circles), named and participant (named mode, C-32).
    """
    row = matrix().get((thing, action))
    if not row:
        return False
    asked = Asked(**about)
    place = place_of(where)
    if action == "set_visibility_school" and place.community and place.community.confidentiality == "closed":
        return False
    held = roles_in(who, where, today, school_wide=is_school_wide(thing, action, place, asked))
    return any(
        holds(row[code], code, who, held, place, thing, asked)
        for code in held.codes & row.keys()
        if (not through or codes()[code] == through) and (researching or code != "RE" or row[code] != "C")
    )


def is_school_wide(thing: str, action: str, place: Place, asked: Asked) -> bool:
    """Whether this object has the school as its scope (roles.md 3)."""
    if thing == "community_card":
        return bool(place.school and place.school.communities_listed)
    if (thing, action) == ("community", "create") or thing in SCHOOL_WIDE:
        return True
    can_be_shared = "V" in matrix()[thing, action].values()
    return action == "view" and asked.visibility == "school" and can_be_shared


def holds(cell: str, code: str, who: Who, held: Held, place: Place, thing: str, asked: Asked) -> bool:
    """One cell of the matrix for one role."""
    match cell:
        case "Y":
            return True
        case "O":
            return is_own(who, asked.owner)
        case "A":
            return is_enough(code, thing, asked)
        case "C":
            return researched(place, thing, asked) if code == "RE" else asked.consent
        case "S":
            return is_inside(code, held, thing, asked)
        case "V":
            return asked.visibility == "school"
    return False


def is_own(who: Who, owner: object) -> bool:
    """Whether the record is theirs: the same person or chair, or a chair on which this person sat."""
    if who is None or owner is None:
        return False
    return who == owner or (isinstance(who, Person) and getattr(owner, "person_id", None) == who.pk)


def is_enough(code: str, thing: str, asked: Asked) -> bool:
    """NV-8: enough people in a figure, and for those outside circles enough circles."""
    if asked.named:
        return asked.participant
    if asked.n < SMALLEST:
        return False
    if code not in ("SL", "BO", "HR") and thing not in COMMUNITIES:
        return True
    if asked.communities is None:
        return thing not in FROM_COMMUNITIES
    return asked.communities >= COMMUNITIES.get(thing, FEWEST_COMMUNITIES)


def researched(place: Place, thing: str, asked: Asked) -> bool:
    """Research: every member said yes, and of a named text its author too; never in a closed circle."""
    if place.community is None:
        return asked.consent
    if place.community.confidentiality == "closed" or not everybody_says_yes(place.community, "research"):
        return False
    if asked.author is not None:
        return says_yes(asked.author, "research")
    return thing != "contribution_named"


def is_inside(code: str, held: Held, thing: str, asked: Asked) -> bool:
    """Inside what was granted: a critical friend and a guest by where they are, the rest by invitation."""
    if thing in BY_INVITATION:
        return asked.granted
    if code == "ME":
        return held.leads
    return code in ("CF", "GU", "VO") or asked.granted
