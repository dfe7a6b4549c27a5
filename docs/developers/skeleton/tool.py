"""The declaration: which steps there are, what each accepts, and who may send it."""

from __future__ import annotations

from kring.kit.payload import no_payload
from kring.kit.tool import Kind, Setting, Step, Tool
from kring.tools.__key__ import checks
from kring.tools.__key__.compute import compute, live
from kring.tools.__key__.harvest import propose
from kring.tools.__key__.report import report
from kring.tools.__key__.sheets import sheets

DONE = "__prefix__.done"

TOOL = Tool(
    key="__key__",
    prefix="__prefix__",
    steps=(
        Step("join", 2),
        Step("write", 6, frozenset({"__prefix__.card", "__prefix__.withdraw", DONE}), done=DONE),
        Step("keep", 5, frozenset({"__prefix__.keep"})),
        Step("harvest", 5),
    ),
    kinds=(
        Kind("__prefix__.card", "named", "card", checks.card),
        Kind("__prefix__.withdraw", "named", "card", checks.withdraw),
        Kind("__prefix__.keep", "named", "answer", checks.keep),
        Kind(DONE, "named", "answer", no_payload),
    ),
    settings=(Setting("question", "text", "", limit=140, asked=True),),
    compute=compute,
    live=live,
    propose=propose,
    sheets=sheets,
    report=report,
    anonymous=False,
    live_kinds=frozenset({"__prefix__.card", "__prefix__.withdraw", "__prefix__.keep"}),
)
