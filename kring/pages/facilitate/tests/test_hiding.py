"""Even weg: a card off the wall, a reason for its author, and back again."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kring.conftest import Cast, Gathering
from kring.engine.meetings.course import AgendaItem
from kring.engine.meetings.models import Hiding, Tombstone
from kring.engine.retention import delete_what_was_hidden

STEPS = ["ambition", "close"]


@pytest.fixture
def lab(cast: Cast) -> Gathering:
    return cast.meeting(people=2, agenda=[AgendaItem("change_lab", settings={"steps": STEPS})])


def writes(lab: Gathering, text: str, chair: int = 0, **more: Any) -> str:
    """A card of vision and model; its id."""
    payload = {"surface": "model", "time": "future", "text": text}
    envelope = {
        "uuid": str(uuid.uuid4()),
        "step": "ambition",
        "kind": "cl.card",
        "payload": {**payload, **more},
    }
    where = f"/api/v1/activities/{lab.activity.pk}/contributions"
    answer = lab.phone(chair).post(where, envelope, content_type="application/json")
    assert answer.status_code == 200, answer.json()
    return envelope["uuid"]


def presses(cast: Cast, lab: Gathering, **form: str) -> Any:
    return cast.amina.signed_in().post(
        f"/lead/{lab.meeting.pk}/hiding/", form, headers={"Accept": "application/json"}
    )


def wall(cast: Cast, lab: Gathering) -> str:
    return cast.stranger().get(f"/b/{lab.meeting.board_token}/").content.decode()


def test_a_card_goes_off_the_wall_at_once_and_its_author_reads_why(cast: Cast, lab: Gathering) -> None:
    card = writes(lab, "Piet uit 3B huilde")
    writes(lab, "Piet uit 3B huilde zacht", replaces=card)
    assert "Piet" in wall(cast, lab)
    assert presses(cast, lab, card=card, reason="Er staat een naam in").status_code == 204
    assert "Piet" not in wall(cast, lab)
    own = lab.phone(0).get(f"/api/v1/activities/{lab.activity.pk}/mine").json()["own"]
    assert "Er staat een naam in" in own and "Piet" in own
    other = lab.phone(1).get(f"/api/v1/activities/{lab.activity.pk}/mine").json()["own"]
    assert "Piet" not in other


def test_only_whoever_leads_still_sees_it_and_hangs_it_back(cast: Cast, lab: Gathering) -> None:
    card = writes(lab, "Een lege klas")
    presses(cast, lab, card=card, reason="Even navragen")
    lead = cast.amina.signed_in().get(f"/lead/{lab.meeting.pk}/").content.decode()
    assert "Even navragen" in lead and "Een lege klas" in lead
    assert "Een lege klas" not in lab.phone(1).get(f"/m/{lab.meeting.pk}/").content.decode()
    assert presses(cast, lab, again=card).status_code == 204
    assert "Een lege klas" in wall(cast, lab)
    assert not Hiding.objects.exists()


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"reason": "Een naam"}, "Kies eerst een kaart."),
        ({"card": "geen", "reason": "Een naam"}, "Kies eerst een kaart."),
        (
            {"card": str(uuid.uuid4()), "reason": "Een naam"},
            "Deze kaart is er niet meer. Kijk wat er nu hangt.",
        ),
        ({"card": "", "reason": " "}, "Kies eerst een kaart."),
    ],
)
def test_what_cannot_be_is_said(cast: Cast, lab: Gathering, form: dict[str, str], sentence: str) -> None:
    answer = presses(cast, lab, **form)
    assert (answer.status_code, answer.json()["message"]) == (409, sentence)


def test_without_a_reason_it_stays(cast: Cast, lab: Gathering) -> None:
    card = writes(lab, "Een lege klas")
    answer = presses(cast, lab, card=card, reason="  ")
    assert answer.json()["message"] == "Schrijf op waarom. Wie de kaart schreef, leest het."
    assert "Een lege klas" in wall(cast, lab)


def test_a_card_of_another_meeting_is_not_there(cast: Cast, lab: Gathering) -> None:
    elsewhere = cast.meeting(people=1, agenda=[AgendaItem("change_lab", settings={"steps": STEPS})])
    card = writes(elsewhere, "Van een ander lab")
    assert presses(cast, lab, card=card, reason="Een naam").json()["error"] == "card_gone"


def test_what_is_not_hung_back_is_deleted_after_its_term(cast: Cast, lab: Gathering) -> None:
    card = writes(lab, "Piet uit 3B huilde")
    writes(lab, "Piet huilde", replaces=card)
    presses(cast, lab, card=card, reason="Een naam")
    assert delete_what_was_hidden(timezone.now() + timedelta(days=29)) == 0
    assert delete_what_was_hidden(timezone.now() + timedelta(days=31)) == 2
    assert not lab.activity.named.filter(kind="cl.card").exists()
    assert Tombstone.objects.count() == 2
    assert "Piet" not in str(list(Tombstone.objects.values()))
