"""My account: changing it, seeing everything, taking it along, being removed."""

from __future__ import annotations

import io
import json
from zipfile import ZipFile

import pytest

from kring.conftest import Cast
from kring.engine.people.models import Erasure, Person

KEPT = {"name": "Bram B.", "position": "team_leader", "language": "en"}


def test_a_name_a_position_and_a_language(cast: Cast) -> None:
    client = cast.bram.signed_in()
    assert client.post("/account/", KEPT)["Location"] == "/account/?kept=yes"
    bram = Person.objects.get(pk=cast.bram.person.pk)
    assert (bram.shown_name, bram.position, bram.language) == ("Bram B.", "team_leader", "en")
    assert "Saved." in client.get("/account/?kept=yes").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Er staat nog niets"),
        ("name", "x" * 81, "81 tekens"),
        ("position", "pupil", "Een leerling krijgt geen account"),
        ("position", "wizard", "Die functie kennen we niet"),
        ("language", "fy", "Dat kwam niet goed over"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    cast: Cast, field: str, value: str, said: str
) -> None:
    typed = KEPT | {"language": "nl", field: value}
    page = cast.bram.signed_in().post("/account/", typed)
    assert page.status_code == 422
    shown = page.content.decode()
    assert field == "language" or said in shown
    assert field == "name" or 'value="Bram B."' in shown
    assert Person.objects.get(pk=cast.bram.person.pk).shown_name == "Bram"


def test_markup_in_a_name_is_text(cast: Cast) -> None:
    client = cast.bram.signed_in()
    client.post("/account/", KEPT | {"name": "<b>Bram</b>", "language": "nl"})
    assert "<b>Bram</b>" not in client.get("/home/").content.decode()
    assert "&lt;b&gt;Bram" in client.get("/account/").content.decode()


def test_an_address_cannot_be_taken_along(cast: Cast) -> None:
    cast.bram.signed_in().post("/account/", KEPT | {"email": "other@noord.example", "school": ""})
    assert Person.objects.get(pk=cast.bram.person.pk).email == "bram@noord.example"


def test_everything_kring_keeps_about_me(cast: Cast) -> None:
    gathering = cast.meeting()
    gathering.sit_down("Bram", person=cast.bram.person)
    page = cast.bram.signed_in().get("/account/data/").content.decode()
    for words in ("bram@noord.example", "Kring Noord", "Deelnemer", gathering.meeting.title, "leraar"):
        assert words in page
    assert "Amina" not in page and "Anonieme antwoorden kunnen we niet terugvinden" in page


def test_my_data_in_a_zip_for_machines_and_for_people(cast: Cast) -> None:
    answer = cast.bram.signed_in().get("/account/data.zip")
    assert answer["Content-Type"] == "application/zip" and answer["Content-Disposition"].endswith('.zip"')
    with ZipFile(io.BytesIO(answer.content)) as archive:
        mine = json.loads(archive.read("data.json"))
        page = archive.read("data.html").decode()
    assert mine["account"][0]["email"] == "bram@noord.example" and mine["circles"][0]["role"] == "member"
    assert "bram@noord.example" in page and "<script" not in page


def test_being_removed_with_time_to_think(cast: Cast) -> None:
    client = cast.bram.signed_in()
    assert "Haal ook mijn teksten weg" in client.get("/account/remove/").content.decode()
    choice = {f"texts-{cast.community.pk}": "all", "do": "ask"}
    for _ in range(2):
        assert client.post("/account/remove/", choice)["Location"] == "/account/remove/"
    erasure = Erasure.objects.get()
    assert list(erasure.texts_too.all()) == [cast.community]
    assert "verdwijn je uit Kring" in client.get("/account/").content.decode()
    client.post("/account/remove/", {"do": "keep"})
    client.post("/account/remove/", {"do": "keep"})
    assert not Erasure.objects.exists()


def test_texts_of_somebody_elses_circle_are_not_mine_to_remove(cast: Cast) -> None:
    cast.bram.signed_in().post("/account/remove/", {f"texts-{cast.other_community.pk}": "all"})
    assert list(Erasure.objects.get().texts_too.all()) == []


def test_the_only_administrator_is_told_to_hand_over(cast: Cast) -> None:
    page = cast.fatih.signed_in().post("/account/remove/", {"do": "ask"})
    assert page.status_code == 409 and "Dit is de enige beheerder" in page.content.decode()


def test_putting_my_data_aside_and_back(cast: Cast) -> None:
    client = cast.bram.signed_in()
    client.post("/account/aside/", {"on": "yes"})
    assert "Je gegevens staan apart" in client.get("/account/").content.decode()
    client.post("/account/aside/", {"on": "no"})
    assert Person.objects.get(pk=cast.bram.person.pk).state == "active"


def test_only_an_administrator_is_shown_the_way_to_administration(cast: Cast) -> None:
    assert 'href="/manage/"' in cast.fatih.signed_in().get("/account/").content.decode()
    for name in ("amina", "bram", "els", "hanna"):
        assert 'href="/manage/"' not in cast[name].signed_in().get("/account/").content.decode()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_is_not_there_is_said_kindly(cast: Cast, lang: str) -> None:
    page = cast.stranger().get(f"/nowhere/?lang={lang}")
    assert page.status_code == 404
    assert {"nl": "Deze pagina is er niet", "en": "This page is not here"}[lang] in page.content.decode()
