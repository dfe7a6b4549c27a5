"""The worked examples of frames 3.3, and the instrument itself."""

from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest
import yaml

from kring.frames.transitions import wording
from kring.frames.transitions.measures import measures
from kring.frames.transitions.movement import movement, round_kept
from kring.frames.transitions.rounds import gap, result, slowest
from kring.frames.transitions.scores import person_scores, turned
from kring.frames.transitions.vocabulary import (
    DAYS_BETWEEN,
    FORMS,
    PAIRS,
    PROCESSES,
    items,
    on_screen,
    shared,
)
from kring.kit.numbers import shown
from kring.kit.sure import round_of, sure

EXAMPLES = Path(__file__).parent / "examples"


def example(name: str) -> Any:
    return yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))


def raw(process: str, form: str, answers: list[int | None]) -> dict[str, int | None]:
    """Answers after turning, back as places on the screen."""
    return {ident: turned(ident, value) for ident, value in zip(items(process, form), answers, strict=True)}


def test_example_a_of_the_whole_school() -> None:
    case = example("exchange")
    given = {who: raw("exchange", "standard", one["answers"]) for who, one in case["people"].items()}
    scores = person_scores(given, "standard")["exchange"]
    assert {who: str(score) for who, score in scores.items()} == {
        who: one["score"] for who, one in case["people"].items()
    }
    parts = {"whole": result(scores.values())}
    for layer in ("frontline", "leading"):
        parts[layer] = result(scores[who] for who, one in case["people"].items() if one["layer"] == layer)
    for name, expected in case["expect"].items():
        part = parts.get(name)
        if part:
            found = {"n": part.n, "mean": str(part.mean), "shown": shown(part.mean, 1)}
            found |= {"band": part.band, "index": shown(part.index)}
            assert found | expected == found
    wide = gap(parts["leading"], parts["frontline"])
    assert wide and wide.flagged and (str(wide.value), shown(wide.value, 1)) == ("259/200", "1.3")
    assert gap(parts["leading"], None) is None


def test_example_b_of_one_person() -> None:
    case = example("one_person")
    answers: dict[str, int | None] = {}
    for process, one in case["processes"].items():
        places = dict(zip(items(process, "long"), one["raw"], strict=True))
        assert [turned(ident, value) for ident, value in places.items()] == one["turned"]
        answers |= places
    scores = person_scores({"me": answers}, "long")
    for process, one in case["processes"].items():
        assert scores[process] == ({"me": F(one["expect"])} if one["expect"] else {})


def test_the_three_forms_hold_each_other() -> None:
    sizes = {form: sum(len(items(process, form)) for process in PROCESSES) for form in FORMS}
    assert sizes == {"short": 8, "standard": 15, "long": 24}
    assert [len(items(process, "standard")) for process in PROCESSES] == [3, 4, 5, 3]
    for smaller, larger in zip(FORMS, FORMS[1:], strict=False):
        assert set(on_screen(smaller)) < set(on_screen(larger))
        assert shared(smaller, larger) == shared(larger, smaller) == smaller
    assert PROCESSES == ("production", "consumption", "exchange", "distribution")
    assert DAYS_BETWEEN == {"lab": 0, "community": 120, "school": 120}


def test_the_screen_goes_round_the_processes() -> None:
    assert on_screen("short") == (
        *("tr.pro.1", "tr.con.1", "tr.exc.1", "tr.dis.1"),
        *("tr.pro.2", "tr.con.2", "tr.exc.2", "tr.dis.2"),
    )
    assert on_screen("standard")[-3:] == ("tr.con.4", "tr.exc.4", "tr.exc.5")
    assert sorted(on_screen("long")) == sorted(PAIRS)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_flipped_pair_has_its_good_end_left(lang: str) -> None:
    for ident, pair in PAIRS.items():
        start, end = wording.sentences(lang, ident)
        assert wording.sides(lang, ident) == ((end, start) if pair.flip else (start, end))
    assert wording.question(lang, "lab") != wording.question(lang, "school")


def test_the_slowest_process_is_the_first_of_equals() -> None:
    assert slowest({"distribution": F(2), "exchange": F(2), "production": F(3)}) == "exchange"
    assert slowest({"production": None}) is None and slowest({}) is None


@pytest.mark.parametrize(
    ("leading", "flagged"), [(F(4), True), (F(399, 100), False), (F(2), True), (F(201, 100), False)]
)
def test_a_gap_of_a_whole_step_is_pointed_out_either_way(leading: F, flagged: bool) -> None:
    found = gap(result([leading]), result([F(3)]))
    assert found and found.flagged is flagged


@pytest.mark.parametrize(
    ("mean", "index", "word"),
    [
        ("249/100", "37", "dichter bij waar we vandaan komen"),
        ("5/2", "38", "onderweg"),
        ("349/100", "62", "onderweg"),
        ("7/2", "63", "dichter bij waar we heen willen"),
    ],
)
def test_the_distance_covered_has_a_word(mean: str, index: str, word: str) -> None:
    found = result([F(mean)])
    assert found and (shown(found.index), wording.band("nl", found.band)) == (index, word)


LEAST = {2: 2, 3: 2, 4: 3, 5: 3, 6: 4}
"""So many pairs of a process -> how many must be answered (C-17)."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("process", PROCESSES)
def test_a_score_needs_six_in_ten_of_the_pairs(process: str, form: str) -> None:
    pairs = list(items(process, form))
    least = LEAST[len(pairs)]
    enough, few = dict.fromkeys(pairs[:least], 3), dict.fromkeys(pairs[: least - 1], 3)
    assert person_scores({"enough": enough, "few": few}, form)[process] == {"enough": F(3)}


def test_movement_is_told_with_how_sure_it_is() -> None:
    old, new = [F(2)] * 10, [F(3)] * 10
    kept = round_kept(10, F(2), F(0))
    first, then = round_of(old), round_of(new)
    assert first == kept and then
    found, told = movement(kept, then), sure(old, new)
    assert (found.d, found.direction, found.word, found.clear) == (F(1), "up", "clear", True)
    assert told.margin is not None and found.margin == F(told.margin)
    few = movement(round_kept(5, F(2), F(1)), round_kept(5, F(5, 2), F(1)))
    assert (few.direction, few.word, few.margin, few.clear) == ("up", "too_few", None, False)
    assert round_kept(1, F(2), F(0)).variance == 0 and round_kept(5, F(2), F(1)).variance == F(5, 4)


def test_what_recipes_may_ask() -> None:
    part = result([F(2), F(3), F(3), F(4), F(5)])
    assert part
    found = measures(
        {"exchange": part}, {"exchange": movement(round_kept(5, F(4), F(1)), round_kept(5, F(3), F(1)))}
    )
    assert found["transitions.exchange.band"] == "mid" and found["transitions.exchange.change"] == "down"
    assert found["transitions.slowest"] == "exchange" and "transitions.production.mean" not in found
    assert measures({}) == {}
