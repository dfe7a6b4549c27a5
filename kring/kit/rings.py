"""From the edge to the core (lifecycle.md 6): how much somebody takes part. It counts taking part, never quality.

The weights and bounds are product choices (C-44). Everything is exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

WINDOW = 5
"""Held meetings that are looked at."""
FEWEST_MEETINGS = 3
"""Below this somebody is new."""
PRESENCE, INPUT, INITIATIVE = Fraction(4, 10), Fraction(3, 10), Fraction(3, 10)
ENOUGH_INITIATIVE = 2
CORE, ACTIVE = Fraction(7, 10), Fraction(4, 10)
RINGS = ("edge", "active", "core")
"""From the edge inwards; who is new stands outside this order."""


@dataclass(frozen=True)
class TakingPart:
    """What somebody did in the window: meetings held since they joined and attended, the parts of those they
    attended and in how many they brought something in, and how often they took the initiative."""

    held: int = 0
    attended: int = 0
    activities: int = 0
    with_input: int = 0
    initiatives: int = 0

    @property
    def presence(self) -> Fraction:
        """P, 0 to 1."""
        return Fraction(self.attended, self.held) if self.held else Fraction(0)

    @property
    def input(self) -> Fraction:
        """V, 0 to 1; 0 when there was nothing to bring something in to."""
        return Fraction(self.with_input, self.activities) if self.activities else Fraction(0)

    @property
    def initiative(self) -> Fraction:
        """I, 0 to 1: twice is enough."""
        return min(Fraction(1), Fraction(self.initiatives, ENOUGH_INITIATIVE))

    @property
    def engagement(self) -> Fraction:
        """E = 0.4 P + 0.3 V + 0.3 I, 0 to 1."""
        return PRESENCE * self.presence + INPUT * self.input + INITIATIVE * self.initiative


def ring(part: TakingPart, *, chosen_edge: bool = False) -> str:
    """newcomer | edge | active | core. Whoever chose the edge is shown there."""
    if part.held < FEWEST_MEETINGS:
        return "newcomer"
    if chosen_edge or part.engagement < ACTIVE:
        return "edge"
    return "core" if part.engagement >= CORE else "active"


def movement(now: str, before: str) -> str:
    """inward | outward | same, or nothing when one of the two cannot be compared."""
    if now not in RINGS or before not in RINGS:
        return ""
    step = RINGS.index(now) - RINGS.index(before)
    return "inward" if step > 0 else "outward" if step < 0 else "same"


def counts(rings: Iterable[str]) -> dict[str, int]:
    """How many stand in each ring, newcomers first, also where nobody does."""
    found = Counter(rings)
    return {name: found[name] for name in ("newcomer", *RINGS)}


def share(count: Mapping[str, int], name: str) -> Fraction | None:
    """The share of one ring among whoever is not new; None when everybody is."""
    total = sum(count.get(one, 0) for one in RINGS)
    return Fraction(count.get(name, 0), total) if total else None


def moves(steps: Iterable[str]) -> dict[str, int]:
    """How many came nearer and how many went further out."""
    found = Counter(steps)
    return {"in": found["inward"], "out": found["outward"]}
