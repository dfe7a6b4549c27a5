"""The harvest as pages show it: finished words, owners and dates, in groups by kind."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language

from kring.engine.harvest.models import KINDS, Action, Agreement, HarvestProposal, TraceNode
from kring.engine.meetings.models import Activity
from kring.engine.words import interface, of_tool
from kring.kit.words import Words


@dataclass(frozen=True)
class Line:
    """One thing that was taken along, as it stands in a list. `notes` are small lines below it."""

    ident: str
    kind: str
    text: str
    notes: Sequence[str] = ()
    state: str = ""
    late: bool = False
    proposal: str = ""
    origin: tuple[str, str] = ("", "")
    """Where it grew: an address and the words of the link."""


@dataclass(frozen=True)
class Group:
    """The lines of one kind under its heading."""

    kind: str
    heading: str
    lines: Sequence[Line] = field(default_factory=list)


def activity_name(activity: Activity, lang: str) -> str:
    """What a part of the agenda is called: its own title, else that of its tool."""
    return activity.title or of_tool(activity.tool, lang).text("about", "title")


def day(on: date) -> str:
    """A day as people say it: 3 november 2026."""
    return date_format(on, "j F Y")


def action_line(action: Action, today: date) -> Line:
    """An action: what, who, when, and where it shows in lessons. Owners come prefetched."""
    words = interface(get_language() or "nl")
    names = [one.name_to_others for one in action.owners.all()] + (
        [action.owner_text] if action.owner_text else []
    )
    who = together(names) or words.text("harvest", "seeks_owner")
    when = (
        words.text("harvest", "by", date=day(action.due_on))
        if action.due_on
        else words.text("harvest", "no_date")
    )
    notes = [f"{who}, {when}"]
    if action.practice_trace:
        notes.append(words.text("harvest", "trace_line", text=action.practice_trace))
    late = bool(action.due_on and action.due_on < today and action.status in ("open", "tried"))
    return Line(str(action.pk), "action", action.said, notes, action.status, late)


def owners_text(action: Action, words: Words) -> str:
    """Who does it: people by name, somebody without account by what was written, or that nobody does yet."""
    names = [one.name_to_others for one in action.owners.all()]
    return together([*names, action.owner_text] if action.owner_text else names) or words.text(
        "harvest", "seeks_owner"
    )


def agreement_line(agreement: Agreement) -> Line:
    """An agreement: what, and when we look back."""
    words = interface(get_language() or "nl")
    notes = (
        [words.text("harvest", "look_back_on", date=day(agreement.review_due))]
        if agreement.review_due
        else []
    )
    return Line(str(agreement.pk), "agreement", agreement.said, notes, agreement.status)


def node_line(node: TraceNode, today: date) -> Line:
    """A line for a node of any kind. `node` is the row of its own kind, or has it loaded."""
    if node.stage == "action":
        return action_line(node if isinstance(node, Action) else node.action, today)
    if node.stage == "agreement":
        return agreement_line(node if isinstance(node, Agreement) else node.agreement)
    return Line(str(node.pk), node.stage, node.said)


def proposal_line(row: HarvestProposal, today: date) -> Line:
    """What an accepted proposal became, with the way back to the proposal."""
    if row.node is not None:
        made = node_line(row.node, today)
    else:
        made = Line(str(row.repertoire_id or ""), "repertoire", row.said)
    return Line(made.ident, row.kind, made.text, made.notes, made.state, made.late, str(row.pk))


def groups(lines: Iterable[Line]) -> list[Group]:
    """Lines by kind, in the order in which harvest is read; kinds without lines are left out."""
    words = interface(get_language() or "nl")
    by_kind: dict[str, list[Line]] = {}
    for line in lines:
        by_kind.setdefault(line.kind, []).append(line)
    return [
        Group(kind, words.text("harvest", "heading", kind), by_kind[kind])
        for kind in KINDS
        if kind in by_kind
    ]


def together(names: Sequence[str]) -> str:
    """Names as they are read aloud: "Claire, Emese en Frans"."""
    if len(names) < 2:
        return "".join(names)
    word = interface(get_language() or "nl").text("house", "and")
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def fresh_forms(typed: dict[str, Any]) -> list[dict[str, Any]]:
    """The forms for something of their own, each with an id of its own so that sent twice is sent once.

    `typed` is what came back after a refusal: kind, draft, due and refused.
    """
    return [
        {
            "kind": kind,
            "ident": typed.get("ident") if typed.get("kind") == kind else str(uuid.uuid4()),
            "typed": typed if typed.get("kind") == kind else {},
        }
        for kind in ("agreement", "action", "insight")
    ]
