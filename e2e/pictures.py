"""The pictures of the help, made anew: a demo school of its own, robots that play, and a browser that looks.

bin/screenshots [FOLDER]   (as a program with the word `stage` it fills the data folder and says what to look at)
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from typing import Any

from players import chromium_here

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "kring" / "pages" / "static" / "kring" / "help"
HEAVIEST = 60_000
"""Bytes of one picture: a page of help opens quickly on a phone."""
PHONE = {
    "viewport": {"width": 390, "height": 700},
    "device_scale_factor": 1.5,
    "is_mobile": True,
    "has_touch": True,
}
BOARD = {"viewport": {"width": 1280, "height": 720}}
LAPTOP = {"viewport": {"width": 1280, "height": 760}}
SHOWN_ADDRESS = "http://kring.school.example"
"""What the board tells people to type."""
TEAM = ("Aart", "Bert", "Claire", "Dirk", "Emese", "Frans", "Gerlof", "Hermien", "Ivo")


def stage() -> dict[str, Any]:
    """Fill an empty data folder; each picture's address, its screen and its cookies."""
    from gallery import signed_in

    from kring.engine.demo import demo
    from kring.engine.live.request import seat_cookie
    from kring.engine.meetings.seats import take_seat
    from kring.engine.people.models import Community, Person
    from kring.kit.play import Next

    made = demo()
    circle = Community.objects.get(name="Managementteam DO")
    plays = {
        key: import_module(f"kring.tools.{key}.tests.play")
        for key in ("change_colours", "carousel", "change_lab")
    }

    def on_the_way(tool: str, title: str, settings: dict[str, Any], script: Iterable[Any]) -> Any:
        return played(planned(made.facilitator, circle, tool, title, settings), script)

    def seat_of(meeting: Any, name: str) -> dict[str, str]:
        seat = meeting.seats.get(shown_name=name)
        return {seat_cookie(str(meeting.pk)): f"{seat.pk}.{seat.key}"}

    def until(step: str, script: Iterable[Any]) -> Iterator[Any]:
        return takewhile(lambda action: action != Next(step), script)

    colours_play, figure_8 = plays["change_colours"], plays["change_colours"].FIGURE_8_SETTINGS
    choosing = on_the_way(
        "change_colours", "Hoe denken en doen wij?", figure_8, until("own", colours_play.figure_8())
    )
    pictured = on_the_way(
        "change_colours", "Hoe denken en doen wij?", figure_8, until("situation", colours_play.figure_8())
    )
    talking = on_the_way(
        "carousel",
        "Wie werkt er eigenlijk hiernaast?",
        {"theme": "wat ons werk lichter maakt", "use": "problems"},
        with_a_place(plays["carousel"]),
    )
    # Somebody who still holds her ballot paper: the phones of robots have used theirs.
    take_seat(choosing, name="Sara", role="teacher")
    lab_play = plays["change_lab"]
    lab = on_the_way(
        "change_lab",
        "Leren van elkaars lessen",
        lab_play.class_settings(9),
        until("rate", lab_play.class_of(9)),
    )
    opening = on_the_way("opening", "Hoe staat het ermee?", {}, [Next("stand")])
    me = {"kring": signed_in(made.facilitator)}
    member = {"kring": signed_in(Person.objects.get(shown_name="Claire"))}
    return {
        "join-board": [f"/b/{made.open_meeting.board_token}/", "board", {}],
        "join-phone": [f"/j/{made.open_meeting.join_token}/", "phone", {}],
        "lead": [f"/lead/{pictured.pk}/", "laptop", me],
        "colours-phone": [f"/m/{choosing.pk}/", "phone", seat_of(choosing, "Sara")],
        "colours-board": [f"/b/{pictured.board_token}/", "board", {}],
        "opening-board": [f"/b/{opening.board_token}/", "board", {}],
        "carousel-phone": [f"/m/{talking.pk}/", "phone", seat_of(talking, "Claire")],
        "lab-board": [f"/b/{lab.board_token}/", "board", {}],
        "learning-phone": [f"/communities/{circle.pk}/learning/", "phone", member],
        "phase": [f"/communities/{circle.pk}/phase/", "laptop", member],
    }


def with_a_place(play: Any) -> Iterator[Any]:
    """The nine of the carousel until their first talk, in a room with a name."""
    first, *rest = takewhile(lambda one: getattr(one, "payload", {}).get("phase") != "change", play.nine())
    yield first
    yield play.lead("prepare", "cr.spot", "kantine", {"name": "Kantine", "capacity": 5})
    yield from rest


def planned(leader: Any, circle: Any, tool: str, title: str, settings: dict[str, Any]) -> Any:
    """A meeting of the circle with one tool on its agenda."""
    from django.utils import timezone

    from kring.engine.meetings.course import AgendaItem, plan_meeting

    return plan_meeting(
        leader.organisation,
        title=title,
        planned_at=timezone.now(),
        by=leader,
        community=circle,
        agenda=[AgendaItem(tool, settings=settings)],
    )


def played(meeting: Any, script: Iterable[Any]) -> Any:
    """Open the meeting and play the script with the people of the circle."""
    from django.db import transaction

    from kring.engine.meetings.course import open_meeting
    from kring.engine.people.models import Person
    from kring.engine.robots import Robots

    people = {one.shown_name: one for one in Person.objects.filter(shown_name__in=TEAM)}
    with transaction.atomic():
        robots = Robots.join(open_meeting(meeting), [people[name] for name in TEAM], "Noor")
        robots.play(script)
    meeting.refresh_from_db()
    return meeting


def behind(data: Path) -> dict[str, Any]:
    """What `stage` says, from a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "stage"],
        env={**os.environ, "KRING_DATA": str(data), "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def light(take: Callable[[int], bytes]) -> bytes:
    """The best quality that is light enough. Raises ValueError when none is."""
    for quality in (85, 70, 55, 40):
        if len(picture := take(quality)) <= HEAVIEST:
            return picture
    raise ValueError(f"a picture stays heavier than {HEAVIEST} bytes; show less on it")


def take_all(address: str, shown: dict[str, Any], folder: Path) -> None:
    """Look at every face and keep what is seen, in Dutch and in the light theme."""
    from playwright.sync_api import sync_playwright

    screens = {"phone": PHONE, "board": BOARD, "laptop": LAPTOP}
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_here(), args=["--no-sandbox"])
        for name, (path, screen, cookies) in shown.items():
            context = chromium.new_context(locale="nl-NL", reduced_motion="reduce", **screens[screen])
            context.add_cookies(
                [{"name": key, "value": text, "url": address} for key, text in cookies.items()]
            )
            page = context.new_page()
            page.goto(f"{address}{path}")
            page.locator("main, .ours").first.wait_for()
            page.wait_for_timeout(1500)
            eye = context.new_cdp_session(page)

            def take(quality: int, eye: Any = eye) -> bytes:
                seen = eye.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
                return b64decode(seen["data"])

            (folder / f"{name}.webp").write_bytes(light(take))
            context.close()
        chromium.close()


def main() -> None:
    from bench.postgres import free_port
    from bench.servers import kring

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    with tempfile.TemporaryDirectory() as room:
        data = Path(room)
        # Once up and down, so that there is a database; what the robots do is read by the second server.
        kring(free_port(), data).start().end()
        shown = behind(data)
        port = free_port()
        with kring(port, data, KRING_ADDRESS=SHOWN_ADDRESS):
            take_all(f"http://127.0.0.1:{port}", shown, folder)
    sys.stdout.write(f"{len(shown)} pictures in {folder}\n")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:] == ["stage"]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.settings")
        import django

        django.setup()
        json.dump(stage(), sys.stdout)
    else:
        main()
