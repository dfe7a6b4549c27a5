"""A meeting of several parts in people's own time: all open beside each other, each shown at its moment (C-36)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kring.conftest import Cast, Gathering
from kring.engine.meetings.actions import contribute, erase, reveal_due
from kring.engine.meetings.course import AgendaItem, close_meeting, go_back, go_on, plan_meeting
from kring.engine.meetings.models import Activity, Meeting
from kring.engine.meetings.reading import read_meeting
from kring.engine.tests.parts import NOW, SHOWS, five_pick, parts, three_parts, voice
from kring.engine.tests.speaking import PICKS, envelope, pick
from kring.kit.payload import Refused


@pytest.fixture
def gathering(cast: Cast) -> Gathering:
    return three_parts(cast)


def test_every_part_is_open_from_the_beginning(gathering: Gathering) -> None:
    assert [one.status for one in parts(gathering)] == ["open"] * 3
    assert gathering.activity == parts(gathering)[0]


def test_people_answer_in_any_part_in_any_order(gathering: Gathering) -> None:
    first, second, _ = parts(gathering)
    gathering.sit_down("Aart")
    late, early = voice(gathering, second, 0), voice(gathering, first, 0)
    assert late != early
    pick(second, late)
    pick(first, early)
    assert [one.anonymous_lane.count() for one in parts(gathering)] == [1, 1, 0]
    assert not first.voices.filter(digest=late).exists(), "a paper holds in its own part only"


def test_each_part_is_shown_at_the_moment_and_then_closes(gathering: Gathering) -> None:
    first, second, third = parts(gathering)
    five_pick(gathering, first)
    five_pick(gathering, second)
    assert reveal_due(SHOWS - timedelta(seconds=1)) == 0
    assert reveal_due(SHOWS) == 3
    assert [one.publications.count() for one in (first, second, third)] == [1, 1, 0]
    gathering.sit_down("Laatkomer")
    own = voice(gathering, second, 5)
    for part in (first, second):
        assert not part.steps.exclude(status="closed").exists()
    with pytest.raises(Refused, match="step_closed"):
        pick(second, own)
    assert reveal_due(SHOWS + timedelta(1)) == 0


def test_a_moment_of_its_own_per_part(gathering: Gathering) -> None:
    first, second, _ = parts(gathering)
    Activity.objects.filter(pk=first.pk).update(open_until=NOW + timedelta(days=2))
    five_pick(gathering, first)
    assert reveal_due(NOW + timedelta(days=2)) == 1
    assert first.publications.count() == 1 and second.steps.filter(status="open").exists()


def test_what_may_be_taken_back_can_be_after_the_end(gathering: Gathering) -> None:
    _, second, _ = parts(gathering)
    gathering.sit_down("Aart")
    seat = str(gathering.seats[0].pk)
    said = envelope("own", "cc.named", "", {"think": ["red"], "do": ["blue"]})
    contribute(second, "named", seat, said)
    reveal_due(SHOWS)
    second.refresh_from_db()
    assert erase(second, "named", seat, {"cc.named"}) == 1


def test_whoever_leads_looks_from_part_to_part_and_closes_none(gathering: Gathering) -> None:
    meeting = gathering.meeting
    steps = gathering.activity.steps.count()
    for _ in range(steps):
        go_on(meeting, "")
    assert gathering.activity == parts(gathering)[1]
    assert [one.status for one in parts(gathering)] == ["open"] * 3
    go_back(meeting, "")
    assert gathering.activity == parts(gathering)[0]
    assert set(parts(gathering)[0].steps.values_list("status", flat=True)) == {"open"}


def test_looking_does_not_open_again_what_had_its_time(gathering: Gathering) -> None:
    reveal_due(SHOWS)
    go_on(gathering.meeting, "")
    assert not gathering.activity.steps.filter(status="open").exists()


def test_the_end_of_the_meeting_ends_them_all(gathering: Gathering) -> None:
    close_meeting(gathering.meeting)
    assert {one.status for one in parts(gathering)} == {"closed"}
    assert not any(one.voices.exists() or one.stack.exists() for one in parts(gathering))


def test_what_needs_people_together_is_not_planned_so(cast: Cast) -> None:
    with pytest.raises(Refused, match="not_in_own_time"):
        plan_meeting(
            cast.organisation,
            title="Wandelen",
            planned_at=NOW,
            by=cast.amina.person,
            agenda=[AgendaItem("carousel")],
            shows_at=SHOWS,
        )
    assert not Meeting.objects.exists()


def test_in_a_live_meeting_one_part_runs_for_everybody(cast: Cast) -> None:
    gathering = cast.meeting(agenda=[AgendaItem("change_colours", settings=PICKS), AgendaItem("opening")])
    second = gathering.meeting.activities.last()
    assert second is not None and second.status == "planned"
    state = read_meeting(str(gathering.meeting.pk), part=str(second.pk))
    assert (
        state is not None and state.activity is not None and state.activity.id == str(gathering.activity.pk)
    )
