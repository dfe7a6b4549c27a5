"""What kind of tension it is: its level, and the process it belongs to (frames 2.2)."""

from __future__ import annotations

from collections.abc import Mapping

from kring.frames.activity_system.vocabulary import CROSS, PROCESSES

PAIRS: Mapping[frozenset[str], str] = {
    frozenset(pair.split("-")): process
    for process, pairs in {
        "production": ("subject-instruments", "instruments-object", "subject-object", "object-outcome"),
        "consumption": ("subject-community",),
        "exchange": ("subject-rules", "rules-community"),
        "distribution": ("community-object", "community-division", "division-object"),
    }.items()
    for pair in pairs
}
"""Some sides belong to two small triangles of figure 4; here each has one, so that a tension counts once."""

WITHIN: Mapping[str, str] = {
    "object": "production",
    "instruments": "production",
    "outcome": "production",
    "subject": "consumption",
    "community": "consumption",
    "rules": "exchange",
    "division": "distribution",
}


def level(a: str, b: str, a_state: str = "now", b_state: str = "now", neighbour: str = "") -> str:
    """The level of a tension between parts a and b in these states; the first rule that fits.

    quaternary: with a neighbouring group · tertiary: one new, the other as it was or is · primary: within
    one part · secondary: between two.
    """
    if neighbour.strip():
        return "quaternary"
    if "new" in (a_state, b_state) and a_state != b_state:
        return "tertiary"
    return "primary" if a == b else "secondary"


def process(a: str, b: str, overruled: str = "") -> str:
    """The process of a tension between a and b, or what somebody chose instead; `cross` for other pairs."""
    if overruled in PROCESSES or overruled == CROSS:
        return overruled
    return WITHIN[a] if a == b else PAIRS.get(frozenset((a, b)), CROSS)
