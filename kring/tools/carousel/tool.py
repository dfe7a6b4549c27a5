"""Encounters in the carousel: the declaration. What it is for stands in README.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from kring.kit.payload import Payload, no_payload
from kring.kit.scene import Settings
from kring.kit.tool import Kind, Setting, Step, Tool
from kring.tools.carousel import checks
from kring.tools.carousel.across import across
from kring.tools.carousel.compute import compute
from kring.tools.carousel.going import goes_on
from kring.tools.carousel.harvest import for_two, propose
from kring.tools.carousel.lead import lead
from kring.tools.carousel.leaders import not_passed_on
from kring.tools.carousel.live import live
from kring.tools.carousel.logbook import logbook
from kring.tools.carousel.mine import mine
from kring.tools.carousel.own import own
from kring.tools.carousel.pictures import PICTURES
from kring.tools.carousel.remind import remind
from kring.tools.carousel.report import prints, report
from kring.tools.carousel.reveals import reveal
from kring.tools.carousel.sheets import sheets
from kring.tools.carousel.slow import STEP, is_slow
from kring.tools.carousel.told import TOLD
from kring.tools.carousel.vocabulary import CONFIDENTIAL, MAP_MODES, NETWORKS, ODD_MODES, PRESETS, UNITS, USES
from kring.tools.carousel.weekly import plans

DONE = "cr.done"
PARTS = ("carousel", "slow", "later")
ARRANGING = ("cr.setup", "cr.spot", "cr.person", "cr.forbid", "cr.arrived", "cr.left")
"""What whoever leads may do at any time before the closing."""
COMING = ("cr.join", "cr.stop")
WISHES = ("cr.wish", "cr.rather_not", "cr.nominate")
AFTER_TALK = (
    "cr.talk_item",
    "cr.happened",
    "cr.log",
    "cr.expectation",
    "cr.go_on",
    "cr.opened",
    "cr.leader_note",
)


def carousel(settings: Settings) -> bool:
    """The steps of a carousel in one meeting."""
    return bool(settings.get("part", "carousel") == "carousel")


def talking(settings: Settings) -> bool:
    """What a carousel and a slow carousel end with."""
    return bool(settings.get("part", "carousel") != "later")


def looking_back(settings: Settings) -> bool:
    """The step weeks later, as an activity of its own that continues the carousel."""
    return bool(settings.get("part") == "later")


def mapped(settings: Settings) -> bool:
    """The map, where people were asked about their network; and where notes are passed on to leaders."""
    return settings.get("network", "none") != "none" or (
        talking(settings) and bool(settings.get("leader_feedback"))
    )


def step(
    key: str,
    minutes: int,
    *accepts: str,
    used: Callable[[Settings], bool] = carousel,
    reveals: bool = False,
    done: bool = True,
    lasts: str = "",
) -> Step:
    """A step; `done`: whoever is asked something in it can say "nothing to add". `lasts`: what somebody was writing
    when the next step began still arrives."""
    kinds = frozenset({*accepts, DONE}) if done else frozenset(accepts)
    return Step(key, minutes, kinds, used, reveals, DONE if done else "", lasts)


def kind(
    name: str,
    check: Callable[[str, Payload, Settings], Payload],
    lane: Literal["named", "anonymous", "choice"] = "named",
    shape: Literal["answer", "card", "record"] = "answer",
    *,
    leads: bool = False,
    term: str = "",
) -> Kind:
    """A kind of contribution of section 2.4, or of the course (records: the whole history counts). It is about
    meetings between people with a name, so a table has nothing to say in it."""
    confidential = f"cr.{name}" in CONFIDENTIAL
    own_term = term or ("rt.confidential" if confidential else "")
    return Kind(
        f"cr.{name}",
        lane,
        shape,
        check,
        lead_only=leads,
        confidential=confidential,
        term=own_term,
        personal=not leads,
    )


TOOL = Tool(
    key="carousel",
    prefix="cr",
    steps=(
        step("prepare", 5, *COMING, *WISHES, *ARRANGING),
        step("opening", 10, *COMING, *WISHES, *ARRANGING, "cr.log", "cr.ready", lasts="round"),
        step(
            "round",
            90,
            *COMING,
            *ARRANGING,
            *AFTER_TALK,
            "cr.turn",
            "cr.time",
            "cr.ready",
            done=False,
            lasts="closing",
        ),
        step(STEP, 10, *COMING, *WISHES, *ARRANGING, *AFTER_TALK, "cr.week", used=is_slow, done=False),
        step(
            "closing",
            15,
            *AFTER_TALK,
            "cr.turn",
            "cr.group_sentence",
            "cr.withdraw",
            "cr.mine_too",
            "cr.map_ok",
            "cr.agreement",
            used=talking,
            reveals=True,
        ),
        step("map", 10, "cr.release", used=mapped, reveals=True, done=False),
        step("later", 10, "cr.used", "cr.kept", "cr.nominate", used=looking_back, reveals=True),
    ),
    kinds=(
        # The course: from these the plan follows, so that every phone has the same.
        kind("join", checks.join, shape="record"),
        kind("stop", checks.stop, shape="record"),
        kind("wish", checks.wish, shape="record", term="rt.request"),
        kind("rather_not", checks.rather_not, shape="record", term="rt.rather_not"),
        kind("happened", checks.happened, shape="record"),
        kind("week", checks.week, shape="record"),
        kind("arrived", checks.seat, shape="record", leads=True),
        kind("left", checks.seat, shape="record", leads=True),
        kind("person", checks.person, shape="record", leads=True),
        kind("forbid", checks.forbid, shape="record", leads=True),
        kind("setup", checks.setup, shape="record", leads=True),
        kind("spot", checks.spot, shape="record", leads=True),
        kind("time", checks.time, shape="record", leads=True),
        kind("turn", checks.turn, shape="record", leads=True, term="rt.pairs"),
        # One person's own.
        kind("ready", checks.ready),
        kind("log", checks.log, term="rt.seat_log"),
        # Pairs and network have to know who answered; nobody else does (C-12).
        kind("expectation", checks.expectation),
        kind("talk_item", checks.talk_item),
        kind("go_on", checks.on),
        kind("nominate", checks.nominate),
        kind("map_ok", checks.map_ok),
        kind("used", checks.used),
        kind("kept", checks.kept),
        # The group.
        kind("leader_note", checks.leader_note, "choice"),
        kind("group_sentence", checks.sentence, "choice", "card"),
        kind("withdraw", checks.withdraw, "choice", "card"),
        kind("mine_too", checks.on, "anonymous"),
        kind("opened", checks.opened, "anonymous"),
        kind("agreement", checks.agreement, shape="card", leads=True),
        kind("release", checks.release, shape="record", leads=True),
        kind("done", no_payload, "choice"),
    ),
    settings=(
        Setting("part", "choice", "carousel", PARTS, asked=True),
        Setting("theme", "text", "", limit=140, asked=True, learns=True),
        Setting("use", "choice", "image", tuple(USES)),
        Setting("network", "choice", "none", NETWORKS, asked=True),
        Setting("unit", "choice", "persons", UNITS),
        Setting("minutes", "number", 120, lowest=40, highest=480, agenda=True),
        Setting("talk", "number", 10, lowest=5, highest=30),
        Setting("every", "number", 1, lowest=1, highest=4),
        Setting("change", "number", 2, lowest=1, highest=10),
        Setting("opening", "number", 10, lowest=5, highest=30),
        Setting("closing", "number", 15, lowest=5, highest=30),
        Setting("odd_mode", "choice", "trio", ODD_MODES),
        Setting("preset", "choice", "everyone", PRESETS),
        Setting("allow_repeat", "flag", False),
        Setting("table_list", "flag", False),
        Setting("map_mode", "choice", "measures", MAP_MODES),
        Setting("leader_feedback", "flag", False, more=True),
        Setting("transfer_weeks", "number", 6, lowest=0, highest=12, more=True),
    ),
    compute=compute,
    live=live,
    reveal=reveal,
    own=own,
    mine=mine,
    lead=lead,
    propose=propose,
    between=for_two,
    sheets=sheets,
    report=report,
    prints=prints,
    across={"later": across},
    logbook=logbook,
    destroys=not_passed_on,
    pictures=PICTURES,
    told=TOLD,
    own_time=False,
    thread=True,
    lasting=is_slow,
    plans=plans,
    goes_on=goes_on,
    reminds=remind,
    locks={
        "closing": frozenset({"cr.talk_item", "cr.group_sentence", "cr.withdraw"}),
        "map": frozenset({"cr.nominate", "cr.map_ok"}),
        "later": frozenset({"cr.used", "cr.kept"}),
    },
    live_kinds=frozenset(
        {
            *COMING,
            *ARRANGING,
            "cr.wish",
            "cr.rather_not",
            "cr.turn",
            "cr.time",
            "cr.happened",
            "cr.week",
            "cr.ready",
            "cr.opened",
            "cr.mine_too",
            "cr.agreement",
            "cr.withdraw",
            "cr.leader_note",
        }
    ),
)
