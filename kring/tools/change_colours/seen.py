"""Which of the things that were shown counts now, for harvest, report, sheets and measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kring.kit.scene import Shown
from kring.tools.change_colours.shares import three_shares


def picture_of(shown: Shown) -> Mapping[str, Any]:
    """The newest picture with totals, with or without names; {} when none was shown."""
    both = [shown.published.get("picture", {}), shown.published.get("picture:names", {})]
    drawn = [one for one in both if one.get("n")]
    return max(drawn, key=lambda one: int(one["number"]), default={})


def situation_of(shown: Shown) -> Mapping[str, Any]:
    """The situation as it was shown; {} when it was not."""
    return shown.published.get("situation", {})


def weighing_of(shown: Shown) -> Mapping[str, Any]:
    """How the scenarios are weighed, as it is now; {} until the weighing was shown."""
    frozen = shown.published.get("weigh", {})
    return shown.live.get("weigh") or frozen if frozen else {}


def plan_of(shown: Shown) -> Mapping[str, Any]:
    """The strategy as it stands; {} without phases."""
    plan = shown.live.get("strategy", {})
    return plan if plan.get("phases") else {}


def fit_of(shown: Shown) -> Mapping[str, Any] | None:
    """The fit of situation and people, from whichever of the two was shown last."""
    people, asked = picture_of(shown), situation_of(shown)
    return asked.get("fit") or people.get("fit")


def shares_of(shown: Shown) -> dict[str, Any]:
    """The three shares beside each other, as far as they were shown (section 10.1)."""
    people, plan = picture_of(shown), plan_of(shown)
    doing = people["do"]["share"] if people else None
    return three_shares(situation_of(shown).get("share"), doing, plan.get("share"))
