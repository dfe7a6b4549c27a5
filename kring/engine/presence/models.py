"""How near the facilitator stays, what meetings said about it, and what the group was asked."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community, Person


class PresenceState(models.Model):
    """Where a circle stands now; `phase` and `cycle` are those for which it holds."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="presence")
    cycle = models.PositiveSmallIntegerField(default=1)
    phase = models.CharField(max_length=6)
    level = models.PositiveSmallIntegerField()
    back = models.PositiveSmallIntegerField(default=0)
    forward = models.PositiveSmallIntegerField(default=0)
    wait_back = models.PositiveSmallIntegerField(default=0)
    wait_forward = models.PositiveSmallIntegerField(default=0)


class PresenceLook(models.Model):
    """What was counted when a meeting had been held: sums over the circle, nothing about a person."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="presence_look")
    level = models.PositiveSmallIntegerField()
    counted = models.JSONField(default=dict)
    signals = models.JSONField(default=list)
    """F1 to F5: true, false, or null when missing."""

    class Meta:
        ordering: ClassVar = ["meeting__closed_at"]


class PresenceProposal(models.Model):
    """The group is asked for another level: by Kring (nobody), by a member, or offered by who guides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="presence_proposals")
    from_level = models.PositiveSmallIntegerField()
    to_level = models.PositiveSmallIntegerField()
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    by_kring = models.BooleanField(default=False)
    asked_on = models.DateField(default=timezone.localdate)
    outcome = models.CharField(max_length=8, blank=True)  # nothing yet | accepted | declined | gone

    class Meta:
        ordering: ClassVar = ["asked_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["community"], condition=Q(outcome=""), name="one_open_presence_proposal"
            )
        ]


class PresenceAnswer(models.Model):
    """A member's yes or no; another answer replaces it while the question stands."""

    proposal = models.ForeignKey(PresenceProposal, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="presence_answers")
    value = models.CharField(max_length=3)  # yes | no
    on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering: ClassVar = ["on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "person"], name="one_presence_answer_a_person")
        ]
