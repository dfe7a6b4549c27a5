"""The letters Kring sends to people: plain text, in the language of the one who reads it."""

from __future__ import annotations

from django.core.mail import send_mail
from django.utils import timezone

from kring.engine.address import public_address
from kring.engine.people.models import Invitation, Person
from kring.engine.words import interface, shared


def invitation_link(letter: Invitation) -> str:
    """The address of the page on which somebody comes in."""
    return f"{public_address()}/invitation/{letter.token}/"


def send_invitation(letter: Invitation) -> None:
    """Mail an invitation (or print it to the log where there is no mail server)."""
    reader = Person.objects.filter(email=letter.email).first()
    home = letter.community or letter.organisation
    language = reader.language if reader else home.language
    words = interface(language)
    kind = "circle" if letter.community else "organisation"
    values = {
        "who": letter.invited_by.shown_name if letter.invited_by else letter.organisation.name,
        "what": home.name,
        "role": shared(language).text("role_names", letter.role).lower(),
        "link": invitation_link(letter),
        "until": day(letter, language),
        "name": letter.shown_name or (reader.shown_name if reader else ""),
    }
    hello = words.text("people", "hello_name" if values["name"] else "hello", name=values["name"])
    body = words.text("people", f"invite_{kind}", **values)
    send_mail(
        words.text("people", "invite_subject", who=values["who"], what=values["what"]),
        f"{hello}\n\n{body}",
        None,
        [letter.email],
        fail_silently=True,
    )


def day(letter: Invitation, language: str) -> str:
    """The last day on which a letter works, as people write it."""
    when = timezone.localtime(letter.expires_at)
    return f"{when.day} {interface(language).lines('people', 'months')[when.month - 1]}"
