"""Who has which signs: a row per person, a column per question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from kring.kit.picture import Picture
from kring.kit.pictures.letters import widest, wrapped
from kring.kit.pictures.parts import PAGE, Category, Look
from kring.kit.pictures.svg import FAINT, INK, LEADING, Drawing, chip_width


@dataclass(frozen=True, slots=True)
class SignRow:
    """A person with, per column, the categories in their own order; an empty column is "mixed"."""

    name: str
    groups: Sequence[Sequence[Category]]


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide the parts of one block are, and how many blocks stand beside each other."""

    name: float
    groups: Sequence[float]
    blocks: int
    codes: bool

    @property
    def block(self) -> float:
        """The width of a block."""
        return self.name + sum(self.groups)


def table_of_signs(
    title: str,
    description: str,
    head: Sequence[str],
    people: Sequence[SignRow],
    *,
    legend: Sequence[Category] = (),
    look: Look = PAGE,
    uid: str = "",
) -> Picture:
    """Rows of people, columns of signs with their letters.

    Many people stand in several blocks beside each other; where that leaves no room for the letters, only the
    signs are drawn. `legend` is the vocabulary in its fixed order (default: what occurs).
    `head`: (name, a word per column).
    """
    sheet = Drawing(look, uid)
    plan = planned(sheet, head, people)
    gap = look.size * 1.2
    per_block = ceil(len(people) / plan.blocks) or 1
    ends = [
        block(
            sheet,
            sheet.margin + i * (plan.block + gap),
            head,
            people[i * per_block : (i + 1) * per_block],
            plan,
        )
        for i in range(plan.blocks)
        if people[i * per_block : (i + 1) * per_block] or i == 0
    ]
    seen = {one.name: one for person in people for group in person.groups for one in group}
    bottom = sheet.legend(max(ends) + look.size * 0.5, list(legend or seen.values()))
    rows = [
        (person.name, *(", ".join(one.name for one in group) for group in person.groups)) for person in people
    ]
    return sheet.picture(title, description, bottom + sheet.margin * 0.5, head, rows)


def planned(sheet: Drawing, head: Sequence[str], people: Sequence[SignRow]) -> Columns:
    """The widths that show everybody in about the height of a screen, with letters if they fit."""
    size, room = sheet.look.size, sheet.look.width - 2 * sheet.margin
    tall = sheet.look.width * (2.5 if sheet.look.narrow else 0.5)
    wanted = max(1, ceil(len(people) * size * 1.6 / tall))
    plan = widths(size, room, head, people, codes=True)
    if plan.blocks < wanted:
        bare = widths(size, room, head, people, codes=False)
        plan = bare if bare.blocks > plan.blocks else plan
    return Columns(plan.name, plan.groups, min(plan.blocks, wanted), plan.codes)


def widths(
    size: float, room: float, head: Sequence[str], people: Sequence[SignRow], *, codes: bool
) -> Columns:
    """The widths with or without letters, and how many blocks would fit."""
    name = (
        min(widest([head[0], *(one.name for one in people)], size, True), size * 8, room * 0.4) + size * 0.6
    )
    groups = []
    for i, word in enumerate(head[1:]):
        rows = [row_width(person.groups[i], size, codes) for person in people]
        groups.append(max([min(widest([word], size, True), size * 6) + size * 0.6, *rows]))
    if (too_much := name + sum(groups) - room) > 0:
        groups = [one - too_much / len(groups) for one in groups]
    return Columns(name, groups, max(1, int((room + size * 1.2) / (name + sum(groups) + size * 1.2))), codes)


def row_width(group: Sequence[Category], size: float, codes: bool) -> float:
    """What the signs of one cell need beside each other."""
    return sum(chip_width(one.sign, size, codes) + size * 0.45 for one in group) + size * 0.3


def block(
    sheet: Drawing, left: float, head: Sequence[str], people: Sequence[SignRow], plan: Columns
) -> float:
    """One block with its own head; gives where it ends."""
    size = sheet.look.size
    starts = [left + plan.name + sum(plan.groups[:i]) for i in range(len(plan.groups))]
    titles = [
        wrapped(word, size, wide - size * 0.4, True)
        for word, wide in zip(head, (plan.name, *plan.groups), strict=True)
    ]
    y = sheet.margin + max(map(len, titles)) * size * LEADING
    for x, lines in zip((left, *starts), titles, strict=True):
        sheet.lines(x, y - len(lines) * size * LEADING, lines, bold=True)
    y += size * 0.2
    sheet.line((left, y), (left + plan.block, y), stroke=INK, stroke_width=sheet.stroke)
    for person in people:
        lines = wrapped(person.name, size, plan.name - size * 0.4)
        cells = [
            in_rows(group, size, wide, plan.codes)
            for group, wide in zip(person.groups, plan.groups, strict=True)
        ]
        deep = max(len(lines), *(len(cell) for cell in cells)) * size * LEADING + size * 0.3
        middle = y + deep / 2
        sheet.lines(left, middle - len(lines) * size * LEADING / 2, lines)
        for x, cell in zip(starts, cells, strict=True):
            for i, row in enumerate(cell):
                at = x
                for one in row:
                    if one.sign:
                        level = middle + (i - (len(cell) - 1) / 2) * size * LEADING
                        at = sheet.chip(at, level, one.sign, code=plan.codes) + size * 0.45
        y += deep
        sheet.line((left, y), (left + plan.block, y), stroke=FAINT, stroke_width=sheet.stroke / 2)
    return y


def in_rows(group: Sequence[Category], size: float, wide: float, codes: bool) -> list[list[Category]]:
    """The signs of one cell over as many lines as its width asks."""
    rows: list[list[Category]] = [[]]
    for one in group:
        if rows[-1] and row_width([*rows[-1], one], size, codes) > wide + 0.01:
            rows.append([])
        rows[-1].append(one)
    return rows
