"""What stands in the database at one moment, laid out again as rows: without a question, a signal or a log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

PER_STATEMENT = 500
"""So many values go along in one statement; every database takes that many."""

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Layer:
    """The rows that came with something: statements with their values, in the order of the tables."""

    statements: list[tuple[str, list[Any]]]

    def lay(self) -> None:
        """Put the rows where they stood."""
        with connection.cursor() as cursor:
            for statement, values in self.statements:
                cursor.execute(statement, values)


def standing(tables: list[str]) -> Rows:
    """All rows of these tables, as the database gives them."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchall()
    return found


def every_table() -> list[str]:
    """Every table that may hold a row of ours."""
    return [
        model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed
    ]


def layer_of(make: Callable[[], Any], tables: list[str] | None = None) -> tuple[Any, Layer]:
    """What `make` gives, and the rows it added (in `tables`, or anywhere). It may add; it changes no row."""
    tables = every_table() if tables is None else tables
    before = standing(tables)
    made = make()
    after = standing(tables)
    changed = [table for table in tables for row in before[table] if row not in after[table]]
    assert not changed, f"only what is added is remembered; also changed: {changed}"
    added = {table: [row for row in after[table] if row not in before[table]] for table in tables}
    return made, Layer([one for table, rows in added.items() for one in statements(table, rows)])


def statements(table: str, rows: list[tuple[Any, ...]]) -> list[tuple[str, list[Any]]]:
    """The rows of one table in as few statements as fit."""
    if not rows:
        return []
    holder = "(" + ", ".join(["%s"] * len(rows[0])) + ")"
    at_once = max(1, PER_STATEMENT // len(rows[0]))
    name = connection.ops.quote_name(table)
    return [
        (
            f"INSERT INTO {name} VALUES {', '.join([holder] * len(part))}",
            [value for row in part for value in row],
        )
        for part in (rows[at : at + at_once] for at in range(0, len(rows), at_once))
    ]
