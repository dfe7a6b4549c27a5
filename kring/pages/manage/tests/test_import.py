"""A list of people: read, looked at, and only then added."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kring.conftest import Cast
from kring.engine.people.actions import promise
from kring.engine.people.models import Person, Team
from kring.kit.payload import Refused
from kring.pages.manage.lines import MOST, read

SCHOOLS = {"do": "1", "dw": "2"}
GOOD = "Aart Smit;aart@noord.example;leraar;DO;Team A\nClaire Vos;claire@noord.example;Teamleider;do;team a"


@pytest.fixture
def fatih(cast: Cast) -> Client:
    promise(cast.fatih.person, "it.promise")
    return cast.fatih.signed_in()


@pytest.mark.parametrize(
    "text",
    [
        "Aart;aart@x.example;leraar;DO;Team A",
        "Aart\taart@x.example\tleraar\tDO\tTeam A",
        "Aart,aart@x.example,leraar,DO,Team A",
        "Naam;E-mailadres;Functie;School;Team\nAart;AART@x.example;Leraar;do;Team A\n\n",
        '"Aart";"aart@x.example";"teacher";"DO";"Team A"',
        "﻿Aart;aart@x.example;leraar;DO;Team A".lstrip("﻿"),
    ],
)
def test_the_same_list_in_many_shapes(text: str) -> None:
    [line] = read(text, SCHOOLS, {})
    assert not line.wrong
    assert line.good == {
        "name": "Aart", "email": "aart@x.example", "position": "teacher", "school": "1", "team": "Team A"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "column", "code"),
    [
        (";a@x.example", "name", "empty_text"),
        ("A;no address", "email", "email_wrong"),
        ("A;a@x.example;wizard", "position", "unknown_position"),
        ("A;a@x.example;leerling", "position", "no_pupils"),
        ("A;a@x.example;;Elsewhere", "school", "unknown_school"),
        ("A;a@x.example;;;Team A", "school", "team_without_school"),
        ("A;a@x.example\nB;A@x.example", "email", "line_twice"),
        ("A;taken@x.example", "email", "email_taken"),
    ],
)
def test_the_line_and_the_place_that_is_wrong(text: str, column: str, code: str) -> None:
    line = read(text, SCHOOLS, {"taken@x.example": False})[-1]
    assert line.number == len(text.splitlines())
    assert {place: refused.code for place, refused in line.wrong.items()} == {column: code}


def test_who_is_there_already_is_known_and_not_wrong() -> None:
    [line] = read("A;a@x.example", SCHOOLS, {"a@x.example": True})
    assert line.known and not line.wrong


def test_with_one_school_its_name_may_be_left_out() -> None:
    [line] = read("A;a@x.example;;;Team A", {"do": "1"}, {})
    assert line.good["school"] == "1" and not line.wrong


def test_without_an_address_somebody_can_still_be_on_the_list() -> None:
    lines = read("A\nB", SCHOOLS, {})
    assert [line.good["email"] for line in lines] == ["", ""] and not any(line.wrong for line in lines)


def test_too_many_at_once() -> None:
    with pytest.raises(Refused, match="too_many_lines"):
        read("\n".join(f"A{n};a{n}@x.example" for n in range(MOST + 1)), SCHOOLS, {})


def test_looking_adds_nobody_and_adding_adds_all(cast: Cast, fatih: Client) -> None:
    page = fatih.post("/manage/people/import/", {"lines": GOOD, "do": "look"}).content.decode()
    assert "Er komen 2 collega" in page and "claire@noord.example" in page
    assert not Person.objects.filter(shown_name="Aart Smit").exists()
    assert (
        fatih.post("/manage/people/import/", {"lines": GOOD, "do": "add"})["Location"]
        == "/manage/?kept=brought"
    )
    claire = Person.objects.get(email="claire@noord.example")
    assert claire.position == "team_leader" and [team.name for team in claire.teams.all()] == ["Team A"]
    assert Team.objects.filter(name__iexact="team a").count() == 1
    page = fatih.post("/manage/people/import/", {"lines": GOOD, "do": "add"}).content.decode()
    assert "Iedereen op deze lijst staat er al" in page


def test_one_wrong_line_and_nobody_is_added(cast: Cast, fatih: Client) -> None:
    typed = GOOD + "\nBert;geen adres"
    page = fatih.post("/manage/people/import/", {"lines": typed, "do": "add"})
    assert page.status_code == 422 and not Person.objects.filter(shown_name="Aart Smit").exists()
    shown = page.content.decode()
    assert (
        "Eén regel klopt nog niet" in shown
        and "Bert;geen adres" in shown
        and "Dat is geen e-mailadres" in shown
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_from_a_spreadsheet(cast: Cast, fatih: Client, encoding: str) -> None:
    file = SimpleUploadedFile("list.csv", "Naam;E-mail\nZoë;zoe@noord.example".encode(encoding))
    page = fatih.post("/manage/people/import/", {"file": file, "lines": "", "do": "look"}).content.decode()
    assert "Zoë;zoe@noord.example" in page and "Er komt één collega bij" in page


def test_nothing_and_far_too_much(cast: Cast, fatih: Client) -> None:
    page = fatih.post("/manage/people/import/", {"lines": " \n ", "do": "look"}).content.decode()
    assert "Er staat nog niemand" in page
    file = SimpleUploadedFile("list.csv", b"x" * 600_000)
    page = fatih.post("/manage/people/import/", {"file": file, "do": "look"}).content.decode()
    assert "Dat is te groot" in page
