"""Bars: what a group thinks beside what it does, scores around a middle, two measures side by side."""

from __future__ import annotations

from collections.abc import Sequence

from kring.kit.picture import Picture
from kring.kit.pictures.letters import widest, width_of, wrapped
from kring.kit.pictures.parts import PAGE, Amount, Category, Look, Number, Series
from kring.kit.pictures.signs import Sign
from kring.kit.pictures.svg import FAINT, INK, LEADING, LINE, PAPER, QUIET, SHADE, Drawing, chip_width, spread


def stacked_pair(
    title: str,
    description: str,
    head: Sequence[str],
    categories: Sequence[Category],
    first: Series,
    second: Series,
    *,
    look: Look = PAGE,
    uid: str = "",
) -> Picture:
    """Two stacked bars in the same fixed order; a band joins what is the same in both.

    The amounts of `first` and `second` are shares of the whole (0 to 1), one per category; unknown counts as
    nothing and keeps its text. `head`: (corner,).
    """
    sheet = Drawing(look, uid)
    size, edge = look.size, sheet.margin
    bar, gap = look.width * 0.11, size * 0.45
    texts = [amount.text for amount in (*first.amounts, *second.amounts)]
    value = widest(texts, size, True)
    area = value + gap * 2 + max((chip_width(one.sign, size) for one in categories), default=0)
    by_name = max(width_of(one.name, size) for one in categories) + size * 1.6 + value + gap * 2
    named = by_name + edge <= look.width * 0.27
    area = max(area, by_name) if named else area
    left, right = edge + area, look.width - edge - area
    names = [wrapped(one.name, size, area + bar - gap, True) for one in (first, second)]
    top = edge + max(map(len, names)) * size * LEADING + size * 0.3
    for x, anchor, lines in ((left + bar, "end", names[0]), (right - bar, "start", names[1])):
        sheet.lines(x, top - (len(lines) * LEADING + 0.3) * size, lines, anchor=anchor, bold=True)
    high = max(size * 1.75 * len(categories), look.width * (0.36 if not look.narrow else 0.8))
    sides = [stretches(one.amounts, high) for one in (first, second)]
    for i, one in enumerate(categories):
        (a, b), (c, d) = sides[0][i], sides[1][i]
        if b - a + d - c > 0:
            band = [(left + bar, top + a), (right - bar, top + c), (right - bar, top + d), (left + bar, top + b)]
            ink = sheet.outline(one.sign)
            fill = one.sign.fill if one.sign else SHADE
            sheet.polygon(band, fill=fill, fill_opacity="0.45", stroke=ink, stroke_width=size * 0.045)
    for x, side in ((left, sides[0]), (right - bar, sides[1])):
        sheet.rect(x, top, bar, high, fill="none", stroke=LINE, stroke_width=size * 0.045)
        for one, (a, b) in zip(categories, side, strict=True):
            look_of = {"fill": sheet.fill(one.sign), "stroke": sheet.outline(one.sign)}
            sheet.rect(x, top + a, bar, b - a, stroke_width=sheet.stroke, **look_of)
    step = size * 1.45
    for x, side, series, way in ((left, sides[0], first, -1), (right, sides[1], second, 1)):
        wanted = [top + (a + b) / 2 for a, b in side]
        places = spread(wanted, step, top + size * 0.6, top + high - size * 0.6)
        for one, amount, want, place in zip(categories, series.amounts, wanted, places, strict=True):
            near = x + way * gap
            sheet.path([(x, want), (x + way * gap * 0.85, place)], stroke=LINE, stroke_width=size * 0.05)
            anchor = "end" if way < 0 else "start"
            sheet.text(near + way * gap * 0.2, place + size * 0.36, amount.text, anchor=anchor, bold=True)
            start = edge if way < 0 else near + value + gap * 0.7
            if one.sign:
                start = sheet.chip(start, place, one.sign, code=not named) + size * 0.25
            if named:
                sheet.text(start, place + size * 0.36, one.name)
    bottom = top + high + size * 0.5
    if not named:
        bottom = sheet.legend(bottom + size * 0.3, categories)
    rows = [
        (one.name, a.text, b.text) for one, a, b in zip(categories, first.amounts, second.amounts, strict=True)
    ]
    return sheet.picture(title, description, bottom + edge * 0.6, [*head, first.name, second.name], rows)


def stretches(amounts: Sequence[Amount], high: float) -> list[tuple[float, float]]:
    """Where each share begins and ends on a bar `high` long."""
    found, at = [], 0.0
    for amount in amounts:
        end = at + float(amount.value or 0) * high
        found.append((at, end))
        at = end
    return found


def diverging_bars(
    title: str,
    description: str,
    head: Sequence[str],
    categories: Sequence[Category],
    rows: Sequence[Series],
    *,
    top: Number = 12,
    line: Number = 6,
    line_text: str = "",
    framed_text: str = "",
    look: Look = PAGE,
    uid: str = "",
) -> Picture:
    """Rows of bars from 0 to `top` with a line in the middle; those that come forward stand in a frame.

    `line_text` and `framed_text` explain line and frame below. `head`: (corner,).
    """
    sheet = Drawing(look, uid)
    size, edge, small = look.size, sheet.margin, look.small
    column = (look.width - 2 * edge) / max(1, len(categories))
    bar, high = min(column * 0.5, size * 3), size * 5
    names = [wrapped(one.name, small, column - size * 0.4) for one in categories]
    broken = any(line.endswith("-") for lines in names for line in lines)
    deepest = 0 if broken else max((len(lines) for lines in names), default=0)
    y = edge
    for row in rows:
        y = sheet.lines(edge, y, wrapped(row.name, size, look.width - 2 * edge, True), bold=True) + size * 1.6
        foot = y + high
        for i, (one, amount) in enumerate(zip(categories, row.amounts, strict=True)):
            middle = edge + column * (i + 0.5)
            tall = high * float(amount.value or 0) / float(top)
            under = size * 1.5 + deepest * small * LEADING
            if i in row.framed:
                sheet.rect(
                    edge + column * i + size * 0.12, y - size * 1.45, column - size * 0.24,
                    high + size * 1.55 + under, rx=size * 0.3, fill=SHADE, stroke=INK, stroke_width=size * 0.13,
                )  # fmt: skip
            look_of = {"fill": sheet.fill(one.sign), "stroke": sheet.outline(one.sign)}
            sheet.rect(middle - bar / 2, foot - tall, bar, tall, stroke_width=sheet.stroke, **look_of)
            sheet.text(middle, foot - tall - size * 0.35, amount.text, anchor="middle", bold=True)
            if one.sign:
                sheet.chip(middle - chip_width(one.sign, size) / 2, foot + size * 0.8, one.sign)
            if deepest:
                sheet.lines(middle, foot + size * 1.42, names[i], size=small, anchor="middle", fill=QUIET)
        sheet.line((edge, foot), (look.width - edge, foot), stroke=INK, stroke_width=sheet.stroke)
        across = foot - high * float(line) / float(top)
        sheet.line((edge, across), (look.width - edge, across), stroke=PAPER, stroke_width=size * 0.16)
        dash = f"{size * 0.3:.0f} {size * 0.2:.0f}"
        sheet.line((edge, across), (look.width - edge, across), stroke=INK, stroke_width=size * 0.08,
                   stroke_dasharray=dash)  # fmt: skip
        y = foot + size * 1.5 + deepest * small * LEADING + size * 0.8
    if not deepest:
        y = sheet.legend(y, categories)
    y = explained(sheet, y, line_text, framed_text)
    cells = [
        (one.name, *(row.amounts[i].text for row in rows)) for i, one in enumerate(categories)
    ]
    return sheet.picture(title, description, y + edge * 0.5, [*head, *(row.name for row in rows)], cells)


def explained(sheet: Drawing, top: float, line_text: str, framed_text: str) -> float:
    """What a dashed line and a frame mean; gives where it ends."""
    small, x = sheet.look.small, sheet.margin
    for kind, text in (("line", line_text), ("frame", framed_text)):
        if not text:
            continue
        lines = wrapped(text, small, sheet.look.width - 2 * sheet.margin - small * 2)
        middle = top + small * 0.62
        if kind == "line":
            sheet.line((x, middle), (x + small * 1.4, middle), stroke=INK, stroke_width=small * 0.1,
                       stroke_dasharray=f"{small * 0.3:.0f} {small * 0.2:.0f}")  # fmt: skip
        else:
            sheet.rect(x + small * 0.2, middle - small * 0.5, small, small, rx=small * 0.2, fill=SHADE,
                       stroke=INK, stroke_width=small * 0.13)  # fmt: skip
        top = sheet.lines(x + small * 1.8, top, lines, size=small, fill=QUIET) + small * 0.2
    return top


def paired_bars(
    title: str,
    description: str,
    head: Sequence[str],
    categories: Sequence[Category],
    first: Series,
    second: Series,
    *,
    top: Number,
    look: Look = PAGE,
    uid: str = "",
) -> Picture:
    """Per category two lying bars: the first filled, the second open. `top` is the value of a whole bar. `head`: (corner,)."""
    sheet = Drawing(look, uid)
    size, edge = look.size, sheet.margin
    y = series_key(sheet, edge, first.name, second.name) + size * 0.4
    for i, one in enumerate(categories):
        y = lying(sheet, y, one, (first.amounts[i], second.amounts[i]), categories, top)
    rows = [
        (one.name, a.text, b.text) for one, a, b in zip(categories, first.amounts, second.amounts, strict=True)
    ]
    return sheet.picture(title, description, y + edge * 0.5, [*head, first.name, second.name], rows)


def series_key(sheet: Drawing, top: float, first: str, second: str) -> float:
    """Which bar is which: a filled and an open swatch with their names."""
    size = sheet.look.size
    for name, fill in ((first, LINE), (second, PAPER)):
        lines = wrapped(name, size, sheet.look.width - 2 * sheet.margin - size * 1.9, True)
        sheet.rect(sheet.margin, top + size * 0.3, size * 1.4, size * 0.68, fill=fill, stroke=INK,
                   stroke_width=sheet.stroke)  # fmt: skip
        top = sheet.lines(sheet.margin + size * 1.9, top, lines, bold=True)
    return top


def lying(
    sheet: Drawing,
    top: float,
    category: Category,
    amounts: Sequence[Amount],
    categories: Sequence[Category],
    whole: Number,
) -> float:
    """One category with its lying bars, the name in front of them or, where it is narrow, above; gives the end."""
    size, edge, width = sheet.look.size, sheet.margin, sheet.look.width
    head = max(chip_width(one.sign, size) for one in categories) + size * 0.35
    beside = not sheet.look.narrow
    room = width * 0.3 - head if beside else width - 2 * edge - head
    start = edge + head + (min(room, widest([one.name for one in categories], size)) + size * 0.6 if beside else 0)
    lines = wrapped(category.name, size, room)
    thick = size * (0.9 if len(amounts) > 1 else 1.25)
    block = thick * len(amounts) + size * 0.12 * (len(amounts) - 1)
    if beside:
        high = max(block, len(lines) * size * LEADING)
        middle = top + high / 2
        name_top = middle - len(lines) * size * LEADING / 2
    else:
        name_top, high = top, len(lines) * size * LEADING + size * 0.15 + block
        middle = top + high - block / 2
        start = edge
    if category.sign:
        sheet.chip(edge, name_top + size * 0.62, category.sign)
    sheet.lines(edge + head, name_top, lines)
    value = max(size * 2, widest([amount.text for amount in amounts], size, True))
    long = width - edge - start - value - size * 0.5
    y = middle - block / 2
    for i, amount in enumerate(amounts):
        reach = long * float(amount.value or 0) / float(whole)
        fill = sheet.fill(category.sign) if i == 0 else PAPER
        sheet.rect(start, y, long, thick, fill="none", stroke=FAINT, stroke_width=size * 0.05)
        sheet.rect(start, y, reach, thick, fill=fill, stroke=sheet.outline(category.sign),
                   stroke_width=sheet.stroke)  # fmt: skip
        sheet.text(width - edge, y + thick / 2 + size * 0.36, amount.text, anchor="end", bold=True)
        y += thick + size * 0.12
    return top + high + size * 0.6


def columns(
    title: str,
    description: str,
    head: Sequence[str],
    categories: Sequence[Category],
    amounts: Sequence[Amount],
    *,
    top: Number,
    line: Number | None = None,
    line_text: str = "",
    look: Look = PAGE,
    uid: str = "",
) -> Picture:
    """One bar per category: standing when the names fit below, else lying. `head`: (corner, value)."""
    sheet = Drawing(look, uid)
    size, edge, small = look.size, sheet.margin, look.small
    column = (look.width - 2 * edge) / max(1, len(categories))
    names = [wrapped(one.name, small, column - size * 0.4) for one in categories]
    rows = [(one.name, amount.text) for one, amount in zip(categories, amounts, strict=True)]
    broken = any(text.endswith("-") for lines in names for text in lines)
    if broken or widest([amount.text for amount in amounts], size, True) > column - size * 0.3:
        y = edge
        for one, amount in zip(categories, amounts, strict=True):
            y = lying(sheet, y, one, (amount,), categories, top)
        return sheet.picture(title, description, y + edge * 0.4, head, rows)
    high, foot = size * 7, edge + size * 8.6
    bar = min(column * 0.6, size * 4)
    signed = any(one.sign for one in categories)
    for i, (one, amount) in enumerate(zip(categories, amounts, strict=True)):
        middle, tall = edge + column * (i + 0.5), high * float(amount.value or 0) / float(top)
        look_of = {"fill": sheet.fill(one.sign), "stroke": sheet.outline(one.sign)}
        sheet.rect(middle - bar / 2, foot - tall, bar, tall, stroke_width=sheet.stroke, **look_of)
        sheet.text(middle, foot - tall - size * 0.35, amount.text, anchor="middle", bold=True)
        if one.sign:
            sheet.chip(middle - chip_width(one.sign, size) / 2, foot + size * 0.8, one.sign)
        sheet.lines(middle, foot + size * (1.42 if signed else 0.3), names[i], size=small, anchor="middle")
    sheet.line((edge, foot), (look.width - edge, foot), stroke=INK, stroke_width=sheet.stroke)
    y = foot + size * (1.5 if signed else 0.4) + max(map(len, names)) * small * LEADING + size * 0.5
    if line is not None:
        across = foot - high * float(line) / float(top)
        sheet.line((edge, across), (look.width - edge, across), stroke=INK, stroke_width=size * 0.08,
                   stroke_dasharray=f"{size * 0.3:.0f} {size * 0.2:.0f}")  # fmt: skip
        y = explained(sheet, y, line_text, "")
    return sheet.picture(title, description, y + edge * 0.4, head, rows)


HEAT = Sign("", "square", "diagonal", "#f6dfae", "#6b4300")


def heat_row(
    title: str,
    description: str,
    head: Sequence[str],
    names: Sequence[str],
    amounts: Sequence[Amount],
    words: Sequence[str] = (),
    *,
    top: Number,
    look: Look = PAGE,
    uid: str = "",
) -> Picture:
    """A row of cells that fill up from below, with number and word: read by height, not by colour.

    On a narrow screen the cells stand below each other. `head`: (corner, value) or, with words, three.
    """
    sheet = Drawing(look, uid)
    size, edge, small = look.size, sheet.margin, look.small
    said = list(words) or [""] * len(names)
    fits = max(1, int((look.width - 2 * edge) / (size * 7.5)))
    in_row = len(names) if len(names) <= fits else -(-len(names) // -(-len(names) // fits))
    wide = (look.width - 2 * edge) / max(1, in_row)
    y = edge
    for start in range(0, len(names), in_row):
        some = range(start, min(start + in_row, len(names)))
        titles = {i: wrapped(names[i], small, wide - size * 0.9, True) for i in some}
        notes = {i: wrapped(said[i], small, wide - size * 0.9) for i in some}
        deep = max(len(titles[i]) + len(notes[i]) for i in some) * small * LEADING + size * 2.3
        for i in some:
            x = edge + wide * (i - start) + size * 0.12
            full = deep * float(amounts[i].value or 0) / float(top)
            sheet.rect(x, y, wide - size * 0.24, deep, fill=PAPER)
            sheet.rect(x, y + deep - full, wide - size * 0.24, full, fill=HEAT.fill)
            sheet.rect(x, y + deep - full, size * 0.3, full, fill=sheet.fill(HEAT))
            sheet.rect(x, y, wide - size * 0.24, deep, fill="none", stroke=INK, stroke_width=sheet.stroke)
            below = sheet.lines(x + size * 0.55, y + size * 0.3, titles[i], size=small, bold=True)
            sheet.text(x + size * 0.55, below + size * 1.15, amounts[i].text, size=size * 1.25, bold=True)
            sheet.lines(x + size * 0.55, below + size * 1.5, notes[i], size=small)
        y += deep + size * 0.24
    rows = [
        (name, amount.text, word) if words else (name, amount.text)
        for name, amount, word in zip(names, amounts, said, strict=True)
    ]
    return sheet.picture(title, description, y + edge * 0.7, head, rows)
