"""From where to where: marks for before, now and wanted on lines between two poles (frames 3, figure 10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kring.kit.picture import Picture
from kring.kit.pictures.letters import width_of, wrapped
from kring.kit.pictures.parts import PAGE, Amount, Look, Number
from kring.kit.pictures.svg import FAINT, INK, LEADING, LINE, PAPER, QUIET, Drawing

Role = Literal["before", "now", "wanted"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on a scale, with the word that stands beside it ("nu", "sessie 1")."""

    role: Role
    name: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class Scale:
    """A line between two poles, with its marks in the order of time."""

    name: str
    low: str
    high: str
    marks: Sequence[Mark]


def transitions(
    title: str,
    description: str,
    head: Sequence[str],
    scales: Sequence[Scale],
    *,
    lowest: Number = 1,
    highest: Number = 5,
    look: Look = PAGE,
    uid: str = "",
) -> Picture:
    """Scales below each other: open ring before, filled disc now, flag wanted; the way already gone is thick.

    Unknown marks are left out of the drawing and keep their text in the table, which has a column per mark.
    `head`: (corner, from, to).
    """
    sheet = Drawing(look, uid)
    y = sheet.margin
    for scale in scales:
        y = drawn_scale(sheet, y, scale, float(lowest), float(highest)) + look.size * 0.9
    moments = list(dict.fromkeys(mark.name for scale in scales for mark in scale.marks))
    rows = []
    for scale in scales:
        said = {mark.name: mark.amount.text for mark in scale.marks}
        rows.append((scale.name, scale.low, scale.high, *(said.get(moment, "") for moment in moments)))
    bottom = y - look.size * 0.9 + sheet.margin
    return sheet.picture(title, description, bottom, [*head, *moments], rows)


def drawn_scale(sheet: Drawing, top: float, scale: Scale, lowest: float, highest: float) -> float:
    """One scale; gives where it ends."""
    look, size, edge = sheet.look, sheet.look.size, sheet.margin
    room = look.width - 2 * edge
    y = sheet.lines(edge, top, wrapped(scale.name, size, room, True), bold=True)
    left, right = edge + size * 0.6, look.width - edge - size * 0.6
    known = [
        (mark, left + (right - left) * (float(mark.amount.value) - lowest) / (highest - lowest))
        for mark in scale.marks
        if mark.amount.value is not None
    ]
    above = labels(sheet, [(mark, x) for mark, x in known if mark.role == "now"])
    below = labels(sheet, [(mark, x) for mark, x in known if mark.role != "now"])
    lift = 1.15 if any(mark.role == "wanted" for mark, _ in known) else 0.75
    y += size * (LEADING * len({tier for _, _, tier in above}) + lift - 0.25)
    level = y + size * 0.5
    sheet.line((left, level), (right, level), stroke=LINE, stroke_width=size * 0.12)
    for step in range(int(highest - lowest) + 1):
        x = left + (right - left) * step / (highest - lowest)
        sheet.line((x, level - size * 0.28), (x, level + size * 0.28), stroke=LINE, stroke_width=size * 0.09)
    ways(sheet, known, level)
    for mark, x in sorted(known, key=lambda pair: ("before", "wanted", "now").index(pair[0].role)):
        drawn_mark(sheet, mark, x, level)
    for text, x, tier in above:
        sheet.text(x, level - size * (lift + LEADING * tier), text, bold=True)
    for text, x, tier in below:
        sheet.text(x, level + size * (1.6 + LEADING * tier), text, size=look.small)
    y = level + size * (0.75 + LEADING * len({tier for _, _, tier in below}))
    ends = [
        sheet.lines(x, y, wrapped(text, look.small, room * 0.47), size=look.small, anchor=anchor, fill=QUIET)
        for x, text, anchor in ((edge, scale.low, "start"), (look.width - edge, scale.high, "end"))
    ]
    sheet.line(
        (edge, max(ends) + size * 0.45),
        (look.width - edge, max(ends) + size * 0.45),
        stroke=FAINT,
        stroke_width=sheet.stroke / 2,
    )
    return max(ends)


def labels(sheet: Drawing, marks: Sequence[tuple[Mark, float]]) -> list[tuple[str, float, int]]:
    """Per mark its text, where the text begins, and its tier: texts that would touch go to another tier."""
    size = sheet.look.size
    tiers: list[float] = []
    found = []
    for mark, x in sorted(marks, key=lambda pair: pair[1]):
        text = f"{mark.name} {mark.amount.text}"
        wide = width_of(text, size, mark.role == "now")
        start = min(max(x - wide / 2, sheet.margin), sheet.look.width - sheet.margin - wide)
        tier = next((i for i, end in enumerate(tiers) if end + size * 0.5 <= start), len(tiers))
        tiers[tier:] = [start + wide, *tiers[tier + 1 :]]
        found.append((text, start, tier))
    return found


def ways(sheet: Drawing, known: Sequence[tuple[Mark, float]], level: float) -> None:
    """The way gone from the last mark before to now, and the way still wanted."""
    size = sheet.look.size
    last = {mark.role: x for mark, x in known}
    if "before" in last and "now" in last:
        sheet.line((last["before"], level), (last["now"], level), stroke=INK, stroke_width=size * 0.24)
    if "now" in last and "wanted" in last:
        dash = f"{size * 0.16:.0f} {size * 0.16:.0f}"
        sheet.line(
            (last["now"], level),
            (last["wanted"], level),
            stroke=INK,
            stroke_width=size * 0.14,
            stroke_dasharray=dash,
        )


def drawn_mark(sheet: Drawing, mark: Mark, x: float, y: float) -> None:
    """The drawing of one mark."""
    size = sheet.look.size
    match mark.role:
        case "before":
            sheet.put("circle", cx=x, cy=y, r=size * 0.42, fill=PAPER, stroke=INK, stroke_width=size * 0.12)
        case "now":
            sheet.put("circle", cx=x, cy=y, r=size * 0.36, fill=INK, stroke=PAPER, stroke_width=size * 0.08)
        case "wanted":
            sheet.line((x, y + size * 0.5), (x, y - size * 0.75), stroke=INK, stroke_width=size * 0.12)
            flag = [(x, y - size * 0.8), (x + size * 0.7, y - size * 0.5), (x, y - size * 0.2)]
            sheet.polygon(flag, fill=PAPER, stroke=INK, stroke_width=size * 0.1)
