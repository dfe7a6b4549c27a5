"""The pictures of section 5, each for a page, and with `_board` or `_phone` behind its name for those.

wheel: `wheel` of the live part of `round`, with its `coverage` under that name · network: a tie of a published map
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import cos, pi, sin
from typing import Any

from kring.kit.picture import Picture
from kring.kit.pictures.letters import width_of
from kring.kit.pictures.network import Link, Node, listed, network
from kring.kit.pictures.parts import BOARD, PAGE, PHONE, Category, Look
from kring.kit.pictures.signs import SERIES
from kring.kit.pictures.svg import INK, PAPER, Drawing, Point
from kring.kit.words import Words
from kring.tools.carousel.wording import coverage_text, network_texts

Data = Mapping[str, Any]
LOOKS: dict[str, Look] = {"": PAGE, "_board": BOARD, "_phone": PHONE}
MOST_NAMES = 24
"""Up to so many people their names stand around the wheel; with more, numbers with the names below."""


def wheel_picture(data: Data, words: Words, look: Look = PAGE) -> Picture:
    """People on a circle and a line per talk: thick one to one, dashed in a trio; only public facts."""
    sheet = Drawing(look)
    people = data["people"]
    numbered = len(people) > MOST_NAMES or look.narrow
    labels = [str(i) if numbered else one["name"] for i, one in enumerate(people, 1)]
    room = max((width_of(label, look.small) for label in labels), default=0.0)
    high = look.width if look.narrow else look.width * 0.72
    middle = (look.width / 2, sheet.margin + high / 2)
    radius = min(look.width / 2 - room, high / 2 - look.small * 1.6) - look.size * 1.2
    spots = {one["id"]: on_circle(middle, radius, i, len(people)) for i, one in enumerate(people)}
    draw_talks(sheet, data["talks"], spots)
    for (one, label), i in zip(zip(people, labels, strict=True), range(len(people)), strict=True):
        x, y = spots[one["id"]]
        sheet.put("circle", cx=x, cy=y, r=look.size * 0.3, fill=PAPER, stroke=INK, stroke_width=sheet.stroke)
        write_beside(sheet, label, on_circle(middle, radius + look.size * 0.75, i, len(people)), middle)
    bottom = sheet.margin + high + look.size * 0.4
    if numbered:
        bottom = listed(sheet, [one["name"] for one in people], bottom)
    bottom = explained(sheet, words, bottom)
    said = coverage_text(words, data.get("coverage", {}))
    head = [words.text("extra", "wheel", name) for name in ("person", "met", "to_meet")]
    rows = [[one["name"], str(one["met"]), str(one["to_meet"])] for one in people]
    return sheet.picture(words.text("extra", "wheel"), said, bottom + sheet.margin, head, rows)


def on_circle(middle: Point, radius: float, i: int, n: int) -> Point:
    """The place of number i of n on a circle, from the top on."""
    turn = 2 * pi * i / max(1, n) - pi / 2
    return middle[0] + radius * cos(turn), middle[1] + radius * sin(turn)


def draw_talks(sheet: Drawing, talks: list[Data], spots: Mapping[str, Point]) -> None:
    """The lines; thinner when there are many, so that the wheel stays a wheel."""
    size = sheet.look.size
    thick = size * (0.14 if len(talks) <= 150 else 0.05)
    for one in talks:
        if one["a"] in spots and one["b"] in spots:
            dash: dict[str, str | float] = {"stroke_dasharray": sheet.dash} if one["trio"] else {}
            width = thick / 2 if one["trio"] else thick
            sheet.line(spots[one["a"]], spots[one["b"]], stroke=INK, stroke_width=width, **dash)


def write_beside(sheet: Drawing, label: str, at: Point, middle: Point) -> None:
    """A name outside the circle, turned to the side on which it stands."""
    x, y = at
    near = abs(x - middle[0]) < sheet.look.size
    anchor = "middle" if near else "start" if x > middle[0] else "end"
    sheet.text(x, y + sheet.look.small * 0.36, label, size=sheet.look.small, anchor=anchor)


def explained(sheet: Drawing, words: Words, top: float) -> float:
    """What the two kinds of line mean; gives where it ends."""
    size, x = sheet.look.small, sheet.margin
    for name, dashed in (("one_to_one", False), ("in_trio", True)):
        y = top + size * 0.7
        dash: dict[str, str | float] = {"stroke_dasharray": sheet.dash} if dashed else {}
        thick = sheet.look.size * (0.07 if dashed else 0.14)
        sheet.line((x, y), (x + size * 2, y), stroke=INK, stroke_width=thick, **dash)
        sheet.text(x + size * 2.4, y + size * 0.36, words.text("extra", "wheel", name), size=size)
        top += size * 1.6
    return top


def network_picture(data: Data, words: Words, look: Look = PAGE) -> Picture:
    """The map of one tie. Its table says the measures, and who is tied to whom only where names are shown."""
    drawn = data["map"]
    named = data["mode"] == "named" and any(node["name"] for node in drawn["nodes"])
    nodes = [
        Node(str(i), node["name"], None if node["team"] is None else SERIES[node["team"]])
        for i, node in enumerate(drawn["nodes"])
    ]
    links = [Link(str(a), str(b)) for a, b in drawn["links"]]
    places = {str(i): (node["x"] / 1000, node["y"] / 1000) for i, node in enumerate(drawn["nodes"])}
    legend = [Category(team, SERIES[i]) for i, team in enumerate(drawn["shapes"])]
    texts = network_texts(words, data)
    if named:
        head = [words.text("extra", "map", name) for name in ("person", "tied")]
        rows = [[node["name"], ", ".join(near(drawn, i))] for i, node in enumerate(drawn["nodes"])]
    else:
        head = [words.text("extra", "map", "measure")]
        rows = [[text] for text in texts]
    title = words.text("extra", "map")
    return network(title, " ".join(texts), head, rows, nodes, links, places, legend=legend, look=look)


def near(drawn: Data, i: int) -> list[str]:
    """The names of everybody tied to point i."""
    others = [b if a == i else a for a, b in drawn["links"] if i in (a, b)]
    return sorted(drawn["nodes"][other]["name"] for other in others)


PICTURES: dict[str, Callable[[Data, Words], Picture]] = {
    name + look: partial(draw, look=LOOKS[look])
    for name, draw in (("wheel", wheel_picture), ("network", network_picture))
    for look in LOOKS
}
"""Name -> (data, words) -> picture."""
