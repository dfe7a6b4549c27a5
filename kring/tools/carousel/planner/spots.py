"""Where each talk is held (4.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

FREE = ""
"""No spot: find a place."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A table, a room or a walk, with room for so many talks at once."""

    id: str
    name: str
    kind: Literal["table", "room", "walk"] = "table"
    capacity: int = 1
    step_free: bool = True


@dataclass(frozen=True, slots=True)
class Needs:
    """What people need of a spot: their own one, no walking, no steps."""

    fixed: Mapping[str, str] = field(default_factory=dict)
    no_walk: frozenset[str] = frozenset()
    step_free: frozenset[str] = frozenset()


def places(
    groups: Sequence[Sequence[str]], spots: Sequence[Spot], needs: Needs, before: Mapping[str, str]
) -> list[str]:
    """The spot of each group: first fixed ones, then where its first or second member sat, then in order.

    `before`: person -> spot in the round before. FREE where there is no room.
    """
    room = {spot.id: spot.capacity for spot in spots}
    by_id = {spot.id: spot for spot in spots}
    found = [FREE] * len(groups)

    def takes(at: int, spot: str) -> None:
        found[at] = spot
        room[spot] -= 1

    order = sorted(range(len(groups)), key=lambda at: sorted(groups[at]))
    for at in order:
        own = [needs.fixed[one] for one in sorted(groups[at]) if needs.fixed.get(one) in by_id]
        if own:
            takes(at, own[0])
    for at in order:
        if not found[at]:
            sat = [before.get(one, FREE) for one in groups[at][:2]]
            kept = (one for one in sat if room.get(one, 0) > 0 and suits(by_id[one], groups[at], needs))
            if spot := next(kept, FREE):
                takes(at, spot)
    for at in order:
        if not found[at]:
            free = (one.id for one in spots if room[one.id] > 0 and suits(one, groups[at], needs))
            if spot := next(free, FREE):
                takes(at, spot)
    return found


def suits(spot: Spot, group: Sequence[str], needs: Needs) -> bool:
    """Whether everybody in the group can be there."""
    if spot.kind == "walk" and needs.no_walk.intersection(group):
        return False
    return spot.step_free or not needs.step_free.intersection(group)


def short_of(spots: Sequence[Spot], groups: int) -> dict[str, int] | None:
    """{places, talks} when there are too few places for so many talks; None without a list of spots."""
    room = sum(spot.capacity for spot in spots)
    return {"places": room, "talks": groups} if spots and room < groups else None
