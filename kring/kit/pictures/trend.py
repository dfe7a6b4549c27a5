"""A few moments on a line: what was found each time, and how many people it says something about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kring.kit.picture import Picture
from kring.kit.pictures.letters import widest, width_of, wrapped
from kring.kit.pictures.parts import PAGE, Amount, Category, Look, Number
from kring.kit.pictures.signs import SERIES, Sign
from kring.kit.pictures.svg import FAINT, INK, LEADING, LINE, QUIET, Drawing, spread

DASHES = ("", "0.5 0.3", "0.12 0.24", "0.8 0.25 0.12 0.25", "0.25 0.25", "1 0.4")
"""Lines that differ without colour, in type sizes."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment with a note below it, as a rule how many people answered ("n = 12")."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with one amount per moment; unknown amounts are left out of the drawing."""

    name: str
    amounts: Sequence[Amount]
    sign: Sign | None = None


def trend(
    title: str,
    description: str,
    head: Sequence[str],
    moments: Sequence[Moment],
    lines: Sequence[Line],
    *,
    lowest: Number = 0,
    highest: Number = 100,
    look: Look = PAGE,
    uid: str = "",
) -> Picture:
    """Lines with a sign and a value at every point; names below. A single moment gives points only.

    `head`: (moment, note).
    """
    sheet = Drawing(look, uid)
    size, edge, small = look.size, sheet.margin, look.small
    signs = [line.sign or SERIES[i % len(SERIES)] for i, line in enumerate(lines)]
    value = widest([amount.text for line in lines for amount in line.amounts], small, True)
    half = min(
        max((widest([one.name, one.note], small) for one in moments), default=0) / 2, look.width * 0.14
    )
    left, right = edge + max(size * 0.6, half), look.width - edge - max(value + size * 0.9, half)
    step = (right - left) / max(1, len(moments) - 1) if len(moments) > 1 else 0
    xs = [left + step * i if step else (left + right) / 2 for i in range(len(moments))]
    high = max(size * 6, size * 1.35 * (len(lines) + 1))
    top = edge + size * 0.5
    foot = top + high
    for level in (top, (top + foot) / 2, foot):
        sheet.line((edge, level), (look.width - edge, level), stroke=FAINT, stroke_width=size * 0.06)
    span = float(highest) - float(lowest)

    def place(amount: Amount) -> float | None:
        if amount.value is None:
            return None
        return foot - high * (float(amount.value) - float(lowest)) / span

    levels = [[place(amount) for amount in line.amounts] for line in lines]
    for i, line in enumerate(levels):
        points = [(x, y) for x, y in zip(xs, line, strict=True) if y is not None]
        dash = " ".join(f"{float(one) * size:.1f}" for one in DASHES[i % len(DASHES)].split())
        drawn: dict[str, str | float] = {"stroke_dasharray": dash} if dash else {}
        sheet.path(points, stroke=signs[i].line, stroke_width=size * 0.13, **drawn)
    for k, x in enumerate(xs):
        here = sorted((y, i) for i, y in enumerate(line[k] for line in levels) if y is not None)
        wanted = [y for y, _ in here]
        for (y, i), level in zip(here, spread(wanted, small * 1.15, top, foot), strict=True):
            sheet.shape(x, y, size * 0.3, signs[i])
            text = lines[i].amounts[k].text
            wide = width_of(text, small, True)
            sheet.rect(
                x + size * 0.5,
                level - small * 0.52,
                wide + small * 0.2,
                small * 1.04,
                rx=small * 0.2,
                fill="#fffdf8",
                fill_opacity="0.85",
            )
            sheet.text(x + size * 0.6, level + small * 0.36, text, size=small, bold=True)
    y = under(sheet, moments, xs, step or right - left, foot + size * 0.4)
    y = key(sheet, y + size * 0.3, lines, signs)
    rows = [
        (moment.name, moment.note, *(line.amounts[k].text for line in lines))
        for k, moment in enumerate(moments)
    ]
    return sheet.picture(title, description, y + edge * 0.5, [*head, *(line.name for line in lines)], rows)


def under(sheet: Drawing, moments: Sequence[Moment], xs: Sequence[float], step: float, top: float) -> float:
    """The moments with their notes, in two rows by turns where they would touch; gives where it ends."""
    small, edge = sheet.look.small, sheet.margin
    needed = max((widest([one.name, one.note], small) for one in moments), default=0) + small * 0.6
    turns = min(3, -(-int(needed) // max(1, int(step)))) if needed > step else 1
    wide = step * turns - small * 0.6
    texts = [(wrapped(one.name, small, wide), wrapped(one.note, small, wide)) for one in moments]
    deep = max((len(a) + len(b) for a, b in texts), default=0) * small * LEADING + small * 0.2
    for i, (x, (names, notes)) in enumerate(zip(xs, texts, strict=True)):
        half = widest([*names, *notes], small) / 2
        middle = min(max(x, edge + half), sheet.look.width - edge - half)
        y = top + deep * (i % turns)
        if i % turns:
            sheet.line((x, top), (x, y), stroke=LINE, stroke_width=small * 0.05)
        y = sheet.lines(middle, y, names, size=small, anchor="middle", fill=INK)
        sheet.lines(middle, y, notes, size=small, anchor="middle", fill=QUIET)
    return top + deep * min(turns, len(moments) or 1)


def key(sheet: Drawing, top: float, lines: Sequence[Line], signs: Sequence[Sign]) -> float:
    """Which line is which: its sign and its dashes."""
    return sheet.legend(top, [Category(line.name, sign) for line, sign in zip(lines, signs, strict=True)])
