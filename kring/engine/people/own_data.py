"""Everything Kring keeps about somebody, in one place (articles 15 and 20)."""

from __future__ import annotations

from typing import Any

from auditlog.models import LogEntry
from django.db.models import Q, QuerySet

from kring.engine.anchors.own import anchors_of
from kring.engine.harvest.models import (
    Action,
    ActionAnswer,
    Agreement,
    AgreementResponse,
    Experience,
    RepertoireItem,
    RepertoireUse,
    TraceLink,
    TraceNode,
)
from kring.engine.learning.own import learning_of, logbook_of
from kring.engine.meetings.models import Activity, NamedContribution
from kring.engine.mutual.own import mutual_of
from kring.engine.parting.own import partings_of
from kring.engine.people.models import Invitation, Person, RoleGrant
from kring.engine.people.sessions import sessions_of
from kring.engine.presence.own import presence_said
from kring.engine.rings.pictures import own_place
from kring.engine.transfer.own import looking_of

Row = dict[str, Any]
DID = {LogEntry.Action.CREATE: "made", LogEntry.Action.UPDATE: "changed", LogEntry.Action.DELETE: "deleted"}


def own_data(person: Person) -> dict[str, list[Row]]:
    """Section -> rows, with dates and moments as they are. Anonymous answers are not among them: which are
    theirs is known to nobody."""
    return {
        "account": [about_account(person)],
        "roles": [
            about_grant(row)
            for row in person.grants.select_related("school", "team", "organisation", "project")
        ],
        "circles": [
            {
                "circle": row.community.name,
                "role": row.role,
                "status": row.status,
                "since": row.since,
                "until": row.until,
            }
            for row in person.memberships.select_related("community")
        ],
        "promises": [{"text": row.text, "at": row.at} for row in person.promises.all()],
        "consents": [
            {
                "about": row.about,
                "circle": row.community.name if row.community else "",
                "given_on": row.given_on,
                "withdrawn_on": row.withdrawn_on,
            }
            for row in person.consents.select_related("community")
        ],
        "meetings": [
            {
                "meeting": seat.meeting.title,
                "at": seat.joined_at,
                "name": seat.shown_name,
                "role": seat.role,
            }
            for seat in person.seats.select_related("meeting")
        ],
        "led": [
            {"meeting": row.meeting.title, "since": row.since, "until": row.until}
            for row in person.leadings.select_related("meeting")
        ],
        "proposed": [
            {"circle": row.community.name, "tool": row.tool, "text": row.why, "at": row.at}
            for row in person.activity_proposals.select_related("community")
        ]
        + [
            {"meeting": row.meeting.title, "tool": row.tool, "at": row.meeting.planned_at}
            for row in Activity.objects.filter(proposed_by=person).select_related("meeting")
        ],
        "texts": [
            {
                "meeting": row.activity.meeting.title,
                "step": row.step,
                "kind": row.kind,
                "key": row.key,
                "content": row.payload,
                "at": row.at,
            }
            for row in NamedContribution.objects.filter(seat__person=person)
            .select_related("activity__meeting")
            .order_by("at")
        ]
        + [
            {"circle": row.community.name, "kind": row.kind, "content": row.payload, "at": row.at}
            for row in person.additions.select_related("community")
        ],
        "harvest": harvest_of(person),
        "learning": learning_of(person),
        "logbook": logbook_of(person),
        "looking": looking_of(person),
        "mutual": mutual_of(person),
        "anchors": anchors_of(person),
        "parting": partings_of(person),
        "presence": presence_said(person),
        "rings": rings_of(person),
        "letters": [{"at": row.sent_on} for row in person.letters.all()],
        "invitations": [
            {
                "circle": row.community.name if row.community else "",
                "role": row.role,
                "at": row.at,
                "accepted_at": row.accepted_at,
            }
            for row in Invitation.objects.filter(email=person.email or "-").select_related("community")
        ],
        "devices": [{"device": one.user_agent, "since": one.created_at} for one in sessions_of(person)],
        "log": log_about(person),
    }


def about_account(person: Person) -> Row:
    """The account itself."""
    return {
        "name": person.shown_name,
        "email": person.email or "",
        "position": person.position,
        "language": person.language,
        "organisation": person.organisation.name if person.organisation else "",
        "school": person.school.name if person.school else "",
        "teams": [team.name for team in person.teams.all()],
        "leads_teams": [team.name for team in person.leads_teams.all()],
        "state": person.state,
        "since": person.created_at,
    }


def about_grant(row: RoleGrant) -> Row:
    """A right outside circles."""
    scope = row.team or row.school or row.project or row.organisation
    return {"role": row.role, "for": str(scope or ""), "since": row.since, "until": row.until}


def harvest_of(person: Person) -> list[Row]:
    """What this person brought in, takes on, tried out or answered."""
    brought = TraceNode.objects.filter(created_by=person).select_related("community")
    taken: QuerySet[Any] = QuerySet(Action).filter(owners=person)
    rows: list[Row] = [
        {"kind": node.stage, "text": node.said, "circle": circle(node), "at": node.opened_on}
        for node in brought
    ]
    rows += [
        {"kind": "action", "text": one.said, "circle": circle(one), "due": one.due_on, "status": one.status}
        for one in taken.select_related("community")
    ]
    rows += [
        {"kind": "experience", "text": " ".join([one.did, one.happened, one.keep]).strip(), "at": one.at}
        for one in Experience.objects.filter(person=person)
    ]
    rows += [
        {"kind": "answer", "text": one.action.said, "what": one.what, "remark": one.note, "at": one.at}
        for one in ActionAnswer.objects.filter(person=person).select_related("action")
    ]
    ties = TraceLink.objects.filter(Q(made_by=person) | Q(yes=person)).distinct()
    rows += [
        {"kind": "link", "text": f"{one.from_node} → {one.to_node}", "remark": one.why, "at": one.made_on}
        for one in ties.select_related("from_node", "to_node")
    ]
    to_stop: QuerySet[Agreement] = QuerySet(Agreement).filter(ending_asked_by=person)
    rows += [
        {"kind": "ending_asked", "text": one.said, "remark": one.ending_reason, "at": one.ending_asked_at}
        for one in to_stop
    ]
    rows += [
        {"kind": "repertoire", "text": one.title, "circle": str(one.community or ""), "at": one.made_on}
        for one in RepertoireItem.objects.filter(made_by=person).select_related("community")
    ]
    rows += [
        {"kind": "use", "text": one.item.title, "what": one.where, "remark": one.remark, "at": one.used_on}
        for one in RepertoireUse.objects.filter(person=person).select_related("item")
    ]
    return rows + [
        {
            "kind": "response",
            "text": one.agreement.said,
            "what": one.value,
            "remark": one.remark,
            "at": one.at,
        }
        for one in AgreementResponse.objects.filter(person=person).select_related("agreement")
    ]


def rings_of(person: Person) -> list[Row]:
    """Where this person stands in the ring picture of each circle, and the numbers behind it."""
    circles = [row.community for row in person.memberships.members().select_related("community")]
    return [
        {
            "circle": community.name,
            "ring": place.ring,
            "held": place.part.held,
            "attended": place.part.attended,
            "activities": place.part.activities,
            "with_input": place.part.with_input,
            "initiatives": place.part.initiatives,
        }
        for community in circles
        if (place := own_place(person, community)) is not None
    ]


def circle(node: TraceNode) -> str:
    """The circle a piece of harvest belongs to."""
    return node.community.name if node.community else ""


def log_about(person: Person) -> list[Row]:
    """The lines of the log about this account, and what this person did to others' (without the others)."""
    about = LogEntry.objects.filter(
        content_type__app_label="engine", content_type__model="person", object_pk=str(person.pk)
    )
    did = LogEntry.objects.filter(actor=person).exclude(pk__in=about.values("pk"))
    rows = [
        {
            "at": row.timestamp,
            "about": "account",
            "what": DID.get(row.action, ""),
            "fields": sorted(row.changes or {}) if row.action == LogEntry.Action.UPDATE else [],
        }
        for row in about.order_by("timestamp")
    ]
    return rows + [
        {"at": row.timestamp, "about": row.content_type.model, "what": DID.get(row.action, ""), "fields": []}
        for row in did.select_related("content_type").order_by("timestamp")
    ]
