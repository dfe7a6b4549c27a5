"""Measures that recipes may ask for, from what was shown and what whoever leads may know (section 4)."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from kring.frames.activity_system.measures import Weighed
from kring.frames.activity_system.measures import measures as of_the_map
from kring.frames.transitions.measures import Measure
from kring.frames.transitions.measures import measures as of_the_round
from kring.frames.transitions.movement import Movement
from kring.kit.numbers import GroupResult
from kring.kit.scene import Scene
from kring.tools.change_lab.lab import Lab
from kring.tools.change_lab.lead import lead
from kring.tools.change_lab.live import Boards

Found = dict[str, bool | int | str | Fraction]


def measures(scene: Scene, followed: Collection[str] = ()) -> Found:
    """{change_lab.stall_level, .mirror_missing, .safety_mean, activity.*, transitions.*} of a lab.

    `followed`: ids of tensions that an action is linked to. What cannot be known yet is left out.
    """
    lab = Lab(scene)
    boards, seen = Boards(lab), lead(scene)
    found: Found = {"change_lab.stall_level": seen["stall"]["level"]}
    if seen["balance"] is not None:
        found["change_lab.mirror_missing"] = "mirror" in seen["missing"]
    if seen["safety"]:
        found["change_lab.safety_mean"] = seen["safety"]["mean"]
    ranked = [
        Weighed(one["process"], one["P"], one["id"] in followed)
        for one in boards.tensions
        if one["P"] is not None
    ]
    return found | of_the_map(boards.triangle["filled"], ranked) | barometer(lab)


def barometer(lab: Lab) -> dict[str, Measure]:
    """The measures of the latest barometer that was shown."""
    seen = lab.newest("barometer")
    results, movements = {}, {}
    for name, one in seen.get("processes", {}).items():
        if one:
            parts = (one[part] for part in ("n", "mean", "var", "divided", "index", "band"))
            results[name] = GroupResult(*parts)
            if one["movement"]:
                last = one["movement"][0]
                movements[name] = Movement(last["d"], last["direction"], last["word"], last["margin"])
    return of_the_round(results, movements)
