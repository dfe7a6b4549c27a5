"""Every face for every eye and hand: axe in nine variants, nothing from elsewhere, and nothing in the console.

Six variants are one page seen otherwise; `keyboard only` is a walk; `empty` and `error` are faces of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import URLPattern, get_resolver, resolve
from looking import AXE, PHONE, SMALL, told
from looking import look as look_at
from looking import walk as walk_through
from players import Facilitator, House, Meeting, tried_before
from players import Phone as Hand
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

Prepare = Callable[[Page], None]
STEPS = ("join", "meet", "pick", "own", "picture", "scenarios", "strategy", "buddies", "harvest")
CLASS_STEPS = ("test", "own", "picture", "situation", "weigh")
NOBODY_STEPS = ("join", "pick", "picture", "scenarios", "strategy", "harvest")
SCREENS = ("join", "board_picture", "lead", "report")
"""Of the screens that show parts together: what people really see stands in the other lists."""


@dataclass
class Gallery:
    """The house with everything in it, and a window for each person who looks."""

    house: House
    browser: Browser
    places: dict[str, Any] = field(default_factory=dict)
    windows: dict[str, BrowserContext] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    """What any page asked of another host, and what stood in any console."""

    def window(self, who: str) -> BrowserContext:
        """The browser of somebody who signed in, or of nobody ("")."""
        if who not in self.windows:
            context = self.browser.new_context(locale="nl-NL")
            context.set_default_timeout(8000)
            context.add_init_script(AXE)
            if who in self.places.get("sessions", {}):
                context.add_cookies(
                    [{"name": "kring", "value": self.places["sessions"][who], "url": self.house.address}]
                )
            context.on("request", lambda asked: self.asked(asked.url))
            context.on("response", self.answered)
            context.on("weberror", lambda error: self.wrong.append(str(error.error)))
            context.on(
                "console", lambda said: self.hear(said.type, said.text, said.location["url"], said.page)
            )
            self.windows[who] = context
        return self.windows[who]

    def page(self, who: str) -> Page:
        """The one page of somebody's browser: in a new one everything is compiled again."""
        window = self.window(who)
        return window.pages[0] if window.pages else window.new_page()

    def asked(self, url: str) -> None:
        if not url.startswith((f"{self.house.address}/", "data:", "blob:")):
            self.wrong.append(f"asked of another host: {url}")

    def answered(self, response: Response) -> None:
        """Every page says what it may load."""
        is_page = response.headers.get("content-type", "").startswith("text/html")
        if is_page and "default-src" not in response.headers.get("content-security-policy", ""):
            self.wrong.append(f"no content security policy: {response.url}")

    def hear(self, kind: str, text: str, where: str, page: Page | None) -> None:
        """Anything counts, except what Chromium itself says about a page with a refusal on it."""
        own_status = "Failed to load resource" in text and page is not None and where == page.url
        if kind in ("error", "warning") and not own_status:
            self.wrong.append(f"{kind} at {where}: {text}")

    def close(self) -> None:
        for context in self.windows.values():
            context.close()


@pytest.fixture(scope="module")
def new_house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """A Kring that nobody has set up."""
    gallery = Gallery(House(tmp_path_factory.mktemp("gallery")).start(), browser)
    yield gallery
    gallery.close()
    gallery.house.end()


@pytest.fixture(scope="module")
def gallery(new_house: Gallery) -> Gallery:
    """The demo school, with a team and a class that stand still where we want."""
    new_house.places = new_house.house.behind("gallery")
    return new_house


@pytest.fixture
def look(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., None]:
    """`look(gallery, page)`: no findings in any variant, nor in the walk by keyboard, nor in the console."""

    def at(
        gallery: Gallery,
        page: Page,
        *,
        size: tuple[int, int] = (1280, 800),
        skip: bool = True,
        few: bool = False,
    ) -> None:
        found = look_at(page, SMALL) if few else look_at(page)
        found += walk_through(page, size, skip)
        if found:
            page.screenshot(path=tmp_path / "face.png")
            found.append(f"{page.url} is seen in {tmp_path / 'face.png'}")
        found += gallery.wrong
        gallery.wrong.clear()
        assert not found, told(found)

    return at


@dataclass(frozen=True)
class Face:
    """An address, who looks, and what is done before looking."""

    name: str
    path: str
    who: str = ""
    before: Prepare | None = None
    small: bool = False

    def again(self, among: list[Face]) -> bool:
        """Another state of a page that came before in this list: refused, empty, or seen by somebody else."""
        first = next(one for one in among if named(one.path) == named(self.path))
        return first is not self

    def open(self, gallery: Gallery) -> Page:
        page = gallery.page(self.who)
        page.goto(gallery.house.address + filled(self.path, gallery.places))
        if self.before:
            self.before(page)
        return page


def filled(path: str, places: dict[str, Any]) -> str:
    """`{team.token}` and the like in an address."""
    for name, value in places.items():
        for inner, text in value.items() if isinstance(value, dict) else [("", value)]:
            path = path.replace(f"{{{name}.{inner}}}" if inner else f"{{{name}}}", str(text))
    return path


def named(path: str) -> str:
    """The page that an address leads to, whatever stands in its blanks."""
    return re.sub(r"\{[^}]+\}", "", path).partition("?")[0]


def name(face: Any) -> str:
    return str(getattr(face, "name", face))


def refused(**typed: str) -> Prepare:
    """Fill in what cannot be, press the main button, and find all of it still there beside an error."""

    def do(page: Page) -> None:
        for place, text in typed.items():
            page.locator(f"[id='{place}']").fill(text)
        page.locator(".button-main:visible").first.click()
        expect(page.locator(".error:visible, [role=alert]:visible").first).to_be_visible()
        for place, text in typed.items():
            expect(page.locator(f"[id='{place}']")).to_have_value(text)

    return do


def asked_for_a_code(page: Page) -> None:
    """A letter with a code is under way."""
    page.locator("#email").fill("noor@kring.example")
    page.locator(".button-main").click()
    page.wait_for_url("**/login/code/")


def refused_code(page: Page) -> None:
    """Not the code of the letter."""
    asked_for_a_code(page)
    page.locator("#code").fill("BBBB-BBBB")
    page.locator(".button-main").click()
    expect(page.locator("#code-wrong")).to_be_visible()


WELCOME = [
    Face("closed", "/welcome/"),
    Face("start", "{setup}"),
    Face("start-refused", "{setup}", before=refused(name="Scholengroep Noord", email="geen adres")),
]


@pytest.mark.parametrize("face", WELCOME, ids=name)
def test_welcome(new_house: Gallery, look: Callable[..., None], face: Face) -> None:
    link = new_house.house.behind("first_run")
    new_house.places = {"setup": urlsplit(link).path}
    look(new_house, face.open(new_house))


DOORS = [
    Face("code", "/"),
    Face("code-refused", "/", before=refused(code="123-4567")),
    Face("slip", "/slip/"),
    Face("slip-refused", "/slip/{team.activity}/", before=refused(code="1234")),
    Face("name", "/j/{team.token}/"),
    Face("name-known", "/j/{open.token}/", "noor"),
    Face("as-table", "/j/{team.token}/table/"),
    Face("way-back", "/j/{team.token}/back/"),
    Face("way-back-refused", "/j/{team.token}/back/", before=refused(code="BBB-BBB")),
    Face("name-by-mail", "/j/{mailed.token}/for/{mailed.signed}/"),
    Face("planned", "/j/{planned.token}/"),
    Face("closed", "/j/{closed.token}/"),
    Face("gone", "/m/{team.meeting}/"),
    Face("no-such-page", "/nergens/"),
    Face("sign-in", "/login/"),
    Face("sign-in-refused", "/login/", before=refused(email="geen adres")),
    Face("code-of-the-letter", "/login/", before=asked_for_a_code),
    Face("code-of-the-letter-refused", "/login/", "reader", before=refused_code),
    Face("invitation", "/invitation/{letter}/"),
    Face("invitation-refused", "/invitation/{letter}/", before=refused(name="")),
    Face("answer-by-letter", "/answer/{answer}/"),
    Face("come-and-look", "/look/{look}/"),
    Face("answer-by-a-broken-link", "/answer/nergens/"),
    Face("no-letters", "/letters/{pause}/"),
    Face("help", "/help/"),
    Face("help-to-begin", "/help/begin/"),
    Face("help-with-a-tool", "/help/tools/change_colours/"),
    Face("help-with-the-lab", "/help/tools/change_lab/"),
    Face("help-with-the-opening", "/help/tools/opening/"),
    Face("help-with-the-carousel", "/help/tools/carousel/"),
    Face("help-to-join", "/help/join/"),
    Face("help-about-privacy", "/help/privacy/"),
    Face("help-about-the-harvest", "/help/harvest/"),
    Face("sign-in-closed", "/login/closed/"),
    Face("invitation-old", "/invitation/nergens/"),
]


@pytest.mark.parametrize("face", DOORS, ids=name)
def test_doors(gallery: Gallery, look: Callable[..., None], face: Face) -> None:
    look(gallery, face.open(gallery), size=PHONE, few=face.again(DOORS))


INSIDE = [
    Face("home", "/home/", "noor"),
    Face("school-of-who-leads-it", "/school/", "aart"),
    Face("what-we-could-do", "/communities/{circle}/proposals/", "aart"),
    Face("research", "/research/", "wies"),
    Face("research-of-a-circle", "/research/{project}/circles/{circle}/", "wies"),
    Face("research-to-take-along", "/research/{project}/take/", "wies"),
    Face("home-of-nobody", "/home/", "umut"),
    Face("community", "/communities/{circle}/", "noor"),
    Face("community-of-a-member", "/communities/{circle}/", "aart"),
    Face("agreements", "/communities/{circle}/agreements/", "aart"),
    Face("trace", "/traces/{agreed}/", "aart"),
    Face("practice", "/practices/{practice}/", "aart"),
    Face("practice-of-its-doer", "/practices/{practice}/", "frans"),
    Face("road", "/communities/{circle}/road/", "aart"),
    Face("wall-between-meetings", "/communities/{circle}/walls/{wall}/", "aart"),
    Face("search", "/communities/{circle}/search/?q=voorstel+bespreken", "aart"),
    Face("search-everything", "/communities/{circle}/search/", "aart"),
    Face("search-nothing-found", "/communities/{circle}/search/?q=kleur+zzz", "aart"),
    Face("search-of-an-empty-circle", "/communities/{silent}/search/", "aart"),
    Face("search-one-thing", "/communities/{circle}/search/agreement/{agreed}/", "aart"),
    Face("thanks-and-help", "/communities/{circle}/help/", "aart"),
    Face("what-makes-it-last", "/communities/{circle}/lasting/", "aart"),
    Face("what-we-make", "/communities/{circle}/repertoire/", "aart"),
    Face("read-back-by-name", "/activities/{by_name}/ours/", "noor"),
    Face("rings", "/communities/{circle}/rings/", "aart"),
    Face("rings-of-who-guides", "/communities/{circle}/rings/", "noor"),
    Face("people-of-a-circle", "/communities/{circle}/people/", "aart"),
    Face("how-near-the-facilitator-is", "/communities/{circle}/facilitator/", "noor"),
    Face("parting", "/communities/{circle}/parting/", "noor"),
    Face("people-of-who-guides", "/communities/{circle}/people/", "noor"),
    Face("people-refused", "/communities/{circle}/people/", "aart", refused(email="geen adres")),
    Face("learning-agenda", "/communities/{circle}/learning/", "aart"),
    Face("learning-agenda-of-who-guides", "/communities/{circle}/learning/", "noor"),
    Face("learning-agenda-empty", "/communities/{fresh}/learning/", "aafke"),
    Face("learning-question", "/communities/{circle}/question/", "aart"),
    Face("learning-question-to-answer", "/communities/{fresh}/question/", "aafke"),
    Face("learning-question-refused", "/communities/{fresh}/question/", "aafke", refused(remark="Korter")),
    Face("learning-phase", "/communities/{circle}/phase/", "aart"),
    Face("learning-phase-to-answer", "/communities/{fresh}/phase/", "aafke"),
    Face("learning-phase-refused", "/communities/{fresh}/phase/", "aafke", refused(**{"not-yet": "Even"})),
    Face("learning-cards", "/communities/{circle}/cards/", "aart"),
    Face("learning-between", "/communities/{fresh}/between/", "aafke"),
    Face("learning-between-closed", "/communities/{circle}/between/", "aart"),
    Face("learning-rhythm", "/communities/{circle}/rhythm/", "aart"),
    Face("learning-insights", "/communities/{circle}/insights/", "aart"),
    Face("takeaway", "/communities/{circle}/takeaway/", "aart"),
    Face("learning-roles", "/meetings/{ahead}/roles/", "noor"),
    Face("learning-task", "/tasks/{task}/", "aart"),
    Face("learning-task-refused", "/tasks/{task}/", "noor", refused(summary="Kort")),
    Face("learning-task-ready", "/tasks/{ready}/", "noor"),
    Face("learning-task-idea", "/tasks/{idea}/", "aart"),
    Face("learning-task-done", "/tasks/{done}/", "aart"),
    Face("community-that-begins", "/communities/{fresh}/", "aafke"),
    Face("own-actions", "/open/", "aart"),
    Face("entering-aloud", "/meetings/{team.meeting}/open/", "noor"),
    Face("plan", "/meetings/new/?community={circle}", "noor"),
    Face("plan-refused", "/meetings/new/?community={circle}", "noor", refused(title="", clock="")),
    Face("replan", "/meetings/{planned.meeting}/plan/", "noor"),
    Face("harvest-to-read", "/meetings/{team.meeting}/harvest/", "noor"),
    Face("harvest-of-nobody", "/meetings/{nobody.meeting}/harvest/", "noor"),
    Face("harvest-done", "/meetings/{closed.meeting}/harvest/", "noor"),
    Face("harvest-of-a-member", "/meetings/{closed.meeting}/harvest/", "aart"),
    Face("report", "/meetings/{closed.meeting}/report/", "noor"),
    Face("report-of-nobody", "/meetings/{nobody.meeting}/report/", "noor"),
    Face("lead-planned", "/lead/{planned.meeting}/", "noor"),
    Face("lead-closed", "/lead/{closed.meeting}/", "noor"),
    Face("lead-end", "/lead/{team.meeting}/end/", "noor"),
    Face("lead-seat", "/lead/{team.meeting}/seats/{team.seat}/", "noor"),
    Face("lead-slips", "/lead/{team.meeting}/slips/", "noor"),
    Face("lead-slips-refused", "/lead/{team.meeting}/slips/", "noor", refused(n="500")),
    Face("board-closed", "/b/{closed.board}/"),
    Face("board-planned", "/b/{planned.board}/"),
    Face("account", "/account/", "noor"),
    Face("account-refused", "/account/", "noor", refused(name="")),
    Face("account-data", "/account/data/", "noor"),
    Face("sign-out", "/logout/", "noor"),
    Face("account-logbook", "/account/logbook/", "noor"),
    Face("account-remove", "/account/remove/", "noor"),
    Face("promise", "/manage/promise/", "umut"),
    Face("promise-refused", "/manage/promise/", "umut", refused()),
    Face("manage", "/manage/", "umut"),
    Face("manage-nobody-found", "/manage/?q=zzz", "umut"),
    Face("manage-add", "/manage/people/add/", "umut"),
    Face("manage-add-refused", "/manage/people/add/", "umut", refused(name="Ank", email="geen adres")),
    Face("manage-import", "/manage/people/import/", "umut"),
    Face("manage-import-refused", "/manage/people/import/", "umut", refused()),
    Face("manage-person", "/manage/people/{person}/", "umut"),
    Face("manage-schools", "/manage/schools/", "umut"),
    Face("manage-school", "/manage/schools/{school}/", "umut"),
    Face("manage-team", "/manage/teams/{group}/", "umut"),
    Face("manage-circles", "/manage/circles/", "umut"),
    Face("manage-research", "/manage/research/", "umut"),
    Face("manage-invitations", "/manage/invitations/", "umut"),
    Face(
        "manage-invitations-refused", "/manage/invitations/", "umut", refused(email="geen adres", name="Ank")
    ),
    Face("manage-log", "/manage/log/", "umut"),
]


@pytest.mark.parametrize("face", INSIDE, ids=name)
def test_inside(gallery: Gallery, look: Callable[..., None], face: Face) -> None:
    look(gallery, face.open(gallery), few=face.again(INSIDE))


STYLE = [Face(screen or "all", f"/style/{screen}/" if screen else "/style/") for screen in ("", *SCREENS)]


@pytest.mark.parametrize("face", STYLE, ids=name)
def test_style(gallery: Gallery, look: Callable[..., None], face: Face) -> None:
    look(gallery, face.open(gallery), few=True)


@pytest.fixture(scope="module")
def room(gallery: Gallery) -> Iterator[Callable[[str], Room]]:
    """`room("team")`: a meeting with a facilitator, a wall and a phone that stay open and follow."""
    made: dict[str, Room] = {}

    def enter(name: str) -> Room:
        if name not in made:
            made[name] = Room.enter(gallery, name)
        return made[name]

    yield enter
    for one in made.values():
        one.meeting.close()


@dataclass
class Room:
    """A meeting with its three faces open at once."""

    gallery: Gallery
    meeting: Meeting
    leader: Facilitator
    wall: Page
    hand: Hand

    @classmethod
    def enter(cls, gallery: Gallery, name: str) -> Room:
        place = {key: text for key, text in gallery.places[name].items() if key != "seat"}
        session = gallery.places["sessions"]["noor"]
        meeting = Meeting(
            gallery.house, gallery.browser, session=session, hosts=True, wrong=gallery.wrong, **place
        )
        leader = meeting.facilitator()
        return cls(gallery, meeting, leader, meeting.wall(), meeting.joined("Kaat"))

    def at(self, step: str) -> Room:
        """All three faces show this step."""
        self.leader.turns_to(step)
        self.hand.at_step(step)
        expect(self.wall.locator(".ours").first).to_have_attribute("data-step", re.compile(f"/{step}$"))
        return self

    def reveals(self) -> Room:
        """Everything that can be shown on the wall in this step."""
        while self.leader.page.locator("[id^=reveal-]").count():
            shown = self.leader.page.locator(".lead-ways .badge").count()
            self.leader.page.locator("[id^=reveal-]").first.click()
            expect(self.leader.page.locator(".lead-ways .badge")).to_have_count(shown + 1)
        return self

    def fills_the_test(self) -> Room:
        """Twelve blocks, so that there is a picture of one's own."""
        self.at("test")
        for number in range(1, 7):
            self.hand.block(f"cc.t{number}", "red", "blue")
        self.hand.page.locator("button:visible", has_text="Verder").click()
        for number in range(1, 7):
            self.hand.block(f"cc.d{number}", "green", "blue")
        self.hand.tap("Klaar")
        self.hand.waits_for_state("saved")
        return self

    def faces(self, look: Callable[..., None], *, few: bool = False) -> None:
        """Look at all three."""
        look(self.gallery, self.hand.page, size=PHONE, few=few)
        look(self.gallery, self.wall, few=few)
        look(self.gallery, self.leader.page, few=few)


@pytest.mark.parametrize("step", STEPS)
def test_team(room: Callable[[str], Room], look: Callable[..., None], step: str) -> None:
    """Figure 8 with everything in it."""
    room("team").at(step).faces(look)


@pytest.mark.parametrize("step", ["picture", "situation", "weigh"])
def test_class_before_publication(room: Callable[[str], Room], look: Callable[..., None], step: str) -> None:
    """Five who answered everything, and nothing of it on the wall yet."""
    room("class").at(step).faces(look, few=True)


def test_class_with_a_picture_of_its_own(
    request: pytest.FixtureRequest, room: Callable[[str], Room], look: Callable[..., None]
) -> None:
    """A block, the turn from thinking to doing, and what came out."""
    here = room("class")
    if tried_before(request):
        here.hand = here.meeting.joined("Kaat")
    here.at("test")
    look(here.gallery, here.hand.page, size=PHONE)
    here.fills_the_test().at("own")
    expect(here.hand.page.locator("kr-own svg").first).to_be_visible()
    here.faces(look)


@pytest.mark.parametrize("step", ["picture", "situation", "weigh"])
def test_class_published(room: Callable[[str], Room], look: Callable[..., None], step: str) -> None:
    room("class").at(step).reveals().faces(look)


@pytest.mark.parametrize("step", NOBODY_STEPS)
def test_nobody(room: Callable[[str], Room], look: Callable[..., None], step: str) -> None:
    """Empty: a meeting in which nobody said anything; the phone that looks has just come in."""
    room("nobody").at(step).faces(look, few=True)


@pytest.mark.parametrize("opener", ["keys", "end"])
def test_questions_over_the_page(room: Callable[[str], Room], look: Callable[..., None], opener: str) -> None:
    """The keyboard stays in the question, and Escape gives the page back."""
    here = room("nobody")
    here.leader.page.set_viewport_size({"width": 1280, "height": 800})
    here.leader.page.keyboard.press("Escape")
    here.leader.page.locator(f"[data-dialog={opener}]").first.click()
    look(here.gallery, here.leader.page, skip=False, few=True)
    here.leader.page.keyboard.press("Escape")
    expect(here.leader.page.locator(f"#{opener}")).to_be_hidden()


ASIDES = ("takeover/", "paper/")


def test_beside_the_phone(gallery: Gallery, look: Callable[..., None]) -> None:
    """Pages around the phone page: who takes over, the paper by hand, the voice, and leaving."""
    place = {key: text for key, text in gallery.places["nobody"].items() if key != "seat"}
    here = Meeting(gallery.house, gallery.browser, session="", hosts=True, wrong=gallery.wrong, **place)
    hand = here.phone()
    hand.page.route("**/kring/js/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    hand.scan()
    hand.join("Lotte")
    seat = hand.page.url
    for aside in ASIDES:
        hand.page.goto(seat + aside)
        look(gallery, hand.page, size=PHONE, few=True)
    hand.page.locator(".button-main").click()
    hand.page.wait_for_url(re.compile("/v/"))
    look(gallery, hand.page, size=PHONE, few=True)
    hand.page.goto(seat)
    hand.page.locator("details.more summary").click()
    hand.tap("Ik ga weg")
    look(gallery, hand.page, size=PHONE, few=True)
    here.close()


def test_somebody_with_a_slip(gallery: Gallery, look: Callable[..., None]) -> None:
    """Scanned: the code goes from behind the # into the form, and is in no address any more."""
    page = gallery.window("").new_page()
    page.goto(f"{gallery.house.address}/slip/#{gallery.places['slip']}")
    page.wait_for_url(re.compile("/v/[^#]*$"))
    look(gallery, page, size=PHONE)
    page.reload()
    page.locator("details.more summary").click()
    page.get_by_role("button", name="Haal mijn briefje van dit toestel").click()
    expect(page.locator("h1")).to_have_text("Dank je wel")
    look(gallery, page, size=PHONE, few=True)
    page.close()


VERBS = {
    *(
        "account_sessions",
        "account_aside",
        "account_research",
        "manage_project",
        "account_download",
        "demo_in",
        "lead_open",
        "lead_next",
        "lead_back",
    ),
    *(
        "lead_say",
        "lead_reveal",
        "lead_off",
        "lead_timer",
        "lead_note",
        "lead_hiding",
        "lead_seat_do",
        "harvest_new",
        "healthz",
    ),
    *("harvest_closing", "harvest_decide", "harvest_two", "manage_roles", "manage_role", "manage_sessions"),
    *("manage_state", "manage_teams", "manage_invitation", "phone_say", "seat_erasure", "voice_say"),
    *("voice_erasure", "agreement", "open_letters", "open_calendar", "open_action", "goal"),
    *("open_practice", "people_letter", "people_me", "people_role", "lead_names", "phone_names"),
    *("slip_stream", "slip_leave", "lead_slips_lapse"),
}
"""Addresses that do something and lead on to a page."""
FILES = {
    "photo",
    "photo_on_board",
    "practice_photo",
    "report_pdf",
    "results_xlsx",
    "join_sheet",
    "activity_pdf",
    "print_pdf",
    "activity_xlsx",
    "takeaway_zip",
    "calendar",
}
ELSEWHERE = {
    "lead",
    "board",
    "phone",
    "phone_paper",
    "phone_takeover",
    "phone_leave",
    "voice",
    "welcome_start",
}
"""Looked at in a room or with a key, not by an address in a list."""


def test_every_page_is_looked_at() -> None:
    """Whoever adds a page adds a face."""
    found = [inner for outer in get_resolver().url_patterns for inner in getattr(outer, "url_patterns", [])]
    every = {one.name for one in found if isinstance(one, URLPattern) and one.name}
    seen = {
        resolve(dummy(face.path)).url_name
        for face in [*WELCOME, *DOORS, *INSIDE, *STYLE]
        if face.path not in ("{setup}", "/nergens/")
    }
    before = {"account_request_login_code", "account_confirm_login_code"}
    assert every - seen - VERBS - FILES - ELSEWHERE - before == set()


def dummy(path: str) -> str:
    """An address with something in its blanks."""
    return re.sub(r"\{[^}]+\}", "00000000-0000-4000-8000-000000000000", path).partition("?")[0]


FAULTY = """<!doctype html><html lang="nl"><title>Fout</title>
<style>
  html { scroll-padding: 0 } .bar { position: fixed; inset: auto 0 0; height: 50vh; background: #fff }
  .plain:focus { outline: none } p { color: #bbb } .turned { order: 2 } main { display: flex; flex-direction: column }
</style>
<a class="skip" href="#nowhere">Naar de inhoud</a>
<main id="main"><h1>Fout</h1><p>Bleek</p><button></button>
<a class="plain" href="#a">Zonder rand</a><a class="turned" href="#b">Elders</a>
<p style="height: 60vh">.</p><a class="under" href="#c">Onder de balk</a><a tabindex="-1" href="#d">Onbereikbaar</a>
</main><div class="bar"></div>"""
FOUND = (
    *(
        "color-contrast",
        "button-name",
        'focus not visible: <a class="plain"',
        "another order than it is read",
    ),
    *('focus behind something: <a class="under"', "the skip link does not lead"),
)


def test_what_is_wrong_is_seen(browser: Browser) -> None:
    """The looking itself: a page with one of each fault."""
    page = browser.new_page()
    page.set_content(FAULTY)
    found = told([*look_at(page), *walk_through(page)])
    assert [one for one in FOUND if one not in found] == []
    page.close()
