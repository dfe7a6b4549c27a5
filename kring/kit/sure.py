"""How sure a number is: a change between rounds (C-23), a scale (C-24), and forms filled in straight down (C-40).

The only floats of the kit are here; they are shown with two decimals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Literal

from kring.kit.numbers import Exact

Word = Literal["clear", "clear_small", "not_sure", "no_sign", "too_few"]
"""Names the text `cv.sure_<word>`."""
ScaleWord = Literal["low", "mid", "ok"]
"""Names the text `cv.alpha_<word>`."""
NoAlpha = Literal["too_few_cases", "too_few_items", "no_spread"]
NoOmega = Literal["no_spread", "no_end", "loading"]

CASES, ITEMS = 20, 3
"""From so many complete cases and items a scale is judged (C-24)."""
SMALL = 50
"""Below so many cases the line `ds.alpha_small` is added."""
TOLD_FROM = 10
"""From so many people on the number of straight lines is given (C-40)."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """A change `d` (new mean - old mean; None when a round is empty) and how sure it is.

    `se`, `df` and `margin` are on the scale of the scores; None when a round has too few people to tell.
    """

    d: Fraction | None
    word: Word
    se: float | None = None
    df: float | None = None
    margin: float | None = None

    @property
    def filled(self) -> bool:
        """Whether the arrow is filled; only `clear` may be called improved or fallen."""
        return self.word == "clear"


@dataclass(frozen=True, slots=True)
class Round:
    """The person scores of one round taken together: how many, their mean and sample variance (0 below two)."""

    n: int
    mean: Fraction
    variance: Fraction


def round_of(scores: Sequence[Exact]) -> Round | None:
    """Person scores taken together, None without any."""
    if not scores:
        return None
    return Round(len(scores), mean(scores), variance(scores) if len(scores) > 1 else Fraction())


def sure(old: Sequence[Exact], new: Sequence[Exact], lo: int = 1, hi: int = 5, least: int = 8) -> Certainty:
    """The certainty of a change over the person scores lo..hi of two rounds, unpaired (C-23; Welch 1947)."""
    return sure_between(round_of(old), round_of(new), lo, hi, least)


def sure_between(old: Round | None, new: Round | None, lo: int = 1, hi: int = 5, least: int = 8) -> Certainty:
    """The same from two rounds of which only numbers were kept."""
    if old is None or new is None:
        return Certainty(None, "too_few")
    d = new.mean - old.mean
    if min(old.n, new.n) < least:
        return Certainty(d, "too_few")
    floor = Fraction(hi - lo, 16) ** 2
    a, b = (max(floor, one.variance) / one.n for one in (old, new))
    se = sqrt(a + b)
    df = float((a + b) ** 2 / (a**2 / (old.n - 1) + b**2 / (new.n - 1)))
    margin = t_point(0.975, df) * se
    return Certainty(d, word_for(abs(d), margin, Fraction(hi - lo, 8)), se, df, margin)


def word_for(d: Fraction, margin: float, step: Fraction) -> Word:
    """The first rule of C-23 that fits a difference without its sign; `step` = an eighth of the range."""
    if d > margin:
        return "clear" if d >= step else "clear_small"
    if margin > 2 * step:
        return "too_few"
    return "not_sure" if d >= step else "no_sign"


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well the items of a scale hang together over `n` complete cases (C-24).

    Without alpha `no_alpha` says why; then nothing else is given. Without omega `no_omega` says why.
    `low`..`high` is the 95 % interval of alpha; `word` follows its lower end.
    """

    n: int
    alpha: Fraction | None = None
    low: float | None = None
    high: float | None = None
    word: ScaleWord | None = None
    omega: float | None = None
    loadings: tuple[float, ...] = ()
    no_alpha: NoAlpha | None = None
    no_omega: NoOmega | None = None

    @property
    def small(self) -> bool:
        """Whether the line `ds.alpha_small` belongs to it."""
        return self.alpha is not None and self.n < SMALL


def reliability(
    answers: Iterable[Mapping[str, int | None]], items: Mapping[str, bool], lo: int = 1, hi: int = 5
) -> Reliability:
    """The reliability of one scale, for the researcher only (C-24).

    `answers`: per person item -> lo..hi or None; `items`: id -> is it reversed? Only complete cases count.
    """
    cases = complete(answers, items, lo, hi)
    n = len(cases)
    if len(items) < ITEMS:
        return Reliability(n, no_alpha="too_few_items")
    if n < CASES:
        return Reliability(n, no_alpha="too_few_cases")
    a = alpha(cases)
    if a is None:
        return Reliability(n, no_alpha="no_spread")
    low, high = feldt(a, n, len(items))
    found = omega(cases)
    word: ScaleWord = "low" if low < 0.5 or a < Fraction(3, 5) else "mid" if low < 0.7 else "ok"
    if isinstance(found, str):
        return Reliability(n, a, low, high, word, no_omega=found)
    return Reliability(n, a, low, high, word, *found)


def complete(
    answers: Iterable[Mapping[str, int | None]], items: Mapping[str, bool], lo: int, hi: int
) -> list[tuple[int, ...]]:
    """The complete cases, reversed items turned (C-15), in the order of the items."""
    cases = []
    for one in answers:
        given = [answer for item in items if (answer := one.get(item)) is not None]
        if len(given) == len(items):
            turns = zip(given, items.values(), strict=True)
            cases.append(tuple(lo + hi - answer if turned else answer for answer, turned in turns))
    return cases


@dataclass(frozen=True, slots=True)
class StraightLines:
    """How many of the `n` people who answered every item gave one answer on all of them. They count like anybody."""

    n: int
    lines: int


def straight_lines(answers: Iterable[Mapping[str, int | None]], items: Iterable[str]) -> StraightLines | None:
    """The straight lines in a form of at least two items, as people saw it: nothing is turned; None below ten people
    (C-40). `answers`: per person item -> answer or None.
    """
    asked = dict.fromkeys(items, False)
    cases = complete(answers, asked, 0, 0)
    if len(asked) < 2 or len(cases) < TOLD_FROM:
        return None
    return StraightLines(len(cases), sum(len(set(case)) == 1 for case in cases))


def alpha(cases: Sequence[Sequence[Exact]]) -> Fraction | None:
    """Cronbach's alpha over at least two cases of at least two items; None when the sums do not differ."""
    spread = covariances(cases)
    k, total = len(spread), sum(map(sum, spread), Fraction())
    own = sum((spread[i][i] for i in range(k)), Fraction())
    return Fraction(k, k - 1) * (1 - own / total) if total else None


def feldt(a: Exact, n: int, k: int, p: float = 0.05) -> tuple[float, float]:
    """The interval of alpha (1 - p) for n cases and k items (Feldt 1965)."""
    d1, d2 = n - 1, (n - 1) * (k - 1)
    rest = float(1 - a)
    return 1 - rest * f_point(1 - p / 2, d1, d2), 1 - rest * f_point(p / 2, d1, d2)


def omega(
    cases: Sequence[Sequence[Exact]], end: float = 1e-12, most: int = 10_000
) -> tuple[float, tuple[float, ...]] | NoOmega:
    """Omega total and the loadings of one factor (minres, C-24), or why it cannot be given."""
    spread = covariances(cases)
    k = len(spread)
    if any(spread[i][i] == 0 for i in range(k)):
        return "no_spread"
    r = [[float(spread[i][j]) / sqrt(spread[i][i] * spread[j][j]) for j in range(k)] for i in range(k)]
    load = [sqrt(max(abs(x) for j, x in enumerate(row) if j != i)) for i, row in enumerate(r)]
    for _ in range(most):
        moved = 0.0
        for i in range(k):
            down = sum(load[j] ** 2 for j in range(k) if j != i)
            if down == 0:
                return "loading"
            was, load[i] = load[i], sum(r[i][j] * load[j] for j in range(k) if j != i) / down
            moved = max(moved, abs(was - load[i]))
        if moved < end:
            break
    else:
        return "no_end"
    if max(load) > 0.995 or min(load) <= 0:
        return "loading"
    return 1 - sum(1 - x * x for x in load) / sum(map(sum, r)), tuple(load)


def covariances(cases: Sequence[Sequence[Exact]]) -> list[list[Fraction]]:
    """The sample covariances of the items over at least two cases, exact."""
    columns = list(zip(*cases, strict=True))
    off = [[x - mean(column) for x in column] for column in columns]
    return [[sum(map(multiply, one, two), Fraction()) / (len(cases) - 1) for two in off] for one in off]


def multiply(x: Fraction, y: Fraction) -> Fraction:
    return x * y


def mean(scores: Sequence[Exact]) -> Fraction:
    return Fraction(sum(scores)) / len(scores)


def variance(scores: Sequence[Exact]) -> Fraction:
    """The sample variance of at least two scores."""
    middle = mean(scores)
    return sum(((score - middle) ** 2 for score in scores), Fraction()) / (len(scores) - 1)


def t_point(p: float, df: float) -> float:
    """The value below which a share p of Student's t with df degrees of freedom lies."""
    from scipy.special import stdtrit  # slow to import, and seldom needed

    return float(stdtrit(df, p))


def f_point(p: float, d1: float, d2: float) -> float:
    """The value below which a share p of the F distribution with d1 and d2 degrees of freedom lies."""
    from scipy.special import fdtri

    return float(fdtri(d1, d2, p))
