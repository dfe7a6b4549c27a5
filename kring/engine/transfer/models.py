"""Both ends of the road: where insights grew from, and what became practice, with who saw it (transfer.md 2 and 4)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from kring.engine.harvest.models import TraceNode
from kring.engine.people.models import Person, long_token


class Source(TraceNode):
    """What an insight grew from: an ambition, a theory or a policy. `title` says what it wants or claims."""

    whose = models.CharField(max_length=80, blank=True)
    """Of an ambition: of whom."""
    author = models.CharField(max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    """The name of the book, the article or the document."""
    link = models.URLField(max_length=300, blank=True)
    level = models.CharField(max_length=8, blank=True)  # of a policy: school | group | national
    dated = models.DateField(null=True, blank=True)


class Practice(TraceNode):
    """Something that is done in class or in school. How well it was witnessed is never stored, it is computed."""

    FOUND_BY = ("title", "text", "subject_area", "classes_or_groups")
    setting = models.CharField(max_length=7)  # lesson | team | school | parents | other
    subject_area = models.CharField(max_length=60, blank=True)
    classes_or_groups = models.CharField(max_length=80, blank=True)
    doers_n = models.PositiveSmallIntegerField(default=1)
    """How many do it; who says so by name stands in `doers`."""


class Doer(models.Model):
    """Somebody who does it and invites others to look. `number` stays when the name goes."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="doers")
    number = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    named = models.BooleanField(default=False)
    """Whether the circle reads their name."""

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["practice", "number"], name="one_doer_a_number"),
            models.UniqueConstraint(fields=["practice", "person"], name="one_doer_a_person"),
        ]


class LookInvitation(models.Model):
    """Its doer asks somebody to come and look: a person of the circle, or whoever is given the link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="invitations")
    doer = models.ForeignKey(Doer, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="look_invitations")
    token = models.CharField(max_length=64, unique=True, default=long_token)
    planned_on = models.DateField(null=True, blank=True)
    words = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, default="open")  # open | coming | declined | done | withdrawn
    made_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering: ClassVar = ["made_on", "id"]


class Observation(models.Model):
    """What somebody saw; of oneself (`self`), or by somebody whom the doer invited."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="observations")
    doer = models.ForeignKey(Doer, models.SET_NULL, null=True, related_name="observations")
    doer_number = models.PositiveSmallIntegerField(default=1)
    """Stays when it is no longer known who was seen (rt.observation_names)."""
    invitation = models.OneToOneField(
        LookInvitation, models.SET_NULL, null=True, blank=True, related_name="observation"
    )
    observed_on = models.DateField(default=timezone.localdate)
    seen = models.CharField(max_length=6)  # yes | partly | no
    what_seen = models.CharField(max_length=1000)
    observer = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="observations")
    observer_name = models.CharField(max_length=40, blank=True)
    """Of somebody without an account."""
    observer_kind = models.CharField(max_length=15)
    setting = models.CharField(max_length=80, blank=True)
    invited_by_doer = models.BooleanField(default=True)
    named = models.BooleanField(default=False)
    """Whether the observer wants to be named; that happens when the doer wants it too."""
    consent_share = models.CharField(max_length=6, default="none")  # circle | school | none, said by the doer
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["observed_on", "written_at", "id"]


class Evidence(models.Model):
    """Something that shows the practice: what is written about it, material, a count, a photo."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=14)  # note | material | count | photo
    text = models.CharField(max_length=500, blank=True)
    count = models.PositiveIntegerField(null=True, blank=True)
    contains_pupils = models.BooleanField(default=False)
    cleared = models.BooleanField(default=False)
    cleared_reason = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    added_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering: ClassVar = ["added_on", "id"]


class Embedding(models.Model):
    """Where the school laid the practice down, so that it does not hang on one person (P4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="embeddings")
    kind = models.CharField(max_length=9)  # role | timetable | induction | criterion | agreement
    text = models.CharField(max_length=160)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    added_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering: ClassVar = ["added_on", "id"]
