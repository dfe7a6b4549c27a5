"""Sums that every tool may use: exact, with fractions; roots are decimals of 28 digits (C-14 to C-25)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Literal, TypeVar

Exact = int | Fraction
Band = Literal["low", "mid", "high"]
Direction = Literal["up", "down", "stable"]
Holiday = tuple[date, date]
"""The first and the last day of a holiday; both are free."""

K = TypeVar("K", bound=Hashable)

LOW, HIGH = Fraction(75, 2), Fraction(125, 2)
"""Where the bands *mid* and *high* begin on an index of 0..100 (C-19)."""


def shown(x: Exact | Decimal | float, places: int = 0, lang: str = "en") -> str:
    """The number as it is read: rounded half away from zero, a comma in Dutch, never "-0" (C-14).

    `places` is the number of decimals. Floats (C-23 and C-24 only) are taken at their exact value.
    """
    n, d = abs(Fraction(x) * 10**places).as_integer_ratio()
    whole = (2 * n + d) // (2 * d)
    text = str(whole // 10**places) + (f".{whole % 10**places:0{places}d}" if places else "")
    text = "-" + text if x < 0 and whole else text
    return text.replace(".", ",") if lang == "nl" else text


def root(x: Exact) -> Decimal:
    """The square root of an exact number that is not negative, in 28 digits (C-14)."""
    n, d = x.as_integer_ratio()
    with localcontext(prec=28):
        return (Decimal(n) / Decimal(d)).sqrt()


def enough(items: int) -> int:
    """How many of so many items must be answered for a person score: 60 %, rounded up (C-17)."""
    return (6 * items + 9) // 10


def person(
    answers: Mapping[str, Exact | None], items: Mapping[str, bool], lo: int = 1, hi: int = 5
) -> Fraction | None:
    """One person's score lo..hi: the mean of the answered items, or None when too few are (C-15 to C-17).

    `items`: id -> is it reversed? Answers to other ids are left aside; None is a skipped answer.
    """
    given = [
        lo + hi - answer if turned else answer
        for item, turned in items.items()
        if (answer := answers.get(item)) is not None
    ]
    if not given or len(given) < enough(len(items)):
        return None
    return Fraction(sum(given)) / len(given)


@dataclass(frozen=True, slots=True)
class GroupResult:
    """Person scores taken together (C-18, C-19): `mean` on the scale, `index` 0..100, population variance."""

    n: int
    mean: Fraction
    var: Fraction
    divided: bool
    index: Fraction
    band: Band

    @property
    def sd(self) -> Decimal:
        """The standard deviation of the population, in 28 digits."""
        return root(self.var)


def group(scores: Iterable[Exact | None], lo: int = 1, hi: int = 5) -> GroupResult | None:
    """The result of a group from its person scores (None = missing); None without any (C-18, C-19)."""
    known = [Fraction(score) for score in scores if score is not None]
    if not known:
        return None
    mean = sum(known, Fraction()) / len(known)
    var = sum(((score - mean) ** 2 for score in known), Fraction()) / len(known)
    index = 100 * (mean - lo) / (hi - lo)
    return GroupResult(len(known), mean, var, var >= Fraction(hi - lo, 4) ** 2, index, band(index))


def band(index: Exact) -> Band:
    """The band of an index 0..100, unrounded (C-19)."""
    return "low" if index < LOW else "mid" if index < HIGH else "high"


def change(old: Exact, new: Exact, lo: int = 1, hi: int = 5) -> Direction:
    """The direction from one mean to the next; less than an eighth of the range is stable (C-23).

    How sure it is, is told by `kring.kit.sure`.
    """
    step = Fraction(hi - lo, 8)
    return "up" if new - old >= step else "down" if old - new >= step else "stable"


def overlap(p: Mapping[K, Exact], q: Mapping[K, Exact]) -> Fraction:
    """How far two lists of shares agree, 0..100; a share that a list does not name is 0 (C-20)."""
    return 100 * sum((Fraction(min(share, q.get(name, 0))) for name, share in p.items()), Fraction())


def response(n: int, invited: int) -> Fraction | None:
    """The share of the invited who answered, 0..1; None when nobody was invited (C-22)."""
    return Fraction(n, invited) if invited else None


def indicative(n: int, invited: int) -> bool:
    """Whether the result must say that fewer than half took part (C-22)."""
    return 2 * n < invited


def active_days(a: date, b: date, holidays: Iterable[Holiday] = ()) -> int:
    """The days d with a < d <= b outside the holidays; 0 when b is not later than a (C-25).

    Holidays may overlap each other. Without them every day counts.
    """
    free = {
        day
        for first, last in holidays
        for day in range(max(first, a + timedelta(1)).toordinal(), min(last, b).toordinal() + 1)
    }
    return max(0, (b - a).days) - len(free)


def fresh(on: date, today: date, max_age: int, holidays: Iterable[Holiday] = ()) -> bool:
    """Whether something measured on a day still says something about today: at most so many active days (C-26)."""
    return active_days(on, today, holidays) <= max_age
