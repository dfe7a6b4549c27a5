"""Publication (C-27, C-30): nobody before the others, frozen afterwards, and never a figure over a few."""

from __future__ import annotations

import json

import pytest

from kring.conftest import Cast, Gathering
from kring.engine.meetings.actions import put_on_board, reveal, take_off_board
from kring.engine.meetings.course import go_to
from kring.engine.meetings.hiding import hide, show_again
from kring.engine.meetings.models import Hiding, Publication
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.scenes import shown
from kring.engine.tests.speaking import PICKS, pick, share
from kring.kit.payload import Refused


def share_openly(gathering: Gathering, seats: range) -> list[str]:
    """These seats pick blue and red and want to be counted; their voices."""
    voices = [gathering.paper(seat)[1] for seat in seats]
    go_to(gathering.meeting, "pick")
    for voice in voices:
        pick(gathering.activity, voice, "think", "blue")
        pick(gathering.activity, voice, "do", "red")
    go_to(gathering.meeting, "own")
    for voice in voices:
        share(gathering.activity, voice)
    go_to(gathering.meeting, "picture")
    return voices


@pytest.fixture
def six(cast: Cast) -> Gathering:
    """Nine people, six of whom shared their colours."""
    gathering = cast.meeting(people=9, settings=PICKS)
    share_openly(gathering, range(6))
    return gathering


def seen(gathering: Gathering) -> dict[str, object]:
    """What has been published, as every face sees it."""
    state = read_meeting(str(gathering.meeting.pk))
    assert state is not None
    return dict(shown(state).published)


@pytest.mark.parametrize("people", [0, 1, 2, 4])
def test_too_few_are_not_shown(cast: Cast, people: int) -> None:
    gathering = cast.meeting(people=people, settings=PICKS)
    share_openly(gathering, range(people))
    with pytest.raises(Refused, match="few"):
        reveal(gathering.activity, "picture", "", by="Amina")
    assert not Publication.objects.exists() and seen(gathering) == {}


def test_nobody_sees_it_before_it_is_revealed(six: Gathering) -> None:
    assert seen(six) == {}
    reveal(six.activity, "picture", "", by="Amina")
    assert seen(six)["picture"]["n"] == 6  # type: ignore[index]


def test_a_publication_says_who_made_it_and_what_was_counted(six: Gathering) -> None:
    made = reveal(six.activity, "picture", "", by="Amina")
    assert (made.number, made.by, made.upto_seq) == (1, "Amina", 18)
    assert {len(members) for rows in made.rows.values() for members in rows.values()} <= {0, 6}


def test_pressing_twice_publishes_once(six: Gathering) -> None:
    first = reveal(six.activity, "picture", "", by="Amina")
    second = reveal(six.activity, "picture", "", by="Bram")
    assert first.pk == second.pk and Publication.objects.count() == 1


def test_what_was_counted_is_locked(six: Gathering) -> None:
    activity = six.activity
    voice = sorted({one.voice for one in activity.anonymous_lane.all()})[0]
    reveal(activity, "picture", "", by="Amina")
    for change in (
        lambda: pick(activity, voice, "think", "white"),
        lambda: share(activity, voice, "private"),
    ):
        with pytest.raises(Refused, match="locked"):
            change()


@pytest.mark.parametrize("late", [1, 2])
def test_one_or_two_latecomers_have_to_wait_for_more(six: Gathering, late: int) -> None:
    before = reveal(six.activity, "picture", "", by="Amina")
    share_openly(six, range(6, 6 + late))
    with pytest.raises(Refused, match="wait_more"):
        reveal(six.activity, "picture", "", by="Amina")
    assert [one.pk for one in Publication.objects.all()] == [before.pk]
    assert seen(six)["picture"]["n"] == 6  # type: ignore[index]


def test_three_latecomers_make_a_second_publication_and_the_first_stays(six: Gathering) -> None:
    first = reveal(six.activity, "picture", "", by="Amina")
    frozen = json.dumps([first.rows, first.result], sort_keys=True)
    share_openly(six, range(6, 9))
    second = reveal(six.activity, "picture", "", by="Amina")
    first.refresh_from_db()
    assert second.number == 2 and seen(six)["picture"]["n"] == 9  # type: ignore[index]
    assert json.dumps([first.rows, first.result], sort_keys=True) == frozen


def test_a_picture_is_taken_off_the_board_and_nothing_is_undone(six: Gathering) -> None:
    made = reveal(six.activity, "picture", "", by="Amina")
    take_off_board(six.activity, "picture", "")
    take_off_board(six.activity, "picture", "")
    assert seen(six) == {} and Publication.objects.get().pk == made.pk
    assert reveal(six.activity, "picture", "", by="Amina").pk == made.pk
    assert "picture" in seen(six)
    put_on_board(made)
    assert Publication.objects.count() == 1


@pytest.mark.parametrize("step", ["pick", "harvest", "nowhere"])
def test_a_step_with_nothing_to_reveal_says_so(six: Gathering, step: str) -> None:
    with pytest.raises(Refused, match="nothing_to_reveal"):
        reveal(six.activity, step, "", by="Amina")


def test_what_was_not_published_before_the_end_stays_unseen(six: Gathering) -> None:
    activity = six.activity
    six.close()
    with pytest.raises(Refused, match="activity_closed"):
        reveal(activity, "picture", "", by="Amina")


def test_a_hidden_card_needs_a_reason_and_comes_back(six: Gathering) -> None:
    card = str(six.activity.anonymous_lane.first().uuid)
    with pytest.raises(Refused, match="reason"):
        hide(six.activity, card, by="Amina", reason="  ")
    hide(six.activity, card, by="Amina", reason="A name of a pupil")
    hide(six.activity, card, by="Bram", reason="Pressed as well")
    assert Hiding.objects.get().reason == "A name of a pupil"
    state = read_meeting(str(six.meeting.pk))
    assert state is not None and state.activity is not None
    assert card not in {one.uuid for one in state.activity.ledger.counting()}
    assert state.activity.hidden == {card: "A name of a pupil"}
    show_again(six.activity, card)
    state = read_meeting(str(six.meeting.pk))
    assert state is not None and state.activity is not None
    assert card in {one.uuid for one in state.activity.ledger.counting()}
