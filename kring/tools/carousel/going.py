"""Rounds go on by the plan when nobody is there to press the button (section 9)."""

from __future__ import annotations

from kring.kit.scene import Scene
from kring.kit.tool import ByPlan
from kring.tools.carousel.course import clock, coming, seal_of, standing_of
from kring.tools.carousel.slow import is_slow


def goes_on(scene: Scene) -> ByPlan | None:
    """The turn that comes next: the end of the talks that go on, or the beginning of the next round.

    None before the first round, for whoever leads begins it, and when it is over.
    """
    stands = standing_of(scene)
    if is_slow(scene.settings) or not stands.held or stands.over:
        return None
    ahead = coming(scene)
    last = stands.held[-1]
    if stands.running:
        ends = clock(last, last.began)["ends"]
        phase = "change" if ahead else "done"
        return ByPlan(ends, "round", "cr.turn", str(last.number), {"phase": phase}) if ends else None
    begins = stands.next_start()
    if begins is None:
        return None
    if not ahead:
        return ByPlan(begins, "round", "cr.turn", str(last.number), {"phase": "done"})
    talk = {"phase": "talk", "seal": seal_of(ahead[0])}
    return ByPlan(begins, "round", "cr.turn", str(ahead[0].number), talk)
