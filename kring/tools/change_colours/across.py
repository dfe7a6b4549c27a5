"""What the circles of a school can say together: which colour helped with which kind of change (10.3)."""

from __future__ import annotations

from collections.abc import Sequence

from kring.kit.scene import Published
from kring.kit.words import Words
from kring.tools.change_colours.later import helped_across
from kring.tools.change_colours.wording import colour_name, tenths

MOSTLY = 2
"""From this mean on (0 to 3) an approach is said to have helped most of the time."""
HARDLY = 1
"""Below this mean it hardly helped."""


def across(found: Sequence[tuple[str, Published]], words: Words) -> list[str]:
    """A sentence per colour and kind of change, from five phases of three circles; best first within a kind."""
    return [
        words.text(
            "extra",
            "across",
            "mostly" if one["mean"] >= MOSTLY else "hardly" if one["mean"] < HARDLY else "somewhat",
            kind=words.text("change_kinds", one["change_kind"], "sentence"),
            colour=colour_name(words, one["colour"]),
            mean=tenths(words, one["mean"]),
            n=one["n"],
        )
        for one in helped_across(found)
    ]
