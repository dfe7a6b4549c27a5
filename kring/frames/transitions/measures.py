"""What recipes may ask about the latest round of a scope (frames 3)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kring.frames.transitions.movement import Movement
from kring.frames.transitions.rounds import Gap, slowest
from kring.frames.transitions.vocabulary import PROCESSES
from kring.kit.numbers import GroupResult

Measure = Fraction | str


def measures(
    results: Mapping[str, GroupResult],
    movements: Mapping[str, Movement] | None = None,
    gaps: Mapping[str, Gap] | None = None,
) -> dict[str, Measure]:
    """{transitions.<process>.mean, .index, .band, .change, .gap, transitions.slowest}; the unknown is left out.

    Only results that were shown may be given.
    """
    found: dict[str, Measure] = {}
    for process in PROCESSES:
        if known := results.get(process):
            place = f"transitions.{process}"
            found |= {f"{place}.mean": known.mean, f"{place}.index": known.index, f"{place}.band": known.band}
            if moved := (movements or {}).get(process):
                found[f"{place}.change"] = moved.direction
            if wide := (gaps or {}).get(process):
                found[f"{place}.gap"] = wide.value
    last = slowest({process: known.mean for process, known in results.items()})
    return found | ({"transitions.slowest": last} if last else {})
