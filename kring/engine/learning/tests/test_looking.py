"""Looking back on how we work, on phones: whose turn it is, and what it leaves behind (lifecycle.md 2.4)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.utils import timezone

from kring.conftest import Cast, Gathering
from kring.engine.harvest.actions import accept, propose
from kring.engine.harvest.models import Agreement
from kring.engine.learning import looking
from kring.engine.learning.models import LearningCycle, Reflection
from kring.engine.learning.tests.people import begun
from kring.engine.learning.together import hold_reflection
from kring.engine.meetings.actions import contribute
from kring.engine.meetings.course import close_meeting, go_to

OTHERWISE = "We beginnen met een ronde waarin ieder iets zegt."


@pytest.fixture
def cycle(cast: Cast) -> LearningCycle:
    return begun(cast, [cast.bram.person])


def held(cast: Cast, **settings: str) -> Gathering:
    """A meeting that looks back, with Amina in the room."""
    return cast.meeting("looking_back", settings=settings)


def choose(gathering: Gathering, cast: Cast, text: str = OTHERWISE) -> None:
    """Whoever leads writes down what the group chooses."""
    seat = gathering.sit_down("Amina", person=cast.amina.person)
    go_to(gathering.meeting, "choose")
    envelope: dict[str, Any] = {
        "uuid": str(uuid.uuid4()),
        "step": "choose",
        "kind": "lb.adjust",
        "key": "",
        "payload": {"text": text},
    }
    contribute(gathering.activity, "named", str(seat.pk), envelope, leads=True)


def test_the_topics_take_turns(cast: Cast, cycle: LearningCycle) -> None:
    assert held(cast).activity.settings["topic"] == "interaction"
    hold_reflection(cycle, "interaction", by=cast.bram.person)
    assert held(cast).activity.settings["topic"] == "activities"
    assert held(cast, topic="roles").activity.settings["topic"] == "roles"


def test_without_a_circle_or_a_round_it_is_the_first(cast: Cast) -> None:
    gathering = held(cast)
    assert gathering.activity.settings["topic"] == "interaction"
    choose(gathering, cast)
    close_meeting(gathering.meeting)
    assert not Reflection.objects.exists(), "there is no round to which it belongs"


def test_it_counts_as_looked_back_and_what_is_otherwise_becomes_an_agreement(
    cast: Cast, cycle: LearningCycle
) -> None:
    gathering = held(cast)
    choose(gathering, cast)
    close_meeting(gathering.meeting)
    row = Reflection.objects.get()
    assert (row.topic, row.held_on, row.meeting) == ("interaction", timezone.localdate(), gathering.meeting)
    propose(gathering.meeting)
    proposal = gathering.meeting.proposals.get()
    assert proposal.text == OTHERWISE
    accept(proposal, by="Amina")
    row.refresh_from_db()
    agreement = Agreement.objects.get()
    assert row.adjustment == agreement
    assert (agreement.kind, agreement.status) == ("way_of_working", "proposed"), "the group still says yes"


def test_taken_along_before_the_part_was_closed(cast: Cast, cycle: LearningCycle) -> None:
    gathering = held(cast)
    choose(gathering, cast)
    propose(gathering.meeting)
    accept(gathering.meeting.proposals.get(), by="Amina")
    close_meeting(gathering.meeting)
    assert Reflection.objects.get().adjustment == Agreement.objects.get()


def test_when_nobody_said_anything_nothing_was_looked_back_on(cast: Cast, cycle: LearningCycle) -> None:
    close_meeting(held(cast).meeting)
    assert not Reflection.objects.exists()


def test_the_wall_asks_to_go_on_when_everything_of_the_phase_is_there(
    cast: Cast, cycle: LearningCycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "ready" not in held(cast).activity.settings
    monkeypatch.setattr(looking, "criteria_of", lambda row: [("RU-1", True)])
    gathering = held(cast)
    assert gathering.activity.settings["ready"]["nl"].startswith("Jullie lijken klaar voor de volgende fase")
    assert gathering.activity.settings["ready"]["en"].startswith("You seem ready")
