"""The joint form (C-31): who speaks for a group, who is still counted one by one, and what is compared."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from kring.kit.joint import alone, compared, joint_forms, joint_of, joint_rows, may_offer
from kring.kit.payload import Refused
from kring.kit.scene import Contribution, Published
from kring.kit.tests.examples import examples, why


def said(case: dict[str, Any]) -> list[Contribution]:
    """What each phone said about its group, in this order."""
    found = []
    for seq, (who, (group, *n)) in enumerate(case["groups"].items(), 1):
        payload = {"group": group} | ({"joint": True, "joint_n": n[0]} if n else {})
        found.append(Contribution(str(seq), "rate", "cl.join", "", who, payload, seq))
    return found


@pytest.mark.parametrize("case", examples("joint"), ids=why)
def test_who_speaks_for_whom(case: dict[str, Any]) -> None:
    before = [
        Published(
            "rate", "", 1, 9, {"joint": {g: frozenset(ids) for g, ids in rows.items()}} if rows else {}, {}
        )
        for rows in case.get("before", [])
    ]
    forms = joint_forms(reversed(said(case)), before, "rate")
    assert {group: [one.id, one.n] for group, one in forms.items()} == case["forms"]
    groups = {who: given[0] for who, given in case["groups"].items()}
    assert sorted(alone(groups, groups, forms)) == case["alone"]


def test_a_publication_of_another_step_says_nothing() -> None:
    case = {"groups": {"l1": ["leaders", 3]}}
    before = [Published("zone", "", 1, 9, {}, {})]
    assert set(joint_forms(said(case), before, "rate")) == {"leaders"}


@pytest.mark.parametrize(
    ("n", "good"), [(1, False), (2, True), (20, True), (21, False), (None, False), (True, False)]
)
def test_with_two_to_twenty(n: object, good: bool) -> None:
    if good:
        assert joint_of({"joint": True, "joint_n": n}) == {"joint": True, "joint_n": n}
    else:
        with pytest.raises(Refused, match="unreadable"):
            joint_of({"joint": True, "joint_n": n})


def test_somebody_for_themselves_has_no_number() -> None:
    assert joint_of({"joint": False, "joint_n": 3}) == joint_of({}) == joint_of({"joint": "yes"}) == {}


def test_what_a_publication_remembers() -> None:
    forms = joint_forms(said({"groups": {"l1": ["leaders", 3], "s1": ["support", 2]}}))
    assert joint_rows(forms) == {"joint": {"leaders": frozenset({"l1"}), "support": frozenset({"s1"})}}
    assert joint_rows({}) == {}


def test_a_statement_is_compared_with_a_mean() -> None:
    both = ("teachers", "leaders")
    assert compared({"teachers": Fraction(5, 2)}, {"leaders": 1}, both) == (Fraction(5, 2), 1)
    assert compared({"teachers": 2, "leaders": 3}, {"leaders": 1}, both) == (2, 1), "the statement goes first"
    assert compared({"teachers": 2}, {}, both) is None
    assert compared({"teachers": 2}, {"leaders": None}, both) is None, "skipped is not 0 (C-16)"


def test_it_is_offered_to_groups_of_two_to_four() -> None:
    sizes = {"teachers": 12, "support": 1, "leaders": 3, "hrm_board": 4, "others": 2}
    assert may_offer(sizes, {"others"}) == ["leaders", "hrm_board"]
