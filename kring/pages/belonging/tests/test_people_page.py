"""Who takes part in a circle: seeing, inviting, another role, leaving. A scene for everybody who might knock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.people.actions import restrict
from kring.engine.people.models import Invitation, Membership

LATER = (timezone.localdate() + timedelta(days=30)).isoformat()


def at(cast: Cast, name: str = "people", *more: Any) -> str:
    return reverse(name, args=[cast.community.pk, *more])


def page(cast: Cast, name: str) -> str:
    answer = cast[name].signed_in().get(at(cast))
    assert answer.status_code == 200
    return str(answer.text)


def row_of(cast: Cast, name: str, **fields: Any) -> Membership:
    return Membership.objects.get(person=cast[name].person, community=cast.community, **fields)


def status(cast: Cast, name: str, address: str, /, **said: str) -> int:
    return int(cast[name].signed_in().post(address, said).status_code)


@pytest.mark.parametrize("name", ["amina", "bram", "dewi", "fatih"])
def test_the_circle_and_administration_see_who_takes_part(cast: Cast, name: str) -> None:
    text = page(cast, name)
    assert "Bram" in text and "Amina" in text and "Dewi" in text


@pytest.mark.parametrize("name", ["chris", "els", "gijs", "hanna", "iris", "joost", "zara"])
def test_nobody_else_does(cast: Cast, name: str) -> None:
    client = cast[name].signed_in()
    assert client.get(at(cast)).status_code == 404
    for address in (at(cast), at(cast, "people_role", row_of(cast, "bram").pk)):
        assert client.post(address, {"do": "change", "role": "facilitator"}).status_code == 404
    assert client.post(at(cast, "people_me"), {"do": "leave"}).status_code == 404
    assert client.post(at(cast, "people_me"), {"do": "ask", "role": "facilitator"}).status_code == 404


def test_who_is_set_aside_is_not_in_the_lists(cast: Cast) -> None:
    restrict(cast.bram.person, by=cast.bram.person, on=True)
    assert "Bram" not in page(cast, "amina")
    assert "Bram" not in cast.amina.signed_in().get(reverse("community", args=[cast.community.pk])).text


def test_who_guides_invites_in_any_role(cast: Cast) -> None:
    said = {"email": "nora@noord.example", "name": "Nora", "role": "critical_friend", "until": LATER}
    assert status(cast, "amina", at(cast), **said) == 302
    letter = Invitation.objects.get()
    assert (letter.role, letter.until.isoformat()) == ("critical_friend", LATER)  # type: ignore[union-attr]
    assert len(mail.outbox) == 1 and letter.token in mail.outbox[0].body
    assert "nora@noord.example" in page(cast, "amina") and "nora@" not in page(cast, "bram")


def test_a_member_invites_members_and_takes_their_own_letters_back(cast: Cast) -> None:
    assert status(cast, "bram", at(cast), email="nora@noord.example") == 302
    assert status(cast, "bram", at(cast), email="hugo@noord.example", role="facilitator") == 409
    letter = Invitation.objects.get()
    assert letter.role == "member"
    theirs = Invitation.objects.create(
        organisation=cast.organisation,
        community=cast.community,
        email="x@noord.example",
        invited_by=cast.amina.person,
        expires_at=timezone.now() + timedelta(days=2),
    )
    assert status(cast, "bram", at(cast, "people_letter", theirs.pk)) == 404
    assert status(cast, "bram", at(cast, "people_letter", letter.pk)) == 302
    assert status(cast, "amina", at(cast, "people_letter", theirs.pk)) == 302
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("name", ["dewi", "fatih"])
def test_who_only_looks_invites_nobody(cast: Cast, name: str) -> None:
    assert status(cast, name, at(cast), email="nora@noord.example") == 404
    assert "nora@" not in page(cast, name) and 'name="email"' not in page(cast, name)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"email": "geen adres"}, "Dat is geen e-mailadres."),
        ({"email": "bram@noord.example"}, "Deze collega hoort al bij de kring."),
        ({"email": "n@noord.example", "role": "critical_friend"}, "Vul ook een einddatum in."),
        ({"email": "n@noord.example", "role": "critical_friend", "until": "gisteren"}, "Die datum"),
        ({"email": "n@noord.example", "role": "koning"}, "Die rol kan hier niet."),
        ({"email": "<script>" * 40}, "Dat is geen e-mailadres."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    cast: Cast, said: dict[str, str], sentence: str
) -> None:
    answer = cast.amina.signed_in().post(at(cast), said)
    assert answer.status_code == 409 and sentence in answer.text
    assert said["email"].replace("<", "&lt;").replace(">", "&gt;") in answer.text
    assert "<script>" * 2 not in answer.text and not mail.outbox


def test_who_guides_gives_another_role(cast: Cast) -> None:
    address = at(cast, "people_role", row_of(cast, "bram").pk)
    assert status(cast, "amina", address, do="change", role="critical_friend") == 409
    assert status(cast, "amina", address, do="change", role="critical_friend", until=LATER) == 302
    assert row_of(cast, "bram", status="active").role == "critical_friend"
    assert f'value="{LATER}"' in page(cast, "amina")
    assert status(cast, "amina", address, do="change", role="member") == 404, "that membership is over"


@pytest.mark.parametrize("name", ["bram", "dewi", "fatih"])
def test_nobody_else_gives_a_role(cast: Cast, name: str) -> None:
    address = at(cast, "people_role", row_of(cast, "bram").pk)
    assert status(cast, name, address, do="change", role="facilitator") in (404, 409)
    assert row_of(cast, "bram").role == "member"


def test_a_member_of_another_circle_cannot_be_reached(cast: Cast) -> None:
    row = Membership.objects.get(person=cast.chris.person)
    assert status(cast, "amina", at(cast, "people_role", row.pk), do="change", role="facilitator") == 404
    assert status(cast, "amina", at(cast, "people_role", 10**30), do="change", role="facilitator") == 404


def test_a_member_asks_and_the_facilitator_answers(cast: Cast) -> None:
    bram = cast.bram.signed_in()
    answer = bram.post(at(cast, "people_me"), {"do": "ask", "role": "facilitator"}, follow=True)
    assert "Je vraag staat er." in answer.text and "Je vroeg om een andere rol: Begeleider." in answer.text
    row = row_of(cast, "bram", status="asked")
    assert "Bram wil graag meedoen als: Begeleider." in page(cast, "amina")
    assert "wil graag meedoen" not in page(cast, "dewi")
    assert status(cast, "amina", at(cast, "people_role", row.pk), do="give") == 302
    assert row_of(cast, "bram", status="active").role == "facilitator"
    assert status(cast, "amina", at(cast, "people_role", row.pk), do="give") == 409


def test_asking_can_be_refused_and_taken_back(cast: Cast) -> None:
    assert status(cast, "bram", at(cast, "people_me"), do="ask", role="facilitator") == 302
    assert status(cast, "bram", at(cast, "people_me"), do="take_back") == 302
    assert status(cast, "bram", at(cast, "people_me"), do="ask", role="facilitator") == 302
    row = row_of(cast, "bram", status="asked")
    assert status(cast, "bram", at(cast, "people_role", row.pk), do="give") == 409
    assert status(cast, "amina", at(cast, "people_role", row.pk), do="refuse") == 302
    assert not Membership.objects.filter(status="asked").exists()
    answer = cast.bram.signed_in().post(at(cast, "people_me"), {"do": "ask", "role": "member"})
    assert answer.status_code == 409 and "Die rol heb je al in deze kring." in answer.text
    assert status(cast, "bram", at(cast, "people_me"), do="dans") == 409


def test_without_a_facilitator_the_others_decide(cast: Cast) -> None:
    cast.join("joost", cast.community)
    assert status(cast, "amina", at(cast, "people_me"), do="leave") == 200
    assert status(cast, "bram", at(cast, "people_me"), do="ask", role="facilitator") == 302
    text = page(cast, "joost")
    assert "0 van de 1 anderen vinden dit goed" in text and "Deze kring heeft nu geen begeleider." in text
    assert (
        status(cast, "joost", at(cast, "people_role", row_of(cast, "bram", status="asked").pk), do="give")
        == 302
    )
    assert row_of(cast, "bram", status="active").role == "facilitator"


@pytest.mark.parametrize("name", ["amina", "bram", "dewi"])
def test_anybody_steps_out_and_may_press_twice(cast: Cast, name: str) -> None:
    client = cast[name].signed_in()
    for _ in range(2):
        answer = client.post(at(cast, "people_me"), {"do": "leave"})
        assert answer.status_code == 200 and "Je bent uit Kring Noord gestapt." in answer.text
    assert row_of(cast, name).status == "left"
    assert client.get(at(cast)).status_code == 404


def test_the_only_facilitator_is_told_before_leaving(cast: Cast) -> None:
    assert "Jij bent de enige begeleider." in page(cast, "amina")
    cast.join("bram", cast.community, "facilitator")
    assert "Jij bent de enige begeleider." not in page(cast, "amina")


def test_the_circle_is_told_that_a_leader_takes_part(cast: Cast) -> None:
    assert "geeft ook leiding" not in page(cast, "bram")
    cast.join("els", cast.community)
    assert "Els geeft ook leiding in de school" in page(cast, "bram")


def test_it_speaks_english(cast: Cast) -> None:
    assert "Who takes part?" in cast.bram.signed_in().get(at(cast), {"lang": "en"}).text


ALL_RIGHT = "De begeleider geeft ook leiding aan jullie team."


def answers(cast: Cast, name: str, do: str) -> int:
    return status(cast, name, at(cast, "people_me"), do=do)


def test_members_are_asked_whether_somebody_who_leads_them_may_guide(cast: Cast) -> None:
    """NV-6: only with everybody's yes, which anybody may take back."""
    plan = reverse("question", args=[cast.community.pk])
    assert ALL_RIGHT not in page(cast, "bram") and answers(cast, "bram", "guide_yes") == 409
    cast.grant("amina", "school_lead", school=cast.school)
    assert cast.amina.signed_in().get(plan).status_code == 404
    assert ALL_RIGHT in page(cast, "bram") and ALL_RIGHT not in page(cast, "dewi")
    assert answers(cast, "dewi", "guide_yes") == 409
    for _ in "twice":
        assert answers(cast, "bram", "guide_yes") == 302
    assert cast.bram.person.consents.get().about == "co.facilitator_leads"
    assert cast.amina.signed_in().get(plan).status_code == 200
    assert ALL_RIGHT not in page(cast, "amina")
    assert 'value="guide_no"' in page(cast, "bram")
    assert answers(cast, "bram", "guide_no") == 302
    assert cast.amina.signed_in().get(plan).status_code == 404


def test_whoever_guides_has_no_way_to_the_administrators_pages(cast: Cast) -> None:
    """What somebody may do in this circle is not what they may do in the house."""
    assert reverse("manage") not in page(cast, "amina") and reverse("manage") in page(cast, "fatih")
