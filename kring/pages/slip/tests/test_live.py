"""The live lane for somebody without a seat: listening by the cookie of the own pages, and nothing that tells more."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async

from kring.asgi import application
from kring.conftest import Cast, Gathering
from kring.engine.live.lane import LiveLane
from kring.engine.live.request import voice_cookie
from kring.engine.meetings.course import go_to
from kring.engine.meetings.slips import lapse_slips, make_slips
from kring.engine.tests.speaking import PICKS


class Here(LiveLane):
    """The lane with its reader in the test's own thread, where the test's database is. Django notes what reaches it."""

    def __init__(self) -> None:
        super().__init__(self.note, application.face, application.mine)
        self.seen: list[dict[str, Any]] = []

    async def in_reader(self, function: Callable[..., Any], *given: Any) -> Any:
        return await sync_to_async(function)(*given)

    async def note(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.seen.append(scope)

    async def asks(self, path: str, cookie: str, then: Callable[[], Any] | None = None) -> list[Any]:
        """What comes back for a GET; the browser goes after `then`, or when the server has said goodbye."""
        got: list[Any] = []
        gone = asyncio.Event()

        async def receive() -> dict[str, str]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            got.append(message)
            if message.get("body", b"").startswith(b"id: ") and then is not None:
                await then()
                gone.set()

        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"lang=nl"}
        await self({**scope, "headers": [(b"cookie", cookie.encode())]}, receive, send)
        return got


@pytest.fixture
def evening(cast: Cast) -> Gathering:
    gathering = cast.meeting(people=1, settings=PICKS)
    go_to(gathering.meeting, "pick")
    return gathering


def held(gathering: Gathering, token: str) -> str:
    return f"{voice_cookie(gathering.activity.pk)}={token}"


def test_a_slip_listens_to_its_own_face(evening: Gathering, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    [code] = make_slips(evening.activity, "student", 1, 0)

    async def enough() -> None:
        """One look."""

    place = f"/v/{evening.activity.pk}/stream"
    head, first, *_ = async_to_sync(Here().asks)(place, held(evening, code), enough)
    assert head["status"] == 200 and "Hoe denk jij over veranderen?" in first["body"].decode()
    assert "Aart" not in first["body"].decode()
    assert code not in caplog.text


@pytest.mark.parametrize("who", ["nobody", "seat", "made up"])
def test_nobody_else_listens_there(evening: Gathering, who: str) -> None:
    token = {"nobody": "", "seat": evening.paper(0)[0], "made up": "0" * 28}[who]
    cookie = held(evening, token)
    place = f"/v/{evening.activity.pk}/stream"
    [head, _] = async_to_sync(Here().asks)(place, cookie)
    assert head["status"] == 404


def test_a_slip_that_lapses_is_told_so_at_once(evening: Gathering) -> None:
    activity = evening.activity
    [code] = make_slips(activity, "student", 1, 0)
    lane = Here()

    async def lapses() -> None:
        await sync_to_async(lapse_slips)(activity)
        hub = await lane.hub_of_activity(str(activity.pk))
        assert hub is not None
        await lane.refresh(hub)

    got = async_to_sync(lane.asks)(f"/v/{activity.pk}/stream", held(evening, code), lapses)
    said = b"".join(one.get("body", b"") for one in got)
    assert b"event: end\ndata: moved" in said


@pytest.mark.parametrize("place", ["/slip/", "/v/{}/"])
def test_no_session_and_no_seat_goes_along_with_a_slip(evening: Gathering, place: str) -> None:
    """C-10: whatever else this device holds, Django sees the paper only."""
    lane = Here()
    cookie = f"kring=session; kring_seat_12345678=a.b; {held(evening, 'code')}; kring_lang=nl"
    async_to_sync(lane.asks)(place.format(evening.activity.pk), cookie)
    [(_, kept)] = lane.seen[0]["headers"]
    assert b"session" not in kept and b"kring_seat" not in kept and b"kring_voice" in kept
