"""What of the anchors is somebody's own, and how long the records stay (rt.anchors)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from kring.engine.anchors.models import OutsideContact, RoleLink, TimeGrant
from kring.engine.people.models import Community, Person

Row = dict[str, Any]


def anchors_of(person: Person) -> list[Row]:
    """What this person entered, and which hours they confirmed."""
    grants = TimeGrant.objects.filter(Q(entered_by=person) | Q(confirmed_by=person)).distinct()
    rows: list[Row] = [
        {
            "kind": "hours_entered" if one.entered_by_id == person.pk else "hours_confirmed",
            "text": str(one.hours_per_person),
            "circle": one.community.name,
            "at": one.since,
        }
        for one in grants.select_related("community")
    ]
    rows += [
        {"kind": "role_link", "text": one.title, "circle": one.community.name, "at": one.adopted_on}
        for one in RoleLink.objects.filter(entered_by=person).select_related("community")
    ]
    return rows + [
        {
            "kind": "outside_contact",
            "text": one.organisation_name,
            "remark": one.note,
            "circle": one.community.name,
            "at": one.on,
        }
        for one in OutsideContact.objects.filter(entered_by=person).select_related("community")
    ]


def leave_anchors(person: Person, circles: Iterable[Community]) -> None:
    """Where their texts go, so do the notes they wrote; the records stay with the circle, without the name."""
    OutsideContact.objects.filter(entered_by=person, community__in=list(circles)).update(note="")


def archive_anchors(before: date, today: date) -> int:
    """Put away, without names, what ended before this day; how many."""
    gone: dict[str, Any] = {"archived_on": today, "entered_by": None}
    grants = TimeGrant.objects.filter(archived_on=None, until__lt=before)
    TimeGrant.confirmed_by.through.objects.filter(timegrant__in=grants).delete()
    return (
        grants.update(**gone)
        + RoleLink.objects.filter(archived_on=None, ended_on__lt=before).update(**gone)
        + OutsideContact.objects.filter(archived_on=None, on__lt=before).update(**gone)
    )
