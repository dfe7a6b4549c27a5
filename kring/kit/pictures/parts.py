"""What pictures are made of: how large they are shown, and numbers and names with their finished words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kring.kit.pictures.signs import Sign

Number = int | Fraction
OWN_LETTERS, OWN_BOLD = 0.88, 0.8
"""How wide Kring's own letters are at most beside those of `letters`, which leave room for any face."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is shown: its width and its type size in the same units.

    Nothing is set smaller than `small`. The height follows from what must be said.
    """

    width: int
    size: int
    own_letters: bool = False
    """Set in Kring's own letters, as a report is; elsewhere room is left for whatever letters there are."""

    @property
    def small(self) -> int:
        """The smallest type in the picture."""
        return round(self.size * 0.84)

    def reckoned(self, size: float, bold: bool = False) -> float:
        """The type size by which text is wrapped: Kring's own letters are narrower than the widest there are."""
        return size * (OWN_BOLD if bold else OWN_LETTERS) if self.own_letters else size

    @property
    def narrow(self) -> bool:
        """Whether things go below each other rather than beside each other."""
        return self.width < 28 * self.size


BOARD = Look(width=1600, size=46)
"""The wall. On a screen 1.8 metres wide capitals are about 4 cm high: readable at eight metres."""
PAGE = Look(width=720, size=17)
"""A report on A4 (about 11 points) and the page of a facilitator."""
PHONE = Look(width=360, size=17)
PAPER = Look(width=720, size=17, own_letters=True)
"""A report, which has its letters with it."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and how it is written; `value` None is "not known" and `text` says so."""

    value: Number | None
    text: str


@dataclass(frozen=True, slots=True)
class Category:
    """One of a fixed row of kinds, with the sign it carries in every picture."""

    name: str
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One amount per category. `framed` holds the positions of those that come forward."""

    name: str
    amounts: Sequence[Amount]
    framed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """A name and its amount."""

    name: str
    amount: Amount
