"""Where each step on the road stands, and how far a trace came (transfer.md 3). All terms are our own (C-44)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kring.kit.numbers import Holiday, active_days

PATIENCE: Mapping[str, int] = {"source": 90, "insight": 42, "agreement": 42, "action": 84}
"""Stage -> active days that its link may take (6.4). That of a practice waits for effects."""


@dataclass(frozen=True, slots=True)
class Node:
    """A step as it is kept. `stored` is what somebody decided: open | parked | closed_on_purpose | withdrawn.

    `counts`: of an agreement that it is adopted, of a practice that somebody else saw it (3.2); of the rest true.
    """

    id: str
    stage: str
    opened_on: date
    stored: str = "open"
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Road:
    """The steps of a circle, how one led to another (accepted links only), and where each of them stands."""

    nodes: Mapping[str, Node]
    on: Mapping[str, Sequence[str]]
    back: Mapping[str, Sequence[str]]
    status: Mapping[str, str]

    def from_here(self, start: str) -> set[str]:
        """Everything that came of it, itself included."""
        return reached(start, self.on)

    def to_here(self, end: str) -> set[str]:
        """Everything it came of, itself included."""
        return reached(end, self.back)


def road_of(
    nodes: Iterable[Node],
    links: Iterable[tuple[str, str]],
    today: date,
    holidays: Sequence[Holiday] = (),
) -> Road:
    """The road with the status of every step on this day. Links to what is not among `nodes` are left out."""
    known = {one.id: one for one in nodes}
    on: dict[str, list[str]] = {ident: [] for ident in known}
    back: dict[str, list[str]] = {ident: [] for ident in known}
    for start, end in links:
        if start in known and end in known:
            on[start].append(end)
            back[end].append(start)
    status = {
        one.id: status_of(one, carried=is_carried(one, known, on[one.id]), today=today, holidays=holidays)
        for one in known.values()
    }
    return Road(known, on, back, status)


def is_carried(node: Node, nodes: Mapping[str, Node], following: Iterable[str]) -> bool:
    """Whether one of the next steps qualifies (3.2). An insight that led straight to an action goes on as well: the
    bypass is taken out of the sums, not out of the road."""
    return any(nodes[ident].counts for ident in following)


def is_bypass(road: Road, ident: str) -> bool:
    """An insight that led to an action, and to no agreement that was adopted (3.2)."""
    if road.nodes[ident].stage != "insight":
        return False
    following = [road.nodes[one] for one in road.on[ident]]
    adopted = any(one.stage == "agreement" and one.counts for one in following)
    return not adopted and any(one.stage == "action" for one in following)


def status_of(node: Node, *, carried: bool, today: date, holidays: Sequence[Holiday] = ()) -> str:
    """The first that applies: withdrawn, carried_on, closed_on_purpose, stalled, parked, open (3.1)."""
    if node.stored == "withdrawn":
        return "withdrawn"
    if carried:
        return "carried_on"
    if node.stored == "closed_on_purpose":
        return "closed_on_purpose"
    patience = PATIENCE.get(node.stage)
    if patience is not None and active_days(node.opened_on, today, holidays) >= patience:
        return "stalled"
    return "parked" if node.stored == "parked" else "open"


def reached(start: str, steps: Mapping[str, Sequence[str]]) -> set[str]:
    """Every node that can be walked to, the first included."""
    found, todo = {start}, [start]
    while todo:
        fresh = set(steps[todo.pop()]) - found
        found |= fresh
        todo += fresh
    return found


def trace_state(road: Road, root: str) -> str:
    """How far the trace of a source, or of an insight without one, came: in_practice | moving | ended | stalled (3.5).

    What was only told or shown (P0, P1) is a claim: the action it came from says how the trace stands. Effects, and
    with them `arrived` and `practice_not_shown`, are not there yet.
    """
    trace = road.from_here(root)
    if any(road.nodes[ident].stage == "practice" and road.nodes[ident].counts for ident in trace):
        return "in_practice"
    steps = {ident for ident in trace if road.nodes[ident].stage != "practice"}
    if any(road.status[ident] == "open" for ident in steps):
        return "moving"
    ends = [ident for ident in steps if not steps & set(road.on[ident])]
    if all(road.status[ident] == "closed_on_purpose" for ident in ends):
        return "ended"
    return "stalled"
