"""Rows of what was said and shown, as the tools see them."""

from __future__ import annotations

from kring.engine.meetings.models import (
    Activity,
    AnonymousContribution,
    NamedContribution,
    Publication,
)
from kring.engine.meetings.sealed import opened
from kring.kit.freeze import thaw
from kring.kit.scene import Contribution, Published

NAMED = ("uuid", "step", "kind", "key", "seat_id", "payload", "seq", "role", "at")


ANONYMOUS = ("uuid", "step", "kind", "key", "voice", "payload", "seq", "role")


def named(row: NamedContribution) -> Contribution:
    """A row of the named lane as the tools see it."""
    return Contribution(
        str(row.uuid),
        row.step,
        row.kind,
        row.key,
        str(row.seat_id),
        opened(row.payload),
        row.seq,
        row.role,
        "named",
        row.at,
    )


def anonymous(row: AnonymousContribution) -> Contribution:
    """A row of the anonymous lane as the tools see it."""
    return Contribution(
        str(row.uuid), row.step, row.kind, row.key, row.voice, row.payload, row.seq, row.role, "anonymous"
    )


def news_since(activity: Activity, named_seq: int, anonymous_seq: int) -> list[Contribution]:
    """What was stored after these numbers, without what the facilitator has hidden."""
    hidden = set(activity.hidings.values_list("contribution", flat=True))
    named = activity.named.filter(seq__gt=named_seq).order_by("seq").values_list(*NAMED)
    voiced = activity.anonymous_lane.filter(seq__gt=anonymous_seq).order_by("seq").values_list(*ANONYMOUS)
    news = [
        Contribution(str(ident), step, kind, key, str(who), opened(payload), seq, role, "named", at)
        for ident, step, kind, key, who, payload, seq, role, at in named.iterator(chunk_size=2000)
        if ident not in hidden
    ]
    news += [
        Contribution(str(ident), step, kind, key, who, payload, seq, role, "anonymous")
        for ident, step, kind, key, who, payload, seq, role in voiced.iterator(chunk_size=2000)
        if ident not in hidden
    ]
    return news


def published(row: Publication) -> Published:
    """A publication as the tools see it."""
    rows = {
        figure: {name: frozenset(members) for name, members in parts.items()}
        for figure, parts in row.rows.items()
    }
    return Published(
        row.step, row.choice, row.number, row.upto_seq, rows, thaw(row.result), row.off_board_at is not None
    )
