"""The mails of a meeting in people's own time (C-36): one when it opens, and at most one reminder halfway."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from kring.conftest import Cast, Gathering
from kring.engine.harvest.letters import pause_letters, send_letters
from kring.engine.harvest.models import Letter
from kring.engine.harvest.tests.people import promised
from kring.engine.meetings import course, inviting
from kring.engine.meetings.actions import reveal_due
from kring.engine.meetings.course import AgendaItem, close_meeting, open_due, plan_meeting
from kring.engine.meetings.inviting import invite, own_link, remind
from kring.engine.meetings.models import Meeting, NamedContribution, OwnTimeLetter
from kring.engine.meetings.papers import show_paper, take_paper
from kring.engine.meetings.seats import leave_seat
from kring.engine.people.erasing import ask_erasure
from kring.engine.people.models import Holiday
from kring.engine.tests.speaking import PICKS

HERE = ZoneInfo("Europe/Amsterdam")
MONDAY = date(2026, 3, 9)


def at(days: float = 0, hour: int = 10, minute: int = 0) -> datetime:
    day = MONDAY + timedelta(days)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HERE)


@pytest.fixture(autouse=True)
def here(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    settings.TIME_ZONE = "Europe/Amsterdam"
    settings.ADDRESS = "https://kring.school.example"
    from kring.engine.address import public_address

    public_address.cache_clear()
    yield
    public_address.cache_clear()


Opens = Callable[..., Meeting]


@pytest.fixture
def opens(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Opens:
    """A meeting in own time of Kring Noord that was opened by the clock at a moment."""

    def made(start: datetime, end: datetime, agenda: list[AgendaItem] | None = None, **more: Any) -> Meeting:
        meeting = plan_meeting(
            cast.organisation,
            title="Vooraf: jouw kleuren",
            planned_at=start,
            by=cast.amina.person,
            agenda=agenda or [AgendaItem("change_colours", 20, settings=PICKS)],
            shows_at=end,
            **{"community": cast.community, **more},
        )
        with monkeypatch.context() as clock:
            clock.setattr(course.timezone, "now", lambda: start)
            assert open_due(start) == 1
        meeting.refresh_from_db()
        return meeting

    return made


def took(meeting: Meeting, cast: Cast, name: str, *, paper: bool = True) -> Gathering:
    """Somebody with an account sits down, and takes a paper."""
    gathering = Gathering(meeting)
    seat = gathering.sit_down(cast[name].person.shown_name, person=cast[name].person)
    if paper:
        gathering.paper(seat)
    return gathering


# The invitation


def test_the_members_are_invited_once_with_one_link_and_a_way_out(
    cast: Cast, opens: Opens, mailoutbox: list[Any]
) -> None:
    meeting = opens(at(), at(7))
    assert invite(at()) == 1, (
        "Bram is the only member: Amina guides, Dewi looks along, Chris is from elsewhere"
    )
    assert invite(at(0, 11)) == 0
    [mail] = mailoutbox
    assert mail.to == [cast.bram.person.email]
    assert mail.subject == "Doe mee in je eigen tijd: Vooraf: jouw kleuren"
    assert "Amina heeft" in mail.body and "ongeveer 20 minuten" in mail.body
    assert "maandag 16 maart om 10.00 uur" in mail.body and "Kring Noord" in mail.body
    assert mail.body.count("/j/") == 1 and own_link(meeting, cast.bram.person) in mail.body
    assert mail.extra_headers["List-Unsubscribe"].strip("<>") in mail.body
    assert mail.content_subtype == "plain" and "{" not in mail.body


def test_in_the_language_of_the_reader(cast: Cast, opens: Opens, mailoutbox: list[Any]) -> None:
    cast.bram.person.language = "en"
    cast.bram.person.save()
    opens(at(), at(7))
    invite(at())
    assert mailoutbox[0].subject == "Join in your own time: Vooraf: jouw kleuren"
    assert "Monday 16 March at 10:00" in mailoutbox[0].body


@pytest.mark.parametrize(
    "why", ["paused", "no address", "left the circle", "left", "aside", "erasure", "on leave"]
)
def test_who_is_not_written_to(cast: Cast, opens: Opens, mailoutbox: list[Any], why: str) -> None:
    bram = cast.bram.person
    opens(at(), at(7))
    match why:
        case "paused":
            pause_letters(bram, until=None)
        case "no address":
            bram.email = None
        case "left the circle":
            bram.memberships.update(status="left")
        case "left":
            bram.state = "left"
        case "aside":
            bram.state = "restricted"
        case "erasure":
            ask_erasure(bram)
        case "on leave":
            bram.memberships.update(on_leave=True)
    bram.save()
    assert invite(at()) == remind(at(4)) == 0
    assert mailoutbox == []


def test_who_wants_letters_again_is_invited_then(cast: Cast, opens: Opens) -> None:
    opens(at(), at(7))
    pause_letters(cast.bram.person, until=MONDAY + timedelta(2))
    assert [invite(at(day)) for day in range(4)] == [0, 0, 1, 0]


def test_a_member_who_comes_later_is_invited_later(cast: Cast, opens: Opens) -> None:
    opens(at(), at(7))
    assert invite(at()) == 1
    cast.join("chris", cast.community)
    assert [invite(at(1)), invite(at(2))] == [1, 0]


def test_who_is_there_already_needs_no_invitation(cast: Cast, opens: Opens) -> None:
    took(opens(at(), at(7)), cast, "bram")
    assert invite(at()) == 0


@pytest.mark.parametrize(
    ("opening", "goes"),
    [
        (at(4, 15, 59), at(4, 15, 59)),  # Friday, just in time
        (at(4, 16), at(7, 8)),
        (at(5), at(7, 8)),
        (at(0, 6), at(0, 8)),
        (at(0, 19), at(1, 8)),
    ],
    ids=str,
)
def test_it_waits_for_hours_at_which_people_work(
    cast: Cast, opens: Opens, opening: datetime, goes: datetime
) -> None:
    opens(opening, opening + timedelta(14))
    early = goes - timedelta(minutes=1)
    assert [invite(early) if early > opening else 0, invite(goes)] == [0, 1]


def test_a_window_that_closed_before_monday_invites_nobody(cast: Cast, opens: Opens) -> None:
    opens(at(4, 16, 30), at(6, 20))
    assert [invite(at(4, 17)), invite(at(5)), invite(at(7, 8))] == [0, 0, 0]


def test_a_live_meeting_and_a_loose_one_invite_nobody(cast: Cast, opens: Opens) -> None:
    cast.meeting()
    opens(at(), at(7), community=None)
    assert invite(at()) == 0


def test_it_takes_the_place_of_the_letter_of_this_week(cast: Cast, opens: Opens) -> None:
    promised(cast, due_on=MONDAY + timedelta(1))
    opens(at(), at(7))
    assert invite(at()) == 1
    assert [send_letters(at(day, 11)) for day in (0, 3, 7)] == [0, 0, 1]


def test_a_letter_of_this_week_does_not_hold_it_up(cast: Cast, opens: Opens) -> None:
    promised(cast, due_on=MONDAY + timedelta(1))
    assert send_letters(at(0, 9)) == 1
    opens(at(), at(7))
    assert invite(at()) == 1 and Letter.objects.count() == 1


# The reminder


def test_halfway_who_took_no_paper_is_reminded_once(cast: Cast, opens: Opens, mailoutbox: list[Any]) -> None:
    opens(at(), at(2))
    invite(at())
    assert [remind(at(0, 17)), remind(at(1, 9, 59)), remind(at(1)), remind(at(1, 11))] == [0, 0, 1, 0]
    assert mailoutbox[1].subject == "Dit kan nog: Vooraf: jouw kleuren"
    assert "stembriefje" in mailoutbox[1].body and "{" not in mailoutbox[1].body


def test_a_paper_is_all_that_counts(cast: Cast, opens: Opens) -> None:
    """Whoever took a paper is left alone, whether or not anything was said with it: nobody can know."""
    meeting = opens(at(), at(2))
    invite(at())
    took(meeting, cast, "bram")
    assert remind(at(1)) == 0


def test_a_seat_without_a_paper_did_not_take_part(cast: Cast, opens: Opens) -> None:
    meeting = opens(at(), at(2))
    invite(at())
    took(meeting, cast, "bram", paper=False)
    assert remind(at(1)) == 1


def test_who_sits_here_with_an_account_is_reminded_and_who_stood_up_is_not(cast: Cast, opens: Opens) -> None:
    meeting = opens(at(), at(2), community=None)
    took(meeting, cast, "chris", paper=False)
    leave_seat(took(meeting, cast, "els", paper=False).seats[0])
    Gathering(meeting).sit_down("Iemand zonder account")
    assert remind(at(1)) == 1


def test_by_name_who_said_nothing_is_reminded(cast: Cast, opens: Opens) -> None:
    cast.join("chris", cast.community)
    meeting = opens(at(), at(2), [AgendaItem("opening", 5)])
    invite(at())
    chair = took(meeting, cast, "chris", paper=False).seats[0]
    said = {"uuid": chair.pk, "seq": 1, "step": "stand", "kind": "op.item", "role": "teacher", "payload": {}}
    NamedContribution.objects.create(activity=meeting.current, seat=chair, at=at(0, 12), **said)
    assert remind(at(1)) == 1
    assert not OwnTimeLetter.objects.filter(reminded=False).exists()


def test_who_did_one_part_of_two_is_reminded(cast: Cast, opens: Opens, mailoutbox: list[Any]) -> None:
    two = [AgendaItem("change_colours", 20, settings=PICKS), AgendaItem("change_colours", 10, settings=PICKS)]
    meeting = opens(at(), at(2), two)
    invite(at())
    gathering = took(meeting, cast, "bram")
    assert "30 minuten" in mailoutbox[0].body
    assert remind(at(1)) == 1
    other = meeting.activities.last()
    assert take_paper(other, gathering.seats[0], show_paper(other, gathering.seats[0]))
    assert inviting.took_part(cast.bram.person, list(meeting.activities.all()))


def test_a_window_of_an_hour(cast: Cast, opens: Opens) -> None:
    opens(at(0, 14), at(0, 15))
    assert invite(at(0, 14)) == 1
    assert [remind(at(0, 14, 29)), remind(at(0, 14, 30)), remind(at(0, 14, 45))] == [0, 1, 0]


@pytest.mark.parametrize(
    ("opening", "end", "allowed"),
    [
        (at(1, 16), at(7, 16), at(4, 16)),  # halfway is Friday 16:00
        (at(3), at(8), at(5, 22)),  # Saturday
        (at(0, 20), at(1, 20), at(1, 8)),  # exactly at 8:00 on Tuesday
    ],
    ids=str,
)
def test_it_moves_to_the_next_hour_at_which_people_work(
    cast: Cast, opens: Opens, opening: datetime, end: datetime, allowed: datetime
) -> None:
    opens(opening, end)
    OwnTimeLetter.objects.create(meeting=Meeting.objects.get(), person=cast.bram.person, invited_at=opening)
    assert remind(allowed) == (1 if allowed == at(1, 8) else 0)
    assert remind(at(7, 8)) == (0 if allowed == at(1, 8) else 1)


def test_halfway_in_a_holiday_it_waits_for_school_to_begin(cast: Cast, opens: Opens) -> None:
    opens(at(), at(10))
    invite(at())
    Holiday.objects.create(
        school=cast.school, name="Vrij", first_day=MONDAY + timedelta(2), last_day=MONDAY + timedelta(7)
    )
    assert [remind(at(day)) for day in range(10)] == [0, 0, 0, 0, 0, 0, 0, 0, 1, 0]


def test_when_school_begins_after_the_end_there_is_none(cast: Cast, opens: Opens) -> None:
    opens(at(), at(4))
    invite(at())
    Holiday.objects.create(
        school=cast.school, name="Vrij", first_day=MONDAY + timedelta(2), last_day=MONDAY + timedelta(7)
    )
    assert [remind(at(day)) for day in range(14)] == [0] * 14


def test_an_invitation_that_came_after_halfway_is_not_followed_by_a_reminder(
    cast: Cast, opens: Opens
) -> None:
    opens(at(4, 17), at(7, 17))
    assert invite(at(7, 8)) == 1
    assert [remind(at(7, 8)), remind(at(7, 12))] == [0, 0]


def test_nothing_goes_after_the_end(cast: Cast, opens: Opens) -> None:
    opens(at(), at(2))
    assert invite(at()) == 1
    reveal_due(at(2))
    assert remind(at(2)) == invite(at(2)) == 0


def test_the_rows_do_not_tell_who_had_taken_part(cast: Cast, opens: Opens, mailoutbox: list[Any]) -> None:
    """One was mailed and one was not; what is kept of both is the same, and goes when the meeting ends."""
    cast.join("chris", cast.community)
    meeting = opens(at(), at(2))
    invite(at())
    took(meeting, cast, "bram")
    assert remind(at(1)) == 1
    rows = OwnTimeLetter.objects.values_list("invited_at", "reminded")
    assert len(rows) == 2 and len(set(rows)) == 1
    assert set(Letter.objects.values_list("sent_on", flat=True)) == {MONDAY}
    close_meeting(meeting)
    assert not OwnTimeLetter.objects.exists()


def test_who_came_before_the_invitation_has_the_same_row(
    cast: Cast, opens: Opens, mailoutbox: list[Any]
) -> None:
    """It opened on Saturday; Bram came on Sunday by the link on the wall, and the mails went on Monday."""
    cast.join("chris", cast.community)
    took(opens(at(5), at(14)), cast, "bram")
    assert invite(at(7)) == 1 and mailoutbox[0].to == [cast.chris.person.email]
    rows = OwnTimeLetter.objects.values_list("invited_at", "reminded")
    assert len(rows) == 2 and len(set(rows)) == 1
    assert set(Letter.objects.values_list("person", flat=True)) == {
        cast.bram.person.pk,
        cast.chris.person.pk,
    }
    assert invite(at(7, 12)) == 0


def test_two_processes_and_a_restart_send_one(cast: Cast, opens: Opens) -> None:
    """Whoever looks in the same second finds that it was taken."""
    meeting = opens(at(), at(2))
    bram = cast.bram.person
    assert [inviting.take_invitation(meeting, bram, at()) for _ in range(2)] == [True, False]
    assert [inviting.take_reminder(meeting, bram) for _ in range(2)] == [True, False]
    assert invite(at()) == remind(at(1)) == 0


# The link


def test_the_link_leads_to_ones_own_seat_without_signing_in(cast: Cast, opens: Opens) -> None:
    meeting = opens(at(), timezone.now() + timedelta(7))
    path = own_link(meeting, cast.bram.person).removeprefix("https://kring.school.example")
    phone = cast.stranger()
    page = phone.get(path)
    assert "Doe mee als Bram" in page.content.decode()
    assert not meeting.seats.exists(), "a mail scanner that looks takes no seat"
    assert phone.post(path).headers["Location"] == f"/m/{meeting.pk}/"
    assert meeting.seats.get().person == cast.bram.person
    kept = next(one for name, one in phone.cookies.items() if name.startswith("kring_seat"))
    assert int(kept["max-age"]) > 20 * 24 * 3600, "also tomorrow and in a week this is their seat"
    assert cast.stranger().post(path).status_code == 302 and meeting.seats.count() == 1


def test_the_link_holds_no_more_for_who_left_or_leads_or_elsewhere(cast: Cast, opens: Opens) -> None:
    meeting, other = opens(at(), at(7)), opens(at(), at(7))
    plain = f"https://kring.school.example/j/{meeting.join_token}/"
    assert own_link(meeting, cast.amina.person) == plain, "with a seat of hers one could lead"
    link = own_link(meeting, cast.bram.person)
    signed = re.search(r"/for/([^/]+)/", link)
    assert signed is not None
    assert inviting.person_of_link(meeting, signed[1]) == cast.bram.person
    assert inviting.person_of_link(other, signed[1]) is None
    assert inviting.person_of_link(meeting, signed[1] + "x") is None
    cast.bram.person.memberships.update(status="left")
    assert inviting.person_of_link(meeting, signed[1]) is None
    phone = cast.stranger()
    assert phone.get(link.removeprefix("https://kring.school.example")).headers["Location"] == (
        f"/j/{meeting.join_token}/"
    )
