"""The researcher's pages, and where a circle says yes or no: a scene for everybody who might knock."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kring.conftest import Cast
from kring.engine.harvest.models import Insight
from kring.engine.people.models import Consent, RoleGrant
from kring.engine.research.models import ResearchProject
from kring.engine.research.projects import takes_part
from kring.engine.research.tests.answered import agree, scan


def address(cast: Cast, name: str) -> str:
    project = ResearchProject.objects.get().pk
    return reverse(name, args=[project, cast.community.pk] if name == "research_circle" else [project])


def see(cast: Cast, at: str, name: str = "gijs") -> str:
    answer = cast[name].signed_in().get(at)
    assert answer.status_code == 200
    return str(answer.text)


def test_circles_that_did_not_say_yes_are_a_number_only(cast: Cast) -> None:
    text = see(cast, reverse("research"))
    assert "Wat helpt kringen verder?" in text and "Eén kring doet nog niet mee" in text
    assert cast.community.name not in text
    assert cast.gijs.signed_in().get(address(cast, "research_circle")).status_code == 404


def test_of_a_circle_that_said_yes_what_was_measured(cast: Cast) -> None:
    agree(cast.community)
    scan(cast, 24)
    scan(cast, 24, days_ago=300)
    assert f'href="{address(cast, "research_circle")}"' in see(cast, reverse("research"))
    text = see(cast, address(cast, "research_circle"))
    assert "24 van 28 telden mee" in text and "3,5" in text and "hoog (63)" in text
    assert "Alpha " in text and "gebruik alleen per vraag" in text and "Berekend over 24 mensen." in text
    assert "Rechte lijnen: 1 van 24" in text
    assert text.count("telt mee") == 1 and "Ouder dan 240 lesdagen" in text
    assert "Bram" not in text and "Amina" not in text


def test_consent_opens_no_page_of_the_circle_itself(cast: Cast) -> None:
    agree(cast.community)
    activity = scan(cast, 24)
    client = cast.gijs.signed_in()
    home = client.get(reverse("community", args=[cast.community.pk]))
    assert home.status_code == 200 and "Bram" not in home.text
    for at in (
        reverse("report", args=[activity.meeting_id]),
        reverse("people", args=[cast.community.pk]),
        reverse("agreements", args=[cast.community.pk]),
        reverse("takeaway", args=[cast.community.pk]),
    ):
        assert client.get(at).status_code == 404, at


def test_a_researcher_who_is_a_member_sees_the_circle_as_a_member(cast: Cast) -> None:
    cast.join("gijs", cast.community)
    assert cast.gijs.signed_in().get(reverse("people", args=[cast.community.pk])).status_code == 200


def test_the_file_waits_until_the_texts_were_read(cast: Cast) -> None:
    agree(cast.community)
    scan(cast, 24)
    made = Insight.objects.create(
        organisation=cast.organisation, community=cast.community, stage="insight", title="Chris hielp Bram."
    )
    client, at = cast.gijs.signed_in(), address(cast, "research_take")
    assert "Chris [naam?] hielp Aafke." in client.get(at).text
    assert client.post(at, {"sure": "yes"}).status_code == 409, "a mark stands"
    read = {f"read.{made.pk}": "Iemand hielp Aafke."}
    unsure = client.post(at, read)
    assert (
        unsure.status_code == 409
        and "Iemand hielp Aafke." in unsure.text
        and "Zet eerst een vinkje" in unsure.text
    )
    answer = client.post(at, {**read, "sure": "yes"})
    assert answer["Content-Type"] == "application/zip" and ".zip" in answer["Content-Disposition"]
    files = ZipFile(BytesIO(answer.content))
    assert sorted(files.namelist()) == ["onderzoek.json", "onderzoek.xlsx"]
    data: dict[str, Any] = json.loads(files.read("onderzoek.json"))
    assert (
        data["harvest"][0]["text"] == "Iemand hielp Aafke." and data["circles"][0]["circle"] == "Kring Berk"
    )
    assert data["scales"][0]["alpha_word"] == "low" and data["scales"][0]["mean"] == "7/2"
    book = load_workbook(BytesIO(files.read("onderzoek.xlsx")))
    first = " ".join(str(cell.value) for row in book.worksheets[0] for cell in row)
    assert "Nagelezen door" in first and "Gijs" in first and "zijn bedacht" in first
    whole = json.dumps(data, ensure_ascii=False) + " ".join(
        str(cell.value) for sheet in book.worksheets[1:] for row in sheet for cell in row
    )
    assert [one for one in ("Bram", "Chris", "Kring Noord", "Amina") if one in whole] == []


def test_with_nothing_to_take_there_is_no_file(cast: Cast) -> None:
    answer = cast.gijs.signed_in().post(address(cast, "research_take"), {"sure": "yes"})
    assert answer.status_code == 409 and "Er is nog niets om mee te nemen" in answer.text


def test_a_member_says_yes_and_takes_it_back(cast: Cast) -> None:
    client, people = cast.bram.signed_in(), reverse("people", args=[cast.community.pk])
    text = client.get(people).text
    assert "Mag een onderzoeker de gegevens van deze kring gebruiken" in text and "Onderzoekers: Gijs" in text
    me = reverse("people_me", args=[cast.community.pk])
    for _ in range(2):
        client.post(me, {"do": "research_yes"})
    assert takes_part(cast.community) and Consent.objects.count() == 1
    assert "Iedereen zei ja." in client.get(people).text
    told = client.post(me, {"do": "research_no"}, follow=True).text
    assert "Je toestemming is ingetrokken. Vanaf nu gebruiken we het niet meer." in told
    assert not takes_part(cast.community)
    assert "Je zei nog niets." in client.get(people).text


def test_nobody_sees_who_has_not_said_yes(cast: Cast) -> None:
    cast.join("iris", cast.community)
    Consent.objects.create(person=cast.iris.person, about="research", community=cast.community)
    people = reverse("people", args=[cast.community.pk])
    for name in ("amina", "dewi", "fatih"):
        assert "Mag een onderzoeker" not in see(cast, people, name), "who is no member is not asked"
    assert "Iedereen zei ja." not in see(cast, people, "iris")
    assert cast.amina.signed_in().post(reverse("people_me", args=[cast.community.pk]), {"do": "research_yes"})
    assert not takes_part(cast.community)


def test_own_texts_are_ones_own_to_decide_about(cast: Cast) -> None:
    client = cast.amina.signed_in()
    assert "Jouw teksten gaan niet mee." in client.get("/account/").text
    client.post(reverse("account_research"), {"on": "yes"})
    assert "Niet gebruiken voor onderzoek" in client.get("/account/").text
    assert (
        "Je toestemming is ingetrokken."
        in client.post(reverse("account_research"), {"on": "no"}, follow=True).text
    )
    assert "Jouw teksten gaan niet mee." in client.get("/account/").text
    assert "Jouw teksten" not in see(cast, "/account/", "joost"), "where nobody does research nobody is asked"


@pytest.mark.parametrize("name", ["amina", "bram", "els", "fatih", "hanna", "zara"])
def test_nobody_else_comes_here(cast: Cast, name: str) -> None:
    agree(cast.community)
    client = cast[name].signed_in()
    for at in (reverse("research"), address(cast, "research_circle"), address(cast, "research_take")):
        assert client.get(at).status_code == 404
    assert reverse("research") not in client.get(reverse("home")).text


def test_administration_makes_a_project_and_gives_the_role_in_it(cast: Cast) -> None:
    cast.fatih.person.promises.create(text="it.promise")
    client = cast.fatih.signed_in()
    answer = client.post("/manage/research/", {"name": "", "question": "Wat helpt?"})
    assert answer.status_code == 422 and "Wat helpt?" in answer.text
    picked = {"name": "Samen leren", "question": "Wat helpt?", "circles": [str(cast.other_community.pk)]}
    assert client.post("/manage/research/", picked).status_code == 302
    made = ResearchProject.objects.get(name="Samen leren")
    assert made.shift_days % 7 == 0 and 0 < abs(made.shift_days) <= 60
    where = reverse("manage_person", args=[cast.joost.person.pk])
    assert "Samen leren" in client.get(where).text
    client.post(
        reverse("manage_roles", args=[cast.joost.person.pk]), {"role": f"researcher|project:{made.pk}"}
    )
    assert RoleGrant.objects.get(person=cast.joost.person).project == made
    assert "Samen leren" in see(cast, reverse("research"), "joost")
    client.post(reverse("manage_project", args=[made.pk]), {"do": "circles", "circles": []})
    assert made.communities.count() == 0
    client.post(reverse("manage_project", args=[made.pk]), {"do": "close"})
    assert cast.joost.signed_in().get(reverse("research")).status_code == 404
    again = client.post(reverse("manage_project", args=[made.pk]), {"do": "circles"})
    assert again.status_code == 409 and "Samen leren" in again.text
