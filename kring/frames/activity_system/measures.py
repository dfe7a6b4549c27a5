"""What recipes may ask about the map: how full it is, and where its tensions are (frames 2.2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kring.frames.activity_system.ranking import MEDIUM
from kring.frames.activity_system.vocabulary import COMPONENTS, CROSS, PROCESSES

LEAST = 3
"""Shares of processes rest on at least so many ranked tensions."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A ranked tension as far as measures need it: its process, its priority and whether an action follows it."""

    process: str
    P: Fraction
    followed: bool = False


def coverage(filled: Collection[str]) -> Fraction:
    """The share (0..1) of the parts with at least one card in state now; the outcome is not counted."""
    counted = [one for one in COMPONENTS if one != "outcome"]
    return Fraction(sum(one in filled for one in counted), len(counted))


def tensions_open(ranked: Iterable[Weighed]) -> int:
    """How many ranked tensions of at least medium weight have no action linked to them."""
    return sum(one.P >= MEDIUM and not one.followed for one in ranked)


def process_shares(ranked: Sequence[Weighed]) -> dict[str, Fraction] | None:
    """Process (and `cross`) -> its share (0..1) of all priority; None below three ranked or without weight."""
    total = sum((one.P for one in ranked), Fraction())
    if len(ranked) < LEAST or not total:
        return None
    return {
        process: sum((one.P for one in ranked if one.process == process), Fraction()) / total
        for process in (*PROCESSES, CROSS)
    }


def top_process(shares: dict[str, Fraction] | None) -> str | None:
    """The process of the four with the largest share, the first in order at a tie."""
    return max(PROCESSES, key=lambda process: shares[process]) if shares else None


def measures(filled: Collection[str], ranked: Sequence[Weighed]) -> dict[str, Fraction | int | str]:
    """{activity.coverage, activity.tensions_open, activity.process_share.<process>, activity.top_process}.

    What cannot be known yet is left out.
    """
    found: dict[str, Fraction | int | str] = {
        "activity.coverage": coverage(filled),
        "activity.tensions_open": tensions_open(ranked),
    }
    shares = process_shares(ranked)
    if shares:
        found |= {f"activity.process_share.{process}": shares[process] for process in PROCESSES}
    top = top_process(shares)
    return found | ({"activity.top_process": top} if top else {})
