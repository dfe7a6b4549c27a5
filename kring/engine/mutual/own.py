"""What of thanks and help is somebody's own: to take along, to take away, and how long it stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from kring.engine.mutual.models import HelpRequest, ThanksNote
from kring.engine.people.models import Community, Person

Row = dict[str, Any]


def mutual_of(person: Person) -> list[Row]:
    """Thanks they said and received, help they asked for and gave."""
    notes = ThanksNote.objects.filter(Q(from_person=person) | Q(to_person=person))
    asked = HelpRequest.objects.filter(Q(from_person=person) | Q(answered_by=person))
    rows = [
        {
            "kind": "thanks_said" if one.from_person_id == person.pk else "thanks_received",
            "text": one.text,
            "shared": "yes" if one.shared_from and one.shared_to else "no",
            "circle": one.community.name,
            "at": one.at,
        }
        for one in notes.select_related("community")
    ]
    return rows + [
        {
            "kind": "help_asked" if one.from_person_id == person.pk else "help_given",
            "text": one.text,
            "circle": one.community.name,
            "at": one.at if one.from_person_id == person.pk else one.answered_at,
        }
        for one in asked.select_related("community")
    ]


def leave_mutual(person: Person, circles: Iterable[Community]) -> None:
    """Where their texts go, so do the thanks they said; elsewhere those stay with who received them, without the
    name. The rest goes with the account."""
    ThanksNote.objects.filter(from_person=person, community__in=list(circles)).delete()


def delete_notes(before: datetime) -> int:
    """rt.notes: thanks and calls for help of before this moment; how many."""
    return sum(rows.filter(at__lt=before).delete()[0] for rows in (ThanksNote.objects, HelpRequest.objects))
