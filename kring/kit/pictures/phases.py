"""A strategy as a line of phases, each with its sign, and under it the steps with their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from kring.kit.picture import Picture
from kring.kit.pictures.letters import wrapped
from kring.kit.pictures.parts import PAGE, Category, Look
from kring.kit.pictures.svg import INK, LEADING, QUIET, SHADE, Drawing, chip_width

BOLT = ((0.15, -1), (-0.55, 0.15), (-0.08, 0.15), (-0.25, 1), (0.55, -0.28), (0.08, -0.28), (0.42, -1))
"""The mark of a clash, in a square of two by two."""


@dataclass(frozen=True, slots=True)
class PhaseStep:
    """A step; `clash` says in words what it clashes with, or nothing."""

    name: str
    category: Category
    clash: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase with its category, its steps and a note (dates, a goal, a bridge question)."""

    name: str
    category: Category
    steps: Sequence[PhaseStep] = ()
    note: str = ""


def phases(
    title: str,
    description: str,
    head: Sequence[str],
    phases: Sequence[Phase],
    *,
    look: Look = PAGE,
    uid: str = "",
) -> Picture:
    """Phases from left to right (from top to bottom where it is narrow), steps below, clashes with a bolt.

    `head`: (phase, colour, step, colour of the step, warning).
    """
    sheet = Drawing(look, uid)
    size, edge = look.size, sheet.margin
    room = look.width - 2 * edge
    most = 1 if look.narrow else max(1, int(room / (size * 9.5)))
    in_row = ceil(len(phases) / ceil(len(phases) / most)) if phases else 1
    wide, y = room / in_row, edge
    for start in range(0, len(phases), in_row):
        row = phases[start : start + in_row]
        middle = y + size * 0.9
        if not look.narrow:
            end = edge + wide * len(row) - size * 0.6
            arrow(sheet, edge, end, middle)
        ends = [phase_column(sheet, edge + i * wide, y, wide - size * 0.8, one) for i, one in enumerate(row)]
        y = max(ends) + size * 0.8
    return sheet.picture(title, description, y - size * 0.3 + edge * 0.4, head, told(phases))


def told(phases: Sequence[Phase]) -> list[tuple[str, str, str, str, str]]:
    """The rows of the table: one per step, and one for a phase without steps. A note stands with the first step."""
    rows = []
    for phase in phases:
        noted = f"{phase.name} ({phase.note})" if phase.note else phase.name
        names = [noted, *[phase.name] * len(phase.steps)]
        rows += [
            (name, phase.category.name, one.name, one.category.name, one.clash)
            for name, one in zip(names, phase.steps, strict=False)
        ] or [(noted, phase.category.name, "", "", "")]
    return rows


def arrow(sheet: Drawing, left: float, right: float, y: float) -> None:
    """The line of time behind the signs."""
    size = sheet.look.size
    sheet.line((left, y), (right - size * 0.3, y), stroke=INK, stroke_width=size * 0.12)
    sheet.polygon(
        [(right, y), (right - size * 0.6, y - size * 0.35), (right - size * 0.6, y + size * 0.35)], fill=INK
    )


def phase_column(sheet: Drawing, left: float, top: float, wide: float, phase: Phase) -> float:
    """One phase with what belongs to it; gives where it ends."""
    size, small = sheet.look.size, sheet.look.small
    r = size * 0.74
    if phase.category.sign:
        sheet.shape(left + r * 1.25, top + size * 0.9, r, phase.category.sign)
    y = top + size * 2.1
    inset = 0.0
    if sheet.look.narrow:
        inset = r * 2.5 + size * 0.5
        y = top + size * 0.1
    reckoned = sheet.look.reckoned
    y = sheet.lines(left + inset, y, wrapped(phase.name, reckoned(size, True), wide - inset, True), bold=True)
    code = phase.category.sign.code if phase.category.sign else ""
    label = f"{code} · {phase.category.name}" if code else phase.category.name
    for text in (label, phase.note):
        y = sheet.lines(left + inset, y, wrapped(text, reckoned(small), wide - inset), size=small, fill=QUIET)
    y = max(y, top + size * 1.9) + size * 0.35
    for step in phase.steps:
        y = drawn_step(sheet, left, y, wide, step)
    return y


def drawn_step(sheet: Drawing, left: float, top: float, wide: float, step: PhaseStep) -> float:
    """One step with its sign, and below it the clash in words; gives where it ends."""
    size = sheet.look.size
    head = chip_width(step.category.sign, size) + size * 0.35
    beside = wide - head >= size * 6.5
    lines = wrapped(step.name, sheet.look.reckoned(size), wide - (head if beside else 0))
    if step.category.sign:
        sheet.chip(left, top + size * 0.64, step.category.sign)
    y = sheet.lines(left + (head if beside else 0), top + (0 if beside else size * LEADING), lines)
    if step.clash:
        # Letters reach below their line: the box keeps clear of them.
        y += size * 0.4
        words = wrapped(step.clash, sheet.look.reckoned(size, True), wide - size * 1.9, True)
        deep = len(words) * size * LEADING + size * 0.3
        sheet.rect(left, y, wide, deep, rx=size * 0.25, fill=SHADE, stroke=INK, stroke_width=sheet.stroke)
        bolt(sheet, left + size * 0.85, y + size * 0.8, size * 0.62)
        y = sheet.lines(left + size * 1.6, y + size * 0.15, words, bold=True) + size * 0.15
    return y + size * 0.4


def bolt(sheet: Drawing, x: float, y: float, half: float) -> None:
    """A flash of lightning around (x, y)."""
    sheet.polygon([(x + dx * half, y + dy * half) for dx, dy in BOLT], fill=INK)
