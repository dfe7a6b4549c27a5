"""Leaders are often few: they fill in one form together when tensions are weighed (C-31)."""

from __future__ import annotations

import pytest

from kring.kit.payload import Refused
from kring.tools.change_lab.report import tension_lines
from kring.tools.change_lab.tests.scenes import Lab, words
from kring.tools.change_lab.tool import TOOL

ALL = ["tensions", "rate"]


def lab_with(teachers: int = 6, leaders: int = 3) -> tuple[Lab, str]:
    """Teachers who recognise a tension fully; the first leader speaks for all leaders, who do not at all."""
    lab = Lab(20, steps=ALL)
    ident = lab.tension(0)
    for seat in range(teachers):
        lab.say(seat, "rate", "cl.join", group="teachers")
        lab.rate(seat, ident, 3, 2)
    lab.say(10, "rate", "cl.join", group="leaders", joint=True, joint_n=leaders)
    lab.rate(10, ident, 0, 3)
    return lab, ident


def test_the_statement_is_shown_and_compared_and_never_in_the_whole() -> None:
    lab, ident = lab_with()
    shown = lab.reveal("rate")
    [one] = shown["ranked"]
    assert shown["spoken"] == {ident: [{"group": "leaders", "n": 3, "recognise": 0, "leverage": 3}]}
    assert one["split"] == {"teachers": 3, "leaders": 0, "gap": 3}
    assert (one["R"], one["n_recognise"], shown["n"]) == (3, 6, 6)


def test_without_the_form_three_leaders_are_compared_with_nobody() -> None:
    lab = Lab(20, steps=ALL)
    ident = lab.tension(0)
    for seat in range(9):
        lab.say(seat, "rate", "cl.join", group="teachers" if seat < 6 else "leaders")
        lab.rate(seat, ident, 3 if seat < 6 else 0, 2)
    assert lab.reveal("rate")["ranked"][0]["split"] is None


def test_a_leader_who_also_answers_alone_is_left_out_everywhere() -> None:
    lab, ident = lab_with()
    lab.say(11, "rate", "cl.join", group="leaders")
    lab.rate(11, ident, 1, 1)
    shown = lab.reveal("rate")
    assert (shown["ranked"][0]["R"], shown["n"]) == (3, 6)
    rows = lab.published[-1].rows
    assert all(lab.who(11, "anonymous") not in ids for parts in rows.values() for ids in parts.values())


def test_a_statement_alone_is_no_group_picture() -> None:
    """The whole still rests on five (C-27)."""
    lab, _ = lab_with(teachers=4)
    with pytest.raises(Refused, match="too_few"):
        lab.reveal("rate")


def test_what_was_said_as_one_is_fixed_once_it_was_shown() -> None:
    lab, ident = lab_with()
    lab.reveal("rate")
    with pytest.raises(Refused, match="locked"):
        lab.rate(10, ident, 3, 3)
    with pytest.raises(Refused, match="locked"):
        lab.say(10, "rate", "cl.join", group="leaders")


def test_after_the_first_time_no_group_begins_to_speak_as_one() -> None:
    lab, ident = lab_with()
    lab.reveal("rate")
    lab.say(12, "rate", "cl.join", group="support", joint=True, joint_n=2)
    lab.rate(12, ident, 1, 1)
    for seat in (13, 14):
        lab.rate(seat, ident, 1, 1)
    again = lab.reveal("rate")
    assert [one["group"] for one in again["spoken"][ident]] == ["leaders"]
    assert again["n"] == 9, "the phone that came too late counts for one"


def test_both_groups_may_speak_as_one() -> None:
    lab, ident = lab_with()
    lab.say(15, "rate", "cl.join", group="support", joint=True, joint_n=2)
    lab.rate(15, ident, 2, None)
    said = lab.reveal("rate")["spoken"][ident]
    assert [(one["group"], one["n"], one["recognise"], one["leverage"]) for one in said] == [
        ("leaders", 3, 0, 3),
        ("support", 2, 2, None),
    ]


def test_a_tension_the_group_skipped_has_no_statement() -> None:
    lab, ident = lab_with()
    other = lab.tension(1, "instruments", "object", "zus", "zo")
    for seat in range(6):
        lab.rate(seat, other, 1, 1)
    shown = lab.reveal("rate")
    assert other not in shown["spoken"]
    assert next(one for one in shown["ranked"] if one["id"] == other)["split"] is None


def test_the_report_names_how_many_and_their_answer() -> None:
    lab, ident = lab_with()
    lab.reveal("rate")
    one = next(one for one in lab.tensions() if one["id"] == ident)
    text = " ".join(tension_lines(words(), one))
    assert "Leidinggevenden (samen ingevuld door 3 mensen):" in text


@pytest.mark.parametrize(
    "payload", [{"group": "", "joint": True, "joint_n": 3}, {"group": "leaders", "joint": True, "joint_n": 1}]
)
def test_a_form_of_nobody_or_of_one_is_refused(payload: dict[str, object]) -> None:
    with pytest.raises(Refused, match="unreadable"):
        TOOL.kind("cl.join").check("", dict(payload), {})


def test_it_is_offered_to_the_small_groups_that_are_here() -> None:
    lab = Lab(8, steps=ALL)  # every fourth is a team leader, every third of four supports
    assert TOOL.live(lab.scene(), "rate")["joint"] == ["teachers", "support", "leaders"]
