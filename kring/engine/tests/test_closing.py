"""What the end does to voices (C-10): numbers in drawn order, tokens gone, figures as they were."""

from __future__ import annotations

import pytest

from kring.conftest import Cast, Gathering
from kring.engine.meetings.actions import contribute, reveal
from kring.engine.meetings.closing import seal
from kring.engine.meetings.course import go_to
from kring.engine.meetings.models import AnonymousContribution, Paper, Publication, Voice
from kring.engine.tests.speaking import PICKS
from kring.engine.tests.test_publishing import share_openly
from kring.kit.draw import drawn


@pytest.fixture
def shown(cast: Cast) -> tuple[Gathering, list[str]]:
    """Six people whose picture was shown; the meeting and their voices in the order in which they came."""
    gathering = cast.meeting(people=6, settings=PICKS)
    voices = share_openly(gathering, range(6))
    reveal(gathering.activity, "picture", "", by="Amina")
    return gathering, voices


def test_voices_become_numbers_in_drawn_order(shown: tuple[Gathering, list[str]]) -> None:
    gathering, voices = shown
    by_answer = {str(one.uuid): one.voice for one in AnonymousContribution.objects.all()}
    activity = gathering.activity
    gathering.close()
    order = drawn(voices, str(activity.pk), "sealed")
    numbers = {voice: f"#{place}" for place, voice in enumerate(order, 1)}
    for one in AnonymousContribution.objects.all():
        assert one.voice == numbers[by_answer[str(one.uuid)]]
    assert [numbers[voice] for voice in voices] != [f"#{place}" for place in range(1, 7)], "not as they came"


def test_tokens_and_papers_are_destroyed(shown: tuple[Gathering, list[str]]) -> None:
    gathering, voices = shown
    gathering.close()
    assert not Paper.objects.exists() and not Voice.objects.exists()
    left = " ".join(
        str(row) for row in [*AnonymousContribution.objects.values(), *Publication.objects.values()]
    )
    assert not any(voice in left for voice in voices)


def test_the_figures_stay_and_still_say_who_was_counted(shown: tuple[Gathering, list[str]]) -> None:
    gathering, _ = shown
    before = Publication.objects.get()
    gathering.close()
    after = Publication.objects.get()
    assert after.result == before.result
    sizes = {figure: {row: len(ids) for row, ids in rows.items()} for figure, rows in before.rows.items()}
    assert {f: {row: len(ids) for row, ids in rows.items()} for f, rows in after.rows.items()} == sizes
    assert {one for rows in after.rows.values() for ids in rows.values() for one in ids} == {
        f"#{place}" for place in range(1, 7)
    }


def test_a_group_that_was_shown_apart_nowhere_becomes_together(shown: tuple[Gathering, list[str]]) -> None:
    gathering, voices = shown
    AnonymousContribution.objects.filter(voice=voices[0]).update(role="principals")
    AnonymousContribution.objects.filter(voice=voices[1]).update(role="whole")
    gathering.close()
    roles = set(AnonymousContribution.objects.values_list("role", flat=True))
    assert "principals" not in roles and {"", "together"} <= roles


def test_sealing_again_changes_nothing(shown: tuple[Gathering, list[str]]) -> None:
    gathering, _ = shown
    activity = gathering.activity
    gathering.close()
    once = list(AnonymousContribution.objects.order_by("pk").values())
    seal(activity)
    assert list(AnonymousContribution.objects.order_by("pk").values()) == once


def test_what_must_not_outlast_the_activity_is_destroyed(cast: Cast) -> None:
    """Notes to a leader of fewer than five people (tool 09, 8.7); the rest stays to its term."""
    gathering = cast.meeting("carousel", people=4, settings={"leader_feedback": True})
    go_to(gathering.meeting, "round")
    for place in range(1, 4):
        note = {"step": "round", "kind": "cr.leader_note", "key": str(gathering.seats[0].pk)}
        said = note | {"uuid": str(gathering.seats[place].pk), "payload": {"keep": "Blijf vragen stellen."}}
        contribute(gathering.activity, "anonymous", gathering.paper(place)[1], said)
    contribute(
        gathering.activity,
        "named",
        str(gathering.seats[1].pk),
        {"uuid": str(gathering.meeting.pk), "step": "round", "kind": "cr.join", "key": "", "payload": {}},
    )
    activity = gathering.activity
    gathering.close()
    assert activity.anonymous_lane.count() == 0 and activity.named.count() == 1
