"""Saying thanks. Nothing counts them: not per person, and not for the circle."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from kring.engine.mutual.models import ThanksNote
from kring.engine.people.models import Community, Membership, Person
from kring.engine.rights import may
from kring.kit.payload import Refused, text_of

TEXT = 140
HERE = ("member", "facilitator")


def takes_part(person: Person, community: Community) -> bool:
    """Whether somebody may give and get thanks here, and ask for help: who takes part or guides."""
    return may(person, "help_request", "view", community)


def people_to_thank(person: Person, community: Community) -> list[Person]:
    """Everybody else who takes part or guides now, by name."""
    rows = community.memberships.listed().filter(role__in=HERE).exclude(person=person)
    return list(Person.objects.filter(pk__in=rows.values("person")).order_by("shown_name", "pk"))


def say_thanks(
    community: Community, *, by: Person, to: Person | None, text: str, share: bool = False
) -> ThanksNote:
    """A thank you to somebody of the circle. The same words once more are the note that stands.

    Raises Refused: not_allowed, circle_ended, whom_to_thank, empty_text, text_too_long.
    """
    if not takes_part(by, community):
        raise Refused("not_allowed")
    if community.ended_on is not None:
        raise Refused("circle_ended")
    if to is None or to not in people_to_thank(by, community):
        raise Refused("whom_to_thank")
    words = text_of({"text": " ".join(text.split())}, "text", TEXT)
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)
        standing = ThanksNote.objects.filter(community=community, from_person=by, to_person=to, text=words)
        return standing.first() or ThanksNote.objects.create(
            community=community, from_person=by, to_person=to, text=words, shared_from=share
        )


def share_thanks(note: ThanksNote, *, by: Person, share: bool) -> None:
    """The circle may read it, as far as this person is concerned; or not any more. Raises Refused("not_allowed")."""
    sides = {"shared_from": note.from_person_id == by.pk, "shared_to": note.to_person_id == by.pk}
    if not any(sides.values()):
        raise Refused("not_allowed")
    for field, mine in sides.items():
        if mine:
            ThanksNote.objects.filter(pk=note.pk).update(**{field: share})


def take_thanks_away(note: ThanksNote, *, by: Person) -> None:
    """Who said it or received it takes it away, for both. Raises Refused("not_allowed")."""
    if by.pk not in (note.from_person_id, note.to_person_id):
        raise Refused("not_allowed")
    ThanksNote.objects.filter(pk=note.pk).delete()


def thanks_of(person: Person, community: Community) -> QuerySet[ThanksNote]:
    """What this person said and received in a circle, the newest first."""
    rows = ThanksNote.objects.filter(community=community).select_related("from_person", "to_person")
    return rows.filter(Q(from_person=person) | Q(to_person=person))


def shared_thanks(community: Community) -> QuerySet[ThanksNote]:
    """What the circle may read: both want that, and both stand in the list of people now."""
    here = Membership.objects.filter(community=community, role__in=HERE).listed().values("person")
    rows = ThanksNote.objects.filter(community=community, shared_from=True, shared_to=True)
    rows = rows.filter(from_person__in=here, to_person__in=here)
    return rows.select_related("from_person", "to_person")
