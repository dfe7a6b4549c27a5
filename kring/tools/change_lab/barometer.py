"""The barometer: the transition rating with scope lab, beside earlier sessions (section 4.7)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kring.frames.transitions.movement import Movement, movement, round_kept
from kring.frames.transitions.rounds import result, slowest
from kring.frames.transitions.scores import person_scores
from kring.frames.transitions.vocabulary import FORMS, PROCESSES, shared
from kring.kit.small_groups import FIVE
from kring.tools.change_lab.lab import Lab
from kring.tools.change_lab.thread import Session
from kring.tools.change_lab.vocabulary import form_of

Scores = Mapping[str, Mapping[str, Fraction]]
"""process -> voice -> person score."""


def answers(lab: Lab) -> dict[str, dict[str, int | None]]:
    """voice -> pair -> place on the screen, of the running session; the newest counts."""
    found: dict[str, dict[str, int | None]] = {}
    for one in lab.now("cl.baro"):
        found.setdefault(one.participant, {})[one.key] = one.payload["value"]
    return found


def scores(lab: Lab, form: str = "") -> dict[str, dict[str, Fraction]]:
    """process -> voice -> person score in this session, over the pairs of a form ("" = its own)."""
    return person_scores(answers(lab), form or form_of(lab.settings))


def barometer(lab: Lab, counting: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    """What is shown of the barometer over these voices (process -> voices); exact.

    {form, n, session: number, processes: process -> {n, mean 1..5, var, index 0..100, band, divided,
     movement: [{session, form, d, direction, word, margin or None, clear}], last session first} or None,
     compare: form -> process -> {n, mean, var} (so that a later session can be compared),
     earlier: [{session, on: its day or None, form, means: process -> mean over the shared pairs or None}], oldest
     first,
     slowest: process or ""}
    """
    form = form_of(lab.settings)
    kept = compared(lab, counting, form)
    before = [
        (session, session.shown["barometer"]) for session in lab.sessions[:-1] if "barometer" in session.shown
    ]
    found = scores(lab)
    processes = {
        process: drawn(
            [found[process][who] for who in sorted(counting[process])], process, form, kept, before
        )
        if counting.get(process)
        else None
        for process in PROCESSES
    }
    means = {process: one["mean"] if one else None for process, one in processes.items()}
    return {
        "form": form,
        "n": len(frozenset().union(*counting.values())),
        "session": lab.running.number,
        "processes": processes,
        "compare": kept,
        "earlier": [
            {
                "session": session.number,
                "on": session.held_on,
                "form": (common := shared(form, old["form"])),
                "means": {
                    process: old["compare"].get(common, {}).get(process, {}).get("mean")
                    for process in PROCESSES
                },
            }
            for session, old in before
        ],
        "slowest": slowest(means) or "",
    }


def compared(lab: Lab, counting: Mapping[str, frozenset[str]], form: str) -> dict[str, dict[str, Any]]:
    """Numbers per form up to this one, over the people who count in it and in all larger ones (C-29)."""
    kept: dict[str, dict[str, Any]] = {}
    people = {process: set(counting.get(process, ())) for process in PROCESSES}
    for smaller in reversed(FORMS[: FORMS.index(form) + 1]):
        own = scores(lab, smaller)
        kept[smaller] = {}
        for process in PROCESSES:
            people[process] &= own[process].keys()
            together = result(own[process][who] for who in sorted(people[process]))
            if together and together.n >= FIVE:
                kept[smaller][process] = {"n": together.n, "mean": together.mean, "var": together.var}
    return kept


def drawn(
    given: list[Fraction],
    process: str,
    form: str,
    kept: Mapping[str, Mapping[str, Any]],
    before: list[tuple[Session, Mapping[str, Any]]],
) -> dict[str, Any] | None:
    """One process as it is shown, with its movement since each earlier session."""
    together = result(given)
    if together is None:
        return None
    return {
        "n": together.n,
        "mean": together.mean,
        "var": together.var,
        "index": together.index,
        "band": together.band,
        "divided": together.divided,
        "movement": [
            moved
            for session, old in reversed(before)
            if (moved := since(session, old, process, shared(form, old["form"]), kept))
        ],
    }


def since(
    session: Session,
    old: Mapping[str, Any],
    process: str,
    form: str,
    kept: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any] | None:
    """The movement of a process since an earlier session, over the pairs of a form; None where it is unknown."""
    then, now = old["compare"].get(form, {}).get(process), kept.get(form, {}).get(process)
    if not then or not now:
        return None
    moved: Movement = movement(round_kept(**then), round_kept(**now))
    return {
        "session": session.number,
        "form": form,
        "d": moved.d,
        "direction": moved.direction,
        "word": moved.word,
        "margin": moved.margin,
        "clear": moved.clear,
    }
