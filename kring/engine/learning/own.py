"""What of a circle's learning is somebody's own: to see and take along (articles 15 and 20), and to take away (17)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from kring.engine.harvest.models import Insight
from kring.engine.learning.models import (
    InsightReview,
    LearningCycle,
    LearningGoal,
    LearningQuestionVersion,
    LearningTask,
    LogbookEntry,
    PhaseAnswer,
    PhaseLogEntry,
    PhaseProposal,
    QuestionResponse,
    RoleCard,
    SessionRole,
    StillRight,
    TaskAsk,
)
from kring.engine.people.models import Community, Person

Row = dict[str, Any]


def learning_of(person: Person) -> list[Row]:
    """Everything of this person's learning, their private goals included."""
    return [*said(person), *wanted(person), *done(person)]


def logbook_of(person: Person) -> list[Row]:
    """The lines of their own logbook, shared or not."""
    rows = LogbookEntry.objects.filter(person=person).select_related("community")
    return [
        {
            "circle": row.community.name if row.community else "",
            "text": row.text,
            "shared": "yes" if row.shared else "no",
            "at": row.at,
        }
        for row in rows
    ]


def said(person: Person) -> list[Row]:
    """Questions, answers to questions, and what they asked and answered about moving on."""
    rows: list[Row] = [
        {
            "kind": "question",
            "text": one.text,
            "remark": one.why,
            "circle": one.cycle.community.name,
            "at": one.proposed_at,
        }
        for one in LearningQuestionVersion.objects.filter(proposed_by=person).select_related(
            "cycle__community"
        )
    ]
    rows += [
        {
            "kind": "question_answer",
            "text": one.version.text,
            "what": one.value,
            "remark": one.remark,
            "circle": one.version.cycle.community.name,
            "at": one.at,
        }
        for one in QuestionResponse.objects.filter(person=person).select_related("version__cycle__community")
    ]
    rows += [
        {
            "kind": "still_right",
            "text": one.version.text,
            "circle": one.version.cycle.community.name,
            "at": one.said_on,
        }
        for one in StillRight.objects.filter(person=person).select_related("version__cycle__community")
    ]
    rows += [
        {
            "kind": "phase_answer",
            "what": one.value,
            "remark": one.reason,
            "circle": one.proposal.cycle.community.name,
            "at": one.at,
        }
        for one in PhaseAnswer.objects.filter(person=person).select_related("proposal__cycle__community")
    ]
    rows += [
        {"kind": "phase_asked", "remark": one.reason, "circle": one.cycle.community.name, "at": one.asked_on}
        for one in PhaseProposal.objects.filter(asked_by=person).select_related("cycle__community")
    ]
    rows += [
        {"kind": "future", "what": one.future_choice, "circle": one.community.name, "at": one.opened_on}
        for one in LearningCycle.objects.filter(future_by=person).select_related("community")
    ]
    return rows + [
        {"kind": "transfer_review", "text": one.insight.said, "what": one.choice, "at": one.on}
        for one in InsightReview.objects.filter(person=person).select_related("insight")
    ]


def wanted(person: Person) -> list[Row]:
    """Role cards and goals."""
    rows: list[Row] = [
        {
            "kind": "role_card",
            "text": " ".join(filter(None, (one.position, one.bring, one.need, one.limit))),
            "circle": one.community.name,
            "at": one.saved_on,
        }
        for one in RoleCard.objects.filter(person=person).select_related("community")
    ]
    mine = LearningGoal.objects.filter(Q(owner=person) | Q(created_by=person, owner=None))
    return rows + [
        {
            "kind": "goal",
            "text": one.said,
            "shared": "yes" if one.visibility == "circle" else "no",
            "circle": one.cycle.community.name,
            "at": one.created_at,
        }
        for one in mine.select_related("cycle__community")
    ]


def done(person: Person) -> list[Row]:
    """Tasks they lead, join or put forward, whom they asked or who asked them to lead, and their roles in meetings."""
    tasks = LearningTask.objects.filter(Q(owners=person) | Q(participants=person) | Q(created_by=person))
    rows: list[Row] = [
        {
            "kind": "task",
            "text": one.title,
            "due": one.due_on,
            "circle": one.cycle.community.name,
            "at": one.created_at,
        }
        for one in tasks.distinct().select_related("cycle__community")
    ]
    rows += [
        {"kind": "task_ask", "text": one.task.title, "what": one.answer, "at": one.asked_on}
        for one in TaskAsk.objects.filter(person=person).select_related("task")
    ]
    rows += [
        {"kind": "task_asked", "text": one.task.title, "at": one.asked_on}
        for one in TaskAsk.objects.filter(asked_by=person).select_related("task")
    ]
    return rows + [
        {"kind": "session_role", "what": one.role, "meeting": one.meeting.title, "at": one.meeting.planned_at}
        for one in SessionRole.objects.filter(person=person).select_related("meeting")
    ]


def leave_learning(person: Person, circles: Iterable[Community]) -> None:
    """Take somebody out of what their circles are learning (roles.md 7.3).

    Logbook, own goals and role cards go with the account. What the circle built on stays without the name; in
    `circles` the reasons and remarks that were theirs go as well.
    """
    here = list(circles)
    own = LearningGoal.objects.filter(owner=person)
    own.delete()
    LogbookEntry.objects.filter(person=person).delete()
    QuestionResponse.objects.filter(person=person, version__cycle__community__in=here).update(remark="")
    LearningQuestionVersion.objects.filter(proposed_by=person, cycle__community__in=here).update(why="")
    forget_reasons(person, here)


def forget_reasons(person: Person, circles: list[Community]) -> None:
    """Why they asked to move on, and why an insight was put aside: also where those words were copied to."""
    asked = PhaseProposal.objects.filter(asked_by=person, cycle__community__in=circles)
    for one in asked.exclude(reason="").select_related("cycle"):
        PhaseLogEntry.objects.filter(cycle=one.cycle, reason=one.reason).update(reason="")
        Community.objects.filter(pk=one.cycle.community_id, ended_reason=one.reason).update(ended_reason="")
    asked.update(reason="")
    for said in InsightReview.objects.filter(
        person=person, insight__community__in=circles, choice__in=("park", "stop")
    ).select_related("insight"):
        if said.insight.transfer_reviews.order_by("on", "pk").last() == said:
            QuerySet(Insight).filter(pk=said.insight_id).update(node_reason="")
