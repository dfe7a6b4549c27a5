"""What may be shown, and when, from the example files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kring.kit.payload import Refused
from kring.kit.scene import Contribution, Participant, Published, Scene
from kring.tools.looking_back import checks
from kring.tools.looking_back.compute import compute, live, reveal

EXAMPLES = yaml.safe_load((Path(__file__).parent / "examples" / "said.yaml").read_text(encoding="utf-8"))
DAY = date(2026, 3, 16)


def scene(given: list[list[str]], **settings: Any) -> Scene:
    said = [
        Contribution(str(seq), "answer", "lb.answer", key, who, {"text": text}, seq)
        for seq, (who, key, text) in enumerate(given, start=1)
    ]
    people = [Participant(one, name=one.title()) for one in sorted({who for who, *_ in given})]
    return Scene({"lot": "a1", "topic": "roles", **settings}, people, said, DAY)


def shown(now: Scene, before: list[Published] | None = None) -> dict[str, Any]:
    return reveal(now, "look", "", before or []).result


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda case: case["why"])
def test_examples(case: dict[str, Any]) -> None:
    now, expect = scene(case["answers"]), case["expect"]
    assert compute(now.settings, now.participants, now.contributions, DAY)["n"] == expect["n"]
    if "refused" in expect:
        with pytest.raises(Refused, match=expect["refused"]):
            shown(now)
        return
    seen = shown(now)
    found = {question: sorted(one["text"] for one in texts) for question, texts in seen["answers"].items()}
    assert found == expect["said"] and seen["topic"] == "roles"
    assert {one["by"] for texts in seen["answers"].values() for one in texts} == {""}


def five() -> list[list[str]]:
    return [[who, "q1", f"Van {who}"] for who in "abcde"]


def test_texts_stand_in_drawn_order_whoever_came_first() -> None:
    now, turned = scene(five()), scene(five()[::-1])
    assert shown(now)["answers"] == shown(turned)["answers"]
    other = [one["text"] for one in shown(scene(five(), lot="zz"))["answers"]["q1"]]
    assert sorted(other) == sorted(one["text"] for one in shown(now)["answers"]["q1"])


def test_shown_again_only_when_three_are_new() -> None:
    first = reveal(scene(five()), "look", "", [])
    before = [Published("look", "", 1, 5, first.rows, first.result)]
    with pytest.raises(Refused, match="wait_more"):
        shown(scene([*five(), ["f", "q2", "F"]]), before)
    assert shown(scene([*five(), *([who, "q2", who] for who in "fgh")]), before)["n"] == 8


def test_with_names_three_are_enough_and_a_name_stands_with_it() -> None:
    with pytest.raises(Refused, match="too_few_named"):
        shown(scene(five()[:2], named=True))
    seen = shown(scene(five()[:3], named=True))
    assert {one["by"] for one in seen["answers"]["q1"]} == {"A", "B", "C"}


@pytest.mark.parametrize(
    ("key", "payload", "code"),
    [
        ("q3", {"text": "Iets"}, "unreadable"),
        ("q1", {"text": 3}, "unreadable"),
        ("q1", {"text": "x" * 281}, "text_too_long"),
    ],
)
def test_what_cannot_be_answered(key: str, payload: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        checks.answer(key, payload, {})


def test_one_thing_is_a_sentence_or_nothing() -> None:
    with pytest.raises(Refused, match="text_too_short"):
        checks.adjust("", {"text": "Kort"}, {})
    assert checks.adjust("", {"text": " "}, {}) == {"text": ""}
    one = Contribution("1", "choose", "lb.adjust", "", "a", {"text": "We beginnen met een ronde."}, 1)
    two = Contribution("2", "choose", "lb.adjust", "", "a", {"text": ""}, 2)
    assert live(Scene({}, [], [one], DAY), "choose") == {"adjustment": "We beginnen met een ronde."}
    assert live(Scene({}, [], [two, one], DAY), "choose") == {}, "the newest counts"


def test_a_topic_that_was_not_filled_in_is_the_first() -> None:
    assert checks.topic_of({"topic": "next"}) == checks.topic_of({}) == "interaction"
