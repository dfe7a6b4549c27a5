"""Asking the circle for help, and saying that you will give it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kring.engine.mutual.models import HelpRequest
from kring.engine.mutual.thanks import HERE, takes_part
from kring.engine.people.models import Community, Membership, Person
from kring.kit.payload import Refused, text_of

TEXT = 200


def ask_help(community: Community, *, by: Person, text: str) -> HelpRequest:
    """A call for help, read by the circle. The same words while nobody answered are the one that stands.

    Raises Refused: not_allowed, circle_ended, empty_text, text_too_long.
    """
    if not takes_part(by, community):
        raise Refused("not_allowed")
    if community.ended_on is not None:
        raise Refused("circle_ended")
    words = text_of({"text": " ".join(text.split())}, "text", TEXT)
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)
        standing = HelpRequest.objects.filter(
            community=community, from_person=by, text=words, answered_at=None
        )
        return standing.first() or HelpRequest.objects.create(community=community, from_person=by, text=words)


def give_help(asked: HelpRequest, *, by: Person) -> None:
    """Somebody else says: I will help. Who was first stays the one. Raises Refused: not_allowed, own_request,
    circle_ended, helped_already."""
    check(asked, by)
    check_goes_on(asked)
    if asked.from_person_id == by.pk:
        raise Refused("own_request")
    rows = HelpRequest.objects.filter(pk=asked.pk, answered_at=None)
    if not rows.update(answered_by=by, answered_at=timezone.now()):
        asked.refresh_from_db()
        if asked.answered_by_id != by.pk:
            raise Refused("helped_already")


def open_again(asked: HelpRequest, *, by: Person) -> None:
    """It did not come to help after all: the circle is asked again. Raises Refused: not_allowed, circle_ended."""
    check(asked, by)
    check_goes_on(asked)
    if by.pk not in (asked.from_person_id, asked.answered_by_id):
        raise Refused("not_allowed")
    HelpRequest.objects.filter(pk=asked.pk).update(answered_by=None, answered_at=None)


def take_request_away(asked: HelpRequest, *, by: Person) -> None:
    """Who asked no longer needs it. Raises Refused("not_allowed")."""
    if asked.from_person_id != by.pk:
        raise Refused("not_allowed")
    HelpRequest.objects.filter(pk=asked.pk, answered_at=None).delete()


def check(asked: HelpRequest, by: Person) -> None:
    """Raises Refused("not_allowed") for whoever does not take part in its circle."""
    if not takes_part(by, asked.community):
        raise Refused("not_allowed")


def check_goes_on(asked: HelpRequest) -> None:
    """Raises Refused("circle_ended")."""
    if Community.objects.filter(pk=asked.community_id, ended_on__isnull=False).exists():
        raise Refused("circle_ended")


def open_requests(community: Community) -> QuerySet[HelpRequest]:
    """What waits for somebody, of people who are in the list now; the newest first."""
    here = Membership.objects.filter(community=community, role__in=HERE).listed().values("person")
    rows = HelpRequest.objects.filter(community=community, answered_at=None, from_person__in=here)
    return rows.select_related("from_person")


def help_of(person: Person, community: Community) -> list[HelpRequest]:
    """What this person asked and somebody took on, and what they took on for others; the newest first."""
    rows = HelpRequest.objects.filter(community=community, answered_at__isnull=False)
    rows = rows.filter(from_person=person) | rows.filter(answered_by=person)
    return list(rows.select_related("from_person", "answered_by"))
