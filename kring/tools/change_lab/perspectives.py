"""Two groups draw the same system, unseen by each other until both are opened (section 10.2)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kring.frames.activity_system.vocabulary import COMPONENTS
from kring.tools.change_lab.lab import Card, Lab

APART_BELOW = Fraction(33, 100)
LEAST = 4
"""So many texts in a box before it can be called two worlds."""


def perspective_of(lab: Lab, card: Card) -> str:
    """Whose view a text in a box is: a, b, or "" of the whole lab."""
    return lab.sessions[card.session].perspective


def opened(lab: Lab) -> bool:
    """Whether the facilitator ever opened both."""
    return any(one.choice == "both" for session in lab.sessions for one in session.published)


def sides(lab: Lab) -> dict[str, list[Card]]:
    """a -> its texts in state now, b -> its own."""
    found: dict[str, list[Card]] = {"a": [], "b": []}
    for card in lab.nodes.values():
        whose = perspective_of(lab, card)
        if whose and card.payload["state"] == "now":
            found[whose].append(card)
    return found


def pairs(lab: Lab) -> dict[str, str]:
    """text -> the text of the other group that means the same; each belongs to one pair, the newest."""
    found: dict[str, str] = {}
    known = {card.id: (whose, card) for whose, cards in sides(lab).items() for card in cards}
    for one in lab.chains("cl.pair").values():
        a, b = (lab.root(one.payload[side]) for side in ("a", "b"))
        if a not in known or b not in known or known[a][0] == known[b][0]:
            continue
        if known[a][1].payload["component"] != known[b][1].payload["component"]:
            continue
        for end in (a, b):
            found.pop(found.pop(end, ""), None)
        found[a], found[b] = b, a
    return found


def overlap(shared: int, only_a: int, only_b: int) -> Fraction | None:
    """J of section 10.2: 0..1, None while nobody wrote anything."""
    total = shared + only_a + only_b
    return Fraction(shared, total) if total else None


def two_worlds(shared: int, only_a: int, only_b: int) -> bool:
    """Whether two groups see this box so differently that it is pointed out."""
    j = overlap(shared, only_a, only_b)
    return j is not None and j < APART_BELOW and shared + only_a + only_b >= LEAST


def worlds(lab: Lab) -> dict[str, Mapping[str, Any]]:
    """component -> {shared, only_a, only_b, J: 0..1 or None, two_worlds: bool}."""
    both, paired = sides(lab), pairs(lab)
    found: dict[str, Mapping[str, Any]] = {}
    for part in COMPONENTS:
        own = {
            whose: [card.id for card in cards if card.payload["component"] == part]
            for whose, cards in both.items()
        }
        shared = sum(ident in paired for ident in own["a"])
        only_a, only_b = len(own["a"]) - shared, len(own["b"]) - shared
        found[part] = {
            "shared": shared,
            "only_a": only_a,
            "only_b": only_b,
            "J": overlap(shared, only_a, only_b),
            "two_worlds": two_worlds(shared, only_a, only_b),
        }
    return found
