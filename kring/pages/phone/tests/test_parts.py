"""In people's own time a phone walks from part to part, and everything that is said lands where it was said."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async

from kring.asgi import application
from kring.conftest import Cast, Gathering
from kring.engine.live.lane import LiveLane
from kring.engine.live.reading import read
from kring.engine.live.request import Asker, seat_cookie
from kring.engine.meetings.actions import reveal_due
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.store import store
from kring.engine.tests.parts import SHOWS, five_pick, parts, three_parts
from kring.engine.tests.speaking import envelope
from kring.tests.faces import problems


def ours(html: str) -> str:
    """What everybody in this part sees on the phone."""
    return html[html.index('<div class="ours') : html.index("</kr-live>")]


@pytest.fixture
def gathering(cast: Cast) -> Gathering:
    return three_parts(cast)


def test_the_phone_walks_from_part_to_part(gathering: Gathering) -> None:
    gathering.sit_down("Aart")
    first, second, _ = parts(gathering)
    phone, place = gathering.phone(0), f"/m/{gathering.meeting.pk}/"
    page = phone.get(place).content.decode()
    assert problems(ours(page)) == []
    assert f'data-activity="{first.pk}"' in page and f'href="{place}?part={second.pk}"' in page
    assert f"lang=nl&amp;part={first.pk}" in page and "Deel 1 van 3" in page
    page = phone.get(f"{place}?part={second.pk}").content.decode()
    assert problems(ours(page)) == []
    assert f'data-activity="{second.pk}"' in page and "Deel 2 van 3" in page and "Dan de school" in page
    assert f'data-activity="{first.pk}"' in phone.get(f"{place}?part=nergens").content.decode()


def test_without_script_what_is_said_lands_in_the_part_one_is_in(gathering: Gathering) -> None:
    gathering.sit_down("Aart")
    _, second, _ = parts(gathering)
    phone, place = gathering.phone(0), f"/m/{gathering.meeting.pk}/"
    form = {"_step": "own", "_kind": "cc.named", "_key": "", "think:list": "red", "do:list": "blue"}
    answer = phone.post(f"{place}say/?part={second.pk}", form)
    assert answer.headers["Location"] == f"{place}?said&part={second.pk}"
    assert [one.named.count() for one in parts(gathering)] == [0, 1, 0]
    own = phone.get(answer.headers["Location"]).content.decode()
    assert f"erasure/?part={second.pk}" in own
    phone.post(f"{place}erasure/?part={second.pk}", {"kinds": "cc.named"})
    assert second.named.count() == 0
    paper = phone.get(f"{place}paper/?part={second.pk}").content.decode()
    assert f"{place}?part={second.pk}" in paper
    assert second.pk and f"/v/{second.pk}/say/" in phone.get(f"{place}?part={second.pk}").content.decode()


def test_after_the_end_the_outcome_is_there_and_nothing_is_asked(gathering: Gathering) -> None:
    first, second, _ = parts(gathering)
    five_pick(gathering, second)
    reveal_due(SHOWS)
    phone, place = gathering.phone(0), f"/m/{gathering.meeting.pk}/"
    page = phone.get(f"{place}?part={second.pk}").content.decode()
    assert problems(ours(page)) == []
    assert "De tijd is om. Dit kwam eruit." in page and 'id="step-picture"' in page
    assert 'class="say' not in page and "<kr-paper" not in page and "<kr-own" in page
    empty = phone.get(f"{place}?part={first.pk}").content.decode()
    assert "niets om samen te laten zien" in empty and 'id="step-' not in empty


# The live lane


class Here(LiveLane):
    """The lane with its reader and its writer in the test's own thread, where the test's database is."""

    async def in_reader(self, function: Callable[..., Any], *given: Any) -> Any:
        return await sync_to_async(function)(*given)


class Desk:
    """Stores at once."""

    def put(self, entry: Any) -> asyncio.Future[Any]:
        return asyncio.ensure_future(sync_to_async(lambda: store([entry])[0])())


@pytest.fixture
def lane() -> Here:
    made = Here(application.django, application.face, application.mine)
    made.writer = Desk()  # type: ignore[assignment]
    return made


def test_the_lane_keeps_the_parts_apart(gathering: Gathering, lane: Here) -> None:
    gathering.sit_down("Aart")
    seat = gathering.seats[0]
    first, second, _ = parts(gathering)
    cookie = f"{seat_cookie(str(gathering.meeting.pk))}={seat.pk}.{seat.key}".encode()
    asker = Asker([(b"cookie", cookie)])
    said = envelope("own", "cc.named", "", {"think": ["red"], "do": ["blue"]})

    async def talk() -> None:
        for part in (second, first):
            hub = await lane.hub_of_activity(str(part.pk))
            assert hub is not None and hub.state.activity is not None
            assert hub.state.activity.id == str(part.pk)
            number = await lane.stored(
                hub, str(part.pk), asker, json.dumps(said | {"uuid": str(part.pk)}).encode()
            )
            assert number == 1 and hub.state.activity.ledger.named_seq == 1
        meeting = str(gathering.meeting.pk)
        assert len(lane.hubs_of(meeting)) == 3, "one for all, and one for each part somebody is in"
        everybody = await lane.hub(meeting)
        assert everybody is not None and everybody.state.activity is not None
        assert everybody.state.activity.ledger.named_seq == 1, (
            "whoever leads hears the first part, not the second"
        )
        for one in lane.hubs_of(meeting):
            lane.forget(one)
        assert lane.hubs == {} and lane.parts == {}
        nobody = await lane.hub_at(meeting, "nergens")
        assert nobody is not None and nobody.part == ""

    async_to_sync(talk)()


def test_an_activity_that_began_meanwhile_does_not_hear_what_was_said_in_another(
    gathering: Gathering, lane: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathering.sit_down("Aart")
    seat = gathering.seats[0]
    first, second, _ = parts(gathering)
    asker = Asker([(b"cookie", f"{seat_cookie(str(gathering.meeting.pk))}={seat.pk}.{seat.key}".encode())])
    said = envelope("own", "cc.named", "", {"think": ["red"], "do": ["blue"]})

    async def talk() -> None:
        hub = await lane.hub_of_activity(str(second.pk))
        assert hub is not None

        put = Desk().put

        async def slowly(entry: Any) -> Any:
            stored = await put(entry)
            other = await sync_to_async(read_meeting)(hub.state.id, None, str(first.pk))
            assert other is not None
            hub.state = other
            return stored

        monkeypatch.setattr(lane.writer, "put", slowly)
        await lane.stored(hub, str(second.pk), asker, json.dumps(said).encode())
        assert hub.state.activity is not None and hub.state.activity.ledger.named_seq == 0

    async_to_sync(talk)()


def test_what_changes_while_a_meeting_is_read_for_the_first_time_is_read_too(
    gathering: Gathering, lane: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = str(gathering.meeting.pk)
    plain = lane.in_reader

    async def reader(function: Callable[..., Any], *given: Any) -> Any:
        found = await plain(function, *given)
        if function is read and not gathering.seats:
            await sync_to_async(gathering.sit_down)("Aart")
            lane.refresh_soon(meeting)
        return found

    monkeypatch.setattr(lane, "in_reader", reader)

    async def talk() -> None:
        hub = await lane.hub(meeting)
        assert hub is not None and hub.refreshing is not None
        await hub.refreshing
        assert [one.name for one in hub.state.seats.values()] == ["Aart"] and not lane.overtaken

    async_to_sync(talk)()
