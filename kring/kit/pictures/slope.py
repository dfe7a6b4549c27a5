"""Who thinks and does it, only thinks it, only does it, or neither: four counts for one category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kring.kit.picture import Picture
from kring.kit.pictures.letters import width_of, wrapped
from kring.kit.pictures.parts import PAGE, Category, Entry, Look
from kring.kit.pictures.svg import INK, LEADING, LINE, SHADE, Drawing


@dataclass(frozen=True, slots=True)
class Side:
    """One of two questions, with the words for yes and for no."""

    name: str
    yes: str
    no: str


def slope(
    title: str,
    description: str,
    head: Sequence[str],
    category: Category,
    first: Side,
    second: Side,
    lanes: Sequence[Entry],
    *,
    look: Look = PAGE,
    uid: str = "",
) -> Picture:
    """Four lanes from the first question to the second, as wide as their counts.

    `lanes` in this order: yes and yes, only the first, only the second, neither. `head`: (corner, count).
    """
    sheet = Drawing(look, uid)
    size, edge = look.size, sheet.margin
    area = look.width * 0.25
    left, right = edge + area, look.width - edge - area
    y = edge
    if category.sign:
        x = sheet.chip(edge, y + size * 0.64, category.sign) + size * 0.4
        lines = wrapped(category.name, size, look.width - edge - x, True)
        y = sheet.lines(x, y, lines, bold=True) + size * 0.4
    heads = [wrapped(side.name, size, area + size * 2, True) for side in (first, second)]
    deep = max(map(len, heads)) * size * LEADING
    sheet.lines(edge, y, heads[0], bold=True)
    sheet.lines(look.width - edge, y, heads[1], anchor="end", bold=True)
    words = [
        [wrapped(word, size, area - size * 0.9) for word in (side.yes, side.no)] for side in (first, second)
    ]
    tall = max(len(lines) for side in words for lines in side) * size * LEADING
    high, low = y + deep + tall / 2 + size * 0.6, y + deep + tall * 1.5 + size * 4.6
    for x, anchor, side in ((left - size * 0.9, "end", words[0]), (right + size * 0.9, "start", words[1])):
        for level, lines in zip((high, low), side, strict=True):
            sheet.lines(x, level - len(lines) * size * LEADING / 2, lines, anchor=anchor)
    ends = ((high, high), (high, low), (low, high), (low, low))
    whole = sum(lane.amount.value or 0 for lane in lanes) or 1
    for lane, (a, b) in reversed(list(zip(lanes, ends, strict=True))):
        half = size * 1.1 * float((lane.amount.value or 0) / whole)
        if half <= 0:
            sheet.line(
                (left, a), (right, b), stroke=LINE, stroke_width=size * 0.06, stroke_dasharray=sheet.dash
            )
            continue
        fill = (
            sheet.fill(category.sign) if lane is lanes[0] else category.sign.fill if category.sign else SHADE
        )
        band = [(left, a - half), (right, b - half), (right, b + half), (left, a + half)]
        sheet.polygon(band, fill=fill, stroke=sheet.outline(category.sign), stroke_width=size * 0.06)
    for x in (left, right):
        for level in (high, low):
            sheet.put("circle", cx=x, cy=level, r=size * 0.3, fill=INK)
    for lane, (a, b), at in zip(lanes, ends, (0.5, 0.26, 0.74, 0.5), strict=True):
        sheet.plate(left + (right - left) * at, a + (b - a) * at, lane.amount.text)
    y = low + max(tall / 2, size * 1.2) + size * 0.7
    wide = max(width_of(lane.amount.text, size, True) for lane in lanes) + size * 0.8
    for lane in lanes:
        sheet.plate(edge + wide / 2, y + size * 0.64, lane.amount.text)
        lines = wrapped(lane.name, size, look.width - 2 * edge - wide - size * 0.5)
        y = sheet.lines(edge + wide + size * 0.5, y, lines) + size * 0.3
    rows = [(lane.name, lane.amount.text) for lane in lanes]
    return sheet.picture(title, description, y + edge * 0.5, head, rows)
