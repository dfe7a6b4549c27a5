"""The declaration: two short answers, a look at all of them together, and at most one thing to do otherwise."""

from __future__ import annotations

from kring.kit.payload import no_payload
from kring.kit.tool import Kind, Setting, Step, Tool
from kring.tools.looking_back import checks
from kring.tools.looking_back.compute import compute, live, reveal
from kring.tools.looking_back.harvest import propose
from kring.tools.looking_back.report import report
from kring.tools.looking_back.sheets import sheets

DONE = "lb.done"

TOOL = Tool(
    key="looking_back",
    prefix="lb",
    steps=(
        Step("answer", 4, frozenset({"lb.answer", DONE}), done=DONE),
        Step("look", 4, reveals=True),
        Step("choose", 2, frozenset({"lb.adjust"})),
    ),
    kinds=(
        Kind("lb.answer", "anonymous", "answer", checks.answer),
        Kind("lb.adjust", "named", "answer", checks.adjust, lead_only=True),
        Kind(DONE, "anonymous", "answer", no_payload),
    ),
    settings=(Setting("topic", "choice", checks.NEXT, (checks.NEXT, *checks.TOPICS), asked=True),),
    compute=compute,
    live=live,
    reveal=reveal,
    propose=propose,
    sheets=sheets,
    report=report,
    looks_back=True,
    locks={"look": frozenset({"lb.answer"})},
    live_kinds=frozenset({"lb.adjust"}),
)
