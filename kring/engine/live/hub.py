"""A meeting in memory: its state, its audiences, and the beat on which what is ours goes out."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from kring.engine.live.frames import Audience, Painter
from kring.engine.live.pace import Pace
from kring.engine.meetings.state import MeetingState
from kring.kit.scene import Contribution

log = logging.getLogger("kring.live")

Face = Callable[[str, str], Painter]
"""Gives for a face (`phone`, `slip`, `board`, `lead`) and a language who draws it."""


class Hub:
    """Everything the live lane knows of one meeting. Lives in the event loop; nothing here blocks.

    Of a meeting in people's own time there is one for each `part` somebody is in, beside the one for all.
    """

    def __init__(self, state: MeetingState, face: Face, pace: Pace, part: str = "") -> None:
        self.state = state
        self.part = part
        self.face = face
        self.pace = pace
        self.audiences: dict[tuple[str, str], Audience] = {}
        self.dirty = False
        self.beating: asyncio.Task[None] | None = None
        self.refreshing: asyncio.Task[None] | None = None
        self.again = False
        self.arrived: list[Contribution] = []
        self.used = time.monotonic()

    def audience(self, face: str, lang: str) -> Audience:
        """The people who look at this face in this language, with a current rendering."""
        found = self.audiences.get((face, lang))
        if found is None:
            found = self.audiences[face, lang] = Audience(self.face(face, lang))
        if not found.frame or not found.streams:
            self.draw(found)
        return found

    def draw(self, audience: Audience) -> bool:
        """Render one face anew; False when it looks the same."""
        activity = self.state.activity
        numbers = (activity.ledger.named_seq, activity.ledger.anonymous_seq) if activity else (0, 0)
        try:
            return audience.take(audience.painter.draw(self.state), f"{numbers[0]}-{numbers[1]}")
        except Exception:
            # One broken face must not silence the others; the page keeps what it has.
            log.exception("Could not draw a face of meeting %s", self.state.id)
            return False

    def heard(self, one: Contribution) -> None:
        """A contribution was stored: take it in and let the beat show it."""
        activity = self.state.activity
        if activity is not None and activity.ledger.add(one):
            self.touch()
        if self.refreshing is not None:
            self.arrived.append(one)

    def becomes(self, state: MeetingState) -> None:
        """The meeting was read again."""
        late, self.arrived = self.arrived, []
        old = self.state.activity
        self.state = state
        if state.activity:
            for one in (*state.activity.news, *late):
                if old is None or old.id == state.activity.id:
                    state.activity.ledger.add(one)
            state.activity.news = []
        for audience in self.audiences.values():
            for stream in list(audience.streams):
                seat = state.seats.get(stream.seat)
                if stream.seat and (seat is None or seat.key != stream.seat_key):
                    stream.end("moved")
                if stream.slip and (state.activity is None or stream.slip not in state.activity.slips):
                    stream.end("moved")
        self.touch()

    def touch(self) -> None:
        """Something changed; show it on the next beat, at once when it was quiet."""
        self.used = time.monotonic()
        self.dirty = True
        if self.beating is None or self.beating.done():
            self.beating = asyncio.get_running_loop().create_task(self.beat())

    async def beat(self) -> None:
        """Draw and push while things change, as often as the pace of the server allows."""
        while self.dirty:
            await asyncio.sleep(self.pace.wait())
            self.dirty = False
            start = time.thread_time()
            for audience in list(self.audiences.values()):
                if audience.streams and self.draw(audience):
                    for stream in audience.streams:
                        stream.stir()
            # The woken streams send in the next turn of the loop; wait for it, to know what it cost.
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            self.pace.spend(time.thread_time() - start)

    def listeners(self) -> int:
        """How many streams are open."""
        return sum(len(audience.streams) for audience in self.audiences.values())
