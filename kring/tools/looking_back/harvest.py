"""The one thing to do otherwise is proposed as an agreement about how we work (lifecycle.md 2.4)."""

from __future__ import annotations

from datetime import date

from kring.kit.scene import Proposal, Settings, Shown
from kring.kit.words import Words


def propose(settings: Settings, shown: Shown, as_of: date, words: Words) -> list[Proposal]:
    """At most one agreement, in the words of the group."""
    text = shown.live.get("choose", {}).get("adjustment", "")
    return [Proposal("H1", "agreement", text, 1, data={"kind": "way_of_working"})] if text else []
