"""The verbs of rights outside circles: giving a role, and taking it back."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from kring.engine.people.models import Organisation, Person, RoleGrant, School, Team
from kring.engine.people.recording import check, recorded
from kring.engine.people.roles import OF_GRANT
from kring.engine.research.models import ResearchProject
from kring.kit.payload import Refused

SCOPES: dict[str, tuple[type, ...]] = {
    "school_lead": (School, Team),
    "board_viewer": (Organisation,),
    "hrm_viewer": (School, Organisation),
    "researcher": (ResearchProject,),
    "it_admin": (Organisation,),
}
"""Where each role may be given (roles.md 1.1)."""
Scope = Organisation | School | Team | ResearchProject


def grant(person: Person, role: str, scope: Scope, *, by: Person, until: date | None = None) -> RoleGrant:
    """Give somebody a role in one scope, until a date (included) or without end. The same role in the same
    scope twice is one row with the newest date.

    Raises Refused: not_allowed, unknown_role, until_past.
    """
    check(by, "role_assignment_school", "manage", person.organisation)
    if role not in OF_GRANT or not isinstance(scope, SCOPES[role]):
        raise Refused("unknown_role")
    if organisation_of(scope) != person.organisation_id:
        raise Refused("not_allowed")
    if until is not None and until < timezone.localdate():
        raise Refused("until_past")
    place = {
        "organisation": scope if isinstance(scope, Organisation) else None,
        "school": scope if isinstance(scope, School) else None,
        "team": scope if isinstance(scope, Team) else None,
        "project": scope if isinstance(scope, ResearchProject) else None,
    }
    with recorded(by):
        row = holding(person, role, **place) or RoleGrant(person=person, role=role, **place)
        row.until, row.given_by = until, by
        row.save()
    return row


def organisation_of(scope: Scope) -> object:
    """The organisation to which a scope belongs."""
    if isinstance(scope, Team):
        return scope.school.organisation_id
    return scope.pk if isinstance(scope, Organisation) else scope.organisation_id


def holding(person: Person, role: str, **place: object) -> RoleGrant | None:
    """The grant of this role in this scope that still holds, or None."""
    rows = person.grants.filter(role=role, **place).order_by("-pk")
    return next((row for row in rows if row.until is None or row.until >= timezone.localdate()), None)


def withdraw(row: RoleGrant, *, by: Person) -> None:
    """End a role from today on. Raises Refused: not_allowed, last_admin."""
    check(by, "role_assignment_school", "manage", row.person.organisation)
    if row.role == "it_admin" and is_last_admin(row.person):
        raise Refused("last_admin")
    with recorded(by):
        row.until = timezone.localdate() - timedelta(days=1)
        row.save(update_fields=["until"])


def is_last_admin(person: Person) -> bool:
    """Whether the organisation would be left without anybody who can look after it."""
    today = timezone.localdate()
    admins = {
        row.person_id
        for row in RoleGrant.objects.filter(
            role="it_admin", person__organisation=person.organisation_id
        ).exclude(person__state="left")
        if row.until is None or row.until >= today
    }
    return admins == {person.pk}
