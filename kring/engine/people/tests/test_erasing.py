"""Being removed: what goes, what stays for others, and what a restore does again."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from auditlog.models import LogEntry
from django.apps import apps
from django.core import mail
from django.core.serializers import serialize
from django.utils import timezone
from pytest_django import Settings

from kring.conftest import Cast, Gathering
from kring.engine.meetings.models import NamedContribution, Publication, Seat, Tombstone
from kring.engine.people.actions import ask_erasure, change_person, change_team, erase_due, grant, keep_me
from kring.engine.people.erasing import erase_again, erased_list
from kring.engine.people.models import Person
from kring.engine.people.own_data import own_data
from kring.kit.payload import Refused

TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=14)
TEXT = "Ik wil bij Emese in de les kijken."


@pytest.fixture
def data(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def bram_takes_part(cast: Cast) -> Gathering:
    """Bram sits at the table, writes a text, and stands with his name in a result."""
    gathering = cast.meeting(people=2)
    seat = gathering.sit_down("Bram", person=cast.bram.person)
    for number, chair in enumerate(gathering.seats, start=1):
        NamedContribution.objects.create(
            uuid=uuid.uuid4(), activity=gathering.activity, seq=number, step="join", kind="x.card", seat=chair,
            role="teacher", payload={"text": TEXT if chair == seat else "Iets anders."}, at=timezone.now(),
        )  # fmt: skip
    for step, rows in (
        ("named", {"table": {"whole": [str(seat.pk)]}}),
        ("total", {"figure": {"whole": ["#1"]}}),
    ):
        Publication.objects.create(
            activity=gathering.activity, step=step, number=1, by="Bram", upto_seq=3, rows=rows, result={}
        )
    return gathering


def everything_kept() -> str:
    """Every row of every table, as text."""
    return "".join(serialize("json", model._default_manager.all()) for model in apps.get_models())


def test_there_are_fourteen_days_to_think_again(cast: Cast, data: Path) -> None:
    first = ask_erasure(cast.bram.person)
    assert first.due_on == DUE
    assert ask_erasure(cast.bram.person, today=DUE).due_on == DUE
    assert erase_due(DUE - timedelta(days=1)) == 0
    keep_me(cast.bram.person)
    assert erase_due(DUE) == 0 and Person.objects.filter(pk=cast.bram.person.pk).exists()


def test_the_name_goes_and_the_texts_stay(cast: Cast, data: Path) -> None:
    gathering = bram_takes_part(cast)
    ask_erasure(cast.bram.person)
    assert erase_due(DUE) == 1
    assert erase_due(DUE) == 0
    kept = everything_kept()
    assert "Bram" not in kept and "bram@" not in kept and str(cast.bram.person.pk) not in kept
    assert TEXT in kept and not Tombstone.objects.exists()
    assert Seat.objects.get(pk=gathering.seats[2].pk).shown_name == "oud-deelnemer"


def test_the_texts_go_too_where_that_was_asked(cast: Cast, data: Path) -> None:
    bram_takes_part(cast)
    ask_erasure(cast.bram.person, texts_too=[cast.community])
    erase_due(DUE)
    assert TEXT not in everything_kept()
    assert [stone.seq for stone in Tombstone.objects.all()] == [3]
    assert NamedContribution.objects.count() == 2


def test_results_with_the_name_go_and_totals_stay(cast: Cast, data: Path) -> None:
    bram_takes_part(cast)
    ask_erasure(cast.bram.person)
    erase_due(DUE)
    assert [row.step for row in Publication.objects.all()] == ["total"]


def test_the_log_forgets_who_it_was(cast: Cast, data: Path) -> None:
    change_person(cast.bram.person, by=cast.bram.person, name="Bram B.")
    change_team(cast.team, by=cast.fatih.person, name="Team onderbouw", leads=[cast.bram.person])
    grant(cast.chris.person, "school_lead", cast.school, by=cast.fatih.person)
    ask_erasure(cast.bram.person)
    erase_due(DUE)
    assert "Bram" not in (kept := serialize("json", LogEntry.objects.all()))
    assert str(cast.bram.person.pk) not in kept and str(cast.chris.person.pk) in kept
    assert not LogEntry.objects.filter(actor_email="bram@noord.example").exists()


def test_the_last_letter_holds_no_name(cast: Cast, data: Path) -> None:
    bram_takes_part(cast)
    ask_erasure(cast.bram.person, texts_too=[cast.community])
    erase_due(DUE)
    letter = mail.outbox[-1]
    assert letter.to == ["bram@noord.example"]
    assert "Bram" not in letter.body and "Teksten die weg zijn: 1" in letter.body


def test_a_restore_does_it_again(cast: Cast, data: Path) -> None:
    gone = cast.bram.person
    pk, circle = gone.pk, cast.community
    ask_erasure(gone, texts_too=[circle])
    erase_due(DUE)
    assert json.loads(erased_list().read_text()) == {"person": str(pk), "texts_too": [str(circle.pk)]}
    Person.objects.create(pk=pk, shown_name="Bram", organisation=cast.organisation)
    assert erase_again() == 1 and not Person.objects.filter(pk=pk).exists()
    assert erase_again() == 0


def test_nothing_is_erased_when_it_cannot_be_remembered(cast: Cast, settings: Settings) -> None:
    settings.DATA = Path("/nonexistent")
    ask_erasure(cast.bram.person)
    with pytest.raises(OSError):
        erase_due(DUE)
    assert Person.objects.filter(pk=cast.bram.person.pk).exists()


def test_an_account_of_somebody_who_left_goes_after_its_term(cast: Cast, data: Path) -> None:
    Person.objects.filter(pk=cast.chris.person.pk).update(state="left", left_on=TODAY - timedelta(days=180))
    assert erase_due(TODAY) == 0
    assert erase_due(TODAY + timedelta(days=1)) == 1


def test_the_only_administrator_hands_over_first(cast: Cast) -> None:
    with pytest.raises(Refused, match="last_admin"):
        ask_erasure(cast.fatih.person)


def test_my_data_is_everything_of_me_and_nothing_of_others(cast: Cast) -> None:
    bram_takes_part(cast)
    mine = own_data(cast.bram.person)
    assert mine["account"][0]["email"] == "bram@noord.example"
    assert [row["content"] for row in mine["texts"]] == [{"text": TEXT}]
    assert mine["circles"][0]["circle"] == "Kring Noord" and mine["meetings"][0]["name"] == "Bram"
    assert "Iets anders." not in str(mine) and "Amina" not in str(mine)
