"""Everything has an end (roles.md 8): kept until its term, gone after it, and a second round finds nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.db.models import Model
from django.utils import timezone

from kring.conftest import Cast, Gathering
from kring.engine.harvest.actions import add, close_harvest
from kring.engine.harvest.models import HarvestClosing, HarvestProposal
from kring.engine.harvest.records import Draft
from kring.engine.meetings.actions import contribute, reveal
from kring.engine.meetings.course import go_to
from kring.engine.meetings.leading import hand_over
from kring.engine.meetings.models import (
    Activity,
    AnonymousContribution,
    NamedContribution,
    PaperMark,
    Publication,
    Seat,
)
from kring.engine.meetings.seats import find_way_back
from kring.engine.people.actions import change_person
from kring.engine.people.erasing import erase_person
from kring.engine.people.models import Consent, Invitation, Person
from kring.engine.retention import RULES, before, keep_to_terms, terms
from kring.engine.tests.speaking import PICKS, envelope
from kring.engine.tests.test_publishing import share_openly
from kring.kit.payload import Refused


@pytest.fixture
def held(cast: Cast) -> Gathering:
    """A meeting that was held: six without a name, one who gave a name, and Bram, who has an account."""
    gathering = cast.meeting(people=6, settings=PICKS)
    bram = gathering.sit_down("Bram", person=cast.bram.person)
    share_openly(gathering, range(6))
    given = {"think": ["blue"], "do": ["red"]}
    contribute(gathering.activity, "named", str(bram.pk), envelope("own", "cc.named", "", given))
    go_to(gathering.meeting, "picture")
    reveal(gathering.activity, "picture", "", by="Amina")
    gathering.close()
    return gathering


def after(days: int) -> datetime:
    """So many days and an hour from now: the meeting was closed just before."""
    return timezone.now() + timedelta(days=days, hours=1)


def answers_in(model: type[Model], **fields: object) -> int:
    return model._default_manager.filter(**fields).count()


TERMS: dict[str, tuple[str, Callable[[], int]]] = {
    "rt.paper": ("rt.paper", lambda: answers_in(PaperMark)),
    "rt.anonymous_answers": ("rt.anonymous_answers", lambda: answers_in(AnonymousContribution)),
    "own_term": ("rt.name_table", lambda: answers_in(NamedContribution, kind="cc.named")),
    "rt.seat_name": ("rt.seat_name", lambda: Seat.objects.filter(person=None).exclude(shown_name="").count()),
    "rt.seat_link": ("rt.seat_link", lambda: Seat.objects.exclude(way_back="").count()),
}


@pytest.mark.parametrize("rule", TERMS)
def test_it_is_kept_until_its_term_and_gone_after_it(held: Gathering, rule: str) -> None:
    term, left = TERMS[rule]
    days = terms()[term]
    there = left()
    assert there > 0
    keep_to_terms(after(days) - timedelta(days=1))
    assert left() == there, f"{rule} goes too early"
    assert keep_to_terms(after(days))[rule] == there and left() == 0
    assert rule not in keep_to_terms(after(days)), "the second round finds nothing"


@pytest.mark.parametrize(
    ("said", "stays"),
    [
        ({"Bram": ["yes"]}, False),
        ({"Bram": ["yes"], "Chris": ["yes"]}, True),
        ({"Bram": ["yes", "no"], "Chris": ["yes"]}, False),
        ({"Bram": ["no", "yes"], "Chris": ["yes"]}, True),
    ],
)
def test_the_table_of_names_stays_when_everybody_in_it_asks(
    cast: Cast, said: dict[str, list[str]], stays: bool
) -> None:
    gathering = cast.meeting(settings=PICKS)
    seats = {name: gathering.sit_down(name) for name in ("Bram", "Chris", "Dewi")}
    go_to(gathering.meeting, "own")
    for name in ("Bram", "Chris"):
        given = envelope("own", "cc.named", "", {"think": ["blue"], "do": ["red"]})
        contribute(gathering.activity, "named", str(seats[name].pk), given)
    go_to(gathering.meeting, "harvest")
    for name, answers in said.items():
        for answer in answers:
            asks = envelope("harvest", "cc.keep", "", {"keep": answer})
            contribute(gathering.activity, "named", str(seats[name].pk), asks)
    gathering.close()
    for _ in range(2):
        keep_to_terms(after(terms()["rt.name_table"]))
    assert answers_in(NamedContribution, kind="cc.named") == (2 if stays else 0)
    assert (answers_in(NamedContribution, kind="cc.keep") > 0) == stays


def test_what_was_published_stays(held: Gathering) -> None:
    before_it = Publication.objects.get()
    keep_to_terms(after(400))
    assert Publication.objects.get().result == before_it.result


def test_a_way_back_leads_nowhere_once_its_day_is_over(held: Gathering) -> None:
    code = held.way_back[held.seats[0].pk]
    key = held.seats[0].key
    keep_to_terms(after(1))
    with pytest.raises(Refused, match="way_back_unknown"):
        find_way_back(held.meeting, code)
    held.seats[0].refresh_from_db()
    assert held.seats[0].key != key


def test_the_name_of_somebody_with_an_account_stays_with_the_account(held: Gathering) -> None:
    keep_to_terms(after(365))
    assert Seat.objects.get(person__shown_name="Bram").shown_name == "Bram"


def test_after_two_years_nobody_is_named_under_what_was_shown(held: Gathering) -> None:
    keep_to_terms(after(terms()["rt.named_contribution"] - 1))
    assert Publication.objects.get().by == "Amina"
    keep_to_terms(after(terms()["rt.named_contribution"] + 1))
    assert Publication.objects.get().by == "oud-deelnemer"
    assert not Seat.objects.exclude(person=None).exists()
    assert "rt.named_contribution" not in keep_to_terms(after(terms()["rt.named_contribution"] + 1))


def test_the_name_of_a_guest_who_led_goes_from_under_what_they_showed(cast: Cast) -> None:
    gathering = cast.meeting(people=6, settings=PICKS)
    share_openly(gathering, range(6))
    guest = gathering.seats[0]
    hand_over(gathering.meeting, guest)
    go_to(gathering.meeting, "picture")
    reveal(gathering.activity, "picture", "", by=guest.shown_name)
    gathering.close()
    taken = add(gathering.meeting, "action", Draft("Bij elkaar kijken"), by=guest.shown_name)
    close_harvest(gathering.meeting, by=guest.shown_name)
    keep_to_terms(after(terms()["rt.seat_name"]) - timedelta(days=1))
    assert names_under(taken) == {guest.shown_name}
    keep_to_terms(after(terms()["rt.seat_name"]))
    assert names_under(taken) == {"oud-deelnemer"}


def names_under(taken: HarvestProposal) -> set[str]:
    """The names under what was shown, what was taken along, and the closing of the harvest."""
    closing = HarvestClosing.objects.get(meeting=taken.meeting)
    taken.refresh_from_db()
    return {Publication.objects.get().by, taken.decided_by, closing.by}


def test_after_two_years_nobody_is_known_to_have_led_a_part_or_put_it_forward(
    held: Gathering, cast: Cast
) -> None:
    parts = Activity.objects.filter(meeting=held.meeting)
    parts.update(led_by=cast.amina.person, proposed_by=cast.bram.person)
    add(held.meeting, "action", Draft("Bij elkaar kijken"), by="Amina")
    keep_to_terms(after(terms()["rt.named_contribution"] - 1))
    assert parts.filter(led_by=cast.amina.person, proposed_by=cast.bram.person).exists()
    keep_to_terms(after(terms()["rt.named_contribution"] + 1))
    assert not parts.exclude(led_by=None, proposed_by=None).exists()
    assert HarvestProposal.objects.get(text="Bij elkaar kijken").decided_by == "oud-deelnemer"


def test_who_has_another_name_is_called_so_and_removed_is_nobody(
    held: Gathering, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    change_person(cast.amina.person, by=cast.amina.person, name="Amina Bos")
    assert Publication.objects.get().by == "Amina Bos"
    settings.DATA = tmp_path
    erase_person(Person.objects.get(pk=cast.amina.person.pk))
    assert Publication.objects.get().by == "oud-deelnemer"


def test_a_running_meeting_loses_nothing(cast: Cast) -> None:
    gathering = cast.meeting(people=6, settings=PICKS)
    share_openly(gathering, range(6))
    assert set(keep_to_terms(after(3000))) <= {"rt.audit", "sessions"}
    assert AnonymousContribution.objects.count() == 18 and PaperMark.objects.count() == 6


def test_consents_letters_and_the_log_go_too(cast: Cast) -> None:
    now = timezone.now()
    bram = cast.bram.person
    Consent.objects.create(
        person=bram, about="ring", withdrawn_on=before(now, "rt.consent") - timedelta(days=1)
    )
    Consent.objects.create(person=bram, about="research")
    letter = {"organisation": cast.organisation, "email": "x@noord.example"}
    Invitation.objects.create(**letter, expires_at=before(now, "rt.bin") - timedelta(days=1))
    Invitation.objects.create(**letter, expires_at=now, token=uuid.uuid4().hex)
    LogEntry.objects.update(timestamp=before(now, "rt.audit") - timedelta(days=1))
    logged = LogEntry.objects.count()
    assert logged > 0
    found = keep_to_terms(now)
    assert (found["rt.consent"], found["invitations"], found["rt.audit"]) == (1, 1, logged)
    assert Consent.objects.get().about == "research" and Invitation.objects.count() == 1


def test_every_rule_that_is_named_stands_in_the_table() -> None:
    assert {rule for rule in RULES if rule.startswith("rt.")} <= set(terms())
