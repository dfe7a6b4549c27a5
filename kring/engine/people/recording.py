"""Who did it: every change of accounts, roles and memberships is recorded with its actor, without an address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from auditlog.context import set_actor
from django.db import transaction

from kring.engine.people.models import Person
from kring.engine.people.roles import Where
from kring.engine.rights import may
from kring.kit.payload import Refused


@contextmanager
def recorded(by: Person | None) -> Iterator[None]:
    """One transaction whose changes are recorded as done by this person; None is Kring itself."""
    with transaction.atomic():
        if by is None:
            yield
        else:
            with set_actor(by):
                yield


def check(by: Person | None, thing: str, action: str, where: Where, *, owner: object = None) -> None:
    """Raises Refused("not_allowed") when this person may not; None is Kring itself and may."""
    if by is not None and not may(by, thing, action, where, owner=owner):
        raise Refused("not_allowed")
