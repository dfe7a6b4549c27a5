"""Storing contributions: one transaction for as many as have arrived, each uuid once, numbers without gaps.

Used by the one verb `contribute` and by the writer of the live lane; both go through `store`.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import orjson
from django.db import connection

from kring.engine.meetings.intake import Entry, uuid_of
from kring.engine.meetings.sealed import sealed

TABLES = {
    "named": (
        "engine_namedcontribution",
        "uuid, activity_id, seq, step, kind, key, seat_id, role, payload, at",
        "named_seq",
    ),
    "anonymous": (
        "engine_anonymouscontribution",
        "uuid, activity_id, seq, step, kind, key, voice, role, payload",
        "anonymous_seq",
    ),
}


class Stale(Exception):
    """The activity changed after the contribution was judged; judge it again."""


class Doubled(Exception):
    """This uuid was used before for something else."""


Outcome = int | Stale | Doubled


def store(entries: Sequence[Entry]) -> list[Outcome]:
    """Store all of them inside the current transaction; the number of each, in the same order.

    A known uuid gets its old number again and changes nothing (C-03). An entry judged by an older version
    of its activity gets `Stale`. Database errors pass through: then nothing of this call is stored.
    """
    outcomes: list[Outcome] = [Stale()] * len(entries)
    groups: dict[tuple[str, str], list[int]] = {}
    for place, entry in enumerate(entries):
        groups.setdefault((entry.activity, entry.lane), []).append(place)
    with connection.cursor() as cursor:
        for (activity, lane), places in sorted(groups.items()):
            store_group(cursor, activity, lane, entries, places, outcomes)
        if connection.vendor == "postgresql":
            from kring.engine.meetings.announce import tell_other_processes

            for meeting in {entry.meeting for entry in entries}:
                tell_other_processes(cursor, meeting, "said")
    return outcomes


def store_group(
    cursor: Any,
    activity: str,
    lane: str,
    entries: Sequence[Entry],
    places: Sequence[int],
    outcomes: list[Outcome],
) -> None:
    """Store the entries at `places`, all of one activity and lane, and fill in their outcomes."""
    table, columns, counter = TABLES[lane]
    kept = Kept()
    lock = " for update" if kept.postgresql else ""
    cursor.execute(
        f"select version, {counter} from engine_activity where id = %s{lock}",
        [kept.ident(activity)],
    )
    found = cursor.fetchone()
    if found is None:
        return
    version, seq = found
    known = known_uuids(cursor, table, [entries[place].uuid for place in places])
    rows = []
    for place in places:
        entry = entries[place]
        if before := known.get(entry.uuid):
            outcomes[place] = before[1] if before[0] == activity else Doubled()
        elif entry.version == version:
            seq += 1
            outcomes[place] = seq
            known[entry.uuid] = (activity, seq)
            rows.append(kept.row(entry, seq))
    if rows:
        marks = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f"insert into {table} ({columns}) values ({marks})", rows)
        cursor.execute(
            f"update engine_activity set {counter} = %s where id = %s",
            [seq, kept.ident(activity)],
        )


def known_uuids(cursor: Any, table: str, uuids: Sequence[str]) -> dict[str, tuple[str, int]]:
    """uuid -> (activity, number) of those that are stored already."""
    kept = Kept()
    known: dict[str, tuple[str, int]] = {}
    for start in range(0, len(uuids), 500):
        part = [kept.ident(one) for one in uuids[start : start + 500]]
        marks = ", ".join(["%s"] * len(part))
        cursor.execute(f"select uuid, activity_id, seq from {table} where uuid in ({marks})", part)
        for one, activity, seq in cursor.fetchall():
            known[str(uuid.UUID(str(one)))] = (str(uuid.UUID(str(activity))), seq)
    return known


def number_of(activity: str, envelope: Any) -> int | None:
    """The number of a contribution to this activity that was stored before, or None.

    For a phone that did not hear the answer and sends again when the step has closed: it counts (C-03).
    """
    try:
        known = uuid_of(envelope["uuid"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    with connection.cursor() as cursor:
        for table, _, _ in TABLES.values():
            found = known_uuids(cursor, table, [known]).get(known)
            if found and found[0] == activity:
                return found[1]
    return None


class Kept:
    """How this database keeps an entry. Asked once for many rows: to ask for the connection takes longer than a row."""

    def __init__(self) -> None:
        self.postgresql = connection.vendor == "postgresql"
        self.moment = connection.ops.adapt_datetimefield_value

    def ident(self, value: str) -> str:
        """A uuid as this database keeps it."""
        return value if self.postgresql else value.replace("-", "")

    def row(self, entry: Entry, seq: int) -> tuple[Any, ...]:
        """The row for an entry with its number."""
        named = entry.lane == "named"
        row = (
            self.ident(entry.uuid),
            self.ident(entry.activity),
            seq,
            entry.step,
            entry.kind,
            entry.key,
            self.ident(entry.participant) if named else entry.participant,
            entry.role,
            orjson.dumps(sealed(entry.payload) if entry.confidential else entry.payload).decode(),
        )
        return (*row, self.moment(entry.at)) if named else row
