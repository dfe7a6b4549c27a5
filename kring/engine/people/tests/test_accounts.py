"""Accounts and rights outside circles: who may do it, what is refused, and that it is recorded."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.utils import timezone

from kring.conftest import Cast
from kring.engine import models
from kring.engine.people.actions import (
    add_person,
    change_person,
    close_account,
    grant,
    make_organisation,
    open_account,
    promised,
    restrict,
    sessions_of,
    set_language,
    withdraw,
)
from kring.engine.people.models import Organisation, Person
from kring.engine.rights import may
from kring.kit.payload import Refused

FIRST = {
    "name": "Scholengroep Oost",
    "school": "De Brug",
    "admin_name": "Fenna",
    "admin_email": "Fenna@Oost.example",
    "promised": True,
}


def test_the_first_administrator_makes_the_organisation_once(db: None) -> None:
    fenna = make_organisation(**FIRST)
    assert fenna.email == "fenna@oost.example" and fenna.school and fenna.school.name == "De Brug"
    assert may(fenna, "role_assignment_school", "manage", fenna.organisation)
    assert promised(fenna, "it.promise")
    with pytest.raises(Refused, match="organisation_exists"):
        make_organisation(**FIRST)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("promised", False, "promise_needed"),
        ("admin_email", "fenna", "email_wrong"),
        ("admin_email", "", "email_wrong"),
        ("name", "  ", "empty_text"),
        ("school", "x" * 121, "text_too_long"),
    ],
)
def test_nothing_is_made_when_something_is_wrong(db: None, field: str, value: object, code: str) -> None:
    with pytest.raises(Refused, match=code):
        make_organisation(**FIRST | {field: value})
    assert not Organisation.objects.exists() and not Person.objects.exists()


def test_an_administrator_adds_somebody(cast: Cast) -> None:
    added = add_person(
        cast.organisation, by=cast.fatih.person, name=" Noor ", email="NOOR@noord.example", school=cast.school,
        teams=[cast.team],
    )  # fmt: skip
    assert (added.shown_name, added.email, added.language) == ("Noor", "noor@noord.example", "nl")
    assert list(added.teams.all()) == [cast.team]


@pytest.mark.parametrize(
    "name", ["amina", "bram", "chris", "dewi", "els", "gijs", "hanna", "iris", "joost", "zara"]
)
def test_nobody_else_adds_people_or_rights(cast: Cast, name: str) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        add_person(cast.organisation, by=cast[name].person, name="Noor")
    with pytest.raises(Refused, match="not_allowed"):
        grant(cast.bram.person, "school_lead", cast.school, by=cast[name].person)
    with pytest.raises(Refused, match="not_allowed"):
        change_person(cast.joost.person, by=cast[name].person, email="mine@noord.example")
    with pytest.raises(Refused, match="not_allowed"):
        close_account(cast.bram.person, by=cast[name].person)


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"name": ""}, "empty_text"),
        ({"name": "x" * 81}, "text_too_long"),
        ({"email": "no address"}, "email_wrong"),
        ({"email": "Bram@noord.example"}, "email_taken"),
        ({"position": "wizard"}, "unknown_position"),
        ({"position": "pupil"}, "no_pupils"),
    ],
)
def test_a_person_who_cannot_be_added(cast: Cast, about: dict[str, str], code: str) -> None:
    before = Person.objects.count()
    with pytest.raises(Refused, match=code):
        add_person(cast.organisation, by=cast.fatih.person, **{"name": "Noor"} | about)
    assert Person.objects.count() == before


def test_somebody_changes_their_own_name_but_not_their_address(cast: Cast) -> None:
    bram = change_person(cast.bram.person, by=cast.bram.person, name="Bram B.", position="team_leader")
    assert (bram.shown_name, bram.position) == ("Bram B.", "team_leader")
    with pytest.raises(Refused, match="not_allowed"):
        change_person(bram, by=bram, email="other@noord.example")


def test_another_address_ends_what_the_old_one_opened(cast: Cast) -> None:
    bram = cast.bram.person
    browser = cast.bram.signed_in()
    EmailAddress.objects.create(user=bram, email=bram.email or "", verified=True, primary=True)
    change_person(bram, by=cast.fatih.person, email="b@noord.example")
    assert not EmailAddress.objects.exists()
    assert sessions_of(bram) == []
    assert browser.get("/account/").status_code == 302


def test_a_position_gives_no_right(cast: Cast) -> None:
    change_person(cast.bram.person, by=cast.bram.person, position="school_director")
    assert not may(Person.objects.get(pk=cast.bram.person.pk), "request_to_lead", "answer", cast.school)


def test_a_right_is_given_until_a_date_and_taken_back(cast: Cast) -> None:
    until = timezone.localdate() + timedelta(days=7)
    row = grant(cast.bram.person, "school_lead", cast.school, by=cast.fatih.person, until=until)
    again = grant(cast.bram.person, "school_lead", cast.school, by=cast.fatih.person)
    assert row.pk == again.pk and again.until is None
    assert may(cast.bram.person, "bridge_note", "view", cast.school)
    withdraw(again, by=cast.fatih.person)
    assert not may(cast.bram.person, "bridge_note", "view", cast.school)


def test_rights_that_cannot_be_given(cast: Cast) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(Refused, match="until_past"):
        grant(cast.bram.person, "school_lead", cast.school, by=cast.fatih.person, until=yesterday)
    with pytest.raises(Refused, match="unknown_role"):
        grant(cast.bram.person, "board_viewer", cast.school, by=cast.fatih.person)
    with pytest.raises(Refused, match="unknown_role"):
        grant(cast.bram.person, "emperor", cast.organisation, by=cast.fatih.person)
    with pytest.raises(Refused, match="not_allowed"):
        grant(cast.bram.person, "board_viewer", cast.elsewhere, by=cast.fatih.person)


def test_the_last_administrator_stays(cast: Cast) -> None:
    fatih = cast.fatih.person
    with pytest.raises(Refused, match="last_admin"):
        withdraw(fatih.grants.get(), by=fatih)
    with pytest.raises(Refused, match="last_admin"):
        close_account(fatih, by=fatih)
    grant(cast.joost.person, "it_admin", cast.organisation, by=fatih)
    close_account(fatih, by=cast.joost.person)
    assert not Person.objects.get(pk=fatih.pk).is_active


def test_a_closed_account_holds_nothing_and_can_be_opened(cast: Cast) -> None:
    bram, browser = cast.bram.person, cast.bram.signed_in()
    close_account(bram, by=cast.fatih.person)
    assert browser.get("/account/").status_code == 302
    assert [row.status for row in bram.memberships.all()] == ["left"]
    open_account(bram, by=cast.fatih.person)
    bram.refresh_from_db()
    assert bram.is_active and not may(bram, "meeting", "view", cast.community)


def test_somebody_may_have_their_data_put_aside(cast: Cast) -> None:
    bram = cast.bram.person
    restrict(bram, by=bram, on=True)
    assert bram.state == "restricted" and bram.is_active
    restrict(bram, by=bram, on=False)
    assert bram.state == "active"
    with pytest.raises(Refused, match="not_allowed"):
        restrict(bram, by=cast.amina.person, on=True)


def test_a_language_kring_speaks(cast: Cast) -> None:
    set_language(cast.bram.person, "en")
    assert Person.objects.get(pk=cast.bram.person.pk).language == "en"
    with pytest.raises(Refused, match="unreadable"):
        set_language(cast.bram.person, "fy")


def test_who_did_it_is_recorded_without_an_address(cast: Cast) -> None:
    grant(cast.bram.person, "school_lead", cast.school, by=cast.fatih.person)
    entry = LogEntry.objects.filter(content_type__model="rolegrant").latest("timestamp")
    assert entry.actor == cast.fatih.person and entry.remote_addr is None


def test_nothing_that_is_said_is_recorded() -> None:
    """Only accounts, roles and memberships; never a contribution, a voice, a seat or a consent."""
    recorded = {model.__name__ for model in auditlog.get_models() if model.__module__.startswith("kring")}
    assert recorded == {
        "Organisation", "School", "Team", "Person", "RoleGrant", "Community", "Membership", "Promise", "Invitation",
        "ResearchProject",
    }  # fmt: skip
    assert not auditlog.contains(models.AnonymousContribution) and not auditlog.contains(models.Consent)
