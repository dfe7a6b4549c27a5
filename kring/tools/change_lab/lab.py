"""The lab as it stands: contributions of all sessions in one order, chains of cards, records, and the seats' names.

A card is an envelope with everything that was said about it later (C-04). Within a session the named lane and
the anonymous lane are numbered apart (C-03), so of these two neither is earlier; named ones are read first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from kring.kit.draw import digest
from kring.kit.scene import Contribution, Scene
from kring.tools.change_lab.thread import Session, sessions

CHAINS = ("cl.card", "cl.node", "cl.tension", "cl.exp_log")
"""Kinds of which a card can be meant by its id."""
COMPLETE = ("title", "tension", "status")
"""Without these an experiment is not one yet."""
Found = TypeVar("Found")
Order = tuple[int, str, int]
"""Session, lane and seq."""


@dataclass(slots=True)
class Card:
    """A chain as it stands. `session` is that of its first text, `touched` that of its newest.

    `id` is the uuid of the first envelope; `sources` are the uuids of all of them.
    """

    id: str
    author: str
    nameless: bool
    session: int
    order: Order
    payload: dict[str, Any]
    touched: int
    sources: list[str] = field(default_factory=list)
    texts: list[tuple[Order, dict[str, Any]]] = field(default_factory=list)


@dataclass(slots=True)
class Record:
    """Something that several people edit. `fields` holds the newest of each; `said` every change, oldest first."""

    id: str
    author: str
    session: int
    touched: int
    fields: dict[str, Any] = field(default_factory=dict)
    said: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    authors: dict[str, None] = field(default_factory=dict)


class Lab:
    """What a scene says of a lab. Everything is worked out once, when it is first asked for."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.settings = scene.settings
        self.sessions = sessions(scene.settings, scene.contributions)
        self.here = len(self.sessions) - 1
        """The running session."""
        self.place = {one.id: place for place, one in enumerate(self.sessions)}
        self._by_kind: dict[str, list[Contribution]] = {}
        for one in scene.contributions:
            if one.activity in self.place:
                self._by_kind.setdefault(one.kind, []).append(one)
        self._sorted: set[str] = set()
        self.memory: dict[Any, Any] = {}
        """What was worked out by `once`."""
        self._standing: dict[str, dict[str, Card]] = {}
        self.roots: dict[str, str] = {}
        """uuid of any envelope -> id of its card, as far as chains were read."""

    @property
    def kinds(self) -> list[str]:
        """The kinds of which anything was said."""
        return list(self._by_kind)

    @property
    def running(self) -> Session:
        """The session that runs now."""
        return self.sessions[-1]

    def session_of(self, one: Contribution) -> int:
        """The place of the session in which this was said."""
        return self.place[one.activity]

    def order(self, one: Contribution) -> Order:
        """Where this stands in the whole lab: named before nameless within a session."""
        return self.place[one.activity], "" if one.lane == "named" else "~", one.seq

    def any_order(self, kind: str) -> list[Contribution]:
        """All contributions of a kind, for whoever only counts them."""
        return self._by_kind.get(kind, [])

    def of(self, kind: str) -> list[Contribution]:
        """All contributions of a kind, in order."""
        found = self._by_kind.get(kind, [])
        if kind not in self._sorted:
            found.sort(key=self.order)
            self._sorted.add(kind)
        return found

    def now(self, kind: str) -> list[Contribution]:
        """Those of the running session."""
        return [one for one in self.of(kind) if one.activity == ""]

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """Targets of withdrawals."""
        return frozenset(one.payload["target"] for one in self.of("cl.withdraw"))

    def standing(self, kind: str) -> dict[str, Card]:
        """The cards of a kind that stand, in order; worked out once."""
        if kind not in self._standing:
            self._standing[kind] = self.chains(kind)
        return self._standing[kind]

    def chains(self, kind: str) -> dict[str, Card]:
        """The cards of a kind that stand, in order. A chain of which the beginning is hidden is gone."""
        found: dict[str, Card] = {}
        roots = self.roots
        for one in self.of(kind):
            replaced = one.payload.get("replaces")
            root = roots.get(replaced) if replaced else one.uuid
            if root is None:
                continue
            roots[one.uuid] = root
            order = self.order(one)
            card = found.get(root)
            if card is None:
                if replaced:
                    continue
                nameless = one.lane != "named"
                card = found[root] = Card(
                    root, one.participant, nameless, order[0], order, one.payload, order[0]
                )
            card.payload, card.touched = one.payload, order[0]
            card.sources.append(one.uuid)
            card.texts.append((order, one.payload))
        for target in self.withdrawn:
            found.pop(roots.get(target, target), None)
        return found

    def records(self, kind: str) -> dict[str, Record]:
        """The records of a kind, in the order they were begun; of each field the newest counts (C-04)."""
        found: dict[str, Record] = {}
        for one in self.of(kind):
            place = self.place[one.activity]
            record = found.get(one.key)
            if record is None:
                record = found[one.key] = Record(one.key, one.participant, place, place)
            record.fields.update(one.payload)
            record.said.append((place, one.payload))
            record.sources.append(one.uuid)
            record.authors[one.participant] = None
            record.touched = place
        return {ident: one for ident, one in found.items() if not one.fields.get("gone")}

    @property
    def cards(self) -> dict[str, Card]:
        """The cards of the wall that stand, also those that wait to be opened."""
        return self.standing("cl.card")

    @property
    def nodes(self) -> dict[str, Card]:
        """What stands in the boxes of the triangle."""
        return self.standing("cl.node")

    @property
    def tensions(self) -> dict[str, Card]:
        """The tensions that stand."""
        return self.standing("cl.tension")

    @property
    def logs(self) -> dict[str, Card]:
        """What was told about experiments."""
        return self.standing("cl.exp_log")

    @cached_property
    def experiments(self) -> dict[str, Record]:
        """The experiments that are complete enough to be one."""
        found = self.records("cl.experiment")
        return {ident: one for ident, one in found.items() if all(map(one.fields.get, COMPLETE))}

    @cached_property
    def clusters(self) -> dict[str, Record]:
        """The bundles of cards."""
        found = self.records("cl.cluster")
        return {ident: one for ident, one in found.items() if all(map(one.fields.get, ("title", "cards")))}

    @cached_property
    def linked(self) -> Mapping[str, frozenset[str]]:
        """What belongs together: id -> ids, both ways; only things that stand."""
        things = (self.cards, self.nodes, self.tensions, self.experiments)
        standing = {ident for found in things for ident in found}
        pairs: dict[str, set[str]] = {}
        for one in self.chains("cl.link").values():
            a, b = (self.root(end) for end in (one.payload["from"], one.payload["to"]))
            if a in standing and b in standing:
                pairs.setdefault(a, set()).add(b)
                pairs.setdefault(b, set()).add(a)
        return {ident: frozenset(others) for ident, others in pairs.items()}

    def root(self, ident: str) -> str:
        """The id of the card to which a uuid belongs; of anything else the id itself."""
        return self.every_root.get(ident, ident)

    @cached_property
    def every_root(self) -> Mapping[str, str]:
        """uuid -> card, once all chains were read."""
        for kind in CHAINS:
            self.standing(kind)
        return self.roots

    def linked_to(self, ident: str) -> frozenset[str]:
        """The ids of everything that is connected with this."""
        return self.linked.get(ident, frozenset())

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Seat -> shown name, of everybody who is still known."""
        return {one.id: one.name for one in self.scene.participants if one.lane == "named"}

    def signed(self, author: str, nameless: bool = False) -> dict[str, Any]:
        """{by, former}: the name under a card; `former` for somebody who left the circle (section 9)."""
        name = "" if nameless else self.names.get(author, "")
        return {"by": name, "former": not nameless and not name}

    def drawn_place(self, ident: str) -> str:
        """The place of a nameless thing in drawn order (C-38)."""
        return digest(str(self.settings.get("lot", "")), "cards", ident)

    @cached_property
    def opened(self) -> frozenset[str]:
        """Nameless cards that were opened, in any session (C-33)."""
        return frozenset().union(*(one.opened for one in self.sessions))

    def voices(self, step: str) -> set[str]:
        """The voices that said anything in a step of the running session, "nothing to add" included (C-05)."""
        return {
            one.participant
            for kind in self._by_kind.values()
            for one in kind
            if one.activity == "" and one.step == step and one.lane == "anonymous"
        }

    def seats(self, step: str) -> set[str]:
        """The people who said anything in a step of the running session under their name; a table is nobody, so that
        it cannot open the cards of four people (C-33)."""
        tables = {one.id for one in self.scene.participants if one.table}
        return {
            one.participant
            for kind in self._by_kind.values()
            for one in kind
            if one.activity == "" and one.step == step and one.lane == "named"
        } - tables

    def newest(self, place: str) -> Mapping[str, Any]:
        """The last publication of a step (or step:choice) that is shown, of any session; {} without any."""
        for one in reversed(self.sessions):
            if place in one.shown:
                return one.shown[place]
        return {}

    def invited(self) -> int:
        """How many people were invited (C-05)."""
        return self.scene.invited


def once(work: Callable[[Lab], Found]) -> Callable[[Lab], Found]:
    """A sum about a lab that several boards need is worked out once per lab."""

    def remembered(lab: Lab) -> Found:
        if work not in lab.memory:
            lab.memory[work] = work(lab)
        found: Found = lab.memory[work]
        return found

    return remembered
