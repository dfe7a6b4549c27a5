"""Three surfaces by three times: the cards of the whole lab in their places (section 4.1).

    {cells: "surface.time" -> [card], clusters: [{id, title, cards: ids}],
     counts: surface -> cards, shares: surface -> 0..1 (0 on an empty wall), n: cards in all,
     balance: 0..100 or None below six cards, missing: surfaces with less than a tenth,
     waiting: nameless cards of this session that were not opened yet,
     queue: [card] that a whole school brought and nobody bundled yet, later: cards kept for the follow-up}

A card: {id, surface, time, text, mirror_kind, source, open, by, former, nameless, session: number,
 image: {id, alt, activity: where it was made, "" = the running one} or None,
 here: made in this session, cluster: id or "", reactions: {recognise, touches, question} or None while no
 count was shown, links: ids, released}.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kring.kit.scene import Result
from kring.tools.change_lab.lab import Card, Lab, Order, once
from kring.tools.change_lab.vocabulary import CELLS, REACTIONS, SURFACES

BALANCED_FROM = 6
MISSING_BELOW = Fraction(1, 10)

Place = tuple[str, str]
"""Surface and time."""


@once
def places(lab: Lab) -> dict[str, Place]:
    """Where each card lies: the newest of its moves and of the edits in which its author chose another place.

    Of a nameless card a move by the facilitator goes before one by its author: their lanes have no common
    number (C-03).
    """
    found: dict[str, tuple[Order, Place]] = {}
    for ident, card in lab.cards.items():
        before: Place | None = None
        for order, payload in card.texts:
            place = payload["surface"], payload["time"]
            if place != before:
                found[ident] = (settling(order), place)
            before = place
    for one in lab.of("cl.move"):
        ident = lab.root(one.key)
        order = settling(lab.order(one))
        if ident in found and order > found[ident][0]:
            found[ident] = (order, (one.payload["surface"], one.payload["time"]))
    return {ident: place for ident, (_, place) in found.items()}


def settling(order: Order) -> Order:
    """An order in which the named lane comes last within a session, so that it decides."""
    return order[0], "~" if order[1] == "" else "", order[2]


def readable(lab: Lab, card: Card) -> bool:
    """Whether a card may be read: it has a name, or it was opened; late ones only after the lab was resumed."""
    if card.nameless and card.id not in lab.opened:
        return False
    late = card.payload["after_close"]
    return not (late and (lab.settings.get("finished") or card.session == lab.here))


@once
def bundled(lab: Lab) -> dict[str, str]:
    """card -> the bundle that took it last."""
    found: dict[str, str] = {}
    bundles = sorted(lab.clusters.values(), key=lambda one: one.touched)
    for one in bundles:
        for ident in one.fields["cards"]:
            found[lab.root(ident)] = one.id
    return found


def reaction_counts(lab: Lab) -> dict[str, dict[str, int]]:
    """card -> reaction -> how often, over all sessions in which the counts were shown."""
    found: dict[str, dict[str, int]] = {}
    for session in lab.sessions:
        for ident, counted in session.shown.get("mirror_look", {}).get("counts", {}).items():
            own = found.setdefault(lab.root(ident), dict.fromkeys(REACTIONS, 0))
            for reaction, times in counted.items():
                own[reaction] += times
    return found


@once
def releases(lab: Lab) -> frozenset[str]:
    """Cards, boxes, tensions and experiments of which every author said yes to being seen outside (section 8)."""
    said: dict[tuple[str, str], bool] = {}
    for one in lab.of("cl.release"):
        said[lab.root(one.key), one.participant] = one.payload["on"]
    cards = {**lab.cards, **lab.nodes, **lab.tensions}
    yes = {ident for ident, card in cards.items() if said.get((ident, card.author))}
    yes |= {
        ident for ident, one in lab.experiments.items() if all(said.get((ident, who)) for who in one.authors)
    }
    return frozenset(yes)


def wall(lab: Lab) -> Result:
    """The wall as it is now; its shape stands at the head of this file."""
    where, bundle, counts, released = places(lab), bundled(lab), reaction_counts(lab), releases(lab)
    number = {ident: place for place, ident in enumerate(lab.clusters)}
    cells: dict[str, list[tuple[Any, dict[str, Any]]]] = {cell: [] for cell in CELLS}
    queue, later = [], 0
    for ident, card in lab.cards.items():
        if not readable(lab, card):
            later += card.payload["after_close"]
            continue
        seen = {
            **shown_card(lab, card, where[ident]),
            "cluster": bundle.get(ident, ""),
            "reactions": counts.get(ident),
            "released": ident in released,
        }
        if lab.sessions[card.session].wide and ident not in bundle:
            queue.append(seen)
            continue
        rank = number.get(seen["cluster"], len(number))
        felt = sum((seen["reactions"] or {}).values())
        cells[f"{seen['surface']}.{seen['time']}"].append(((rank, -felt, *turn(lab, card)), seen))
    placed = {
        cell: [one for _, one in sorted(found, key=lambda two: two[0])] for cell, found in cells.items()
    }
    on_wall = {one["id"] for found in placed.values() for one in found}
    return {
        "cells": placed,
        "clusters": clusters(lab, on_wall),
        **balance({surface: sum(map(len, column(placed, surface))) for surface in SURFACES}),
        "waiting": waiting(lab),
        "queue": queue,
        "later": later,
    }


def column(cells: Mapping[str, list[dict[str, Any]]], surface: str) -> list[list[dict[str, Any]]]:
    """The cells of a surface, from top to bottom."""
    return [found for cell, found in cells.items() if cell.split(".")[0] == surface]


def turn(lab: Lab, card: Card) -> tuple[int, str, int, str]:
    """Where a card comes among equals: named ones by `seq`, nameless ones in drawn order after them."""
    session, lane, seq = card.order
    return (session, lane, 0, lab.drawn_place(card.id)) if card.nameless else (session, lane, seq, "")


def shown_card(lab: Lab, card: Card, place: Place) -> dict[str, Any]:
    """A card as it may be seen."""
    said = card.payload
    return {
        "id": card.id,
        "surface": place[0],
        "time": place[1],
        "text": said["text"],
        "mirror_kind": said["mirror_kind"],
        "source": said["source"],
        "image": said["image"] and {**said["image"], "activity": lab.sessions[card.session].id},
        "open": said["open"],
        **lab.signed(card.author, card.nameless),
        "nameless": card.nameless,
        "session": lab.sessions[card.session].number,
        "here": card.session == lab.here,
        "links": sorted(lab.linked_to(card.id)),
    }


def clusters(lab: Lab, on_wall: set[str]) -> list[dict[str, Any]]:
    """The bundles by `seq`, with their cards that are still there."""
    holds: dict[str, list[str]] = {}
    for ident, bundle in bundled(lab).items():
        if ident in on_wall:
            holds.setdefault(bundle, []).append(ident)
    return [
        {"id": ident, "title": one.fields["title"], "cards": holds[ident]}
        for ident, one in lab.clusters.items()
        if ident in holds
    ]


def balance(counts: Mapping[str, int]) -> Result:
    """{counts, shares, n, balance, missing} from the number of cards per surface (section 4.1)."""
    n = sum(counts.values())
    shares = {surface: Fraction(counts[surface], n) if n else Fraction() for surface in SURFACES}
    enough = n >= BALANCED_FROM
    return {
        "counts": dict(counts),
        "shares": shares,
        "n": n,
        "balance": 100 * (1 - (max(shares.values()) - min(shares.values()))) if enough else None,
        "missing": [one for one in SURFACES if enough and shares[one] < MISSING_BELOW],
    }


def waiting(lab: Lab) -> int:
    """How many nameless cards of this session nobody can read yet."""
    return sum(
        card.nameless and card.session == lab.here and card.id not in lab.opened
        for card in lab.cards.values()
    )


@once
def mirror_cards(lab: Lab) -> dict[str, str]:
    """Cards of the mirror that may be read: id -> text."""
    where = places(lab)
    return {
        ident: card.payload["text"]
        for ident, card in lab.cards.items()
        if where[ident][0] == "mirror" and readable(lab, card)
    }


def material(seen: Mapping[str, Any], author: str) -> list[dict[str, Any]]:
    """The cards of a trial wall as payloads of `cl.card` for another lab, with who made them as their source."""
    kept = ("surface", "time", "text", "mirror_kind")
    return [
        {name: one[name] for name in kept}
        | {"source": one["source"] or author, "safe_check": one["surface"] == "mirror"}
        for found in seen["cells"].values()
        for one in found
    ]
