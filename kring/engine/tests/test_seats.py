"""Seats (C-08): one per person or device, taken up again elsewhere, and never by guessing."""

from __future__ import annotations

import uuid

import pytest

from kring.conftest import Cast, Gathering
from kring.engine.meetings.leading import chair_to_lead
from kring.engine.meetings.models import Seat
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.scenes import scene
from kring.engine.meetings.seats import LETTERS, find_way_back, invited, leave_seat, release_seat, take_seat
from kring.kit.payload import Refused


@pytest.fixture
def gathering(cast: Cast) -> Gathering:
    return cast.meeting(people=2)


def test_the_same_device_gets_the_same_seat(gathering: Gathering) -> None:
    device = str(uuid.uuid4())
    first, code = take_seat(gathering.meeting, name="Claire", role="teacher", ident=device)
    second, again = take_seat(gathering.meeting, name="Claire", role="teacher", ident=device)
    assert first.pk == second.pk and code and again == ""


def test_a_person_has_one_seat_on_whatever_device(cast: Cast, gathering: Gathering) -> None:
    bram = cast.bram.person
    first = gathering.sit_down("Bram", person=bram)
    second, _ = take_seat(gathering.meeting, name="B.", role="support", person=bram, ident=str(uuid.uuid4()))
    assert second.pk == first.pk and second.shown_name == "Bram"


def test_two_people_may_have_the_same_name(gathering: Gathering) -> None:
    seats = [gathering.sit_down("Jan") for _ in range(2)]
    assert seats[0].pk != seats[1].pk


def test_the_device_of_another_meeting_gets_no_seat_here(cast: Cast, gathering: Gathering) -> None:
    elsewhere = cast.meeting(people=1)
    with pytest.raises(Refused, match="unreadable"):
        take_seat(gathering.meeting, name="Aart", role="teacher", ident=str(elsewhere.seats[0].pk))


@pytest.mark.parametrize(
    ("name", "role", "code"),
    [
        ("", "teacher", "empty_text"),
        ("   \u202e ", "teacher", "empty_text"),
        ("x" * 10_000, "teacher", "text_too_long"),
        ("Claire", "headmaster", "unreadable"),
        ("Claire", "", "unreadable"),
    ],
)
def test_a_wrong_name_or_position_is_refused(gathering: Gathering, name: str, role: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        take_seat(gathering.meeting, name=name, role=role)
    assert gathering.meeting.seats.count() == 2


@pytest.mark.parametrize("name", ["👩‍🏫", "שרה", "<b>Jan</b>", "O'Neill; drop table", "Ünal Çelik-de Vries"])
def test_odd_names_are_names(gathering: Gathering, name: str) -> None:
    assert take_seat(gathering.meeting, name=name, role="teacher")[0].shown_name == name


def test_nobody_sits_down_before_the_meeting_opens_or_after_it_ends(cast: Cast, gathering: Gathering) -> None:
    gathering.close()
    for meeting in (gathering.meeting, cast.meeting(opened=False).meeting):
        with pytest.raises(Refused, match="meeting_closed"):
            take_seat(meeting, name="Laat", role="teacher")


def test_the_way_back_moves_the_seat_to_another_device(gathering: Gathering) -> None:
    seat = gathering.seats[0]
    code = gathering.way_back[seat.pk]
    found = find_way_back(gathering.meeting, f" {code.lower()} ")
    assert found.pk == seat.pk and found.key != seat.key, "the old device lost it"
    assert find_way_back(gathering.meeting, code.replace("-", "")).pk == seat.pk


@pytest.mark.parametrize("code", ["", "   ", "BBB-BBB", "'; --", "0" * 400])
def test_a_wrong_way_back_leads_nowhere(gathering: Gathering, code: str) -> None:
    with pytest.raises(Refused, match="way_back_unknown"):
        find_way_back(gathering.meeting, code)


def test_a_way_back_leads_into_its_own_meeting_only(cast: Cast, gathering: Gathering) -> None:
    other = cast.meeting(people=1)
    with pytest.raises(Refused, match="way_back_unknown"):
        find_way_back(gathering.meeting, other.way_back[other.seats[0].pk])


def test_only_the_hash_of_a_way_back_is_kept(gathering: Gathering) -> None:
    code = gathering.way_back[gathering.seats[0].pk].replace("-", "")
    assert len(code) == 6 and set(code) <= set(LETTERS)
    assert not any(code in str(row) for row in Seat.objects.values())


def test_a_released_seat_gets_a_new_way_back_and_the_old_one_ends(gathering: Gathering) -> None:
    seat = gathering.seats[0]
    key = seat.key
    new = release_seat(seat)
    with pytest.raises(Refused, match="way_back_unknown"):
        find_way_back(gathering.meeting, gathering.way_back[seat.pk])
    found = find_way_back(gathering.meeting, new)
    assert found.pk == seat.pk and found.key != key


def test_whoever_left_and_comes_back_sits_on_the_same_chair(gathering: Gathering) -> None:
    seat = gathering.seats[0]
    leave_seat(seat)
    left = seat.left_at
    leave_seat(seat)
    assert seat.left_at == left
    again, _ = take_seat(gathering.meeting, name="Aart", role="teacher", ident=str(seat.pk))
    assert again.pk == seat.pk and again.left_at is None


@pytest.mark.parametrize(
    ("members", "seated", "n"),
    [
        ("", [], 0),
        ("abc", [], 3),
        ("abc", ["a", "b"], 3),
        ("abc", ["a", "x"], 4),  # somebody of another circle
        ("abc", ["a", ""], 3),  # a guest may be one of the two who did not sign in
        ("abc", ["a", "", "", ""], 4),
        ("", ["", ""], 2),
    ],
)
def test_of_how_many_people_a_result_is_about_some(members: str, seated: list[str], n: int) -> None:
    """C-05: active members and the other seats; nobody twice."""
    assert invited(set(members), seated) == n


def test_a_result_says_of_how_many_who_were_invited(cast: Cast) -> None:
    """C-22: also of those who did not come; with names only of those who take part."""
    for name in ("chris", "els", "joost"):
        cast.join(name, cast.community)
    gathering = cast.meeting(people=2)
    state = read_meeting(str(gathering.meeting.pk))
    assert scene(state).invited == 4
    state.activity.names = "yes"
    state.activity.cache.clear()
    assert scene(state).invited == 2


def test_whoever_only_leads_is_not_one_of_them(cast: Cast) -> None:
    gathering = cast.meeting(people=2)
    chair_to_lead(gathering.meeting, cast.amina.person)
    state = read_meeting(str(gathering.meeting.pk))
    assert len(state.seats) == 3 and scene(state).invited == 2
