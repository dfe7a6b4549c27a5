"""Looking back in a later activity of the thread: which phases are over, did they help, and what then? (10.2, 10.3)

`live`: {earlier: was there a plan, phases: [{id, n, title, colour, steps, done, of}] that are over and not rated in
an earlier activity, waiting: phases of then that are not over yet, over: is the whole plan, change_kind or "",
verdict or "", helped: text, sources: uuids, practice: {rate 0..1, n} or None}. `done` of the `of` actions that came
out of a phase were done; `steps` counts its steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from kring.kit.scene import Chapter, Outcome, Result, Scene, Settings
from kring.tools.change_colours.checks import PLAN
from kring.tools.change_colours.later import practice_rate
from kring.tools.change_colours.people import answers
from kring.tools.change_colours.situation import average
from kring.tools.change_colours.strategy import Record, records, strategy

STEP = "back"
FEWEST = 3
"""A judgement of a thing may rest on three valid answers (C-27)."""


def chapters(settings: Settings) -> Sequence[Chapter]:
    """The earlier activities of this thread, oldest first."""
    told: Sequence[Chapter] = settings.get("thread") or ()
    return told[:-1]


def ends(phase: Mapping[str, Any]) -> date | None:
    """The last day of a phase: its own, or else that of its last step; None where nobody said so."""
    days = [step["due"] for step in phase["steps"] if step["due"]]
    return phase["until"] or max(days, default=None)


def is_over(phase: Mapping[str, Any], as_of: date) -> bool:
    """Whether the last day of a phase has come."""
    last = ends(phase)
    return last is not None and last <= as_of


def rated_before(settings: Settings) -> set[str]:
    """The phases that an earlier activity of the thread rated."""
    return {
        phase["id"]
        for chapter in chapters(settings)
        for one in chapter.published
        if one.step == STEP
        for phase in one.result["phases"]
    }


def outcomes(settings: Settings) -> list[Outcome]:
    """What became of the actions that earlier activities of the thread took along."""
    return [one for chapter in chapters(settings) for one in chapter.outcomes]


def looked_at(scene: Scene) -> list[Record]:
    """The phases that can be rated now."""
    rated, kept = rated_before(scene.settings), outcomes(scene.settings)
    return [
        summary(phase, kept)
        for phase in strategy(scene.contributions)["phases"]
        if phase["before"] and phase["id"] not in rated and is_over(phase, scene.as_of)
    ]


def summary(phase: Mapping[str, Any], kept: Iterable[Outcome]) -> Record:
    """A phase with what became of its actions."""
    sources = {uuid for step in phase["steps"] for uuid in step["sources"]}
    own = [one.status for one in kept if one.sources & sources]
    return {
        **{name: phase[name] for name in ("id", "n", "title", "colour")},
        "steps": len(phase["steps"]),
        "done": own.count("done"),
        "of": len(own),
    }


def said_of_plan(scene: Scene) -> Record:
    """{change_kind, verdict, helped, sources: uuids} as the group has it.

    What kind of change it is, goes on through the thread; all else was said in the running activity.
    """
    known = {one["id"]: one for one in records(scene.contributions, "cc.plan")}.get(PLAN, {})
    now = [one for one in scene.contributions if not one.activity]
    here = {one["id"]: one for one in records(now, "cc.plan")}.get(PLAN, {})
    return {
        "change_kind": known.get("change_kind", ""),
        "verdict": here.get("verdict", ""),
        "helped": here.get("helped", ""),
        "sources": here.get("sources", []),
    }


def back(scene: Scene) -> Result:
    """The live part; its shape stands at the head of this file."""
    before = [phase for phase in strategy(scene.contributions)["phases"] if phase["before"]]
    return {
        "earlier": bool(before),
        "phases": looked_at(scene),
        "waiting": sum(not is_over(phase, scene.as_of) for phase in before),
        "over": bool(before) and all(is_over(phase, scene.as_of) for phase in before),
        **said_of_plan(scene),
        "practice": practice(scene.settings),
    }


def practice(settings: Settings) -> Record | None:
    """{rate 0..1, n} over everybody who was asked in the earlier activities, None below five answers."""
    given = [
        answer
        for chapter in chapters(settings)
        for answer, times in sorted(chapter.practised.items())
        for _ in range(times)
    ]
    return practice_rate(given)


def rated(scene: Scene) -> list[Record]:
    """The phases with how much they helped: {.. as in `looked_at`, mean 0..3 or None, answers: valid ones}."""
    given = answers(scene.contributions, "cc.helped")
    found = []
    for phase in looked_at(scene):
        values = [
            Fraction(value)
            for own in given.values()
            if (value := own.get(phase["id"], {}).get("value")) is not None
        ]
        found.append(
            {**phase, "mean": average(values) if len(values) >= FEWEST else None, "answers": len(values)}
        )
    return found
