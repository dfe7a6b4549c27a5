"""The activity system: seven parts in their classic places, with the tensions between them (frames 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Literal

from kring.kit.picture import Picture
from kring.kit.pictures.letters import widest, wrapped
from kring.kit.pictures.parts import PAGE, Look
from kring.kit.pictures.svg import FAINT, INK, LEADING, LINE, PAPER, QUIET, Drawing, Point

Weight = Literal[0, 1, 2, 3]
"""0 not weighed yet, 1 thin, 2 medium, 3 thick."""

WIDE: Mapping[str, Point] = {
    "instruments": (0.43, 0),
    "subject": (0.26, 1),
    "object": (0.6, 1),
    "outcome": (0.865, 1),
    "rules": (0.13, 2),
    "community": (0.43, 2),
    "division": (0.73, 2),
}
NARROW: Mapping[str, Point] = {
    "instruments": (0.5, 0),
    "outcome": (0.83, 0),
    "subject": (0.25, 1),
    "object": (0.75, 1),
    "rules": (0.17, 2),
    "community": (0.5, 2),
    "division": (0.83, 2),
}
"""Where the parts stand: across (of the width) and on which of the three levels."""
SIDES = (
    ("instruments", "subject"),
    ("instruments", "object"),
    ("subject", "object"),
    ("subject", "rules"),
    ("subject", "community"),
    ("object", "community"),
    ("object", "division"),
    ("rules", "community"),
    ("community", "division"),
)
TENSION = "#8c2a1d"
THICK: Mapping[int, float] = {0: 0.08, 1: 0.1, 2: 0.17, 3: 0.28}
JAGGED: Mapping[int, float] = {0: 0.0, 1: 0.0, 2: 0.22, 3: 0.42}
"""In type sizes: how thick a line is, and how far it flashes to the sides."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part with its name and a note (a count, a few words)."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tension:
    """A tension between two parts, or within one (a = b). `text` is its value in words for the table."""

    a: str
    b: str
    name: str
    weight: Weight = 0
    count: int = 1
    text: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A box on the sheet: its middle, half its width and half its height."""

    x: float
    y: float
    half: float
    tall: float

    def holds(self, point: Point, room: float) -> bool:
        """Whether a point lies in the box or nearer to it than `room`."""
        return abs(point[0] - self.x) < self.half + room and abs(point[1] - self.y) < self.tall + room


def triangle(
    title: str,
    description: str,
    head: Sequence[str],
    boxes: Mapping[str, Box],
    tensions: Sequence[Tension],
    *,
    look: Look = PAGE,
    uid: str = "",
) -> Picture:
    """The triangle. Tensions on one pair become one line: as thick as the heaviest, with their count.

    `boxes` has the keys subject, instruments, object, rules, community, division, outcome.
    `head`: (tension, from, to, value).
    """
    sheet = Drawing(look, uid)
    places, texts, height = placed(sheet, boxes)
    ground(sheet, places)
    pairs: dict[tuple[str, str], list[Tension]] = {}
    for one in tensions:
        pairs.setdefault((min(one.a, one.b), max(one.a, one.b)), []).append(one)
    counts: list[tuple[Point, str, int]] = []
    for (a, b), some in sorted(pairs.items(), key=lambda pair: max(one.weight for one in pair[1])):
        weight, count = max(one.weight for one in some), str(sum(one.count for one in some))
        if a == b:
            ring(sheet, places[a], weight)
            spot = (places[a].x + places[a].half, places[a].y - places[a].tall)
        else:
            way = route(places, a, b, look)
            lightning(sheet, way, weight)
            spot = free_spot(way, [point for point, *_ in counts], look.size * 1.5)
        counts.append((spot, count, weight))
    for key, place in places.items():
        lettered(sheet, place, *texts[key])
    for (x, y), count, heavy in counts:
        sheet.plate(x, y, count, size=look.small, ink=TENSION, thick=look.size * THICK[max(1, heavy)] * 0.8)
    rows = [(one.name, boxes[one.a].name, boxes[one.b].name, one.text) for one in tensions]
    return sheet.picture(title, description, height, head, rows)


Text = tuple[float, tuple[str, ...], tuple[str, ...]]
"""The type size of a name, its lines, and those of the note."""


def placed(sheet: Drawing, boxes: Mapping[str, Box]) -> tuple[dict[str, Placed], dict[str, Text], float]:
    """Where every box stands, what is written in it, and the height of the picture."""
    look, size = sheet.look, sheet.look.size
    spots = NARROW if look.narrow else WIDE
    half = look.width * (0.138 if look.narrow else 0.112)
    inside = half * 2 - size * 0.4
    longest = widest([word for box in boxes.values() for word in box.name.split()], size, True)
    large = size if longest <= inside else look.small
    texts: dict[str, Text] = {
        key: (large, wrapped(box.name, large, inside, True), wrapped(box.note, look.small, inside))
        for key, box in boxes.items()
    }
    tall = {key: depth(text, look) / 2 + size * 0.3 for key, text in texts.items()}
    gap = size * (4 if look.narrow else 3.4)
    levels, y = [], sheet.margin
    for level in range(3):
        most = max(tall[key] for key in boxes if spots[key][1] == level)
        levels.append(y + most)
        y += most * 2 + gap
    places = {
        key: Placed(spots[key][0] * look.width, levels[int(spots[key][1])], half, tall[key]) for key in boxes
    }
    return places, texts, y - gap + sheet.margin


def depth(text: Text, look: Look) -> float:
    """How much room the lines of a box take from top to bottom."""
    return (len(text[1]) * text[0] + len(text[2]) * look.small) * LEADING


def lettered(sheet: Drawing, place: Placed, large: float, lines: Sequence[str], notes: Sequence[str]) -> None:
    """A box with its name and note."""
    size, small = sheet.look.size, sheet.look.small
    ink: dict[str, str | float] = {"fill": PAPER, "stroke": INK, "stroke_width": sheet.stroke}
    left, top = place.x - place.half, place.y - place.tall
    sheet.rect(left, top, place.half * 2, place.tall * 2, rx=size * 0.35, **ink)
    y = place.y - (len(lines) * large + len(notes) * small) * LEADING / 2
    y = sheet.lines(place.x, y, lines, size=large, anchor="middle", bold=True)
    sheet.lines(place.x, y, notes, size=small, anchor="middle", fill=QUIET)


def ground(sheet: Drawing, places: Mapping[str, Placed]) -> None:
    """The sides of the small triangles, and the arrow to the outcome."""
    size = sheet.look.size
    for a, b in SIDES:
        sheet.line(
            (places[a].x, places[a].y), (places[b].x, places[b].y), stroke=FAINT, stroke_width=size * 0.16
        )
    begin, end = places["object"], places["outcome"]
    start, tip = edge_of(begin, (end.x, end.y)), edge_of(end, (begin.x, begin.y))
    far = hypot(tip[0] - start[0], tip[1] - start[1]) or 1
    ux, uy = (tip[0] - start[0]) / far, (tip[1] - start[1]) / far
    back = (tip[0] - ux * size * 0.7, tip[1] - uy * size * 0.7)
    wing = size * 0.4
    sheet.line(start, back, stroke=LINE, stroke_width=size * 0.16)
    sheet.polygon(
        [tip, (back[0] - uy * wing, back[1] + ux * wing), (back[0] + uy * wing, back[1] - ux * wing)],
        fill=LINE,
    )


def edge_of(box: Placed, to: Point) -> Point:
    """Where the line from the middle of a box to a point leaves the box."""
    dx, dy = to[0] - box.x, to[1] - box.y
    share = min(box.half / abs(dx) if dx else float("inf"), box.tall / abs(dy) if dy else float("inf"))
    return box.x + dx * share, box.y + dy * share


def route(places: Mapping[str, Placed], a: str, b: str, look: Look) -> list[Point]:
    """Points from one box to another: straight, or in a bend around a box that stands between."""
    start, end = places[a], places[b]
    others = [place for key, place in places.items() if key not in (a, b)]
    edge, lowest = look.size * 0.4, max(place.y + place.tall for place in places.values())
    far = hypot(end.x - start.x, end.y - start.y)
    nx, ny = -(end.y - start.y) / far, (end.x - start.x) / far
    tries: list[tuple[int, int, list[Point]]] = []
    for bend in (0.0, 0.12, -0.12, 0.2, -0.2, 0.3, -0.3):
        reach = bend * look.width * 2
        control = ((start.x + end.x) / 2 + nx * reach, (start.y + end.y) / 2 + ny * reach)
        first = edge_of(start, control if bend else (end.x, end.y))
        last = edge_of(end, control if bend else (start.x, start.y))
        middle = control if bend else ((first[0] + last[0]) / 2, (first[1] + last[1]) / 2)
        way = [curve(first, middle, last, i / 24) for i in range(25)]
        hits = sum(place.holds(point, look.size * 0.3) for point in way[2:-2:2] for place in others)
        hits += sum(not (edge < x < look.width - edge and edge < y < lowest) for x, y in way[::4])
        if hits == 0:
            return way
        tries.append((hits, len(tries), way))
    return min(tries)[2]


def curve(a: Point, b: Point, c: Point, t: float) -> Point:
    """A point on a bend from a to c that leans towards b (t from 0 to 1)."""
    s = 1 - t
    return s * s * a[0] + 2 * s * t * b[0] + t * t * c[0], s * s * a[1] + 2 * s * t * b[1] + t * t * c[1]


def lightning(sheet: Drawing, way: Sequence[Point], weight: int) -> None:
    """A line of this weight along points, jagged when it is heavy; dashed when it is not weighed yet."""
    size = sheet.look.size
    swing = JAGGED[weight] * size
    points = [way[0]]
    for i in range(2, len(way) - 2, 2):
        (ax, ay), (bx, by) = way[i - 1], way[i + 1]
        far = hypot(bx - ax, by - ay) or 1
        side = swing if i % 4 else -swing
        points.append((way[i][0] - (by - ay) / far * side, way[i][1] + (bx - ax) / far * side))
    points.append(way[-1])
    thick = THICK[weight] * size
    sheet.path(points, stroke=PAPER, stroke_width=thick + size * 0.2)
    dash: dict[str, str | float] = {"stroke_dasharray": sheet.dash} if weight == 0 else {}
    sheet.path(points, stroke=TENSION, stroke_width=thick, **dash)


def ring(sheet: Drawing, place: Placed, weight: int) -> None:
    """A ring around a box for a tension within it."""
    size = sheet.look.size
    room = size * 0.22 + THICK[weight] * size / 2
    dash: dict[str, str | float] = {"stroke_dasharray": sheet.dash} if weight == 0 else {}
    sheet.rect(
        place.x - place.half - room,
        place.y - place.tall - room,
        (place.half + room) * 2,
        (place.tall + room) * 2,
        rx=size * 0.5,
        fill="none",
        stroke=TENSION,
        stroke_width=THICK[weight] * size,
        **dash,
    )


def free_spot(way: Sequence[Point], taken: Sequence[Point], room: float) -> Point:
    """A place on the line for its number, as near to the middle as the other numbers allow."""
    tries = sorted(range(3, len(way) - 3), key=lambda i: abs(i - len(way) // 2))

    def nearest(i: int) -> float:
        return min((hypot(way[i][0] - x, way[i][1] - y) for x, y in taken), default=room)

    free = next((i for i in tries if nearest(i) >= room), None)
    return way[max(tries, key=nearest) if free is None else free]
