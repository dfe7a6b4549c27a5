"""Organisation, school, team, person, community, membership: roles.md 1."""

from __future__ import annotations

import secrets
import uuid
from typing import Any, ClassVar

from auditlog.registry import auditlog
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

POSITIONS = (
    "teacher",
    "student_teacher",
    "support",
    "team_leader",
    "middle_manager",
    "school_director",
    "board",
    "hrm",
    "researcher",
    "facilitator_external",
    "critical_friend_external",
    "pupil",
    "parent",
    "other",
)
ROLE_OF_POSITION = {
    "teacher": "teacher",
    "student_teacher": "teacher",
    "support": "support",
    "team_leader": "middle_manager",
    "middle_manager": "middle_manager",
    "school_director": "principal",
    "board": "board",
    "hrm": "hrm",
    "researcher": "external",
    "facilitator_external": "external",
    "critical_friend_external": "external",
    "pupil": "student",
    "parent": "parent",
    "other": "other",
}
"""The fold of roles.md 1.2; a test holds it against the content file."""


def long_token() -> str:
    """A token that cannot be guessed (128 bits)."""
    return secrets.token_urlsafe(16)


class Organisation(models.Model):
    """Everything belongs to one; nothing crosses it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="nl")
    year_start_month = models.PositiveSmallIntegerField(default=8)

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="schools")
    name = models.CharField(max_length=120)
    communities_listed = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A stretch of days that do not count as active days (C-25); both ends included."""

    school = models.ForeignKey(School, models.CASCADE, related_name="holidays")
    name = models.CharField(max_length=80)
    first_day = models.DateField()
    last_day = models.DateField()


class Team(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, models.CASCADE, related_name="teams")
    name = models.CharField(max_length=120)
    leads = models.ManyToManyField("engine.Person", related_name="leads_teams", blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> Person:
        """A person; without an address nobody can sign in as them."""
        person = self.model(email=(email or "").strip().lower() or None, **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody of the organisation. An address is needed to sign in, not to take part."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="people")
    school = models.ForeignKey(School, models.SET_NULL, null=True, blank=True, related_name="people")
    teams = models.ManyToManyField(Team, related_name="people", blank=True)
    shown_name = models.CharField(max_length=80)
    email = models.EmailField(null=True, blank=True, unique=True)
    position = models.CharField(max_length=30, default="teacher")
    language = models.CharField(max_length=2, default="nl")
    state = models.CharField(max_length=12, default="active")  # active | restricted | left
    left_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering: ClassVar = ["shown_name"]

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # follows from the state; Django keeps a field
        return self.state != "left"

    @property
    def role_key(self) -> str:
        """The role key of C-06 that the position folds into."""
        return ROLE_OF_POSITION.get(self.position, "other")

    @property
    def name_to_others(self) -> str:
        """The name under what they wrote or take on; "a colleague" of whoever had their data set aside (article 18).
        In the reader's language."""
        return self.shown_name if self.state != "restricted" else a_colleague(get_language() or "nl")

    def __str__(self) -> str:
        return self.shown_name


def a_colleague(lang: str) -> str:
    """What stands where a name is kept back."""
    from kring.engine.words import interface

    return interface(lang).text("people", "set_aside")


class RoleGrant(models.Model):
    """A right outside a community: who, what, where, and until when."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20)  # school_lead board_viewer hrm_viewer researcher it_admin
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True)
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True)
    project = models.ForeignKey(
        "engine.ResearchProject", models.CASCADE, null=True, blank=True, related_name="grants"
    )
    """Of a researcher: the list of circles in which the right holds (roles.md 1.1)."""
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")


class Promise(models.Model):
    """A promise somebody made in words (`it.promise`), with its moment."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="promises")
    text = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)


class Consent(models.Model):
    """A yes, and perhaps its withdrawal (NV-9)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    about = models.CharField(max_length=60)
    community = models.ForeignKey("engine.Community", models.CASCADE, null=True, blank=True)
    given_on = models.DateTimeField(default=timezone.now)
    withdrawn_on = models.DateTimeField(null=True, blank=True)


class Community(models.Model):
    """A circle of people who learn together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="communities")
    school = models.ForeignKey(School, models.SET_NULL, null=True, blank=True, related_name="communities")
    name = models.CharField(max_length=80)
    learning_question = models.CharField(max_length=280, blank=True)
    confidentiality = models.CharField(max_length=8, default="inside")  # open | inside | closed
    language = models.CharField(max_length=2, default="nl")
    created_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=280, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class MembershipSet(models.QuerySet["Membership"]):
    def current(self) -> MembershipSet:
        """Those that hold today."""
        today = timezone.localdate()
        return self.filter(status="active", since__lte=today).filter(Q(until=None) | Q(until__gte=today))

    def members(self) -> MembershipSet:
        """Active members in the sense of roles.md 1.3: role member, active, not on leave. Whoever had their data
        set aside is in no list and counts in nothing new (article 18)."""
        return self.listed().filter(role="member", on_leave=False)

    def listed(self) -> MembershipSet:
        """Those that hold today and may stand in a list."""
        return self.current().filter(person__state="active")


class Membership(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    community = models.ForeignKey(Community, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, default="member")  # member facilitator critical_friend guest
    status = models.CharField(max_length=8, default="active")  # invited | active | left
    on_leave = models.BooleanField(default=False)
    chosen_edge = models.BooleanField(default=False)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    objects: ClassVar = MembershipSet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "community", "role"], name="one_membership_a_role")
        ]


class Invitation(models.Model):
    """A letter to somebody who may join: a community, or only the organisation."""

    token = models.CharField(max_length=40, unique=True, default=long_token)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    community = models.ForeignKey(
        Community, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    email = models.EmailField()
    shown_name = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=16, default="member")
    until = models.DateField(null=True, blank=True)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()


class Erasure(models.Model):
    """Somebody asked to be removed; until `due_on` they may think again (roles.md 7.1)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, models.CASCADE, related_name="erasure")
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    texts_too = models.ManyToManyField(Community, related_name="+", blank=True)
    """The circles from which the texts go as well; elsewhere they stay without a name."""


auditlog.register(Organisation)
auditlog.register(School)
auditlog.register(Team, m2m_fields={"leads"})
auditlog.register(Person, exclude_fields=["password", "last_login"], m2m_fields={"teams"})
auditlog.register(RoleGrant)
auditlog.register(Community)
auditlog.register(Membership)
auditlog.register(Promise)
auditlog.register(Invitation, exclude_fields=["token"])
# Not consents (management never sees who gave one), and nothing of what is said in a meeting.
