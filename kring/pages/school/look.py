"""What who leads a school may see of its circles (roles.md 2 and 3, lifecycle.md 6.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils import timezone

from kring.engine import access
from kring.engine.anchors.ending import may_round_off
from kring.engine.anchors.rule import school_year
from kring.engine.anchors.stages import life_stage
from kring.engine.harvest.confidentiality import Shared, made_on
from kring.engine.harvest.search import OBJECTS, standing
from kring.engine.learning.cycles import current_cycle
from kring.engine.people.models import Community, Person, School
from kring.engine.rings.schools import shares
from kring.kit.numbers import shown
from kring.pages.house.visiting import day, language, lifecycle
from kring.pages.learning.phase import name_of

MOST_SHARED = 12
KINDS = ("insight", "agreement", "practice", "repertoire", "action")
"""What circles share, the kinds that say most in front."""
ROLE = "school_lead"


@dataclass(frozen=True)
class Card:
    """A circle as who leads the school sees it. Of a closed circle only its name (roles.md 5.1)."""

    circle: Community
    question: str = ""
    stage: str = ""
    phase: str = ""
    round: int = 0
    hours: str = ""
    ends: bool = False


def school_page(person: Person) -> dict[str, Any]:
    """Everything of the page: circles by name, what they share, and how many take part how much over all of them."""
    today = timezone.localdate()
    circles = access.circles_led(person)
    going = [one for one in circles if one.ended_on is None]
    return {
        "cards": [card(one, person, today) for one in going],
        "ended": [(one, day(one.ended_on)) for one in circles if one.ended_on is not None],
        "shared": shared_by(circles, person),
        "rings": [(school, ring_shares(school)) for school in access.schools_led(person)],
    }


def card(circle: Community, person: Person, today: date) -> Card:
    """One circle."""
    ends = may_round_off(person, circle, today)
    if circle.confidentiality == "closed":
        return Card(circle, hours=hours(circle, today), ends=ends)
    cycle = current_cycle(circle)
    return Card(
        circle,
        question=circle.learning_question,
        stage=lifecycle().text("stage_texts", f"stage.{life_stage(circle, today)}"),
        phase=name_of(cycle.phase) if cycle else "",
        round=cycle.number if cycle and cycle.number > 1 else 0,
        hours=hours(circle, today),
        ends=ends,
    )


def hours(circle: Community, today: date) -> str:
    """How it stands with the hours of this school year: none | given | confirmed."""
    year = school_year(today, circle.organisation.year_start_month)
    row = circle.time_grants.filter(school_year=year, archived_on=None).first()
    if row is None or row.hours_per_person <= 0:
        return "none"
    return "confirmed" if row.confirmed_by.exists() else "given"


def shared_by(circles: Iterable[Community], person: Person) -> list[tuple[str, Community, str, str]]:
    """(kind, circle, text, day) of the newest things that circles set free for the school; without anybody's name,
    also where the circle itself sees whose it is."""
    found = []
    for circle in circles:
        free = Shared(circle)
        for kind in KINDS:
            if not access.may(person, OBJECTS[kind], "view", circle, visibility="school", through=ROLE):
                continue
            rows = standing(kind, circle).filter(visibility="school")
            found += [(made_on(row), kind, circle, row) for row in rows if free.with_school(row)]
    found.sort(key=lambda one: (one[0], str(one[3].pk)), reverse=True)
    return [
        (kind, circle, row.title if kind == "repertoire" else row.said, day(on))
        for on, kind, circle, row in found[:MOST_SHARED]
    ]


def ring_shares(school: School) -> dict[str, str]:
    """core and edge as percentages over all circles of a school; {} when there are too few of them (C-27)."""
    found = shares(school)
    core, edge = found.get("lifecycle.core_share"), found.get("lifecycle.edge_share")
    if core is None or edge is None:
        return {}
    return {"core": percent(core), "edge": percent(edge)}


def percent(share: Fraction) -> str:
    """A share as a whole percentage."""
    return f"{shown(100 * share, 0, language())}%"
