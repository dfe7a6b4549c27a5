"""What of these questions is somebody's own, and how long they stay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from kring.engine.parting.models import Parting, PartingAnswer
from kring.engine.people.models import Community, Person

Row = dict[str, Any]


def partings_of(person: Person) -> list[Row]:
    """Questions about them, which they asked, and what they answered; nobody else's answers."""
    about = Parting.objects.filter(membership__person=person).select_related("membership__community")
    asked = Parting.objects.filter(asked_by=person).select_related("membership__community")
    said = PartingAnswer.objects.filter(person=person).select_related("parting__membership__community")
    rows: list[Row] = [
        {"kind": kind, "text": one.reason, "circle": one.membership.community.name, "at": one.asked_at}
        for kind, found in (("parting_about", about), ("parting_asked", asked))
        for one in found
    ]
    return rows + [
        {
            "kind": "parting_answer",
            "what": one.value,
            "remark": one.remark,
            "circle": one.parting.membership.community.name,
            "at": one.on,
        }
        for one in said
    ]


def leave_partings(person: Person, circles: Iterable[Community]) -> None:
    """Their answers go with the account; where their texts go, so do the questions they asked."""
    Parting.objects.filter(asked_by=person, membership__community__in=list(circles)).delete()


def delete_partings(before: date) -> int:
    """Questions that were answered before this day, as long as the log of who changed what (rt.audit), and what was
    done for safety before it in a circle that never met again; how many."""
    old = Q(decided_on__lt=before) | Q(decided_on=None, asked_at__date__lt=before)
    return Parting.objects.filter(old).delete()[0]
