"""A meeting in memory: its state, its audiences, and the beat on which what is ours goes out."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from kring.engine.live.frames import Audience, Rendered
from kring.engine.meetings.state import MeetingState
from kring.kit.tool import Contribution

log = logging.getLogger("kring.live")

Render = Callable[[MeetingState, str, str], Rendered]

SHORTEST, LONGEST = 0.008, 0.24
"""Seconds between two beats, however cheap or dear a fan-out is."""
RESTS = 4
"""A fan-out that took t is followed by a rest of at least 4 t, so the beat takes a fifth of a core at most."""


class Hub:
    """Everything the live lane knows of one meeting. Lives in the event loop; nothing here blocks."""

    def __init__(self, state: MeetingState, render: Render) -> None:
        self.state = state
        self.render = render
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
            found = self.audiences[face, lang] = Audience(face, lang)
        if found.last is None or not found.streams:
            self.draw(found)
        return found

    def draw(self, audience: Audience) -> bool:
        """Render one face anew; False when it looks the same."""
        activity = self.state.activity
        numbers = (activity.ledger.named_seq, activity.ledger.anonymous_seq) if activity else (0, 0)
        try:
            return audience.take(
                self.render(self.state, audience.face, audience.lang), f"{numbers[0]}-{numbers[1]}"
            )
        except Exception:
            # One broken face must not silence the others; the page keeps what it has.
            log.exception("Could not draw %s in %s", audience.face, audience.lang)
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
        self.touch()

    def touch(self) -> None:
        """Something changed; show it on the next beat, at once when it was quiet."""
        self.used = time.monotonic()
        self.dirty = True
        if self.beating is None or self.beating.done():
            self.beating = asyncio.get_running_loop().create_task(self.beat())

    async def beat(self) -> None:
        """Draw and push while things change, resting between two fan-outs in proportion to their cost."""
        while self.dirty:
            self.dirty = False
            start = time.perf_counter()
            for audience in list(self.audiences.values()):
                if audience.streams and self.draw(audience):
                    for stream in audience.streams:
                        stream.stir()
            # The woken streams send in the next turn of the loop; wait for it, to know what it cost.
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            cost = time.perf_counter() - start
            await asyncio.sleep(min(LONGEST, max(SHORTEST, RESTS * cost)))

    def listeners(self) -> int:
        """How many streams are open."""
        return sum(len(audience.streams) for audience in self.audiences.values())
