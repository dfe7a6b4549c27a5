"""What the lab measures: how people worked together (section 4.11), and where they stand (section 4.7)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kring.frames.transitions.vocabulary import HIGHEST, LOWEST, PROCESSES, items
from kring.kit.scene import Settings
from kring.kit.tool import Scale
from kring.tools.change_lab.evaluation import FOR_ALL
from kring.tools.change_lab.vocabulary import EVALUATION, form_of

PROCESS_AGE, TRANSITION_AGE = 60, 240
"""Active days that they say something about today (recipes.md 2)."""


def scales(settings: Settings) -> tuple[Scale, ...]:
    """The process evaluation, and each process of the barometer over the pairs of its form."""
    together = Scale(
        "evaluation",
        "evaluate",
        "cl.eval",
        {item: EVALUATION[item] for item in FOR_ALL},
        "evaluation",
        evaluated,
        PROCESS_AGE,
    )
    return (together, *(barometer(process, form_of(settings)) for process in PROCESSES))


def evaluated(shown: Mapping[str, Any]) -> Fraction | None:
    """The mean of the process evaluation, of what everybody saw."""
    found: Fraction = shown["overall"]["mean"]
    return found


def barometer(process: str, form: str) -> Scale:
    """One process of the transition rating."""

    def mean(shown: Mapping[str, Any]) -> Fraction | None:
        found = shown["processes"][process]
        return found["mean"] if found else None

    return Scale(
        f"barometer.{process}",
        "barometer",
        "cl.baro",
        items(process, form),
        process,
        mean,
        TRANSITION_AGE,
        LOWEST,
        HIGHEST,
    )
