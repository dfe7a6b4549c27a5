"""Which roles somebody holds where (roles.md 1): rights follow from these, never from positions."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast

from django.db.models import Q
from django.utils import timezone

from kring.engine.meetings.leading import leadings_of
from kring.engine.meetings.models import Activity, Meeting, Seat, Voice
from kring.engine.people.models import Community, Membership, Organisation, Person, RoleGrant, School, Team

GUIDE_LEADS = "co.facilitator_leads"
"""What a member says yes to when whoever guides their circle also leads them (NV-6)."""

Who = Person | Seat | Voice | None
"""A person with an account, a chair in a meeting, a ballot paper, or somebody nobody knows."""

Where = Organisation | School | Team | Community | Meeting | Activity | Person | None
"""The object's scope; None is the installation."""

T = TypeVar("T")

OF_MEMBERSHIP = {"member": "ME", "facilitator": "FA", "critical_friend": "CF"}
OF_GRANT = {
    "school_lead": "SL",
    "board_viewer": "BO",
    "hrm_viewer": "HR",
    "researcher": "RE",
    "it_admin": "IT",
}


Read = dict[tuple[object, ...], Any]
_read: ContextVar[Read | None] = ContextVar("what was read of roles while one page is made", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Inside, the memberships and grants of a person are read once: for a page that only shows, and asks fifty times
    what somebody may. Never around something that changes them."""
    before = _read.set({})
    try:
        yield
    finally:
        _read.reset(before)


def once(key: tuple[object, ...], read: Callable[[], T]) -> T:
    """What `read` gives; inside `read_once` that of the first time."""
    known = _read.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return cast(T, known[key])


@dataclass(frozen=True)
class Place:
    """A scope with everything around it, from the organisation down to the activity."""

    organisation: object = None
    school: School | None = None
    team: Team | None = None
    community: Community | None = None
    meeting: Meeting | None = None
    activity: Activity | None = None
    person: Person | None = None


@dataclass(frozen=True)
class Held:
    """The role codes somebody holds in a scope, and whether they lead its meeting now."""

    codes: frozenset[str] = field(default_factory=frozenset)
    leads: bool = False


def place_of(where: Where) -> Place:
    """What surrounds a scope."""
    match where:
        case Organisation():
            return Place(organisation=where.pk)
        case School():
            return Place(organisation=where.organisation_id, school=where)
        case Team():
            return Place(organisation=where.school.organisation_id, school=where.school, team=where)
        case Community():
            return Place(organisation=where.organisation_id, school=where.school, community=where)
        case Meeting():
            around = place_of(where.community) if where.community else Place()
            return Place(where.organisation_id, around.school, None, where.community, where)
        case Activity():
            around = place_of(where.meeting)
            return Place(
                around.organisation, around.school, None, around.community, where.meeting, activity=where
            )
        case Person():
            return Place(organisation=where.organisation_id, school=where.school, person=where)
        case _:
            return Place()


def roles_in(who: Who, where: Where, today: date | None = None, *, school_wide: bool = False) -> Held:
    """The roles of `who` in this scope on this day; none when they hold none.

    `school_wide`: the object has the school as scope, so everybody with an account there counts as member
    (roles.md 3).
    """
    today = today or timezone.localdate()
    place = place_of(where)
    match who:
        case Person() if who.is_active:
            return of_person(who, place, today, school_wide)
        case Seat():
            return of_seat(who, place, today)
        case Voice():
            running = place.activity
            speaks = running is not None and running.pk == who.activity_id and running.status == "open"
            return Held(frozenset({"VO"} if speaks else ()))
        case _:
            return Held()


def of_seat(seat: Seat, place: Place, today: date) -> Held:
    """A chair gives the rights of a guest in its own meeting, and those of whoever leads it.

    Also when a person with an account sits on it: a device that holds a chair proves no account.
    """
    meeting = place.meeting
    if meeting is None or meeting.pk != seat.meeting_id:
        return Held()
    leads = bool(leadings_of(meeting, None, seat))
    codes = {"GU"} if goes_on(meeting, today) else set()
    return Held(frozenset(codes | ({"FA"} if leads else set())), leads)


def goes_on(meeting: Meeting, today: date) -> bool:
    """Whether a guest still belongs here: while the meeting is open, and the rest of that day."""
    if meeting.status == "closed" and meeting.closed_at:
        return timezone.localdate(meeting.closed_at) == today
    return meeting.status == "open" and (
        meeting.kind == "async" or meeting.opened_at is None or timezone.localdate(meeting.opened_at) == today
    )


def of_person(person: Person, place: Place, today: date, school_wide: bool) -> Held:
    """Memberships, grants, a chair, leading: they add up, but nothing crosses organisations."""
    if place.organisation is not None and place.organisation != person.organisation_id:
        return Held()
    codes = set(of_memberships(person, place, today)) | set(of_grants(person, place, today))
    if place.person is not None and place.person.pk == person.pk:
        codes.add("ME")
    if school_wide and place.school is not None and person.school_id == place.school.pk:
        codes.add("ME")
    leads = False
    if place.meeting is not None:
        leads = bool(leadings_of(place.meeting, person, None))
        if leads and not codes & {"ME", "FA"}:
            codes.add("FA")
        if goes_on(place.meeting, today) and place.meeting.seats.filter(person=person).exists():
            codes.add("GU")
    return Held(frozenset(codes), leads)


def of_memberships(person: Person, place: Place, today: date) -> Iterator[str]:
    """ME, FA and CF in the scope's community; for the school itself FA of one of its circles."""
    community = place.community
    if community is None:
        if place.school is not None and place.person is None and guides_in(person, place.school, today):
            yield "FA"
        return
    for row in memberships_of(person, community, today):
        if row.role == "critical_friend" and row.until is None:
            continue  # a critical friend comes until a date; without one the scope has no end
        if row.role == "facilitator" and not may_guide(person, community, today):
            continue
        if row.role in OF_MEMBERSHIP:
            yield OF_MEMBERSHIP[row.role]


def memberships_of(person: Person, community: Community, today: date) -> list[Membership]:
    """The memberships of somebody in a circle that hold on this day."""

    def read() -> list[Membership]:
        rows = community.memberships.filter(person=person, status="active", since__lte=today)
        return list(rows.filter(Q(until=None) | Q(until__gte=today)))

    return once(("memberships", person.pk, community.pk, today), read)


def guides_in(person: Person, school: School, today: date) -> bool:
    """Whether this person guides a circle of the school."""
    rows = person.memberships.filter(role="facilitator", status="active", since__lte=today)
    rows = rows.filter(Q(until=None) | Q(until__gte=today), community__school=school)
    return any(may_guide(person, row.community, today) for row in rows.select_related("community"))


def grants_of(person: Person, today: date) -> list[RoleGrant]:
    """The rights outside circles that hold on this day."""

    def read() -> list[RoleGrant]:
        # Most hold none, and of whoever holds one seldom more than its project is asked.
        rows = person.grants.filter(since__lte=today).filter(Q(until=None) | Q(until__gte=today))
        return list(rows.select_related("project"))

    return once(("grants", person.pk, today), read)


def of_grants(person: Person, place: Place, today: date) -> Iterator[str]:
    """SL, BO, HR, RE and IT, where the grant covers the scope."""
    for grant in grants_of(person, today):
        code = OF_GRANT.get(grant.role)
        if code and (covers_machine(grant, place) if code == "IT" else covers(grant, place)):
            yield code


def covers_machine(grant: RoleGrant, place: Place) -> bool:
    """IT administration reaches the installation and its own organisation."""
    return place.organisation is None or grant.organisation_id in (None, place.organisation)


def covers(grant: RoleGrant, place: Place) -> bool:
    """Whether a grant for a project, a team, a school or an organisation reaches this scope."""
    if grant.role == "researcher":
        return covers_research(grant, place)
    if grant.team_id:
        if place.team is not None:
            return grant.team_id == place.team.pk
        return place.community is not None and in_team(place.community, grant.team_id)
    if grant.school_id:
        return place.school is not None and grant.school_id == place.school.pk
    return grant.organisation_id is not None and grant.organisation_id == place.organisation


def covers_research(grant: RoleGrant, place: Place) -> bool:
    """A researcher reaches the circles of an open project, and what is said of their schools as a whole."""
    project = grant.project
    if project is None or project.closed_on is not None:
        return False
    if place.community is not None:
        return bool(project.communities.filter(pk=place.community.pk).exists())
    if place.school is not None:
        return bool(project.communities.filter(school=place.school).exists())
    return place.organisation == project.organisation_id


def in_team(community: Community, team: uuid.UUID) -> bool:
    """A circle belongs to a team as soon as somebody of the team is a member."""
    return community.memberships.members().filter(person__teams=team).exists()


def may_guide(person: Person, community: Community, today: date) -> bool:
    """NV-6: whoever leads the team of a member guides this circle only if every member said yes."""
    return not leads_members(person, community, today) or everybody_says_yes(
        community, GUIDE_LEADS, besides=person
    )


def leads_members(person: Person, community: Community, today: date) -> bool:
    """Whether this person leads the team or the school of another member of the circle."""
    grants = [grant for grant in grants_of(person, today) if grant.role == "school_lead"]
    if not grants:
        return False
    members = [row.person for row in community.memberships.members().select_related("person")]
    others = [member for member in members if member.pk != person.pk]
    return any(
        (grant.team_id and member.teams.filter(pk=grant.team_id).exists())
        or (grant.school_id and member.school_id == grant.school_id)
        for grant in grants
        for member in others
    )


def everybody_says_yes(community: Community, about: str, besides: Person | None = None) -> bool:
    """Whether every active member (except `besides`) has a consent that was not withdrawn; nobody is no."""
    members = set(community.memberships.members().values_list("person", flat=True))
    if besides:
        members.discard(besides.pk)
    given = community.consent_set.filter(about=about, withdrawn_on=None, person__in=members)
    return bool(members) and members == set(given.values_list("person", flat=True))


def says_yes(person: Person, about: str) -> bool:
    """Whether this person said yes for themselves (besides any circle) and did not withdraw it."""
    return person.consents.filter(about=about, community=None, withdrawn_on=None).exists()
