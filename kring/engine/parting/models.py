"""The question whether somebody's part in a circle ends, and what members answer (roles.md 3, `remove_other`)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kring.engine.people.models import Membership, Person


class Parting(models.Model):
    """Asked of the group, or done at once for safety and then looked at by the group."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="partings")
    for_safety = models.BooleanField(default=False)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=280)
    asked_at = models.DateTimeField(default=timezone.now)
    until = models.DateField(null=True, blank=True)
    """Of what was done for safety: until when the membership would have held."""
    outcome = models.CharField(max_length=8, blank=True)  # nothing yet | ended | restored | lapsed
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(outcome=""), name="one_open_parting_a_membership"
            )
        ]


class PartingAnswer(models.Model):
    """A member's answer; another answer replaces it while the question stands."""

    parting = models.ForeignKey(Parting, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="parting_answers")
    value = models.CharField(max_length=6)  # ok | object
    remark = models.CharField(max_length=280, blank=True)
    on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering: ClassVar = ["on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parting", "person"], name="one_parting_answer_a_person")
        ]
