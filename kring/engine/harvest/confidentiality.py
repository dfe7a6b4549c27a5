"""How confidential what a circle makes is, and what of it the school may see (roles.md 5.1, lifecycle.md AG-5)."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from kring.engine.harvest.models import Agreement, RepertoireItem, TraceNode
from kring.engine.people.models import Community

LEVELS = ("open", "inside", "closed")
"""Confidentiality of a circle, from loose to strict."""


def lowers(community: Community, level: str) -> bool:
    """Whether this level is looser than what the circle has (AG-5)."""
    return LEVELS.index(level) < LEVELS.index(community.confidentiality)


def history_of(community: Community) -> list[tuple[date, str]]:
    """The levels the circle agreed on, each with its day, oldest first."""
    rows: QuerySet[Agreement] = QuerySet(Agreement)
    rows = rows.filter(community=community, adopted_on__isnull=False).exclude(level="")
    return [
        (one.adopted_on, one.level) for one in rows.order_by("adopted_on", "proposed_at") if one.adopted_on
    ]


def strictest(history: list[tuple[date, str]], now: str, made_on: date) -> str:
    """The level of something of this day: a stricter level holds for all there is, a looser one only for what
    came after it (AG-5). `now` is the level of the circle."""
    after = [level for day, level in history if day > made_on]
    before = [level for day, level in history if day <= made_on]
    return max([*before[-1:], *after, now], key=LEVELS.index)


def level_of(community: Community, made_on: date) -> str:
    """How confidential something of this day is: open | inside | closed."""
    return strictest(history_of(community), community.confidentiality, made_on)


def made_on(row: TraceNode | RepertoireItem) -> date:
    """The day on which it was taken along."""
    return row.made_on if isinstance(row, RepertoireItem) else row.opened_on


class Shared:
    """What a circle shares with its school: what it set free, unless it chose to be closed."""

    def __init__(self, community: Community) -> None:
        self.now = community.confidentiality
        self.history = history_of(community)

    def level(self, on: date) -> str:
        """How confidential something of this day is: open | inside | closed."""
        return strictest(self.history, self.now, on)

    def with_school(self, row: TraceNode | RepertoireItem) -> bool:
        """Whether the school may see this row."""
        return row.visibility == "school" and self.level(made_on(row)) != "closed"
