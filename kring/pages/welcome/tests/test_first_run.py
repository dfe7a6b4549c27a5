"""The first run: whoever holds the key sets up Kring, once."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from kring.conftest import Cast
from kring.engine.people.first_run import setup_key, setup_link
from kring.engine.people.models import Organisation, Person

ANSWERS = {
    "name": "Scholengroep Oost",
    "school": "De Brug",
    "admin_name": "Fenna",
    "email": "fenna@oost.example",
    "promise": "yes",
}


@pytest.fixture
def empty(db: None, tmp_path: Path, settings: Settings) -> Path:
    """A house in which nobody lives yet."""
    settings.DATA = tmp_path
    return tmp_path


@pytest.mark.parametrize("path", ["/", "/home/", "/login/", "/manage/", "/b/x/", "/nowhere/"])
def test_every_page_leads_here_while_nothing_is_set_up(empty: Path, path: str) -> None:
    assert Client().get(path)["Location"] == "/welcome/"


def test_a_passer_by_sees_no_key(empty: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        page = Client().get("/welcome/").content.decode()
    assert setup_key() not in page and setup_key() in caplog.text
    for guess in ("x", setup_key()[:-1], setup_key() + "x"):
        assert Client().get(f"/welcome/{guess}/").status_code == 404
        assert Client().post(f"/welcome/{guess}/", ANSWERS).status_code == 404


def test_the_key_lies_beside_the_database_for_the_server_only(empty: Path) -> None:
    setup_key()
    assert (empty / "keys" / "setup").stat().st_mode & 0o777 == 0o600
    assert setup_key() == setup_key()


def test_setting_up_and_signing_in(empty: Path) -> None:
    client = Client()
    link = setup_link()
    where = "/welcome/" + link.partition("/welcome/")[2]
    assert client.get(where).status_code == 200
    answer = client.post(where, ANSWERS, follow=True)
    assert "Kijk in je mail" in answer.content.decode()
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)
    assert code and mail.outbox[-1].to == ["fenna@oost.example"]
    assert client.post("/login/code/", {"code": code[0]})["Location"] == "/home/"
    assert client.get("/manage/").status_code == 200


def test_closed_for_ever_afterwards(empty: Path) -> None:
    where = f"/welcome/{setup_key()}/"
    Client().post(where, ANSWERS)
    assert setup_link() == "" and not (empty / "keys" / "setup").exists()
    for path in ("/welcome/", where):
        assert Client().get(path).status_code == 404
    assert Client().post(where, ANSWERS).status_code == 404
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("missing", ANSWERS)
def test_what_is_missing_is_said_and_the_rest_stays(empty: Path, missing: str) -> None:
    page = Client().post(f"/welcome/{setup_key()}/", ANSWERS | {missing: ""})
    assert page.status_code == 422 and not Person.objects.exists()
    shown = page.content.decode()
    assert shown.count('class="error"') == 1
    for field in {"name", "school", "admin_name", "email"} - {missing}:
        assert f'value="{ANSWERS[field]}"' in shown


def test_a_house_in_use_asks_nothing(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    assert cast.stranger().get("/").status_code == 200
    assert cast.stranger().get("/welcome/").status_code == 404
