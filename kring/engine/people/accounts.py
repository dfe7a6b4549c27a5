"""The verbs of accounts: making the organisation, adding and changing people, closing an account."""

from __future__ import annotations

from collections.abc import Iterable
from types import EllipsisType

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from kring.engine.meetings.signed import meetings_with, sign_anew
from kring.engine.people.models import POSITIONS, Organisation, Person, Promise, RoleGrant, School, Team
from kring.engine.people.recording import check, recorded
from kring.engine.people.sessions import end_sessions, forget_addresses
from kring.kit.payload import Refused, text_of

NAME_LENGTH = 80
PLACE_LENGTH = 120
NO_ACCOUNT = frozenset({"pupil"})
"""Pupils take part without an account and are never members (NV-7)."""


def make_organisation(
    *, name: str, school: str, admin_name: str, admin_email: str, promised: bool, language: str = "nl"
) -> Person:
    """The organisation, its first school and its first administrator, who promised `it.promise`.

    Only once. Raises Refused: organisation_exists, promise_needed, empty_text, text_too_long, email_wrong.
    """
    with recorded(None):
        if Organisation.objects.exists():
            raise Refused("organisation_exists")
        if not promised:
            raise Refused("promise_needed")
        email = address_of(admin_email)
        if not email:
            raise Refused("email_wrong")
        organisation = Organisation.objects.create(name=title_of(name), language=language)
        first = School.objects.create(organisation=organisation, name=title_of(school))
        admin = Person.objects.create_user(
            email,
            organisation=organisation,
            school=first,
            shown_name=name_of(admin_name),
            position="support",
            language=language,
        )
        RoleGrant.objects.create(person=admin, role="it_admin", organisation=organisation)
        promise(admin, "it.promise")
    return admin


def name_of(text: str) -> str:
    """A person's name, tidied. Raises Refused: empty_text, text_too_long."""
    return text_of({"name": text}, "name", NAME_LENGTH)


def title_of(text: str) -> str:
    """The name of an organisation, a school or a team, tidied. Raises Refused: empty_text, text_too_long."""
    return text_of({"name": text}, "name", PLACE_LENGTH)


def address_of(text: str) -> str:
    """A mail address in small letters, or nothing. Raises Refused("email_wrong")."""
    email = text.strip().lower()
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Refused("email_wrong") from None
    return email


def position_of(text: str) -> str:
    """A known position. Raises Refused: unknown_position, no_pupils."""
    if text in NO_ACCOUNT:
        raise Refused("no_pupils")
    if text not in POSITIONS:
        raise Refused("unknown_position")
    return text


def new_person(
    organisation: Organisation,
    *,
    name: str,
    email: str = "",
    position: str = "teacher",
    school: School | None = None,
    teams: Iterable[Team] = (),
    language: str = "",
) -> Person:
    """Somebody of the organisation, checked but not asked for rights; verbs call this.

    Raises Refused: empty_text, text_too_long, email_wrong, email_taken, unknown_position, no_pupils.
    """
    address = address_of(email)
    if address and Person.objects.filter(email=address).exists():
        raise Refused("email_taken")
    try:
        with transaction.atomic():
            person = Person.objects.create_user(
                address,
                organisation=organisation,
                school=school,
                shown_name=name_of(name),
                position=position_of(position),
                language=language or organisation.language,
            )
    except IntegrityError:
        raise Refused("email_taken") from None
    person.teams.set(team for team in teams if team.school_id == person.school_id)
    return person


def add_person(
    organisation: Organisation,
    *,
    by: Person,
    name: str,
    email: str = "",
    position: str = "teacher",
    school: School | None = None,
    teams: Iterable[Team] = (),
) -> Person:
    """An administrator adds somebody. Raises Refused: not_allowed, and what `new_person` raises."""
    check(by, "account", "manage", organisation)
    with recorded(by):
        return new_person(organisation, name=name, email=email, position=position, school=school, teams=teams)


def change_person(
    person: Person,
    *,
    by: Person,
    name: str | None = None,
    position: str | None = None,
    email: str | None = None,
    school: School | None | EllipsisType = ...,
    teams: Iterable[Team] | None = None,
) -> Person:
    """Change an account; what is not given stays (a school of None: no school).

    Somebody changes only their own name and position; address, school and teams are for an administrator.
    A new address ends what was signed in with the old one.
    Raises Refused: not_allowed, and what `new_person` raises.
    """
    check(by, "account", "manage", person, owner=person)
    if email is not None or not isinstance(school, EllipsisType) or teams is not None:
        check(by, "account", "manage", person.organisation)
    with recorded(by):
        person = Person.objects.select_for_update().get(pk=person.pk)
        if name is not None:
            before, person.shown_name = person.shown_name, name_of(name)
            sign_anew(meetings_with(person), before, person.shown_name)
        if position is not None and position != person.position:
            person.position = position_of(position)
        if not isinstance(school, EllipsisType):
            person.school = school
        if email is not None:
            change_address(person, address_of(email))
        try:
            with transaction.atomic():
                person.save()
        except IntegrityError:
            raise Refused("email_taken") from None
        if teams is not None:
            person.teams.set(team for team in teams if team.school_id == person.school_id)
    return person


def change_address(person: Person, email: str) -> None:
    """Another address, or none: whoever held the old one can no longer sign in with it."""
    if (person.email or "") == email:
        return
    if email and Person.objects.filter(email=email).exclude(pk=person.pk).exists():
        raise Refused("email_taken")
    person.email = email or None
    forget_addresses(person)
    end_sessions(person)


def set_language(person: Person, language: str) -> None:
    """The language somebody reads. Raises Refused("unreadable") for one Kring does not speak."""
    if language not in ("nl", "en"):
        raise Refused("unreadable")
    if person.language != language:
        with recorded(person):
            person.language = language
            person.save(update_fields=["language"])


def promise(person: Person, text: str) -> Promise:
    """Note that somebody made this promise; made twice, the first stands."""
    with recorded(person):
        return Promise.objects.get_or_create(person=person, text=text)[0]


def promised(person: Person, text: str) -> bool:
    """Whether somebody made this promise."""
    return person.promises.filter(text=text).exists()


def restrict(person: Person, *, by: Person, on: bool) -> None:
    """Article 18: keep the data, show the person in no list, count them in nothing new. Or undo it.

    Raises Refused("not_allowed").
    """
    check(by, "account", "manage", person, owner=person)
    wanted, other = ("restricted", "active") if on else ("active", "restricted")
    with recorded(by):
        for row in Person.objects.select_for_update().filter(pk=person.pk, state=other):
            row.state = wanted
            row.save(update_fields=["state"])
    person.refresh_from_db(fields=["state"])


def close_account(person: Person, *, by: Person) -> None:
    """Somebody left the school: no signing in, no memberships, no rights from today on.

    Raises Refused: not_allowed, last_admin.
    """
    check(by, "account", "manage", person.organisation)
    from kring.engine.people.grants import is_last_admin

    if is_last_admin(person):
        raise Refused("last_admin")
    with recorded(by):
        person.state, person.left_on = "left", timezone.localdate()
        person.save(update_fields=["state", "left_on"])
        for membership in person.memberships.exclude(status="left"):
            membership.status = "left"
            membership.until = timezone.localdate()
            membership.save(update_fields=["status", "until"])
        end_sessions(person)


def open_account(person: Person, *, by: Person) -> None:
    """Somebody came back; memberships are for the circles to give again. Raises Refused("not_allowed")."""
    check(by, "account", "manage", person.organisation)
    with recorded(by):
        person.state, person.left_on = "active", None
        person.save(update_fields=["state", "left_on"])


def add_school(organisation: Organisation, *, by: Person, name: str) -> School:
    """One more school; a name that is there already gives that school. Raises Refused."""
    check(by, "role_assignment_school", "manage", organisation)
    with recorded(by):
        return School.objects.get_or_create(organisation=organisation, name=title_of(name))[0]


def change_school(school: School, *, by: Person, name: str, communities_listed: bool) -> None:
    """Rename a school, and say whether everybody there may see which circles there are. Raises Refused."""
    check(by, "role_assignment_school", "manage", school.organisation)
    with recorded(by):
        school.name, school.communities_listed = title_of(name), communities_listed
        school.save(update_fields=["name", "communities_listed"])


def add_team(school: School, *, by: Person, name: str) -> Team:
    """One more team; a name that is there already gives that team. Raises Refused."""
    check(by, "role_assignment_school", "manage", school.organisation)
    with recorded(by):
        return Team.objects.get_or_create(school=school, name=title_of(name))[0]


def change_team(team: Team, *, by: Person, name: str, leads: Iterable[Person]) -> None:
    """Rename a team and say who leads it (people of the same organisation). Raises Refused."""
    organisation = team.school.organisation
    check(by, "role_assignment_school", "manage", organisation)
    with recorded(by):
        team.name = title_of(name)
        team.save(update_fields=["name"])
        team.leads.set(person for person in leads if person.organisation_id == organisation.pk)
