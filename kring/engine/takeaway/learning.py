"""What a circle learns, as it may be taken along: nothing private, nothing sealed."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kring.engine.learning.models import (
    InsightReview,
    LearningGoal,
    LearningQuestionVersion,
    LearningTask,
    LogbookEntry,
    PhaseLogEntry,
    QuestionResponse,
    Reflection,
    SessionRole,
)
from kring.engine.learning.together import cards_to_see
from kring.engine.people.models import Community
from kring.engine.takeaway.harvest import Row, name, names


def rounds(circle: Community) -> list[Row]:
    """The cycles of the circle."""
    return [
        {
            "round": one.number,
            "phase": one.phase,
            "opened_on": one.opened_on,
            "closed_on": one.closed_on,
            "future": one.future_choice,
        }
        for one in circle.cycles.all()
    ]


def questions(circle: Community) -> list[Row]:
    """The learning question in every version."""
    rows = LearningQuestionVersion.objects.filter(cycle__community=circle, withdrawn_on=None)
    return [
        {
            "text": one.text,
            "why": one.why,
            "round": one.cycle.number,
            "by": name(one.proposed_by),
            "opened_on": timezone.localdate(one.proposed_at),
            "adopted_on": one.adopted_on,
        }
        for one in rows.select_related("cycle", "proposed_by").order_by("cycle__number", "number")
    ]


def question_answers(circle: Community) -> list[Row]:
    """What members answered to it; a newer answer comes after an older one. Who says yes to what is still asked is
    counted on its page and not named."""
    rows = QuestionResponse.objects.filter(version__cycle__community=circle, version__withdrawn_on=None)
    rows = rows.exclude(value="ok", version__adopted_on=None)
    return [
        {
            "text": one.version.text,
            "by": name(one.person),
            "question_answer": one.value,
            "remark": one.remark,
            "on": timezone.localdate(one.at),
        }
        for one in rows.select_related("version", "person")
    ]


def phases(circle: Community) -> list[Row]:
    """How the circle moved on, or back."""
    rows = PhaseLogEntry.objects.filter(cycle__community=circle).select_related("cycle")
    return [
        {
            "round": one.cycle.number,
            "from_phase": one.from_phase,
            "phase": one.to_phase,
            "on": timezone.localdate(one.at),
            "by": names(one.decided_by.all()),
            "reason": one.reason,
        }
        for one in rows.prefetch_related("decided_by")
    ]


def goals(circle: Community) -> list[Row]:
    """What it wants to learn together, and what people shared of their own goals. Private ones never (NV-2)."""
    rows = LearningGoal.objects.filter(cycle__community=circle, visibility="circle")
    return [
        {"text": one.text, "by": name(one.owner), "round": one.cycle.number, "goal_status": one.status}
        for one in rows.select_related("cycle", "owner")
    ]


def tasks(circle: Community) -> list[Row]:
    """What people do to learn about the question."""
    rows = LearningTask.objects.filter(cycle__community=circle).select_related("cycle")
    return [
        {
            "text": one.title,
            "who": names(one.owners.all()),
            "with": names(one.participants.all()),
            "activity_kind": one.activity_kind,
            "task_status": one.status,
            "due": one.due_on,
            "product": one.expected_product,
            "result": one.result_summary,
            "reason": one.stop_reason,
            "round": one.cycle.number,
        }
        for one in rows.prefetch_related("owners", "participants")
    ]


def reflections(circle: Community) -> list[Row]:
    """What the circle looked back on, and what it does otherwise since then."""
    rows = Reflection.objects.filter(cycle__community=circle).select_related("adjustment")
    return [
        {
            "topic": one.topic,
            "on": one.held_on,
            "adjustment": one.adjustment.said if one.adjustment else "",
        }
        for one in rows
    ]


def reviews(circle: Community) -> list[Row]:
    """What the circle does with its insights."""
    rows = InsightReview.objects.filter(insight__community=circle, insight__archived_on=None)
    rows = rows.exclude(insight__node_status="withdrawn").select_related("insight")
    return [{"text": one.insight.said, "choice": one.choice, "on": one.on} for one in rows]


def cards(circle: Community) -> list[Row]:
    """From which place people take part, and what they expect."""
    return [
        {
            "by": one.person.name_to_others,
            "position": one.position,
            "bring": one.bring,
            "need": one.need,
            "limit": one.limit,
        }
        for one in cards_to_see(circle)
    ]


def session_roles(circle: Community) -> list[Row]:
    """Who was chair, timekeeper, harvester or mirror."""
    rows = SessionRole.objects.filter(meeting__community=circle).select_related("meeting", "person")
    return [
        {"meeting": one.meeting.title, "session_role": one.role, "by": one.person.name_to_others}
        for one in rows.order_by("meeting__planned_at", "pk")
    ]


def shared(circle: Community) -> list[Row]:
    """What people shared from their logbook between the meetings."""
    rows = LogbookEntry.objects.filter(community=circle, shared=True, after__community=circle)
    found: list[dict[str, Any]] = [
        {
            "text": one.text,
            "prompt": one.prompt,
            "by": one.person.name_to_others,
            "meeting": one.after.title if one.after else "",
            "on": timezone.localdate(one.at),
        }
        for one in rows.select_related("person", "after")
    ]
    return [row for row in found if row["text"]]
