"""The live lane on a real server: a power cut, two processes, a restart, a slow phone, a full disk."""

from __future__ import annotations

import json
import socket
import time
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.crash import crash
from bench.postgres import free_port, postgres, programs
from bench.run import plan_for
from bench.servers import Server, kring

SWIFT = ("serve", "--no-migrate")
"""The data folder of a plan is up to date."""
needs_postgres = pytest.mark.skipif(programs() is None, reason="apt install postgresql")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgres() as address:
        yield address


class Ear:
    """A phone that only listens: reads the stream over a plain socket."""

    def __init__(self, port: int, meeting: dict[str, Any], seat: int = 0, last: str = "") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        again = f"Last-Event-ID: {last}\r\n" if last else ""
        self.socket.sendall(
            (
                f"GET /api/v1/meetings/{meeting['meeting']}/stream?face=phone&lang=nl HTTP/1.1\r\n"
                f"Host: 127.0.0.1:{port}\r\nAuthorization: Seat {meeting['seats'][seat]}\r\n{again}\r\n"
            ).encode()
        )
        self.heard = b""

    def hears(self, text: str, within: float = 5) -> bool:
        """Whether the text comes in before the time is up."""
        end = time.monotonic() + within
        while text.encode() not in self.heard:
            left = end - time.monotonic()
            if left <= 0:
                return False
            self.socket.settimeout(left)
            try:
                piece = self.socket.recv(65536)
            except TimeoutError:
                return False
            if not piece:
                return False
            self.heard += piece
        return True


def say(port: int, meeting: dict[str, Any], text: str, seat: int = 0, ident: str = "") -> tuple[int, Any]:
    """Send one scenario note; status and answer."""
    said = {
        "uuid": ident or str(uuid.uuid4()),
        "step": "scenarios",
        "kind": "cc.scenario",
        "key": "green.first_step",
        "payload": {"text": text},
    }
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/activities/{meeting['activity']}/contributions",
        json.dumps(said).encode(),
        {"Authorization": f"Seat {meeting['seats'][seat]}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def first_meeting(plan: Path) -> dict[str, Any]:
    return dict(json.loads(plan.read_text())["meetings"][0])


def test_a_power_cut_loses_nothing_on_sqlite(tmp_path: Path) -> None:
    plan = plan_for(tmp_path, 1, 20, "scenarios")
    found = crash(kring(free_port(), tmp_path, verb=SWIFT), tmp_path, plan, seconds=2)
    assert found["acked"] > 100
    assert (found["lost"], found["doubled"], found["missing_after_resend"]) == (0, 0, 0)


@needs_postgres
def test_a_power_cut_loses_nothing_on_postgresql(tmp_path: Path, database: str) -> None:
    plan = plan_for(tmp_path, 1, 20, "scenarios", database)
    found = crash(kring(free_port(), tmp_path, database, SWIFT), tmp_path, plan, database=database, seconds=2)
    assert found["acked"] > 100
    assert (found["lost"], found["doubled"], found["missing_after_resend"]) == (0, 0, 0)


@needs_postgres
def test_two_processes_share_one_meeting(tmp_path: Path, database: str) -> None:
    """Amina's phone hangs on the one process, Bram writes through the other; both see both."""
    plan = plan_for(tmp_path, 1, 4, "scenarios", database)
    meeting = first_meeting(plan)
    one, other = (kring(free_port(), tmp_path, database, SWIFT) for _ in range(2))
    with one, other:
        amina, bram = Ear(one.port, meeting, 0), Ear(other.port, meeting, 1)
        assert amina.hears("event: ours")
        assert bram.hears("event: ours")
        assert say(other.port, meeting, "vanuit het andere proces", 1)[0] == 200
        assert amina.hears("vanuit het andere proces")
        assert say(one.port, meeting, "en terug", 0)[0] == 200
        assert bram.hears("en terug")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, list[dict[str, Any]]]]:
    """A server with enough meetings for each scene to have one of its own."""
    folder = tmp_path_factory.mktemp("live")
    plan = plan_for(folder, 16, 6, "scenarios")
    with kring(free_port(), folder, verb=SWIFT) as running:
        yield running, json.loads(plan.read_text())["meetings"]


@pytest.fixture
def place(server: tuple[Server, list[dict[str, Any]]]) -> tuple[Server, dict[str, Any]]:
    """The server, and a meeting in which nothing was said."""
    running, meetings = server
    return running, meetings.pop()


def test_who_returns_gets_everything(place: tuple[Server, dict[str, Any]]) -> None:
    running, meeting = place
    say(running.port, meeting, "voor de onderbreking")
    ear = Ear(running.port, meeting, 1, last="1-0-1")
    assert ear.hears("voor de onderbreking", within=5)


def test_a_phone_that_does_not_read_holds_up_nobody(place: tuple[Server, dict[str, Any]]) -> None:
    running, meeting = place
    slow, quick = Ear(running.port, meeting, 1), Ear(running.port, meeting, 2)
    assert quick.hears("event: ours")
    for n in range(60):
        say(running.port, meeting, f"{'lang verhaal ' * 15}{n}")
    start = time.monotonic()
    say(running.port, meeting, "de laatste")
    assert quick.hears("de laatste", within=5)
    assert time.monotonic() - start < 5
    assert slow.hears("de laatste", within=10)


def test_the_same_tap_twice_counts_once(place: tuple[Server, dict[str, Any]]) -> None:
    running, meeting = place
    ident = str(uuid.uuid4())
    first = say(running.port, meeting, "een keer", ident=ident)
    assert first[0] == 200
    assert say(running.port, meeting, "een keer", ident=ident) == first


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"step": "test"}, "not_in_this_step"),
        ({"step": "weigh", "kind": "cc.weigh"}, "step_closed"),
        ({"kind": "cc.block"}, "not_in_this_step"),
        ({"key": "purple.first_step"}, "unreadable"),
        ({"uuid": "geen uuid"}, "unreadable"),
        ({"payload": {"text": "x" * 10_000}}, "text_too_long"),
        ({"payload": "tekst"}, "unreadable"),
    ],
)
def test_what_does_not_belong_is_answered_with_a_sentence(
    place: tuple[Server, dict[str, Any]], change: dict[str, Any], code: str
) -> None:
    running, meeting = place
    said = {
        "uuid": str(uuid.uuid4()),
        "step": "scenarios",
        "kind": "cc.scenario",
        "key": "green.who",
        "payload": {"text": "goed"},
    } | change
    request = urllib.request.Request(
        f"http://127.0.0.1:{running.port}/api/v1/activities/{meeting['activity']}/contributions",
        json.dumps(said).encode(),
        {
            "Authorization": f"Seat {meeting['seats'][0]}",
            "Content-Type": "application/json",
            "Accept-Language": "nl",
        },
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=5)
    answer = json.load(refused.value)
    assert (refused.value.code, answer["error"]) == (409, code)
    assert len(answer["message"]) > 20


@pytest.mark.parametrize(
    "text", ["👩‍🏫🎉", "שלום ומרחבא", "<script>alert(1)</script>", "a\u202eb", "'; drop table"]
)
def test_any_text_comes_back_as_text(place: tuple[Server, dict[str, Any]], text: str) -> None:
    running, meeting = place
    assert say(running.port, meeting, text)[0] == 200
    ear = Ear(running.port, meeting, 1)
    assert ear.hears("event: ours")
    assert b"<script>" not in ear.heard
