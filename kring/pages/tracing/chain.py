"""The road through one step: everything it came of and everything that came of it, in the order of the road."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from kring.engine.harvest.models import STAGES, TraceNode
from kring.engine.transfer.standing import Walked
from kring.engine.words import interface
from kring.pages.house.visiting import day, language

LEFT_OUT = ("open", "carried_on", "")
"""What the chain shows by itself."""


@dataclass(frozen=True)
class Step:
    """One step of the chain, in finished words."""

    text: str
    address: str
    here: bool
    state: str = ""
    good: bool = False
    why: str = ""


def chain(road: Walked, node: TraceNode, whys: Mapping[UUID, str]) -> list[tuple[str, list[Step]]]:
    """Stage -> its steps, from source to practice; empty for a step that stands alone.

    `whys`: how one led to the other, for the steps beside this one.
    """
    ident = str(node.pk)
    if ident not in road.rows:
        return []
    found = road.road.to_here(ident) | road.road.from_here(ident)
    if len(found) < 2:
        return []
    rows = sorted((road.rows[one] for one in found), key=lambda one: (one.opened_on, str(one.pk)))
    steps = {
        stage: [
            Step(
                row.said,
                address_of(row),
                row.pk == node.pk,
                state_of(road, row),
                is_good(road, row),
                whys.get(row.pk, ""),
            )
            for row in rows
            if row.stage == stage
        ]
        for stage in STAGES
    }
    return [(stage, of_stage) for stage, of_stage in steps.items() if of_stage]


def address_of(row: TraceNode) -> str:
    """Where somebody reads about it."""
    return reverse("practice" if row.stage == "practice" else "trace", args=[row.pk])


def is_good(road: Walked, row: TraceNode) -> bool:
    """Whether it is a practice that counts as seen."""
    level = road.levels.get(str(row.pk))
    return level is not None and level.counts


def state_of(road: Walked, row: TraceNode) -> str:
    """Where it stands, in plain words: of a practice how well it was witnessed; nothing for what is open or goes on."""
    words = interface(language())
    level = road.levels.get(str(row.pk))
    if level is not None:
        return words.text("practice", "levels", level.level)
    status = road.status(row.pk)
    if status in LEFT_OUT:
        return ""
    if status == "closed_on_purpose" and row.node_reason == "as insight":
        return words.text("tracing", "as_insight")
    if status == "parked" and row.parked_until:
        return words.text("tracing", "parked_until", date=day(row.parked_until))
    return words.text("tracing", "status", status)
