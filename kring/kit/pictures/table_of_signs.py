"""Who has which signs: a row per person, a column per question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
class Plan:
    """How wide the parts of a block are, how large the type is, and how many blocks stand side by side."""

    name: float
    groups: Sequence[float]
    blocks: int
    size: float
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


def planned(sheet: Drawing, head: Sequence[str], people: Sequence[SignRow]) -> Plan:
    """The first plan that shows everybody in about the height of a screen; else the one with most blocks."""
    look, room = sheet.look, sheet.look.width - 2 * sheet.margin
    tall = look.width * (3.0 if look.narrow else 0.5)
    wanted = max(1, ceil(len(people) * look.size * 1.6 / tall))
    plans = [
        widths(size, room, head, people, cap=size * cap, codes=codes)
        for codes, size, cap in (
            (True, look.size, 9),
            (True, look.size, 6),
            (False, look.size, 6),
            (False, look.small, 5),
        )
    ]
    best = next((plan for plan in plans if plan.blocks >= wanted), max(plans, key=lambda plan: plan.blocks))
    blocks = min(best.blocks, wanted)
    spare = (
        (room - blocks * (best.block + look.size * 1.2) + look.size * 1.2) / blocks / (len(best.groups) + 1)
    )
    more = max(0.0, min(spare, look.size * 3))
    return replace(best, name=best.name + more, groups=[one + more for one in best.groups], blocks=blocks)


def widths(
    size: float, room: float, head: Sequence[str], people: Sequence[SignRow], *, cap: float, codes: bool
) -> Plan:
    """The widths, with or without letters, with no name wider than `cap`, and how many blocks would fit."""
    name = min(widest([head[0], *(one.name for one in people)], size, True), cap, room * 0.4) + size * 0.6
    groups = []
    for i, word in enumerate(head[1:]):
        rows = [row_width(person.groups[i], size, codes) for person in people]
        groups.append(max([min(widest([word], size, True), cap) + size * 0.6, *rows]))
    if (too_much := name + sum(groups) - room) > 0:
        groups = [one - too_much / len(groups) for one in groups]
    blocks = max(1, int((room + size * 1.2) / (name + sum(groups) + size * 1.2)))
    return Plan(name, groups, blocks, size, codes)


def row_width(group: Sequence[Category], size: float, codes: bool) -> float:
    """What the signs of one cell need beside each other."""
    return sum(chip_width(one.sign, size, codes) + size * 0.45 for one in group) + size * 0.3


def block(sheet: Drawing, left: float, head: Sequence[str], people: Sequence[SignRow], plan: Plan) -> float:
    """One block with its own head; gives where it ends."""
    size = plan.size
    starts = [left + plan.name + sum(plan.groups[:i]) for i in range(len(plan.groups))]
    titles = [
        wrapped(word, size, wide - size * 0.4, True)
        for word, wide in zip(head, (plan.name, *plan.groups), strict=True)
    ]
    y = sheet.margin + max(map(len, titles)) * size * LEADING
    for x, lines in zip((left, *starts), titles, strict=True):
        sheet.lines(x, y - len(lines) * size * LEADING, lines, size=size, bold=True)
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
        sheet.lines(left, middle - len(lines) * size * LEADING / 2, lines, size=size)
        for x, cell in zip(starts, cells, strict=True):
            for i, row in enumerate(cell):
                at = x
                for one in row:
                    if one.sign:
                        level = middle + (i - (len(cell) - 1) / 2) * size * LEADING
                        at = sheet.chip(at, level, one.sign, size=size, code=plan.codes) + size * 0.45
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
