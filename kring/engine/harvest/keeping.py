"""After its term a circle says of a piece of harvest: keep it, or put it away (rt.harvest, roles.md 8).

Nothing is put away over the heads of a circle that still meets; where nobody is left to ask, it is.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kring.engine.harvest.models import (
    Action,
    Agreement,
    Contributor,
    Findable,
    HarvestProposal,
    Insight,
    RepertoireItem,
    TraceLink,
)
from kring.engine.people.models import Community, Membership, Person
from kring.engine.transfer.models import Practice
from kring.kit.payload import Refused

OVER: dict[type[Findable], Q] = {
    Insight: Q(),
    Practice: Q(),
    RepertoireItem: Q(),
    Agreement: ~Q(status__in=("proposed", "adopted", "under_review")),
    Action: ~Q(status__in=("open", "tried")),
}
"""What is asked about: what still stands open comes back by itself in other places."""


def past_term(community: Community, before: datetime) -> list[Any]:
    """What the circle has not touched since this moment and may put away, oldest first."""
    found: list[Any] = []
    for model, over in OVER.items():
        rows: QuerySet[Any] = QuerySet(model).filter(over, community=community)
        found += rows.filter(archived_on=None, changed_at__lt=before)
    return sorted(found, key=lambda row: (row.changed_at, str(row.pk)))


def keep_on(row: Any, *, by: Person) -> None:
    """A member says it is still worth keeping: its term begins again. Raises Refused("members_only")."""
    check_member(row, by)
    if row.archived_on is None:
        QuerySet(type(row)).filter(pk=row.pk).update(changed_at=timezone.now())


def put_away(row: Any, *, by: Person, today: date | None = None) -> None:
    """A member says it may go: it is put away without names. Raises Refused("members_only")."""
    check_member(row, by)
    archive(row, today or timezone.localdate())


def check_member(row: Any, by: Person) -> None:
    """Raises Refused("members_only") for whoever is no active member of its circle."""
    if row.community is None or not row.community.memberships.members().filter(person=by).exists():
        raise Refused("members_only")


def archive(row: Any, today: date) -> None:
    """Put away: out of every list and search, and nobody's any more; the layers of who brought it in stay."""
    with transaction.atomic():
        fields: dict[str, Any] = {"archived_on": today}
        if isinstance(row, RepertoireItem):
            row.made_by.clear()
            row.uses.update(person=None)
            HarvestProposal.objects.filter(repertoire=row).update(owner="", decided_by="")
        else:
            fields["created_by"] = None
            Contributor.objects.filter(node_id=row.pk).update(person=None)
            HarvestProposal.objects.filter(node_id=row.pk).update(owner="", decided_by="")
            TraceLink.objects.filter(Q(from_node=row.pk) | Q(to_node=row.pk)).update(
                made_by=None, accepted_by=None
            )
            if isinstance(row, Insight):
                row.transfer_reviews.update(person=None)
            if isinstance(row, Practice):
                nameless(row)
            if isinstance(row, Agreement):
                fields |= {"proposed_by": None, "ending_asked_by": None}
                row.responses.update(person=None)
            if isinstance(row, Action):
                row.owners.clear()
                fields["owner_text"] = ""
                row.experiences.update(person=None)
                row.answers.update(person=None)
                row.practised_marks.all().delete()
        QuerySet(type(row)).filter(pk=row.pk).update(**fields)


def nameless(practice: Practice) -> None:
    """Nobody does it, looked or showed it any more; how often it was seen stays."""
    practice.doers.update(person=None, named=False)
    practice.observations.update(observer=None, observer_name="", doer=None, named=False)
    practice.invitations.all().delete()
    practice.evidence.update(added_by=None)
    practice.embeddings.update(added_by=None)


def archive_of_nobody(before: datetime, today: date) -> int:
    """Put away what is past its term and has nobody to be asked: a circle that ended, or without people; how many."""
    here = Membership.objects.filter(community=OuterRef("community")).members()
    count = 0
    for model in OVER:
        rows: QuerySet[Any] = QuerySet(model).filter(archived_on=None, changed_at__lt=before)
        for row in list(rows.filter(Q(community__ended_on__isnull=False) | ~Exists(here))):
            archive(row, today)
            count += 1
    return count
