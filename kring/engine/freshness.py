"""How long a measure says something about today (C-26). Older ones are shown with their date and count as missing."""

from __future__ import annotations

from datetime import date
from functools import cache

from kring.engine.harvest.agreements import holidays_of
from kring.engine.people.models import Community
from kring.engine.words import HOUSE
from kring.kit.numbers import fresh
from kring.kit.words import load_facts


@cache
def max_ages() -> dict[str, int]:
    """Measure -> active days."""
    return {name: int(days) for name, days in load_facts(HOUSE / "content", "measures").items()}


def still_counts(measure: str, on: date, today: date, community: Community | None) -> bool:
    """Whether what was measured on this day still counts today, by the calendar of the circle's school.

    Raises KeyError for a measure without such an end.
    """
    return fresh(on, today, max_ages()[measure], holidays_of(community))
