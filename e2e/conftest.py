"""A real server, a real browser, and people who act like people."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from players import House, Meeting, chromium_here, meetings
from playwright.sync_api import Browser, expect, sync_playwright

from bench.servers import READY, make_ready

expect.set_options(
    timeout=8000
)  # as long as an action may take: a machine that does more is late now and then


@pytest.fixture(scope="session", autouse=True)
def ready(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A data folder in which all is up to date and nobody has been, made once for all who test beside each other."""
    base = tmp_path_factory.getbasetemp()
    near = (base if worker_id == "master" else base.parent) / "ready"
    place = Path(os.environ.get(READY, near))  # bin/test has one for all its stages
    with Path(f"{place}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not place.exists():
            made = place.with_suffix(".making")
            make_ready(made)
            made.rename(place)
    os.environ[READY] = str(place)
    return place


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium."""
    with sync_playwright() as playwright:
        elsewhere = "--host-resolver-rules=MAP school.test 127.0.0.1"
        # Fewer processes that pass everything on to each other.
        together = ("--in-process-gpu", "--enable-features=NetworkServiceInProcess2")
        chromium = playwright.chromium.launch(
            executable_path=chromium_here(), args=["--no-sandbox", elsewhere, *together]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One Kring for all scenes; each scene has a meeting of its own."""
    folder: Path = tmp_path_factory.mktemp("house")
    made = House(folder).start()
    yield made
    made.end()


@pytest.fixture
def meeting(house: House, browser: Browser) -> Iterator[Callable[..., Meeting]]:
    """`meeting(tool=..., **settings)`: an open meeting, closed after the scene."""
    with meetings(house, browser) as open_one:
        yield open_one
