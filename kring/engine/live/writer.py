"""The one writer of the live lane: whatever has arrived becomes one transaction (group commit)."""

from __future__ import annotations

import asyncio
import logging
from queue import SimpleQueue
from threading import Thread

from django.db import close_old_connections, connection, transaction

from kring.engine.meetings.intake import Entry
from kring.engine.meetings.store import Outcome, store

log = logging.getLogger("kring.live")
MOST = 500
"""Contributions in one transaction: enough to share the disk's wait, few enough to keep it short."""

Waiting = tuple[Entry, "asyncio.Future[Outcome | Exception]"]


class Writer(Thread):
    """Takes accepted entries from the event loop and answers them after the commit."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name="kring-writer", daemon=True)
        self.loop = loop
        self.queue: SimpleQueue[Waiting | None] = SimpleQueue()

    def put(self, entry: Entry) -> asyncio.Future[Outcome | Exception]:
        """Queue an entry; the future holds its outcome, or the error that kept it from being stored."""
        future: asyncio.Future[Outcome | Exception] = self.loop.create_future()
        self.queue.put((entry, future))
        return future

    def stop(self) -> None:
        """Store what is queued, then end."""
        self.queue.put(None)

    def run(self) -> None:
        going = True
        while going:
            batch: list[Waiting] = []
            one = self.queue.get()
            while one is not None:
                batch.append(one)
                if len(batch) >= MOST or self.queue.empty():
                    break
                one = self.queue.get()
            going = one is not None
            if batch:
                outcomes = self.commit([entry for entry, _ in batch])
                self.loop.call_soon_threadsafe(answer, batch, outcomes)
        connection.close()

    def commit(self, entries: list[Entry]) -> list[Outcome | Exception]:
        """Store all in one transaction. When that fails, each by itself, so that one cannot spoil the rest."""
        close_old_connections()
        try:
            with transaction.atomic():
                return list(store(entries))
        except Exception as failure:
            log.warning("Could not store %d contributions: %s", len(entries), failure)
            if len(entries) == 1:
                return [failure]
            return [self.commit([entry])[0] for entry in entries]


def answer(batch: list[Waiting], outcomes: list[Outcome | Exception]) -> None:
    """In the event loop: give everybody their outcome."""
    for (_, future), outcome in zip(batch, outcomes, strict=True):
        if not future.done():
            future.set_result(outcome)
