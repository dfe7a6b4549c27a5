"""Which learning actions were seen in each session (section 4.8)."""

from __future__ import annotations

from typing import Any

from kring.frames.activity_system.ranking import VALID
from kring.tools.change_lab.lab import Lab
from kring.tools.change_lab.vocabulary import LEARNING_ACTIONS
from kring.tools.change_lab.wall import places

ENOUGH = 3
CONFIRMED = ("repertoire", "agreement")


def learning(lab: Lab) -> list[dict[str, Any]]:
    """[{session: number, seen: action -> bool, by_hand: action -> note}] for every session, in order.

    Sessions are numbers; several activities of one session go together, those for a whole school are left out.
    A mark of the facilitator goes before what was counted.
    """
    numbers = sorted({one.number for one in lab.sessions if not one.wide})
    facts = Facts(lab)
    marks = by_hand(lab)
    found = []
    for number in numbers:
        here = frozenset(
            place for place, one in enumerate(lab.sessions) if one.number == number and not one.wide
        )
        seen = facts.seen(here)
        told = {action: marks[number, action] for action in LEARNING_ACTIONS if (number, action) in marks}
        seen |= {action: mark for action, (mark, _) in told.items()}
        notes = {action: note for action, (_, note) in told.items()}
        found.append({"session": number, "seen": seen, "by_hand": notes})
    return found


def by_hand(lab: Lab) -> dict[tuple[int, str], tuple[bool, str]]:
    """session and action -> what the facilitator marked last, and the note."""
    found: dict[tuple[int, str], tuple[bool, str]] = {}
    for one in lab.of("cl.action"):
        number, _, action = one.key.partition(":")
        place = int(number), action
        found.pop(place, None)
        if one.payload["seen"] is not None:
            found[place] = one.payload["seen"], one.payload["note"]
    return found


class Facts:
    """What was made in which session."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.where = places(lab)
        self.mirror_of_experiments = {
            ident
            for experiment in lab.experiments
            for ident in lab.linked_to(experiment)
            if self.where.get(ident, ("",))[0] == "mirror"
        }

    def seen(self, here: frozenset[int]) -> dict[str, bool]:
        """action -> whether it was seen in these activities."""
        lab = self.lab
        cards = {ident: card for ident, card in lab.cards.items() if card.session in here}
        on_model = [ident for ident in cards if self.where[ident][0] == "model"]
        nodes = [card.payload["state"] for card in lab.nodes.values() if card.session in here]
        reflected = sum(ident in self.mirror_of_experiments for ident in cards)
        return {
            "question": self.reactions(here) >= ENOUGH
            or any(self.where[ident][1] == "future" for ident in on_model),
            "analyse": sum(state != "new" for state in nodes) >= ENOUGH
            or self.made("cl.history", here) >= ENOUGH
            or self.made("cl.tension", here) >= 1,
            "model": sum(state == "new" for state in nodes) + len(on_model) >= ENOUGH,
            "examine": self.examined(here),
            "implement": self.made("cl.exp_log", here) >= 1 or self.begun(here),
            "reflect": len(self.people("cl.eval", here)) >= ENOUGH or reflected >= ENOUGH,
            "consolidate": any(kind in CONFIRMED for place in here for kind in lab.sessions[place].kept),
        }

    def made(self, kind: str, here: frozenset[int]) -> int:
        """How many cards of a kind were begun here and stand."""
        return sum(card.session in here for card in self.lab.standing(kind).values())

    def reactions(self, here: frozenset[int]) -> int:
        """How many reactions were given here; one that was taken back is none."""
        return sum(
            one.payload["on"] and self.lab.session_of(one) in here for one in self.lab.any_order("cl.react")
        )

    def people(self, kind: str, here: frozenset[int]) -> set[str]:
        """Who gave an answer of a kind here."""
        return {one.participant for one in self.lab.any_order(kind) if self.lab.session_of(one) in here}

    def examined(self, here: frozenset[int]) -> bool:
        """Whether an experiment was weighed for the zone by enough people."""
        given: dict[str, set[str]] = {}
        for one in self.lab.any_order("cl.zone"):
            if self.lab.session_of(one) in here:
                given.setdefault(one.key, set()).add(one.participant)
        everybody = set().union(*given.values())
        return any(len(people) >= min(VALID, len(everybody)) for people in given.values())

    def begun(self, here: frozenset[int]) -> bool:
        """Whether an experiment was set running here."""
        return any(
            place in here and said.get("status") == "running"
            for one in self.lab.experiments.values()
            for place, said in one.said
        )
