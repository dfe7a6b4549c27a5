"""Paper for on the wall, on A3: the three surfaces on one sheet, the triangle on another (issue of the lab)."""

from __future__ import annotations

from kring.kit.document import Block, Document, Figure, Heading, Items, PageBreak
from kring.kit.pictures.parts import Look
from kring.kit.scene import Settings, Shown
from kring.kit.words import Words
from kring.tools.change_lab.pictures_system import boxes_text, triangle_picture
from kring.tools.change_lab.pictures_wall import RATIO, on_one_sheet
from kring.tools.change_lab.seen import board, boards
from kring.tools.change_lab.tensions import top
from kring.tools.change_lab.wording import ended, tension_name, two_hands

WIDTH = 1700
"""A sheet of A3 that lies is some 390 millimetres wide within its edges: 17 units are then 11 points."""
UNRANKED = 8
"""So many tensions stand below the triangle while nobody weighed them."""
SIZES = (40, 34, 29, 24, 20, 17, 14, 12, 10, 9)
"""From large to small; a full wall is written smaller."""


def prints(settings: Settings, shown: Shown, words: Words) -> list[Document]:
    """The sheets that can be printed now: the wall when any step shows it, the triangle likewise."""
    made: list[Document] = []
    wall = board(shown, "wall")
    if wall:
        picture = on_one_sheet(wall, words, WIDTH, SIZES, RATIO)
        made.append(document(settings, words, words.text("extra", "wall_picture"), [Figure(picture, False)]))
    seen = boards(shown, "triangle", "tensions")
    if seen:
        figure = Figure(triangle_picture(seen, words, Look(WIDTH, 24)), False)
        blocks: list[Block] = [figure]
        told = top(seen["tensions"]) or seen["tensions"][:UNRANKED]
        lines = [ended(f"{tension_name(words, one)}: {two_hands(words, one)}") for one in told]
        boxes = boxes_text(words, seen["triangle"])
        if lines or boxes:
            blocks += [PageBreak(), Heading(words.text("script", "triangle")), Items([*boxes, *lines])]
        made.append(document(settings, words, words.text("script", "triangle"), blocks))
    return made


def document(settings: Settings, words: Words, title: str, blocks: list[Block]) -> Document:
    """One sheet of A3 that lies, with the question of the lab in its head."""
    question = str(settings.get("question") or "")
    facts = ((words.text("extra", "question"), question),) if question else ()
    return Document(title, "nl" if words.lang == "nl" else "en", facts, blocks, landscape=True, paper="a3")
