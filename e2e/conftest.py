"""A real server, a real browser, and people who act like people."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from players import House, Meeting, meetings
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium."""
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or "/usr/bin/chromium"
        elsewhere = "--host-resolver-rules=MAP school.test 127.0.0.1"
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", elsewhere])
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
