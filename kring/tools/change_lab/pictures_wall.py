"""The wall as a picture: three columns by three rows, or one below the other where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kring.kit.picture import Picture
from kring.kit.pictures.letters import widest, wrapped
from kring.kit.pictures.parts import PAGE, Category, Look
from kring.kit.pictures.signs import SERIES, Sign
from kring.kit.pictures.svg import INK, LEADING, LINE, PAPER, QUIET, SHADE, Drawing
from kring.kit.words import Words
from kring.tools.change_lab.vocabulary import MIRROR_KINDS, SURFACES, TIMES
from kring.tools.change_lab.wording import Data, cells

RATIO = 0.53
"""What the head of a sheet of A3 that lies leaves of its height, to its width."""
PHOTO_SHAPE = 0.62
"""Height to width of the place for a photo."""
LANE = 11
"""From so many type sizes on, cards in a cell lie beside each other too."""
LENGTHS = (280, 140, 110, 85, 70, 55)
"""Letters of a card on a sheet: all of them if possible."""
SHORTEST = 40
"""Letters of a card that stay when a wall is very full."""
SIGNS: dict[str, Sign] = dict(zip(MIRROR_KINDS, SERIES, strict=False))
"""What kind of thing a card of the mirror is, in its corner."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is written on a card; `head` opens a bundle."""

    text: str
    sign: Sign | None = None
    head: bool = False
    photo: str = ""
    """The address of a photo above the text; whoever makes paper of it puts the photo in its place."""


def wall_picture(
    wall: Data,
    words: Words,
    look: Look = PAGE,
    longest: int = 280,
    *,
    photos: bool = False,
    room: float = 0,
) -> Picture:
    """The wall with all its cards; texts longer than `longest` are cut short, the table has them whole.

    `room`: so much height is shared out over the rows.
    `photos` leaves room for the photos on cards, as <image href="photo:activity/id">.
    """
    title = words.text("extra", "wall_picture")
    said = " ".join(cells(words, wall))
    sheet = Drawing(look)
    names = [words.text("surfaces", surface) for surface in SURFACES]
    bundles = {one["id"]: one["title"] for one in wall["clusters"]}
    written = {cell: slips(found, bundles, longest, photos) for cell, found in wall["cells"].items()}
    bottom = stacked(sheet, words, written) if look.narrow else gridded(sheet, words, names, written, room)
    kinds = sorted(
        {one["mirror_kind"] for found in wall["cells"].values() for one in found if one["mirror_kind"]},
        key=MIRROR_KINDS.index,
    )
    if kinds:
        legend = [Category(words.text("vocab", kind), SIGNS[kind]) for kind in kinds]
        bottom = sheet.legend(bottom + look.size * 0.5, legend)
    rows = [
        [
            words.text("times", time),
            *(listed(words, wall["cells"][f"{surface}.{time}"]) for surface in SURFACES),
        ]
        for time in TIMES
    ]
    head = [words.text("extra", "time"), *names]
    return sheet.picture(title, said, bottom + sheet.margin * 0.5, head, rows)


def slips(found: Sequence[Data], bundles: dict[str, str], longest: int, photos: bool = False) -> list[Slip]:
    """The cards of a cell in their order, with the title of a bundle above its first one."""
    made: list[Slip] = []
    last = ""
    for one in found:
        if one["cluster"] != last and one["cluster"] in bundles:
            made.append(Slip(bundles[one["cluster"]], head=True))
        last = one["cluster"]
        text = one["text"]
        short = text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
        image = one["image"] if photos else None
        photo = f"photo:{image['activity']}/{image['id']}" if image else ""
        made.append(Slip(short, SIGNS.get(one["mirror_kind"]), photo=photo))
    return made


def listed(words: Words, found: Sequence[Data]) -> str:
    """A cell in the table: its cards, one after the other."""
    return " · ".join(one["text"] for one in found) or words.text("extra", "empty_cell")


def gridded(
    sheet: Drawing, words: Words, names: Sequence[str], written: dict[str, list[Slip]], room: float = 0
) -> float:
    """Columns for the surfaces, rows for the times, `room` higher than they must be; gives where it ends."""
    size, edge = sheet.look.size, sheet.margin
    aside = widest([words.text("times", time) for time in TIMES], size, True) + size * 0.6
    wide = (sheet.look.width - 2 * edge - aside) / len(SURFACES)
    for place, name in enumerate(names):
        sheet.text(edge + aside + wide * (place + 0.5), edge + size, name, anchor="middle", bold=True)
    y = edge + size * 1.7
    for time in TIMES:
        deepest = max(depth(sheet, written[f"{surface}.{time}"], wide - size * 0.7) for surface in SURFACES)
        deepest = max(deepest, size * 3) + room / len(TIMES)
        sheet.text(edge, y + size * 1.4, words.text("times", time), bold=True)
        for place, surface in enumerate(SURFACES):
            x = edge + aside + wide * place
            sheet.rect(x, y, wide, deepest, fill=SHADE, stroke=LINE, stroke_width=sheet.stroke / 2)
            pinned(sheet, x + size * 0.35, y + size * 0.35, wide - size * 0.7, written[f"{surface}.{time}"])
        y += deepest
    return y


def stacked(sheet: Drawing, words: Words, written: dict[str, list[Slip]]) -> float:
    """The cells below each other, each with its name; gives where it ends."""
    size, edge = sheet.look.size, sheet.margin
    room = sheet.look.width - 2 * edge
    y = edge
    for surface in SURFACES:
        y = sheet.lines(edge, y, wrapped(words.text("surfaces", surface), size, room, True), bold=True)
        for time in TIMES:
            made = written[f"{surface}.{time}"]
            label = f"{words.text('times', time)} ({sum(not one.head for one in made)})"
            y = sheet.lines(edge, y + size * 0.2, [label], size=sheet.look.small, fill=QUIET)
            y = pinned(sheet, edge, y + size * 0.2, room, made)
        y += size * 0.6
    return y


def depth(sheet: Drawing, made: Sequence[Slip], wide: float) -> float:
    """How much room these cards take from top to bottom."""
    narrow, lanes = in_lanes(sheet, made, wide)
    size = sheet.look.size
    return max(sum(height(sheet, one, narrow) + size * 0.3 for one in lane) for lane in lanes) + size * 0.5


def in_lanes(sheet: Drawing, made: Sequence[Slip], wide: float) -> tuple[float, list[list[Slip]]]:
    """Cards beside each other where a cell is wide for its letters: how wide one is, and which go below which."""
    size = sheet.look.size
    many = max(1, int(wide / (size * LANE)))
    narrow = (wide - size * 0.3 * (many - 1)) / many
    total = sum(height(sheet, one, narrow) for one in made)
    lanes: list[list[Slip]] = [[] for _ in range(many)]
    done = 0.0
    for one in made:
        tall = height(sheet, one, narrow)
        lanes[min(many - 1, int((done + tall / 2) * many / total))].append(one)
        done += tall
    return narrow, lanes


def inside(sheet: Drawing, one: Slip, wide: float) -> tuple[str, ...]:
    """The lines of a card."""
    size, small = sheet.look.size, sheet.look.small
    room = wide - size * 0.8 - (size * 1.1 if one.sign else 0)
    return wrapped(one.text, small, room, one.head)


def height(sheet: Drawing, one: Slip, wide: float) -> float:
    """How tall a card is."""
    written = max(1, len(inside(sheet, one, wide))) * sheet.look.small * LEADING + sheet.look.size * 0.5
    return written + (photo_height(wide) if one.photo else 0)


def photo_height(wide: float) -> float:
    """How tall the photo on a card is: it lies, whatever its own shape."""
    return wide * PHOTO_SHAPE


def pinned(sheet: Drawing, left: float, top: float, wide: float, made: Sequence[Slip]) -> float:
    """Cards below and beside each other; gives where they end."""
    narrow, lanes = in_lanes(sheet, made, wide)
    step = narrow + sheet.look.size * 0.3
    return max(column_of(sheet, left + step * n, top, narrow, lane) for n, lane in enumerate(lanes))


def column_of(sheet: Drawing, left: float, top: float, wide: float, made: Sequence[Slip]) -> float:
    """Cards below each other; gives where they end."""
    size, small = sheet.look.size, sheet.look.small
    y = top
    for one in made:
        tall = height(sheet, one, wide)
        if not one.head:
            sheet.rect(
                left, y, wide, tall, rx=size * 0.2, fill=PAPER, stroke=INK, stroke_width=sheet.stroke / 2
            )
        below = y
        if one.photo:
            pasted(sheet, left, y, wide, one.photo)
            below += photo_height(wide)
        sheet.lines(
            left + size * 0.4, below + size * 0.22, inside(sheet, one, wide), size=small, bold=one.head
        )
        if one.sign:
            sheet.shape(left + wide - size * 0.65, below + size * 0.65, size * 0.36, one.sign)
        y += tall + size * 0.3
    return y


def pasted(sheet: Drawing, left: float, top: float, wide: float, photo: str) -> None:
    """The place of a photo, within the edge of its card."""
    gap = sheet.look.size * 0.2
    sheet.put(
        "image",
        href=photo,
        x=left + gap,
        y=top + gap,
        width=wide - 2 * gap,
        height=photo_height(wide) - gap,
        preserveAspectRatio="xMidYMid meet",
    )


def on_one_sheet(wall: Data, words: Words, width: int, sizes: Sequence[int], ratio: float) -> Picture:
    """The wall as large as it fits on a sheet of this proportion (height to width), cards whole if possible.

    What is left of the height goes to the rows, so that there is room to write on the paper.
    """

    def drawn(size: int, longest: int, room: float = 0) -> Picture:
        return wall_picture(wall, words, Look(width, size), longest, photos=True, room=room)

    for longest in LENGTHS:
        for size in sizes:
            made = drawn(size, longest)
            if (left := ratio - proportion(made)) >= 0:
                return drawn(size, longest, max(0, left * width - 1))
    return drawn(sizes[-1], SHORTEST)


def proportion(picture: Picture) -> float:
    """Height to width of a picture."""
    _, _, wide, tall = picture.svg.split('viewBox="', 1)[1].split('"', 1)[0].split()
    return float(tall) / float(wide)
