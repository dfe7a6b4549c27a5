"""How well a practice has been witnessed: levels P0 to P4 (transfer.md 4). All numbers are our own (C-44)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kring.kit.numbers import Holiday, active_days

LEVELS = ("P0", "P1", "P2", "P3", "P4")
SEEN = ("yes", "partly", "no")
PANELS = ("pupil_panel", "parent_panel")
SELF = "self"
SHORTEST = 20
"""Characters of what an observer wrote down, from which it counts."""
SMALLEST_PANEL = 5
APART = 14
"""Active days between the first and the last time it was seen, for "seen more often"."""
LASTING = 180
"""Active days after the first time at which it still has to be seen, for "become normal"."""
LONG_AGO = 240
"""Active days without anybody looking, after which that is said."""


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked. `doer` numbers whoever was seen within this practice; `n` counts the answers of a panel."""

    on: date
    seen: str
    kind: str
    what: str
    place: str = ""
    doer: int = 1
    invited: bool = True
    n: int = 1

    @property
    def by_another(self) -> bool:
        """Whether it is an observation by others; a panel of fewer than five is none."""
        return self.kind != SELF and (self.kind not in PANELS or self.n >= SMALLEST_PANEL)

    @property
    def witnesses(self) -> bool:
        """Whether it counts for P2 and up."""
        return (
            self.by_another
            and self.invited
            and self.seen == "yes"
            and len(" ".join(self.what.split())) >= SHORTEST
        )


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What is known of a practice on a day."""

    level: str
    first_seen_on: date | None = None
    stale: bool = False
    lapsed: bool = False

    @property
    def counts(self) -> bool:
        """Whether it counts as seen in practice (3.2)."""
        return self.level >= "P2" and not self.lapsed


def witnessed(
    looks: Iterable[Look],
    *,
    evidence: bool,
    embedded: bool,
    today: date,
    holidays: Sequence[Holiday] = (),
) -> Witnessed:
    """The highest level whose rule holds on this day, and since when somebody else saw it.

    `looks` in the order in which they were written down; those of after `today` do not count yet. `evidence`: there
    is material; `embedded`: the school laid it down somewhere.
    """
    until = sorted((one for one in looks if one.on <= today), key=lambda one: one.on)
    good = [one for one in until if one.witnesses]
    others = [one for one in until if one.by_another]
    if not good:
        shown = evidence or any(one.kind == SELF and one.seen == "yes" for one in until)
        return Witnessed("P1" if shown else "P0", lapsed=is_lapsed(others))
    return Witnessed(
        level_of(good, embedded, holidays),
        good[0].on,
        active_days(until[-1].on, today, holidays) >= LONG_AGO,
        is_lapsed(others),
    )


def level_of(good: Sequence[Look], embedded: bool, holidays: Sequence[Holiday]) -> str:
    """P2, P3 or P4 of what others saw, the earliest first."""
    span = active_days(good[0].on, good[-1].on, holidays)
    places = {" ".join(one.place.split()).casefold() for one in good} - {""}
    doers = {one.doer for one in good}
    if span < APART or max(len(places), len(doers)) < 2:
        return "P2"
    return "P4" if span >= LASTING and embedded else "P3"


def is_lapsed(others: Sequence[Look]) -> bool:
    """Whether the two latest observations by others are both "no"."""
    return len(others) >= 2 and all(one.seen == "no" for one in others[-2:])
