"""The change lab: the declaration. What it is for stands in README.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from kring.frames.transitions.vocabulary import FORMS
from kring.kit.payload import Payload, no_payload
from kring.kit.scene import Settings
from kring.kit.tool import Kind, Setting, Step, Tool
from kring.tools.change_lab import checks
from kring.tools.change_lab.admit import RULES, admit
from kring.tools.change_lab.compute import compute
from kring.tools.change_lab.harvest import propose
from kring.tools.change_lab.lead import lead
from kring.tools.change_lab.live import hangs, live, released
from kring.tools.change_lab.own import mine, own
from kring.tools.change_lab.pictures import PICTURES
from kring.tools.change_lab.prints import prints
from kring.tools.change_lab.report import report
from kring.tools.change_lab.reveals import choices, reveal
from kring.tools.change_lab.scales import scales
from kring.tools.change_lab.sheets import sheets
from kring.tools.change_lab.told import TOLD
from kring.tools.change_lab.vocabulary import (
    PHASES,
    STATES,
    STEPS,
    WRITING,
    adds,
    next_settings,
    shows_guests,
    steps_of,
)

DONE = "cl.done"
ALWAYS = frozenset(
    {
        "cl.withdraw",
        "cl.move",
        "cl.link",
        "cl.cluster",
        "cl.exp_log",
        "cl.scribe",
        "cl.release",
        "cl.action",
        "cl.experiment",
        DONE,
    }
)
"""What is welcome in every step: the wall is kept in order, and what happens is written down, all the time."""


def chosen(key: str) -> Callable[[Settings], bool]:
    """Whether a session has this step."""

    def used(settings: Settings) -> bool:
        return key in steps_of(settings)

    return used


def step(key: str, *accepts: str, reveals: bool = False) -> Step:
    """A step; everybody can say "nothing to add"."""
    minutes, _ = STEPS[key]
    cards = frozenset({"cl.card"}) if key in WRITING else frozenset()
    return Step(key, minutes, ALWAYS | cards | frozenset(accepts), chosen(key), reveals, DONE)


def kind(
    name: str,
    lane: Literal["named", "anonymous", "choice"],
    shape: Literal["answer", "card", "record"],
    check: Callable[[str, Payload, Settings], Payload],
    *,
    lead_only: bool = False,
    lead_too: bool = False,
    photo: bool = False,
) -> Kind:
    """A kind of contribution of section 2.3."""
    full = f"cl.{name}"
    return Kind(
        full,
        lane,
        shape,
        check,
        lead_only=lead_only,
        whole=full in RULES,
        lead_too=lead_too,
        photo=photo,
    )


TOOL = Tool(
    key="change_lab",
    prefix="cl",
    steps=(
        step("checkin"),
        step("ambition", reveals=True),
        step("mirror_in", reveals=True),
        step("mirror_look", "cl.react", reveals=True),
        step("history", "cl.history"),
        step("triangle", "cl.node", "cl.pair", reveals=True),
        step("tensions", "cl.tension"),
        step("rate", "cl.rate", "cl.join", reveals=True),
        step("model", "cl.node", reveals=True),
        step("zone", "cl.zone", "cl.exp_dot", reveals=True),
        step("experiment"),
        step("evaluate", "cl.eval", reveals=True),
        step("barometer", "cl.baro", reveals=True),
        step("close"),
    ),
    kinds=(
        kind("card", "choice", "card", checks.card, photo=True),
        kind("withdraw", "choice", "card", checks.withdraw),
        kind("move", "choice", "answer", checks.move),
        kind("release", "choice", "answer", checks.release),
        kind("react", "anonymous", "answer", checks.react),
        kind("cluster", "named", "record", checks.cluster, lead_too=True),
        kind("node", "named", "card", checks.node),
        kind("pair", "named", "card", checks.pair, lead_only=True),
        kind("history", "named", "card", checks.history),
        kind("tension", "named", "card", checks.tension),
        kind("rate", "anonymous", "answer", checks.rate),
        kind("join", "anonymous", "answer", checks.group),
        kind("experiment", "named", "record", checks.experiment),
        kind("zone", "anonymous", "answer", checks.zone),
        kind("exp_dot", "anonymous", "answer", checks.dots),
        kind("exp_log", "named", "card", checks.log),
        kind("baro", "anonymous", "answer", checks.barometer),
        kind("eval", "anonymous", "answer", checks.evaluation),
        kind("scribe", "named", "answer", checks.scribe),
        kind("link", "named", "card", checks.link),
        kind("action", "named", "answer", checks.by_hand, lead_only=True),
        kind("done", "choice", "answer", no_payload),
    ),
    settings=(
        Setting("session_no", "number", 1, lowest=1, highest=99, asked=True),
        Setting("question", "text", "", limit=140, asked=True, learns=True),
        Setting("object", "text", "", limit=140, asked=True),
        Setting("emphasis", "choice", "", PHASES, more=True),
        Setting("steps", "subset", [], tuple(STEPS), more=True),
        Setting("baro_form", "choice", "", FORMS, more=True),
        Setting("perspective", "choice", "none", ("none", "a", "b"), more=True),
        Setting("wide", "flag", False, more=True),
        Setting("wall_open_between", "flag", True, more=True),
        Setting("guests_see_wall", "flag", False, more=True),
        Setting("paused", "flag", False),
        Setting("finished", "flag", False, more=True),
        Setting("trial", "flag", False, more=True),
    ),
    compute=compute,
    live=live,
    choices=choices,
    reveal=reveal,
    own=own,
    mine=mine,
    lead=lead,
    admit=admit,
    propose=propose,
    sheets=sheets,
    report=report,
    prints=prints,
    scales=scales,
    pictures=PICTURES,
    told=TOLD,
    thread=True,
    hangs=hangs,
    released=released,
    adds=adds,
    shows_guests=shows_guests,
    states=STATES,
    continues=next_settings,
    locks={
        "mirror_look": frozenset({"cl.react"}),
        "rate": frozenset({"cl.rate", "cl.join"}),
        "zone": frozenset({"cl.zone", "cl.exp_dot"}),
        "evaluate": frozenset({"cl.eval"}),
        "barometer": frozenset({"cl.baro"}),
    },
    live_kinds=frozenset(
        {
            "cl.card",
            "cl.withdraw",
            "cl.move",
            "cl.release",
            "cl.cluster",
            "cl.node",
            "cl.pair",
            "cl.history",
            "cl.tension",
            "cl.experiment",
            "cl.exp_log",
            "cl.scribe",
            "cl.link",
            "cl.action",
        }
    ),
)
