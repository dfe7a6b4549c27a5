"""Links that sign in, for the demo only."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing

from kring.engine.people.models import Person

SALT = "kring.demo"
VALID = timedelta(days=2)


def demo_link(person: Person) -> str:
    """The path that signs in as this person, while the demo runs and for two days."""
    return f"/demo/in/{signing.TimestampSigner(salt=SALT).sign(person.pk.hex)}/"


def person_of_link(signed: str) -> Person | None:
    """The person of such a link; nobody outside the demo, and nobody for an old or invented one."""
    if not settings.DEMO:
        return None
    try:
        pk = signing.TimestampSigner(salt=SALT).unsign(signed, max_age=VALID)
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=pk).first()
