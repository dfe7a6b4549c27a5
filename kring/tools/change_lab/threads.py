"""From the mirror back to the mirror: how far did each prioritised tension come? (sections 4.10 and 10.1)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from kring.tools.change_lab.experiments import ran
from kring.tools.change_lab.lab import Lab
from kring.tools.change_lab.tensions import top
from kring.tools.change_lab.wall import places, readable

STAGES = ("evidence", "principle", "experiment", "back")
LABS = 3
"""Over labs of a school a rate is given from so many."""


def consecutive(reached: Sequence[bool]) -> int:
    """How many stages from the first on were reached without a gap."""
    return next((n for n, one in enumerate(reached) if not one), len(reached))


def rate(stages: Sequence[int]) -> Fraction | None:
    """The mean stage as a percentage 0..100, None without tensions."""
    return Fraction(100 * sum(stages), len(stages) * len(STAGES)) if stages else None


def school_rate(rates: Sequence[Fraction | None]) -> Fraction | None:
    """The mean over the labs of a school, None below three labs with a rate."""
    known = [one for one in rates if one is not None]
    return sum(known, Fraction()) / len(known) if len(known) >= LABS else None


def threads(lab: Lab, found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """{threads: [{tension: id, n, rank, reached: four bools, stage: 0..4}], rate: 0..100 or None, round: how many}.

    `found`: the tensions as in `tensions.tensions`; only prioritised ones are followed.
    """
    where = places(lab)
    mirror = {
        ident for ident, place in where.items() if place[0] == "mirror" and readable(lab, lab.cards[ident])
    }
    model = {
        ident for ident, place in where.items() if place[0] == "model" and readable(lab, lab.cards[ident])
    }
    model |= {ident for ident, node in lab.nodes.items() if node.payload["state"] == "new"}
    followed = []
    for one in top(found):
        reached = stages(lab, one, mirror, model)
        followed.append(
            {
                "tension": one["id"],
                "n": one["n"],
                "rank": one["rank"],
                "reached": reached,
                "stage": consecutive(reached),
            }
        )
    return {
        "threads": followed,
        "rate": rate([one["stage"] for one in followed]),
        "round": sum(one["stage"] == len(STAGES) for one in followed),
    }


def stages(lab: Lab, tension: Mapping[str, Any], mirror: set[str], model: set[str]) -> list[bool]:
    """Which of the four stages a tension reached, each by itself."""
    tied = lab.linked_to(tension["id"])
    tried = {
        ident: one
        for ident, one in lab.experiments.items()
        if lab.root(one.fields["tension"]) == tension["id"] or ident in tied
    }
    running = [ident for ident, one in tried.items() if ran(one)]
    principles = {lab.root(one.fields.get("principle") or "") for one in tried.values()}
    return [
        any(not one["gone"] for one in tension["evidence"]),
        bool((tied | principles) & model),
        bool(running),
        any(seen_again(lab, ident, mirror) for ident in running),
    ]


def seen_again(lab: Lab, experiment: str, mirror: set[str]) -> bool:
    """Whether an experiment came back: a card of a later session in the mirror, or a log with a verdict."""
    begun = lab.sessions[lab.experiments[experiment].session].number
    later = any(
        lab.sessions[lab.cards[ident].session].number > begun
        for ident in lab.linked_to(experiment)
        if ident in mirror
    )
    return later or any(
        log.payload["verdict"] for log in lab.logs.values() if log.payload["experiment"] == experiment
    )
