"""Section 9, and what people do that nobody planned."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kring.frames.activity_system.vocabulary import COMPONENTS
from kring.frames.transitions.vocabulary import on_screen
from kring.kit.payload import Refused
from kring.kit.scene import Scene
from kring.tools.change_lab.tests.play import figure_9
from kring.tools.change_lab.tests.scenes import ALL, TODAY, Lab
from kring.tools.change_lab.tool import TOOL

IMAGE = {"image": "0b6e1f80-6d2c-4a53-9f3e-2f6f6a5a1c01", "alt": "Een leeg bord"}
MIRROR = {
    "surface": "mirror",
    "time": "present",
    "text": "Kijk",
    "mirror_kind": "picture",
    "safe_check": True,
}
LOG = {"experiment": "e1", "date": "2026-03-16", "text": "x"}
TENSION = {"a": "rules", "b": "community", "one_hand": "dit", "other_hand": "dat"}


@pytest.fixture
def lab() -> Lab:
    return Lab(12, steps=ALL)


def code(lab: Lab, seat: int, step: str, kind: str, key: str = "", /, **payload: Any) -> str:
    try:
        lab.say(seat, step, kind, key, **payload)
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(
    ("payload", "refused"),
    [
        ({**MIRROR, "safe_check": False}, "safe"),
        ({**MIRROR, "safe_check": "yes"}, "safe"),
        ({**MIRROR, "mirror_kind": ""}, "unreadable"),
        ({**MIRROR, "text": "x" * 10_000}, "text_too_long"),
        ({**MIRROR, "text": " "}, "empty_text"),
        ({**MIRROR, "surface": "ceiling"}, "unreadable"),
        ({**MIRROR, "time": None}, "unreadable"),
        ({**MIRROR, "image": "a.png", "faces_ok": True}, "photo"),
        ({**MIRROR, "image": {"id": "a"}, "faces_ok": True}, "unreadable"),
        ({**MIRROR, **IMAGE, "alt": "", "faces_ok": True}, "alt"),
        ({**MIRROR, **IMAGE}, "faces"),
        ({**MIRROR, **IMAGE, "no_photo": True}, ""),
        ({**MIRROR, **IMAGE, "faces_ok": True}, ""),
        ({"surface": "model", "time": "future", "text": "Zo"}, ""),
    ],
)
def test_a_card_says_what_is_missing(lab: Lab, payload: dict[str, Any], refused: str) -> None:
    assert code(lab, 0, "mirror_in", "cl.card", **payload) == refused
    assert len(lab.said) == (refused == "")


@pytest.mark.parametrize(
    ("step", "kind", "key", "payload", "refused"),
    [
        (
            "triangle",
            "cl.node",
            "",
            {"component": "rules", "state": "now", "text": "x" * 141},
            "text_too_long",
        ),
        ("triangle", "cl.node", "", {"component": "rules", "state": "soon", "text": "x"}, "unreadable"),
        ("history", "cl.history", "", {"year": 1949, "text": "Oud"}, "unreadable"),
        ("history", "cl.history", "", {"year": "1999", "text": "Oud"}, "unreadable"),
        ("tensions", "cl.tension", "", {**TENSION, "one_hand": ""}, "empty_text"),
        ("tensions", "cl.tension", "", {**TENSION, "other_hand": "x" * 141}, "text_too_long"),
        ("tensions", "cl.tension", "", {**TENSION, "b": "people"}, "unreadable"),
        ("tensions", "cl.tension", "", {**TENSION, "evidence": "c1"}, "unreadable"),
        ("tensions", "cl.tension", "", {**TENSION, "manifestation": "war"}, "unreadable"),
        ("rate", "cl.rate", "", {"recognise": 1, "leverage": 1}, "unreadable"),
        ("rate", "cl.rate", "t1", {"recognise": 4, "leverage": 1}, "unreadable"),
        ("rate", "cl.join", "", {"group": "everybody"}, "unreadable"),
        ("experiment", "cl.experiment", "", {"title": "x"}, "unreadable"),
        ("experiment", "cl.experiment", "e1", {}, "unreadable"),
        ("experiment", "cl.experiment", "e1", {"title": "x", "status": "idea"}, "empty_text"),
        ("experiment", "cl.experiment", "e1", {"until": "soon"}, "unreadable"),
        ("experiment", "cl.experiment", "e1", {"until": 20260401}, "unreadable"),
        ("experiment", "cl.experiment", "e1", {"from": "2026-05-02", "until": "2026-05-01"}, "dates"),
        ("zone", "cl.zone", "e1", {"now": 3, "together": 0}, "unreadable"),
        ("zone", "cl.exp_dot", "e1", {"count": None}, "unreadable"),
        ("close", "cl.exp_log", "", {**LOG, "date": None}, "unreadable"),
        (
            "close",
            "cl.exp_log",
            "",
            {"experiment": "e1", "date": "2026-03-16", "text": "x", "verdict": "?"},
            "unreadable",
        ),
        ("barometer", "cl.baro", "tr.pro.9", {"value": 3}, "unreadable"),
        ("barometer", "cl.baro", "tr.pro.1", {"value": 0}, "unreadable"),
        ("evaluate", "cl.eval", "cl.v9", {"value": 3}, "unreadable"),
        ("close", "cl.scribe", "", {"text": "x" * 2001}, "text_too_long"),
        ("close", "cl.scribe", "", {"text": "x", "quotes": ["a"] * 6}, "too_many"),
        ("close", "cl.scribe", "", {"text": "x", "quotes": [1]}, "unreadable"),
        ("mirror_look", "cl.card", "", MIRROR, "not_in_this_step"),
        ("mirror_in", "cl.move", "c1", {"surface": "model", "time": "past"}, "gone"),
        ("mirror_in", "cl.move", "", {"surface": "model", "time": "past"}, "unreadable"),
        ("mirror_in", "cl.react", "c1:recognise", {"on": True}, "not_in_this_step"),
        ("mirror_look", "cl.react", "recognise", {"on": True}, "unreadable"),
        ("mirror_look", "cl.react", "c1:recognise", {"on": "yes"}, "unreadable"),
        ("close", "cl.release", "c1", {"on": 1}, "unreadable"),
    ],
)
def test_the_other_kinds_refuse_it_too(
    lab: Lab, step: str, kind: str, key: str, payload: dict[str, Any], refused: str
) -> None:
    assert code(lab, 0, step, kind, key, **payload) == refused
    assert lab.said == []


@pytest.mark.parametrize(
    ("key", "payload", "refused"),
    [
        ("4:question", {"mark": "yes"}, ""),
        ("4:question", {"mark": "no", "note": "Nog niet"}, ""),
        ("4:question", {"mark": ""}, ""),
        ("four:question", {"mark": "yes"}, "unreadable"),
        ("4:sleeping", {"mark": "yes"}, "unreadable"),
        ("4:question", {"mark": "perhaps"}, "unreadable"),
    ],
)
def test_marks_by_hand(lab: Lab, key: str, payload: dict[str, Any], refused: str) -> None:
    assert code(lab, 0, "close", "cl.action", key, leads=True, **payload) == refused


def test_the_same_tension_twice_is_asked_about_and_kept_when_sure(lab: Lab) -> None:
    lab.tension(0)
    assert code(lab, 1, "tensions", "cl.tension", **{**TENSION, "one_hand": " DIT"}) == "dup"
    assert code(lab, 1, "tensions", "cl.tension", **TENSION, sure=True) == ""
    assert len(lab.tensions()) == 2
    turned = {"a": "community", "b": "rules", "one_hand": "dit", "other_hand": "dat"}
    assert code(lab, 1, "tensions", "cl.tension", **turned) == "", "the sides have changed places"


def test_a_tension_without_evidence_says_so_and_withdrawn_evidence_stays_named(lab: Lab) -> None:
    card = lab.card(0, "mirror.present", "Bewijs")
    idea = lab.card(0, "worksheet.present", "Geen spiegel")
    lab.tension(0, evidence=[card, idea])
    lab.tension(1, "object", "object")
    first, second = lab.tensions()
    assert not first["no_evidence"] and second["no_evidence"]
    lab.say(0, "mirror_in", "cl.withdraw", target=card)
    first, _ = lab.tensions()
    assert first["no_evidence"] and first["evidence"] == [{"id": card, "text": "", "gone": True}]


def test_what_a_phone_sends_once_more_is_welcome(lab: Lab) -> None:
    for n in range(12):
        lab.card(0, "model.past", f"Kaart {n}")
    lab.tension(0)
    for one in lab.said:
        TOOL.admit(lab.scene(), one, False)


def test_limits_are_per_person_and_session(lab: Lab) -> None:
    for n in range(12):
        lab.card(0, "model.past", f"Kaart {n}")
    assert code(lab, 0, "mirror_in", "cl.card", **MIRROR) == "limit"
    assert lab.mine(0)["left"] == {"cards": 0, "tensions": 5, "experiments": 5}
    lab.card(0, "mirror.present", "Als stem", lane="anonymous")
    assert lab.own(0)["left"] == {"cards": 11, "dots": 3}
    for n in range(5):
        lab.tension(0, "rules", "rules", f"{n}", "x")
        lab.experiment(0, f"e{n}", title=f"Proef {n}", tension="t", status="idea")
    assert code(lab, 0, "tensions", "cl.tension", **TENSION) == "limit"
    assert code(lab, 0, "experiment", "cl.experiment", "e9", title="x", tension="t", status="idea") == "limit"
    lab.experiment(0, "e1", title="Een ander woord mag")
    lab.card(1, "model.past", "Een ander wel")
    lab.meet(steps=ALL, session_no=1)
    lab.card(1, "model.past", "Zelfde bijeenkomst, andere stoel")
    lab.meet(steps=ALL)
    assert lab.mine(0)["left"] == {"cards": 12, "tensions": 5, "experiments": 5}


def test_no_more_than_three_dots_count(lab: Lab) -> None:
    for n in range(3):
        lab.experiment(0, f"e{n}", title=f"Proef {n}", tension="t", status="idea")
    lab.say(0, "zone", "cl.exp_dot", "e0", count=2)
    lab.say(0, "zone", "cl.exp_dot", "e1", count=1)
    assert code(lab, 0, "zone", "cl.exp_dot", "e2", count=1) == "dots"
    lab.say(0, "zone", "cl.exp_dot", "e0", count=0)
    lab.say(0, "zone", "cl.exp_dot", "e2", count=2)
    found = {one["id"]: one["dots"] for one in lab.compute()["zone"]}
    assert found == {"e0": 0, "e1": 1, "e2": 2} and lab.own(0)["left"]["dots"] == 0


def test_a_plan_lies_ahead_but_what_happened_may_be_told_later(lab: Lab) -> None:
    plan = {"title": "x", "tension": "t", "status": "planned"}
    assert code(lab, 0, "experiment", "cl.experiment", "e1", **plan, until="2026-03-15") == "until_past"
    assert code(lab, 0, "experiment", "cl.experiment", "e1", **plan, until=TODAY.isoformat()) == ""
    assert code(lab, 1, "experiment", "cl.experiment", "e1", **{"from": "2026-03-20"}) == "dates"
    assert code(lab, 1, "experiment", "cl.experiment", "e1", status="running", **{"from": "2026-03-01"}) == ""


def test_a_record_takes_the_newest_of_every_field(lab: Lab) -> None:
    lab.experiment(0, "e1", title="Samen kijken", tension="t", status="idea", owner="Robot 1")
    lab.experiment(1, "e1", owner="Robot 2")
    lab.experiment(2, "e1", title="Samen les kijken")
    [one] = lab.live("experiment")["experiments"]
    assert (one["title"], one["owner"], one["status"], one["by"]) == (
        "Samen les kijken",
        "Robot 2",
        "idea",
        "Robot 1",
    )


def test_a_session_may_be_skipped(lab: Lab) -> None:
    lab.card(0, "model.past", "Begin")
    lab.meet(session_no=5, steps=ALL)
    lab.card(0, "model.past", "Verder")
    assert lab.lead()["stall"] == {"level": 2, "hint": "stall2", "sessions": 5, "started": 0, "finished": 0}
    assert [one["session"] for one in lab.live("close")["learning"]] == [1, 5]


def test_done_has_run_and_stopped_needs_a_log(lab: Lab) -> None:
    lab.experiment(0, "e1", title="x", tension="t", status="done")
    lab.experiment(0, "e2", title="y", tension="t", status="running")
    lab.experiment(0, "e2", status="stopped")
    done, stopped = lab.live("experiment")["experiments"]
    assert (done["ran"], done["finished"], stopped["ran"], stopped["finished"]) == (True, True, True, False)
    lab.say(0, "close", "cl.exp_log", experiment="e2", date="2026-03-16", text="Het lukte niet")
    assert lab.live("experiment")["experiments"][1]["finished"]
    assert lab.lead()["stall"]["finished"] == 2


def test_a_barometer_answered_twice_counts_the_newest_until_it_was_shown(lab: Lab) -> None:
    for seat in range(5):
        for pair in on_screen("standard"):
            lab.say(seat, "barometer", "cl.baro", pair, value=1)
            lab.say(seat, "barometer", "cl.baro", pair, value=3)
    shown = lab.reveal("barometer")
    assert all(one["mean"] == 3 and one["band"] == "mid" for one in shown["processes"].values())
    assert code(lab, 0, "barometer", "cl.baro", "tr.pro.1", value=5) == "locked"
    assert shown["slowest"] == "production" and shown["indicative"] and (shown["n"], shown["of"]) == (5, 12)


def test_flipped_pairs_are_turned(lab: Lab) -> None:
    for seat in range(5):
        for pair in on_screen("standard"):
            lab.say(seat, "barometer", "cl.baro", pair, value=5)
    means = {name: one["mean"] for name, one in lab.reveal("barometer")["processes"].items()}
    assert means == {
        "production": F(11, 3),
        "consumption": F(3),
        "exchange": F(17, 5),
        "distribution": F(7, 3),
    }


def test_a_process_with_too_few_answers_is_not_shown(lab: Lab) -> None:
    for seat in range(5):
        for pair in on_screen("standard"):
            if seat or not pair.startswith("tr.dis"):
                lab.say(seat, "barometer", "cl.baro", pair, value=3)
    shown = lab.reveal("barometer")
    assert shown["processes"]["distribution"] is None and shown["processes"]["exchange"]["n"] == 5
    assert "distribution" not in shown["compare"]["short"]


def test_safety_is_for_whoever_leads_and_only_after_it_was_shown(lab: Lab) -> None:
    answers = {"cl.v1": 4, "cl.v2": 2, "cl.v3": 4, "cl.v4": 4, "cl.v5": 2, "cl.v6": 4}
    for seat in range(5):
        for item, value in answers.items():
            lab.say(seat, "evaluate", "cl.eval", item, value=value)
    assert lab.lead()["safety"] is None
    shown = lab.reveal("evaluate")
    assert "cl.v2" not in shown["items"] and shown["items"]["cl.v3"] == 2 and shown["low"] == ["cl.v3"]
    assert shown["overall"]["mean"] == F(4 + 2 + 4 + 4 + 4, 5)
    assert lab.lead()["safety"] == {"mean": F(2), "n": 5} and "safety" in lab.lead()["hints"]
    assert "safety" not in str(lab.shown())


def test_whoever_skips_a_sentence_does_not_count_in_the_whole(lab: Lab) -> None:
    for seat in range(6):
        for item in ("cl.v1", "cl.v3", "cl.v4", "cl.v5", "cl.v6"):
            lab.say(seat, "evaluate", "cl.eval", item, value=None if (seat, item) == (0, "cl.v1") else 3)
    shown = lab.reveal("evaluate")
    assert shown["n"] == 5 and set(shown["items"].values()) == {F(3)}
    assert code(lab, 0, "evaluate", "cl.eval", "cl.v1", value=5) == "", "who was not counted may still answer"
    with pytest.raises(Refused, match="wait_more"):
        lab.reveal("evaluate")


def test_figure_9_is_a_map_that_the_lab_can_draw(lab: Lab) -> None:
    lab.play(figure_9())
    triangle = lab.live("triangle")["triangle"]
    assert triangle["filled"] == list(COMPONENTS)
    assert [len(triangle["boxes"][part]["now"]) for part in COMPONENTS] == [4, 6, 7, 3, 7, 1, 2]
    assert triangle["boxes"]["rules"]["now"][2]["text"] == "Ongeschreven regels"


def test_a_critical_conflict_is_not_read_aloud_without_asking(lab: Lab) -> None:
    ident = lab.tension(3, manifestation="critical_conflict")
    assert lab.lead()["critical"] == [{"id": ident, "by": "Robot 4", "former": False}]


def test_one_person_alone_makes_a_wall_and_no_votes() -> None:
    lab = Lab(1, steps=ALL, trial=True)
    lab.card(0, "mirror.present", "Alleen")
    tension = lab.tension(0)
    lab.rate(0, tension, 3, 3)
    assert lab.texts("mirror.present") == ["Alleen"] and len(lab.tensions()) == 1
    for step in ("mirror_look", "rate", "zone", "evaluate", "barometer"):
        with pytest.raises(Refused, match="too_few"):
            lab.reveal(step)


def test_a_lab_that_nobody_tells_about_orders_its_sessions_by_their_moment(lab: Lab) -> None:
    lab.card(0, "model.past", "Eerst")
    lab.meet(steps=ALL)
    lab.card(0, "model.past", "Daarna")
    lab.meet(steps=ALL)
    scene = lab.scene()
    untold = Scene({**lab.settings, "session_no": 0}, scene.participants, scene.contributions[::-1], TODAY)
    found = TOOL.live(untold, "close")["wall"]["cells"]["model.past"]
    assert [(one["text"], one["session"]) for one in found] == [("Eerst", 1), ("Daarna", 2)]


TEXTS = st.text(max_size=400)
VALUES = st.none() | st.booleans() | st.integers(-3, 9) | TEXTS | st.lists(TEXTS, max_size=3)
FIELDS = st.sampled_from(
    [
        *("surface", "time", "text", "mirror_kind", "safe_check", "image", "source", "title", "cards"),
        *(
            "component",
            "state",
            "year",
            "a",
            "b",
            "one_hand",
            "other_hand",
            "evidence",
            "recognise",
            "leverage",
        ),
        *("now", "together", "count", "experiment", "date", "verdict", "value", "quotes", "from", "to"),
        *("target", "on", "seen", "group", "replaces", "until", "status", "tension"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([kind.name for kind in TOOL.kinds]), st.text(max_size=60), st.dictionaries(FIELDS, VALUES)
)
def test_nothing_that_a_phone_can_send_breaks_a_check(kind: str, key: str, payload: dict[str, Any]) -> None:
    try:
        stored = TOOL.kind(kind).check(key, payload, {})
    except Refused:
        return
    assert isinstance(stored, dict)
