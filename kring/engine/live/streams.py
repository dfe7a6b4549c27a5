"""One open stream: sends the newest state whenever it can, and never more than one behind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from kring.engine.live.frames import Audience

Send = Callable[[Any], Awaitable[None]]
Receive = Callable[[], Awaitable[Any]]

HEAD = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
QUIET = b": \n\n"


class Stream:
    """A phone, a board or a facilitator's page that listens.

    There is no queue: the stream remembers which frame it sent last. When it comes back from a slow send
    and has missed frames, it sends the whole current state; nobody waits for it.
    """

    __slots__ = ("audience", "ended", "frame", "quiet", "seat", "seat_key", "slip", "wake")

    def __init__(self, audience: Audience, seat: str = "", seat_key: str = "", slip: str = "") -> None:
        self.audience = audience
        self.frame = -1
        self.wake: asyncio.Future[None] | None = None
        self.quiet = False
        self.ended = ""
        self.seat = seat
        self.seat_key = seat_key
        self.slip = slip

    def stir(self) -> None:
        """Something happened; look again."""
        if self.wake is not None and not self.wake.done():
            self.wake.set_result(None)

    def end(self, why: str) -> None:
        """Close the stream and tell the page why (`moved`, `closed`, `leaving`)."""
        self.ended = why
        self.stir()

    async def run(self, receive: Receive, send: Send) -> None:
        """Serve this stream until one of the two sides ends it."""
        loop = asyncio.get_running_loop()
        listening = loop.create_task(self.until_gone(receive))
        self.audience.streams.add(self)
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEAD})
            while not self.ended:
                if self.frame != self.audience.frame:
                    follows = self.frame == self.audience.frame - 1
                    data = self.audience.delta if follows else self.audience.whole
                    self.frame = self.audience.frame
                    await send({"type": "http.response.body", "body": data, "more_body": True})
                    continue
                if self.quiet:
                    self.quiet = False
                    await send({"type": "http.response.body", "body": QUIET, "more_body": True})
                    continue
                self.wake = loop.create_future()
                await self.wake
                self.wake = None
            last = f"event: end\ndata: {self.ended}\n\n".encode() if self.ended != "gone" else b""
            await send({"type": "http.response.body", "body": last, "more_body": False})
        finally:
            self.audience.streams.discard(self)
            listening.cancel()

    async def until_gone(self, receive: Receive) -> None:
        """Wait for the browser to close the connection."""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.end("gone")
                return
