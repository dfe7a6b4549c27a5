"""The worked examples of section 4 and the odd ones around them."""

from fractions import Fraction as F
from itertools import combinations
from typing import Any

import pytest

from kring.kit.numbers import shown
from kring.kit.payload import Refused
from kring.tools.change_colours.buddies import joined, pairs
from kring.tools.change_colours.group import mean_congruence, picture
from kring.tools.change_colours.later import growth, practice_rate, worked
from kring.tools.change_colours.people import Outcome, Person, named_people
from kring.tools.change_colours.scores import leading
from kring.tools.change_colours.shares import fit, three_shares
from kring.tools.change_colours.signals import signals
from kring.tools.change_colours.situation import lead, scores, situation
from kring.tools.change_colours.tests.scenes import LETTERS, Room, example, why
from kring.tools.change_colours.tool import PARTS
from kring.tools.change_colours.vocabulary import COLOURS, STATEMENTS, clash

FIGURE_8 = example("figure_8")


def exact(found: Any) -> Any:
    """Fractions as they stand in the example files."""
    if isinstance(found, dict):
        return {key: exact(value) for key, value in found.items()}
    return str(found) if isinstance(found, F) else found


def fractions(given: Any) -> Any:
    return None if given is None else {key: F(value) for key, value in given.items()}


@pytest.fixture
def figure_8() -> Room:
    room = Room([one["name"] for one in FIGURE_8["people"]], steps=PARTS, **FIGURE_8["settings"])
    for seat, one in enumerate(FIGURE_8["people"]):
        room.picks(seat, one["think"], one["do"], "named")
    return room


def test_figure_8_has_the_numbers_of_the_publication(figure_8: Room) -> None:
    expect, result = FIGURE_8["expect"], figure_8.reveal("picture", "names")
    assert result["n"] == expect["n"] and result["over"] == "all"
    for mode in ("think", "do"):
        side = result[mode]
        assert exact(side["weight"]) == expect[mode]["weight"] and side["heads"] == expect[mode]["heads"]
        assert {c: shown(100 * side["share"][c], 1) for c in COLOURS} == expect[mode]["percent"]
    assert result["gap"] == expect["gap"] and result["extra"] == expect["extra"]
    congruence = {"mean": expect["mean_congruence"], "n": 9, "var": expect["var_congruence"]}
    assert exact(result["congruence"]) == congruence
    said = [f"{one['id']} {one['colour']}".strip() for one in result["signals"]]
    assert said == expect["signals"]


def test_figure_8_gives_everybody_the_own_outcome(figure_8: Room) -> None:
    for seat, name in enumerate(figure_8.names):
        own = figure_8.own(seat)
        assert own["thought_not_done"] == FIGURE_8["expect"]["thought_not_done"][name]
        assert own["done_not_thought"] == []
        assert str(own["J"]) == FIGURE_8["expect"]["congruence"][name]


def test_figure_8_finds_its_buddies(figure_8: Room) -> None:
    for seat in range(9):
        learn = figure_8.own(seat)["learn"]
        figure_8.say(seat, "buddies", "cc.seek", learning_colour=learn or None)
        figure_8.say(seat, "buddies", "cc.offer", colours=None)
    found = figure_8.live("buddies")
    assert [[p["seeker"], p["colour"], p["helper"]] for p in found["pairs"]] == FIGURE_8["buddies"]["pairs"]
    assert [[p["seeker"], p["colour"]] for p in found["no_helper"]] == FIGURE_8["buddies"]["no_helper"]
    assert found["outside"] == []


def test_figure_8_is_the_same_by_hand(figure_8: Room) -> None:
    people = named_people(figure_8.said)
    assert picture(people) == {
        k: figure_8.compute()["picture"][k] for k in ("n", "think", "do", "gap", "extra")
    }
    assert mean_congruence(people) == {"mean": F(31, 54), "n": 9, "var": F(41, 648)}
    assert figure_8.compute()["buddies"] == pairs(joined(figure_8.scene().participants, figure_8.said), 2)


@pytest.mark.parametrize("case", example("scores"), ids=why)
def test_scores(case: dict[str, Any]) -> None:
    room = Room(["Amina"])
    for mode in ("think", "do"):
        room.blocks(0, mode, case[mode]["most"], case[mode]["least"])
    own = room.own(0)
    for part, value in case["expect"].items():
        assert exact(own[part]) == value, part
    for mode in ("think", "do"):
        if own[mode]["scores"]:
            assert sum(own[mode]["scores"].values()) == 30


@pytest.mark.parametrize("case", example("leading"), ids=why)
def test_leading(case: dict[str, Any]) -> None:
    assert leading(dict(zip(COLOURS, map(F, case["scores"]), strict=True))) == case["expect"]


@pytest.mark.parametrize("case", example("situation"), ids=why)
def test_situation(case: dict[str, Any], figure_8: Room) -> None:
    room = Room(["Amina"])
    for colour in COLOURS:
        items = sorted(STATEMENTS[colour], key=lambda item: item[-1])
        assert [STATEMENTS[colour][item] for item in items] == [False, False, False, True]
        for item, value in zip(items, case["raw"][colour], strict=True):
            room.say(0, "situation", "cc.situation", item, value=value)
    result, expect = situation(scores(room.said)), case["expect"]
    assert exact(result["mean"]) == expect["mean"] and result["lead"] == expect["lead"]
    if "percent" in expect:
        share = result["share"]
        assert (share and {c: shown(100 * share[c], 1) for c in COLOURS}) == expect["percent"]
    if "fit_with_figure_8" in expect:
        doing = picture(named_people(figure_8.said))["do"]["share"]
        found = fit(result["share"], doing, result["lead"])
        assert shown(found["F"], 1) == expect["fit_with_figure_8"]["F"]
        assert found["reading"] == expect["fit_with_figure_8"]["reading"]
        assert found["uncovered"] == expect["fit_with_figure_8"]["uncovered"]


@pytest.mark.parametrize(("second", "expect"), [("3.7", ["green", "blue"]), ("3.69", ["green"])])
def test_two_colours_lead_when_they_are_three_tenths_apart_at_most(second: str, expect: list[str]) -> None:
    mean = {"yellow": F(1), "blue": F(second), "red": F(2), "green": F(4), "white": F(1)}
    assert lead(mean) == expect


@pytest.mark.parametrize(
    ("blue", "reading"),
    [("75/100", "fit_good"), ("74/100", "fit_part"), ("50/100", "fit_part"), ("49/100", "fit_low")],
)
def test_how_people_fit_what_is_asked(blue: str, reading: str) -> None:
    asked = {**dict.fromkeys(COLOURS, F(0)), "blue": F(1)}
    doing = {**dict.fromkeys(COLOURS, F(0)), "blue": F(blue), "red": 1 - F(blue)}
    assert fit(asked, doing, ["blue"])["reading"] == reading


def test_a_colour_that_a_tenth_of_the_doing_has_is_covered() -> None:
    even = dict.fromkeys(COLOURS, F(1, 5))
    doing = {"yellow": F(1, 10), "blue": F(9, 100), "red": F(0), "green": F(81, 100), "white": F(0)}
    assert fit(even, doing, ["yellow", "blue"])["uncovered"] == ["blue"]


def test_which_colours_clash() -> None:
    found = {(a, b): pair[1] for a, b in combinations(COLOURS, 2) if (pair := clash(a, b))}
    assert found == {
        ("yellow", "blue"): "mild",
        ("yellow", "red"): "mild",
        ("yellow", "green"): "strong",
        ("blue", "green"): "mild",
        ("blue", "white"): "strong",
    }
    assert clash("white", "blue") == ("blue_white", "strong") and clash("red", "red") is None


@pytest.mark.parametrize("case", example("scenarios"), ids=why)
def test_scenarios(case: dict[str, Any]) -> None:
    room = Room([""] * 9)
    for colour, given in case["given"].items():
        for seat, (suits, able) in enumerate(zip(given["fit"], given["able"], strict=True)):
            room.say(seat, "weigh", "cc.weigh", colour, fit=suits, able=able)
    for seat in range(case["respondents"]):
        room.say(seat, "weigh", "cc.done", "weigh")
    found = room.reveal("weigh")["ranking"]
    assert [{k: exact(one[k]) for k in ("colour", "weight", "note")} for one in found] == case["expect"]


@pytest.mark.parametrize("case", example("strategy"), ids=why)
def test_strategy(case: dict[str, Any]) -> None:
    room = Room(["Table 1"])
    for number, phase in enumerate(case["phases"]):
        fields = {"position": phase["position"], "colour": phase["colour"], "title": f"Phase {number}"}
        room.say(0, "strategy", "cc.phase", f"p{number}", **fields)
        for place, colour in enumerate(phase["steps"]):
            step = {"phase": f"p{number}", "title": f"Step {place}", "colour": colour}
            room.say(0, "strategy", "cc.step", f"s{number}.{place}", **step)
    found = room.live("strategy")
    told = {
        "match": [exact(phase["match"]) for phase in found["phases"]],
        "overall": None if found["overall"] is None else shown(100 * found["overall"]),
        "word": found["word"],
        "clashes": [{k: one[k] for k in ("n", "b", "kind")} for one in found["clashes"]],
        "bridges": [[one["n"], one["next"]] for one in found["bridges"]],
        "share": exact(found["share"]),
    }
    assert {part: told[part] for part in case["expect"]} == case["expect"]


@pytest.mark.parametrize("case", example("shares"), ids=why)
def test_three_shares(case: dict[str, Any]) -> None:
    found = three_shares(*(fractions(case[part]) for part in ("asked", "doing", "planned")))
    assert {part: exact(found[part]) for part in case["expect"]} == case["expect"]


@pytest.mark.parametrize("case", example("signals"), ids=why)
def test_signals(case: dict[str, Any]) -> None:
    people = []
    for number, line in enumerate(case["people"]):
        think, do = ([LETTERS[c] for c in side if c != "-"] for side in line.split(" > "))
        people.append(Person(str(number), Outcome(tuple(think)), Outcome(tuple(do))))
    found = [f"{one['id']} {one['colour']}".strip() for one in signals(picture(people))]
    assert found == case["expect"]


@pytest.mark.parametrize("case", example("counted"), ids=why)
def test_who_is_counted(case: dict[str, Any]) -> None:
    for choice, expect in (("", case["plain"]), ("names", case["names"])):
        room = Room([f"Person {i}" for i in range(case["A"] + case["B"])], form="self_pick")
        for seat in range(case["A"] + case["B"]):
            room.picks(seat, ["red"], ["blue"], "named" if seat < case["A"] else "total")
        try:
            result = room.reveal("picture", choice)
        except Refused as refused:
            assert refused.code == expect
            continue
        n = {"all": case["A"] + case["B"], "named": case["A"], "nobody": 0}[expect]
        assert (result["over"], result["n"]) == (expect, n)
        assert ("think" in result) == (n > 0)


@pytest.mark.parametrize("case", example("worked"), ids=why)
def test_which_colour_worked(case: dict[str, Any]) -> None:
    phases = [
        {
            "change_kind": one["change_kind"],
            "colour": one["colour"],
            "helped": F(helped),
            "circle": place % case.get("circles", 3),
        }
        for one in case["phases"]
        for place, helped in enumerate(one["helped"])
    ]
    found = [[o["change_kind"], o["colour"], exact(o["mean"]), o["n"]] for o in worked(phases)]
    assert found == case["expect"]


def test_congruence_grows_between_two_pictures_of_five() -> None:
    first, second = ({"congruence": {"mean": F(*mean), "n": 5}} for mean in ((1, 2), (3, 4)))
    assert growth(first, second) == F(1, 4)
    assert growth({"congruence": {"mean": F(1), "n": 4}}, second) is None
    assert growth({}, second) is None


def test_practice_is_shown_from_five_answers() -> None:
    assert practice_rate(["yes", "yes", "a_little", "no", None]) is None
    assert practice_rate(["yes", "yes", "a_little", "no", "no", None]) == {"rate": F(1, 2), "n": 5}
