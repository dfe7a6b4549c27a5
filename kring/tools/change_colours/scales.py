"""What the situation scan measures: how much the change asks for each colour (section 4.7)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kring.kit.scene import Settings
from kring.kit.tool import Scale
from kring.tools.change_colours.vocabulary import COLOURS, STATEMENTS

MAX_AGE = 240
"""As long as the fit of situation and people holds (recipes.md 2)."""


def scales(settings: Settings) -> tuple[Scale, ...]:
    """A scale for each colour. The blocks are a choice between colours: they rise and fall together, and no questions
    that measure one thing."""
    return tuple(colour_scale(colour) for colour in COLOURS)


def colour_scale(colour: str) -> Scale:
    """The statements of one colour."""

    def mean(shown: Mapping[str, Any]) -> Fraction | None:
        found: Fraction | None = shown["mean"][colour]
        return found

    return Scale(
        f"situation.{colour}", "situation", "cc.situation", STATEMENTS[colour], colour, mean, MAX_AGE
    )
