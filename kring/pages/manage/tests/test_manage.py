"""The pages of IT administration: accounts, roles, schools, circles, invitations; never content."""

from __future__ import annotations

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core import mail
from django.test import Client
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.people.actions import invite, promise
from kring.engine.people.models import Community, Invitation, Person, School, Team


@pytest.fixture
def fatih(cast: Cast) -> Client:
    """Fatih, who made his promise."""
    promise(cast.fatih.person, "it.promise")
    return cast.fatih.signed_in()


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_a_new_administrator_promises_first(cast: Cast) -> None:
    client = cast.fatih.signed_in()
    assert client.get("/manage/schools/")["Location"] == "/manage/promise/"
    assert "Vink eerst de belofte aan" in text(client.post("/manage/promise/"))
    client.post("/manage/promise/", {"promise": "yes"})
    assert client.get("/manage/schools/").status_code == 200


def test_people_are_found_by_name_address_school_and_team(cast: Cast, fatih: Client) -> None:
    assert "Zara" not in text(fatih.get("/manage/"))
    for asked, found in (("bra", "Bram"), ("CHRIS@", "Chris"), ("DW", "Joost"), ("onderbouw", "Bram")):
        page = text(fatih.get("/manage/", {"q": asked}))
        assert f">{found}</a>" in page and "Hanna" not in page
    assert "Er is niemand gevonden" in text(fatih.get("/manage/", {"q": "nobody"}))


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_asks_the_same_for_one_more_and_for_three_more(
    cast: Cast, fatih: Client, n: int, django_assert_max_num_queries: object
) -> None:
    for number in range(n):
        someone = Person.objects.create_user(
            f"n{number}@noord.example",
            organisation=cast.organisation,
            shown_name=f"N{number}",
            school=cast.school,
        )
        someone.teams.add(cast.team)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        fatih.get("/manage/")


def test_adding_somebody(cast: Cast, fatih: Client) -> None:
    typed = {
        "name": "Noor",
        "email": "noor@noord.example",
        "position": "support",
        "school": str(cast.school.pk),
    }
    answer = fatih.post("/manage/people/add/", typed | {"teams": [str(cast.team.pk)]})
    noor = Person.objects.get(email="noor@noord.example")
    assert answer["Location"] == f"/manage/people/{noor.pk}/?kept=added"
    assert noor.school == cast.school and list(noor.teams.all()) == [cast.team]
    again = fatih.post("/manage/people/add/", typed)
    assert (
        again.status_code == 422 and "al van iemand anders" in text(again) and 'value="Noor"' in text(again)
    )


def test_changing_somebody(cast: Cast, fatih: Client) -> None:
    where = f"/manage/people/{cast.bram.person.pk}/"
    fatih.post(
        where, {"name": "Bram B.", "email": "b@noord.example", "position": "team_leader", "school": ""}
    )
    bram = Person.objects.get(pk=cast.bram.person.pk)
    assert (bram.shown_name, bram.email, bram.school, list(bram.teams.all())) == (
        "Bram B.",
        "b@noord.example",
        None,
        [],
    )


def test_giving_a_role_until_a_date_and_taking_it_back(cast: Cast, fatih: Client) -> None:
    where, until = f"/manage/people/{cast.bram.person.pk}/", timezone.localdate() + timedelta(days=30)
    role = f"school_lead|team:{cast.team.pk}"
    fatih.post(f"{where}roles/", {"role": role, "until": until.isoformat()})
    row = cast.bram.person.grants.get()
    assert (row.role, row.team, row.until) == ("school_lead", cast.team, until)
    assert "Team onderbouw" in text(fatih.get(where))
    fatih.post(f"{where}roles/{row.pk}/")
    fatih.post(f"{where}roles/{row.pk}/")
    assert "Geen rollen buiten kringen" in text(fatih.get(where))


@pytest.mark.parametrize(
    ("role", "until", "said"),
    [
        ("school_lead|team:invented", "", "Die rol kan hier niet"),
        ("emperor|school:1", "", "Die rol kan hier niet"),
        ("", "", "Die rol kan hier niet"),
        ("board_viewer|organisation:{org}", "2001-01-01", "Die datum is al voorbij"),
        ("board_viewer|organisation:{org}", "soon", "Die datum lezen we niet"),
        ("board_viewer|organisation:{ver}", "", "Die rol kan hier niet"),
    ],
)
def test_a_role_that_cannot_be_given(cast: Cast, fatih: Client, role: str, until: str, said: str) -> None:
    asked = role.format(org=cast.organisation.pk, ver=cast.elsewhere.pk)
    page = fatih.post(f"/manage/people/{cast.bram.person.pk}/roles/", {"role": asked, "until": until})
    assert page.status_code == 422 and said in text(page)
    assert not cast.bram.person.grants.exists()


def test_somebody_of_another_organisation_is_not_there(cast: Cast, fatih: Client) -> None:
    zara = f"/manage/people/{cast.zara.person.pk}/"
    assert fatih.get(zara).status_code == 404
    for part in ("", "roles/", "sessions/", "state/"):
        assert fatih.post(zara + part).status_code == 404


def test_signing_somebody_out_and_closing_the_account(cast: Cast, fatih: Client) -> None:
    bram, where = cast.bram.signed_in(), f"/manage/people/{cast.bram.person.pk}/"
    fatih.post(f"{where}sessions/")
    assert bram.get("/account/").status_code == 302
    fatih.post(f"{where}state/")
    assert "Dit account is gesloten" in text(fatih.get(where))
    fatih.post(f"{where}state/", {"do": "open"})
    assert Person.objects.get(pk=cast.bram.person.pk).state == "active"


def test_the_only_administrator_cannot_close_himself_out(cast: Cast, fatih: Client) -> None:
    page = fatih.post(f"/manage/people/{cast.fatih.person.pk}/state/")
    assert page.status_code == 409 and "Dit is de enige beheerder" in text(page)


def test_schools_and_teams_with_a_lead(cast: Cast, fatih: Client) -> None:
    fatih.post("/manage/schools/", {"name": "DM"})
    fatih.post("/manage/schools/", {"name": "DM"})
    dm = School.objects.get(name="DM")
    fatih.post(f"/manage/schools/{dm.pk}/", {"name": "De Meent"})
    dm.refresh_from_db()
    assert dm.name == "De Meent" and not dm.communities_listed
    fatih.post(f"/manage/schools/{cast.school.pk}/teams/", {"team": "Team bovenbouw"})
    team = Team.objects.get(name="Team bovenbouw")
    fatih.post(f"/manage/teams/{team.pk}/", {"name": "Bovenbouw", "leads": [str(cast.els.person.pk)]})
    assert list(team.leads.all()) == [cast.els.person]
    assert "Er staat nog niets" in text(fatih.post(f"/manage/schools/{cast.school.pk}/teams/", {"team": ""}))


def test_making_a_circle_for_whoever_will_guide_it(cast: Cast, fatih: Client) -> None:
    joost = {
        "name": "Kring West",
        "school": str(cast.other_school.pk),
        "facilitator": str(cast.joost.person.pk),
    }
    assert fatih.post("/manage/circles/", joost)["Location"] == "/manage/circles/?kept=yes"
    west = Community.objects.get(name="Kring West")
    assert west.memberships.get().person == cast.joost.person
    page = fatih.post("/manage/circles/", joost | {"facilitator": str(cast.bram.person.pk)})
    assert page.status_code == 422 and "hoort niet bij die school" in text(page)


def test_an_invitation_is_sent_again_and_taken_back(cast: Cast, fatih: Client) -> None:
    fatih.post("/manage/invitations/", {"email": "noor@noord.example", "name": "Noor"})
    letter = Invitation.objects.get()
    assert mail.outbox[-1].to == ["noor@noord.example"] and letter.token in mail.outbox[-1].body
    fatih.post(f"/manage/invitations/{letter.pk}/", {"do": "again"})
    letter.refresh_from_db()
    assert letter.token in mail.outbox[-1].body and len(mail.outbox) == 2
    fatih.post(f"/manage/invitations/{letter.pk}/", {"do": "back"})
    assert not Invitation.objects.exists()
    assert "geen e-mailadres" in text(fatih.post("/manage/invitations/", {"email": "noor"}))


def test_the_log_tells_who_changed_what_without_content(cast: Cast, fatih: Client) -> None:
    fatih.post("/manage/people/add/", {"name": "Noor", "position": "teacher"})
    page = text(fatih.get("/manage/log/"))
    assert "Fatih" in page and "Noor" in page
    assert LogEntry.objects.filter(actor=cast.fatih.person).exists()


def test_no_page_of_administration_shows_what_a_circle_says(cast: Cast, fatih: Client) -> None:
    gathering = cast.meeting(people=1, title="Een heel eigen onderwerp")
    cast.community.learning_question = "Hoe geven wij elkaar feedback?"
    cast.community.save()
    invite(cast.community, email="noor@noord.example", by=cast.amina.person)
    pages = ["", "schools/", "circles/", "invitations/", "log/", f"people/{cast.bram.person.pk}/"]
    for path in pages:
        page = text(fatih.get(f"/manage/{path}"))
        assert gathering.meeting.title not in page and "feedback" not in page
    for path in (f"lead/{gathering.meeting.pk}/", f"meetings/{gathering.meeting.pk}/report/"):
        assert fatih.get(f"/{path}").status_code == 404
