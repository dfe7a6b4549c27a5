"""Signs that never rely on colour: a shape, a letter code and a pattern, and a light colour besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import cos, pi, sin
from typing import Literal

Shape = Literal[
    "diamond",
    "square",
    "circle",
    "triangle",
    "ring",
    "wedge",
    "hexagon",
    "star",
    "plus",
    "pentagon",
    "house",
    "bar",
]
Pattern = Literal[
    "empty",
    "diagonal",
    "grid",
    "dots",
    "vertical",
    "horizontal",
    "backward",
    "lattice",
    "rings",
    "zigzag",
    "dashes",
    "checks",
]


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: `code` is one to three letters, `fill` light, `line` dark, for outline and pattern."""

    code: str
    shape: Shape
    pattern: Pattern
    fill: str
    line: str

    def coded(self, code: str) -> Sign:
        """The same sign with the letters of another language."""
        return replace(self, code=code)


COLOURS: Mapping[str, Sign] = {
    "yellow": Sign("", "diamond", "diagonal", "#ffdf70", "#6f5200"),
    "blue": Sign("", "square", "grid", "#b9d7f2", "#1c4a80"),
    "red": Sign("", "circle", "dots", "#f7b9ae", "#8c2a1d"),
    "green": Sign("", "triangle", "vertical", "#b7dfa6", "#2a6122"),
    "white": Sign("", "ring", "empty", "#ffffff", "#2b2622"),
}
"""The five colours of change (tool 05, section 5), without their letters."""

SERIES: tuple[Sign, ...] = (
    Sign("", "circle", "empty", "#fbe3c0", "#6b4300"),
    Sign("", "square", "diagonal", "#cfe3f3", "#1c4a80"),
    Sign("", "triangle", "dots", "#d6ebc8", "#2a6122"),
    Sign("", "diamond", "horizontal", "#f9d2c9", "#8c2a1d"),
    Sign("", "hexagon", "lattice", "#e6d9f1", "#54307d"),
    Sign("", "wedge", "vertical", "#fbe9a6", "#6f5200"),
    Sign("", "star", "rings", "#cdeae6", "#12544c"),
    Sign("", "plus", "backward", "#f4d3e2", "#7d2353"),
    Sign("", "pentagon", "grid", "#e4ded5", "#4a4036"),
    Sign("", "house", "zigzag", "#dfe8c0", "#4b5a12"),
    Sign("", "bar", "dashes", "#d8def0", "#333f75"),
    Sign("", "ring", "checks", "#ffffff", "#2b2622"),
)
"""Twelve signs for any other vocabulary, in the order in which to use them."""


def corners(shape: Shape, x: float, y: float, r: float) -> list[tuple[float, float]]:
    """The corners of a shape around (x, y), as large to the eye as a circle of radius r; none if round."""
    match shape:
        case "circle" | "ring":
            return []
        case "diamond":
            return around(x, y, r * 1.2, 4)
        case "square":
            return box(x, y, r * 0.9, r * 0.9)
        case "bar":
            return box(x, y, r * 1.1, r * 0.58)
        case "triangle":
            return around(x, y + r * 0.2, r * 1.25, 3)
        case "wedge":
            return around(x, y - r * 0.2, r * 1.25, 3, turn=pi)
        case "pentagon":
            return around(x, y + r * 0.05, r * 1.08, 5)
        case "hexagon":
            return around(x, y, r * 1.06, 6, turn=pi / 6)
        case "star":
            outer, inner = around(x, y, r * 1.22, 5), around(x, y, r * 0.56, 5, turn=pi / 5)
            return [point for pair in zip(outer, inner, strict=True) for point in pair]
        case "plus":
            a, b = r * 0.4, r * 1.06
            turn = [(a, b), (a, a), (b, a), (b, -a), (a, -a), (a, -b), (-a, -b), (-a, -a)]
            return [(x + dx, y + dy) for dx, dy in [*turn, (-b, -a), (-b, a), (-a, a), (-a, b)]]
        case "house":
            a = r * 0.86
            return [
                (x, y - r * 1.15),
                (x + a, y - r * 0.25),
                (x + a, y + a),
                (x - a, y + a),
                (x - a, y - r * 0.25),
            ]


def around(x: float, y: float, r: float, n: int, turn: float = 0.0) -> list[tuple[float, float]]:
    """n points at equal distances on a circle, the first one on top."""
    angles = [2 * pi * i / n + turn for i in range(n)]
    return [(x + r * sin(angle), y - r * cos(angle)) for angle in angles]


def box(x: float, y: float, a: float, b: float) -> list[tuple[float, float]]:
    """The corners of a rectangle with half sides a and b."""
    return [(x - a, y - b), (x + a, y - b), (x + a, y + b), (x - a, y + b)]


STROKES: Mapping[Pattern, str] = {
    "empty": "",
    "diagonal": "M-1 11L11 -1M-1 1L1 -1M9 11L11 9",
    "backward": "M-1 -1L11 11M9 -1L11 1M-1 9L1 11",
    "grid": "M5 0V10M0 5H10",
    "vertical": "M2.5 0V10M7.5 0V10",
    "horizontal": "M0 2.5H10M0 7.5H10",
    "lattice": "M0 0L10 10M10 0L0 10",
    "zigzag": "M0 7L2.5 3L5 7L7.5 3L10 7",
    "dashes": "M0 2.5H5M5 7.5H10",
    "dots": "",
    "rings": "",
    "checks": "",
}
"""The lines of one tile of ten by ten."""
SHAPES: Mapping[Pattern, str] = {
    "dots": '<g fill="{line}"><circle cx="2.5" cy="2.5" r="1.5"/><circle cx="7.5" cy="7.5" r="1.5"/></g>',
    "rings": '<circle cx="5" cy="5" r="2.8" fill="none" stroke="{line}" stroke-width="1.2"/>',
    "checks": '<path d="M0 0H5V5H0ZM5 5H10V10H5Z" fill="{line}" fill-opacity="0.55"/>',
}


def tile(sign: Sign) -> str:
    """What one tile of the sign's pattern holds, on a ground of ten by ten."""
    ground = f'<path d="M0 0H10V10H0Z" fill="{sign.fill}"/>'
    if stroke := STROKES[sign.pattern]:
        return f'{ground}<path d="{stroke}" fill="none" stroke="{sign.line}" stroke-width="1.1"/>'
    return ground + SHAPES.get(sign.pattern, "").format(line=sign.line)
