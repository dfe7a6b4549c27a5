"""The people together: a result per process, and what may be read from it (frames 3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kring.frames.transitions.vocabulary import HIGHEST, LOWEST, PROCESSES
from kring.kit.numbers import Band, GroupResult, group

WIDE = 1
"""A gap of so much between leaders and work floor is pointed out."""
BAND_WORDS: Mapping[Band, str] = {"low": "tr.low", "mid": "tr.mid", "high": "tr.high"}


def result(scores: Iterable[Fraction | None]) -> GroupResult | None:
    """The result of a process from the person scores 1..5; None without any (C-18, C-19).

    Its `index` is the distance covered, 0..100.
    """
    return group(scores, LOWEST, HIGHEST)


@dataclass(frozen=True, slots=True)
class Gap:
    """How much higher leaders score a process than the work floor (−4..4)."""

    value: Fraction

    @property
    def flagged(self) -> bool:
        """Whether it is pointed out as a good start of a conversation."""
        return abs(self.value) >= WIDE


def gap(leading: GroupResult | None, frontline: GroupResult | None) -> Gap | None:
    """The perception gap of a process; only to be asked when both groups are shown apart (C-29)."""
    return Gap(leading.mean - frontline.mean) if leading and frontline else None


def slowest(means: Mapping[str, Fraction | None]) -> str | None:
    """The process with the lowest mean, the first in order at a tie; None while nothing is known."""
    known = [process for process in PROCESSES if means.get(process) is not None]
    return min(known, key=lambda process: means[process] or Fraction(), default=None)
