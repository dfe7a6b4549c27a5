"""The triangle as a picture: as it is now, as it is to become, and both beside each other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kring.frames.activity_system import wording as system
from kring.frames.activity_system.vocabulary import COMPONENTS
from kring.kit.picture import Picture
from kring.kit.pictures.parts import PAGE, Look
from kring.kit.pictures.svg import Drawing
from kring.kit.pictures.triangle import Box, Tension, Weight, triangle
from kring.kit.words import Words
from kring.tools.change_lab.wording import (
    Data,
    part,
    process,
    tension_name,
    tenths,
    top_texts,
    two_hands,
    weighed,
)

WEIGHT: Mapping[str | None, Weight] = {None: 0, "none": 1, "thin": 1, "medium": 2, "thick": 3}
MOST_LINES, MOST_ON_WALL = 12, 2
"""Texts of one box in a picture, and in one that is read from eight metres; phones and the report have them all."""


def triangle_picture(seen: Data, words: Words, look: Look = PAGE, *, state: str = "now") -> Picture:
    """The seven boxes in one state, now with the tensions; `seen`: a live part with `triangle` and `tensions`.

    Its table now: tension, from, to, process, level, on the one hand, on the other hand, R, L, P; in the other
    states the texts per box.
    """
    found = seen.get("tensions", ()) if state == "now" else ()
    boxes = {
        name: Box(part(words, name), note(words, seen["triangle"], name, state, look)) for name in COMPONENTS
    }
    drawn = [line for one in found if (line := drawn_tension(words, one, seen["triangle"]["lines"]))]
    title = words.text("extra", "triangle_picture", state)
    if state != "now":
        made = triangle(title, said_new(words, seen), table_head(words)[:4], boxes, (), look=look)
        return replace(made, head=box_head(words, state), rows=box_rows(words, seen, state))
    said = " ".join(top_texts(words, found)) or words.text("extra", "triangle_picture", "empty")
    made = triangle(title, said, table_head(words)[:4], boxes, drawn, look=look)
    return replace(made, head=table_head(words), rows=[table_row(words, one) for one in found])


def note(words: Words, seen: Data, name: str, state: str, look: Look) -> str:
    """The texts in a box; on the wall only the first."""
    most = MOST_ON_WALL if look.size > PAGE.size else MOST_LINES
    texts = [one["text"] for one in seen["boxes"][name][state]]
    more = len(texts) - most
    if more > 0:
        texts = [*texts[:most], words.text("extra", "more", n=more)]
    marked = f"{words.text('words', 'new')}: " if state == "new" and texts else ""
    return marked + "; ".join(texts)


def drawn_tension(words: Words, one: Data, lines: Sequence[Data]) -> Tension | None:
    """A tension as it is drawn; no line where nobody feels any of the tensions on the pair."""
    line = next(each for each in lines if one["id"] in each["tensions"])
    if line["weight"] == "none":
        return None
    return Tension(
        one["a"], one["b"], tension_name(words, one), WEIGHT[one["weight"]], 1, weighed(words, one)
    )


def table_head(words: Words) -> list[str]:
    """The columns of the table of tensions."""
    names = ("tension", "from", "to", "process", "level", "one_hand", "other_hand", "R", "L", "P")
    return [words.text("extra", "tension_table", name) for name in names]


def table_row(words: Words, one: Data) -> list[str]:
    """One tension in the table."""
    numbers = [tenths(words, one[name]) for name in ("R", "L", "P")]
    return [
        str(one["n"]),
        part(words, one["a"]),
        part(words, one["b"]),
        process(words, one["process"]),
        system.level(words.lang, one["level"]),
        one["one_hand"],
        one["other_hand"],
        *numbers,
    ]


def now_new_picture(seen: Data, words: Words, look: Look = PAGE) -> Picture:
    """Two triangles beside each other (below each other where it is narrow), with a table per box."""
    share = 0.6 if look.size > PAGE.size else 0.8  # on the wall both keep their classic places
    half = look if look.narrow else Look(look.width // 2, round(look.size * share))
    made = [triangle_picture(seen, words, half, state=state) for state in ("now", "new")]
    sheet = Drawing(look)
    size, edge = look.size, sheet.margin
    x = y = bottom = 0.0
    for picture, state in zip(made, ("now", "new"), strict=True):
        name = words.text("extra", "triangle_picture", state)
        sheet.lines(x + edge, y + edge * 0.6, [name], bold=True)
        top = y + edge * 0.6 + size * 1.5
        tall = height_of(picture)
        sheet.marks.append(nested(picture, x, top, half.width, tall))
        bottom = max(bottom, top + tall)
        x, y = (0.0, bottom) if look.narrow else (x + half.width, 0.0)
    head, rows = box_head(words, "now", "new"), box_rows(words, seen, "now", "new")
    title = words.text("extra", "now_new_picture")
    return sheet.picture(title, said_new(words, seen), bottom + edge * 0.4, head, rows)


def box_head(words: Words, *states: str) -> list[str]:
    """The columns of the table of boxes."""
    return [words.text("extra", "box"), *(system.state(words.lang, state) for state in states)]


def box_rows(words: Words, seen: Data, *states: str) -> list[list[str]]:
    """A row per box with its texts in these states."""
    boxes = seen["triangle"]["boxes"]
    return [
        [
            part(words, name),
            *(" · ".join(one["text"] for one in boxes[name][state]) or "–" for state in states),
        ]
        for name in COMPONENTS
    ]


def said_new(words: Words, seen: Data) -> str:
    """What is new, in a sentence per box."""
    texts = [
        f"{part(words, name)}: {'; '.join(one['text'] for one in states['new'])}."
        for name, states in seen["triangle"]["boxes"].items()
        if states["new"]
    ]
    return " ".join(texts) or words.text("extra", "nothing_new")


def height_of(picture: Picture) -> float:
    """How tall a picture is in its own units."""
    found = re.search(r'viewBox="0 0 \S+ (\S+)"', picture.svg)
    assert found is not None
    return float(found[1])


def nested(picture: Picture, x: float, y: float, wide: float, tall: float) -> str:
    """A picture as a part of another one."""
    place = f'<svg x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}"'
    return picture.svg.replace('<svg xmlns="http://www.w3.org/2000/svg"', place, 1)


def boxes_text(words: Words, seen: Data, state: str = "now") -> list[str]:
    """The texts of every box that has any, a line per box."""
    return [
        f"{part(words, name)}: {'; '.join(one['text'] for one in seen['boxes'][name][state])}"
        for name in COMPONENTS
        if seen["boxes"][name][state]
    ]


def hands(words: Words, one: Data) -> str:
    """A tension with its name and both its sides."""
    return f"{tension_name(words, one)}: {two_hands(words, one)}"
