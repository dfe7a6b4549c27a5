"""People at a meeting: a phone in a hand, the board on the wall, whoever leads at a laptop. They use what they see."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from bench.postgres import free_port
from bench.servers import ROOT, Server, begin, kring

PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 568}
LAPTOP = {"width": 1280, "height": 800}
WALL = {"width": 1920, "height": 1080}
COURSE = (
    *(
        "join",
        "meet",
        "test",
        "pick",
        "own",
        "picture",
        "situation",
        "scenarios",
        "weigh",
        "strategy",
        "buddies",
    ),
    "harvest",
)
"""The steps of both forms of the colours, in their order."""


def chromium_here() -> str:
    """The machine's own Chromium; where there is one without windows, that one: it takes a third of the time."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium") or "/usr/bin/chromium"


def pressed(button: Locator) -> None:
    """A click, on a button that may go away."""
    button.click(timeout=2000)


def tried_before(request: pytest.FixtureRequest) -> bool:
    """Whether this scene was tried before, and has to find everything as it was the first time."""
    return getattr(request.node, "execution_count", 1) > 1


@dataclass
class House:
    """A running Kring with a data folder of its own; it can be restarted in between."""

    data: Path
    port: int = field(default_factory=free_port)
    server: Server | None = None
    stage: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> House:
        if not (self.data / "kring.sqlite3").exists():
            begin(self.data)
        self.server = kring(self.port, self.data, verb=("serve", "--no-migrate")).start()
        return self

    def demo(self) -> str:
        """Start as `bin/demo` does, and give what it prints."""
        begin(self.data)
        said = self.data / "said"
        self.server = kring(self.port, self.data, verb=("demo",), said=said).start()
        return said.read_text(encoding="utf-8")

    def restart(self) -> None:
        """As after a fault in the power: the phones lose their line and find it again."""
        self.end()
        self.start()

    def end(self) -> None:
        if self.stage:
            self.stage.communicate()
            self.stage = None
        if self.server:
            self.server.end()

    def behind(self, verb: str, **given: Any) -> Any:
        """Ask `stage.py` something; one process for all questions, for starting one takes seconds."""
        self.stage = self.stage or subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "stage.py")],
            env={**os.environ, "KRING_DATA": str(self.data)},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.stage.stdin and self.stage.stdout
        self.stage.stdin.write(json.dumps([verb, given]) + "\n")
        self.stage.stdin.flush()
        answer = self.stage.stdout.readline()
        assert answer, f"the stage could not do {verb}; it says why above"
        return json.loads(answer)


@dataclass
class Meeting:
    """An open meeting, and everybody who comes to it."""

    house: House
    browser: Browser
    meeting: str
    activity: str
    code: str
    token: str
    board: str
    session: str
    wrong: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    hosts: bool = False
    """Whether it is looked at which hosts the pages ask, of whoever comes from now on; to look costs time."""

    def phone(self, **given: Any) -> Phone:
        """A phone that has not joined yet."""
        return Phone(self, self.page(**{"viewport": PHONE, "has_touch": True, "is_mobile": True, **given}))

    def joined(self, name: str, **given: Any) -> Phone:
        """A phone on the phone page. The page that asks for a name is passed by: `scan` and `join` go through it."""
        phone = self.phone(**given)
        phone.page.context.request.post(
            f"{self.house.address}/j/{self.token}/",
            form={"name": name, "role": "teacher"},
            headers={"Origin": self.house.address},
            max_redirects=0,
        )
        phone.page.goto(f"{self.house.address}/m/{self.meeting}/")
        return phone

    def facilitator(self) -> Facilitator:
        """Amina at her laptop."""
        page = self.page(viewport=LAPTOP, cookies=[("kring", self.session)])
        page.goto(f"{self.house.address}/lead/{self.meeting}/")
        return Facilitator(self, page)

    def wall(self) -> Page:
        """The board, full screen."""
        page = self.page(viewport=WALL)
        page.goto(f"{self.house.address}/b/{self.board}/")
        return page

    def page(self, cookies: list[tuple[str, str]] | None = None, **given: Any) -> Page:
        """A browser of its own; whatever its console complains about is kept in `wrong`."""
        context = self.browser.new_context(locale="nl-NL", **given)
        context.set_default_timeout(8000)
        for name, value in cookies or []:
            context.add_cookies([{"name": name, "value": value, "url": self.house.address}])
        self.contexts.append(context)
        page = context.new_page()
        if self.hosts:
            page.on("request", lambda asked: self.goes(asked.url))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self.hear(said.type, f"{said.text} {said.location['url']}"))
        return page

    def goes(self, url: str) -> None:
        """Nothing is ever asked of another host."""
        ours = (self.house.address, f"http://school.test:{self.house.port}")
        if url.startswith("http") and not url.startswith(ours):
            self.wrong.append(f"asked of another host: {url}")

    def hear(self, kind: str, text: str) -> None:
        """Errors count, except that a line was gone: that is what some scenes are about."""
        if kind == "error" and not any(one in text for one in ("ERR_", "status of 409", "status of 404")):
            self.wrong.append(text)

    def stored(self) -> dict[str, list[Any]]:
        """What the database holds of the running activity."""
        found: dict[str, list[Any]] = self.house.behind("stored", activity=self.activity)
        return found

    def answers(self, kind: str) -> list[Any]:
        """The stored payloads of a kind, in order."""
        lanes = self.stored()
        return [one[3] for one in [*lanes["named"], *lanes["anonymous"]] if one[0] == kind]

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@contextmanager
def meetings(house: House, browser: Browser) -> Iterator[Callable[..., Meeting]]:
    """`open_one(tool=..., **settings)`: an open meeting. No page of it may complain in its console."""
    made: list[Meeting] = []

    def open_one(**given: Any) -> Meeting:
        made.append(Meeting(house, browser, **house.behind("meeting", **given)))
        return made[-1]

    yield open_one
    for one in made:
        one.close()
        assert one.wrong == []


@dataclass
class Phone:
    """One phone. `say…` are taps on the forms that the tool shows."""

    meeting: Meeting
    page: Page

    def scan(self) -> None:
        """The QR code on the board."""
        self.page.goto(f"{self.meeting.house.address}/j/{self.meeting.token}/")

    def type_code(self, code: str = "") -> None:
        """The seven digits, one by one."""
        self.page.goto(f"{self.meeting.house.address}/")
        self.page.locator("#code").press_sequentially(code or self.meeting.code)
        self.tap("Verder")

    def join(self, name: str, role: str = "leraar") -> None:
        """Name, then one tap on what you do."""
        self.page.locator("#name").fill(name)
        self.tap(role)
        self.page.wait_for_url("**/m/*/")

    def tap(self, words: str) -> None:
        """The button with these words."""
        self.page.get_by_role("button", name=words, exact=True).click()

    @property
    def state(self) -> str:
        """The honest line: saved, waiting, offline, or nothing."""
        return self.page.locator("kr-outbox").get_attribute("data-state") or ""

    def shows(self, text: str) -> None:
        """These words are on the screen, or come soon."""
        expect(self.page.locator("body")).to_contain_text(text, timeout=8000)

    def waits_for_state(self, state: str, within: float = 10) -> None:
        """Until the line says so."""
        expect(self.page.locator("kr-outbox")).to_have_attribute("data-state", state, timeout=within * 1000)

    def at_step(self, step: str) -> None:
        """Until the phone shows this step."""
        expect(self.page.locator(".ours").first).to_have_attribute("data-step", step, timeout=8000)

    def form(self, kind: str, key: str) -> Any:
        """The form of one question."""
        return self.page.locator(f'form.say[data-kind="{kind}"][data-key="{key}"]')

    def block(self, key: str, most: str, least: str) -> None:
        """Fits most, fits least, on."""
        form = self.form("cc.block", key)
        form.locator(f'[name="most:word"][value="{most}"]').check(force=True)
        form.locator(f'[name="least:word"][value="{least}"]').check(force=True)
        form.get_by_role("button").last.click()

    def field(self, key: str) -> Any:
        """The text field of a scenario, with its corner opened by a tap."""
        form = self.form("cc.scenario", key)
        if not form.is_visible():
            form.locator("xpath=ancestor::details/summary").click()
        return form.locator("textarea")

    def write(self, key: str, text: str) -> None:
        """A field of a scenario, kept."""
        self.field(key).fill(text)
        self.form("cc.scenario", key).get_by_role("button").last.click()

    def offline(self, gone: bool = True) -> None:
        """The wifi goes, or comes back."""
        self.page.context.set_offline(gone)


@dataclass
class Facilitator:
    """Whoever leads. Next and back are the buttons with these names on the page."""

    meeting: Meeting
    page: Page

    def goes_to(self, step: str, press: str = "#next", by: Callable[[Locator], None] | None = None) -> None:
        """Press until the step runs; `by` says how to press, else it is a click."""
        for _ in range(28):
            seen = self.seen()
            if step == seen.partition("/")[2]:
                return
            # The button of this step only: when the page goes on just now, one more press would go too far. A press
            # while the one before is still on its way does nothing; then a person presses again.
            try:
                (by or pressed)(self.page.locator(f'{press}[value="{seen}"]'))
            except TooLate:
                continue
            self.happens(lambda seen=seen: self.seen() != seen, within=2)
        raise AssertionError(f"never came to {step}")

    def turns_to(self, step: str) -> None:
        """On or back, whichever way the step lies."""
        ahead = COURSE.index(step) > COURSE.index(self.running())
        self.goes_to(step, "#next" if ahead else "#back")

    def running(self) -> str:
        """The step that runs, as the button that goes on names it."""
        return self.seen().partition("/")[2]

    def seen(self) -> str:
        """The activity and the step that the buttons are about."""
        return self.page.locator('[name="seen"]').first.get_attribute("value") or ""

    def until(self, true: Callable[[], bool]) -> None:
        """Wait a moment for something on the page."""
        assert self.happens(true), "it did not happen"

    def happens(self, true: Callable[[], bool], within: float = 8) -> bool:
        """Whether it comes true before the time is up."""
        for _ in range(int(within * 20)):
            if true():
                return True
            self.page.wait_for_timeout(50)
        return False
