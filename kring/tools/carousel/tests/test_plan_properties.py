"""What holds for every plan, over a thousand random cases."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from kring.tools.carousel.planner.case import EVERYONE, NO_LAST, PRESETS, Case, Unit
from kring.tools.carousel.planner.lot import Pair, pair
from kring.tools.carousel.planner.matching import exchanged, matched
from kring.tools.carousel.planner.plan import everything_fits, make_plan
from kring.tools.carousel.planner.rounds import needed
from kring.tools.carousel.planner.run import Round, Run
from kring.tools.carousel.planner.value import value

IDS = [f"{i:02}" for i in range(14)]
Draw = st.DrawFn


@st.composite
def free_cases(draw: Draw) -> Case:
    """Nobody late, nothing forbidden; at most as many rounds as are needed."""
    n = draw(st.integers(2, 13))
    teams = draw(st.integers(1, 4))
    units = tuple(Unit(one, f"T{i % teams}") for i, one in enumerate(IDS[:n]))
    mode = draw(st.sampled_from(["trio", "observer"]))
    rounds = draw(st.integers(1, needed(n)))
    weights = PRESETS[draw(st.sampled_from(sorted(PRESETS)))]
    return Case(units, rounds, f"lot {draw(st.integers(0, 99))}", odd_mode=mode, weights=weights)


@st.composite
def cases(draw: Draw) -> tuple[Case, int]:
    """Everything that can stand in the way, and after how many rounds somebody leaves or comes (0 = nobody)."""
    n = draw(st.integers(0, 9))
    ids = IDS[:n]
    rounds = draw(st.integers(1, 5))
    every = list(combinations(ids, 2))

    def some(most: int) -> frozenset[Pair]:
        return frozenset(draw(st.lists(st.sampled_from(every), max_size=most))) if every else frozenset()

    units = tuple(
        Unit(
            one,
            draw(st.sampled_from(["", "A", "B"])),
            draw(st.sampled_from([1, 1, 1, 2, 3])),
            draw(st.sampled_from([NO_LAST, NO_LAST, 3])),
            draw(st.booleans()),
        )
        for one in ids
    )
    case = Case(
        units,
        rounds,
        f"lot {draw(st.integers(0, 99))}",
        some(8),
        some(12),
        tuple((both, draw(st.integers(0, 30))) for both in sorted(some(5))),
        draw(st.sampled_from(["trio", "observer"])),
        weights=PRESETS[draw(st.sampled_from(sorted(PRESETS)))],
    )
    return case, draw(st.integers(0, 3))


quick = settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(free_cases())
def test_without_constraints_nobody_loses_a_seat_and_turns_are_fair(case: Case) -> None:
    plan = make_plan(case)
    event(plan.method)
    assert len(plan.rounds) == case.rounds
    assert (plan.value.lost, plan.value.unfair) == (0, 0)
    turns = dict.fromkeys(case.ids, 0)
    for one in plan.rounds:
        for who in odd_ones(one):
            assert turns[who] == min(turns.values()), "odd for the second time while somebody was not yet"
            turns[who] += 1
    if everything_fits(case):
        end = Run(plan.rounds)
        assert end.met.keys() | end.met3.keys() == set(combinations(case.ids, 2))


@quick
@given(cases())
def test_whatever_stands_in_the_way_a_plan_keeps_its_promises(given_case: tuple[Case, int]) -> None:
    case, change = given_case
    plan = make_plan(case)
    holds(case, (), plan.rounds)
    played = plan.rounds[:change]
    if not change or not case.units:
        return
    event("somebody left, somebody came")
    gone, fresh = case.units[0], Unit("99", "A", first=len(played) + 1)
    rest = tuple(one for one in case.units if one.id != gone.id)
    asked = frozenset(both for both in case.requests if gone.id not in both)
    after = replace(case, units=(*rest, fresh), requests=asked)
    again = make_plan(after, played, len(played) + 1)
    holds(after, played, again.rounds)


def holds(case: Case, played: tuple[Round, ...], rounds: tuple[Round, ...]) -> None:
    """Everybody has one place per round; nobody meets twice; forbidden pairs never sit together."""
    met: set[Pair] = set(Run(played).met)
    for r, one in enumerate(rounds, len(played) + 1):
        seated = [who for group in one.groups for who in group] + list(one.observers)
        assert sorted(seated) == sorted(case.present(r))
        for group in one.groups:
            assert len(group) in (2, 3)
            if len(group) == 3:
                assert case.odd_mode == "trio"
            assert not any(pair(*both) in case.forbidden for both in combinations(group, 2))
            if len(group) == 2:
                assert pair(*group) not in met, "met twice"
                met.add(pair(*group))
    if rounds:
        assert rounds[-1].groups, "an empty round at the end"


def odd_ones(one: Round) -> list[str]:
    return [group[2] for group in one.groups if len(group) == 3] + list(one.observers)


def test_two_hundred_people_get_full_rounds_with_wishes_and_without() -> None:
    ids = [f"{i:03}" for i in range(200)]
    units = tuple(Unit(one, f"T{i % 9}") for i, one in enumerate(ids))
    asked = frozenset((ids[i], ids[(7 * i + 11) % 200]) for i in range(200) if (6 * i + 11) % 200)
    barred = frozenset(pair(ids[i], ids[(5 * i + 3) % 200]) for i in range(0, 200, 2))
    case = Case(units, 8, "large", asked, barred - {pair(a, b) for a, b in asked}, weights=EVERYONE)
    plan = make_plan(case)
    holds(case, (), plan.rounds)
    assert (plan.value.lost, plan.value.unfair, plan.value.new) == (0, 0, 800)
    assert plan.value.requests == 2 * len(asked), "every request is kept, one to one"
    fewer = replace(case, units=units[1:], requests=frozenset(b for b in asked if ids[0] not in b))
    again = make_plan(fewer, plan.rounds[:4], 5)
    holds(fewer, plan.rounds[:4], again.rounds)
    assert again.value.lost == 0


@pytest.mark.parametrize("n", [81, 100])
def test_exchanging_keeps_as_many_talks_and_nearly_all_wishes_of_exact_matching(n: int) -> None:
    ids = [f"{i:03}" for i in range(n)]
    units = tuple(Unit(one, f"T{i % 9}") for i, one in enumerate(ids))
    asked = frozenset((ids[i], ids[(k * i + 11) % n]) for i in range(n) for k in (7, 13))
    case = Case(units, 8, "large", frozenset((a, b) for a, b in asked if a != b))
    kept = []
    for way in (exchanged, matched):
        run, rounds = Run(), []
        for r in range(1, 9):
            pairs = way(case, run, r, case.ids)
            assert len(pairs) == n // 2
            rounds.append(Round(tuple(pairs)))
            run.apply(rounds[-1])
        kept.append(value(case, Run(), rounds, 1))
    assert 100 * kept[0].requests >= 97 * kept[1].requests
    assert 100 * kept[0].weight >= 97 * kept[1].weight
