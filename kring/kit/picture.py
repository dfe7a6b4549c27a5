"""A picture: SVG that can be read without colour, with its words and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """`svg` is a complete `<svg>` with title and description inside; the table says the same in words."""

    svg: str
    title: str
    description: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
