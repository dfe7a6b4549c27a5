"""What everybody shares is said with the shared words (conventions 8): each id, in the case it is meant for."""

from __future__ import annotations

import pytest

from kring.engine.meetings.course import go_to
from kring.engine.meetings.names import answer_names, ask_names, settle_names
from kring.engine.meetings.reading import read_meeting
from kring.engine.tests.speaking import PICKS
from kring.engine.words import of_tool, refusal, shared
from kring.pages.house.drawing import render
from kring.tools import TOOLS

ALONE = "Hiervoor zijn minstens vijf mensen nodig."
TEXTS = [
    *(
        "paper",
        "paper_lost",
        "locked",
        "publish",
        "progress",
        "wait_more",
        "too_few",
        "alone",
        "joint_offer",
        "joint",
    ),
    *("named_consent", "stays_anonymous", "confidential", "indicative", "unpaired", "divided", "name_check"),
    *(
        "practice_trace",
        "offline",
        "sure_clear",
        "sure_clear_small",
        "sure_not_sure",
        "sure_no_sign",
        "sure_too_few",
    ),
    *("alpha_low", "alpha_mid", "alpha_ok", "own_thresholds"),
]
BLANKS = {"d": "d", "margin": "m"}
CODES = {"locked", "too_few", "wait_more"}
"""Said where something is refused: their id is the code."""


def face(gathering, name, lang="nl"):
    return render(read_meeting(str(gathering.meeting.pk)), name, lang).html


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_shared_text_is_there(lang):
    assert [one for one in TEXTS if not shared(lang).has("texts", f"cv.{one}")] == []


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_refusal_uses_the_shared_words(code):
    for lang in ("nl", "en"):
        assert refusal(code, lang) == shared(lang).text("texts", f"cv.{code}")


def test_a_tool_that_says_the_same_says_it_in_the_same_words():
    """Tools know no words but their own; where they repeat a shared one, both stay alike."""
    same = {
        "own_thresholds",
        "unpaired",
        "indicative",
        "divided",
        *(one for one in TEXTS if one.startswith("sure_")),
    }
    differs = [
        (key, lang, one)
        for key in TOOLS
        for lang in ("nl", "en")
        for one in same
        if of_tool(key, lang).has("extra", one)
        and of_tool(key, lang).text("extra", one, **BLANKS)
        != shared(lang).text("texts", f"cv.{one}", **BLANKS)
    ]
    assert differs == []


def test_whoever_is_alone_reads_it_where_the_group_would_stand(cast):
    gathering = cast.meeting(people=1, settings=PICKS)
    go_to(gathering.meeting, "pick")
    assert not any(ALONE in face(gathering, one) for one in ("phone", "board", "lead"))
    go_to(gathering.meeting, "picture")
    assert all(face(gathering, one).count(ALONE) == 1 for one in ("phone", "board", "lead"))
    assert "This takes at least five people." in face(gathering, "board", "en")
    gathering.sit_down("Nog iemand")
    assert not any(ALONE in face(gathering, one) for one in ("phone", "board", "lead"))


def test_after_a_no_everybody_reads_that_it_stays_anonymous(cast):
    gathering = cast.meeting(people=2, settings=PICKS)
    stays = shared("nl").text("texts", "cv.stays_anonymous")
    assert stays not in face(gathering, "phone")
    ask_names(gathering.meeting)
    answer_names(gathering.activity, gathering.seats[0], True)
    answer_names(gathering.activity, gathering.seats[1], False)
    settle_names(gathering.meeting)
    assert stays in face(gathering, "phone") and stays in face(gathering, "lead")
