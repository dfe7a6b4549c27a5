"""The seven boxes with what people wrote in them, as it was, is, and is to become.

    {boxes: component -> state -> [text], filled: components with a text in state now,
     lines: see `tensions.lines`, perspective: a, b or "" of this session, opened: both may be seen,
     hidden: how many texts of the other group wait, worlds: see `perspectives.worlds` or None}

A text: {id, text, by, former, session: number, here, perspective: a, b or "", pair: id of its partner or "",
 released, links: ids}.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kring.frames.activity_system.vocabulary import COMPONENTS, STATES
from kring.kit.scene import Result
from kring.tools.change_lab.lab import Card, Lab
from kring.tools.change_lab.perspectives import opened, pairs, perspective_of, worlds
from kring.tools.change_lab.tensions import lines
from kring.tools.change_lab.wall import releases


def triangle(lab: Lab, found: Sequence[Mapping[str, Any]]) -> Result:
    """The triangle with its tensions (`found`: those of `tensions.tensions`)."""
    both, mine = opened(lab), lab.running.perspective
    paired, released = pairs(lab), releases(lab)
    boxes: dict[str, dict[str, list[dict[str, Any]]]] = {
        part: {state: [] for state in STATES} for part in COMPONENTS
    }
    hidden = 0
    for ident, card in lab.nodes.items():
        whose = perspective_of(lab, card)
        if whose and not both and whose != mine:
            hidden += 1
            continue
        boxes[card.payload["component"]][card.payload["state"]].append(
            {
                **shown_node(lab, card),
                "perspective": whose,
                "pair": paired.get(ident, "") if both else "",
                "released": ident in released,
            }
        )
    return {
        "boxes": boxes,
        "filled": [part for part in COMPONENTS if boxes[part]["now"]],
        "lines": lines(found),
        "perspective": mine,
        "opened": both,
        "hidden": hidden,
        "worlds": worlds(lab) if both else None,
    }


def shown_node(lab: Lab, card: Card) -> dict[str, Any]:
    """A text in a box as it may be seen."""
    return {
        "id": card.id,
        "text": card.payload["text"],
        **lab.signed(card.author),
        "session": lab.sessions[card.session].number,
        "here": card.session == lab.here or card.touched == lab.here,
        "links": sorted(lab.linked_to(card.id)),
    }


def timeline(lab: Lab) -> list[dict[str, Any]]:
    """What happened, by year: [{id, year, text, component or "", by, former, session: number, here}]."""
    events = [
        {
            "id": ident,
            **{name: card.payload[name] for name in ("year", "text", "component")},
            **lab.signed(card.author),
            "session": lab.sessions[card.session].number,
            "here": card.session == lab.here,
        }
        for ident, card in lab.chains("cl.history").items()
    ]
    return sorted(events, key=lambda one: one["year"])
