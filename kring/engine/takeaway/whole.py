"""Everything a circle put in and everybody in it may read, to take along at once (roles.md 3, community_report).

What people said in a meeting is not here: of that the reports tell what was shown, by the same rules as the board.
Private actions and goals, logbooks, thanks between two people and whatever is sealed are nobody else's.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from kring.engine.meetings.models import Meeting
from kring.engine.mutual.models import HelpRequest
from kring.engine.people.models import Community
from kring.engine.takeaway import harvest, learning, road
from kring.engine.takeaway.harvest import Row


def about(circle: Community) -> list[Row]:
    """The circle itself."""
    return [
        {
            "text": circle.name,
            "school": circle.school.name if circle.school else "",
            "question": circle.learning_question,
            "confidentiality": circle.confidentiality,
            "opened_on": circle.created_on,
            "closed_on": circle.ended_on,
        }
    ]


def people(circle: Community) -> list[Row]:
    """Who belongs to it now, without addresses."""
    rows = circle.memberships.listed().select_related("person").order_by("since", "pk")
    return [{"by": one.person.shown_name, "role": one.role, "since": one.since} for one in rows]


def meetings(circle: Community) -> list[Row]:
    """When it met."""
    return [
        {
            "text": one.title,
            "on": timezone.localdate(one.opened_at or one.planned_at),
            "meeting_status": one.status,
        }
        for one in Meeting.objects.filter(community=circle).order_by("planned_at", "pk")
    ]


def help_asked(circle: Community) -> list[Row]:
    """Calls for help to the circle."""
    rows = HelpRequest.objects.filter(community=circle).order_by("at", "pk")
    return [
        {
            "text": one.text,
            "by": one.from_person.name_to_others,
            "who": harvest.name(one.answered_by),
            "on": timezone.localdate(one.at),
        }
        for one in rows.select_related("from_person", "answered_by")
    ]


SECTIONS: dict[str, Callable[[Community], list[Row]]] = {
    "circle": about,
    "people": people,
    "rounds": learning.rounds,
    "questions": learning.questions,
    "question_answers": learning.question_answers,
    "phases": learning.phases,
    "goals": learning.goals,
    "tasks": learning.tasks,
    "sources": road.sources,
    "agreements": harvest.agreements,
    "agreement_answers": harvest.agreement_answers,
    "actions": harvest.actions,
    "experiences": harvest.experiences,
    "practices": road.practices,
    "observations": road.observations,
    "insights": harvest.insights,
    "reviews": learning.reviews,
    "repertoire": harvest.repertoire,
    "uses": harvest.uses,
    "links": harvest.links,
    "reflections": learning.reflections,
    "cards": learning.cards,
    "meetings": meetings,
    "session_roles": learning.session_roles,
    "shared": learning.shared,
    "help": help_asked,
}
"""Section -> its rows. The first field of a row says what it is about."""


def whole(circle: Community) -> dict[str, list[Row]]:
    """Section -> rows {field: text, day, number or list of names}; only sections that hold something."""
    found = {section: rows(circle) for section, rows in SECTIONS.items()}
    return {section: rows for section, rows in found.items() if rows}


def held(circle: Community) -> list[Meeting]:
    """The meetings of which there is something to report, oldest first."""
    rows = Meeting.objects.filter(community=circle, status="closed")
    return list(rows.select_related("community__school", "organisation").order_by("opened_at", "pk"))
