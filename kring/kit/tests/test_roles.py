"""Which role belongs to which group (C-06)."""

from __future__ import annotations

from pathlib import Path

from kring.kit.roles import group_of, group_sizes
from kring.kit.scene import Participant
from kring.kit.words import load_facts


def test_the_fold_is_that_of_the_content() -> None:
    roles = load_facts(Path(__file__).parents[2] / "content", "roles")
    assert {one["id"]: group_of(one["id"]) for one in roles} == {one["id"]: one["group"] for one in roles}


def test_only_seats_that_are_taken_count() -> None:
    people = [
        Participant("1", "teacher"),
        Participant("2", "principal"),
        Participant("3", "middle_manager", present=False),
        Participant("4", "principal", table=True),
        Participant("5", "principal", lane="anonymous"),
    ]
    assert group_sizes(people) == {"teachers": 1, "support": 0, "leaders": 1, "hrm_board": 0, "others": 0}
