"""Meeting, activity, step, seat, papers and contributions: conventions C-01 to C-10 and C-30.

Nothing here connects a seat with a voice: `PaperMark` says that a seat received its paper,
`Voice` says which papers are valid, and no row, number or moment stands in both. Whether people work with names
(C-32) is kept the same way: `NamesMark` says that a seat answered, and what was said is one sealed bit for all.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from kring.engine.people.models import Community, Organisation, Person, long_token


class Meeting(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="meetings")
    community = models.ForeignKey(Community, models.CASCADE, null=True, blank=True, related_name="meetings")
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=6, default="live")  # live | hybrid | async
    planned_at = models.DateTimeField()
    language = models.CharField(max_length=2, default="nl")
    status = models.CharField(max_length=7, default="planned")  # planned | open | closed
    planned_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    code = models.CharField(max_length=7, null=True, blank=True, unique=True)
    join_token = models.CharField(max_length=40, unique=True, default=long_token)
    board_token = models.CharField(max_length=40, unique=True, default=long_token)
    note = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    current = models.ForeignKey("engine.Activity", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["planned_at"]

    def __str__(self) -> str:
        return self.title


class Activity(models.Model):
    """One tool in use. `open_steps` repeats which steps are open, so that one row decides (C-03)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="activities")
    position = models.PositiveSmallIntegerField(default=1)
    tool = models.CharField(max_length=40)
    title = models.CharField(max_length=80, blank=True)
    thread = models.UUIDField(null=True, blank=True, db_index=True)
    settings = models.JSONField(default=dict)
    purpose = models.CharField(max_length=140, blank=True)
    minutes = models.PositiveSmallIntegerField(default=30)
    anonymous = models.BooleanField(default=True)
    names = models.CharField(max_length=6, blank=True)  # wanted | asking | yes | no: named mode (C-32)
    names_said = models.TextField(blank=True)
    split = models.CharField(max_length=10, blank=True)
    status = models.CharField(max_length=7, default="planned")  # planned | open | closed
    led_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    """Who put it forward, or else who put it on the agenda (C-01)."""
    open_from = models.DateTimeField(null=True, blank=True)
    open_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=40, blank=True)
    open_steps = models.CharField(max_length=400, blank=True)
    named_seq = models.PositiveBigIntegerField(default=0)
    anonymous_seq = models.PositiveBigIntegerField(default=0)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position"]


class ActivityProposal(models.Model):
    """What somebody of a circle puts forward for a meeting. `activity` is the part of an agenda that it became."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="activity_proposals")
    person = models.ForeignKey(Person, models.CASCADE, related_name="activity_proposals")
    tool = models.CharField(max_length=40)
    why = models.CharField(max_length=140, blank=True)
    at = models.DateTimeField(default=timezone.now)
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="put_forward")

    class Meta:
        ordering: ClassVar = ["at", "id"]


class Step(models.Model):
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="steps")
    key = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=7, default="waiting")  # waiting | open | closed
    opened_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["activity", "key"], name="one_step_a_key")]


class Seat(models.Model):
    """One per person per meeting; without an account one per device (C-08)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="seats")
    shown_name = models.CharField(max_length=80)
    role = models.CharField(max_length=20, default="other")
    table_of = models.PositiveSmallIntegerField(default=0)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=40, default=long_token)
    way_back = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=2, blank=True)

    class Meta:
        ordering: ClassVar = ["joined_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=models.Q(person__isnull=False),
                name="one_seat_a_person",
            )
        ]


class Leading(models.Model):
    """Who leads a meeting: a person or a seat, from when until when."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="leadings")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="leadings")
    seat = models.ForeignKey(Seat, models.CASCADE, null=True, blank=True, related_name="leadings")
    helper = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)


class OwnTimeLetter(models.Model):
    """What was mailed to somebody of a meeting in people's own time: at most one invitation and one reminder (C-36).

    Both stand for everybody whose turn has been, also for who had taken part already and got no mail; and `reminded`
    has no moment. So the rows do not tell who took their paper before or after it (C-09).
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="own_time_letters")
    person = models.ForeignKey(Person, models.CASCADE, related_name="own_time_letters")
    invited_at = models.DateTimeField(null=True, blank=True)
    reminded = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_own_time_letter_a_person")
        ]


class TakeoverVote(models.Model):
    """A seat that agrees that another seat takes over while the facilitator is gone."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="takeover_votes")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="+")
    candidate = models.ForeignKey(Seat, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="one_takeover_vote_a_seat")
        ]


class PaperMark(models.Model):
    """This seat received its paper. No moment, no paper (C-09)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="paper_marks")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="papers")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "seat"], name="one_paper_a_seat")
        ]


class Paper(models.Model):
    """A paper still on the stack; it leaves when it is taken."""

    token = models.CharField(primary_key=True, max_length=40)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="stack")


class Voice(models.Model):
    """A valid paper, as a hash; made with the whole stack at once, so its age tells nothing.

    `slip` is the role key for which a slip was printed (C-09), "" for a paper of a seat.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="voices")
    slip = models.CharField(max_length=20, blank=True)


class SlipCount(models.Model):
    """How many slips were printed for an activity: numbers, and nothing of any slip or of who got one."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="slip_count")
    made = models.JSONField(default=dict)
    """Role key -> how many were printed for people with that role."""
    lapsed = models.PositiveIntegerField(default=0)
    used = models.PositiveIntegerField(default=0)
    """How many slips answered; counted when the activity closes and its voices become numbers."""


class NamesMark(models.Model):
    """This seat answered whether it takes part with its name. No moment and no answer (C-32).

    While the question stands it tells nothing of yes or no; in named mode only those who said yes are left; and
    where the activity stayed anonymous there is none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="names_marks")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="names_marks")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "seat"], name="one_names_answer_a_seat")
        ]


class NamedContribution(models.Model):
    uuid = models.UUIDField(primary_key=True)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="named")
    seq = models.PositiveBigIntegerField()
    step = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80, blank=True)
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="contributions")
    role = models.CharField(max_length=20)
    payload = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["activity", "seq"], name="named_seq_once")]


class Addition(models.Model):
    """What somebody added to a piece of work between its meetings (`Tool.adds`). With the next meeting it becomes a
    contribution, and this row goes. Without a name it has no person, and of its moment only the day (C-10)."""

    uuid = models.UUIDField(primary_key=True)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    thread = models.UUIDField(db_index=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="additions", null=True)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80, blank=True)
    payload = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "uuid"]


class Tombstone(models.Model):
    """Here stood a contribution whose author was erased: its place in the row, and nothing of it."""

    uuid = models.UUIDField(primary_key=True)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="tombstones")
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    erased_on = models.DateField(default=timezone.localdate)


class AnonymousContribution(models.Model):
    """An answer of a voice: no seat, no device, no moment (C-10)."""

    uuid = models.UUIDField(primary_key=True)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="anonymous_lane")
    seq = models.PositiveBigIntegerField()
    step = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80, blank=True)
    voice = models.CharField(max_length=64)
    role = models.CharField(max_length=20)
    payload = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "seq"], name="anonymous_seq_once")
        ]


class Hiding(models.Model):
    """The moment the facilitator took a card off the wall, with the reason its author sees (C-04)."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="hidings")
    contribution = models.UUIDField(unique=True)
    by = models.CharField(max_length=80)
    reason = models.CharField(max_length=140)
    at = models.DateTimeField(default=timezone.now)


class Publication(models.Model):
    """Frozen: what was shown, and which answers were counted in it (C-30)."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="publications")
    step = models.CharField(max_length=40)
    choice = models.CharField(max_length=40, blank=True)
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=80)
    upto_seq = models.PositiveBigIntegerField()
    rows = models.JSONField()
    result = models.JSONField()
    off_board_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["activity", "step", "choice", "number"], name="one_publication_a_number"
            )
        ]
