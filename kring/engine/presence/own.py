"""What of the questions about the facilitator is somebody's own."""

from __future__ import annotations

from datetime import date
from typing import Any

from kring.engine.people.models import Person
from kring.engine.presence.models import PresenceAnswer, PresenceProposal

Row = dict[str, Any]


def presence_said(person: Person) -> list[Row]:
    """What they asked and answered."""
    asked = PresenceProposal.objects.filter(asked_by=person).select_related("community")
    said = PresenceAnswer.objects.filter(person=person).select_related("proposal__community")
    rows: list[Row] = [
        {"kind": "presence_asked", "circle": one.community.name, "at": one.asked_on} for one in asked
    ]
    return rows + [
        {
            "kind": "presence_answer",
            "what": one.value,
            "circle": one.proposal.community.name,
            "at": one.on,
        }
        for one in said
    ]


def delete_presence(before: date) -> int:
    """Questions that were answered and asked before this day, with who said what, as long as the log of who changed
    what (rt.audit); how many."""
    return PresenceProposal.objects.filter(asked_on__lt=before).exclude(outcome="").delete()[0]
