"""The verbs of research projects: beginning one, its circles, ending it; and the yes of the people in them.

A circle takes part while every active member says yes, and never when it is closed. What somebody said under their
name goes along only with a yes of their own (roles.md 4). Nobody sees who did not say yes.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from kring.engine.people.consents import say, standing
from kring.engine.people.models import Community, Organisation, Person
from kring.engine.people.recording import check, recorded
from kring.engine.people.roles import everybody_says_yes, says_yes
from kring.engine.research.models import ResearchProject
from kring.kit.payload import Refused, text_of

ABOUT = "research"
"""What a yes is about: with a circle, its data; without, one's own texts."""
FARTHEST = 8
"""Weeks by which dates are shifted at most (roles.md 6)."""


def make_project(
    organisation: Organisation, *, name: str, question: str, circles: Collection[Community], by: Person
) -> ResearchProject:
    """A new project about these circles. Raises Refused: not_allowed, empty_text, text_too_long."""
    check(by, "role_assignment_school", "manage", organisation)
    weeks = secrets.choice([n for n in range(-FARTHEST, FARTHEST + 1) if n])
    with recorded(by):
        project = ResearchProject.objects.create(
            organisation=organisation,
            name=text_of({"name": name}, "name", 80),
            question=text_of({"question": question}, "question", 280),
            shift_days=7 * weeks,
        )
        project.communities.set(of_organisation(organisation, circles))
    return project


def set_circles(project: ResearchProject, circles: Collection[Community], *, by: Person) -> None:
    """The circles a project is about from now on. Raises Refused: not_allowed, project_closed."""
    check(by, "role_assignment_school", "manage", project.organisation)
    if project.closed_on is not None:
        raise Refused("project_closed")
    with recorded(by):
        project.communities.set(of_organisation(project.organisation, circles))


def of_organisation(organisation: Organisation, circles: Collection[Community]) -> list[Community]:
    """Nothing crosses organisations."""
    return [one for one in circles if one.organisation_id == organisation.pk]


def close_project(project: ResearchProject, *, by: Person) -> None:
    """The project is over: from now on its researchers see nothing. Raises Refused("not_allowed")."""
    check(by, "role_assignment_school", "manage", project.organisation)
    if project.closed_on is None:
        with recorded(by):
            project.closed_on = timezone.localdate()
            project.save(update_fields=["closed_on"])


def projects_about(community: Community) -> QuerySet[ResearchProject]:
    """The open projects in which this circle is asked to take part; none of a closed circle."""
    rows = ResearchProject.objects.filter(communities=community, closed_on=None)
    return rows.none() if community.confidentiality == "closed" else rows


def researchers(project: ResearchProject) -> list[str]:
    """Who does research in a project today, by name."""
    today = timezone.localdate()
    rows = project.grants.filter(since__lte=today, person__state="active").exclude(until__lt=today)
    return sorted({one.person.shown_name for one in rows.select_related("person")})


def takes_part(community: Community) -> bool:
    """Whether everybody in the circle says yes now."""
    return community.confidentiality != "closed" and everybody_says_yes(community, ABOUT)


def is_asked(person: Person, community: Community) -> bool:
    """Whether this member is asked about research: while there is a project, and as long as a yes of theirs stands."""
    if not community.memberships.members().filter(person=person).exists():
        return False
    return projects_about(community).exists() or said_yes(person, community)


def said_yes(person: Person, community: Community | None) -> bool:
    """Whether this person's yes stands, about the circle or (None) about their own texts."""
    if community is None:
        return says_yes(person, ABOUT)
    return standing(ABOUT).filter(person=person, community=community).exists()


def answer_about_research(person: Person, community: Community | None, *, on: bool) -> None:
    """Yes, or not (any more), which holds at once. Raises Refused("not_asked") for a circle that does not ask."""
    if community is not None and not is_asked(person, community):
        raise Refused("not_asked")
    say(person, ABOUT, community, on=on)


def forget_name_keys(past: datetime) -> int:
    """rt.name_key: which name stood for whom, of projects that ended before this moment; how many."""
    old = ResearchProject.objects.filter(closed_on__lt=timezone.localdate(past)).exclude(name_key="")
    return old.update(name_key="")


def shift(project: ResearchProject) -> timedelta:
    """By how much dates differ in what is taken along."""
    return timedelta(days=project.shift_days)
