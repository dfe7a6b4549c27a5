"""Putting forward what a circle could do in a meeting: by a member or whoever guides, for whoever plans (C-01).

A proposal waits until it stands on an agenda. Taken off that agenda it waits again; whoever made it can take it back.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kring.engine.meetings.models import ActivityProposal, Meeting
from kring.engine.people.models import Community, Person
from kring.engine.rights import may
from kring.kit.payload import Refused, text_of
from kring.tools import TOOLS

WHY = 140
MOST = 12
"""So many wait at most: a list nobody reads any more helps nobody."""


def propose_activity(community: Community, tool: str, why: str, *, by: Person) -> ActivityProposal:
    """Put forward a tool, with in one line what for. The same tool by the same person waits once, with the newest line.

    Raises Refused: not_allowed, unreadable, text_too_long, too_many_proposals.
    """
    if not may(by, "activity", "propose", community):
        raise Refused("not_allowed")
    if tool not in TOOLS:
        raise Refused("unreadable")
    line = text_of({"text": " ".join(why.split())}, "text", WHY, needed=False)
    mine = waiting(community).filter(person=by, tool=tool).first()
    if mine is None and waiting(community).count() >= MOST:
        raise Refused("too_many_proposals", n=MOST)
    row = mine or ActivityProposal(community=community, person=by, tool=tool)
    row.why = line
    row.save()
    return row


def take_back(row: ActivityProposal, *, by: Person) -> None:
    """Somebody takes their own proposal back; what stands on an agenda is for whoever plans."""
    ActivityProposal.objects.filter(pk=row.pk, person=by, activity=None).delete()


def waiting(community: Community) -> QuerySet[ActivityProposal]:
    """What was put forward and stands on no agenda, the oldest first. Of whoever had their data set aside, nothing."""
    rows = ActivityProposal.objects.filter(community=community, activity=None, person__state="active")
    return rows.select_related("person")


def for_agenda(community: Community | None, meeting: Meeting | None) -> dict[str, ActivityProposal]:
    """What whoever plans can put on the agenda, or put there: id -> proposal."""
    if community is None:
        return {}
    on_it = Q(activity__meeting=meeting) if meeting else Q(pk=None)
    rows = ActivityProposal.objects.filter(community=community, person__state="active")
    rows = rows.filter(Q(activity=None) | on_it).select_related("person")
    return {str(one.pk): one for one in rows if one.tool in TOOLS}
