"""The live lane: contribute, stream and ours, in front of Django in the same process.

A small ASGI application. Everything it does not know goes to Django. It uses the same checks
(`intake.judge`) and the same way of storing (`store.store`) as the verb `contribute`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

import orjson
from django.db import OperationalError
from django.utils import timezone

from kring.engine.chores import do_chores, keep_moments
from kring.engine.live.frames import known_as
from kring.engine.live.hub import Face, Hub
from kring.engine.live.known import Known
from kring.engine.live.reading import close_connections, lead_by_session, lead_seen
from kring.engine.live.request import FACES, Asker, language_of, part_of, read_body, voice_cookie
from kring.engine.live.streams import Receive, Send, Stream
from kring.engine.live.writer import Writer
from kring.engine.meetings.announce import listeners
from kring.engine.meetings.intake import Entry, judge
from kring.engine.meetings.state import MeetingState, digest
from kring.engine.meetings.store import Doubled, Stale, number_of
from kring.engine.words import refusal
from kring.kit.payload import Refused

log = logging.getLogger("kring.live")
Scope = dict[str, Any]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

ACTIVITIES, MEETINGS, BOARDS = "/api/v1/activities/", "/api/v1/meetings/", "/api/v1/boards/"
QUIET_EVERY = 15
CHORES_EVERY = 300
MOMENTS_EVERY = 15
"""What was promised for nine o'clock is there at nine."""
FORGET_AFTER = 600
TRIES = 4


Mine = Callable[[MeetingState, Literal["named", "anonymous"], str, str], dict[str, Any]]
"""Gives what belongs to a seat or a voice (state, lane, who, language)."""


class LiveLane(Known):
    """The ASGI application of Kring: a few addresses of its own, the rest is Django's."""

    def __init__(self, django: App, face: Face, mine: Mine, *, on: bool = True) -> None:
        super().__init__(face)
        self.django = django
        self.mine = mine
        self.on = on
        self.writer: Writer | None = None
        self.house = ThreadPoolExecutor(1, "kring-chores")
        """Not the reader's thread: letters to a whole school take seconds, and meetings go on meanwhile."""
        self.tasks: set[asyncio.Task[Any]] = set()
        self.stopping = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.lifespan(receive, send)
            return
        if scope["type"] != "http":
            return
        path: str = scope["path"]
        if self.on and path.startswith("/api/v1/"):
            method = scope["method"]
            if method == "POST" and path.startswith(ACTIVITIES) and path.endswith("/contributions"):
                await self.contribution(scope, receive, send, path[len(ACTIVITIES) : -len("/contributions")])
                return
            if method == "GET" and path.startswith((MEETINGS, BOARDS)):
                kind, _, rest = path[len("/api/v1/") :].partition("/")
                name, _, what = rest.partition("/")
                if what in ("stream", "ours"):
                    await self.looking(scope, receive, send, kind, name, what)
                    return
            if method == "GET" and path.startswith(ACTIVITIES) and path.endswith("/mine"):
                found = await self.owned(scope, path[len(ACTIVITIES) : -len("/mine")])
                if found is not None:
                    await reply(send, 200, found)
                    return
        if path.startswith(("/v/", "/slip/")):
            scope = without_other_cookies(scope)
            if self.on and scope["method"] == "GET" and path.endswith("/stream"):
                await self.looking_with_a_slip(scope, receive, send, path[len("/v/") : -len("/stream")])
                return
        await self.django(scope, receive, send)

    # ---- starting and stopping ------------------------------------------------------------------

    async def lifespan(self, receive: Receive, send: Send) -> None:
        """Start the writer with the server, and let it finish before the server ends."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                if self.on:
                    self.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def start(self) -> None:
        """Start the writer, the slow beat and the ears for other processes, in the running loop."""
        self.loop = asyncio.get_running_loop()
        self.writer = Writer(self.loop)
        self.writer.start()
        listeners.append(self.told)
        self.keep(self.slow_beat())
        self.keep(self.every(CHORES_EVERY, do_chores))
        self.keep(self.every(MOMENTS_EVERY, keep_moments))
        from kring.engine.live.ears import listen_to_others

        listen_to_others(self.told)

    def leave_soon(self) -> None:
        """From a signal: end the streams, so that nothing holds up the stop."""
        if self.loop is not None:
            self.loop.call_soon_threadsafe(self.leave)

    def leave(self) -> None:
        """End every stream, and those that still come."""
        self.stopping = True
        for hub in self.hubs.values():
            for audience in hub.audiences.values():
                for stream in list(audience.streams):
                    stream.end("leaving")

    async def stop(self) -> None:
        """End the streams, store what is queued, end the threads."""
        self.leave()
        if self.told in listeners:
            listeners.remove(self.told)
        for task in self.tasks:
            task.cancel()
        if self.writer:
            self.writer.stop()
            await asyncio.to_thread(self.writer.join, 10)
        await self.in_reader(close_connections)
        await asyncio.get_running_loop().run_in_executor(self.house, close_connections)
        self.reader.shutdown(wait=False)
        self.house.shutdown(wait=False)

    def keep(self, work: Any) -> None:
        """Run something in the background and hold on to it."""
        assert self.loop is not None
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def slow_beat(self) -> None:
        """Every fifteen seconds: a sign of life on quiet streams, and forgetting what nobody looks at."""
        while True:
            await asyncio.sleep(QUIET_EVERY)
            for hub in list(self.hubs.values()):
                if not hub.listeners() and time.monotonic() - hub.used > FORGET_AFTER:
                    self.forget(hub)
                    continue
                for audience in hub.audiences.values():
                    for stream in audience.streams:
                        stream.quiet = True
                        stream.stir()
                await self.facilitators_seen(hub)

    async def every(self, seconds: int, what: Callable[[], None]) -> None:
        """What the house does by itself, again and again: the chores every five minutes, the moments more often."""
        while True:
            await asyncio.sleep(seconds)
            try:
                await asyncio.get_running_loop().run_in_executor(self.house, what)
            except Exception:
                log.exception("What the house does by itself failed; the next round tries again")

    async def facilitators_seen(self, hub: Hub) -> None:
        """Note that the facilitators whose pages are open are still there."""
        present = {
            stream.seat_key
            for (face, _), audience in hub.audiences.items()
            if face == "lead"
            for stream in audience.streams
        }
        for who in present:
            await self.in_reader(lead_seen, hub.state.id, who)

    # ---- the addresses -----------------------------------------------------------------------------

    async def contribution(self, scope: Scope, receive: Receive, send: Send, activity: str) -> None:
        """POST one contribution; answered after the commit, or with a kind no."""
        asker = Asker(scope["headers"])
        tool = ""
        try:
            if not asker.same_site or self.writer is None:
                raise Refused("unreadable")
            body = await read_body(receive)
            hub = await self.hub_of_activity(activity)
            if hub is None:
                await reply(send, 404, {"error": "not_found"})
                return
            tool = hub.state.activity.tool.key if hub.state.activity else ""
            number = await self.stored(hub, activity, asker, body)
            await reply(send, 200, {"seq": number}, ())  # nobody keeps an answer to a POST
        except Refused as refused:
            lang = asker.language
            status = 401 if refused.code in ("no_seat", "no_voice") else 409
            message = refusal(refused.code, lang, tool, **refused.values)
            await reply(send, status, {"error": refused.code, "message": message})
        except Exception as reason:
            # A full disk says so at every contribution; a mistake of ours wants its whole story.
            story = not isinstance(reason, OperationalError)
            log.error("A contribution could not be stored: %s", reason, exc_info=story)
            message = refusal("not_saved", asker.language)
            await reply(send, 503, {"error": "not_saved", "message": message})

    async def stored(self, hub: Hub, activity: str, asker: Asker, body: bytes) -> int:
        """Judge, store and take in one contribution. Raises Refused, or what the database said."""
        try:
            envelope = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise Refused("unreadable") from None
        assert self.writer is not None
        for _ in range(TRIES):
            try:
                entry = self.judged(hub, activity, asker, envelope)
            except Refused as refused:
                if refused.code not in ("no_seat", "no_voice"):
                    known = await self.in_reader(number_of, activity, envelope)
                    if known is not None:
                        return known
                raise
            outcome = await self.writer.put(entry)
            if isinstance(outcome, int):
                # By now the meeting may have gone on to its next activity, which did not hear this.
                for one in self.hubs_of(hub.state.id):
                    if one.state.activity is not None and one.state.activity.id == entry.activity:
                        one.heard(entry.contribution(outcome))
                return outcome
            if isinstance(outcome, Doubled):
                raise Refused("unreadable")
            if not isinstance(outcome, Stale):
                raise outcome
            # A step was opened or closed, or something was published, since this was judged.
            self.refresh_soon(hub.state.id)
            if hub.refreshing is not None:
                await hub.refreshing
        raise Refused("step_closed")

    def judged(self, hub: Hub, activity: str, asker: Asker, envelope: Any) -> Entry:
        """The entry for this envelope, from a seat or from a voice. Raises Refused."""
        state = hub.state
        if asker.voice:
            voice = digest(asker.voice)
            if state.activity is None or voice not in state.activity.voices:
                raise Refused("no_voice")
            return judge(state, activity, "anonymous", voice, envelope, timezone.now())
        seat = state.seats.get(asker.seat_for(state.id))
        if seat is None or seat.key != asker.seat_key:
            raise Refused("no_seat")
        leads = state.led_from(seat.id)
        return judge(state, activity, "named", seat.id, envelope, timezone.now(), leads=leads)

    async def owned(self, scope: Scope, activity: str) -> dict[str, Any] | None:
        """What belongs to whoever asks, from memory: two hundred phones ask in the same second where to go.

        None for what only Django can tell: another activity than the running one, somebody who is not known
        here (yet), something that was hidden, or a failure.
        """
        hub = await self.hub_of_activity(activity)
        running = hub.state.activity if hub else None
        if hub is None or running is None or running.id != activity.lower() or running.hidden:
            return None
        asker = Asker(scope["headers"])
        who = digest(asker.voice) if asker.voice else self.seat_of(hub, asker)
        if not who or (asker.voice and who not in running.voices):
            return None
        try:
            return self.mine(hub.state, "anonymous" if asker.voice else "named", who, asker.language)
        except Exception:
            log.exception("Could not tell what is mine in meeting %s", hub.state.id)
            return None

    def seat_of(self, hub: Hub, asker: Asker) -> str:
        """The seat that whoever asks holds now, or nothing."""
        seat = hub.state.seats.get(asker.seat_for(hub.state.id))
        return seat.id if seat is not None and seat.present and seat.key == asker.seat_key else ""

    async def looking(
        self, scope: Scope, receive: Receive, send: Send, kind: str, name: str, what: str
    ) -> None:
        """GET the stream of a face, or what it shows now. What one may not see is a 404."""
        asker = Asker(scope["headers"])
        lang = language_of(scope["query_string"]) or asker.language
        face = "board" if kind == "boards" else FACES.get(scope["query_string"].split(b"&")[0], "phone")
        part = part_of(scope["query_string"]) if face == "phone" else ""
        hub = await (self.hub_of_board(name) if kind == "boards" else self.hub_named(name, part))
        if hub is None:
            await reply(send, 404, {"error": "not_found"})
            return
        seat = hub.state.seats.get(asker.seat_for(hub.state.id))
        if seat is not None and seat.key != asker.seat_key:
            seat = None
        mark = seat.key if seat else ""
        if face == "lead":
            mark = await self.in_reader(lead_by_session, hub.state.id, asker.session, seat.id if seat else "")
        if (face == "lead" and not mark) or (face == "phone" and seat is None):
            await reply(send, 404, {"error": "not_found"})
            return
        audience = hub.audience(face, lang)
        if what == "ours":
            await reply(send, 200, {"frame": audience.frame, "html": audience.html})
            return
        stream = Stream(audience, seat.id if seat and face == "phone" else "", mark)
        if shown_already(scope, audience.html):
            stream.frame = audience.frame
        if face == "lead":
            await self.in_reader(lead_seen, hub.state.id, mark)
        if self.stopping:
            stream.end("leaving")
        await stream.run(receive, send)

    async def looking_with_a_slip(self, scope: Scope, receive: Receive, send: Send, activity: str) -> None:
        """GET the stream of who holds a slip for this activity (C-09): by the cookie of its own pages, and no other."""
        asker = Asker(scope["headers"])
        slip = digest(asker.cookie(voice_cookie(activity)))
        hub = await self.hub_of_activity(activity)
        running = hub.state.activity if hub else None
        if hub is None or running is None or running.id != activity or slip not in running.slips:
            await reply(send, 404, {"error": "not_found"})
            return
        audience = hub.audience("slip", language_of(scope["query_string"]) or asker.language)
        stream = Stream(audience, slip=slip)
        if shown_already(scope, audience.html):
            stream.frame = audience.frame
        if self.stopping:
            stream.end("leaving")
        await stream.run(receive, send)


def shown_already(scope: Scope, html: str) -> bool:
    """Does a page that was just loaded say (`have=`) that this stands on it? A returning stream never does."""
    _, _, have = scope["query_string"].partition(b"have=")
    if not have or any(name == b"last-event-id" for name, _ in scope["headers"]):
        return False
    return bool(have[:16].decode("ascii", "replace") == known_as(html))


JSON = (b"content-type", b"application/json")
UNKEPT = ((b"cache-control", b"no-store"),)


async def reply(
    send: Send, status: int, data: object, more: tuple[tuple[bytes, bytes], ...] = UNKEPT
) -> None:
    """A small answer in JSON."""
    body = orjson.dumps(data)
    headers = [JSON, (b"content-length", b"%d" % len(body)), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def without_other_cookies(scope: Scope) -> Scope:
    """A voice's pages never see the session or the seat of the device (C-10)."""
    headers = []
    for name, value in scope["headers"]:
        if name == b"cookie":
            kept = [
                part
                for part in value.split(b";")
                if part.strip().startswith((b"kring_voice", b"kring_lang", b"csrftoken"))
            ]
            value = b";".join(kept)
        headers.append((name, value))
    return {**scope, "headers": headers}
