"""What a meeting leaves behind: proposals, and the records that travel on (C-41, transfer.md 2, lifecycle.md 5 and 10).

A `TraceNode` is one step on the road from a source to an effect. Each kind adds its own fields in a row of
its own, so that a `TraceLink` can go from any node to any other. States are codes; their words stand in
`locale/<language>/harvest.yaml`.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kring.engine.meetings.models import Activity, Meeting, Publication, Seat
from kring.engine.people.models import Community, Organisation, Person
from kring.kit.stems import FORM, stems_in

KINDS = ("agreement", "action", "insight", "repertoire")
"""The order in which harvest is read: what we agree, who does what, what we learnt, what we keep."""
AGREEMENT_KINDS = ("content", "conduct", "way_of_working", "confidentiality", "intention")
REPERTOIRE_KINDS = ("perception", "vocabulary", "artefact", "work_style", "routine")
STAGES = {"source": 0, "insight": 1, "agreement": 2, "action": 3, "practice": 4, "effect": 5}
"""transfer.md TL-1: a link goes from a lower stage to a higher one."""
NEXT_STAGES = {
    "source": ("insight",),
    "insight": ("agreement", "action"),
    "agreement": ("action",),
    "action": ("practice",),
    "practice": ("effect",),
}


class TraceNodeSet(models.QuerySet["TraceNode"]):
    def standing(self) -> TraceNodeSet:
        """What counts: not entered by mistake, not the double of another (transfer.md 2), not put away."""
        return self.exclude(node_status="withdrawn").filter(duplicate_of=None, archived_on=None)


class Findable(models.Model):
    """What can be found by its words. The row itself keeps their stems, so that they go where it goes."""

    FOUND_BY: ClassVar[tuple[str, ...]] = ()
    """The fields whose words count; without any, whoever saves the row leaves the stems as they are."""
    stems = models.TextField(blank=True, default="", editable=False)
    archived_on = models.DateField(null=True, blank=True)
    """Put away after its term, without names: in no list any more, kept for what grew out of it (rt.harvest)."""

    class Meta:
        abstract = True

    def stems_now(self) -> str:
        """The stems of the words as they are now, each between spaces, behind the form they are made in."""
        return " ".join([FORM, *stems_in("\n".join(getattr(self, name) for name in self.FOUND_BY)), ""])

    def save(self, **how: Any) -> None:
        """As Django does, with the stems kept right."""
        fields = how.get("update_fields")
        if self.FOUND_BY and (fields is None or {*fields} & {*self.FOUND_BY}):
            self.stems = self.stems_now()
            if fields is not None:
                how["update_fields"] = [*fields, "stems"]
        super().save(**how)


class TraceNode(Findable):
    """What every step on the road has. `stage` says which kind of row continues it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, models.CASCADE, null=True, blank=True, related_name="nodes")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="nodes")
    source_activity = models.ForeignKey(
        Activity, models.SET_NULL, null=True, blank=True, related_name="nodes"
    )
    cycle = models.PositiveSmallIntegerField(null=True, blank=True)
    stage = models.CharField(max_length=9)
    kind = models.CharField(max_length=16, blank=True)
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=500, blank=True)
    opened_on = models.DateField(default=timezone.localdate)
    written_on = models.DateField(null=True, blank=True)
    """The day it was written down, where its author set `opened_on` back (TL-5)."""
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    # open | carried_on | parked | closed_on_purpose | withdrawn; "stalled" is never stored, it is computed
    node_status = models.CharField(max_length=17, default="open")
    node_reason = models.CharField(max_length=280, blank=True)
    node_status_on = models.DateField(null=True, blank=True)
    parked_until = models.DateField(null=True, blank=True)
    duplicate_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="doubles")
    visibility = models.CharField(max_length=6, default="circle")  # circle | school
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar = TraceNodeSet.as_manager()

    class Meta:
        ordering: ClassVar = ["opened_on", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def said(self) -> str:
        """The whole sentence; the title is cut where it is long."""
        return self.text or self.title


class Contributor(models.Model):
    """Who brought a node in, or only from which layer. The layer is that of the moment (transfer.md 2)."""

    node = models.ForeignKey(TraceNode, models.CASCADE, related_name="contributors")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    layer = models.CharField(max_length=9)  # frontline | leading | outside


class Insight(TraceNode):
    """What we understand now."""

    FOUND_BY = ("title", "text")
    wants_followup = models.BooleanField(default=False)
    loop_tag = models.CharField(max_length=20, blank=True)
    need_info = models.BooleanField(default=False)
    about_group = models.CharField(max_length=20, blank=True)
    process = models.CharField(max_length=20, blank=True)
    obstacle = models.BooleanField(default=False)
    who_can_move = models.CharField(max_length=13, blank=True)  # us | us_and_others | only_others
    question = models.BooleanField(default=False)


class Agreement(TraceNode):
    """What we will do or hold to. `status` is its adoption, `node_status` its place on the road."""

    FOUND_BY = ("title", "text", "test")
    test = models.CharField(max_length=140, blank=True)
    proposed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    # proposed | adopted | under_review | changed | retired | withdrawn | declined
    status = models.CharField(max_length=12, default="proposed")
    adopted_on = models.DateField(null=True, blank=True)
    review_due = models.DateField(null=True, blank=True)
    review_meetings = models.PositiveSmallIntegerField(null=True, blank=True)
    """Look back after so many meetings, if that comes first; nothing when the group chose the date itself."""
    level = models.CharField(max_length=8, blank=True)
    """Of an agreement on confidentiality: the level of the circle that it makes, open | inside | closed."""
    ending_asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    ending_asked_at = models.DateTimeField(null=True, blank=True)
    ending_reason = models.CharField(max_length=280, blank=True)
    from_insight = models.ForeignKey(
        Insight, models.SET_NULL, null=True, blank=True, related_name="agreements"
    )
    supersedes = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="superseded_by"
    )


class AgreementResponse(models.Model):
    """A member's answer to "can you work with this?"; a new answer replaces the old one, which is kept."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="responses")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    about = models.CharField(max_length=5, default="adopt")  # adopt | end
    value = models.CharField(max_length=6)  # ok | adjust | object
    remark = models.CharField(max_length=280, blank=True)
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at"]


class Action(TraceNode):
    """What somebody will do, and when. A private one is seen by its owners only and is no step on the road."""

    FOUND_BY = ("title", "text", "first_step", "practice_trace")
    owners = models.ManyToManyField(Person, related_name="actions", blank=True)
    owner_text = models.CharField(max_length=40, blank=True)
    seats = models.ManyToManyField(Seat, related_name="+", blank=True)
    """Of a private action: the chairs it belongs to, for whoever has no account."""
    due_on = models.DateField(null=True, blank=True)
    waiting_on = models.CharField(max_length=14, default="nobody")
    waiting_since = models.DateField(null=True, blank=True)
    first_step = models.CharField(max_length=120, blank=True)
    practice_trace = models.CharField(max_length=140, blank=True)
    status = models.CharField(max_length=7, default="open")  # open | tried | done | dropped
    status_on = models.DateField(null=True, blank=True)
    private = models.BooleanField(default=False)

    def stems_now(self) -> str:
        """What is private cannot be found by its words."""
        return f"{FORM} " if self.private else super().stems_now()


class Experience(models.Model):
    """What happened when an action was tried (lifecycle.md LT-5)."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="experiences")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    did = models.CharField(max_length=500)
    happened = models.CharField(max_length=500, blank=True)
    keep = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)


class ActionAnswer(models.Model):
    """What was said of an action when it came back: where do we stand? Kept, so that letting go counts as such."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=8)  # did | not_yet | let_go | take
    note = models.CharField(max_length=500, blank=True)
    due_before = models.DateField(null=True, blank=True)
    due_after = models.DateField(null=True, blank=True)
    way = models.CharField(max_length=7)  # phone | aloud | mail | page
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "id"]


class AgreementReview(models.Model):
    """A week in which members say, without a name, whether they live up to an agreement (lifecycle.md AG-6).

    Only how often each answer was given is kept, so that no row says who gave it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="reviews")
    opened_on = models.DateField()
    closes_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["opened_on"]


class ReviewMark(models.Model):
    """This member has answered. No moment and no answer (C-10)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(AgreementReview, models.CASCADE, related_name="marks")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "person"], name="one_mark_a_review")
        ]


class Practised(models.Model):
    """What those who would practise something answered to their private question: only how often each answer was
    given, per activity in which they began, so that no row says who gave it."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="practised")
    counts = models.JSONField(default=dict)


class PractisedMark(models.Model):
    """This person has answered about this action. No moment and no answer (C-10)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.ForeignKey(Action, models.CASCADE, related_name="practised_marks")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "person"], name="one_practice_mark_an_action")
        ]


class Letter(models.Model):
    """The weekly letter that somebody was sent: the day and how much it asked, nothing of what stood in it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="letters")
    sent_on = models.DateField()
    items = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["sent_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "sent_on"], name="one_letter_a_day")
        ]


class LetterPause(models.Model):
    """Somebody wants no letters: until a day, or (without one) until they ask for them again."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="letter_pause")
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)


class CalendarFeed(models.Model):
    """The address at which somebody's own calendar reads their dates; whoever holds the token reads along."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)


class TraceLink(models.Model):
    """One node led to another. Only accepted links count (TL-3)."""

    from_node = models.ForeignKey(TraceNode, models.CASCADE, related_name="links_on")
    to_node = models.ForeignKey(TraceNode, models.CASCADE, related_name="links_back")
    why = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made_on = models.DateField(default=timezone.localdate)
    accepted_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    accepted_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, default="proposed")  # proposed | accepted | rejected
    yes = models.ManyToManyField(Person, related_name="+", blank=True)
    """The members who said yes to a link that was made afterwards (TL-2)."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["from_node", "to_node"], name="one_link_a_pair")
        ]


class RepertoireItem(Findable):
    """Something the circle made and uses again: one of five kinds (lifecycle.md 5)."""

    FOUND_BY = ("title", "description")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, models.CASCADE, null=True, blank=True, related_name="repertoire")
    kind = models.CharField(max_length=10)
    form = models.CharField(max_length=14, blank=True)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    made_in_meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="repertoire"
    )
    made_in_activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ManyToManyField(Person, related_name="+", blank=True)
    by_circle = models.BooleanField(default=True)
    licence = models.CharField(max_length=280, blank=True)
    visibility = models.CharField(max_length=6, default="circle")  # circle | school
    made_on = models.DateField(default=timezone.localdate)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-made_on", "title"]

    def __str__(self) -> str:
        return self.title


class RepertoireUse(models.Model):
    """Somebody used it, or a circle took it over: who, where, when."""

    item = models.ForeignKey(RepertoireItem, models.CASCADE, related_name="uses")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    circle = models.ForeignKey(Community, models.SET_NULL, null=True, blank=True, related_name="+")
    """The circle that took it over."""
    where = models.CharField(max_length=140, blank=True)
    used_on = models.DateField(default=timezone.localdate)
    remark = models.CharField(max_length=280, blank=True)


class HarvestProposal(models.Model):
    """What a rule proposed, or somebody in the room; what became of it stands in `node` or `repertoire`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="proposals")
    activity = models.ForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="proposals")
    rule = models.CharField(max_length=20, blank=True)
    """The tool's rule, or nothing for what was said in the room."""
    kind = models.CharField(max_length=10)
    rank = models.PositiveSmallIntegerField(default=100)
    text = models.CharField(max_length=500)
    owner = models.CharField(max_length=120, blank=True)
    due = models.DateField(null=True, blank=True)
    private_to = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    publications = models.ManyToManyField(Publication, related_name="+", blank=True)
    data = models.JSONField(default=dict)
    status = models.CharField(max_length=8, default="open")  # open | accepted | dropped
    edited_text = models.CharField(max_length=500, blank=True)
    details = models.JSONField(default=dict)
    """What was filled in besides text, owner and date: practice_trace, kind, out_of."""
    edited_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    node = models.OneToOneField(TraceNode, models.SET_NULL, null=True, blank=True, related_name="proposal")
    repertoire = models.OneToOneField(
        RepertoireItem, models.SET_NULL, null=True, blank=True, related_name="proposal"
    )

    class Meta:
        ordering: ClassVar = ["activity__position", "rank", "made_at", "id"]

    @property
    def said(self) -> str:
        """The sentence as the group has it now."""
        return self.edited_text or self.text


class HarvestClosing(models.Model):
    """The moment the harvest of a meeting was closed; from then on decisions stand."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="harvest_closing")
    by = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)


class HarvestSource(models.Model):
    """What a piece of harvest grew out of: a named contribution, or a publication. Never an anonymous answer."""

    node = models.ForeignKey(TraceNode, models.CASCADE, null=True, blank=True, related_name="sources")
    repertoire = models.ForeignKey(
        RepertoireItem, models.CASCADE, null=True, blank=True, related_name="sources"
    )
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    contribution = models.UUIDField(null=True, blank=True)
    publication = models.ForeignKey(Publication, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(node__isnull=False) ^ Q(repertoire__isnull=False), name="source_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(contribution__isnull=False) ^ Q(publication__isnull=False),
                name="source_is_one_thing",
            ),
        ]
