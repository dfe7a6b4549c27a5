"""The letter to whom it is about: what was decided, by whom, why, and what stays theirs."""

from __future__ import annotations

from django.core.mail import send_mail

from kring.engine.address import public_address
from kring.engine.parting.models import Parting
from kring.engine.words import interface


def send_parting(parting: Parting) -> None:
    """Mail it, in their own language; nothing for whoever has no address."""
    person, circle = parting.membership.person, parting.membership.community
    if not person.email:
        return
    words = interface(person.language)
    guides = [row.person.shown_name for row in circle.memberships.listed().filter(role="facilitator")]
    values = {
        "circle": circle.name,
        "reason": parting.reason,
        "who": ", ".join(guides) or circle.name,
        "link": f"{public_address()}/account/data/",
    }
    kind = "parted_safety" if parting.for_safety else "parted_group"
    body = words.text("people", kind, **values) + "\n" + words.text("people", "parted_stays", **values)
    send_mail(
        words.text("people", "parted_subject", circle=circle.name),
        f"{words.text('people', 'hello_name', name=person.shown_name)}\n\n{body}",
        None,
        [person.email],
        fail_silently=True,
    )
