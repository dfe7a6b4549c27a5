"""Colours of change: the declaration. What it is for stands in README.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from kring.kit.payload import Payload, no_payload
from kring.kit.scene import Settings
from kring.kit.tool import Kind, Setting, Step, Tool
from kring.tools.change_colours import checks
from kring.tools.change_colours.across import across
from kring.tools.change_colours.compute import compute
from kring.tools.change_colours.harvest import propose
from kring.tools.change_colours.live import live
from kring.tools.change_colours.own import own
from kring.tools.change_colours.pictures import PICTURES
from kring.tools.change_colours.report import report
from kring.tools.change_colours.reveals import choices, reveal
from kring.tools.change_colours.scales import scales
from kring.tools.change_colours.sheets import sheets
from kring.tools.change_colours.told import TOLD
from kring.tools.change_colours.vocabulary import FORMS

PARTS = (
    "join",
    "back",
    "meet",
    "test",
    "own",
    "picture",
    "situation",
    "scenarios",
    "weigh",
    "strategy",
    "buddies",
    "harvest",
)
"""The steps that an activity may have; `test` stands for the test or for picking, by form."""
FIRST_TIME = tuple(one for one in PARTS if one not in ("back", "buddies"))
"""The steps of an activity that nothing went before."""
DONE, KEEP = "cc.done", "cc.keep"
NAMES_KEPT = "rt.name_table"
"""Names with colours go thirty days after closing, unless everybody asks to keep them (section 8)."""


def chosen(part: str, form: str = "") -> Callable[[Settings], bool]:
    """Whether an activity has this part, in this form."""

    def used(settings: Settings) -> bool:
        wanted = settings.get("steps") or FIRST_TIME
        return part in wanted and (not form or settings.get("form", "blocks") == form)

    return used


def following(before: Settings) -> dict[str, Any]:
    """The settings of an activity that goes on with an earlier one, half a year later.

    Where there is a plan they look back on it, look at themselves again, and go on planning. Where there is none
    yet they go on with what was left.
    """
    done = before.get("steps") or FIRST_TIME
    if "strategy" in done:
        again = ("join", "back", "test", "own", "picture", "strategy", "harvest")
        steps = [one for one in PARTS if one in again or (one == "buddies" and one in done)]
    else:
        steps = [one for one in FIRST_TIME if one not in done or one in ("join", "harvest")]
    return {**{key: before[key] for key in CARRIED if key in before}, "steps": steps}


CARRIED = ("form", "change", "allow_names", "max_load")


def step(
    key: str,
    minutes: int,
    *accepts: str,
    part: str = "",
    form: str = "",
    reveals: bool = False,
    lasts: str = "",
) -> Step:
    """A step; whoever is asked something in it can say "nothing to add"."""
    kinds = frozenset({*accepts, DONE}) if accepts else frozenset()
    return Step(key, minutes, kinds, chosen(part or key, form), reveals, DONE if accepts else "", lasts)


def kind(
    name: str,
    lane: Literal["named", "anonymous", "choice"],
    check: Callable[[str, Payload, Settings], Payload],
    *,
    shape: Literal["answer", "record"] = "answer",
    erasable: bool = False,
    withdrawable: bool = False,
    term: str = "",
    kept_by: str = "",
    personal: bool = False,
    confidential: bool = False,
) -> Kind:
    """A kind of contribution of section 2.3."""
    return Kind(
        f"cc.{name}",
        lane,
        shape,
        check,
        erasable=erasable,
        withdrawable=withdrawable,
        term=term,
        kept_by=kept_by,
        personal=personal,
        confidential=confidential,
    )


TOOL = Tool(
    key="change_colours",
    prefix="cc",
    steps=(
        step("join", 2),
        step("back", 8, "cc.helped", "cc.plan", reveals=True),
        step("meet", 5),
        step("test", 7, "cc.block", form="blocks", lasts="picture"),
        step("pick", 3, "cc.pick", part="test", form="self_pick", lasts="picture"),
        step("own", 4, "cc.share", "cc.named", lasts="picture"),
        step("picture", 10, reveals=True),
        step("situation", 5, "cc.situation", reveals=True),
        step("scenarios", 20, "cc.scenario"),
        step("weigh", 4, "cc.weigh", reveals=True),
        step("strategy", 20, "cc.phase", "cc.step", "cc.withdraw", "cc.plan"),
        step("buddies", 10, "cc.seek", "cc.offer"),
        # Nobody has to be ready here: only whoever gave a name is asked something.
        Step("harvest", 5, frozenset({KEEP}), chosen("harvest")),
    ),
    kinds=(
        # Whoever gives a name takes the answers of the voice away (2.0).
        kind("block", "anonymous", checks.block, erasable=True),
        kind("pick", "anonymous", checks.pick, erasable=True),
        kind("share", "anonymous", checks.share, erasable=True),
        kind(
            "named",
            "named",
            checks.named,
            erasable=True,
            withdrawable=True,
            term=NAMES_KEPT,
            kept_by=KEEP,
            personal=True,
        ),
        # Nobody sees who wants to keep the names and who does not.
        kind("keep", "named", checks.keep, erasable=True, term=NAMES_KEPT, kept_by=KEEP, confidential=True),
        kind("situation", "anonymous", checks.statement),
        kind("scenario", "named", checks.scenario),
        kind("weigh", "anonymous", checks.weigh),
        kind("phase", "named", checks.phase, shape="record"),
        kind("step", "named", checks.step, shape="record"),
        kind("withdraw", "named", checks.withdraw, shape="record"),
        kind("plan", "named", checks.plan, shape="record"),
        kind("helped", "anonymous", checks.helped),
        kind("seek", "named", checks.seek, term=NAMES_KEPT, personal=True),
        kind("offer", "named", checks.offer, term=NAMES_KEPT, personal=True),
        kind("done", "choice", no_payload),
    ),
    settings=(
        Setting("form", "choice", "blocks", FORMS, asked=True),
        Setting("change", "text", "", limit=140, asked=True),
        Setting("allow_names", "flag", True, asked=True, upto=20),
        Setting("steps", "subset", list(FIRST_TIME), PARTS),
        Setting("max_load", "number", 2, lowest=1, highest=3),
    ),
    compute=compute,
    live=live,
    choices=choices,
    reveal=reveal,
    own=own,
    propose=propose,
    sheets=sheets,
    report=report,
    scales=scales,
    pictures=PICTURES,
    told=TOLD,
    across={"back": across},
    thread=True,
    # What was shown with names counts in no later picture and in no figure of the school (`later`).
    names_again=True,
    continues=following,
    locks={
        "picture": frozenset({"cc.block", "cc.pick", "cc.named"}),
        "situation": frozenset({"cc.situation"}),
        "weigh": frozenset({"cc.weigh"}),
        "back": frozenset({"cc.helped"}),
    },
    # Whoever chose how to be counted keeps to that once a picture was shown; only a name can be taken back.
    settles={"picture": frozenset({"cc.share"})},
    live_after={"picture": "picture:names", "weigh": "weigh"},
    # What a person can say of themselves and of the change. The scenarios that are weighed belong to the group.
    slips={
        "test": frozenset({"cc.block", DONE}),
        "pick": frozenset({"cc.pick", DONE}),
        "own": frozenset({"cc.share", DONE}),
        "situation": frozenset({"cc.situation", DONE}),
    },
    live_kinds=frozenset(
        {
            "cc.named",
            "cc.scenario",
            "cc.weigh",
            "cc.phase",
            "cc.step",
            "cc.withdraw",
            "cc.plan",
            "cc.seek",
            "cc.offer",
        }
    ),
)
