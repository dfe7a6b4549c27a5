"""A research project: a question, the circles it is about, and the names under which they appear (roles.md 6)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from auditlog.registry import auditlog
from django.db import models
from django.utils import timezone

from kring.engine.people.models import Community, Organisation


class ResearchProject(models.Model):
    """A list of circles in which researchers may look, as far as everybody there says yes. A `RoleGrant` says who."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="research_projects")
    name = models.CharField(max_length=80)
    question = models.CharField(max_length=280)
    """What is investigated, as the people who are asked read it."""
    communities = models.ManyToManyField(Community, related_name="research_projects", blank=True)
    started_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)
    shift_days = models.SmallIntegerField()
    """By so many days all dates in what is taken along differ from the real ones: whole weeks, at most sixty days."""
    name_key = models.TextField(blank=True)
    """Sealed: kind -> real id -> the name under which it appears. Goes at its term (rt.name_key)."""

    class Meta:
        ordering: ClassVar = ["-started_on", "name"]

    def __str__(self) -> str:
        return self.name


auditlog.register(ResearchProject, exclude_fields=["name_key", "shift_days"], m2m_fields={"communities"})
