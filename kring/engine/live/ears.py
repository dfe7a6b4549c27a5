"""Hearing other processes that share the database, through LISTEN/NOTIFY of PostgreSQL."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Thread

from django.db import connection

from kring.engine.meetings.announce import CHANNEL, PROCESS

log = logging.getLogger("kring.live")
AGAIN_AFTER = 2


def listen_to_others(told: Callable[[str, str], None]) -> None:
    """Start listening when the database is PostgreSQL. `told(meeting, what)` is called from another thread."""
    if connection.vendor == "postgresql":
        Thread(target=listen, args=(told,), name="kring-ears", daemon=True).start()


def listen(told: Callable[[str, str], None]) -> None:
    """Listen for ever; after a lost connection, listen again."""
    import psycopg

    parameters = connection.get_connection_params()
    parameters = {
        name: parameters[name]
        for name in ("host", "port", "user", "password", "dbname")
        if parameters.get(name)
    }
    while True:
        try:
            with psycopg.connect(**parameters, autocommit=True) as ears:
                ears.execute(f"listen {CHANNEL}")
                for notice in ears.notifies():
                    process, meeting, what = (*notice.payload.split(" "), "changed")[:3]
                    if process != PROCESS:
                        told(meeting, what)
        except psycopg.Error as failure:
            log.warning("Lost the connection to the database for notices: %s", failure)
            time.sleep(AGAIN_AFTER)
