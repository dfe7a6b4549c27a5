"""Seat and voice (C-07 to C-10): everybody one paper, and nobody can tell whose it is."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from kring.conftest import Cast, Gathering
from kring.engine.meetings.actions import contribute
from kring.engine.meetings.course import go_to
from kring.engine.meetings.models import (
    AnonymousContribution,
    NamedContribution,
    Paper,
    PaperMark,
    SlipCount,
    Voice,
)
from kring.engine.meetings.papers import SPARE, show_paper, take_paper
from kring.engine.meetings.state import digest
from kring.engine.tests.speaking import PICKS, envelope, pick, share
from kring.kit.payload import Refused


@pytest.fixture
def three(cast: Cast) -> Gathering:
    """Aart, Bert and Claire at the first step of Colours of change."""
    return cast.meeting(people=3, settings=PICKS)


def test_the_stack_is_made_in_one_go_and_sorted(cast: Cast) -> None:
    activity = cast.meeting(people=3).activity
    members = cast.community.memberships.members().count()
    assert activity.stack.count() == members + SPARE == activity.voices.count()
    tokens = list(Paper.objects.values_list("token", flat=True))
    assert tokens == sorted(tokens) and min(len(token) for token in tokens) >= 22, "128 bits"
    assert set(Voice.objects.values_list("digest", flat=True)) == {digest(token) for token in tokens}


def test_a_paper_that_is_only_shown_is_still_on_the_stack(three: Gathering) -> None:
    before = three.activity.stack.count()
    show_paper(three.activity, three.seats[0])
    assert three.activity.stack.count() == before and not PaperMark.objects.exists()


def test_taking_marks_the_seat_and_takes_the_paper_away(three: Gathering) -> None:
    token, voice = three.paper(0)
    assert not three.activity.stack.filter(token=token).exists()
    assert three.activity.voices.filter(digest=voice).exists()
    assert PaperMark.objects.get().seat == three.seats[0]


def test_taking_twice_is_answered_with_yes(three: Gathering) -> None:
    token, _ = three.paper(0)
    assert take_paper(three.activity, three.seats[0], token) is True
    assert PaperMark.objects.count() == 1


def test_a_second_paper_is_refused(three: Gathering) -> None:
    three.paper(0)
    with pytest.raises(Refused, match="paper_given"):
        show_paper(three.activity, three.seats[0])
    other = three.activity.stack.first().token
    with pytest.raises(Refused, match="paper_given"):
        take_paper(three.activity, three.seats[0], other)
    assert three.activity.stack.filter(token=other).exists()


def test_two_who_are_shown_the_same_paper_get_one_each(three: Gathering) -> None:
    token = show_paper(three.activity, three.seats[0])
    assert take_paper(three.activity, three.seats[0], token) is True
    assert take_paper(three.activity, three.seats[1], token) is False, "draw again"
    assert not PaperMark.objects.filter(seat=three.seats[1]).exists()
    three.paper(1)
    assert PaperMark.objects.count() == 2


def test_a_paper_that_never_was_is_nobodys(three: Gathering) -> None:
    assert take_paper(three.activity, three.seats[0], "made up at home") is False
    assert not PaperMark.objects.exists()


def test_the_stack_is_filled_again_before_it_runs_out(three: Gathering) -> None:
    activity = three.activity
    enough = activity.stack.order_by("token").values_list("token", flat=True)[: SPARE // 2]
    activity.stack.exclude(token__in=list(enough)).delete()
    show_paper(activity, three.seats[0])
    assert activity.stack.count() == SPARE // 2, "25 are enough"
    activity.stack.first().delete()
    show_paper(activity, three.seats[0])
    assert activity.stack.count() == SPARE // 2 - 1 + SPARE


def test_after_closing_nobody_gets_a_paper(three: Gathering) -> None:
    activity = three.activity
    token = show_paper(activity, three.seats[0])
    three.close()
    with pytest.raises(Refused, match="activity_closed"):
        show_paper(activity, three.seats[0])
    with pytest.raises(Refused, match="activity_closed"):
        take_paper(activity, three.seats[0], token)
    assert not Paper.objects.exists() and not Voice.objects.exists()


def everything() -> list[tuple[str, dict[str, Any]]]:
    """Every row of every table of the application, with the name of its table."""
    return [
        (
            model._meta.label,
            {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields},
        )
        for model in apps.get_models(include_auto_created=True)
        for row in model._default_manager.all()
    ]


def names_in(row: dict[str, Any], names: set[str]) -> set[str]:
    """Which of these values a row holds, anywhere in it."""
    written = " ".join(str(value) for value in row.values())
    return {name for name in names if name in written}


def connected(seats: set[str], voices: set[str]) -> list[str]:
    """The tables in which some value stands both with a seat and with a voice."""
    beside_seat: dict[str, str] = {}
    beside_voice: dict[str, str] = {}
    found = []
    for label, row in everything():
        seat, voice = names_in(row, seats), names_in(row, voices)
        if seat and voice:
            found.append(f"{label}: a seat and a voice in one row")
        # Whole numbers, words of the tool and the activity itself are in many rows; what points is long and rare.
        telling = {str(value) for value in row.values() if len(str(value)) >= 20} - seats - voices
        for value in telling if seat else ():
            beside_seat[value] = label
        for value in telling if voice else ():
            beside_voice[value] = label
    return found + [
        f"{value} in {beside_seat[value]} and {beside_voice[value]}"
        for value in beside_seat.keys() & beside_voice
    ]


@pytest.mark.parametrize("closed", [False, True], ids=["running", "closed"])
def test_no_table_holds_a_value_that_stands_with_a_seat_and_with_a_voice(
    three: Gathering, closed: bool
) -> None:
    """Test 9 of the roles, for every table there is."""
    activity = three.activity
    papers = [three.paper(seat) for seat in range(3)]
    go_to(three.meeting, "pick")
    for _, voice in papers:
        pick(activity, voice, "think", "blue")
        pick(activity, voice, "do", "red")
    go_to(three.meeting, "own")
    for _, voice in papers:
        share(activity, voice)
    if closed:
        three.close()
    assert linked(three, papers) == []


def linked(gathering: Gathering, papers: list[tuple[str, str]]) -> list[str]:
    """What connects the seats of a meeting with these papers. The activity belongs to both and tells nothing."""
    seats = {
        str(one)
        for seat in gathering.seats
        for one in (seat.pk, seat.pk.hex, seat.key, seat.way_back, seat.shown_name)
    }
    voices = {one for paper in papers for one in paper}
    ours = {str(one) for row in (gathering.activity, gathering.meeting) for one in (row.pk, row.pk.hex)}
    return [one for one in connected(seats, voices) if not any(part in one for part in ours)]


def test_a_link_would_be_noticed(three: Gathering) -> None:
    papers = [three.paper(seat) for seat in range(3)]
    note = "the browser that both of them used"
    AnonymousContribution.objects.create(
        uuid=uuid.uuid4(), activity=three.activity, seq=1, voice=papers[0][1], payload={}, key=note
    )
    assert linked(three, papers) == []
    about = {"activity": three.activity, "step": "strategy", "kind": "cc.phase", "at": timezone.now()}
    for seq, key, payload in ((1, note, {}), (2, "", {"voice": papers[1][1]})):
        NamedContribution.objects.create(
            uuid=uuid.uuid4(),
            seq=seq,
            key=key,
            payload=payload,
            seat=three.seats[seq],
            role="teacher",
            **about,
        )
    found = linked(three, papers)
    assert "engine.NamedContribution: a seat and a voice in one row" in found
    assert f"{note} in engine.NamedContribution and engine.AnonymousContribution" in found


def test_the_anonymous_lane_has_no_moment_no_seat_and_no_device() -> None:
    columns = {field.attname for field in AnonymousContribution._meta.concrete_fields}
    assert columns == {"uuid", "activity_id", "seq", "step", "kind", "key", "voice", "role", "payload"}
    assert {field.attname for field in PaperMark._meta.concrete_fields} == {"id", "activity_id", "seat_id"}
    assert {field.attname for field in Voice._meta.concrete_fields} == {"digest", "activity_id", "slip"}
    assert {field.attname for field in SlipCount._meta.concrete_fields} == {
        "id",
        "activity_id",
        "made",
        "lapsed",
        "used",
    }


def test_an_answer_is_stored_without_the_role_of_the_seat(three: Gathering) -> None:
    _, voice = three.paper(0)
    go_to(three.meeting, "pick")
    pick(three.activity, voice)
    assert AnonymousContribution.objects.get().role == ""


def test_the_order_of_the_marks_tells_nothing_after_closing(cast: Cast) -> None:
    """Rows come back in the order they were written when nobody sorts them; that order is rewritten."""
    gathering = cast.meeting(people=9, settings=PICKS)
    for seat in range(9):
        gathering.paper(seat)
    gathering.close()
    written = [str(one.pk) for one in PaperMark.objects.order_by()]
    assert written == sorted(written)


def test_a_voice_is_refused_in_the_named_lane_and_a_seat_in_the_anonymous(three: Gathering) -> None:
    go_to(three.meeting, "pick")
    said = envelope("pick", "cc.pick", "think", {"colours": ["blue"]})
    with pytest.raises(Refused, match="not_this_lane"):
        contribute(three.activity, "named", str(three.seats[0].pk), said)
