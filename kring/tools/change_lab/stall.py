"""Signs that a lab comes no further than insight: help for whoever leads, never a score (section 4.9)."""

from __future__ import annotations

from typing import Any

from kring.tools.change_lab.experiments import finished, ran
from kring.tools.change_lab.lab import Card, Lab

NOTHING_TRIED, NOTHING_FINISHED = 3, 5


def level(sessions_held: int, started: int, ended: int) -> int:
    """0, 1 (three sessions and nothing tried) or 2 (five sessions and nothing finished)."""
    if sessions_held >= NOTHING_FINISHED and ended == 0:
        return 2
    return 1 if sessions_held >= NOTHING_TRIED and started == 0 else 0


def held(lab: Lab) -> int:
    """The highest number of a session in which something was said; 0 before the first."""
    spoke = {lab.session_of(one) for kind in lab.kinds for one in lab.any_order(kind)}
    return max((lab.sessions[place].number for place in spoke if not lab.sessions[place].wide), default=0)


def stall(lab: Lab) -> dict[str, Any]:
    """{level, hint: id of the hint or "", sessions, started, finished}."""
    told: dict[str, list[Card]] = {}
    for log in lab.logs.values():
        told.setdefault(log.payload["experiment"], []).append(log)
    started = sum(ran(one) for one in lab.experiments.values())
    ended = sum(finished(one, told.get(ident, [])) for ident, one in lab.experiments.items())
    sessions = held(lab)
    found = level(sessions, started, ended)
    return {
        "level": found,
        "hint": f"stall{found}" if found else "",
        "sessions": sessions,
        "started": started,
        "finished": ended,
    }
