"""What the records add up to on a day: how well practices were witnessed, and where every step of a circle stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kring.engine.harvest.agreements import agreements, holidays_of
from kring.engine.harvest.models import TraceLink, TraceNode
from kring.engine.harvest.tracing import in_circle
from kring.engine.people.models import Community
from kring.engine.transfer import practices
from kring.engine.transfer.models import Observation, Practice
from kring.frames.transfer.levels import Look, Witnessed, witnessed
from kring.frames.transfer.road import Node, Road, road_of
from kring.kit.numbers import Holiday


def with_looks(rows: QuerySet[Practice]) -> QuerySet[Practice]:
    """The practices with everything that says how well they were witnessed."""
    return rows.prefetch_related("observations", "evidence", "embeddings")


def look_of(row: Observation) -> Look:
    """An observation as the frame counts it."""
    return Look(
        row.observed_on,
        row.seen,
        row.observer_kind,
        row.what_seen,
        row.setting,
        row.doer_number,
        row.invited_by_doer,
    )


def witnessed_now(practice: Practice, today: date, holidays: Sequence[Holiday]) -> Witnessed:
    """How well this practice was witnessed, on this day; it came with its looks (`with_looks`)."""
    looks = sorted(practice.observations.all(), key=lambda one: (one.observed_on, one.written_at))
    return witnessed(
        [look_of(one) for one in looks],
        evidence=any(one.added_on <= today for one in practice.evidence.all()),
        embedded=any(one.added_on <= today for one in practice.embeddings.all()),
        today=today,
        holidays=holidays,
    )


def seen_in(
    community: Community, today: date, rows: QuerySet[Practice] | None = None
) -> list[tuple[Practice, Witnessed]]:
    """The practices of a circle, or these of it, each with how well it was witnessed."""
    holidays = holidays_of(community)
    chosen = with_looks(practices.in_circle(community) if rows is None else rows)
    return [(one, witnessed_now(one, today, holidays)) for one in chosen]


@dataclass(frozen=True)
class Walked:
    """The road of a circle, its steps as rows, and what is known of its practices."""

    road: Road
    rows: Mapping[str, TraceNode]
    levels: Mapping[str, Witnessed]

    def status(self, pk: UUID) -> str:
        """Where this step stands; "" of one that is not there."""
        return self.road.status.get(str(pk), "")


def walked(community: Community, today: date) -> Walked:
    """The whole road of a circle on this day."""
    rows = {str(one.pk): one for one in in_circle(community).order_by("opened_on", "pk")}
    levels = {str(one.pk): level for one, level in seen_in(community, today)}
    adopted = {
        str(pk)
        for pk in agreements()
        .filter(community=community, adopted_on__isnull=False)
        .values_list("pk", flat=True)
    }
    nodes = [node_of(one, levels, adopted) for one in rows.values()]
    links = TraceLink.objects.filter(state="accepted", from_node__community=community)
    doubles = TraceNode.objects.filter(community=community, duplicate_of__isnull=False)
    original = dict(doubles.values_list("pk", "duplicate_of"))
    # A double passes its links to what it is the double of (TL-4).
    pairs = {
        (str(original.get(start, start)), str(original.get(end, end)))
        for start, end in links.values_list("from_node", "to_node")
    }
    return Walked(road_of(nodes, sorted(pairs), today, holidays_of(community)), rows, levels)


def node_of(row: TraceNode, levels: Mapping[str, Witnessed], adopted: Iterable[str]) -> Node:
    """A row as the frame walks it."""
    ident = str(row.pk)
    counts = True
    if row.stage == "agreement":
        counts = ident in adopted
    elif row.stage == "practice":
        counts = ident in levels and levels[ident].counts
    stored = "open" if row.node_status == "carried_on" else row.node_status
    return Node(ident, row.stage, row.opened_on, stored, counts)
