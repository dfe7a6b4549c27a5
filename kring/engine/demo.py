"""The demo school group: made once, through the same verbs as a real one, with robots as people."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from kring.engine.harvest.models import TraceNode
from kring.engine.learning.demo import learn
from kring.engine.meetings import course
from kring.engine.meetings.course import AgendaItem, plan_meeting
from kring.engine.meetings.models import Meeting
from kring.engine.mutual.demo import give
from kring.engine.people.models import (
    Community,
    Consent,
    Membership,
    Organisation,
    Person,
    RoleGrant,
    School,
    Team,
)
from kring.engine.research.models import ResearchProject
from kring.engine.research.projects import ABOUT
from kring.engine.robots import Robots
from kring.engine.transfer.demo import practise
from kring.kit.words import load_facts

CONTENT = Path(__file__).parents[1] / "content"


@cache
def facts() -> dict[str, Any]:
    """The cast and the circles of the demo."""
    return dict(load_facts(CONTENT, "demo"))


@dataclass(frozen=True)
class Demo:
    """What the start-up text needs to know."""

    facilitator: Person
    administrator: Person
    open_meeting: Meeting


def demo() -> Demo:
    """The demo school: made when the database is empty, else found again. One meeting always stands open."""
    with transaction.atomic():
        organisation = Organisation.objects.filter(name=facts()["organisation"]).first() or build()
    people = Person.objects.filter(organisation=organisation)
    facilitator = people.get(shown_name="Noor")
    return Demo(
        facilitator=facilitator,
        administrator=people.get(shown_name="Umut"),
        open_meeting=standing_open(organisation, facilitator),
    )


def build() -> Organisation:
    """The organisation with schools, teams, people, roles, circles, and one meeting that has been played."""
    organisation = Organisation.objects.create(name=facts()["organisation"])
    schools = {one["key"]: make_school(organisation, one) for one in facts()["schools"]}
    people = {one["name"]: make_person(organisation, schools, one) for one in facts()["people"]}
    for grant in facts()["grants"]:
        RoleGrant.objects.create(
            person=people[grant["name"]],
            role=grant["role"],
            organisation=organisation,
            school=schools.get(grant.get("school", "")),
        )
    circles = {
        one["key"]: make_community(organisation, schools, people, one) for one in facts()["communities"]
    }
    play_figure_8(organisation, circles["mt"], people)
    learning = facts()["learning"]
    learn(circles[learning["community"]], people, people["Noor"], learning)
    giving = facts()["giving"]
    give(circles[giving["community"]], people, giving)
    practising = facts()["practising"]
    practise(circles[practising["community"]], people, practising)
    look_into(organisation, circles, people, facts()["research"])
    return organisation


def look_into(
    organisation: Organisation, circles: dict[str, Community], people: dict[str, Person], fact: dict[str, Any]
) -> None:
    """A research project, with who said yes."""
    project = ResearchProject.objects.create(
        organisation=organisation, name=fact["name"], question=fact["question"], shift_days=-28
    )
    project.communities.set([circles[key] for key in fact["communities"]])
    RoleGrant.objects.create(person=people[fact["by"]], role="researcher", project=project)
    for key in fact["agreed"]:
        for row in circles[key].memberships.members():
            Consent.objects.create(person=row.person, about=ABOUT, community=circles[key])
    for name in fact["texts"]:
        Consent.objects.create(person=people[name], about=ABOUT)


def address(name: str) -> str:
    """An address that can never reach anybody (RFC 2606)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return f"{plain}@kring.example"


def make_school(organisation: Organisation, fact: dict[str, Any]) -> School:
    school = School.objects.create(organisation=organisation, name=fact["name"])
    for name in fact["teams"]:
        Team.objects.create(school=school, name=name)
    return school


def make_person(organisation: Organisation, schools: dict[str, School], fact: dict[str, Any]) -> Person:
    school = schools[fact["school"]]
    person = Person.objects.create_user(
        email=address(fact["name"]),
        organisation=organisation,
        school=school,
        shown_name=fact["name"],
        position=fact["position"],
    )
    if team := Team.objects.filter(school=school, name=fact.get("team", "")).first():
        person.teams.add(team)
        if fact.get("leads"):
            team.leads.add(person)
    return person


def make_community(
    organisation: Organisation, schools: dict[str, School], people: dict[str, Person], fact: dict[str, Any]
) -> Community:
    since = timezone.localdate() - timedelta(weeks=10)
    community = Community.objects.create(
        organisation=organisation,
        school=schools[fact["school"]],
        name=fact["name"],
        learning_question=fact["question"],
        created_on=since,
    )
    for role, names in (
        ("facilitator", fact["facilitators"]),
        ("member", fact["members"]),
        ("critical_friend", fact.get("critical_friends", [])),
    ):
        for name in names:
            until = timezone.localdate() + timedelta(weeks=26) if role == "critical_friend" else None
            Membership.objects.create(
                person=people[name], community=community, role=role, since=since, until=until
            )
    return community


def play_figure_8(organisation: Organisation, community: Community, people: dict[str, Person]) -> Meeting:
    """The management team of the publication's figure 8, played by robots through the ordinary verbs."""
    leader = people["Noor"]
    team = [people[name] for name in facts()["communities"][0]["members"]]
    play = import_module("kring.tools.change_colours.tests.play")
    meeting = plan_meeting(
        organisation,
        title=facts()["meetings"]["held"]["title"],
        planned_at=timezone.now() - timedelta(days=21),
        by=leader,
        community=community,
        agenda=[AgendaItem("change_colours", minutes=45, settings=play.FIGURE_8_SETTINGS)],
    )
    meeting = course.open_meeting(meeting)
    robots = Robots.join(meeting, team, leader.shown_name)
    robots.play(play.figure_8(timezone.localdate() - timedelta(days=21)))
    harvest(meeting, leader)
    course.close_meeting(meeting)
    then = timezone.now() - timedelta(days=21)
    Meeting.objects.filter(pk=meeting.pk).update(opened_at=then, closed_at=then + timedelta(hours=1))
    TraceNode.objects.filter(meeting=meeting).update(opened_on=timezone.localdate(then))
    return meeting


def harvest(meeting: Meeting, leader: Person) -> None:
    """The facilitator accepts the first two proposals."""
    from kring.engine.harvest import actions

    for proposal in list(actions.propose(meeting))[:2]:
        actions.accept(proposal, by=leader.shown_name)


def standing_open(organisation: Organisation, facilitator: Person) -> Meeting:
    """A meeting that can be joined now; a new one when the last was closed."""
    found = Meeting.objects.filter(organisation=organisation, status="open", kind="live").first()
    if found:
        return found
    community = Community.objects.get(organisation=organisation, name="Feedback in de les")
    meeting = plan_meeting(
        organisation,
        title=facts()["meetings"]["open"]["title"],
        planned_at=timezone.now(),
        by=facilitator,
        community=community,
        agenda=[
            AgendaItem(
                "change_colours",
                minutes=45,
                settings=facts()["meetings"]["open"]["settings"],
            )
        ],
    )
    return course.open_meeting(meeting)
