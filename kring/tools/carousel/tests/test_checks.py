"""Everything that does not fit is refused with its reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kring.kit.payload import Refused
from kring.tools.carousel.tool import TOOL

SETTINGS = {**TOOL.settled({"leader_feedback": True})}
SEAL = {"g": [["a", "b"]], "o": ["c"], "s": ["k"], "f": "", "t": []}


def check(kind: str, key: str = "", /, **payload: Any) -> Any:
    return TOOL.kind(f"cr.{kind}").check(key, payload, SETTINGS)


@pytest.mark.parametrize(
    ("kind", "key", "payload", "kept"),
    [
        ("join", "", {"team": " Onderbouw "}, {"team": "Onderbouw"}),
        ("wish", "", {"people": ["a"]}, {"people": ["a"], "newcomer": False, "no_walk": False, "step_free": False}),
        ("rather_not", "", {"people": []}, {"people": []}),
        ("log", "3:promised", {"text": ""}, {"text": ""}),
        ("log", "0:after", {"text": "x"}, {"text": "x"}),
        ("talk_item", "12:said", {"value": None}, {"value": None}),
        ("nominate", "ask:done", {"done": True}, {"done": True}),
        ("nominate", "ask:s1", {"on": True}, {"on": True}),
        ("used", "s1", {"value": "not_yet", "text": ""}, {"value": "not_yet"}),
        ("person", "s1", {"last": None, "fixed_spot": ""}, {"last": None, "fixed_spot": ""}),
        ("spot", "k", {"name": "K"}, {"on": True, "name": "K", "kind": "table", "capacity": 1, "step_free": True}),
        ("spot", "k", {"on": False}, {"on": False}),
        ("setup", "", {"talk": 15, "unit": "teams"}, {"talk": 15, "unit": "teams"}),
        ("turn", "3", {"phase": "talk", "seal": json.dumps(SEAL)}, {"phase": "talk", "seal": SEAL}),
        ("turn", "3", {"phase": "done"}, {"phase": "done"}),
        ("release", "notes", {}, {"upto": None}),
        ("leader_note", "s1", {"wish": "Rust"}, {"keep": "", "change": "", "wish": "Rust"}),
    ],
)  # fmt: skip
def test_what_is_kept(kind: str, key: str, payload: dict[str, Any], kept: dict[str, Any]) -> None:
    assert check(kind, key, **payload) == kept


@pytest.mark.parametrize(
    ("kind", "key", "payload", "code"),
    [
        ("join", "x", {}, "unreadable"),
        ("wish", "", {"people": ["a", "b", "c", "d"]}, "too_many"),
        ("wish", "", {"people": ["a", "a"]}, "unreadable"),
        ("wish", "", {"people": "a"}, "unreadable"),
        ("wish", "", {"people": ["<script>"]}, "unreadable"),
        ("wish", "", {"newcomer": "yes"}, "unreadable"),
        ("rather_not", "", {"people": ["a", "b", "c"]}, "too_many"),
        ("ready", "0", {}, "unreadable"),
        ("ready", "²", {}, "unreadable"),
        ("happened", "100", {"yes": True}, "unreadable"),
        ("log", "0:promised", {"text": "x"}, "unreadable"),
        ("log", "1:after", {"text": "x"}, "unreadable"),
        ("log", "1:promised", {"text": "x" * 401}, "text_too_long"),
        ("expectation", "s1", {"mine": " ", "yours": ""}, "empty_text"),
        ("expectation", "s1", {"mine": "x" * 161}, "text_too_long"),
        ("talk_item", "1:said", {"value": 6}, "unreadable"),
        ("talk_item", "1:liked", {"value": 4}, "unreadable"),
        ("nominate", "love:s1", {"on": True}, "unreadable"),
        ("used", "s1", {"value": "maybe"}, "unreadable"),
        ("kept", "s1", {"value": 0}, "unreadable"),
        ("map_ok", "other", {"ok": True}, "unreadable"),
        ("leader_note", "s1", {}, "empty_text"),
        ("group_sentence", "", {"text": ""}, "empty_text"),
        ("group_sentence", "", {"text": "x" * 141}, "text_too_long"),
        ("opened", "xx_o1", {"on": True}, "unreadable"),
        ("person", "s1", {}, "unreadable"),
        ("person", "s1", {"last": 0}, "unreadable"),
        ("forbid", "", {"a": "s1", "b": "s1", "on": True}, "unreadable"),
        ("spot", "k", {"name": "x" * 31}, "text_too_long"),
        ("spot", "k", {"name": "Kantine", "kind": "boat"}, "unreadable"),
        ("spot", "k", {"name": "Kantine", "capacity": 0}, "unreadable"),
        ("setup", "", {}, "unreadable"),
        ("setup", "", {"talk": 4}, "unreadable"),
        ("setup", "", {"unit": ["teams"]}, "unreadable"),
        ("time", "", {"minutes": -1}, "unreadable"),
        ("turn", "1", {"phase": "start"}, "unreadable"),
        ("turn", "1", {"phase": "talk", "seal": json.dumps({**SEAL, "g": [["a"]]})}, "unreadable"),
        ("turn", "1", {"phase": "talk", "seal": json.dumps({**SEAL, "o": ["a"]})}, "unreadable"),
        ("turn", "1", {"phase": "talk", "seal": json.dumps({**SEAL, "s": []})}, "unreadable"),
        ("turn", "1", {"phase": "talk", "seal": json.dumps({**SEAL, "g": "ab"})}, "unreadable"),
        ("turn", "1", {"phase": "talk", "seal": "[" * 5000}, "unreadable"),
        ("release", "all", {}, "unreadable"),
    ],
)  # fmt: skip
def test_what_is_refused(kind: str, key: str, payload: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        check(kind, key, **payload)
    assert refused.value.code == code


def test_what_must_stay_between_people_is_confidential_and_ends() -> None:
    """C-12: whatever tells who said what of whom is read by the result function only, and has its own term."""
    private = {
        "wish",
        "rather_not",
        "forbid",
        "log",
        "expectation",
        "talk_item",
        "go_on",
        "nominate",
        "map_ok",
    }
    for kind in TOOL.kinds:
        name = kind.name.removeprefix("cr.")
        if name in private | {"used", "kept"}:
            assert kind.confidential and kind.term and kind.lane == "named", name
    assert TOOL.kind("cr.rather_not").term == "rt.rather_not"
    leading = {kind.name for kind in TOOL.kinds if kind.lead_only}
    assert leading >= {"cr.turn", "cr.forbid", "cr.time", "cr.left", "cr.arrived", "cr.setup", "cr.release"}
