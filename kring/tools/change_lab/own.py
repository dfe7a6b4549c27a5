"""What one participant sees of the own things.

`mine` of a seat: {cards: [{id, surface, time, text, ...the payload of cl.card, session: number, here,
    lies: (surface, time)}], nodes, events, tensions, logs: [{id, ...payload, session, here}],
    experiments: ids it worked on, released: ids it lets go outside,
    left: {cards, tensions, experiments}, scribe: bool, text, quotes}
    Cards of earlier meetings are there too for somebody with an account.
`own` of a voice: {cards: [{id, ...payload}] without a name, left: {cards, dots}, released: ids}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kring.kit.scene import Result, Scene
from kring.tools.change_lab.admit import is_scribe, room
from kring.tools.change_lab.lab import Card, Lab
from kring.tools.change_lab.wall import places
from kring.tools.change_lab.zone import MOST_DOTS

KINDS = {
    "cards": "cl.card",
    "nodes": "cl.node",
    "events": "cl.history",
    "tensions": "cl.tension",
    "logs": "cl.exp_log",
}


def mine(scene: Scene, seat: str) -> Result:
    """The own things of a seat; the shape stands at the head of this file."""
    lab = Lab(scene)
    seats = seats_of(lab, seat)
    text = next((one.payload for one in reversed(lab.now("cl.scribe")) if one.participant == seat), {})
    return {
        **{name: listed(lab, lab.standing(kind), seats) for name, kind in KINDS.items()},
        "cards": with_places(lab, listed(lab, lab.cards, seats)),
        "experiments": [ident for ident, one in lab.experiments.items() if seats & one.authors.keys()],
        "released": released(lab, seats),
        "left": {
            "cards": room(lab, "cl.card", seat),
            "tensions": room(lab, "cl.tension", seat),
            "experiments": room(lab, "cl.experiment", seat),
        },
        "scribe": is_scribe(lab, seat),
        "text": text.get("text", ""),
        "quotes": list(text.get("quotes", ())),
    }


def seats_of(lab: Lab, seat: str) -> frozenset[str]:
    """All seats of the same person, in this meeting and earlier ones."""
    people = {one.id: one.person for one in lab.scene.participants}
    person = people.get(seat)
    return frozenset({seat, *(ident for ident, who in people.items() if person and who == person)})


def listed(lab: Lab, found: Mapping[str, Card], who: frozenset[str]) -> list[dict[str, Any]]:
    """The own cards of a kind as they stand."""
    return [
        {
            "id": card.id,
            **{name: value for name, value in card.payload.items() if name != "replaces"},
            "session": lab.sessions[card.session].number,
            "here": card.session == lab.here,
        }
        for card in found.values()
        if card.author in who
    ]


def with_places(lab: Lab, cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Own cards with `lies`: the surface and time where each hangs now, which whoever leads may have changed."""
    where = places(lab)
    return [{**card, "lies": where[card["id"]]} for card in cards]


def released(lab: Lab, who: frozenset[str]) -> list[str]:
    """What they let go outside, by their own yes."""
    said = {lab.root(one.key): one.payload["on"] for one in lab.of("cl.release") if one.participant in who}
    return [ident for ident, yes in said.items() if yes]


def own(scene: Scene) -> Result:
    """The own things of a voice; {} for a seat, and while it said nothing."""
    lab = Lab(scene)
    voices = frozenset(one.participant for one in scene.contributions if one.lane == "anonymous")
    if not voices:
        return {}
    given = {one.key: one.payload["count"] for one in lab.now("cl.exp_dot")}
    return {
        "cards": with_places(lab, listed(lab, lab.cards, voices)),
        "left": {
            "cards": min(room(lab, "cl.card", voice) for voice in voices),
            "dots": max(0, MOST_DOTS - sum(given.values())),
        },
        "released": released(lab, voices),
    }
