"""A thank you from one to another, and a call for help to the circle (lifecycle.md 4.4 and 5)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from kring.engine.people.models import Community, Person


class ThanksNote(models.Model):
    """Who said it and who received it read it; the circle does when both want that."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="thanks")
    from_person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="thanks_said")
    """Nobody any more when they had themselves removed: the words are also of who received them."""
    to_person = models.ForeignKey(Person, models.CASCADE, related_name="thanks_received")
    text = models.CharField(max_length=140)
    shared_from = models.BooleanField(default=False)
    shared_to = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-at", "id"]


class HelpRequest(models.Model):
    """The circle reads it until somebody says that they will help."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="help_requests")
    from_person = models.ForeignKey(Person, models.CASCADE, related_name="help_asked")
    text = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="help_given")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "id"]
