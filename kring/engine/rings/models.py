"""What was shown of the rings after a meeting: counts, never names."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community, Person, School


class RingPicture(models.Model):
    """How many stood in each ring when a meeting had been held; frozen, so that nobody is found by subtraction.

    `counts` is empty when nothing could be shown then: too few people, or too few others than last time (C-30).
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="ring_pictures")
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="ring_picture")
    taken_at = models.DateTimeField(default=timezone.now)
    n = models.PositiveSmallIntegerField(default=0)
    counts = models.JSONField(default=dict)
    moves = models.JSONField(default=dict)
    people = models.ManyToManyField(Person, related_name="+", blank=True)
    """Who was counted, without their ring: to know how many others there are next time."""

    class Meta:
        ordering: ClassVar = ["taken_at"]


class SchoolRingPicture(models.Model):
    """How many stood in each ring over the circles of a school together; frozen, so that no circle is found by
    subtraction. Another one takes its place; nothing in it is about a person."""

    school = models.OneToOneField(School, models.CASCADE, related_name="ring_picture")
    counts = models.JSONField(default=dict)
    pictures = models.JSONField(default=dict)
    """Circle -> its own picture that was counted: to know how many circles are other next time."""
