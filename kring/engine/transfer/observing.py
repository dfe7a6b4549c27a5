"""Come and look: its doer invites, the invited one answers, and writes down what could be seen (transfer.md 4 and 9).

Nobody looks uninvited, a leader no more than anybody (roles.md 5.3), and who looked keeps no list of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kring.engine.people.models import Person
from kring.engine.people.roles import roles_in
from kring.engine.transfer.models import LookInvitation, Observation, Practice
from kring.engine.transfer.practices import doer_of, held, takes_part
from kring.frames.transfer.levels import SEEN, SHORTEST
from kring.kit.payload import Refused, text_of

OBSERVERS = ("peer", "critical_friend", "team_leader", "student_teacher", "researcher")
"""Who can be invited to look; pupils and parents speak through a question to at least five of them."""
SHARES = ("none", "circle", "school")
WHAT, PLACE, NAME, WORDS = 1000, 80, 40, 200
VALID = timedelta(days=90)
BACK = timedelta(days=60)
"""So far back somebody may say that they looked (as TL-5)."""
MOST_OPEN = 12
ASKED = ("open", "coming", "declined")


@dataclass(frozen=True)
class Saw:
    """What an observer fills in."""

    on: date | None
    seen: str
    what: str
    place: str = ""
    kind: str = "peer"
    name: str = ""
    named: bool = False


def invite(
    practice: Practice,
    *,
    by: Person,
    whom: Person | None = None,
    planned_on: date | None = None,
    words: str = "",
    today: date | None = None,
) -> LookInvitation:
    """A doer asks somebody of the circle to come and look, or makes a link for somebody else (`whom` is None).

    Raises Refused: gone, not_a_doer, not_yourself, not_of_the_circle, date_past, text_too_long, enough_invited.
    """
    today = today or timezone.localdate()
    said = text_of({"text": " ".join(words.split())}, "text", WORDS, needed=False)
    if planned_on is not None and planned_on < today:
        raise Refused("date_past")
    with transaction.atomic():
        row = held(practice)
        doer = doer_of(row, by)
        if doer is None or not takes_part(by, row.community):
            raise Refused("not_a_doer")
        if whom is not None:
            if whom.pk == by.pk:
                raise Refused("not_yourself")
            assert row.community is not None
            if not row.community.memberships.current().filter(person=whom).exists():
                raise Refused("not_of_the_circle")
        known = doer.invitations.filter(state__in=("open", "coming"), made_on__gte=today - VALID)
        if whom is not None and (same := known.filter(person=whom).first()) is not None:
            return same
        if known.count() >= MOST_OPEN:
            raise Refused("enough_invited", n=MOST_OPEN)
        return row.invitations.create(
            doer=doer, person=whom, planned_on=planned_on, words=said, made_on=today
        )


def open_for(person: Person, today: date | None = None) -> QuerySet[LookInvitation]:
    """What this person is invited to look at and did not write about yet, the nearest date first."""
    rows = LookInvitation.objects.filter(person=person, state__in=("open", "coming"))
    rows = rows.filter(
        made_on__gte=(today or timezone.localdate()) - VALID,
        practice__archived_on=None,
        practice__community__ended_on=None,
    ).exclude(practice__node_status="withdrawn")
    rows = rows.select_related("practice__community", "doer__person")
    return rows.order_by("planned_on", "made_on")


def still_asks(invitation: LookInvitation, today: date) -> bool:
    """Whether it can still be answered."""
    return (
        invitation.state in ASKED
        and invitation.made_on >= today - VALID
        and invitation.doer.person_id is not None
    )


def held_invitation(invitation: LookInvitation, today: date) -> LookInvitation:
    """The invitation as it is now, held. Raises Refused: invitation_over, gone."""
    rows = LookInvitation.objects.select_for_update(of=("self",)).select_related("doer", "practice")
    row = rows.filter(pk=invitation.pk).first()
    if row is None or not still_asks(row, today):
        raise Refused("invitation_over")
    held(row.practice)
    return row


def answer(invitation: LookInvitation, *, comes: bool, today: date | None = None) -> LookInvitation:
    """The invited one comes, or not; another answer replaces it. Raises Refused: invitation_over, gone."""
    with transaction.atomic():
        row = held_invitation(invitation, today or timezone.localdate())
        row.state = "coming" if comes else "declined"
        row.save(update_fields=["state"])
    return row


def take_back(invitation: LookInvitation, *, by: Person) -> None:
    """Its doer takes an invitation back; what was written stays. Raises Refused("not_a_doer")."""
    if invitation.doer.person_id != by.pk:
        raise Refused("not_a_doer")
    LookInvitation.objects.filter(pk=invitation.pk, state__in=ASKED).update(state="withdrawn")


def kind_of(person: Person | None, practice: Practice) -> str:
    """As whom somebody most likely comes to look; they may say otherwise."""
    codes = roles_in(person, practice.community).codes if person else frozenset()
    for code, kind in (("SL", "team_leader"), ("CF", "critical_friend"), ("RE", "researcher")):
        if code in codes:
            return kind
    return "peer"


def checked(saw: Saw, today: date) -> tuple[Saw, date]:
    """What was filled in as it may be kept, and the day.

    Raises Refused: no_date, too_late, too_early, choose_seen, too_little, text_too_long.
    """
    if saw.seen not in SEEN:
        raise Refused("choose_seen")
    what = text_of({"text": saw.what}, "text", WHAT, needed=False)
    if len(" ".join(what.split())) < SHORTEST:
        raise Refused("too_little", n=SHORTEST)
    if saw.on is None:
        raise Refused("no_date")
    if saw.on > today:
        raise Refused("too_late")
    if saw.on < today - BACK:
        raise Refused("too_early", date=f"{today - BACK:%d-%m-%Y}")
    place = text_of({"text": " ".join(saw.place.split())}, "text", PLACE, needed=False)
    name = text_of({"text": " ".join(saw.name.split())}, "text", NAME, needed=False)
    return Saw(saw.on, saw.seen, what, place, saw.kind, name, saw.named), saw.on


def write(
    invitation: LookInvitation, saw: Saw, *, by: Person | None, today: date | None = None
) -> Observation:
    """The invited one writes what could be seen; `by` is None for somebody without an account, who gives a name.

    Sent twice it is one. Only who was seen and who looked read it, until who was seen shares it. Raises Refused:
    invitation_over, gone, own_practice, choose_kind, no_name, and those of `checked`.
    """
    today = today or timezone.localdate()
    if saw.kind not in OBSERVERS:
        raise Refused("choose_kind")
    saw, day = checked(saw, today)
    if by is None and not saw.name:
        raise Refused("no_name")
    with transaction.atomic():
        known = Observation.objects.filter(invitation=invitation).first()
        if known is not None and known.what_seen == saw.what:
            return known
        row = held_invitation(invitation, today)
        if by is not None and by.pk == row.doer.person_id:
            raise Refused("own_practice")
        made = Observation.objects.create(
            practice=row.practice,
            doer=row.doer,
            doer_number=row.doer.number,
            invitation=row,
            observed_on=day,
            seen=saw.seen,
            what_seen=saw.what,
            observer=by,
            observer_name="" if by else saw.name,
            observer_kind=saw.kind,
            setting=saw.place,
            named=saw.named,
        )
        row.state = "done"
        row.save(update_fields=["state"])
    return made


def write_of_oneself(practice: Practice, saw: Saw, *, by: Person, today: date | None = None) -> Observation:
    """A doer writes how it went: that shows it (P1), and proves nothing more. The circle reads it.

    Raises Refused: gone, not_a_doer, and those of `checked`.
    """
    saw, day = checked(saw, today or timezone.localdate())
    with transaction.atomic():
        row = held(practice)
        doer = doer_of(row, by)
        if doer is None or not takes_part(by, row.community):
            raise Refused("not_a_doer")
        known = row.observations.filter(doer=doer, observer_kind="self", what_seen=saw.what).first()
        if known is not None:
            return known
        return row.observations.create(
            doer=doer,
            doer_number=doer.number,
            observed_on=day,
            seen=saw.seen,
            what_seen=saw.what,
            observer=by,
            observer_kind="self",
            setting=saw.place,
            invited_by_doer=False,
            named=saw.named,
            consent_share="circle",
        )


def share(observation: Observation, how: str, *, by: Person) -> None:
    """Who was seen says who reads it: none (these two) | circle | school. Raises Refused: unreadable, not_a_doer."""
    if how not in SHARES:
        raise Refused("unreadable")
    if observation.doer is None or observation.doer.person_id != by.pk:
        raise Refused("not_a_doer")
    Observation.objects.filter(pk=observation.pk).update(consent_share=how)
