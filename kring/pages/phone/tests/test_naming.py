"""A name in a text is asked about before it is sent, and never blocks (C-39)."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from kring.engine.meetings.course import go_to
from kring.pages.phone.page import voice_cookie

FIELD = {"_step": "scenarios", "_kind": "cc.scenario", "_key": "red.who"}


@pytest.fixture
def writing(cast):
    """Two guests at the scenarios."""
    noord = cast.meeting(people=2)
    go_to(noord.meeting, "scenarios")
    return noord


def send(client, noord, text, **more):
    return client.post(f"/m/{noord.meeting.pk}/say/", {**FIELD, "text": text, **more})


def ask(client, noord, text):
    """What a script asks."""
    where = f"/api/v1/activities/{noord.activity.pk}/mentions"
    return client.post(where, json.dumps({"text": text}), content_type="application/json")


# Without script


def test_a_page_keeps_what_was_typed_and_asks(writing):
    answer = send(writing.phone(0), writing, "Dit doet Bram.")
    page = answer.content.decode()
    assert answer.status_code == 409 and not writing.activity.named.exists()
    assert "Hier lijkt de naam van iemand te staan" in page and "Het gaat om: Bram." in page
    assert ">Dit doet Bram.</textarea>" in page
    assert all(f'name="{name}" value="{value}"' in page for name, value in FIELD.items())
    assert f'action="/m/{writing.meeting.pk}/say/"' in page


@pytest.mark.parametrize("text", ["Dit doet Bram.", "Dit doet iemand."])
def test_the_writer_confirms_or_rewrites(writing, text):
    assert send(writing.phone(0), writing, text, _sure="yes").status_code == 302
    assert writing.activity.named.get().payload["text"] == text


@pytest.mark.parametrize("text", ["Wij allemaal.", "de bram en de aart", ""])
def test_without_a_name_nothing_is_asked(writing, text):
    assert "Hier lijkt de naam" not in send(writing.phone(0), writing, text).content.decode()


def test_a_pupil_with_a_class(writing):
    assert "Het gaat om: Sam." in send(writing.phone(0), writing, "Sam uit 3b deed mee.").content.decode()


def test_fields_that_ask_for_a_name_are_left_alone(writing):
    go_to(writing.meeting, "strategy")
    step = {"_step": "strategy", "_kind": "cc.step", "_key": "new", "title": "Beginnen", "owner": "Bram"}
    answer = writing.phone(0).post(f"/m/{writing.meeting.pk}/say/", step)
    assert "Hier lijkt de naam" not in answer.content.decode()


def test_a_voice_is_asked_as_a_voice(cast):
    """Its page knows no seat, and posts back to the voice."""
    noord = cast.meeting("change_lab", people=1, settings={"steps": ["evaluate"]})
    token, _ = noord.paper(0)
    client = Client()
    client.cookies[voice_cookie(noord.activity.pk)] = token
    card = {"surface": "left", "time": "now", "text": "Bram praat veel"}
    said = {"_step": "evaluate", "_kind": "cl.card", "_key": "", **card}
    page = client.post(f"/v/{noord.activity.pk}/say/", said).content.decode()
    assert "Het gaat om: Bram." in page and f'action="/v/{noord.activity.pk}/say/"' in page
    assert not noord.activity.anonymous_lane.exists()


# With script


def test_a_seat_and_a_voice_hear_which_words(writing):
    seat = ask(writing.phone(0), writing, "Dit doet Bram, met Aart.").json()
    assert seat["found"] == ["Bram", "Aart"] and seat["ask"].startswith("Hier lijkt")
    token, _ = writing.paper(1)
    voice = Client(headers={"Authorization": f"Voice {token}"})
    assert ask(voice, writing, "Dit doet Bram.").json()["found"] == ["Bram"]
    assert ask(voice, writing, "Dit doen wij.").json()["found"] == []


@pytest.mark.parametrize("who", ["stranger", "chris", "zara"])
def test_who_is_not_in_the_meeting_cannot_ask(writing, cast, who):
    client = cast.stranger() if who == "stranger" else cast[who].signed_in()
    assert ask(client, writing, "Bram").status_code == 401


def test_a_guest_who_guesses_hears_nothing_any_more(writing, monkeypatch):
    from kring.engine.meetings import mentions

    monkeypatch.setattr(mentions, "MOST_ASKED", 2)
    phone = writing.phone(0)
    assert [ask(phone, writing, "Bram").json()["found"] for _ in range(4)] == [["Bram"], ["Bram"], [], []]


def test_without_script_guessing_ends_in_the_same_way(writing, monkeypatch):
    from kring.engine.meetings import mentions

    monkeypatch.setattr(mentions, "MOST_ASKED", 1)
    phone = writing.phone(0)
    assert [send(phone, writing, "Dit doet Bram.").status_code for _ in range(2)] == [409, 302]


def test_no_page_holds_the_names_of_members(writing):
    page = writing.phone(0).get(f"/m/{writing.meeting.pk}/").content.decode()
    assert "Bram" not in page and "Amina" not in page and "Dewi" not in page
