"""Where somebody is signed in, and ending that, here or everywhere."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db.models.signals import pre_save
from django.dispatch import receiver

from kring.engine.people.models import Person

NOWHERE = "0.0.0.0"


@receiver(pre_save, sender=UserSession)
def keep_no_address(instance: UserSession, **_: Any) -> None:
    """Where a device stood is not needed to recognise it, so it is not kept."""
    instance.ip = NOWHERE


def sessions_of(person: Person) -> list[UserSession]:
    """Every device on which this person is signed in, the newest first."""
    return sorted(UserSession.objects.purge_and_list(person), key=lambda one: one.created_at, reverse=True)


def end_sessions(person: Person, *, besides: str = "") -> int:
    """Sign somebody out everywhere, except in the session with key `besides`; how many ended.

    Without `besides` also sessions nobody kept count of: what every session was signed with changes.
    """
    ending = [one for one in UserSession.objects.filter(user=person) if one.session_key != besides]
    for one in ending:
        one.end()
    if not besides:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    return len(ending)


def forget_addresses(person: Person) -> None:
    """Old addresses open nothing any more."""
    EmailAddress.objects.filter(user=person).delete()
