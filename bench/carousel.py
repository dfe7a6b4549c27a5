"""How soon two hundred people know where to go: from the press that begins a round until the last phone has it.

python -m bench.carousel [--seats 200] [--jitter 0.6]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

from bench.postgres import free_port
from bench.servers import begin, kring, manage

JITTER = 0.6
"""Seconds over which phones spread their asking (kr-own)."""


def main() -> None:
    """Measure; or, as `--plan`, make the meeting in the database of the settings."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seats", type=int, default=200)
    parser.add_argument("--jitter", type=float, default=JITTER)
    parser.add_argument("--plan", action="store_true")
    given = parser.parse_args()
    if given.plan:
        json.dump(make(given.seats), sys.stdout)
        return
    with tempfile.TemporaryDirectory() as folder:
        data, port = Path(folder), free_port()
        begin(data)
        plan = json.loads(manage(data, "--plan", "--seats", str(given.seats), module="bench.carousel"))
        with kring(port, data):
            for line in asyncio.run(play(port, plan, given.jitter)):
                sys.stdout.write(f"{line}\n")


def make(seats: int) -> dict[str, Any]:
    """A carousel at its rounds, with everybody in."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.settings")
    import django

    django.setup()
    from django.utils import timezone

    from kring.engine.meetings import course
    from kring.engine.meetings.models import Leading, Seat
    from kring.engine.people.models import Organisation

    organisation, _ = Organisation.objects.get_or_create(name="Bench")
    item = course.AgendaItem("carousel", settings={"theme": "Toetsen", "minutes": 125})
    meeting = course.plan_meeting(
        organisation, title="Bench", planned_at=timezone.now(), by=None, agenda=[item]
    )
    Seat.objects.bulk_create(
        Seat(meeting=meeting, shown_name=f"Naam {k}", role="teacher") for k in range(seats)
    )
    course.open_meeting(meeting)
    course.go_to(meeting, "round")
    meeting.refresh_from_db()
    first = meeting.seats.first()
    Leading.objects.create(meeting=meeting, seat=first)
    return {
        "meeting": str(meeting.pk),
        "activity": str(meeting.current_id),
        "seats": [f"{one.pk}.{one.key}" for one in meeting.seats.all()],
        "lead": f"{first.pk}.{first.key}",
    }


async def ask(port: int, method: str, path: str, seat: str, body: bytes = b"") -> bytes:
    """One request on a line of its own, as a phone that was asleep would."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Seat {seat}\r\n"
        f"Connection: close\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    told = await reader.read(-1)
    writer.close()
    if b" 200 " not in told[:16]:
        raise RuntimeError(told[:300].decode())
    return told.partition(b"\r\n\r\n")[2]


class Phone:
    """Listens, and asks what is its own whenever the stamp changes."""

    def __init__(self, port: int, plan: dict[str, Any], seat: str, jitter: float) -> None:
        self.port, self.plan, self.seat, self.jitter = port, plan, seat, jitter
        self.ready = asyncio.Event()
        self.knows: asyncio.Queue[tuple[float, str]] = asyncio.Queue()
        self.asking: set[asyncio.Task[None]] = set()

    async def listen(self) -> None:
        path = f"/api/v1/meetings/{self.plan['meeting']}/stream?face=phone&lang=nl"
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Seat {self.seat}\r\n\r\n".encode()
        )
        while line := await reader.readline():
            if line.startswith(b"data:"):
                self.ready.set()
                if b"kr-own" in line:
                    self.asking.add(asyncio.create_task(self.own()))

    async def own(self) -> None:
        await asyncio.sleep(random.random() * self.jitter)
        told = await ask(self.port, "GET", f"/api/v1/activities/{self.plan['activity']}/mine", self.seat)
        self.knows.put_nowait((time.monotonic(), json.loads(told)["own"]))


async def play(port: int, plan: dict[str, Any], jitter: float) -> list[str]:
    """Everybody joins, three rounds begin and end. A line per press."""
    phones = [Phone(port, plan, seat, jitter) for seat in plan["seats"]]
    listening = [asyncio.create_task(one.listen()) for one in phones]
    await asyncio.gather(*(one.ready.wait() for one in phones))
    at = f"/api/v1/activities/{plan['activity']}/contributions"

    async def say(seat: str, kind: str, key: str = "", **payload: Any) -> None:
        said = {"uuid": str(uuid4()), "step": "round", "kind": kind, "key": key, "payload": payload}
        await ask(port, "POST", at, seat, json.dumps(said).encode())

    start = time.monotonic()
    await asyncio.gather(*(say(seat, "cr.join") for seat in plan["seats"]))
    told = [f"everybody in after {time.monotonic() - start:.2f} s"]
    await asyncio.sleep(4)
    for number in (1, 2, 3):
        for phase, words in (("talk", f"Ronde {number}, tot"), ("change", "Na je gesprek met")):
            for one in phones:
                while not one.knows.empty():
                    one.knows.get_nowait()
            start = time.monotonic()
            await say(plan["lead"], "cr.turn", str(number), phase=phase)

            async def until(one: Phone, words: str = words) -> float:
                while True:
                    when, html = await asyncio.wait_for(one.knows.get(), 60)
                    if words in html:
                        return when

            took = sorted(when - start for when in await asyncio.gather(*map(until, phones)))
            told.append(
                f"round {number} {phase}: median {median(took):.2f} s, last of {len(took)} {took[-1]:.2f} s"
            )
            await asyncio.sleep(1)
    for task in listening:
        task.cancel()
    return told


if __name__ == "__main__":
    main()
