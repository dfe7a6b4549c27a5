"""Which anchors hold for a circle on a day, counted from its records (lifecycle.md 3)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from kring.engine.anchors.rule import ANCHORS, school_year
from kring.engine.harvest.repertoire import used_outside
from kring.engine.people.models import Community
from kring.engine.rings.measures import came_to_take_part, ripe_newcomers

YEAR = timedelta(days=365)


def anchors_held(community: Community, on: date) -> list[str]:
    """The anchors that hold on this day, in their order."""
    since = on - YEAR
    year = school_year(on, community.organisation.year_start_month)
    holds = {
        "time": community.time_grants.filter(
            school_year=year, hours_per_person__gt=0, confirmed_by__isnull=False
        ).exists(),
        "role": community.role_links.filter(adopted_on__lte=on)
        .filter(Q(ended_on=None) | Q(ended_on__gt=on))
        .exists(),
        "induction": came_to_take_part(community, since, on),
        "reuse": used_outside(community, since, on),
        "feeding": community.outside_contacts.filter(on__gte=since, on__lte=on).exists(),
    }
    return [name for name in ANCHORS if holds[name]]


def told_apart(community: Community, on: date) -> bool:
    """Whether `induction` may be said by itself: with one newcomer it would be that person's ring (6.4)."""
    return len(ripe_newcomers(community, on - YEAR, on)) != 1
