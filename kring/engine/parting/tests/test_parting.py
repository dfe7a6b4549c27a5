"""Somebody's part in a circle ends: decided by the group, or for safety at once; and how it is told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from auditlog.models import LogEntry
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from kring.conftest import Cast
from kring.engine.learning.tests.people import more_members
from kring.engine.parting.deciding import (
    answer_parting,
    ask_parting,
    open_partings,
    part_at_once,
    parted_lately,
    restore,
    take_question_back,
    tend_partings,
)
from kring.engine.parting.models import Parting
from kring.engine.people.circles import leave
from kring.engine.people.erasing import erase_person
from kring.engine.people.models import Membership, Person
from kring.engine.people.own_data import own_data
from kring.engine.retention import keep_to_terms
from kring.engine.rights import may
from kring.kit.payload import Refused

TODAY = timezone.localdate()
WHY = "Onze vragen gaan een andere kant op."


def row_of(cast: Cast, person: Person) -> Membership:
    return Membership.objects.get(community=cast.community, person=person, role="member")


def sees(cast: Cast, person: Person) -> bool:
    return may(person, "meeting", "view", cast.community)


def test_two_thirds_without_an_objection_decide(cast: Cast) -> None:
    bram, one, two, three, four, five = more_members(cast, 5)
    asked = ask_parting(row_of(cast, bram), by=one, reason=WHY)
    assert ask_parting(row_of(cast, bram), by=two, reason="Nog eens.") == asked
    for person in (two, three):
        asked = answer_parting(asked, by=person, value="ok")
        assert sees(cast, bram) and not mail.outbox
    asked = answer_parting(asked, by=four, value="ok")
    assert asked.outcome == "ended" and not sees(cast, bram)
    letter = mail.outbox[0]
    assert letter.to == [bram.email] and WHY in letter.body and "kring" in letter.body.lower()
    for name in ("Lid 1", "Lid 4"):
        assert name not in letter.body
    assert list(parted_lately(bram, TODAY)) == [asked]
    assert answer_parting(asked, by=four, value="ok") == asked
    with pytest.raises(Refused, match="not_asked"):
        answer_parting(asked, by=five, value="object", remark="Liever niet.")


def test_whom_it_is_about_answers_too_and_then_it_takes_four_fifths_and_time(cast: Cast) -> None:
    bram, one, two, three, four = more_members(cast, 4)
    asked = ask_parting(row_of(cast, bram), by=one, reason=WHY)
    asked = answer_parting(asked, by=bram, value="object", remark="Ik wil graag blijven.")
    for person in (two, three, four):
        asked = answer_parting(asked, by=person, value="ok")
    assert not asked.outcome and tend_partings(TODAY + timedelta(days=13)) == 0
    assert tend_partings(TODAY + timedelta(days=14)) == 1
    assert not sees(cast, bram) and len(mail.outbox) == 1
    assert tend_partings(TODAY + timedelta(days=15)) == 0


def test_in_a_small_circle_nobody_is_sent_away_against_their_will(cast: Cast) -> None:
    bram, one, two, three = more_members(cast, 3)
    asked = ask_parting(row_of(cast, bram), by=one, reason=WHY)
    answer_parting(asked, by=bram, value="object", remark="Ik wil graag blijven.")
    for person in (two, three):
        answer_parting(asked, by=person, value="ok")
    tend_partings(TODAY + timedelta(days=20))
    assert sees(cast, bram)
    assert tend_partings(TODAY + timedelta(days=43)) == 1 and sees(cast, bram)
    asked.refresh_from_db()
    assert asked.outcome == "lapsed" and not mail.outbox


def test_one_member_alone_decides_nothing(cast: Cast) -> None:
    bram, one = more_members(cast, 1)
    asked = ask_parting(row_of(cast, bram), by=one, reason=WHY)
    assert not asked.outcome and sees(cast, bram)


def test_who_only_guides_asks_but_has_no_vote(cast: Cast) -> None:
    bram, one, two = more_members(cast, 2)
    asked = ask_parting(row_of(cast, bram), by=cast.amina.person, reason=WHY)
    assert not asked.answers.exists()
    with pytest.raises(Refused, match="members_only"):
        answer_parting(asked, by=cast.amina.person, value="ok")
    answer_parting(asked, by=one, value="ok")
    assert answer_parting(asked, by=two, value="ok").outcome == "ended"


@pytest.mark.parametrize("name", ["dewi", "chris", "els", "fatih"])
def test_nobody_from_outside_asks_it(cast: Cast, name: str) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        ask_parting(row_of(cast, cast.bram.person), by=cast[name].person, reason=WHY)


def test_a_reason_is_needed_and_oneself_leaves_otherwise(cast: Cast) -> None:
    bram, one = more_members(cast, 1)
    with pytest.raises(Refused, match="empty_text"):
        ask_parting(row_of(cast, bram), by=one, reason=" ")
    with pytest.raises(Refused, match="leave_yourself"):
        ask_parting(row_of(cast, bram), by=bram, reason=WHY)
    asked = ask_parting(row_of(cast, bram), by=one, reason=WHY)
    with pytest.raises(Refused, match="remark_needed"):
        answer_parting(asked, by=bram, value="object")
    with pytest.raises(Refused, match="not_allowed"):
        take_question_back(asked, by=bram)
    take_question_back(asked, by=one)
    take_question_back(asked, by=one)
    assert not Parting.objects.exists()


# ---- for safety -----------------------------------------------------------------------------------------


def test_for_safety_who_guides_acts_at_once_and_it_is_logged(cast: Cast) -> None:
    bram, one, two = more_members(cast, 2)
    with pytest.raises(Refused, match="not_allowed"):
        part_at_once(row_of(cast, bram), by=one, reason="Er vielen harde woorden.")
    done = part_at_once(row_of(cast, bram), by=cast.amina.person, reason="Er vielen harde woorden.")
    assert not sees(cast, bram) and len(mail.outbox) == 1 and "veilig" in mail.outbox[0].body
    assert LogEntry.objects.filter(content_type__model="membership", actor=cast.amina.person).exists()
    with pytest.raises(Refused, match="not_asked"):
        answer_parting(done, by=one, value="ok")
    cast.meeting()
    answer_parting(done, by=one, value="ok")
    done = answer_parting(done, by=two, value="ok")
    assert done.outcome == "ended" and len(mail.outbox) == 1


def test_it_can_be_undone(cast: Cast) -> None:
    more_members(cast, 2)
    row = Membership.objects.get(community=cast.community, person=cast.dewi.person)
    until = row.until
    done = part_at_once(row, by=cast.amina.person, reason="Er vielen harde woorden.")
    assert list(open_partings(cast.community)) == [done]
    with pytest.raises(Refused, match="not_allowed"):
        restore(done, by=cast.bram.person)
    restore(done, by=cast.amina.person)
    restore(done, by=cast.amina.person)
    row.refresh_from_db()
    assert (row.status, row.until) == ("active", until) and not open_partings(cast.community)
    assert not parted_lately(cast.dewi.person, TODAY)


# ---- one's own, and how long ----------------------------------------------------------------------------


def test_own_data_and_leaving(cast: Cast, tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path
    bram, one = more_members(cast, 1)
    asked = ask_parting(row_of(cast, bram), by=one, reason=WHY)
    answer_parting(asked, by=bram, value="object", remark="Ik wil graag blijven.")
    mine = own_data(bram)["parting"]
    assert [row["kind"] for row in mine] == ["parting_about", "parting_answer"]
    assert [row["kind"] for row in own_data(one)["parting"]] == ["parting_asked", "parting_answer"]
    erase_person(one, texts_too=[cast.community])
    assert not Parting.objects.exists()


def test_who_steps_out_meanwhile_is_decided_about_no_more(cast: Cast) -> None:
    bram, one, two, three = more_members(cast, 3)
    asked = ask_parting(row_of(cast, bram), by=one, reason=WHY)
    leave(row_of(cast, bram), by=bram)
    assert not open_partings(cast.community)
    for person in (two, three):
        asked = answer_parting(asked, by=person, value="ok")
        if asked.outcome:
            break
    assert asked.outcome == "lapsed" and not mail.outbox and not parted_lately(bram, TODAY)


def test_a_year_later_it_is_gone(cast: Cast) -> None:
    bram, one, two = more_members(cast, 2)
    asked = ask_parting(row_of(cast, bram), by=one, reason=WHY)
    answer_parting(asked, by=two, value="ok")
    later = timezone.now() + timedelta(days=367)
    assert keep_to_terms(later)["rt.audit"] >= 1 and not Parting.objects.exists()
    assert "rt.audit" not in keep_to_terms(later)


def test_what_was_done_for_safety_goes_too_when_the_circle_never_met_again(cast: Cast) -> None:
    [bram] = more_members(cast, 0)
    part_at_once(row_of(cast, bram), by=cast.amina.person, reason=WHY)
    keep_to_terms(timezone.now() + timedelta(days=300))
    assert Parting.objects.exists()
    keep_to_terms(timezone.now() + timedelta(days=367))
    assert not Parting.objects.exists()


def test_in_a_circle_that_stopped_nothing_is_asked_or_answered_any_more(cast: Cast) -> None:
    bram, one, two, three = more_members(cast, 3)
    asked = ask_parting(row_of(cast, bram), by=one, reason=WHY)
    cast.community.ended_on = TODAY
    cast.community.save()
    for verb in (ask_parting, part_at_once):
        with pytest.raises(Refused, match="circle_ended"):
            verb(row_of(cast, two), by=cast.amina.person, reason=WHY)
    with pytest.raises(Refused, match="circle_ended"):
        answer_parting(asked, by=three, value="ok")
    assert tend_partings(TODAY) == 1 and not open_partings(cast.community)
    assert sees(cast, bram) and not mail.outbox
