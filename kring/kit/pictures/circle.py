"""People around a table: who has answered, and how near to the core they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import pi

from kring.kit.picture import Picture
from kring.kit.pictures.letters import width_of, wrapped
from kring.kit.pictures.parts import PAGE, Entry, Look
from kring.kit.pictures.signs import around
from kring.kit.pictures.svg import INK, LEADING, LINE, PAPER, SHADE, Drawing

MOST_IN_RING = 48
GLOW = "#f0dcb4"


def people_circle(
    title: str,
    description: str,
    head: Sequence[str],
    total: int,
    filled: int,
    big: str,
    small: str = "",
    *,
    look: Look = PAGE,
    uid: str = "",
) -> Picture:
    """A round picture: `total` people around a table, `filled` of them dark; the words stand on the table.

    `head`: (what is counted, number). The row of the table says `small` (or the title) and `big`.
    """
    size = look.size
    side = round(min(look.width, size * 15))
    sheet = Drawing(replace(look, width=side), uid)
    outer = side / 2 - sheet.margin - size * 0.3
    rings = min(4, -(-total // MOST_IN_RING)) or 1
    band = min(size * 1.5, outer * 0.16, outer * 0.36 / rings)
    left, middle = filled, side / 2
    for i in range(rings):
        share = total // rings + (i < total % rings)
        radius = outer - i * band
        dot = min(size * 0.5, 2 * pi * radius / max(share, 1) * 0.36, band * 0.4)
        for k, (x, y) in enumerate(around(middle, middle, radius, share)):
            fill = INK if k < left else PAPER
            sheet.put(
                "circle", cx=x, cy=y, r=dot, fill=fill, stroke=INK, stroke_width=min(sheet.stroke, dot * 0.4)
            )
        left = max(0, left - share)
    inner = outer - rings * band
    sheet.put("circle", cx=middle, cy=middle, r=inner, fill=SHADE, stroke=LINE, stroke_width=size * 0.06)
    large = size * 2.4 * min(1.0, inner * 1.6 / max(1.0, width_of(big, size * 2.4, True)))
    lines = wrapped(small, size, inner * 1.5)
    deep = large * 1.05 + len(lines) * size * LEADING
    below = deep > inner * 1.35 or any(line.endswith("-") for line in lines)
    top = middle - (large * 1.05 if below else deep) / 2
    sheet.text(middle, top + large * 0.88, big, size=large, anchor="middle", bold=True)
    bottom: float = side
    if below:
        lines = wrapped(small, size, side - 2 * sheet.margin)
        bottom = sheet.lines(middle, side - size * 0.3, lines, anchor="middle") + size * 0.5
    else:
        sheet.lines(middle, top + large * 1.05, lines, anchor="middle")
    return sheet.picture(title, description, bottom, head, [(small or title, big)])


def rings(
    title: str,
    description: str,
    head: Sequence[str],
    rings: Sequence[Entry],
    *,
    look: Look = PAGE,
    uid: str = "",
) -> Picture:
    """Rings from the edge to the core with a count in each; beside each name a small drawing of its ring.

    `head`: (ring, count).
    """
    sheet = Drawing(look, uid)
    size, edge = look.size, sheet.margin
    outer = min(size * 1.5 * max(4, len(rings) + 1), (look.width - 2 * edge) / (2 if look.narrow else 4))
    x, y = (look.width / 2 if look.narrow else edge + outer), edge + outer
    band = outer / max(1, len(rings))
    for i, ring in enumerate(rings):
        radius = outer - band * i
        fill = GLOW if i == len(rings) - 1 else SHADE if i % 2 == 0 else PAPER
        sheet.put("circle", cx=x, cy=y, r=radius, fill=fill, stroke=INK, stroke_width=sheet.stroke)
        level = y if i == len(rings) - 1 else y - radius + band / 2
        fit = min(size, band * 0.8)
        sheet.text(x, level + fit * 0.36, ring.amount.text, size=fit, anchor="middle", bold=True)
    start = edge if look.narrow else edge + outer * 2 + size * 1.5
    glyph = size * 0.8
    count = max((width_of(ring.amount.text, size, True) for ring in rings), default=0)
    room = look.width - edge - start - glyph * 2 - count - size * 1.4
    names = [wrapped(ring.name, size, room) for ring in rings]
    deep = sum(max(size * 1.9, len(one) * size * LEADING + size * 0.4) for one in names)
    top = edge + outer * 2 + size if look.narrow else edge + max(0.0, outer - deep / 2)
    for i, (ring, lines) in enumerate(zip(rings, names, strict=True)):
        high = max(size * 1.9, len(lines) * size * LEADING + size * 0.4)
        middle = top + high / 2
        small_rings(sheet, start + glyph, middle, glyph, i, len(rings))
        right = start + glyph * 2 + size * 0.6 + count
        sheet.text(right, middle + size * 0.36, ring.amount.text, anchor="end", bold=True)
        sheet.lines(right + size * 0.6, middle - len(lines) * size * LEADING / 2, lines)
        top += high
    bottom = max(top, edge + outer * 2)
    rows = [(ring.name, ring.amount.text) for ring in rings]
    return sheet.picture(title, description, bottom + edge, head, rows)


def small_rings(sheet: Drawing, x: float, y: float, r: float, mine: int, total: int) -> None:
    """The rings very small: the edge, and one of them dark."""
    band = r / total
    sheet.put("circle", cx=x, cy=y, r=r, fill=PAPER, stroke=INK, stroke_width=r * 0.08)
    if mine == total - 1:
        sheet.put("circle", cx=x, cy=y, r=band, fill=INK)
    else:
        sheet.put("circle", cx=x, cy=y, r=r - band * (mine + 0.5), fill="none", stroke=INK, stroke_width=band)
