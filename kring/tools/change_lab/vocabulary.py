"""What the lab counts with: surfaces, times, phases, steps and session plan, from the content files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kring.kit.scene import Settings
from kring.kit.words import load_facts

CONTENT = Path(__file__).parent / "content"

LISTS: Mapping[str, list[str]] = load_facts(CONTENT, "lists")
"""What a face offers to choose from."""
SURFACES: tuple[str, ...] = tuple(load_facts(CONTENT, "surfaces"))
"""From left to right, as in figure 8."""
TIMES: tuple[str, ...] = tuple(load_facts(CONTENT, "times"))
"""From top to bottom."""
CELLS: tuple[str, ...] = tuple(load_facts(CONTENT, "cells"))
"""surface.time"""
PHASES: tuple[str, ...] = tuple(load_facts(CONTENT, "phases"))
LEARNING_ACTIONS: tuple[str, ...] = tuple(load_facts(CONTENT, "learning_actions"))
OF_PHASE: Mapping[str, tuple[str, ...]] = {
    "ambition": ("question",),
    "gather": ("analyse",),
    "interpret": ("analyse",),
    "conclude": ("model", "examine"),
    "act": ("implement",),
    "evaluate": ("reflect", "consolidate"),
}
"""Phase of the cycle -> learning actions (section 2.2)."""
MANIFESTATIONS: tuple[str, ...] = tuple(load_facts(CONTENT, "manifestations"))
REACTIONS: tuple[str, ...] = tuple(load_facts(CONTENT, "reactions"))
MIRROR_KINDS: tuple[str, ...] = tuple(LISTS["mirror_kinds"])
STATUSES: tuple[str, ...] = tuple(LISTS["statuses"])
VERDICTS: tuple[str, ...] = tuple(load_facts(CONTENT, "verdicts"))
ZONE_QUESTIONS: tuple[str, ...] = tuple(load_facts(CONTENT, "zone_questions"))
EVALUATION: dict[str, bool] = {one["id"]: one["reverse"] for one in load_facts(CONTENT, "evaluation")}
"""Items about the process: id -> is it reversed?"""
SAFETY = "cl.v2"
"""The item that only the facilitator gets to see."""
OPEN_QUESTIONS = ("product", "process")
GROUPS: tuple[str, ...] = tuple(LISTS["groups"])
"""The groups in which a voice may say it belongs (C-06)."""

WRITING: tuple[str, ...] = tuple(LISTS["writing"])
"""Steps in which cards for the wall are written and opened."""
STEPS: Mapping[str, tuple[int, str]] = {
    "checkin": (5, ""),
    "ambition": (20, "ambition"),
    "mirror_in": (15, "gather"),
    "mirror_look": (20, "gather"),
    "history": (25, "interpret"),
    "triangle": (35, "interpret"),
    "tensions": (25, "interpret"),
    "rate": (5, "interpret"),
    "model": (30, "conclude"),
    "zone": (15, "conclude"),
    "experiment": (25, "act"),
    "evaluate": (20, "evaluate"),
    "barometer": (5, "evaluate"),
    "close": (5, ""),
}
"""Step -> advised minutes and phase (section 3)."""
WIDE = ("mirror_in", "rate", "barometer")
"""What is opened to a whole school."""
LIVE_ONLY = ("mirror_look", "tensions", "model")
"""Steps that go better in conversation than one by one at a distance."""
PLAN: tuple[tuple[str, ...], ...] = tuple(tuple(one["steps"]) for one in load_facts(CONTENT, "sessions"))
"""The steps of each session; the last one is the follow-up, and every session after it looks like it."""
LAST_SESSION = len(PLAN) - 1
"""The last session before the follow-up."""


def number_in(settings: Settings) -> int:
    """Which session of the lab this is, from 1."""
    return int(settings.get("session_no") or 1)


def steps_of(settings: Settings) -> tuple[str, ...]:
    """The steps of a session with these settings, in order: chosen ones, or those of the plan.

    A whole school takes part in three of them only.
    """
    wide = settings.get("wide")
    chosen = settings.get("steps") or (WIDE if wide else PLAN[min(number_in(settings), len(PLAN)) - 1])
    return tuple(step for step in STEPS if step in chosen and (not wide or step in WIDE))


def emphasis_of(settings: Settings) -> str:
    """The phase on which a session puts most weight: chosen, or that of the most minutes; "" without any."""
    if settings.get("emphasis"):
        return str(settings["emphasis"])
    minutes = dict.fromkeys(PHASES, 0)
    for step in steps_of(settings):
        length, phase = STEPS[step]
        if phase:
            minutes[phase] += length
    longest = max(PHASES, key=lambda phase: minutes[phase])
    return longest if minutes[longest] else ""


def form_of(settings: Settings) -> str:
    """The form of the barometer: chosen, or standard in the first and the last sessions and short between."""
    if settings.get("baro_form"):
        return str(settings["baro_form"])
    return "short" if 1 < number_in(settings) < LAST_SESSION else "standard"


def next_settings(before: Settings) -> dict[str, Any]:
    """Settings to begin the next session of a lab with: one further, with the same question and object."""
    kept = {name: before.get(name, "") for name in ("question", "object")}
    walls = {name: before[name] for name in ("wall_open_between", "guests_see_wall") if name in before}
    return {"session_no": number_in(before) + 1, **kept, **walls}


STATES: Mapping[str, Mapping[str, bool]] = {
    "running": {"paused": False, "finished": False},
    "paused": {"paused": True, "finished": False},
    "finished": {"paused": False, "finished": True},
}
"""Of a lab that began (section 2.1). A next meeting takes it up again, whatever it was."""
BETWEEN = frozenset({"cl.card", "cl.exp_log"})
"""What is welcome between meetings: cards, and what happened when somebody tried."""


def adds(settings: Settings) -> frozenset[str]:
    """What may be added to the wall between meetings. Cards of a lab that is finished are kept for the follow-up."""
    if settings.get("paused") or not settings.get("wall_open_between", True):
        return frozenset()
    return BETWEEN - {"cl.exp_log"} if settings.get("finished") else BETWEEN


def shows_guests(settings: Settings) -> bool:
    """Whether guests see the wall."""
    return bool(settings.get("guests_see_wall"))
