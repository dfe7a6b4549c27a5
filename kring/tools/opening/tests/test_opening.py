"""What is said of what is open: the sums, and who may say it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from kring.kit.payload import Refused
from kring.kit.scene import Contribution, Participant, Scene
from kring.tools.opening import checks
from kring.tools.opening.compute import compute, replies

EXAMPLES = yaml.safe_load((Path(__file__).parent / "examples" / "said.yaml").read_text(encoding="utf-8"))
DAY = date(2026, 3, 16)
PEOPLE = [
    Participant("b", name="Bram", person="bram"),
    Participant("c", name="Claire", person="claire"),
    Participant("d", name="Dirk"),
]
WHY = "We doen het nu anders."


def thing(ident_, kind="action", owners=(), owner_text="", due="", said=None, **more):
    return {
        "id": ident_,
        "kind": kind,
        "text": f"Iets ({ident_})",
        "owners": [{"person": one, "name": one.title()} for one in owners],
        "owner_text": owner_text,
        "due": due,
        "status": "open",
        **({"said": said} if said else {}),
        **more,
    }


def opened(*things, members=("bram", "claire")):
    return {"open": {"items": list(things), "members": list(members)}}


def said(seq, seat, key, payload, kind="op.item"):
    return Contribution(str(seq), "stand", kind, key, seat, payload, seq)


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda case: case["why"])
def test_examples(case):
    settings = opened(
        *(thing(one["id"], **{key: one[key] for key in one if key != "id"}) for one in case["things"])
    )
    given = [
        said(seq, seat, key, {"what": what, "note": WHY if what == "let_go" else "", "due": ""})
        for seq, (seat, key, what) in enumerate(case["answers"])
    ]
    result = compute(settings, PEOPLE, given, DAY)
    expect = case["expect"]
    assert [one["said"] for one in result["actions"]] == expect["said"]
    assert [one["past"] for one in result["actions"]] == expect["past"]
    assert {key: result[key] for key in ("heard", "n", "counts")} == {
        key: expect[key] for key in ("heard", "n", "counts")
    }
    found = [[one.item, one.what, one.participant] for one in replies(Scene(settings, PEOPLE, given, DAY))]
    assert found == case["replies"]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"what": "dance"}, "unreadable"),
        ({"what": "let_go", "note": "Klaar"}, "reason_short"),
        ({"what": "not_yet", "due": "morgen"}, "date_unreadable"),
        ({"what": "not_yet", "due": 3}, "unreadable"),
        ({"what": "did", "note": "x" * 501}, "text_too_long"),
        ({"what": "let_go", "note": "x" * 281}, "text_too_long"),
    ],
)
def test_what_cannot_be_said(payload, code):
    with pytest.raises(Refused, match=code):
        checks.item("t1", payload, opened(thing("t1", owners=["bram"])))


def test_a_thing_that_is_gone_and_one_that_was_said_aloud():
    settings = opened(thing("t1", said={"what": "did", "note": "", "due": ""}))
    for key, code in (("t1", "said_aloud"), ("t2", "item_gone")):
        with pytest.raises(Refused, match=code):
            checks.item(key, {"what": "did"}, settings)


@pytest.mark.parametrize(
    ("fields", "seat", "what", "due", "code"),
    [
        ({"owners": ["bram"]}, "b", "did", "", ""),
        ({"owners": ["bram"]}, "c", "did", "", "not_your_action"),
        ({"owner_text": "dirk, Roos"}, "d", "did", "", ""),
        ({"owner_text": "Claire"}, "c", "did", "", "not_your_action"),
        ({}, "d", "take", "", ""),
        ({"owners": ["bram"]}, "d", "take", "", "take_who"),
        ({}, "d", "did", "", "not_your_action"),
        ({"owners": ["bram"]}, "b", "not_yet", "2026-03-16", ""),
        ({"owners": ["bram"]}, "b", "not_yet", "2026-03-15", "date_past"),
    ],
)
def test_who_may_say_it(fields, seat, what, due, code):
    one = said(1, seat, "t1", {"what": what, "note": "", "due": due})
    scene = Scene(opened(thing("t1", **fields)), PEOPLE, [], DAY)
    if not code:
        return checks.admit(scene, one, False)
    with pytest.raises(Refused, match=code):
        checks.admit(scene, one, False)
    if code == "not_your_action":
        checks.admit(scene, one, True)
    return None


def test_agreements_are_answered_by_members_and_counted_once():
    settings = opened(thing("a1", "agreement", asked=True, answered=["bram"]))
    with pytest.raises(Refused, match="remark_needed"):
        checks.agree("a1", {"value": "object"}, settings)
    ok = checks.agree("a1", {"value": "ok"}, settings)
    given = [said(1, "b", "a1", ok, "op.agree"), said(2, "c", "a1", ok, "op.agree")]
    assert compute(settings, PEOPLE, given, DAY)["agreements"][0]["answered"] == 2
    with pytest.raises(Refused, match="members_only"):
        checks.admit(Scene(settings, PEOPLE, [], DAY), said(3, "d", "a1", ok, "op.agree"), True)
    with pytest.raises(Refused, match="not_asked"):
        checks.agree("a2", {"value": "ok"}, opened(thing("a2", "agreement", asked=False)))
