"""The meetings that the live lane knows: read once, kept in memory, and read again when they change."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from kring.engine.live.hub import Face, Hub
from kring.engine.live.pace import Pace
from kring.engine.live.reading import about_activity, meeting_of_board, news_of, read
from kring.engine.meetings.state import MeetingState

log = logging.getLogger("kring.live")
T = TypeVar("T")


class Known:
    """What this process knows of the meetings that somebody looks at. Lives in the event loop."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.pace = Pace()
        self.hubs: dict[str, Hub] = {}
        """By meeting, and of a meeting in people's own time by "<meeting>/<part>" as well."""
        self.parts: dict[str, set[str]] = {}
        """Meeting in people's own time -> the parts that have a hub."""
        self.readings: dict[str, asyncio.Future[MeetingState | None]] = {}
        self.overtaken: set[str] = set()
        """The readings during which the meeting changed: what they find is read again."""
        self.activities: dict[str, str] = {}
        self.boards: dict[str, str] = {}
        self.reader = ThreadPoolExecutor(1, "kring-reader")
        self.loop: asyncio.AbstractEventLoop | None = None

    async def in_reader(self, function: Callable[..., T], *given: Any) -> T:
        """Ask the database something in the reader's thread."""
        return await asyncio.get_running_loop().run_in_executor(self.reader, function, *given)

    def told(self, meeting: str, what: str = "changed") -> None:
        """From any thread: this meeting changed."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.refresh_soon, meeting, what)

    def refresh_soon(self, meeting: str, what: str = "changed") -> None:
        """Read a meeting again if somebody here looks at it; one reading at a time."""
        self.overtaken |= {name for name in self.readings if name.partition("/")[0] == meeting}
        for hub in self.hubs_of(meeting):
            if hub.refreshing is not None:
                hub.again = True
            else:
                hub.refreshing = asyncio.get_running_loop().create_task(self.refresh(hub, what))

    def hubs_of(self, meeting: str) -> list[Hub]:
        """What is known here of a meeting: one hub, and in people's own time one more for each part."""
        names = (meeting, *(f"{meeting}/{part}" for part in self.parts.get(meeting, ())))
        return [hub for name in names if (hub := self.hubs.get(name)) is not None]

    def forget(self, hub: Hub) -> None:
        """Nobody looks at it, or it is gone."""
        meeting = hub.state.id
        self.hubs.pop(f"{meeting}/{hub.part}" if hub.part else meeting, None)
        if parts := self.parts.get(meeting):
            parts.discard(hub.part)
            if not parts:
                del self.parts[meeting]

    async def refresh(self, hub: Hub, what: str = "changed") -> None:
        """Read what changed and show it."""
        try:
            while True:
                hub.again = False
                activity = hub.state.activity
                if what == "said" and activity is not None:
                    ledger = activity.ledger
                    for one in await self.in_reader(
                        news_of, activity.id, ledger.named_seq, ledger.anonymous_seq
                    ):
                        hub.heard(one)
                else:
                    state = await self.in_reader(read, hub.state.id, hub.state, hub.part)
                    if state is None:
                        self.forget(hub)
                        return
                    hub.becomes(state)
                what = "changed"
                if not hub.again:
                    return
        except Exception:
            log.exception("Could not read meeting %s again", hub.state.id)
        finally:
            hub.refreshing = None
            hub.arrived = []

    async def hub(self, meeting: str, part: str = "") -> Hub | None:
        """The meeting in memory, read when needed; None when there is no such meeting.

        With `part`, in people's own time, as it is for whoever is in that part.
        """
        name = f"{meeting}/{part}" if part else meeting
        found = self.hubs.get(name)
        if found is None:
            # Two hundred phones that come back at once cause one reading.
            reading = self.readings.get(name)
            if reading is None:
                self.overtaken.discard(name)
                reading = self.readings[name] = asyncio.ensure_future(
                    self.in_reader(read, meeting, None, part)
                )
                reading.add_done_callback(lambda _: self.readings.pop(name, None))
            state = await reading
            if state is None:
                return None
            found = self.hubs.setdefault(name, Hub(state, self.face, self.pace, part))
            if part:
                self.parts.setdefault(meeting, set()).add(part)
            if name in self.overtaken:
                self.overtaken.discard(name)
                self.refresh_soon(meeting)
        return found

    async def hub_at(self, meeting: str, activity: str) -> Hub | None:
        """The meeting as it is for whoever is in this part, where parts are open beside each other; else for all."""
        found = await self.hub(meeting)
        if found is not None and activity in open_parts(found.state):
            return await self.hub(meeting, activity)
        return found

    async def hub_of_activity(self, activity: str) -> Hub | None:
        """The meeting to which an activity belongs."""
        meeting = self.activities.get(activity)
        if meeting is None:
            meeting = await self.in_reader(about_activity, activity)
            if meeting is None:
                return None
            self.activities[activity] = meeting
        return await self.hub_at(meeting, activity.lower())

    async def hub_named(self, name: str, part: str = "") -> Hub | None:
        try:
            return await self.hub_at(str(uuid.UUID(name)), part)
        except ValueError:
            return None

    async def hub_of_board(self, token: str) -> Hub | None:
        meeting = self.boards.get(token)
        if meeting is None:
            meeting = await self.in_reader(meeting_of_board, token)
            if meeting is None:
                return None
            self.boards[token] = meeting
        return await self.hub(meeting)


def open_parts(state: MeetingState) -> set[str]:
    """The parts that are open beside each other, in people's own time; elsewhere one part runs for everybody."""
    if state.kind != "async":
        return set()
    return {one["id"] for one in state.agenda if one["status"] == "open"}
