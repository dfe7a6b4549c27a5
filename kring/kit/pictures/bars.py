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
    chips = max((chip_width(one.sign, size) for one in categories), default=0)
    by_name = max(width_of(one.name, size) for one in categories) + size * 1.7 + value + gap * 2
    named = by_name + edge <= look.width * 0.3
    area = max(chips + value + gap * 2, by_name if named else 0)
    two_lines = area + edge > look.width * 0.31
    area = max(chips, value) + gap * 1.5 if two_lines else area
    left, right = edge + area, look.width - edge - area
    names = [wrapped(one.name, size, area + bar - gap, True) for one in (first, second)]
    top = edge + max(map(len, names)) * size * LEADING + size * 0.3
    for x, anchor, lines in ((left + bar, "end", names[0]), (right - bar, "start", names[1])):
        sheet.lines(x, top - (len(lines) * LEADING + 0.3) * size, lines, anchor=anchor, bold=True)
    step = size * (2.5 if two_lines else 1.45)
    high = max(step * 1.15 * len(categories), look.width * (0.36 if not look.narrow else 0.8))
    sides = [stretches(one.amounts, high) for one in (first, second)]
    for i, one in enumerate(categories):
        (a, b), (c, d) = sides[0][i], sides[1][i]
        if b - a + d - c > 0:
            band = [
                (left + bar, top + a),
                (right - bar, top + c),
                (right - bar, top + d),
                (left + bar, top + b),
            ]
            ink = sheet.outline(one.sign)
            fill = one.sign.fill if one.sign else SHADE
            sheet.polygon(band, fill=fill, fill_opacity="0.45", stroke=ink, stroke_width=size * 0.045)
    for x, side in ((left, sides[0]), (right - bar, sides[1])):
        sheet.rect(x, top, bar, high, fill="none", stroke=LINE, stroke_width=size * 0.045)
        for one, (a, b) in zip(categories, side, strict=True):
            look_of = {"fill": sheet.fill(one.sign), "stroke": sheet.outline(one.sign)}
            sheet.rect(x, top + a, bar, b - a, stroke_width=sheet.stroke, **look_of)
    for x, side, series, way in ((left, sides[0], first, -1), (right, sides[1], second, 1)):
        wanted = [top + (a + b) / 2 for a, b in side]
        places = spread(wanted, step, top + step * 0.4, top + high - step * 0.4)
        for one, amount, want, place in zip(categories, series.amounts, wanted, places, strict=True):
            near = x + way * gap
            sheet.path([(x, want), (x + way * gap * 0.85, place)], stroke=LINE, stroke_width=size * 0.05)
            anchor = "end" if way < 0 else "start"
            lower = size * 0.6 if two_lines else 0
            sheet.text(
                near + way * gap * 0.2, place + lower + size * 0.36, amount.text, anchor=anchor, bold=True
            )
            start = edge if way < 0 else near + value + gap * 0.7
            if two_lines:
                start = near - chip_width(one.sign, size) - gap * 0.2 if way < 0 else near + gap * 0.2
            if one.sign:
                start = sheet.chip(start, place - lower, one.sign, code=not named) + size * 0.3
            if named:
                sheet.text(start, place + size * 0.36, one.name)
    bottom = top + high + size * 0.5
    if not named:
        bottom = sheet.legend(bottom + size * 0.3, categories)
    rows = [
        (one.name, a.text, b.text)
        for one, a, b in zip(categories, first.amounts, second.amounts, strict=True)
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
    needed = (
        max(
            [
                *(chip_width(one.sign, size) for one in categories),
                *(width_of(amount.text, size, True) for row in rows for amount in row.amounts),
            ]
        )
        + size * 0.3
    )
    across = 2 if len(rows) > 1 and 2 * (needed * len(categories) + edge * 1.5) <= look.width else 1
    wide = (look.width - edge * (1 + across)) / across
    column = wide / max(1, len(categories))
    names = [wrapped(one.name, small, column - size * 0.3) for one in categories]
    broken = any(text.endswith("-") for lines in names for text in lines)
    deepest = 0 if broken else max((len(lines) for lines in names), default=0)
    under = size * 1.5 + deepest * small * LEADING
    y = edge
    for start in range(0, len(rows), across):
        some = rows[start : start + across]
        titles = [wrapped(row.name, size, wide, True) for row in some]
        foot = y + max(map(len, titles)) * size * LEADING + size * 6.6
        for i, (row, lines) in enumerate(zip(some, titles, strict=True)):
            left = edge + i * (wide + edge)
            sheet.lines(left, y, lines, bold=True)
            standing(sheet, left, foot, column, categories, row, float(top), under)
            if deepest:
                for k, name in enumerate(names):
                    sheet.lines(
                        left + column * (k + 0.5),
                        foot + size * 1.42,
                        name,
                        size=small,
                        anchor="middle",
                        fill=QUIET,
                    )
            dashed(sheet, left, left + wide, foot - size * 5 * float(line) / float(top))
        y = foot + under + size * 0.9
    if not deepest:
        y = sheet.legend(y, categories)
    y = explained(sheet, y, line_text, framed_text)
    cells = [(one.name, *(row.amounts[i].text for row in rows)) for i, one in enumerate(categories)]
    return sheet.picture(title, description, y + edge * 0.5, [*head, *(row.name for row in rows)], cells)


def standing(
    sheet: Drawing,
    left: float,
    foot: float,
    column: float,
    categories: Sequence[Category],
    row: Series,
    top: float,
    under: float,
) -> None:
    """A row of standing bars on `foot`, with value and sign; `under` is the room the names below need."""
    size = sheet.look.size
    bar, high = min(column * 0.5, size * 3), size * 5
    for i, (one, amount) in enumerate(zip(categories, row.amounts, strict=True)):
        middle, tall = left + column * (i + 0.5), high * float(amount.value or 0) / top
        if i in row.framed:
            sheet.rect(
                left + column * i + size * 0.1,
                foot - high - size * 1.45,
                column - size * 0.2,
                high + size * 1.55 + under,
                rx=size * 0.3,
                fill=SHADE,
                stroke=INK,
                stroke_width=size * 0.13,
            )
        sheet.rect(
            middle - bar / 2,
            foot - tall,
            bar,
            tall,
            fill=sheet.fill(one.sign),
            stroke=sheet.outline(one.sign),
            stroke_width=sheet.stroke,
        )
        sheet.text(middle, foot - tall - size * 0.35, amount.text, anchor="middle", bold=True)
        if one.sign:
            sheet.chip(middle - chip_width(one.sign, size) / 2, foot + size * 0.8, one.sign)
    sheet.line((left, foot), (left + column * len(categories), foot), stroke=INK, stroke_width=sheet.stroke)


def dashed(sheet: Drawing, left: float, right: float, y: float) -> None:
    """A dashed line across bars."""
    size = sheet.look.size
    sheet.line(
        (left, y),
        (right, y),
        stroke=INK,
        stroke_width=size * 0.08,
        stroke_dasharray=sheet.dash,
    )


def explained(sheet: Drawing, top: float, line_text: str, framed_text: str) -> float:
    """What a dashed line and a frame mean; gives where it ends."""
    small, x = sheet.look.small, sheet.margin
    for kind, text in (("line", line_text), ("frame", framed_text)):
        if not text:
            continue
        lines = wrapped(text, small, sheet.look.width - 2 * sheet.margin - small * 2)
        middle = top + small * 0.62
        if kind == "line":
            dashed(sheet, x, x + small * 1.4, middle)
        else:
            sheet.rect(
                x + small * 0.2,
                middle - small * 0.5,
                small,
                small,
                rx=small * 0.2,
                fill=SHADE,
                stroke=INK,
                stroke_width=small * 0.13,
            )
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
    """Per category two lying bars: the first filled, the second open.

    `top` is the value of a whole bar. `head`: (corner,).
    """
    sheet = Drawing(look, uid)
    size, edge = look.size, sheet.margin
    y = series_key(sheet, edge, first.name, second.name) + size * 0.4
    y = lying(sheet, y, categories, list(zip(first.amounts, second.amounts, strict=True)), top)
    rows = [
        (one.name, a.text, b.text)
        for one, a, b in zip(categories, first.amounts, second.amounts, strict=True)
    ]
    return sheet.picture(title, description, y + edge * 0.5, [*head, first.name, second.name], rows)


def series_key(sheet: Drawing, top: float, first: str, second: str) -> float:
    """Which bar is which: a filled and an open swatch with their names."""
    size = sheet.look.size
    for name, fill in ((first, LINE), (second, PAPER)):
        lines = wrapped(name, size, sheet.look.width - 2 * sheet.margin - size * 1.9, True)
        sheet.rect(
            sheet.margin,
            top + size * 0.3,
            size * 1.4,
            size * 0.68,
            fill=fill,
            stroke=INK,
            stroke_width=sheet.stroke,
        )
        top = sheet.lines(sheet.margin + size * 1.9, top, lines, bold=True)
    return top


def lying(
    sheet: Drawing,
    top: float,
    categories: Sequence[Category],
    rows: Sequence[Sequence[Amount]],
    whole: Number,
) -> float:
    """Per category one or more lying bars, with the names in front of them or, where those are long, above.

    Gives where it ends.
    """
    size, edge, width = sheet.look.size, sheet.margin, sheet.look.width
    head = max((chip_width(one.sign, size) + size * 0.35 for one in categories if one.sign), default=0)
    room = width * (0.42 if not head else 0.36) - head
    names = [wrapped(one.name, size, room) for one in categories]
    beside = not sheet.look.narrow and all(len(one) < 3 and not one[0].endswith("-") for one in names if one)
    if not beside:
        names = [wrapped(one.name, size, width - 2 * edge - head) for one in categories]
    start = edge + (head + max((widest(one, size) for one in names), default=0) + size * 0.6 if beside else 0)
    value = max(size * 2, widest([amount.text for amounts in rows for amount in amounts], size, True))
    long = width - edge - start - value - size * 0.5
    for category, lines, amounts in zip(categories, names, rows, strict=True):
        thick = size * (0.9 if len(amounts) > 1 else 1.2)
        block = thick * len(amounts) + size * 0.12 * (len(amounts) - 1)
        text = len(lines) * size * LEADING
        high = max(block, text) if beside else text + size * 0.15 + block
        name_top = top + (high - text) / 2 if beside else top
        if category.sign:
            sheet.chip(edge, name_top + text / 2 if beside else name_top + size * 0.64, category.sign)
        sheet.lines(edge + head, name_top, lines)
        y = top + (high - block) / 2 if beside else top + high - block
        for i, amount in enumerate(amounts):
            fill = sheet.fill(category.sign) if i == 0 else PAPER
            sheet.rect(start, y, long, thick, fill="none", stroke=FAINT, stroke_width=size * 0.05)
            sheet.rect(
                start,
                y,
                long * float(amount.value or 0) / float(whole),
                thick,
                fill=fill,
                stroke=sheet.outline(category.sign),
                stroke_width=sheet.stroke,
            )
            sheet.text(width - edge, y + thick / 2 + size * 0.36, amount.text, anchor="end", bold=True)
            y += thick + size * 0.12
        top += high + size * 0.6
    return top


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
        y = lying(sheet, edge, categories, [(amount,) for amount in amounts], top)
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
        dashed(sheet, edge, look.width - edge, foot - high * float(line) / float(top))
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
            sheet.rect(x, y, wide - size * 0.24, deep, fill="none", stroke=LINE, stroke_width=sheet.stroke)
            below = sheet.lines(x + size * 0.55, y + size * 0.3, titles[i], size=small, bold=True)
            sheet.text(x + size * 0.55, below + size * 1.15, amounts[i].text, size=size * 1.25, bold=True)
            sheet.lines(x + size * 0.55, below + size * 1.5, notes[i], size=small)
        y += deep + size * 0.24
    rows = [
        (name, amount.text, word) if words else (name, amount.text)
        for name, amount, word in zip(names, amounts, said, strict=True)
    ]
    return sheet.picture(title, description, y + edge * 0.7, head, rows)
