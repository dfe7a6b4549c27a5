"""A circle's cycles (lifecycle.md 1): which goes on, beginning one, and what was set for it."""

from __future__ import annotations

from datetime import date

from kring.engine.harvest.agreements import members_of
from kring.engine.learning.models import LearningCycle
from kring.engine.people.models import Community, Person
from kring.engine.people.recording import recorded
from kring.engine.rights import may
from kring.kit.payload import Refused


def current_cycle(community: Community) -> LearningCycle | None:
    """The cycle that goes on, or None."""
    return LearningCycle.objects.filter(community=community).exclude(phase="closed").last()


def last_cycle(community: Community) -> LearningCycle | None:
    """The cycle that goes on, or else the last one; None before the first."""
    return LearningCycle.objects.filter(community=community).last()


def held_cycle(cycle: LearningCycle) -> LearningCycle:
    """The cycle as it is now, held until the end of the transaction."""
    rows = LearningCycle.objects.select_for_update(of=("self",)).select_related("community__school")
    return rows.get(pk=cycle.pk)


def check_member(person: Person, community: Community) -> None:
    """Raises Refused: circle_ended, or members_only for whoever is not an active member."""
    if Community.objects.filter(pk=community.pk, ended_on__isnull=False).exists():
        raise Refused("circle_ended")
    if not may(person, "agreement", "respond", community) or person.pk not in members_of(community):
        raise Refused("members_only")


def begin_cycle(community: Community, today: date) -> LearningCycle:
    """A new cycle in its run-up; the one that goes on when there is one. The circle is held."""
    Community.objects.select_for_update().get(pk=community.pk)
    standing = current_cycle(community)
    if standing is not None:
        return standing
    number = (last.number if (last := last_cycle(community)) else 0) + 1
    return LearningCycle.objects.create(community=community, number=number, opened_on=today)


def plan_cycle(
    cycle: LearningCycle, *, by: Person, end: date | None, meetings: int, most_tasks: int
) -> LearningCycle:
    """How many meetings, until when, and how many tasks at a time (1 to 8). For whoever guides.

    Raises Refused: not_allowed, number_between.
    """
    with recorded(by):
        row = held_cycle(cycle)
        if not may(by, "community", "edit_settings", row.community):
            raise Refused("not_allowed")
        if not 1 <= most_tasks <= 8:
            raise Refused("number_between", lowest=1, highest=8)
        if not 1 <= meetings <= 20:
            raise Refused("number_between", lowest=1, highest=20)
        row.planned_end_on, row.planned_meetings, row.most_tasks = end, meetings, most_tasks
        row.save(update_fields=["planned_end_on", "planned_meetings", "most_tasks"])
    return row
