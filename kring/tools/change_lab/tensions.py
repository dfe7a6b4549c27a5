"""Where it chafes: the tensions of the lab with their weight, and the lines of the triangle (sections 4.2 to 4.5).

A tension: {id, n: from 1 in the order of writing, a, b, a_state, b_state, neighbour, one_hand, other_hand,
 manifestation, level, process, evidence: [{id, text, gone: withdrawn since}], no_evidence: bool, by, former,
 session: number, here, R, L, P, rank, weight: none | thin | medium | thick or None while it is not ranked,
 few_votes: it was voted on but by too few, split: {teachers, leaders, gap} or None, released,
 spoken: [{group, n, recognise, leverage}] of groups that filled in one form together (C-31),
 release: {d, word: softer | sharper | "", then, now: session numbers, meanwhile: titles} or None,
 experiments: ids}
Ranked ones first, then the others in the order of writing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from kring.frames.activity_system.ranking import heaviest
from kring.frames.activity_system.tensions import level, process
from kring.frames.activity_system.vocabulary import COMPONENTS
from kring.tools.change_lab.lab import Card, Lab
from kring.tools.change_lab.memory import release
from kring.tools.change_lab.wall import mirror_cards, releases

RANKED = ("R", "L", "P", "rank", "weight", "split")


def process_of(card: Card) -> str:
    """The process of a tension: chosen, or from its two parts."""
    return process(card.payload["a"], card.payload["b"], card.payload["process"])


def evidence_of(lab: Lab, card: Card, mirror: Mapping[str, str]) -> list[str]:
    """The cards of the mirror that show a tension: named in it, or connected with it."""
    named = [lab.root(ident) for ident in card.payload["evidence"]]
    return [ident for ident in dict.fromkeys([*named, *sorted(lab.linked_to(card.id))]) if ident in mirror]


def evidence_counts(lab: Lab) -> dict[str, int]:
    """tension -> how many cards of the mirror show it, which breaks ties."""
    mirror = mirror_cards(lab)
    return {ident: len(evidence_of(lab, card, mirror)) for ident, card in lab.tensions.items()}


def tensions(lab: Lab) -> list[dict[str, Any]]:
    """All tensions as they may be seen; the shape stands at the head of this file."""
    rated = lab.newest("rate")
    ranked = {one["id"]: one for one in rated.get("ranked", ())}
    few = set(rated.get("few_votes", ()))
    mirror, released, remembered = mirror_cards(lab), releases(lab), release(lab)
    tried: dict[str, list[str]] = {}
    for ident, one in lab.experiments.items():
        tried.setdefault(lab.root(one.fields["tension"]), []).append(ident)
    found = [
        {
            "id": ident,
            "n": n,
            **worded(card),
            "evidence": evidence(lab, card, mirror),
            "no_evidence": not evidence_of(lab, card, mirror),
            **lab.signed(card.author),
            "session": lab.sessions[card.session].number,
            "here": card.session == lab.here,
            **{name: ranked.get(ident, {}).get(name) for name in RANKED},
            "few_votes": ident in few,
            "spoken": rated.get("spoken", {}).get(ident, []),
            "released": ident in released,
            "release": remembered.get(ident),
            "experiments": tried.get(ident, []),
        }
        for n, (ident, card) in enumerate(lab.tensions.items(), start=1)
    ]
    return sorted(found, key=lambda one: (one["rank"] is None, one["rank"] or 0, one["n"]))


def worded(card: Card) -> dict[str, Any]:
    """What a tension says, with its level and process."""
    said = card.payload
    names = ("a", "b", "a_state", "b_state", "neighbour", "one_hand", "other_hand", "manifestation")
    return {
        **{name: said[name] for name in names},
        "level": level(said["a"], said["b"], said["a_state"], said["b_state"], said["neighbour"]),
        "process": process_of(card),
    }


def evidence(lab: Lab, card: Card, mirror: Mapping[str, str]) -> list[dict[str, Any]]:
    """The cards that show a tension; one that was withdrawn since is named as such and does not count."""
    shown = [{"id": ident, "text": mirror[ident], "gone": False} for ident in evidence_of(lab, card, mirror)]
    gone = [
        {"id": ident, "text": "", "gone": True}
        for ident in dict.fromkeys(lab.root(one) for one in card.payload["evidence"])
        if ident not in lab.cards
    ]
    return shown + gone


def lines(found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The lines of the triangle, and for a = b its rings: [{a, b, count, P or None, weight, tensions: ids}].

    `weight` is None while no tension on the pair was ranked. In the order of the parts.
    """
    pairs: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for one in found:
        a, b = sorted((one["a"], one["b"]), key=COMPONENTS.index)
        pairs.setdefault((a, b), []).append(one)
    return [
        {
            "a": a,
            "b": b,
            "count": len(some),
            "P": highest(one["P"] for one in some),
            "weight": heat([one["P"] for one in some]),
            "tensions": [one["id"] for one in some],
        }
        for (a, b), some in sorted(
            pairs.items(), key=lambda pair: tuple(COMPONENTS.index(part) for part in pair[0])
        )
    ]


def highest(priorities: Iterable[Fraction | None]) -> Fraction | None:
    """The largest of the priorities that are known."""
    return max((one for one in priorities if one is not None), default=None)


def heat(priorities: Collection[Fraction | None]) -> str | None:
    """The class of a line, None while nothing on it was ranked."""
    return heaviest(priorities) if any(one is not None for one in priorities) else None


def top(found: Sequence[Mapping[str, Any]], places: int = 3) -> list[Mapping[str, Any]]:
    """The prioritised tensions."""
    return [one for one in found if one["rank"] is not None and one["rank"] <= places]
