"""The verbs of circles: making one, inviting, coming in, another role, leaving."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from kring.engine.people.accounts import address_of, new_person
from kring.engine.people.models import (
    Community,
    Invitation,
    Membership,
    Organisation,
    Person,
    School,
    long_token,
)
from kring.engine.people.recording import check, recorded
from kring.engine.people.roles import grants_of
from kring.engine.rights import may
from kring.kit.payload import Refused, text_of

ROLES = ("member", "facilitator", "critical_friend")
"""What somebody can be asked for. Guests come for one meeting and need no invitation of their own."""
VALID = timedelta(days=14)
LETTERS_A_DAY = 100
"""Invitations one person sends in a day; enough for a school, too few to be a nuisance."""


def make_community(
    school: School,
    *,
    name: str,
    facilitator: Person,
    by: Person,
    learning_question: str = "",
    language: str = "",
) -> Community:
    """A new circle with whoever guides it. Whoever may start circles in this school does so; an
    administrator does it in the facilitator's place, who then must be somebody that may.

    Raises Refused: not_allowed, empty_text, text_too_long.
    """
    starts = may(by, "community", "create", school)
    if not starts:
        check(by, "account", "manage", school.organisation)
        check(facilitator, "community", "create", school)
    if facilitator.organisation_id != school.organisation_id or not facilitator.is_active:
        raise Refused("not_allowed")
    with recorded(by):
        community = Community.objects.create(
            organisation=school.organisation,
            school=school,
            name=text_of({"name": name}, "name", 80),
            learning_question=text_of({"question": learning_question}, "question", 280, needed=False),
            language=language or school.organisation.language,
        )
        Membership.objects.create(person=facilitator, community=community, role="facilitator")
    return community


def invite(
    community: Community | None,
    *,
    email: str,
    by: Person,
    name: str = "",
    role: str = "member",
    until: date | None = None,
) -> Invitation:
    """A letter to somebody who may join a circle, or (without `community`) only the organisation. Inviting
    the same address again renews the letter: the old link dies.

    Raises Refused: not_allowed, email_wrong, already_member, needs_until, until_past, too_many_letters.
    """
    organisation = by.organisation
    address = address_of(email)
    if not address:
        raise Refused("email_wrong")
    if community is None:
        check(by, "account", "manage", organisation)
    else:
        organisation = community.organisation
        check(by, "membership", "invite", community)
        check_role(community, role, until, by)
        if community.memberships.current().filter(person__email=address, role=role).exists():
            raise Refused("already_member")
    if organisation is None:
        raise Refused("not_allowed")
    now = timezone.now()
    if Invitation.objects.filter(invited_by=by, at__gt=now - timedelta(days=1)).count() >= LETTERS_A_DAY:
        raise Refused("too_many_letters")
    with recorded(by):
        waiting = Invitation.objects.filter(
            organisation=organisation, community=community, email=address, role=role, accepted_at=None
        )
        letter = waiting.first() or Invitation(
            organisation=organisation, community=community, email=address, role=role
        )
        letter.token = long_token()
        letter.shown_name = name.strip()[:80] or letter.shown_name
        letter.until, letter.invited_by = until, by
        letter.at, letter.expires_at = now, now + VALID
        letter.save()
    return letter


def check_role(community: Community, role: str, until: date | None, by: Person | None) -> None:
    """Whether `by` may give this role here (None: nobody gives it yet). Members ask members; who guides gives the
    other roles."""
    if role not in ROLES:
        raise Refused("unknown_role")
    if role != "member":
        check(by, "role_assignment_community", "manage", community)
    if role == "critical_friend" and until is None:
        raise Refused("needs_until")
    if until is not None and until < timezone.localdate():
        raise Refused("until_past")


def take_back(letter: Invitation, *, by: Person) -> None:
    """An invitation that was not used yet goes; its link opens nothing. Raises Refused("not_allowed")."""
    if letter.community is None or not may(by, "membership", "invite", letter.community):
        check(by, "account", "manage", letter.organisation)
    with recorded(by):
        Invitation.objects.filter(pk=letter.pk, accepted_at=None).delete()


def accept_invitation(
    letter: Invitation,
    *,
    person: Person | None = None,
    name: str = "",
    position: str = "teacher",
    language: str = "",
) -> Person:
    """Come in with an invitation; the person, who is made when nobody has this address yet.

    The link was mailed, so whoever holds it reads that mailbox. `person` is whoever is signed in: only the
    one with that address may use it. Raises Refused: invitation_other, invitation_used, invitation_expired,
    account_closed, and what `new_person` raises.
    """
    with transaction.atomic():
        letter = Invitation.objects.select_for_update(of=("self",)).get(pk=letter.pk)
        someone = usable_by(letter, person)
        with recorded(someone):
            someone = someone or new_person(
                letter.organisation,
                name=name or letter.shown_name,
                email=letter.email,
                position=position,
                school=letter.community.school if letter.community else only_school(letter.organisation),
                language=language,
            )
            if letter.community:
                come_in(someone, letter.community, letter.role, letter.until)
            letter.accepted_at = timezone.now()
            letter.save(update_fields=["accepted_at"])
    return someone


def only_school(organisation: Organisation) -> School | None:
    """The school somebody new belongs to when there is but one; else an administrator says it."""
    schools = list(organisation.schools.all()[:2])
    return schools[0] if len(schools) == 1 else None


def usable_by(letter: Invitation, person: Person | None) -> Person | None:
    """Who has the letter's address already, when the letter can still be used by whoever is signed in.

    Raises Refused: invitation_other, invitation_used, invitation_expired, account_closed.
    """
    if person is not None and person.email != letter.email:
        raise Refused("invitation_other")
    if letter.accepted_at:
        raise Refused("invitation_used")
    if letter.expires_at < timezone.now():
        raise Refused("invitation_expired")
    someone = Person.objects.filter(email=letter.email).first()
    if someone is not None and someone.organisation_id != letter.organisation_id:
        raise Refused("invitation_other")
    if someone is not None and not someone.is_active:
        raise Refused("account_closed")
    return someone


def come_in(person: Person, community: Community, role: str, until: date | None = None) -> Membership:
    """An active membership from today on; one that ended begins again. Raises Refused("no_pupils")."""
    if person.position == "pupil":
        raise Refused("no_pupils")
    try:
        with transaction.atomic():
            row, new = Membership.objects.get_or_create(
                person=person, community=community, role=role, defaults={"until": until}
            )
    except IntegrityError:
        row, new = Membership.objects.get(person=person, community=community, role=role), False
    if not new:
        if row.status != "active" or (row.until and row.until < timezone.localdate()):
            row.status, row.since = "active", timezone.localdate()
        row.until = until
        row.save()
    return row


def change_role(
    membership: Membership, role: str, *, by: Person, until: date | None = None, agreed: bool = False
) -> Membership:
    """Another role in the same circle. Who guides may do so; a member after the group agreed (`agreed`).

    Raises Refused: not_allowed, unknown_role, needs_until, until_past.
    """
    community = membership.community
    if not may(by, "role_assignment_community", "manage", community, consent=agreed):
        raise Refused("not_allowed")
    check_role(community, role, until, None)
    with recorded(by):
        if membership.role == role:
            membership.until = until
            membership.save(update_fields=["until"])
            return membership
        end(membership)
        return come_in(membership.person, community, role, until)


def leave(membership: Membership, *, by: Person) -> None:
    """Step out of a circle; what others built on stays. Raises Refused("not_allowed")."""
    check(by, "membership", "leave", membership.community, owner=membership.person)
    with recorded(by):
        end(membership)


def end(membership: Membership) -> None:
    """A membership that is over from now on."""
    membership.status, membership.until = "left", timezone.localdate()
    membership.save(update_fields=["status", "until"])


def leaders_present(community: Community) -> list[Person]:
    """Members who also hold a right in the school: the circle is told at joining (NV-5, co.lead_present)."""
    today = timezone.localdate()
    rows = community.memberships.current().filter(role__in=("member", "facilitator"))
    people = {row.person for row in rows.select_related("person")}
    lead = {"school_lead", "board_viewer", "hrm_viewer"}
    return sorted(
        (one for one in people if any(grant.role in lead for grant in grants_of(one, today))),
        key=lambda one: one.shown_name,
    )
