"""Tensions weighed, compared between groups and sessions, and drawn as lines."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from kring.frames.activity_system.vocabulary import CROSS, PROCESSES, STATES
from kring.kit.payload import Refused
from kring.tools.change_lab.measures import measures
from kring.tools.change_lab.tests.scenes import ALL, Lab, example, why
from kring.tools.change_lab.vocabulary import LISTS

WORKED = {
    "A": ("rules", "community", [3, 3, 2, 3, 2], [2, 3, 2, 2, 1], 2),
    "B": ("division", "community", [3, 2, 3, 3, None], [1, 1, 2, 1, None], 4),
    "C": ("rules", "community", [2, 2, 3, 2, 3], [3, 2, 2, 1, 2], 1),
    "D": ("object", "object", [2, 3, 2, 3, 2], [2, 2, 2, 2, 2], 3),
}
"""Section 4.12: two boxes, recognition, leverage, cards of evidence."""


@pytest.fixture
def lab() -> Lab:
    lab = Lab(12, steps=ALL)
    cards = [lab.card(n, "mirror.present", f"Bewijs {n}") for n in range(4)]
    for n, (name, (a, b, recognise, leverage, evidence)) in enumerate(WORKED.items()):
        ident = lab.tension(n, a, b, name, "x", evidence=cards[:evidence])
        for seat, (r, lever) in enumerate(zip(recognise, leverage, strict=True)):
            lab.rate(seat, ident, r, lever)
    return lab


def test_the_worked_example_in_a_lab(lab: Lab) -> None:
    assert [one["P"] for one in lab.tensions()] == [None] * 4
    shown = lab.reveal("rate")
    assert (shown["n"], shown["few_votes"]) == (5, [])
    found = lab.tensions()
    assert [one["one_hand"] for one in found] == ["A", "D", "C", "B"]
    assert [str(one["P"]) for one in found] == ["26/5", "24/5", "24/5", "55/16"]
    assert [one["weight"] for one in found] == ["thick", "thick", "thick", "medium"]
    assert [one["rank"] for one in lab.live("rate")["tensions"]] == [1, 2, 3, 4]


def test_a_pair_has_one_line_as_heavy_as_its_heaviest_tension(lab: Lab) -> None:
    before = lab.live("tensions")["triangle"]["lines"]
    assert {one["weight"] for one in before} == {None}
    lab.reveal("rate")
    lines = {(one["a"], one["b"]): one for one in lab.live("tensions")["triangle"]["lines"]}
    assert list(lines) == [("object", "object"), ("rules", "community"), ("community", "division")]
    rules = lines["rules", "community"]
    assert (rules["count"], rules["P"], rules["weight"]) == (2, F(26, 5), "thick")
    assert lines["community", "division"]["weight"] == "medium"


def test_a_tension_that_came_after_the_votes_is_not_ranked(lab: Lab) -> None:
    lab.reveal("rate")
    ident = lab.tension(5, "outcome", "outcome")
    last = lab.tensions()[-1]
    assert (last["id"], last["rank"], last["few_votes"]) == (ident, None, False)


def test_too_few_votes_are_told(lab: Lab) -> None:
    ident = lab.tension(5, "outcome", "outcome")
    lab.rate(0, ident, 3, 3)
    lab.rate(1, ident, 3, 3)
    assert lab.reveal("rate")["few_votes"] == [ident]
    assert lab.tensions()[-1]["few_votes"]


def test_a_withdrawn_tension_is_not_ranked(lab: Lab) -> None:
    [first] = [one["id"] for one in lab.tensions() if one["one_hand"] == "A"]
    lab.say(0, "tensions", "cl.withdraw", target=first)
    assert first not in str(lab.reveal("rate"))


@pytest.mark.parametrize("case", example("split"), ids=why)
def test_teachers_and_leaders_are_compared_only_when_both_are_apart(case: dict[str, object]) -> None:
    lab = Lab(30, steps=ALL)
    ident = lab.tension(0)
    seat = 0
    groups = case["groups"]
    assert isinstance(groups, dict)
    for group, answers in groups.items():
        for value in answers:
            if group != "silent":
                lab.say(seat, "rate", "cl.join", group=group)
            lab.rate(seat, ident, value, 2)
            seat += 1
    [one] = lab.reveal("rate")["ranked"]
    found = one["split"] and {name: str(value) for name, value in one["split"].items()}
    assert found == case["expect"]
    assert one["n_recognise"] == seat


def test_a_split_stays_as_it_was_until_enough_new_people_came() -> None:
    lab = Lab(30, steps=ALL)
    ident = lab.tension(0)
    for seat in range(12):
        lab.say(seat, "rate", "cl.join", group="teachers" if seat < 6 else "leaders")
        lab.rate(seat, ident, 3 if seat < 6 else 1, 2)
    first = lab.reveal("rate")["ranked"][0]["split"]
    for seat in range(12, 15):
        lab.say(seat, "rate", "cl.join", group="teachers" if seat < 14 else "leaders")
        lab.rate(seat, ident, 0, 2)
    again = lab.reveal("rate")["ranked"][0]
    assert again["split"] == first and again["n_recognise"] == 15


def test_what_was_published_is_fixed(lab: Lab) -> None:
    lab.reveal("rate")
    with pytest.raises(Refused, match="locked"):
        lab.rate(0, lab.tensions()[0]["id"], 0, 0)
    with pytest.raises(Refused, match="wait_more"):
        lab.reveal("rate")


def test_a_lab_goes_on_with_what_was_weighed_before(lab: Lab) -> None:
    lab.reveal("rate")
    lab.meet(steps=ALL)
    assert [one["one_hand"] for one in lab.tensions()] == ["A", "D", "C", "B"]
    follow = lab.live("close")["threads"]
    assert [one["reached"] for one in follow["threads"]] == [[True, False, False, False]] * 3
    assert follow["rate"] == 25


def test_votes_that_were_not_shown_are_not_known_later(lab: Lab) -> None:
    lab.meet(steps=ALL)
    assert [one["P"] for one in lab.tensions()] == [None] * 4


def test_a_picture_taken_off_the_board_is_off_it() -> None:
    from dataclasses import replace

    lab = Lab(5, steps=ALL)
    ident = lab.tension(0)
    for seat in range(5):
        lab.rate(seat, ident, 3, 3)
    lab.reveal("rate")
    lab.published = [replace(one, withdrawn=True) for one in lab.published]
    assert lab.tensions()[0]["P"] is None


def test_levels_and_processes_of_a_lab() -> None:
    lab = Lab(5, steps=ALL)
    lab.tension(0, "object", "rules", a_state="new")
    lab.tension(1, "community", "object", neighbour="Bestuur")
    lab.tension(2, "rules", "rules", process="production")
    found = [(one["level"], one["process"]) for one in lab.tensions()]
    assert found == [("tertiary", "cross"), ("quaternary", "distribution"), ("primary", "production")]


def test_two_groups_see_each_other_only_after_both_were_opened() -> None:
    lab = Lab(6, steps=ALL, perspective="a")
    for n, text in enumerate(("Eigen regels", "Toetsen", "Overleg")):
        lab.node(n, "rules", text)
    shared = lab.node(0, "rules", "Deur dicht")
    lab.meet(steps=ALL, perspective="b", session_no=1)
    twin = lab.node(1, "rules", "Lokaal gesloten")
    for n, text in enumerate(("Rooster", "Formulieren")):
        lab.node(n, "rules", text)
    triangle = lab.live("triangle")["triangle"]
    assert [one["text"] for one in triangle["boxes"]["rules"]["now"]] == [
        "Lokaal gesloten",
        "Rooster",
        "Formulieren",
    ]
    assert (triangle["hidden"], triangle["worlds"], lab.choices("triangle")) == (4, None, ("both",))
    lab.reveal("triangle", "both")
    lab.say(0, "triangle", "cl.pair", a=shared, b=twin, leads=True)
    triangle = lab.live("triangle")["triangle"]
    world = triangle["worlds"]["rules"]
    assert (world["shared"], world["only_a"], world["only_b"], world["J"]) == (1, 3, 2, F(1, 6))
    assert world["two_worlds"] and not triangle["worlds"]["object"]["two_worlds"] and triangle["hidden"] == 0
    lab.meet(steps=ALL)
    assert len(lab.live("triangle")["triangle"]["boxes"]["rules"]["now"]) == 7
    with pytest.raises(Refused, match="only_the_facilitator"):
        lab.say(0, "triangle", "cl.pair", a=shared, b=twin)


def test_there_is_nothing_to_open_for_one_group() -> None:
    lab = Lab(6, steps=ALL)
    lab.node(0, "rules", "Samen")
    assert lab.choices("triangle") == ()
    with pytest.raises(Refused, match="nothing_to_reveal"):
        lab.reveal("triangle", "both")


def test_what_recipes_may_ask(lab: Lab) -> None:
    lab.reveal("rate")
    lab.node(0, "rules", "Een regel")
    found = measures(lab.scene())
    assert found["change_lab.stall_level"] == 0 and found["activity.coverage"] == F(1, 6)
    assert found["activity.tensions_open"] == 4 and found["activity.top_process"] == "exchange"
    top = [one["id"] for one in lab.tensions()][:1]
    assert measures(lab.scene(), top)["activity.tensions_open"] == 3
    assert measures(Lab().scene()) == {
        "change_lab.stall_level": 0,
        "activity.coverage": F(0),
        "activity.tensions_open": 0,
    }


def test_the_lists_of_the_faces_are_those_of_the_frame() -> None:
    assert LISTS["states"] == list(STATES)
    assert LISTS["processes"] == [*PROCESSES, CROSS]
