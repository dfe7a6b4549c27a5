"""Say that a meeting changed: to the live lane of this process, and to the other processes."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

PROCESS = secrets.token_hex(4)
CHANNEL = "kring"
listeners: list[Callable[[str], None]] = []


def announce(meeting: object) -> None:
    """Tell everybody who listens that this meeting changed, once the transaction has been committed."""
    name = str(meeting)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            tell_other_processes(cursor, name)
    transaction.on_commit(lambda: tell_this_process(name))


def tell_this_process(meeting: str) -> None:
    """Wake the live lane here, if there is one."""
    for listen in listeners:
        listen(meeting)


def tell_other_processes(cursor: Any, meeting: str, what: str = "changed") -> None:
    """Inside the transaction: PostgreSQL delivers it at the commit, and never without it.

    `what` is "changed", or "said" when only contributions came in.
    """
    cursor.execute("select pg_notify(%s, %s)", [CHANNEL, f"{PROCESS} {meeting} {what}"])
