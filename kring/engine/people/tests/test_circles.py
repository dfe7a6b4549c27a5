"""Circles: making one, letters, coming in, other roles, leaving."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.people.actions import (
    accept_invitation,
    change_role,
    close_account,
    invite,
    leaders_present,
    leave,
    make_community,
    take_back,
)
from kring.engine.people.models import Invitation, Membership, Person
from kring.engine.rights import may
from kring.kit.payload import Refused

SOON = timezone.localdate() + timedelta(days=30)


def test_everybody_of_the_school_may_start_a_circle(cast: Cast) -> None:
    circle = make_community(
        cast.school, name="Kring Oost", facilitator=cast.chris.person, by=cast.chris.person
    )
    assert may(cast.chris.person, "community", "edit_settings", circle)


@pytest.mark.parametrize("name", ["joost", "hanna", "dewi", "gijs", "zara"])
def test_nobody_from_outside_starts_one_here(cast: Cast, name: str) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        make_community(cast.school, name="Kring Oost", facilitator=cast.chris.person, by=cast[name].person)


def test_an_administrator_starts_one_for_somebody_of_that_school(cast: Cast) -> None:
    fatih = cast.fatih.person
    make_community(cast.other_school, name="Kring West", facilitator=cast.joost.person, by=fatih)
    with pytest.raises(Refused, match="not_allowed"):
        make_community(cast.other_school, name="Kring West", facilitator=cast.bram.person, by=fatih)


def test_a_letter_lets_somebody_new_in(cast: Cast) -> None:
    letter = invite(cast.community, email="Noor@noord.example", name="Noor", by=cast.bram.person)
    noor = accept_invitation(letter, name="Noor de Wit", position="support")
    assert (noor.email, noor.shown_name, noor.school) == ("noor@noord.example", "Noor de Wit", cast.school)
    assert may(noor, "meeting", "view", cast.community)


def test_a_letter_to_a_colleague_with_an_account(cast: Cast) -> None:
    letter = invite(cast.community, email="chris@noord.example", by=cast.amina.person)
    assert accept_invitation(letter) == cast.chris.person
    assert Person.objects.filter(email="chris@noord.example").count() == 1


def test_inviting_again_renews_the_letter(cast: Cast) -> None:
    first = invite(cast.community, email="noor@noord.example", by=cast.bram.person)
    second = invite(cast.community, email="noor@noord.example", by=cast.amina.person)
    assert first.pk == second.pk and first.token != second.token


def test_a_letter_works_once(cast: Cast) -> None:
    letter = invite(cast.community, email="noor@noord.example", by=cast.bram.person)
    accept_invitation(letter, name="Noor")
    with pytest.raises(Refused, match="invitation_used"):
        accept_invitation(letter, name="Noor")
    assert Person.objects.filter(email="noor@noord.example").count() == 1


def test_a_letter_ends_after_two_weeks(cast: Cast) -> None:
    letter = invite(cast.community, email="noor@noord.example", by=cast.bram.person)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="invitation_expired"):
        accept_invitation(letter, name="Noor")


def test_a_letter_is_for_its_own_address(cast: Cast) -> None:
    letter = invite(cast.community, email="noor@noord.example", by=cast.bram.person)
    with pytest.raises(Refused, match="invitation_other"):
        accept_invitation(letter, person=cast.chris.person)
    neighbour = invite(cast.community, email="zara@ver.example", by=cast.bram.person)
    with pytest.raises(Refused, match="invitation_other"):
        accept_invitation(neighbour)


def test_a_letter_opens_no_closed_account(cast: Cast) -> None:
    letter = invite(cast.community, email="chris@noord.example", by=cast.bram.person)
    close_account(cast.chris.person, by=cast.fatih.person)
    with pytest.raises(Refused, match="account_closed"):
        accept_invitation(letter)


def test_letters_that_are_not_sent(cast: Cast) -> None:
    bram, amina = cast.bram.person, cast.amina.person
    circle = cast.community
    for about, code in [
        ({"email": "noor", "by": bram}, "email_wrong"),
        ({"email": "bram@noord.example", "by": amina}, "already_member"),
        ({"email": "n@noord.example", "by": bram, "role": "facilitator"}, "not_allowed"),
        ({"email": "n@noord.example", "by": amina, "role": "critical_friend"}, "needs_until"),
        ({"email": "n@noord.example", "by": amina, "role": "guest"}, "unknown_role"),
        ({"email": "n@noord.example", "by": cast.chris.person}, "not_allowed"),
        ({"email": "n@noord.example", "by": cast.fatih.person}, "not_allowed"),
    ]:
        with pytest.raises(Refused, match=code):
            invite(circle, **about)
    assert not Invitation.objects.exists()


def test_a_hundred_letters_a_day_is_enough(cast: Cast) -> None:
    soon = timezone.now() + timedelta(days=14)
    common = {"organisation": cast.organisation, "invited_by": cast.bram.person, "expires_at": soon}
    Invitation.objects.bulk_create(Invitation(email=f"n{one}@noord.example", **common) for one in range(100))
    with pytest.raises(Refused, match="too_many_letters"):
        invite(cast.community, email="one@noord.example", by=cast.bram.person)


def test_a_letter_can_be_taken_back(cast: Cast) -> None:
    letter = invite(cast.community, email="noor@noord.example", by=cast.bram.person)
    with pytest.raises(Refused, match="not_allowed"):
        take_back(letter, by=cast.chris.person)
    take_back(letter, by=cast.amina.person)
    assert not Invitation.objects.exists()


def test_who_guides_gives_another_role(cast: Cast) -> None:
    bram = cast.community.memberships.get(person=cast.bram.person)
    row = change_role(bram, "critical_friend", by=cast.amina.person, until=SOON)
    assert (row.role, row.status, row.until) == ("critical_friend", "active", SOON)
    assert not may(cast.bram.person, "agreement", "respond", cast.community)
    back = change_role(row, "member", by=cast.amina.person)
    assert back.pk == bram.pk and back.status == "active" and back.until is None


def test_a_member_changes_a_role_only_when_the_group_agreed(cast: Cast) -> None:
    dewi = cast.community.memberships.get(person=cast.dewi.person)
    with pytest.raises(Refused, match="not_allowed"):
        change_role(dewi, "member", by=cast.bram.person)
    assert change_role(dewi, "member", by=cast.bram.person, agreed=True).role == "member"


@pytest.mark.parametrize("name", ["amina", "bram", "dewi"])
def test_everybody_may_leave_and_only_for_themselves(cast: Cast, name: str) -> None:
    row = cast.community.memberships.get(person=cast[name].person)
    with pytest.raises(Refused, match="not_allowed"):
        leave(row, by=cast.els.person)
    leave(row, by=cast[name].person)
    assert Membership.objects.get(pk=row.pk).status == "left"


def test_the_circle_is_told_who_leads_in_the_school(cast: Cast) -> None:
    assert leaders_present(cast.community) == []
    cast.join("els", cast.community)
    assert leaders_present(cast.community) == [cast.els.person]
