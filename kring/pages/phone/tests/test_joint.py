"""A small group fills in one form together (C-31), through the pages of phones without script."""

from __future__ import annotations

import pytest

from kring.engine.meetings.actions import contribute, reveal
from kring.engine.meetings.course import go_to
from kring.engine.meetings.reading import read_meeting
from kring.engine.tests.speaking import envelope
from kring.pages.house.drawing import render
from kring.pages.phone.page import voice_cookie

TENSION = {"a": "rules", "b": "community", "one_hand": "dit", "other_hand": "dat"}


@pytest.fixture
def weighing(cast):
    """Six teachers and two team leaders of a lab, about to weigh one tension."""
    lab = cast.meeting("change_lab", settings={"steps": ["tensions", "rate"]})
    for place in range(8):
        lab.sit_down(f"Mens {place}", "middle_manager" if place > 5 else "teacher")
    go_to(lab.meeting, "tensions")
    said = envelope("tensions", "cl.tension", "", TENSION)
    contribute(lab.activity, "named", str(lab.seats[0].pk), said)
    go_to(lab.meeting, "rate")
    return lab, said["uuid"]


def voice(lab, seat):
    """The browser of a voice, with its paper."""
    token, _ = lab.paper(seat)
    client = lab.phone(seat)
    client.cookies[voice_cookie(lab.activity.pk)] = token
    return client


def say(client, lab, kind, key="", **payload):
    form = {"_step": "rate", "_kind": kind, "_key": key, **payload}
    return client.post(f"/v/{lab.activity.pk}/say/", form)


def test_it_is_offered_where_a_group_is_small(weighing, cast):
    lab, _ = weighing
    page = lab.phone(7).get(f"/m/{lab.meeting.pk}/").content.decode()
    assert "Wij vullen samen één formulier in" in page and "Jullie groep is klein" in page
    assert page.count('value="leaders" required') == 1 and 'value="teachers" required' not in page
    alone = cast.meeting("change_lab", people=6, settings={"steps": ["tensions", "rate"]})
    go_to(alone.meeting, "rate")
    assert (
        "Wij vullen samen één formulier in"
        not in alone.phone(0).get(f"/m/{alone.meeting.pk}/").content.decode()
    )


def test_the_leaders_speak_as_one_and_everybody_sees_it(weighing):
    lab, tension = weighing
    for seat in range(6):
        teacher = voice(lab, seat)
        say(teacher, lab, "cl.join", group="teachers")
        say(teacher, lab, "cl.rate", tension, **{"recognise:int": "3", "leverage:int": "2"})
    leader = voice(lab, 6)
    joined = say(leader, lab, "cl.join", group="leaders", **{"joint:flag": "yes", "joint_n:int": "2"})
    assert joined.status_code == 302
    say(leader, lab, "cl.rate", tension, **{"recognise:int": "0", "leverage:int": "1"})
    other = voice(lab, 7)
    say(other, lab, "cl.join", group="leaders")
    say(other, lab, "cl.rate", tension, **{"recognise:int": "1", "leverage:int": "1"})
    shown = reveal(lab.activity, "rate", "", by="Amina").result
    assert shown["n"] == 6
    state = read_meeting(str(lab.meeting.pk))
    for face in ("phone", "board"):
        html = render(state, face, "nl").html
        assert "Leidinggevenden (samen ingevuld door 2 mensen)" in html, face
        assert "Leraren en leiding herkennen dit heel verschillend" in html
    late = say(leader, lab, "cl.join", group="leaders")
    assert late.status_code == 409 and "Je antwoord staat vast" in late.content.decode()


def test_one_person_is_no_group(weighing):
    lab, _ = weighing
    refused = say(voice(lab, 6), lab, "cl.join", group="leaders", **{"joint:flag": "yes", "joint_n:int": "1"})
    assert refused.status_code == 409
