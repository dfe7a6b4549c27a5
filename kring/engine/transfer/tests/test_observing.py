"""Come and look: inviting, answering, writing down, and who reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kring.conftest import Cast
from kring.engine.harvest.letters import asks_of, letter, readers
from kring.engine.transfer.models import LookInvitation, Observation
from kring.engine.transfer.observing import (
    MOST_OPEN,
    Saw,
    answer,
    invite,
    kind_of,
    open_for,
    share,
    take_back,
    write,
    write_of_oneself,
)
from kring.engine.transfer.tests.roads import SAW, TODAY, WHAT, looked, member, practice_of, refused, saw


def test_the_doer_invites_and_the_invited_one_answers_and_writes(cast: Cast) -> None:
    made, amina = practice_of(cast), cast.amina.person
    asked = invite(made, by=cast.bram.person, whom=amina, planned_on=TODAY, words="Het derde uur.")
    assert invite(made, by=cast.bram.person, whom=amina).pk == asked.pk
    assert [one.pk for one in open_for(amina)] == [asked.pk]
    assert answer(asked, comes=True).state == "coming"
    row = write(asked, saw(), by=amina)
    assert write(asked, saw(), by=amina).pk == row.pk
    assert (row.observer_kind, row.consent_share, row.invited_by_doer) == ("peer", "none", True)
    assert list(open_for(amina)) == []
    refused("invitation_over", write, asked, saw(what=f"{SAW} Nog eens."), by=amina)
    refused("invitation_over", answer, asked, comes=False)


def test_the_weekly_letter_tells_of_an_invitation_until_it_is_answered(cast: Cast) -> None:
    """Also to a critical friend, who gets no other letters."""
    dewi = cast.dewi.person
    assert dewi not in readers(TODAY)
    asked = invite(practice_of(cast), by=cast.bram.person, whom=dewi, planned_on=TODAY)
    [ask] = asks_of(dewi, TODAY)
    assert (ask.about, ask.text, ask.at.endswith(f"/look/{asked.token}/")) == ("look_on", WHAT, True)
    assert dewi in readers(TODAY) and WHAT in str(letter(dewi, [ask]).body)
    answer(asked, comes=True)
    assert asks_of(dewi, TODAY) == []


def test_a_no_is_a_no_and_may_become_a_yes(cast: Cast) -> None:
    asked = invite(practice_of(cast), by=cast.bram.person, whom=cast.amina.person)
    assert answer(asked, comes=False).state == "declined"
    assert list(open_for(cast.amina.person)) == []
    assert answer(asked, comes=True).state == "coming"


@pytest.mark.parametrize("days", [90, 91])
def test_an_invitation_ends_after_ninety_days(cast: Cast, days: int) -> None:
    asked = invite(practice_of(cast), by=cast.bram.person, whom=cast.amina.person)
    later = TODAY + timedelta(days)
    assert open_for(cast.amina.person, later).exists() == (days == 90)
    if days == 90:
        assert answer(asked, comes=True, today=later).state == "coming"
    else:
        refused("invitation_over", answer, asked, comes=True, today=later)


def test_who_may_be_invited(cast: Cast) -> None:
    made, bram = practice_of(cast), cast.bram.person
    refused("not_yourself", invite, made, by=bram, whom=bram)
    refused("not_of_the_circle", invite, made, by=bram, whom=cast.els.person)
    refused("date_past", invite, made, by=bram, planned_on=TODAY - timedelta(1))
    assert invite(made, by=bram, whom=cast.dewi.person).person == cast.dewi.person
    for _ in range(MOST_OPEN - 1):
        invite(made, by=bram)
    refused("enough_invited", invite, made, by=bram)


def test_a_leader_looks_only_when_the_doer_invited_them(cast: Cast) -> None:
    made = practice_of(cast)
    refused("not_a_doer", invite, made, by=cast.els.person)
    asked = invite(made, by=cast.bram.person)
    assert kind_of(cast.els.person, made) == "team_leader"
    write(asked, saw(kind="team_leader"), by=cast.els.person)
    assert Observation.objects.get().observer_kind == "team_leader"
    assert list(open_for(cast.els.person)) == []


def test_as_whom_somebody_most_likely_looks(cast: Cast) -> None:
    made = practice_of(cast)
    assert [kind_of(who, made) for who in (cast.dewi.person, cast.gijs.person, cast.amina.person, None)] == [
        "critical_friend",
        "researcher",
        "peer",
        "peer",
    ]


def test_without_an_account_somebody_gives_a_name(cast: Cast) -> None:
    asked = invite(practice_of(cast), by=cast.bram.person)
    refused("no_name", write, asked, saw(), by=None)
    row = write(asked, saw(name="Nora van de buurschool", kind="student_teacher"), by=None)
    assert (row.observer, row.observer_name) == (None, "Nora van de buurschool")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (saw(kind="self"), "choose_kind"),
        (saw(kind="pupil_panel"), "choose_kind"),
        (saw(seen="maybe"), "choose_seen"),
        (saw(what="Het ging heel goed"), "too_little"),
        (saw(what="x" * 1001), "text_too_long"),
        (saw(-1), "too_late"),
        (saw(61), "too_early"),
        (Saw(None, "yes", SAW), "no_date"),
    ],
)
def test_what_cannot_be_written_is_refused(cast: Cast, given: Saw, code: str) -> None:
    asked = invite(practice_of(cast), by=cast.bram.person)
    refused(code, write, asked, given, by=cast.amina.person)
    refused("own_practice", write, asked, saw(), by=cast.bram.person)


@pytest.mark.parametrize("given", [saw(what="Het ging echt weer op"[:20]), saw(60), saw(0)])
def test_what_is_just_within_bounds_is_written(cast: Cast, given: Saw) -> None:
    asked = invite(practice_of(cast), by=cast.bram.person)
    assert write(asked, given, by=cast.amina.person).what_seen == given.what


def test_one_character_less_is_too_little(cast: Cast) -> None:
    asked = invite(practice_of(cast), by=cast.bram.person)
    refused("too_little", write, asked, saw(what="x" * 19), by=cast.amina.person)


def test_what_a_doer_writes_of_themselves_the_circle_reads(cast: Cast) -> None:
    made = write_of_oneself(practice_of(cast), saw(), by=cast.bram.person)
    assert (made.consent_share, made.observer_kind, made.invited_by_doer) == ("circle", "self", False)


def test_who_was_seen_says_who_reads_it(cast: Cast) -> None:
    made = practice_of(cast)
    row = looked(cast, made).observation
    refused("not_a_doer", share, row, "circle", by=cast.amina.person)
    refused("unreadable", share, row, "world", by=cast.bram.person)
    share(row, "circle", by=cast.bram.person)
    row.refresh_from_db()
    assert row.consent_share == "circle"


def test_in_a_circle_that_ended_nobody_is_invited(cast: Cast) -> None:
    made = practice_of(cast)
    cast.community.ended_on = TODAY
    cast.community.save()
    refused("not_a_doer", invite, made, by=cast.bram.person)


def test_an_invitation_is_taken_back(cast: Cast) -> None:
    asked = invite(practice_of(cast), by=cast.bram.person, whom=cast.amina.person)
    refused("not_a_doer", take_back, asked, by=member(cast, "gijs"))
    take_back(asked, by=cast.bram.person)
    assert LookInvitation.objects.get().state == "withdrawn"
    refused("invitation_over", write, asked, saw(), by=cast.amina.person)
