"""Signing in by a mailed code: the same answer for everybody, few tries, and out everywhere."""

from __future__ import annotations

import re
import time

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from kring.conftest import Cast
from kring.engine.people.actions import close_account, sessions_of, set_language
from kring.engine.people.links import demo_link


def code() -> str:
    """The code in the newest mail."""
    found = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)
    assert found
    return found[0]


def ask(client: Client, email: str) -> str:
    """Ask for a code; the page that follows, as text."""
    answer = client.post("/login/", {"email": email}, follow=True)
    return answer.content.decode()


def test_bram_signs_in_with_the_code_from_his_mail(cast: Cast) -> None:
    client = cast.stranger()
    assert "Kijk in je mail" in ask(client, "Bram@Noord.example")
    assert [address.lower() for address in mail.outbox[-1].to] == ["bram@noord.example"]
    answer = client.post("/login/code/", {"code": code().replace("-", " ")})
    assert (answer.status_code, answer["Location"]) == (302, "/home/")
    assert "bram@noord.example" in client.get("/account/").content.decode()


def test_after_signing_in_you_are_where_you_were_going(cast: Cast) -> None:
    client = cast.stranger()
    there = client.get("/account/data/")["Location"]
    assert there == "/login/?next=/account/data/"
    client.post(there, {"email": "bram@noord.example", "next": "/account/data/"})
    answer = client.post("/login/code/", {"code": code(), "next": "/account/data/"})
    assert answer["Location"] == "/account/data/"


def test_a_link_to_another_site_is_not_followed(cast: Cast) -> None:
    client = cast.stranger()
    client.post(
        "/login/?next=https://evil.example/", {"email": "bram@noord.example", "next": "https://evil.example/"}
    )
    answer = client.post("/login/code/", {"code": code(), "next": "https://evil.example/"})
    assert answer["Location"] == "/home/"


def test_an_unknown_address_gets_the_same_answer_and_no_mail(cast: Cast) -> None:
    known, unknown = ask(cast.stranger(), "bram@noord.example"), ask(cast.stranger(), "bral@noord.example")
    bare = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(mail_of, "…")
        for page, mail_of in ((known, "bram@noord.example"), (unknown, "bral@noord.example"))
    ]
    assert bare[0] == bare[1]
    assert len(mail.outbox) == 1


def test_a_code_of_nothing_opens_nothing_for_an_unknown_address(cast: Cast) -> None:
    client = cast.stranger()
    ask(client, "bral@noord.example")
    for typed in ("", "-", " ", "0000-0000"):
        page = client.post("/login/code/", {"code": typed}, follow=True)
        assert page.wsgi_request.user.is_anonymous


def test_three_wrong_codes_and_the_right_one_no_longer_works(cast: Cast) -> None:
    client = cast.stranger()
    ask(client, "bram@noord.example")
    right = code()
    page = client.post("/login/code/", {"code": "0000-0000"})
    assert "Die code klopt niet" in page.content.decode()
    for _ in range(2):
        page = client.post("/login/code/", {"code": "0000-0000"}, follow=True)
    assert "Drie keer klopte de code niet" in page.content.decode()
    assert client.post("/login/code/", {"code": right}, follow=True).wsgi_request.user.is_anonymous


def test_a_code_works_a_quarter_of_an_hour(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = cast.stranger()
    ask(client, "bram@noord.example")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 901)
    assert client.post("/login/code/", {"code": code()}, follow=True).wsgi_request.user.is_anonymous


def test_asking_too_often_is_said_in_words(cast: Cast) -> None:
    for _ in range(3):
        ask(cast.stranger(), "bram@noord.example")
    assert "Dat was te vaak achter elkaar" in ask(cast.stranger(), "bram@noord.example")
    assert len(mail.outbox) == 3


def test_a_school_signs_in_from_one_network_address(cast: Cast) -> None:
    """Thirty colleagues within a minute, all behind one address."""
    for number in range(30):
        assert "Kijk in je mail" in ask(cast.stranger(), f"colleague{number}@noord.example")


@pytest.mark.parametrize("typed", ["", "bram", "bram@", "x" * 400 + "@noord.example"])
def test_what_is_no_address_is_said_and_kept(cast: Cast, typed: str) -> None:
    page = ask(cast.stranger(), typed)
    assert "Dat is geen e-mailadres" in page and f'value="{typed}"' in page


def test_a_closed_account_gets_no_code(cast: Cast) -> None:
    close_account(cast.bram.person, by=cast.fatih.person)
    ask(cast.stranger(), "bram@noord.example")
    assert mail.outbox == []


def test_whoever_signs_in_reads_their_own_language(cast: Cast) -> None:
    set_language(cast.bram.person, "en")
    client = cast.stranger()
    ask(client, "bram@noord.example")
    client.post("/login/code/", {"code": code()})
    assert "My account" in client.get("/account/").content.decode()


def test_there_are_no_passwords_and_nobody_signs_up(cast: Cast) -> None:
    for address in ("/signup/", "/password/reset/", "/password/change/", "/email/", "/confirm-email/"):
        assert cast.stranger().get(address).status_code == 404


def test_signing_out_asks_first_and_does_it_by_a_button(cast: Cast) -> None:
    client = cast.bram.signed_in()
    assert "Uitloggen?" in client.get("/logout/").content.decode()
    assert client.get("/account/").status_code == 200
    assert client.post("/logout/")["Location"] == "/"
    assert client.get("/account/").status_code == 302


def signed_in(cast: Cast, email: str) -> Client:
    """A browser in which this person signed in as people do."""
    client = cast.stranger()
    ask(client, email)
    client.post("/login/code/", {"code": code()})
    return client


def test_ending_every_session_everywhere(cast: Cast) -> None:
    here, there = signed_in(cast, "bram@noord.example"), signed_in(cast, "bram@noord.example")
    assert len(sessions_of(cast.bram.person)) == 2
    assert here.get("/account/").content.decode().count("Log uit op de andere apparaten") == 1
    here.post("/account/sessions/", {"which": "others"})
    assert here.get("/account/").status_code == 200 and there.get("/account/").status_code == 302
    here.post("/account/sessions/")
    assert here.get("/account/").status_code == 302 and sessions_of(cast.bram.person) == []


def test_where_a_device_stood_is_not_kept(cast: Cast) -> None:
    signed_in(cast, "bram@noord.example")
    assert [one.ip for one in sessions_of(cast.bram.person)] == ["0.0.0.0"]


def test_a_demo_link_signs_in_only_in_the_demo(cast: Cast, settings: Settings) -> None:
    link = demo_link(cast.amina.person)
    client = cast.stranger()
    assert client.get(link).status_code == 404
    settings.DEMO = True
    assert client.get(link)["Location"] == "/home/"
    assert "amina@noord.example" in client.get("/account/").content.decode()
    assert client.get(demo_link(cast.bram.person))["Location"] == "/home/"
    assert "bram@noord.example" in client.get("/account/").content.decode()
    assert client.get(link[:-3] + "xx/").status_code == 404


def test_a_demo_link_ends_after_two_days(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    link, now = demo_link(cast.amina.person), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 2 * 24 * 3600 + 1)
    assert cast.stranger().get(link).status_code == 404
