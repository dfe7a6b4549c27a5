"""Several people on one phone (C-03, C-35): a table writes, and it is nobody in any number about people."""

from __future__ import annotations

from typing import Any

import pytest

from kring.conftest import Cast, Gathering
from kring.engine.meetings.actions import contribute, reveal
from kring.engine.meetings.course import go_to
from kring.engine.meetings.leading import agree_takeover, hand_over
from kring.engine.meetings.mentions import mentioned
from kring.engine.meetings.models import Meeting, Seat
from kring.engine.meetings.names import answer_names, ask_names, settle_names
from kring.engine.meetings.papers import show_paper, take_paper
from kring.engine.meetings.progress import Progress, progress
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.scenes import asked, scene
from kring.engine.meetings.seats import take_seat
from kring.engine.tests.speaking import PICKS, envelope, pick, share
from kring.kit.payload import Refused
from kring.kit.roles import group_sizes

SCENARIO = {"text": "Wij maken samen een rooster en houden ons eraan."}


def table(meeting: Meeting, name: str = "Tafel 1", people: int = 5) -> Seat:
    """A table that sits down."""
    return take_seat(meeting, name=name, role="teacher", table_of=people)[0]


def refused(code: str, verb: Any, *given: Any, **named: Any) -> None:
    with pytest.raises(Refused) as told:
        verb(*given, **named)
    assert told.value.code == code


@pytest.fixture
def four(cast: Cast) -> Gathering:
    """Four people in a loose meeting, and a table of five."""
    gathering = cast.meeting(people=4, settings=PICKS, community=None)
    table(gathering.meeting)
    return gathering


def seen(gathering: Gathering) -> Any:
    state = read_meeting(str(gathering.meeting.pk))
    assert state is not None
    return state


def test_a_table_is_nobody_in_particular(cast: Cast) -> None:
    noord = cast.meeting()
    seat, way_back = take_seat(
        noord.meeting, name="Tafel 2", role="teacher", person=cast.bram.person, table_of=6
    )
    assert (seat.person, seat.role, seat.table_of, len(way_back)) == (None, "other", 6, 7)
    assert mentioned(noord.meeting, "Onze Tafel vindt dit goed") == []


@pytest.mark.parametrize("people", [1, 9, -3])
def test_with_how_many_people(cast: Cast, people: int) -> None:
    refused("unreadable", table, cast.meeting().meeting, people=people)


def test_it_counts_in_no_number_of_people(four: Gathering) -> None:
    state = seen(four)
    assert (len(state.people()), len(state.tables())) == (4, 1)
    assert asked(state) == 4
    assert scene(state).invited == 4
    assert sum(group_sizes(scene(state).participants).values()) == 4


def test_four_people_and_a_table_are_not_five(four: Gathering) -> None:
    """The table gets no paper, so that what four people gave stays with them (C-27)."""
    seat = four.meeting.seats.get(table_of=5)
    refused("each_alone", show_paper, four.activity, seat)
    refused("each_alone", take_paper, four.activity, seat, four.activity.stack.first().token)
    voices = [four.paper(place)[1] for place in range(4)]
    go_to(four.meeting, "pick")
    for voice in voices:
        for mode in ("think", "do"):
            pick(four.activity, voice, mode)
    said = envelope("pick", "cc.pick", "think", {"colours": ["red"]})
    for lane in ("named", "anonymous"):
        refused("each_alone", contribute, four.activity, lane, str(seat.pk), said)
    go_to(four.meeting, "own")
    for voice in voices:
        share(four.activity, voice)
    go_to(four.meeting, "picture")
    refused("few_share", reveal, four.activity, "picture", "", by="Amina")


def test_what_tables_write_is_of_all_and_counts_apart(cast: Cast) -> None:
    noord = cast.meeting(people=3, settings={"steps": ["scenarios", "buddies"]}, community=None)
    seats = [table(noord.meeting, f"Tafel {n}") for n in (1, 2)]
    go_to(noord.meeting, "scenarios")
    contribute(
        noord.activity,
        "named",
        str(seats[0].pk),
        envelope("scenarios", "cc.scenario", "blue.first_step", SCENARIO),
    )
    contribute(noord.activity, "named", str(seats[0].pk), envelope("scenarios", "cc.done", "scenarios"))
    contribute(noord.activity, "named", str(noord.seats[0].pk), envelope("scenarios", "cc.done", "scenarios"))
    assert progress(seen(noord)) == Progress(1, 3, True, tables_done=1, tables=2)
    go_to(noord.meeting, "buddies")
    wish = envelope("buddies", "cc.seek", "", {"wishes": []})
    refused("each_alone", contribute, noord.activity, "named", str(seats[0].pk), wish)
    assert progress(seen(noord)).tables == 0, "nobody waits for a table where each speaks for themselves"


def test_with_a_table_there_are_no_names(cast: Cast) -> None:
    """More people sit there than can say yes (C-32)."""
    noord = cast.meeting(people=2, settings=PICKS)
    seat = table(noord.meeting, people=2)
    refused("names_too_late", ask_names, noord.meeting)
    seat.delete()
    ask_names(noord.meeting)
    for one in noord.seats:
        answer_names(noord.activity, one, True)
    late = table(noord.meeting)
    refused("each_alone", answer_names, noord.activity, late, True)
    assert settle_names(noord.meeting) == "no"


def test_a_table_does_not_lead(four: Gathering) -> None:
    seat = four.meeting.seats.get(table_of=5)
    refused("each_alone", hand_over, four.meeting, seat)
    refused("each_alone", agree_takeover, four.meeting, seat, four.seats[0])
    refused("each_alone", agree_takeover, four.meeting, four.seats[0], seat)
