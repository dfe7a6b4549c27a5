"""What every tool gets for free: whoever adds a folder to `tools/` is checked here without writing a line."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from django.template import loader
from django.utils import translation

from kring.engine.meetings.state import Ledger
from kring.engine.words import HOUSE, LANGUAGES, of_tool
from kring.kit.payload import Refused
from kring.kit.play import Next, Reveal, Say
from kring.kit.scene import Scene, Shown
from kring.kit.tool import Tool
from kring.pages.facilitate.plan import ABOUT
from kring.pages.house.drawing import Easel, render
from kring.pages.house.faces import FACES, look
from kring.tests.faces import problems
from kring.tests.room import TODAY, Room
from kring.tools import TOOLS

PEOPLE = 9
tools = pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
languages = pytest.mark.parametrize("lang", LANGUAGES)
crowds = pytest.mark.parametrize("people", [0, 1, PEOPLE])


def play_of(tool: Tool) -> ModuleType:
    """The robots of a tool: `class_of(n)` plays a meeting of n people with the settings `class_settings(n)`."""
    return import_module(f"kring.tools.{tool.key}.tests.play")


@cache
def played(key: str, people: int) -> Room:
    """A meeting that was played to its end. Whoever changes it takes another."""
    robots = play_of(TOOLS[key])
    return Room(TOOLS[key], people, robots.class_settings(people)).play(robots.class_of(people))


def variants(tool: Tool) -> Iterator[dict[str, Any]]:
    """Settings that differ in one thing, so that every step is met in at least one of them."""
    full = {one.key: list(one.options) for one in tool.settings if one.type == "subset"}
    yield full
    for setting in tool.settings:
        if setting.type == "choice":
            yield from (full | {setting.key: option} for option in setting.options)
        if setting.type == "flag":
            yield from (full | {setting.key: flag} for flag in (True, False))


def settings_with(tool: Tool, step: str) -> dict[str, Any]:
    """Settings in which this step is used."""
    for given in variants(tool):
        if any(one.key == step for one in tool.course(tool.settled(given))):
            return given
    raise AssertionError(f"no settings of {tool.key} have the step {step}")


# The folder


@tools
def test_the_room_has_what_every_room_has(tool: Tool) -> None:
    room = HOUSE / "tools" / tool.key
    wanted = ["README.md", "tool.py", "compute.py", "tests/play.py"]
    wanted += [f"faces/{face}.html" for face in ("phone", "board", "facilitator", "report")]
    wanted += [
        f"content/{lang}/{file}.yaml" for lang in LANGUAGES for file in ("about", "settings", "script")
    ]
    assert [path for path in wanted if not (room / path).exists()] == []
    examples = [path.read_text() for path in (room / "tests" / "examples").glob("*.yaml")]
    assert any("why:" in text for text in examples), "an example says why it is there"


@tools
def test_the_declaration_fits_together(tool: Tool) -> None:
    kinds, steps = {kind.name for kind in tool.kinds}, {step.key for step in tool.steps}
    assert tool.key == import_module(f"kring.tools.{tool.key}").__name__.rpartition(".")[2]
    assert all(name.startswith(f"{tool.prefix}.") for name in kinds)
    assert len(kinds) == len(tool.kinds) and len(steps) == len(tool.steps)
    accepted = set().union(*(step.accepts for step in tool.steps))
    assert accepted == kinds, "every kind is welcome somewhere, and every welcome kind exists"
    assert {step.done for step in tool.steps if step.done} <= kinds
    assert all(step.done in step.accepts for step in tool.steps if step.done)
    assert set(tool.locks) | set(tool.settles) | set(tool.live_after) <= steps
    assert set().union(*tool.locks.values(), *tool.settles.values()) | tool.live_kinds <= kinds
    assert sum(setting.asked for setting in tool.settings) <= 3, "at most three questions when planning"


@tools
def test_slips_are_asked_what_a_voice_may_say(tool: Tool) -> None:
    """C-09: whoever has no seat has no name to give, and sees on the own face that nothing more is asked."""
    for key, kinds in tool.slips.items():
        step = tool.step(key)
        assert kinds <= step.accepts and (not step.done or step.done in kinds), key
        found = [tool.kind(name) for name in kinds]
        assert all(one.lane != "named" and not one.lead_only and not one.confidential for one in found), key
    assert not tool.slips or tool.anonymous
    assert (HOUSE / "tools" / tool.key / "faces" / "slip.html").exists() == bool(tool.slips)


@tools
def test_prefixes_are_their_own(tool: Tool) -> None:
    assert [one.key for one in TOOLS.values() if one.prefix == tool.prefix] == [tool.key]


@tools
def test_what_was_revealed_is_fixed(tool: Tool) -> None:
    """C-30: answers counted in a publication no longer change; a step without locks says why in the README."""
    readme = (HOUSE / "tools" / tool.key / "README.md").read_text()
    for step in tool.steps:
        if step.reveals and tool.anonymous:
            assert step.key in tool.locks or f"`{step.key}` locks nothing:" in readme, step.key


@tools
def test_scales_are_measured_by_questions_that_are_there(tool: Tool) -> None:
    """C-24: what a scale names is asked in a step that is shown, without names, and comes back as a mean."""
    for given in variants(tool):
        settings = tool.settled(given)
        for scale in tool.scales(settings):
            step, kind = tool.step(scale.step), tool.kind(scale.kind)
            assert scale.kind in step.accepts and step.reveals, scale.key
            assert kind.lane == "anonymous" and not kind.confidential, scale.key
            for item in scale.items:
                assert kind.check(item, {"value": scale.lo}, settings) == {"value": scale.lo}, item
                assert kind.check(item, {"value": None}, settings) == {"value": None}, item
            assert all(of_tool(tool.key, lang).has("scales", scale.key) for lang in LANGUAGES), scale.key
    room = played(tool.key, PEOPLE)
    for scale in tool.scales(room.activity.settings):
        shown = [
            one for one in room.activity.published if one.step == scale.step and scale.figure in one.rows
        ]
        for one in shown:
            mean = scale.mean(one.result)
            assert mean is None or scale.lo <= mean <= scale.hi, scale.key


# The words


@tools
@languages
def test_everything_that_is_chosen_or_opened_has_words(tool: Tool, lang: str) -> None:
    words = of_tool(tool.key, lang)
    assert [field for field in ABOUT if not words.has("about", field)] == []
    assert [step.key for step in tool.steps if not words.has("script", step.key)] == []
    for setting in tool.settings:
        if setting.asked or setting.more:
            assert words.has("settings", setting.key, "label"), setting.key
            named = ("yes",) if setting.type == "flag" else setting.options
            assert [one for one in named if not words.has("settings", setting.key, one)] == [], setting.key


# The sums


@tools
@crowds
def test_a_tool_bears_nobody_one_and_many(tool: Tool, people: int) -> None:
    room = played(tool.key, people)
    bears(room)
    empty = Room(tool, people, play_of(tool).class_settings(people))
    bears(empty)
    for step in empty.activity.steps:
        for choice in tool.choices(empty.scene(), step.key, []):
            with pytest.raises(Refused):
                tool.reveal(empty.scene(), step.key, choice, [])


def bears(room: Room) -> None:
    """Every function of the tool has an answer for this room."""
    tool, now, seen = room.tool, room.scene(), room.shown()
    assert isinstance(room.compute(), dict)
    for step in tool.steps:
        assert isinstance(tool.live(now, step.key), dict)
        assert isinstance(tool.choices(now, step.key, room.activity.published), tuple)
    for seat in range(len(room.state.seats)):
        assert isinstance(room.own(seat, "named"), dict) and isinstance(room.own(seat, "anonymous"), dict)
    for lang in LANGUAGES:
        words = of_tool(tool.key, lang)
        for what in (seen, Shown()):
            assert all(one.text.strip() for one in tool.propose(now.settings, what, TODAY, words))
            assert all(sheet.title.strip() for sheet in tool.sheets(now.settings, what, words))
            assert isinstance(tool.report(now.settings, what, words), list)


@tools
def test_the_order_of_arrival_does_not_matter(tool: Tool) -> None:
    """C-02: the numbers decide, not the order in which the rows happen to be read."""
    now = played(tool.key, PEOPLE).scene()
    turned = Scene(now.settings, now.participants[::-1], now.contributions[::-1], now.as_of)

    def sums(scene: Scene) -> list[Any]:
        return [
            tool.compute(scene.settings, scene.participants, scene.contributions, scene.as_of),
            *(tool.live(scene, step.key) for step in tool.steps),
        ]

    assert sums(turned) == sums(now)


@tools
def test_what_is_revealed_does_not_depend_on_the_order_of_arrival(tool: Tool) -> None:
    now = played(tool.key, PEOPLE).scene()
    turned = Scene(now.settings, now.participants[::-1], now.contributions[::-1], now.as_of)
    met = 0
    for step in tool.steps:
        for choice in tool.choices(now, step.key, []) if step.reveals else ():
            try:
                shown = tool.reveal(now, step.key, choice, [])
            except Refused as refused:
                with pytest.raises(Refused, match=refused.code):
                    tool.reveal(turned, step.key, choice, [])
                continue
            assert tool.reveal(turned, step.key, choice, []) == shown
            met += 1
    assert met or not any(step.reveals for step in tool.steps)


@tools
def test_a_published_answer_cannot_be_given_again(tool: Tool) -> None:
    """The robots repeat whatever a publication counted; every repetition is refused."""
    robots = play_of(tool)
    room = Room(tool, PEOPLE, robots.class_settings(PEOPLE))
    said: list[Say] = []
    tried = 0
    for action in robots.class_of(PEOPLE):
        room.act(action)
        if isinstance(action, Say):
            said.append(action)
        if isinstance(action, Reveal):
            locks, before = tool.locks.get(action.step, frozenset()), room.activity.open_steps
            for old in said:
                if old.kind not in locks:
                    continue
                lane = room.lane(old.kind, old.lane)
                if room.who(old.seat, lane) not in room.activity.locked.get(old.kind, ()):
                    continue
                room.activity.open_steps = frozenset({old.step})
                room.refuses(old, "locked")
                tried += 1
            room.activity.open_steps = before
    assert tried or not any(tool.locks.values())


# The faces


@tools
@languages
@pytest.mark.parametrize("people", [0, PEOPLE], ids=["nobody", "played"])
@pytest.mark.parametrize("face", ["phone", "board", "facilitator"])
def test_a_face_shows_every_step(tool: Tool, lang: str, people: int, face: str) -> None:
    template = loader.get_template(f"{tool.key}/faces/{face}.html")
    for step in tool.steps:
        room = staged(tool, step.key, people)
        with translation.override(lang):
            html = template.render(look(room.state, face, lang))
        assert problems(html) == [], f"{face} in {step.key}"


def staged(tool: Tool, step: str, people: int) -> Room:
    """A meeting that stands at this step, with what was said and shown in a played one."""
    room = Room(tool, people, settings_with(tool, step))
    if people:
        past = played(tool.key, people).activity
        room.state.activity = dataclasses.replace(
            room.activity, ledger=past.ledger, published=past.published, version=past.version, cache={}
        )
    room.act(Next(step))
    return room


@tools
@languages
def test_the_face_of_a_slip_shows_what_is_asked_and_nothing_of_the_group(tool: Tool, lang: str) -> None:
    """Whatever people said, wrote and were shown: on a slip it looks the same (roles.md, VO)."""
    for key in tool.slips:
        empty, full = (render(staged(tool, key, people).state, "slip", lang).html for people in (0, PEOPLE))
        assert full == empty, key
        forms = re.findall(
            r'<form class="say[^>]* data-step="(.*?)" data-kind="(.*?)"[^>]* data-lane="(.*?)"', full
        )
        assert forms and all(kind in tool.slips[step] for step, kind, _ in forms), key
        assert {lane for *_, lane in forms} == {"anonymous"}, key


@tools
@languages
def test_the_own_outcome_is_shown_to_whoever_has_one(tool: Tool, lang: str) -> None:
    room = played(tool.key, PEOPLE)
    if not (HOUSE / "tools" / tool.key / "faces" / "own.html").exists():
        assert all(room.own(seat, lane) == {} for seat in range(PEOPLE) for lane in ("named", "anonymous"))
        return
    template = loader.get_template(f"{tool.key}/faces/own.html")
    shown = 0
    for step in room.activity.steps:
        room.activity.step = step.key
        for seat in range(PEOPLE):
            for lane in ("named", "anonymous"):
                outcome = room.own(seat, lane)
                if not outcome:
                    continue
                with translation.override(lang):
                    html = template.render(
                        {**look(room.state, "phone", lang), "own": outcome, "lane": lane, **outcome}
                    )
                assert problems(html) == [], f"own in {step.key}"
                shown += 1
    assert shown


@tools
@languages
def test_every_picture_of_the_report_says_what_it_shows(tool: Tool, lang: str) -> None:
    room = played(tool.key, PEOPLE)
    words = of_tool(tool.key, lang)
    for block in tool.report(room.activity.settings, room.shown(), words):
        if picture := getattr(block, "picture", None):
            assert (
                picture.title and picture.description and "<title" in picture.svg and "<desc" in picture.svg
            )
            assert 'style="' not in picture.svg and "<style" not in picture.svg


@tools
@languages
@pytest.mark.parametrize("people", [0, PEOPLE], ids=["nobody", "played"])
@pytest.mark.parametrize("face", FACES)
def test_the_whole_face_is_sound(tool: Tool, lang: str, people: int, face: str) -> None:
    """As it is pushed to every phone, wall and facilitator: the house around the tool."""
    for step in tool.steps:
        rendered = render(staged(tool, step.key, people).state, face, lang)
        assert problems(rendered.html) == [], f"{face} in {step.key}"


@tools
@pytest.mark.parametrize("face", FACES)
def test_a_face_drawn_again_is_the_face_drawn_anew(tool: Tool, face: str) -> None:
    """What stays on the easel never hides what somebody said since."""
    for step in tool.steps:
        room = staged(tool, step.key, PEOPLE)
        past = room.activity.ledger
        said = [*past.answers.values(), *past.others.values()]
        ledger = Ledger(tool)
        ledger.earlier = past.earlier
        room.state.activity = dataclasses.replace(room.activity, ledger=ledger, cache={})
        easel = Easel(face, "nl")
        for some in (said[::3], said[1::3], said[2::3]):
            for one in some:
                ledger.add(one)
            assert easel.draw(room.state) == render(room.state, face, "nl"), f"{face} in {step.key}"
