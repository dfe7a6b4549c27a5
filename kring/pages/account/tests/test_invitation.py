"""Coming in with a mailed link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.people.actions import invite
from kring.engine.people.letters import send_invitation
from kring.engine.people.models import Invitation, Person


@pytest.fixture
def letter(cast: Cast) -> Invitation:
    """Amina asks Noor, who has no account yet."""
    return invite(cast.community, email="noor@noord.example", name="Noor", by=cast.amina.person)


def test_the_mail_says_who_asks_for_what_and_holds_the_link(letter: Invitation) -> None:
    send_invitation(letter)
    sent = mail.outbox[-1]
    assert sent.to == ["noor@noord.example"] and sent.subject == "Amina nodigt je uit voor Kring Noord"
    assert sent.body.startswith("Dag Noor,") and f"/invitation/{letter.token}/" in sent.body


def test_the_mail_speaks_the_language_of_who_reads(cast: Cast) -> None:
    Person.objects.filter(pk=cast.chris.person.pk).update(language="en")
    send_invitation(invite(cast.community, email="chris@noord.example", by=cast.amina.person))
    assert mail.outbox[-1].subject == "Amina invites you to Kring Noord"


def test_noor_comes_in_with_a_name_and_a_position(cast: Cast, letter: Invitation) -> None:
    client = cast.stranger()
    page = client.get(f"/invitation/{letter.token}/").content.decode()
    assert "Kring Noord" in page and "Amina" in page and 'value="Noor"' in page
    answer = client.post(f"/invitation/{letter.token}/", {"name": "Noor de Wit", "position": "support"})
    assert answer["Location"] == "/home/"
    assert "Kring Noord" in client.get("/home/").content.decode()
    assert Person.objects.get(email="noor@noord.example").position == "support"


def test_chris_has_an_account_and_only_says_yes(cast: Cast) -> None:
    letter = invite(cast.community, email="chris@noord.example", by=cast.amina.person)
    client = cast.stranger()
    page = client.get(f"/invitation/{letter.token}/").content.decode()
    assert "Je doet mee als Chris." in page and 'name="name"' not in page
    client.post(f"/invitation/{letter.token}/")
    assert cast.community.memberships.current().filter(person=cast.chris.person).exists()


def test_what_is_missing_is_said(cast: Cast, letter: Invitation) -> None:
    page = cast.stranger().post(f"/invitation/{letter.token}/", {"name": " ", "position": "support"})
    assert page.status_code == 422 and "Er staat nog niets" in page.content.decode()
    assert "selected>onderwijsondersteuner" in page.content.decode()


def test_somebody_elses_invitation(cast: Cast, letter: Invitation) -> None:
    client = cast.bram.signed_in()
    for answer in (client.get(f"/invitation/{letter.token}/"), client.post(f"/invitation/{letter.token}/")):
        assert answer.status_code == 409
        assert "Deze uitnodiging is voor iemand anders" in answer.content.decode()
        assert "noor@noord.example" not in answer.content.decode()
    assert Invitation.objects.get().accepted_at is None


def test_used_twice(cast: Cast, letter: Invitation) -> None:
    client = cast.stranger()
    client.post(f"/invitation/{letter.token}/", {"name": "Noor", "position": "teacher"})
    again = client.post(f"/invitation/{letter.token}/", {"name": "Noor", "position": "teacher"})
    assert again.status_code == 410 and "al gebruikt" in again.content.decode()
    thief = cast.stranger()
    assert thief.get(f"/invitation/{letter.token}/").status_code == 410
    assert thief.get("/account/").status_code == 302


def test_too_old(cast: Cast, letter: Invitation) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    page = cast.stranger().get(f"/invitation/{letter.token}/")
    assert page.status_code == 410 and "Vraag om een nieuwe" in page.content.decode()


def test_a_guessed_one_is_not_there(cast: Cast) -> None:
    assert cast.stranger().get("/invitation/guessed/").status_code == 404


def test_who_leads_in_the_school_is_told_beforehand(cast: Cast, letter: Invitation) -> None:
    cast.join("els", cast.community)
    page = cast.stranger().get(f"/invitation/{letter.token}/").content.decode()
    assert "Els geeft ook leiding in de school" in page
