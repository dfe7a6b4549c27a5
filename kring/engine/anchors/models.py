"""The records behind the five anchors of a circle (lifecycle.md 3), and where its stage stands."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from kring.engine.people.models import Community, Person


class TimeGrant(models.Model):
    """Hours that the school gives a circle for a school year; it counts when a member says that they are there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="time_grants")
    school_year = models.PositiveSmallIntegerField()
    """The year in which the school year begins: 2026 for 2026-2027."""
    hours_per_person = models.DecimalField(max_digits=5, decimal_places=1)
    since = models.DateField()
    until = models.DateField()
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_by = models.ManyToManyField(Person, related_name="time_confirmed", blank=True)
    archived_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-school_year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "school_year"], name="one_time_grant_a_year")
        ]


class RoleLink(models.Model):
    """A task or role description of the school that names the circle."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="role_links")
    title = models.CharField(max_length=120)
    document = models.URLField(max_length=300, blank=True)
    status = models.CharField(max_length=8, default="proposed")  # proposed | adopted | ended
    adopted_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    archived_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["title", "id"]


class OutsideContact(models.Model):
    """The circle met somebody from outside: a critical friend, another school, a network."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="outside_contacts")
    kind = models.CharField(max_length=15)  # critical_friend | other_school | network
    organisation_name = models.CharField(max_length=120)
    on = models.DateField(default=timezone.localdate)
    note = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    archived_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-on", "id"]


class StageState(models.Model):
    """Where a circle stands between promoting and sustaining: that depends on how it stood before."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="stage_state")
    sustaining = models.BooleanField(default=False)
    low = models.PositiveSmallIntegerField(default=0)
    """Monthly evaluations in a row, since it entered, with one anchor or none."""
    month = models.DateField()
    """The first day of the month that was evaluated last."""
    at = models.DateTimeField(default=timezone.now)
