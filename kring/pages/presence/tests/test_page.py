"""The page on which a circle decides how near its facilitator stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from kring.conftest import Cast
from kring.engine.learning.models import LearningCycle
from kring.engine.learning.tests.people import more_members
from kring.engine.presence.models import PresenceProposal


def at(cast: Cast, name: str = "presence") -> str:
    return reverse(name, args=[cast.community.pk])


def see(cast: Cast, who: str, name: str = "presence") -> str:
    answer = cast[who].signed_in().get(at(cast, name))
    assert answer.status_code == 200
    return answer.text


def send(cast: Cast, who: str, do: str, **said: Any) -> int:
    return cast[who].signed_in().post(at(cast), {"do": do, **said}).status_code


@pytest.fixture
def circle(cast: Cast) -> Cast:
    """Kring Noord in the phase start."""
    LearningCycle.objects.create(community=cast.community, phase="start")
    more_members(cast, 2)
    return cast


@pytest.mark.parametrize("name", ["chris", "els", "fatih", "joost", "zara"])
def test_nobody_from_outside(circle: Cast, name: str) -> None:
    assert circle[name].signed_in().get(at(circle)).status_code == 404


def test_without_a_round_it_says_so(cast: Cast) -> None:
    text = see(cast, "bram")
    assert "begint met een leervraag" in text and reverse("question", args=[cast.community.pk]) in text


def test_a_member_asks_and_the_others_answer(circle: Cast) -> None:
    assert "Ernaast" in see(circle, "bram", "community")
    assert send(circle, "bram", "ask", to="1") == 302
    asked = PresenceProposal.objects.get()
    assert "Bram vraagt" in see(circle, "amina")
    assert "Er ligt een vraag over de begeleider" not in see(circle, "bram", "community")
    circle.join("chris", circle.community)
    assert "Er ligt een vraag over de begeleider" in see(circle, "chris", "community")
    assert send(circle, "amina", "answer", row=asked.pk, value="yes") == 409
    assert send(circle, "chris", "answer", row=asked.pk, value="yes") == 302
    assert "Meekijken" in see(circle, "bram", "community")


def test_only_who_guides_reads_the_question_to_oneself(circle: Cast) -> None:
    assert "vijf minuten later" in see(circle, "amina")
    assert "vijf minuten later" not in see(circle, "bram") and "vijf minuten later" not in see(circle, "dewi")


def test_a_critical_friend_looks_and_asks_nothing(circle: Cast) -> None:
    assert 'value="ask"' not in see(circle, "dewi") and send(circle, "dewi", "ask", to="1") == 409
    assert send(circle, "bram", "ask", to="9") == 409 and send(circle, "bram", "answer", row="x") == 409
