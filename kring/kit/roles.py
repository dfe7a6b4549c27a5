"""The fold of role keys into the groups of tools (C-06). A test compares it with `content/roles.yaml`."""

from __future__ import annotations

from collections.abc import Iterable

from kring.kit.scene import Participant

GROUP_OF = {
    "teacher": "teachers",
    "support": "support",
    "middle_manager": "leaders",
    "principal": "leaders",
    "hrm": "hrm_board",
    "board": "hrm_board",
}
OTHERS = "others"


def group_of(role: str) -> str:
    """The group of a role key; pupils, parents and everybody else are `others`."""
    return GROUP_OF.get(role, OTHERS)


def group_sizes(participants: Iterable[Participant]) -> dict[str, int]:
    """How many seats that are taken now belong to each group, in the order of the groups; only the numbers (C-05)."""
    sizes = dict.fromkeys([*GROUP_OF.values(), OTHERS], 0)
    for one in participants:
        if one.lane == "named" and one.present and not one.table:
            sizes[group_of(one.role)] += 1
    return sizes
