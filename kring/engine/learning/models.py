"""What a circle learns: cycles and their phases, the question, goals, tasks, and what goes on between meetings.

lifecycle.md 1, 2, 5, 11 and 12. States are codes; their words stand in `locale/<language>/learning.yaml`.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kring.engine.harvest.models import Action, Agreement, Insight
from kring.engine.learning.private import opened
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community, Person


class LearningCycle(models.Model):
    """One round of learning about one question, about five meetings long. At most one of a circle is not closed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="cycles")
    number = models.PositiveSmallIntegerField(default=1)
    phase = models.CharField(max_length=6, default="run_up")  # run_up | start | middle | end | closed
    planned_meetings = models.PositiveSmallIntegerField(default=5)
    planned_end_on = models.DateField(null=True, blank=True)
    most_tasks = models.PositiveSmallIntegerField(default=5)
    """How many tasks may be ready or going on at one time (LT-2)."""
    opened_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)
    future_choice = models.CharField(max_length=9, blank=True)  # new_cycle | hand_over | stop
    future_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "number"], name="one_cycle_a_number"),
            models.UniqueConstraint(
                fields=["community"], condition=~Q(phase="closed"), name="one_open_cycle_a_circle"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community} {self.number}"


class PhaseLogEntry(models.Model):
    """The group moved on, or back: when, who said yes, what was still open, and why all the same."""

    cycle = models.ForeignKey(LearningCycle, models.CASCADE, related_name="phase_log")
    from_phase = models.CharField(max_length=6)
    to_phase = models.CharField(max_length=6)
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ManyToManyField(Person, related_name="+", blank=True)
    unmet_criteria = models.JSONField(default=list)
    reason = models.CharField(max_length=280, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]


class PhaseProposal(models.Model):
    """Somebody asks the group to move on (lifecycle.md 2.3); it stands for seven days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(LearningCycle, models.CASCADE, related_name="proposals")
    from_phase = models.CharField(max_length=6)
    to_phase = models.CharField(max_length=6)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_on = models.DateField(default=timezone.localdate)
    unmet_criteria = models.JSONField(default=list)
    """What was open when the group was asked: that is what it says yes to."""
    reason = models.CharField(max_length=280, blank=True)
    outcome = models.CharField(max_length=7, blank=True)  # nothing yet | moved | expired

    class Meta:
        ordering: ClassVar = ["asked_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle"], condition=Q(outcome=""), name="one_open_phase_proposal")
        ]


class PhaseAnswer(models.Model):
    """A member's yes or not yet; another answer replaces it while the question stands."""

    proposal = models.ForeignKey(PhaseProposal, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    value = models.CharField(max_length=7)  # yes | not_yet
    reason = models.CharField(max_length=280, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "person"], name="one_phase_answer_a_person")
        ]


class LearningQuestionVersion(models.Model):
    """The learning question in certain words. Every version is kept, with why it became so (lifecycle.md 5)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(LearningCycle, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(max_length=140)
    why = models.CharField(max_length=280, blank=True)
    proposed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    adopted_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    """The last day on which half of the members had said: it is still right."""
    superseded_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_question_a_number")
        ]

    def __str__(self) -> str:
        return self.text


class QuestionResponse(models.Model):
    """A member's answer to a proposed question; a new answer replaces the old one, which is kept."""

    version = models.ForeignKey(LearningQuestionVersion, models.CASCADE, related_name="responses")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    value = models.CharField(max_length=6)  # ok | adjust | object
    remark = models.CharField(max_length=280, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "id"]


class StillRight(models.Model):
    """A member says that the question is still right."""

    version = models.ForeignKey(LearningQuestionVersion, models.CASCADE, related_name="still_right")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    said_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "person", "said_on"], name="one_still_right_a_day")
        ]


class RoleCard(models.Model):
    """From which place somebody takes part and what they expect (lifecycle.md 2.5); the circle reads it."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="role_cards")
    person = models.ForeignKey(Person, models.CASCADE, related_name="role_cards")
    position = models.CharField(max_length=280, blank=True)
    bring = models.CharField(max_length=280, blank=True)
    need = models.CharField(max_length=280, blank=True)
    limit = models.CharField(max_length=280, blank=True)
    saved_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering: ClassVar = ["saved_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "person"], name="one_role_card_a_circle")
        ]


class LearningGoal(models.Model):
    """What somebody wants to learn, or all together. A private one is kept encrypted (LT-6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(LearningCycle, models.CASCADE, related_name="goals")
    kind = models.CharField(max_length=10)  # individual | collective
    text = models.CharField(max_length=240, blank=True)
    sealed = models.TextField(blank=True)
    owner = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="learning_goals")
    visibility = models.CharField(max_length=7, default="circle")  # private | circle
    status = models.CharField(max_length=7, default="open")  # open | reached | changed | dropped
    status_on = models.DateField(null=True, blank=True)
    out_of = models.ForeignKey(Insight, models.SET_NULL, null=True, blank=True, related_name="goals")
    meetings = models.ManyToManyField(Meeting, related_name="goals", blank=True)
    """The meetings for which it was put on the table."""
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="collective", owner=None, visibility="circle") | Q(kind="individual"),
                name="collective_goal_of_the_circle",
            ),
            models.CheckConstraint(
                condition=Q(visibility="private", text="") | Q(visibility="circle", sealed=""),
                name="private_goal_is_sealed",
            ),
        ]

    @property
    def said(self) -> str:
        """Its words; empty when the key that sealed them is not here."""
        return opened(self.sealed) if self.visibility == "private" else self.text


class LearningTask(models.Model):
    """Something people do to learn about the question: idea → ready → doing → done | stopped (lifecycle.md 11)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(LearningCycle, models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=80)
    goals = models.ManyToManyField(LearningGoal, related_name="tasks", blank=True)
    outcome_kind = models.CharField(max_length=10, default="collective")  # individual | collective
    activity_kind = models.CharField(max_length=11, default="try_out")
    owners = models.ManyToManyField(Person, related_name="learning_tasks", blank=True)
    participants = models.ManyToManyField(Person, related_name="joined_tasks", blank=True)
    expected_product = models.CharField(max_length=200, blank=True)
    start_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=7, default="idea")  # idea | ready | doing | done | stopped | dropped
    status_on = models.DateField(default=timezone.localdate)
    result_summary = models.CharField(max_length=500, blank=True)
    stop_reason = models.CharField(max_length=280, blank=True)
    overdue_seen_on = models.DateField(null=True, blank=True)
    """An owner saw that the date is long gone: they are told once (LT-3)."""
    help_asked_on = models.DateField(null=True, blank=True)
    """Whoever leads it would like help; nothing once somebody joined in."""
    action = models.ForeignKey(Action, models.SET_NULL, null=True, blank=True, related_name="learning_tasks")
    meetings = models.ManyToManyField(Meeting, related_name="tasks", blank=True)
    """The meetings for which it was put on the table."""
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["due_on", "created_at", "id"]

    def __str__(self) -> str:
        return self.title


class TaskAsk(models.Model):
    """Somebody is asked to lead a task; it is theirs only when they say yes (LT-1)."""

    task = models.ForeignKey(LearningTask, models.CASCADE, related_name="asks")
    person = models.ForeignKey(Person, models.CASCADE, related_name="task_asks")
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_on = models.DateField(default=timezone.localdate)
    answer = models.CharField(max_length=3, blank=True)  # nothing yet | yes | no

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "person"], name="one_task_ask")]


class Reflection(models.Model):
    """The circle looked at how it works: one topic at a time, and at most one thing to do otherwise (2.4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(LearningCycle, models.CASCADE, related_name="reflections")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="reflections")
    topic = models.CharField(max_length=11)  # interaction | activities | strategies | roles
    held_on = models.DateField(default=timezone.localdate)
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    adjustment = models.ForeignKey(Agreement, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["held_on", "id"]


class SessionRole(models.Model):
    """Who is chair, timekeeper, harvester or mirror in a meeting (lifecycle.md 12.1)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="session_roles")
    role = models.CharField(max_length=10)
    person = models.ForeignKey(Person, models.CASCADE, related_name="session_roles")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "role"], name="one_session_role_a_meeting")
        ]


class InsightReview(models.Model):
    """What the group does with an insight, said in the review of transfer.md 3.4; the newest counts."""

    insight = models.ForeignKey(Insight, models.CASCADE, related_name="transfer_reviews")
    choice = models.CharField(max_length=15)  # carry_on | park | stop | keep_as_insight
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering: ClassVar = ["on", "id"]


class LogbookEntry(models.Model):
    """A line of somebody's own logbook, encrypted; only its owner reads it, unless they share it (12.3)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="logbook")
    community = models.ForeignKey(Community, models.SET_NULL, null=True, blank=True, related_name="+")
    after = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="logbook")
    """The meeting after which it was written."""
    prompt = models.CharField(max_length=10, blank=True)  # il.tried | il.noticed | il.need
    sealed = models.TextField()
    shared = models.BooleanField(default=False)
    action = models.ForeignKey(Action, models.SET_NULL, null=True, blank=True, related_name="+")
    """The action of which it became the experience."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "after", "prompt"],
                condition=Q(after__isnull=False),
                name="one_interlude_answer_a_prompt",
            )
        ]

    @property
    def text(self) -> str:
        """Its words; empty when the key that sealed them is not here."""
        return opened(self.sealed)


class InterludePass(models.Model):
    """Somebody does not answer between two meetings: "not this time"."""

    after = models.ForeignKey(Meeting, models.CASCADE, related_name="interlude_passes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["after", "person"], name="one_interlude_pass")
        ]
