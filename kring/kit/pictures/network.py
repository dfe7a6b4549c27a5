"""Who is connected with whom: points and lines at given places, told apart by sign and dash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil, cos, hypot, pi, sin, sqrt

from kring.kit.picture import Picture
from kring.kit.pictures.letters import widest, width_of, wrapped
from kring.kit.pictures.parts import PAGE, Category, Look
from kring.kit.pictures.signs import Sign
from kring.kit.pictures.svg import INK, LINE, PAPER, SHADE, Drawing, Point


@dataclass(frozen=True, slots=True)
class Node:
    """A point; without a name it is anonymous, without a sign it is plain."""

    id: str
    name: str = ""
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two points. `weight` 1 to 3 is its thickness."""

    a: str
    b: str
    weight: int = 1
    dashed: bool = False


def network(
    title: str,
    description: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    nodes: Sequence[Node],
    links: Sequence[Link],
    positions: Mapping[str, Point],
    *,
    legend: Sequence[Category] = (),
    look: Look = PAGE,
    uid: str = "",
) -> Picture:
    """The network with its names beside the points; where they would touch, numbers with the names below.

    `positions`: id -> (x, y) from 0 to 1, as `settle` gives. The table is the caller's: what may be told of a
    network (names, or measures only) is not for a drawing to decide.
    """
    sheet = Drawing(look, uid)
    size, edge = look.size, sheet.margin
    r = max(size * 0.3, min(size * 0.46, look.width * 0.3 / max(1, len(nodes))))
    side, high = edge + size, look.width * (1.0 if look.narrow else 0.45)
    spots = {
        node.id: (side + positions[node.id][0] * (look.width - 2 * side), side + positions[node.id][1] * high)
        for node in nodes
    }
    for link in links:
        dash: dict[str, str | float] = {}
        if link.dashed:
            dash["stroke_dasharray"] = f"{size * 0.25:.1f} {size * 0.2:.1f}"
        thick = size * (0.02 + 0.07 * link.weight)
        sheet.line(spots[link.a], spots[link.b], stroke=LINE, stroke_width=thick, **dash)
    for node in nodes:
        x, y = spots[node.id]
        if node.sign:
            sheet.shape(x, y, r, node.sign)
        else:
            sheet.put("circle", cx=x, cy=y, r=r, fill=SHADE, stroke=INK, stroke_width=sheet.stroke)
    bottom = named(sheet, [node for node in nodes if node.name], spots, r, side * 2 + high)
    if legend:
        bottom = sheet.legend(bottom, legend)
    return sheet.picture(title, description, bottom + edge * 0.3, head, rows)


def named(
    sheet: Drawing, nodes: Sequence[Node], spots: Mapping[str, Point], r: float, bottom: float
) -> float:
    """Names beside the points when all find a free place, else numbers with a list below; gives the end."""
    points = list(spots.values())
    labels, fit = beside(sheet, [(node.name, spots[node.id]) for node in nodes], points, r, bottom)
    if fit:
        written(sheet, labels)
        return bottom
    numbers = [(str(i + 1), spots[node.id]) for i, node in enumerate(nodes)]
    written(sheet, beside(sheet, numbers, points, r, bottom)[0])
    return listed(sheet, [node.name for node in nodes], bottom)


def written(sheet: Drawing, labels: Sequence[tuple[str, float, float, float]]) -> None:
    """Labels on a thin plate of paper, so that lines do not run through them."""
    size = sheet.look.small
    for text, x, y, wide in labels:
        sheet.rect(
            x - size * 0.1,
            y - size * 0.58,
            wide + size * 0.2,
            size * 1.16,
            rx=size * 0.2,
            fill=PAPER,
            fill_opacity="0.8",
        )
        sheet.text(x, y + size * 0.36, text, size=size)


def beside(
    sheet: Drawing, texts: Sequence[tuple[str, Point]], points: Sequence[Point], r: float, bottom: float
) -> tuple[list[tuple[str, float, float, float]], bool]:
    """For each text a place by its point that touches no other point or text, and whether all found one."""
    size, right = sheet.look.small, sheet.look.width
    blocks = [(x - r, y - r, x + r, y + r) for x, y in points]
    placed, fit = [], True
    for text, (x, y) in texts:
        wide, away = width_of(text, size), r * 1.35 + size * 0.1
        slant = away * 0.7
        tries = [
            (x + away, y),
            (x - away - wide, y),
            (x - wide / 2, y + away + size * 0.5),
            (x - wide / 2, y - away - size * 0.5),
            (x + slant, y + slant + size * 0.2),
            (x + slant, y - slant - size * 0.2),
            (x - slant - wide, y + slant + size * 0.2),
            (x - slant - wide, y - slant - size * 0.2),
        ]
        free = (spot for spot in tries if clear(area(*spot, wide, size), blocks, right, bottom))
        spot = next(free, None)
        fit = fit and spot is not None
        left, level = spot or tries[0]
        blocks.append(area(left, level, wide, size))
        placed.append((text, left, level, wide))
    return placed, fit


Area = tuple[float, float, float, float]


def area(x: float, y: float, wide: float, size: float) -> Area:
    """The rectangle of a text that begins at x around the height y."""
    return x, y - size * 0.58, x + wide, y + size * 0.58


def clear(one: Area, blocks: Sequence[Area], right: float, bottom: float) -> bool:
    """Whether a rectangle lies on the sheet and touches none of the others."""
    a, b, c, d = one
    if a < 2 or b < 2 or c > right - 2 or d > bottom - 2:
        return False
    return all(c <= p or a >= r or d <= q or b >= s for p, q, r, s in blocks)


def listed(sheet: Drawing, names: Sequence[str], top: float) -> float:
    """Numbered names in as many columns as fit; gives where they end."""
    size, edge = sheet.look.small, sheet.margin
    room = sheet.look.width - 2 * edge
    head = width_of(f"{len(names)} ", size, True) + size * 0.3
    wide = min(room, head + widest(list(names), size) + size)
    columns = max(1, int(room / wide))
    per = ceil(len(names) / columns)
    ends = [top]
    for c in range(columns):
        y = top
        for i in range(c * per, min(len(names), (c + 1) * per)):
            x = edge + c * wide
            sheet.text(x, y + size * 0.98, str(i + 1), size=size, bold=True)
            y = sheet.lines(x + head, y, wrapped(names[i], size, wide - head - size * 0.5), size=size)
        ends.append(y)
    return max(ends) + size * 0.4


def settle(
    nodes: Sequence[str], links: Sequence[tuple[str, str]], fixed: Mapping[str, Point] | None = None
) -> dict[str, Point]:
    """Places from 0 to 1 for every node, the same for the same question. Nodes in `fixed` keep their place.

    A weak pull to the middle keeps loose parts on the sheet; new nodes begin near those they are linked with.
    """
    import networkx  # only who draws a network pays for it

    known = {node: fixed[node] for node in nodes if fixed and node in fixed}
    if not nodes or len(known) == len(nodes):
        return known
    start: dict[str, Point] = {}
    for i, node in enumerate(nodes):
        near = [
            known[b if a == node else a]
            for a, b in links
            if node in (a, b) and (b if a == node else a) in known
        ]
        x, y = (sum(c) / len(near) for c in zip(*near, strict=True)) if near else (0.5, 0.5)
        turn, far = i * GOLDEN, 0.1 if near else 0.45 * sqrt((i + 0.5) / len(nodes))
        start[node] = known.get(node, (x + far * cos(turn), y + far * sin(turn)))
    graph = networkx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(((a, b) for a, b in links if a != b), weight=1)
    hub = "\x00"
    graph.add_edges_from(((hub, node) for node in nodes), weight=0.35)
    found = networkx.spring_layout(
        graph,
        pos={**start, hub: (0.5, 0.5)},
        fixed=[hub, *known],
        k=1 / sqrt(len(nodes) + 1),
        iterations=80,
        seed=1,
    )
    places = {node: (float(found[node][0]), float(found[node][1])) for node in nodes}
    return apart(places if known else stretched(places), set(known))


GOLDEN = pi * (3 - sqrt(5))
NEAREST = 0.09
"""How near two points may be, as a share of the sheet, while there is room."""


def stretched(places: Mapping[str, Point]) -> dict[str, Point]:
    """The same places, spread over the whole sheet."""
    spans = [(min(axis), max(axis)) for axis in zip(*places.values(), strict=True)]

    def on(value: float, span: tuple[float, float]) -> float:
        return (value - span[0]) / (span[1] - span[0]) if span[1] > span[0] else 0.5

    return {node: (on(x, spans[0]), on(y, spans[1])) for node, (x, y) in places.items()}


def apart(places: Mapping[str, Point], known: set[str]) -> dict[str, Point]:
    """Points pushed away from each other until they are seen apart; known ones stay; all stay on it."""
    spots = {node: [x, y] for node, (x, y) in places.items()}
    least = min(NEAREST, 0.7 / sqrt(len(spots)))
    for _ in range(12):
        for (a, p), (b, q) in combinations(spots.items(), 2):
            dx, dy = q[0] - p[0], q[1] - p[1]
            far = hypot(dx, dy)
            if far >= least:
                continue
            ux, uy = (dx / far, dy / far) if far > 1e-6 else (1.0, 0.0)
            push = (least - far) / (1 if a in known or b in known else 2)
            for node, spot, sign in ((a, p, -1), (b, q, 1)):
                if node not in known:
                    spot[0] = min(1.0, max(0.0, spot[0] + sign * ux * push))
                    spot[1] = min(1.0, max(0.0, spot[1] + sign * uy * push))
    return {node: (places[node] if node in known else clamped(spots[node])) for node in places}


def clamped(spot: Sequence[float]) -> Point:
    """A point on the sheet, with four decimals so that it reads the same everywhere."""
    x, y = (round(min(1.0, max(0.0, value)), 4) for value in spot)
    return x, y
