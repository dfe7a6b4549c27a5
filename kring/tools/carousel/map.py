"""The map of the network: how it may be shown (section 8.3), and where everybody stands on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from kring.kit.draw import drawn
from kring.kit.pictures.network import settle
from kring.kit.scene import Result
from kring.kit.small_groups import FIVE
from kring.tools.carousel.network import ENOUGH, Net

ANONYMOUS = 12
"""A map without names needs at least so many people."""
MOST_SHAPES = 4
SCALE = 1000
INSIDE, ACROSS = Fraction(-30, 100), Fraction(10, 100)
Places = Mapping[str, tuple[int, int]]


def mode_of(wanted: str, one: Net, agreed: Collection[str]) -> str:
    """measures, anonymous or named. With names only if everybody on the map said yes; nobody sees who did not."""
    if not one.enough:
        return "measures"
    if wanted == "named" and set(one.people) <= set(agreed):
        return "named"
    large = len(one.people) >= ANONYMOUS and len(one.answered) >= ENOUGH * len(one.people)
    return "anonymous" if wanted != "measures" and large else "measures"


def places(one: Net, before: Places | None = None) -> dict[str, tuple[int, int]]:
    """Person -> (x, y), 0 to 1000. Whoever stood on the map before, keeps the place."""
    fixed = {who: (x / SCALE, y / SCALE) for who, (x, y) in (before or {}).items()}
    found = settle(one.people, sorted(one.ties), fixed)
    return {who: (round(x * SCALE), round(y * SCALE)) for who, (x, y) in found.items()}


def drawn_map(one: Net, mode: str, lot: str, names: Mapping[str, str], at: Places) -> Result:
    """{nodes: [{x, y, team, name}], links: [[i, j]], shapes: teams}: points in drawn order, so that their place in
    the list tells nothing. `team` is a number in `shapes`, or None; names only in a map with names."""
    order = drawn(one.people, lot, "map")
    shapes = shaped(one)
    nodes = [
        {
            "x": at[who][0],
            "y": at[who][1],
            "team": shapes.index(one.teams[who]) if one.teams[who] in shapes else None,
            "name": names.get(who, "") if mode == "named" else "",
        }
        for who in order
    ]
    links = sorted(sorted((order.index(a), order.index(b))) for a, b in one.ties)
    return {"nodes": nodes, "links": links, "shapes": shapes}


def shaped(one: Net) -> list[str]:
    """The teams that have a shape of their own: the four largest of at least five people."""
    sizes: dict[str, int] = {}
    for team in one.teams.values():
        if team:
            sizes[team] = sizes.get(team, 0) + 1
    large = sorted((-n, team) for team, n in sizes.items() if n >= FIVE)
    return sorted(team for _, team in large[:MOST_SHAPES])


def few(n: int, alone: str, some: str, most: int) -> Result:
    """Small counts as a word: {word, n}; `n` is there only above `most`."""
    if n == 0:
        return {"word": alone, "n": None}
    return {"word": some, "n": None} if n <= most else {"word": "number", "n": n}


def told(measures: Result) -> Result:
    """What may be told of a network: {n, answered, density, named, reciprocity, ei, chance, ei_word, isolates,
    bridges, table}. Who stands alone or connects is told to nobody but the person."""
    ei, chance = measures["ei"], measures["chance"]
    return {
        name: measures[name] for name in ("n", "answered", "density", "named", "reciprocity", "ei", "chance")
    } | {
        "ei_word": ei_word(ei, chance),
        "isolates": few(measures["isolates"], "none", "some", 4),
        "bridges": few(measures["bridges"], "none", "a_few", 2),
        "table": compared_to_mean(measures["table"]),
    }


def compared_to_mean(table: list[Result]) -> list[Result]:
    """The rows of the team table with their share 0..1, and whether it is above that of all of them together."""
    ties, possible = (sum(one[name] for one in table) for name in ("ties", "possible"))
    return [
        {
            **one,
            "share": (share := Fraction(one["ties"], one["possible"])),
            "above": share > Fraction(ties, possible),
        }
        for one in table
    ]


def ei_word(ei: Fraction | None, chance: Fraction | None) -> str:
    """ei_inside, ei_balanced or ei_across (7.7); "" where there is no index."""
    if ei is None or chance is None:
        return ""
    more = ei - chance
    return "ei_inside" if more <= INSIDE else "ei_across" if more >= ACROSS else "ei_balanced"
