"""Who may reach what, in one place. What you may not see is the same 404 as what never was.

Rights follow from roles, never from positions (roles.md 1). The matrix itself stands in
`content/permissions.yaml` and is asked with `may`; the functions below are the only doors the pages use.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.http import Http404, HttpRequest
from django.utils import timezone

from kring.engine import rights
from kring.engine.harvest.models import TraceNode
from kring.engine.harvest.tracing import in_circle
from kring.engine.live.request import seat_cookie
from kring.engine.meetings.leading import leadings_of
from kring.engine.meetings.models import Activity, Meeting, Seat
from kring.engine.meetings.names import took_part_by_name
from kring.engine.meetings.photos import hangs, place_of, thread_of
from kring.engine.meetings.state import digest
from kring.engine.people.models import Community, Invitation, Organisation, Person, School
from kring.engine.people.roles import OF_MEMBERSHIP, Where, Who, grants_of, roles_in
from kring.engine.research.models import ResearchProject
from kring.engine.transfer.models import LookInvitation, Practice
from kring.engine.transfer.practices import place_of as place_of_evidence
from kring.engine.transfer.practices import practices
from kring.kit.tool import nothing_hangs
from kring.tools import TOOLS

__all__ = [
    "Leader",
    "Looker",
    "activity_to_hand_slips_of",
    "activity_to_look_at",
    "circle_to_research",
    "circles_led",
    "communities_of",
    "community_for",
    "community_to_see",
    "evidence_photo_to_see",
    "found",
    "invitation_of",
    "invitation_to_look",
    "leads_a_school",
    "looks_along",
    "may",
    "meeting_of_board",
    "meeting_to_harvest",
    "meeting_to_look_at",
    "meeting_to_join",
    "meeting_to_lead",
    "named_outcome_to_see",
    "node_to_trace",
    "organisation_to_manage",
    "pages_of_roles",
    "person_of",
    "photo_of_board",
    "photo_on_paper",
    "photo_to_see",
    "practice_to_see",
    "person_to_manage",
    "project_to_manage",
    "project_to_research",
    "projects_of",
    "road_to_see",
    "row_to_manage",
    "school_to_manage",
    "schools_led",
    "seat_of",
    "sees_outcome",
    "signed_in",
    "wall_to_see",
]


LED_BEFORE = "led_before"
"""Why the facilitator's page is gone for somebody who handed over, or was taken over from."""
RESEARCHER = "researcher"
CIRCLE_ONLY = "circle_only"
"""Why somebody of the school does not see what hangs in a circle to which they do not belong."""


def may(who: Who, thing: str, action: str, where: Where = None, *, through: str = "", **about: Any) -> bool:
    """As `rights.may`, for the pages of a circle: what people said yes to for research is seen on the pages of research
    (`through="researcher"`), under other names, and nowhere else."""
    researching = through == RESEARCHER
    return rights.may(who, thing, action, where, through=through, researching=researching, **about)


@dataclass(frozen=True)
class Leader:
    """Somebody who leads a meeting: a person who signed in, or a seat."""

    meeting: Meeting
    name: str
    person: Person | None
    seat: Seat | None
    helper: bool


def person_of(request: HttpRequest) -> Person | None:
    """The person who signed in, or None."""
    user: Any = request.user
    return user if user.is_authenticated else None


def seat_of(request: HttpRequest, meeting: Meeting) -> Seat | None:
    """The seat this device has in the meeting, or that of the person who signed in; or None.

    A device says which by its cookie, a program by `Authorization: Seat <id>.<key>`.
    """
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    held = given.strip() if scheme == "Seat" else request.COOKIES.get(seat_cookie(str(meeting.pk)), "")
    ident, _, key = held.partition(".")
    seat: Seat | None = found(Seat.objects.filter(meeting=meeting), ident) if ident else None
    if seat is not None and seat.key == key:
        return seat
    person = person_of(request)
    return Seat.objects.filter(meeting=meeting, person=person).first() if person else None


def found(rows: Any, pk: object) -> Any:
    """The row with this key, or None; a key that cannot be one is nobody's."""
    try:
        return rows.filter(pk=pk).first()
    except (ValueError, TypeError, ValidationError):
        return None


def meeting_to_lead(request: HttpRequest, pk: object) -> Leader:
    """The meeting for somebody who leads it now. Raises Http404."""
    meeting = found(Meeting.objects.select_related("community", "current"), pk)
    if meeting is None:
        raise Http404
    person, seat = person_of(request), seat_of(request, meeting)
    leadings = leadings_of(meeting, person, seat)
    if not leadings:
        # Who led until a moment ago knows that the meeting is there, and is told why the page is not.
        raise Http404(LED_BEFORE) if leadings_of(meeting, person, seat, ended=True) else Http404
    name = person.shown_name if person else seat.shown_name if seat else ""
    return Leader(meeting, name, person, seat, all(one.helper for one in leadings))


def activity_to_hand_slips_of(request: HttpRequest, pk: object) -> tuple[Leader, Activity]:
    """Who leads this meeting now, and the activity that runs in it, of which they may print slips (C-09).

    Raises Http404, also while nothing runs.
    """
    leader = meeting_to_lead(request, pk)
    activity = leader.meeting.current
    if activity is None or leader.meeting.status != "open":
        raise Http404
    activity.meeting = leader.meeting
    return leader, activity


def meeting_to_join(token: str) -> Meeting:
    """The meeting of a QR link or of an open code. Raises Http404."""
    meeting = Meeting.objects.filter(join_token=token).first()
    if meeting is None:
        raise Http404
    return meeting


def seat_at(request: HttpRequest, pk: object) -> Seat:
    """The seat that whoever asks has in this meeting, `seat.meeting` with it. Raises Http404."""
    meeting = found(Meeting.objects.select_related("community", "current"), pk)
    seat = seat_of(request, meeting) if meeting else None
    if seat is None:
        raise Http404
    seat.meeting = meeting
    return seat


def activity_at(request: HttpRequest, pk: object) -> tuple[Activity, Seat]:
    """An activity of a meeting in which whoever asks has a seat, and that seat. Raises Http404."""
    activity = found(Activity.objects.select_related("meeting__community"), pk)
    if activity is None:
        raise Http404
    return activity, seat_at(request, activity.meeting_id)


def activity_of_voice(token: str, pk: object) -> tuple[Activity, str]:
    """The activity for which this paper is valid, and the voice as it is stored. Raises Http404."""
    activity = found(Activity.objects.select_related("meeting"), pk)
    voice = digest(token) if token else ""
    if activity is None or not voice or not activity.voices.filter(digest=voice).exists():
        raise Http404
    return activity, voice


def activity_to_read(request: HttpRequest, pk: object) -> Activity:
    """An activity whose publications whoever asks may see: by a seat while the meeting lasts, or by their roles.

    Raises Http404.
    """
    activity = found(Activity.objects.select_related("meeting__community__school"), pk)
    if activity is None:
        raise Http404
    person, seat = person_of(request), seat_of(request, activity.meeting)
    if not either_may(person, seat, "tool_result", activity) or not sees_outcome(activity, person, seat):
        raise Http404
    return activity  # type: ignore[no-any-return]


def either_may(person: Person | None, seat: Seat | None, thing: str, where: Meeting | Activity) -> bool:
    """Whether somebody may see this by who they are, or by their chair: a chair ends with its day, also when a person
    who does not belong to the circle sat on it."""
    return any(may(who, thing, "view", where) for who in (person, seat) if who is not None)


def sees_outcome(activity: Activity, person: Person | None, seat: Seat | None) -> bool:
    """Whether these may see what was shown: always, but in named mode (C-32) only whoever took part by name."""
    return activity.names != "yes" or took_part_by_name(activity, person, seat)


def meeting_of_board(token: str) -> Meeting:
    """The meeting whose board has this token. Raises Http404."""
    meeting = Meeting.objects.filter(board_token=token).first()
    if meeting is None:
        raise Http404
    return meeting


def photo_to_see(request: HttpRequest, activity: object, photo: object) -> Path:
    """The file of a photo that hangs on a card, for who sits where the card can be seen, and for the circle.

    Raises Http404.
    """
    made_in, place = photo_that_hangs(activity, photo)
    where = Q(pk=made_in.meeting_id) | Q(activities__in=thread_of(made_in), status="open")
    person = person_of(request)
    seen_in = Meeting.objects.filter(where).select_related("community__school").distinct()
    if not any(either_may(person, seat_of(request, one), "contribution_named", one) for one in seen_in):
        raise Http404
    return place


def photo_of_board(token: str, activity: object, photo: object) -> Path:
    """The file of a photo on a card, for the board of a meeting of the same work. Raises Http404."""
    meeting = meeting_of_board(token)
    made_in, place = photo_that_hangs(activity, photo)
    if not thread_of(made_in).filter(meeting=meeting).exists():
        raise Http404
    return place


def photo_on_paper(activity: str, photo: str) -> Path | None:
    """The file of a photo for on a sheet of this work, or None when it is not there (any more)."""
    try:
        return photo_that_hangs(activity, photo)[1]
    except Http404:
        return None


def photo_that_hangs(activity: object, photo: object) -> tuple[Activity, Path]:
    """The activity in which it was made, and the file. Raises Http404."""
    made_in = found(Activity.objects.select_related("meeting__community"), activity)
    if made_in is None or not (place := place_of(made_in.pk, photo)).is_file() or not hangs(made_in, photo):
        raise Http404
    return made_in, place


def community_for(person: Person | None, pk: object, roles: tuple[str, ...] = ()) -> Community:
    """The community, if this person has a current membership in it (with one of `roles`). Raises Http404."""
    community = found(Community.objects.select_related("school"), pk)
    if person is None or community is None:
        raise Http404
    wanted = {OF_MEMBERSHIP[role] for role in roles or OF_MEMBERSHIP if role in OF_MEMBERSHIP}
    if person.organisation_id != community.organisation_id or not roles_in(person, community).codes & wanted:
        raise Http404
    return community  # type: ignore[no-any-return]


def circle_to_give_in(person: Person, pk: object) -> Community:
    """The circle, for whoever takes part in it or guides it: they thank, ask, help and add. Raises Http404."""
    community = community_for(person, pk)
    if not may(person, "help_request", "view", community):
        raise Http404
    return community


def community_to_see(person: Person | None, pk: object) -> Community:
    """The community, if this person may see at least its card. Raises Http404."""
    community = found(Community.objects.select_related("school"), pk)
    if person is None or community is None or not may(person, "community_card", "view", community):
        raise Http404
    return community  # type: ignore[no-any-return]


def wall_to_see(person: Person, pk: object, thread: UUID) -> tuple[Activity, bool]:
    """(the newest activity of a piece of work that goes on in a circle, does this person belong to the circle?)

    Who sees the card of the circle and no more, sees what was let go to the school, unless the circle is closed; guests
    see all of it where the work shows it to them (`Tool.shows_guests`).
    Raises Http404; with `CIRCLE_ONLY` for them where there may be nothing to see.
    """
    circle = community_to_see(person, pk)
    inside = may(person, "meeting", "view", circle)
    try:
        newest = newest_of(circle, thread)
        if not inside and circle.confidentiality == "closed":
            raise Http404
        return newest, inside or looks_along(person, newest)
    except Http404:
        raise Http404("" if inside else CIRCLE_ONLY) from None


def node_to_trace(person: Person, pk: object) -> Any:
    """A step on the road of a circle to which this person belongs (transfer.md 2). Raises Http404."""
    row = found(TraceNode.objects.standing().select_related("community"), pk)
    if row is None or row.community is None:
        raise Http404
    circle = community_for(person, row.community_id)
    if not in_circle(circle).filter(pk=row.pk).exists():
        raise Http404
    row.community = circle
    return row


def road_to_see(person: Person, pk: object) -> Community:
    """The circle, for whoever belongs to it and sees what it does in practice. Raises Http404."""
    circle = community_for(person, pk)
    if not may(person, "practice", "view", circle):
        raise Http404
    return circle


def practice_to_see(person: Person, pk: object) -> Practice:
    """A practice of a circle to which this person belongs. Raises Http404."""
    row = found(practices().filter(archived_on=None, duplicate_of=None).exclude(node_status="withdrawn"), pk)
    if row is None or row.community_id is None:
        raise Http404
    row.community = road_to_see(person, row.community_id)
    return row  # type: ignore[no-any-return]


def evidence_photo_to_see(person: Person, pk: object, evidence: object) -> Path:
    """The photo that shows a practice, for its circle. Raises Http404."""
    row = practice_to_see(person, pk)
    one = found(row.evidence.filter(kind="photo"), evidence)
    place = place_of_evidence(row.pk, one.pk) if one else None
    if place is None or not place.is_file():
        raise Http404
    return place


def invitation_to_look(person: Person | None, token: str) -> LookInvitation:
    """The invitation of a link to come and look, `practice.community` with it, also when it is over.

    The doer's invitation is the right itself: nobody looks without one, and for whoever holds a role that is never
    invited it is none (roles.md 3). One for somebody by name is nobody else's. Raises Http404.
    """
    rows = LookInvitation.objects.select_related("practice__community__school", "doer__person", "person")
    row = rows.filter(token=token, practice__archived_on=None).exclude(state="withdrawn").first()
    circle = row.practice.community if row else None
    if row is None or circle is None or row.practice.node_status == "withdrawn":
        raise Http404
    if person is not None:
        if row.person_id not in (None, person.pk):
            raise Http404
        held = roles_in(person, circle).codes
        if held and not may(person, "observation", "create", circle, granted=True):
            raise Http404
    return row


def looks_along(person: Person, newest: Activity) -> bool:
    """Whether somebody sees what hangs there as a guest: of the circle, or of the newest meeting of this work."""
    if not TOOLS[newest.tool].shows_guests(newest.settings):
        return False
    circle = newest.meeting.community
    guest = circle is not None and circle.memberships.current().filter(person=person, role="guest").exists()
    return guest or newest.meeting.seats.filter(person=person).exists()


def newest_of(circle: Community, thread: UUID) -> Activity:
    """The newest activity of a piece of work of which something hangs between meetings. Raises Http404."""
    rows = Activity.objects.filter(meeting__community=circle, thread=thread).exclude(status="planned")
    rows = rows.select_related("meeting__community")
    newest = rows.order_by(F("closed_at").desc(nulls_first=True), "-position").first()
    if newest is None or newest.tool not in TOOLS or TOOLS[newest.tool].hangs is nothing_hangs:
        raise Http404
    return newest


def communities_of(person: Person) -> list[Community]:
    """The circles in which this person has a current membership, by name."""
    return [
        community
        for community in Community.objects.filter(
            memberships__person=person, memberships__status="active", organisation=person.organisation_id
        ).distinct()
        if roles_in(person, community).codes & set(OF_MEMBERSHIP.values())
    ]


def leads_a_school(person: Person) -> bool:
    """Whether this person leads a school or a team of one today."""
    return "school_lead" in pages_of_roles(person)


def pages_of_roles(person: Person) -> frozenset[str]:
    """The roles with pages of their own outside circles that this person holds today: school_lead, researcher."""
    grants = grants_of(person, timezone.localdate())
    return frozenset(
        one.role
        for one in grants
        if one.role == "school_lead" or (one.project is not None and one.project.closed_on is None)
    )


def circles_led(person: Person) -> list[Community]:
    """The circles of the schools and teams that this person leads, by name; only as who leads, never as a member
    (NV-5)."""
    rows = Community.objects.filter(organisation=person.organisation_id).exclude(school=None)
    return [
        one
        for one in rows.select_related("school", "organisation")
        if may(person, "community_card", "view", one, through="school_lead")
    ]


def schools_led(person: Person) -> list[School]:
    """The schools that this person leads as a whole, by name."""
    grants = [one for one in grants_of(person, timezone.localdate()) if one.role == "school_lead"]
    return sorted({one.school for one in grants if one.school is not None}, key=lambda one: one.name)


def projects_of(person: Person) -> list[ResearchProject]:
    """The open projects in which this person does research today, the newest first."""
    grants = [one for one in grants_of(person, timezone.localdate()) if one.role == RESEARCHER]
    found = {one.project for one in grants if one.project is not None and one.project.closed_on is None}
    return sorted(found, key=lambda one: (-one.started_on.toordinal(), one.name))


def project_to_research(person: Person, pk: object) -> ResearchProject:
    """An open project in which this person does research. Raises Http404."""
    for project in projects_of(person):
        if project.pk == pk and project.organisation_id == person.organisation_id:
            return project
    raise Http404


def circle_to_research(person: Person, project: ResearchProject, pk: object) -> Community:
    """A circle of the project of which this researcher may see results, because everybody there says yes.

    Raises Http404.
    """
    circle = found(project.communities.select_related("school", "organisation"), pk)
    if circle is None or not may(person, "scan_group_result", "view", circle, through=RESEARCHER):
        raise Http404
    return circle  # type: ignore[no-any-return]


def project_to_manage(organisation: Organisation, pk: object) -> ResearchProject:
    """A research project of this organisation. Raises Http404."""
    return row_to_manage(organisation, ResearchProject.objects.all(), pk)  # type: ignore[no-any-return]


def signed_in(request: HttpRequest) -> Person:
    """The person who signed in, for a page that is about themselves. Raises Http404."""
    person = person_of(request)
    if person is None:
        raise Http404
    return person


def organisation_to_manage(request: HttpRequest) -> Organisation:
    """The organisation whose accounts this person looks after. Raises Http404."""
    person = person_of(request)
    if person is None or person.organisation is None:
        raise Http404
    if not may(person, "role_assignment_school", "manage", person.organisation):
        raise Http404
    return person.organisation


def row_to_manage(organisation: Organisation, rows: Any, pk: object) -> Any:
    """One of `rows` (a model's manager or query) that belongs to this organisation. Raises Http404."""
    row = found(rows.filter(organisation=organisation), pk)
    if row is None:
        raise Http404
    return row


def person_to_manage(organisation: Organisation, pk: object) -> Person:
    """Somebody of this organisation. Raises Http404."""
    return row_to_manage(organisation, Person.objects.select_related("school"), pk)  # type: ignore[no-any-return]


def school_to_manage(organisation: Organisation, pk: object) -> School:
    """A school of this organisation. Raises Http404."""
    return row_to_manage(organisation, School.objects.all(), pk)  # type: ignore[no-any-return]


def invitation_of(token: str) -> Invitation:
    """The invitation of a mailed link, also when it is used or too old. Raises Http404."""
    rows = Invitation.objects.select_related("organisation", "community__school", "invited_by")
    invitation = rows.filter(token=token).first()
    if invitation is None:
        raise Http404
    return invitation


@dataclass(frozen=True)
class Looker:
    """Somebody who may see a meeting and what it left behind. `leads`: they may decide about its harvest."""

    meeting: Meeting
    person: Person | None
    seat: Seat | None
    leads: bool

    @property
    def name(self) -> str:
        """Under which name a decision is noted."""
        return self.person.shown_name if self.person else self.seat.shown_name if self.seat else ""

    @property
    def chairs(self) -> set[str]:
        """The chairs of this meeting that are theirs."""
        own = {str(self.seat.pk)} if self.seat else set()
        if self.person:
            own |= {
                str(pk) for pk in self.meeting.seats.filter(person=self.person).values_list("pk", flat=True)
            }
        return own


def meeting_to_look_at(request: HttpRequest, pk: object) -> Looker:
    """The meeting for whoever may see it: by their roles, or by a chair on the day itself. Raises Http404."""
    meeting = found(Meeting.objects.select_related("community__school", "organisation"), pk)
    if meeting is None:
        raise Http404
    person, seat = person_of(request), seat_of(request, meeting)
    if not either_may(person, seat, "meeting", meeting):
        raise Http404
    leads = bool(leadings_of(meeting, person, seat)) or "FA" in roles_in(person, meeting).codes
    return Looker(meeting, person, seat, leads)


def meeting_to_harvest(request: HttpRequest, pk: object) -> Looker:
    """The meeting for whoever may decide about its harvest. Raises Http404."""
    looker = meeting_to_look_at(request, pk)
    if not looker.leads:
        raise Http404
    return looker


def named_outcome_to_see(request: HttpRequest, pk: object) -> tuple[Activity, Looker]:
    """An activity that was held with names, for whoever took part in it by name (C-32). Raises Http404.

    In a closed circle there is nothing to read back either: it keeps what was agreed, not what was said.
    """
    activity, looker = activity_to_look_at(request, pk)
    circle = looker.meeting.community
    closed = circle is not None and circle.confidentiality == "closed"
    if activity.names != "yes" or closed or not took_part_by_name(activity, looker.person, looker.seat):
        raise Http404
    return activity, looker


def activity_to_look_at(request: HttpRequest, pk: object) -> tuple[Activity, Looker]:
    """An activity of which somebody may see what was shown, with its meeting. Raises Http404."""
    activity = found(Activity.objects.exclude(status="planned"), pk)
    if activity is None:
        raise Http404
    looker = meeting_to_look_at(request, activity.meeting_id)
    activity.meeting = looker.meeting
    return activity, looker
