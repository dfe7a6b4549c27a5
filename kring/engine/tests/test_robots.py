"""Robots play every tool through the house itself: the ordinary verbs, papers, numbers and locks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import pytest

from kring.conftest import Cast
from kring.engine.meetings.models import Publication
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.scenes import scene, shown
from kring.engine.robots import Robots, RobotStumbled
from kring.kit.play import Next, Refuses, Reveal, Say
from kring.kit.scene import Published, Scene
from kring.tests.room import Room
from kring.tools import TOOLS


def robots_of(cast: Cast, key: str, people: int) -> tuple[Robots, list[Any]]:
    """A meeting with this tool and so many robots, and what they will do."""
    play = import_module(f"kring.tools.{key}.tests.play")
    gathering = cast.meeting(key, people, settings=play.class_settings(people))
    return Robots(gathering.meeting, gathering.seats), list(play.class_of(people))


@pytest.mark.parametrize("key", TOOLS)
@pytest.mark.parametrize("people", [0, 1, 5])
def test_robots_play_a_whole_meeting_and_it_comes_out_as_in_memory(cast: Cast, key: str, people: int) -> None:
    """The contract looks at tools in a room without a database; here the house shows that it is the same."""
    robots, script = robots_of(cast, key, people)
    robots.play(script)
    assert Publication.objects.count() == sum(isinstance(action, Reveal) for action in script)
    state = read_meeting(str(robots.meeting.pk))
    assert state is not None and state.activity is not None
    room = Room(TOOLS[key], people, state.activity.settings).play(iter(script))
    assert counted(scene(state)) == counted(room.scene())
    assert shown(state).published.keys() == room.shown().published.keys()
    assert sizes(state.activity.published) == sizes(room.activity.published)


def counted(scene: Scene) -> Counter[str]:
    """How many contributions count, per kind."""
    return Counter(one.kind for one in scene.contributions)


def sizes(published: Sequence[Published]) -> list[dict[str, dict[str, int]]]:
    """How many people stand in each row of each figure of each publication."""
    return [
        {figure: {row: len(ids) for row, ids in rows.items()} for figure, rows in one.rows.items()}
        for one in published
    ]


def test_a_robot_stumbles_over_what_should_have_been_refused(cast: Cast) -> None:
    gathering = cast.meeting(people=1)
    robots = Robots(gathering.meeting, gathering.seats)
    block = Say(0, "test", "cc.block", "cc.t1", {"most": "red", "least": "blue"})
    robots.play([Next("test"), block])
    with pytest.raises(RobotStumbled, match="was accepted"):
        robots.play([Refuses(block, "too_many")])
    with pytest.raises(RobotStumbled, match="gave few_share"):
        robots.play([Refuses(Reveal("picture"), "wait_more")])
