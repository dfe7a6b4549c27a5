"""Measures that recipes may ask for, from what was shown (section 4)."""

from __future__ import annotations

from fractions import Fraction

from kring.kit.scene import Shown
from kring.tools.change_colours.seen import fit_of, picture_of


def measures(shown: Shown) -> dict[str, bool | str | Fraction]:
    """{signal.gap_any, signal.dream_any: bool, one_colour: a colour or "none", situation_fit: 0..100}.

    A measure that cannot be known yet is left out. Two colours of exactly half: the first in order (C-21).
    """
    found: dict[str, bool | str | Fraction] = {}
    people, fit = picture_of(shown), fit_of(shown)
    if people:
        signals = people["signals"]
        found["change_colours.signal.gap_any"] = any(one["id"] == "gap" for one in signals)
        found["change_colours.signal.dream_any"] = any(one["id"] == "dream" for one in signals)
        colours = [one["colour"] for one in signals if one["id"] == "one_colour"]
        found["change_colours.one_colour"] = colours[0] if colours else "none"
    if fit:
        found["change_colours.situation_fit"] = fit["F"]
    return found
