"""One lead colour per phase: does the plan hold together? (section 4.9)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from kring.kit.scene import Contribution
from kring.tools.change_colours.shares import plan_share
from kring.tools.change_colours.vocabulary import clash

CLEAR, BLENDED = 80, 60
Record = dict[str, Any]
NEVER = datetime.max.replace(tzinfo=UTC)


def records(contributions: Iterable[Contribution], kind: str) -> list[Record]:
    """The records of a kind as they stand now: {id, seq, sources, before, here, fields}, in the order of beginning.

    `sources` are the uuids of the contributions, `before` says that an earlier activity of the thread began it,
    `here` that something of it was said in the running one. Of each field the newest counts (C-04). A record is gone
    when the newest word about it is a withdrawal.
    """
    found: dict[str, Record] = {}
    gone: set[str] = set()
    for one in in_order(one for one in contributions if one.kind in (kind, "cc.withdraw")):
        if one.kind == kind:
            fresh = {"id": one.key, "seq": len(found), "sources": [], "before": bool(one.activity)}
            known = found.get(one.key, fresh)
            said = {"sources": [*known["sources"], one.uuid], "here": not one.activity}
            found[one.key] = known | one.payload | said
            gone.discard(one.key)
        else:
            gone.add(one.payload["target"])
    return [record for key, record in found.items() if key not in gone]


def in_order(contributions: Iterable[Contribution]) -> list[Contribution]:
    """As they were said: what went before in the thread first, by its moment, then by number."""
    given = list(contributions)
    begun: dict[str, datetime] = {}
    for one in given:
        if one.at is not None:
            begun[one.activity] = min(begun.get(one.activity, one.at), one.at)
    order = sorted({one.activity for one in given} - {""}, key=lambda name: (begun.get(name, NEVER), name))
    places = {name: place for place, name in enumerate([*order, ""])}
    return sorted(given, key=lambda one: (places[one.activity], one.seq))


def strategy(contributions: Iterable[Contribution]) -> dict[str, Any]:
    """The plan as it stands, with its consistency (section 4.9).

    {phases: [{id, n from 1, position, colour, title, goal, from, until, match 0..1 or None, sources: uuids,
       before, here: bool (see `records`),
       steps: [{id, title, colour, owner, due, from_library, clash: "" | strong | mild, sources, here}]}],
     loose: steps without a phase, overall: 0..1 or None, word: clear | blended | jumble | "",
     clashes: [{n, a: colour of the phase, b: of the step, kind, words: id, step: id, title}],
     bridges: [{n, next, a, b}], share: colour -> 0..1 or None (from 5 steps)}
    A phase or step whose required fields are not all there yet is left out.
    """
    given = list(contributions)
    phases = [one for one in records(given, "cc.phase") if all(map(one.get, ("position", "colour", "title")))]
    phases.sort(key=lambda one: (one["position"], one["seq"]))
    steps = [one for one in records(given, "cc.step") if all(map(one.get, ("phase", "colour", "title")))]
    known = {phase["id"] for phase in phases}
    plan = [phase_of(n, phase, steps) for n, phase in enumerate(phases, 1)]
    placed = [(phase, step) for phase in plan for step in phase["steps"]]
    overall = matching(placed)
    return {
        "phases": plan,
        "loose": [step_of(step, "") for step in steps if step["phase"] not in known],
        "overall": overall,
        "word": word(overall),
        "clashes": clashes(placed),
        "bridges": bridges(plan),
        "share": plan_share([step["colour"] for _, step in placed]),
    }


def phase_of(n: int, phase: Record, steps: Sequence[Record]) -> Record:
    """A phase with its steps and how many of them have its colour."""
    own = [step_of(step, phase["colour"]) for step in steps if step["phase"] == phase["id"]]
    return {
        "id": phase["id"],
        "n": n,
        "position": phase["position"],
        "colour": phase["colour"],
        "title": phase["title"],
        "goal": phase.get("goal") or "",
        "from": day(phase.get("from")),
        "until": day(phase.get("until")),
        "match": matching([(phase, step) for step in own]),
        "steps": own,
        "sources": phase["sources"],
        "before": phase["before"],
        "here": phase["here"],
    }


def step_of(step: Record, phase_colour: str) -> Record:
    """A step as it is shown; `clash` says how it clashes with the colour of its phase."""
    pair = clash(step["colour"], phase_colour)
    return {
        "id": step["id"],
        "title": step["title"],
        "colour": step["colour"],
        "owner": step.get("owner") or "",
        "due": day(step.get("due")),
        "from_library": step.get("from_library") or "",
        "clash": pair[1] if pair else "",
        "sources": step["sources"],
        "here": step["here"],
    }


def day(text: str | None) -> date | None:
    """A date that a check has already read once."""
    return date.fromisoformat(text) if text else None


def matching(placed: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Fraction | None:
    """The share of steps that have the colour of their phase, None without steps."""
    if not placed:
        return None
    return Fraction(sum(step["colour"] == phase["colour"] for phase, step in placed), len(placed))


def word(overall: Fraction | None) -> str:
    """How the whole plan reads, "" without steps."""
    if overall is None:
        return ""
    return "clear" if 100 * overall >= CLEAR else "blended" if 100 * overall >= BLENDED else "jumble"


def clashes(placed: Sequence[tuple[Record, Record]]) -> list[Record]:
    """Steps whose colour clashes with their phase: strong ones first, each by phase and number."""
    found = []
    for phase, step in placed:
        pair = clash(step["colour"], phase["colour"])
        if pair:
            words, kind = pair
            found.append(
                {
                    "n": phase["n"],
                    "a": phase["colour"],
                    "b": step["colour"],
                    "kind": kind,
                    "words": words,
                    "step": step["id"],
                    "title": step["title"],
                }
            )
    return sorted(found, key=lambda one: one["kind"] != "strong")


def bridges(phases: Sequence[Record]) -> list[Record]:
    """Phases that follow each other while their colours clash strongly: there a bridge question is asked."""
    found = []
    for here, there in zip(phases, phases[1:], strict=False):
        pair = clash(here["colour"], there["colour"])
        if pair and pair[1] == "strong":
            found.append({"n": here["n"], "next": there["n"], "a": here["colour"], "b": there["colour"]})
    return found
