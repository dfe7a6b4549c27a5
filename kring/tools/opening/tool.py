"""The declaration: one step in which what is open gets its answers."""

from __future__ import annotations

from kring.kit.tool import Kind, Step, Tool
from kring.tools.opening import checks
from kring.tools.opening.compute import compute, live, replies
from kring.tools.opening.report import report

KINDS = frozenset({"op.item", "op.agree"})

TOOL = Tool(
    key="opening",
    prefix="op",
    steps=(Step("stand", 5, KINDS),),
    kinds=(
        Kind("op.item", "named", "answer", checks.item, whole=True),
        Kind("op.agree", "named", "answer", checks.agree, whole=True, personal=True),
    ),
    compute=compute,
    live=live,
    admit=checks.admit,
    replies=replies,
    report=report,
    anonymous=False,
    brings=True,
    live_kinds=KINDS,
)
