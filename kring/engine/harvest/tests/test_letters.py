"""One kind letter per person per week at most, at moments on which people work."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kring.conftest import person
from kring.engine.harvest.agreements import propose_agreement
from kring.engine.harvest.answering import respond
from kring.engine.harvest.letters import (
    claim,
    pause_letters,
    resume_letters,
    send_letters,
    send_todays_letters,
)
from kring.engine.harvest.looking_back import start_review
from kring.engine.harvest.models import Letter
from kring.engine.harvest.revising import ask_ending
from kring.engine.harvest.tests.people import MONDAY, WHY, promised
from kring.engine.people.erasing import ask_erasure
from kring.engine.people.models import Holiday, Membership

HERE = ZoneInfo("Europe/Amsterdam")


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HERE)


@pytest.fixture(autouse=True)
def here(settings):
    settings.TIME_ZONE = "Europe/Amsterdam"
    settings.ADDRESS = "https://kring.school.example"
    from kring.engine.address import public_address

    public_address.cache_clear()
    yield
    public_address.cache_clear()


def test_a_letter_holds_what_is_mine_with_links_and_a_way_out(cast, mailoutbox):
    promised(cast)
    promised(cast, "Van iemand anders.", "amina", due_on=MONDAY + timedelta(30))
    assert send_letters(at(MONDAY)) == 1
    [mail] = mailoutbox
    assert mail.to == [cast.bram.person.email] and mail.subject == "Hoe staat het hiermee?"
    assert "Een les van een ander bezoeken." in mail.body and "Kring Noord" in mail.body
    assert "15 maart" in mail.body and "iemand anders" not in mail.body
    assert len(re.findall(r"https://kring\.school\.example/answer/\S+/", mail.body)) == 3
    assert mail.extra_headers["List-Unsubscribe"].strip("<>") in mail.body
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.content_subtype == "plain"
    assert "{" not in mail.body


def test_in_the_language_of_the_reader(cast, mailoutbox):
    promised(cast)
    cast.bram.person.language = "en"
    cast.bram.person.save()
    send_letters(at(MONDAY))
    assert mailoutbox[0].subject == "How is this going?" and "by 15 March" in mailoutbox[0].body


def test_one_letter_a_week_whatever_is_open(cast, mailoutbox):
    promised(cast)
    promised(cast, "Nog iets.")
    sent = [send_letters(at(MONDAY + timedelta(n), hour)) for n in range(15) for hour in (9, 15)]
    assert sum(sent) == len(mailoutbox) == 3
    days = [row.sent_on for row in Letter.objects.all()]
    assert days == [MONDAY, MONDAY + timedelta(7), MONDAY + timedelta(14)]
    assert "2 dingen" in mailoutbox[0].subject


def test_two_processes_send_one_letter(cast):
    """The second finds the letter that the first took, also when both had looked before."""
    assert claim(cast.bram.person, 1, MONDAY)
    assert not claim(cast.bram.person, 1, MONDAY)
    assert not claim(cast.bram.person, 1, MONDAY + timedelta(6))
    assert claim(cast.bram.person, 1, MONDAY + timedelta(7))


@pytest.mark.parametrize(
    ("moment", "sent"),
    [
        (at(MONDAY, 7, 59), 0),
        (at(MONDAY, 8), 1),
        (at(MONDAY, 18), 0),
        (at(MONDAY + timedelta(4), 15, 59), 1),
        (at(MONDAY + timedelta(4), 16), 0),
        (at(MONDAY + timedelta(5)), 0),
        (at(MONDAY + timedelta(6)), 0),
    ],
    ids=str,
)
def test_never_on_friday_afternoon_in_the_weekend_or_at_night(cast, moment, sent):
    promised(cast)
    assert send_letters(moment) == sent


def test_never_in_a_holiday_of_the_readers_school(cast, mailoutbox):
    promised(cast, "Iets.", "bram", "joost", "dewi")
    for who in ("bram", "joost", "dewi"):
        assert cast[who].person.email
    Holiday.objects.create(
        school=cast.school, name="Voorjaar", first_day=MONDAY - timedelta(2), last_day=MONDAY + timedelta(5)
    )
    send_letters(at(MONDAY))
    assert [mail.to[0].split("@")[0] for mail in mailoutbox] == ["joost"], (
        "Dewi goes with her circle's school"
    )
    assert send_letters(at(MONDAY + timedelta(7))) == 3


@pytest.mark.parametrize(
    ("due", "sent"), [(None, 0), (MONDAY + timedelta(8), 0), (MONDAY + timedelta(7), 1), (MONDAY, 1)]
)
def test_only_what_comes_up_soon_or_went_by(cast, due, sent):
    promised(cast, due_on=due)
    assert send_letters(at(MONDAY)) == sent


def test_nothing_open_no_letter(cast):
    assert send_letters(at(MONDAY)) == 0


@pytest.mark.parametrize("state", ["restricted", "left"])
def test_no_letter_to_who_left_or_put_their_data_aside(cast, state):
    promised(cast)
    cast.bram.person.state = state
    cast.bram.person.save()
    assert send_letters(at(MONDAY)) == 0


def test_no_letter_to_who_asked_to_be_removed_or_has_no_address(cast):
    promised(cast, "Iets.", "bram", "amina")
    ask_erasure(cast.bram.person)
    cast.amina.person.email = None
    cast.amina.person.save()
    assert send_letters(at(MONDAY)) == 0


def test_a_pause_is_respected_and_ends_by_itself(cast):
    promised(cast)
    pause_letters(cast.bram.person, until=MONDAY + timedelta(7))
    assert send_letters(at(MONDAY)) == 0
    assert send_letters(at(MONDAY + timedelta(7))) == 1
    pause_letters(cast.bram.person, until=None)
    assert send_letters(at(MONDAY + timedelta(700))) == 0
    resume_letters(cast.bram.person)
    assert send_letters(at(MONDAY + timedelta(700))) == 1


def test_a_private_action_is_only_in_the_letter_of_its_owners(cast, mailoutbox):
    promised(cast, "Samen met Claire koffie drinken.", private=True)
    send_letters(at(MONDAY))
    assert [mail.to for mail in mailoutbox] == [[cast.bram.person.email]]


def test_agreements_that_wait_for_my_answer(cast, mailoutbox):
    others = [
        person(cast.organisation, name, school=cast.school) for name in ("Noor", "Otto", "Pien", "Quin")
    ]
    for one in others:
        Membership.objects.create(person=one, community=cast.community, since=MONDAY - timedelta(9))
    agreement = propose_agreement(cast.community, by=cast.bram.person, text="We beginnen op tijd.")
    respond(agreement, others[0], "ok")
    assert send_letters(at(MONDAY)) == 4, "whoever answered is not asked again"
    assert {mail.to[0].split("@")[0] for mail in mailoutbox} == {"bram", "otto", "pien", "quin"}
    assert mailoutbox[0].body.count("/answer/") == 3
    for one in [cast.bram.person, *others[1:3]]:
        respond(agreement, one, "ok")
    start_review(agreement, today=MONDAY + timedelta(7))
    ask_ending(agreement, by=others[0], reason=WHY)
    mailoutbox.clear()
    assert send_letters(at(MONDAY + timedelta(7))) == 5
    assert mailoutbox[0].body.count("/answer/") == 3, "a look back, and two answers about stopping"


def test_the_chore_looks_once_on_a_day(cast):
    promised(cast)
    assert send_todays_letters(at(MONDAY, 7)) == 0
    assert send_todays_letters(at(MONDAY, 9)) == 1
    promised(cast, "Later.", "amina")
    assert send_todays_letters(at(MONDAY, 11)) == 0
    assert send_todays_letters(at(MONDAY + timedelta(1), 9)) == 1
    assert send_todays_letters(at(MONDAY + timedelta(50), 9)) == 2
    assert {row.sent_on for row in Letter.objects.all()} == {MONDAY + timedelta(50)}


def test_of_a_slow_carousel_one_hears_with_whom_one_talks_this_week(cast, mailoutbox):
    from kring.engine.meetings.actions import contribute
    from kring.engine.meetings.calendar import plan_due
    from kring.engine.meetings.seats import take_seat

    gathering = cast.meeting("carousel", settings={"part": "slow", "theme": "toetsen"}, kind="hybrid")
    people = [cast.amina.person, cast.bram.person]
    for one in people:
        seat = take_seat(gathering.meeting, name=one.shown_name, role="teacher", person=one)[0]
        said = {"uuid": str(seat.pk), "step": "slow", "kind": "cr.join", "key": "", "payload": {}}
        contribute(gathering.activity, "named", str(seat.pk), said)
    gathering.activity.named.update(at=at(MONDAY - timedelta(3)))
    assert plan_due(at(MONDAY)) == 1
    send_letters(at(MONDAY))
    mine = next(mail for mail in mailoutbox if mail.to == [cast.bram.person.email])
    assert f"Deze week praat je met {cast.amina.person.shown_name}" in mine.body
    assert f"/m/{gathering.meeting.pk}/" in mine.body and "{" not in mine.body
    assert send_letters(at(MONDAY + timedelta(3))) == 0, "one letter a week"
