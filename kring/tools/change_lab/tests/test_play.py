"""The robots play, in one meeting and in two."""

from fractions import Fraction as F
from typing import Any

import pytest

from kring.kit.freeze import freeze
from kring.kit.scene import Scene
from kring.tools.change_lab.compute import compute
from kring.tools.change_lab.tests.play import class_of, class_settings, mistakes, two_meetings
from kring.tools.change_lab.tests.scenes import TODAY, Lab, words
from kring.tools.change_lab.tool import TOOL


def played(n: int) -> Lab:
    return Lab(n, **class_settings(n)).play(class_of(n))


@pytest.fixture(scope="module")
def twice() -> Lab:
    (first, play), (second, again) = two_meetings(12)
    return Lab(12, **first).play(play).meet(kept=["agreement"], **second).play(again)


@pytest.mark.parametrize("n", [0, 1, 2, 4, 5, 30])
def test_a_lab_plays_with_any_number_of_people(n: int) -> None:
    lab = played(n)
    steps = {one.step for one in lab.published}
    assert steps >= {"mirror_look", "rate", "zone", "evaluate", "mirror_in"} if n >= 5 else not steps
    assert ("barometer" in steps) == (n >= 10)
    for lang in ("nl", "en"):
        said, shown = words(lang), lab.shown()
        assert all(one.text.strip() for one in TOOL.propose(lab.settings, shown, TODAY, said))
        assert TOOL.report(lab.settings, shown, said) and TOOL.prints(lab.settings, shown, said)
        assert all(sheet.title and sheet.rows for sheet in TOOL.sheets(lab.settings, shown, said))


def test_two_hundred_people_play_the_parts_for_a_whole_school() -> None:
    from kring.tools.change_lab.tests import play

    lab = Lab(200, wide=True, session_no=3, steps=["mirror_in", "rate", "barometer"], baro_form="standard")
    lab.play(play.mirror(200, "wide")).play(play.barometer(200, "wide", "standard"))
    wall = Lab.live(lab, "mirror_in")
    # Two of them were bundled by the facilitator, and lie on the wall.
    assert len(wall["queue"]) + 2 == wall["made"] >= 200 and wall["waiting"] == 0
    assert lab.published[-1].result["n"] > 190


def test_the_same_lot_plays_the_same() -> None:
    assert list(class_of(6, "one")) == list(class_of(6, "one")) != list(class_of(6, "two"))


def test_what_only_the_whole_lab_can_refuse() -> None:
    lab = played(6).play(mistakes())
    assert "Idee 1" in lab.texts("model.past")


def test_the_order_of_arrival_does_not_matter(twice: Lab) -> None:
    now = twice.scene()
    turned = Scene(now.settings, now.participants[::-1], now.contributions[::-1], now.as_of)
    assert compute(now.settings, now.participants, now.contributions, TODAY) == compute(
        turned.settings, turned.participants, turned.contributions, TODAY
    )
    for step in TOOL.steps:
        assert TOOL.live(now, step.key) == TOOL.live(turned, step.key)
    assert TOOL.lead(now) == TOOL.lead(turned)


def test_everything_that_may_be_seen_can_be_kept(twice: Lab) -> None:
    for part in twice.shown().live.values():
        freeze(dict(part))


def test_a_lab_remembers_its_first_meeting(twice: Lab) -> None:
    part = twice.live("close")
    assert part["wall"]["n"] > 24 and len(part["tensions"]) == 3
    assert {one["session"] for one in part["wall"]["cells"]["mirror.present"]} == {4, 5}
    [first] = [one for one in part["wall"]["cells"]["mirror.past"] if one["text"] == "Ik keek wel op"]
    assert first["session"] == 4 and first["by"] == "Robot 1" and first["cluster"]


def test_the_trial_comes_back_in_the_mirror(twice: Lab) -> None:
    part = twice.live("close")
    threads: dict[str, Any] = {one["n"]: one for one in part["threads"]["threads"]}
    assert threads[1]["reached"] == [True, True, True, True] and threads[1]["stage"] == 4
    assert part["threads"]["round"] == 1
    [trial, _] = part["experiments"]
    assert (trial["status"], trial["verdict"], trial["people"]) == ("done", "keep", 2)
    assert trial["ran"] and trial["finished"] and twice.lead()["stall"]["level"] == 0


def test_every_session_shows_which_actions_were_seen(twice: Lab) -> None:
    first, second = twice.live("close")["learning"]
    assert first["session"] == 4 and all(
        first["seen"][one] for one in ("question", "analyse", "model", "examine")
    )
    assert first["seen"]["consolidate"] and first["by_hand"] == {"consolidate": "Afspraak gemaakt"}
    assert not first["seen"]["implement"] and second["seen"]["implement"] and not second["seen"]["model"]


def test_the_barometer_stands_beside_the_earlier_one(twice: Lab) -> None:
    seen = twice.published[-1].result
    assert (seen["form"], [one["form"] for one in seen["earlier"]]) == ("standard", ["short"])
    for name, one in seen["processes"].items():
        [moved] = one["movement"]
        assert (moved["session"], moved["form"]) == (4, "short")
        assert moved["d"] == seen["compare"]["short"][name]["mean"] - seen["earlier"][0]["means"][name]


def test_tensions_weighed_twice_have_a_memory(twice: Lab) -> None:
    then, now = twice.chapters[0].published, twice.published
    first = next(one.result for one in then if one.step == "rate")["ranked"]
    last = next(one.result for one in now if one.step == "rate")["ranked"]
    for one in twice.tensions():
        r1, r2 = (next(each["R"] for each in ranked if each["id"] == one["id"]) for ranked in (first, last))
        assert one["release"]["d"] == r1 - r2 and (one["release"]["then"], one["release"]["now"]) == (4, 5)
        assert isinstance(one["R"], F) and one["R"] == r2
