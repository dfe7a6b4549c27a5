"""Outside meetings a name in a text is asked about once, by every page on which a circle writes (C-39)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kring.conftest import Cast
from kring.engine.harvest.actions import add
from kring.engine.harvest.agreements import propose_agreement
from kring.engine.harvest.links import signed
from kring.engine.harvest.models import ActionAnswer, AgreementResponse, Insight
from kring.engine.harvest.records import Draft
from kring.engine.harvest.tests.people import promised
from kring.engine.learning import tasks
from kring.engine.learning.models import LearningGoal, LearningTask
from kring.engine.learning.tests.people import begun
from kring.engine.meetings import mentions
from kring.tests.faces import problems

ASKED = "Hier lijkt de naam van iemand te staan"
NAMED = "Bram laat het ons zien in de les."


@pytest.fixture
def circle(cast: Cast) -> Cast:
    begun(cast, [cast.bram.person])
    return cast


def shown(answer: Any) -> str:
    """The page that asks, as text."""
    assert answer.status_code == 409, answer.status_code
    page: str = answer.content.decode()
    assert ASKED in page and "Het gaat om: Bram." in page
    return page


def again(page: str, **fields: str) -> dict[str, str]:
    """What the form on the page sends."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    written = dict(re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>([^<]*)</textarea>', page))
    return {**hidden, **written, **fields}


def test_it_comes_back_with_what_was_typed_and_two_buttons(circle: Cast) -> None:
    address = reverse("learning", args=[circle.community.pk])
    bram = circle.bram.signed_in()
    page = shown(bram.post(address, {"do": "goal", "whose": "us", "text": NAMED}))
    assert not LearningGoal.objects.exists() and problems(page) == []
    assert f'action="{address}"' in page and "Zo laten" in page and "Bewaar mijn nieuwe tekst" in page
    assert again(page)["text"] == NAMED and again(page)["do"] == "goal"
    shown(bram.post(address, again(page)))
    assert bram.post(address, again(page, _sure="yes")).status_code == 302
    assert LearningGoal.objects.get().text == NAMED


def test_whoever_rewrites_is_not_asked_again(circle: Cast) -> None:
    address = reverse("learning", args=[circle.community.pk])
    bram = circle.bram.signed_in()
    page = shown(bram.post(address, {"do": "goal", "whose": "us", "text": NAMED}))
    assert bram.post(address, again(page, text="Iemand laat het zien.")).status_code == 302
    assert LearningGoal.objects.get().text == "Iemand laat het zien."


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("question", {"do": "propose", "text": "Hoe helpt Bram ons?", "why": ""}),
        ("question", {"do": "propose", "text": "Hoe helpen wij elkaar?", "why": NAMED}),
        ("learning", {"do": "task", "title": "Kijk bij Bram in de les"}),
        ("phase", {"do": "ask", "to": "start", "reason": NAMED}),
        ("role_cards", {"do": "card", "need": NAMED}),
        ("agreements", {"text": NAMED}),
        ("agreements", {"text": "We beginnen op tijd.", "test": NAMED}),
    ],
)
def test_on_every_page_of_a_circle(circle: Cast, name: str, fields: dict[str, str]) -> None:
    shown(circle.bram.signed_in().post(reverse(name, args=[circle.community.pk]), fields))


def test_what_stands_already_is_not_asked_about_again(circle: Cast) -> None:
    bram = circle.bram
    task = tasks.take_up(
        tasks.add_task(circle.community, by=bram.person, title="Kijk bij Bram"), by=bram.person
    )
    fields = {"do": "change", "title": task.title, "kind": "read", "outcome": "collective", "due": ""}
    address = reverse("task", args=[task.pk])
    assert bram.signed_in().post(address, {**fields, "product": "Een lijst"}).status_code == 302
    assert LearningTask.objects.get().expected_product == "Een lijst"
    shown(bram.signed_in().post(address, {**fields, "product": NAMED}))


def test_remarks_to_an_agreement_and_to_what_comes_back(cast: Cast) -> None:
    bram = cast.bram.signed_in()
    one = propose_agreement(cast.community, by=cast.bram.person, text="We beginnen op tijd.")
    answer = {"do": "answer", "about": "adopt", "value": "adjust", "remark": NAMED}
    page = shown(bram.post(reverse("agreement", args=[one.pk]), answer))
    bram.post(reverse("agreement", args=[one.pk]), again(page, _sure="yes"))
    assert AgreementResponse.objects.get().remark == NAMED
    action = promised(cast)
    shown(bram.post(reverse("open_action", args=[action.pk]), {"what": "did", "note": NAMED}))
    assert not ActionAnswer.objects.exists()


def test_behind_the_link_of_a_letter(cast: Cast) -> None:
    phone = Client(enforce_csrf_checks=True)
    address = f"/answer/{signed(cast.bram.person, 'action', 'did', promised(cast).pk)}/"
    asked = phone.post(address, {"note": NAMED})
    page = shown(asked)
    assert asked["Referrer-Policy"] == "no-referrer"
    assert phone.post(address, again(page, _sure="yes")).status_code == 200
    assert ActionAnswer.objects.get().note == NAMED


def test_harvest_texts_as_they_are_written_not_as_they_were_proposed(cast: Cast) -> None:
    gathering = cast.meeting(people=1)
    amina = cast.amina.signed_in()
    shown(amina.post(reverse("harvest_new", args=[gathering.meeting.pk, "insight"]), {"text": NAMED}))
    row = add(gathering.meeting, "insight", Draft(NAMED), by="Amina", person=None)
    address = reverse("harvest_decide", args=[gathering.meeting.pk, row.pk])
    assert amina.post(address, {"do": "save", "text": NAMED}).status_code == 302
    shown(amina.post(address, {"do": "save", "text": f"{NAMED} En Bram nog eens."}))
    assert (
        amina.post(address, {"do": "save", "text": "Wie wil, laat het zien.", "_sure": ""}).status_code == 302
    )
    assert Insight.objects.get().title == "Wie wil, laat het zien."


def test_who_does_it_is_a_name_and_may_be_one(cast: Cast) -> None:
    gathering = cast.meeting(people=1)
    address = reverse("harvest_new", args=[gathering.meeting.pk, "action"])
    fields = {"text": "Nodig iemand uit in de les.", "owner": "Bram"}
    assert cast.amina.signed_in().post(address, fields).status_code == 302


def test_whoever_only_guesses_hears_nothing(circle: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentions, "MOST_ASKED", 0)
    address = reverse("learning", args=[circle.community.pk])
    sent = circle.bram.signed_in().post(address, {"do": "goal", "whose": "us", "text": NAMED})
    assert sent.status_code == 302 and LearningGoal.objects.get().text == NAMED
