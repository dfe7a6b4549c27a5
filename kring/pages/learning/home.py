"""What the home page of a circle shows of its learning (lifecycle.md 5), for whoever may see it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kring.engine import access
from kring.engine.harvest.agreements import IN_FORCE, members_of
from kring.engine.learning import looking
from kring.engine.learning.between import open_between, waits_for
from kring.engine.learning.cycles import last_cycle
from kring.engine.learning.models import LearningCycle, Reflection
from kring.engine.learning.phases import open_proposal
from kring.engine.learning.tasks import RUNNING, tasks_in
from kring.engine.meetings.models import Leading, Meeting
from kring.engine.people.models import Community, Person
from kring.pages.house.visiting import language
from kring.pages.learning.agenda import cards
from kring.pages.learning.forms import names
from kring.pages.learning.phase import name_of, ring
from kring.pages.learning.question import question_of
from kring.pages.learning.rhythm import on_table
from kring.pages.learning.together import roles_of

MOST_TASKS = 3


def learning_of(person: Person, circle: Community, following: Meeting | None) -> dict[str, Any] | None:
    """Question, phase, goals and tasks, and what is asked of this person; None for who may not see it."""
    if not access.may(person, "action_item", "view", circle):
        return None
    cycle, members = last_cycle(circle), members_of(circle)
    member = person.pk in members
    return {
        **question_of(person, circle),
        "ring": ring(cycle.phase) if cycle else [],
        "phase_name": name_of(cycle.phase) if cycle else "",
        "goals": list(cycle.goals.filter(kind="collective").exclude(status="dropped")) if cycle else [],
        "tasks": running(cycle, members) if cycle else [],
        "ready": ready_text(circle) if member else "",
        "asked_phase": asked_phase(cycle, person) if cycle and member else None,
        "adjustment": adjustment(circle),
        "roles": roles_of(following) if following else [],
        "table": on_table(following) if following else [],
        "between": member and waits_for(person, circle),
        "between_open": open_between(circle) is not None
        and access.may(person, "activity", "propose", circle),
        "following": following,
        "leads": leads(following) if following else "",
        "may_plan": access.may(person, "meeting", "plan", circle),
    }


def ready_text(circle: Community) -> str:
    """The proposal to move on, when everything that belongs to the phase is there and nobody was asked yet."""
    return looking.ready_text(circle, language())


def running(cycle: LearningCycle, members: set[object]) -> list[Any]:
    """At most three tasks: what goes on first, the nearest date in front."""
    rows = [one for one in tasks_in(cycle) if one.status in RUNNING]
    rows.sort(key=lambda one: (one.status != "doing", one.due_on or timezone.localdate()))
    return cards(rows[:MOST_TASKS], members, timezone.localdate())


def asked_phase(cycle: LearningCycle, person: Person) -> dict[str, str] | None:
    """The question to move on, while this member has not answered it."""
    standing = open_proposal(cycle)
    if standing is None or standing.answers.filter(person=person).exists():
        return None
    return {
        "name": standing.asked_by.name_to_others if standing.asked_by else "",
        "phase": name_of(standing.to_phase),
    }


def leads(meeting: Meeting) -> str:
    """Who leads this meeting, by name."""
    rows = Leading.objects.filter(meeting=meeting, until=None, person__state="active")
    return names(row.person for row in rows.select_related("person").order_by("person__shown_name"))


def adjustment(circle: Community) -> str:
    """The last thing the circle does otherwise since it looked back, while it holds to it."""
    rows = Reflection.objects.filter(
        cycle__community=circle, adjustment__status__in=(*IN_FORCE, "proposed")
    ).select_related("adjustment")
    last = rows.order_by("held_on", "pk").last()
    return last.adjustment.said if last and last.adjustment else ""
