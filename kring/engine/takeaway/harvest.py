"""What a circle took along: insights, agreements, actions, what it uses again, and how one led to the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from kring.engine.harvest.models import (
    Action,
    AgreementResponse,
    Experience,
    RepertoireUse,
    TraceLink,
    TraceNode,
    TraceNodeSet,
)
from kring.engine.harvest.search import standing
from kring.engine.people.models import Community, Person

Row = dict[str, Any]


def name(person: Person | None) -> str:
    """The name of whoever is still here, "" of nobody."""
    return person.name_to_others if person else ""


def names(people: Iterable[Person]) -> list[str]:
    """Their names."""
    return [one.name_to_others for one in people]


def meeting_of(row: Any) -> str:
    """The meeting in which it was taken along."""
    return row.meeting.title if row.meeting else ""


def insights(circle: Community) -> list[Row]:
    """What the circle understands now."""
    return [
        {
            "text": one.said,
            "opened_on": one.opened_on,
            "meeting": meeting_of(one),
            "by": contributors(one),
            "node_status": one.node_status,
            "reason": one.node_reason,
            "visibility": one.visibility,
        }
        for one in standing("insight", circle).prefetch_related("contributors__person")
    ]


def contributors(node: TraceNode) -> list[str]:
    """Who brought it in under their own name."""
    return [one.person.name_to_others for one in node.contributors.all() if one.person]


def agreements(circle: Community) -> list[Row]:
    """What the circle agreed, or may agree."""
    return [
        {
            "text": one.said,
            "test": one.test,
            "agreement_kind": one.kind,
            "agreement_status": one.status,
            "by": name(one.proposed_by),
            "opened_on": one.opened_on,
            "adopted_on": one.adopted_on,
            "review_due": one.review_due,
            "reason": one.node_reason,
            "visibility": one.visibility,
        }
        for one in standing("agreement", circle).select_related("proposed_by")
    ]


def agreement_answers(circle: Community) -> list[Row]:
    """What members said of it under their name; a newer answer comes after an older one. Who agreed without a word
    is counted on its page and named nowhere."""
    rows = AgreementResponse.objects.filter(agreement__in=standing("agreement", circle)).exclude(remark="")
    return [
        {
            "text": one.agreement.said,
            "by": name(one.person),
            "answer": one.value,
            "remark": one.remark,
            "on": timezone.localdate(one.at),
        }
        for one in rows.select_related("agreement", "person")
    ]


def actions(circle: Community) -> list[Row]:
    """Who does what. Private ones are not of the circle."""
    return [
        {
            "text": one.said,
            "who": owners(one),
            "due": one.due_on,
            "status": one.status,
            "first_step": one.first_step,
            "practice_trace": one.practice_trace,
            "opened_on": one.opened_on,
            "meeting": meeting_of(one),
            "reason": one.node_reason,
            "visibility": one.visibility,
        }
        for one in standing("action", circle)
    ]


def owners(action: Action) -> list[str]:
    """Whose it is, those without an account included."""
    return [*names(action.owners.all()), *([action.owner_text] if action.owner_text else [])]


def experiences(circle: Community) -> list[Row]:
    """What happened when it was tried."""
    rows = Experience.objects.filter(action__in=standing("action", circle))
    return [
        {
            "text": one.did,
            "happened": one.happened,
            "keep": one.keep,
            "action": one.action.said,
            "by": name(one.person),
            "on": timezone.localdate(one.at),
        }
        for one in rows.select_related("action", "person").order_by("at", "pk")
    ]


def repertoire(circle: Community) -> list[Row]:
    """What it made and uses again."""
    return [
        {
            "text": one.title,
            "description": one.description,
            "repertoire_kind": one.kind,
            "by": [] if one.by_circle else names(one.made_by.all()),
            "made_on": one.made_on,
            "licence": one.licence,
            "visibility": one.visibility,
        }
        for one in standing("repertoire", circle).prefetch_related("made_by")
    ]


def uses(circle: Community) -> list[Row]:
    """By whom and where it was used again."""
    rows = RepertoireUse.objects.filter(item__in=standing("repertoire", circle))
    return [
        {
            "text": one.item.title,
            "by": one.circle.name if one.circle else name(one.person),
            "where": one.where,
            "remark": one.remark,
            "on": one.used_on,
        }
        for one in rows.select_related("item", "person", "circle").order_by("used_on", "pk")
    ]


def links(circle: Community) -> list[Row]:
    """What led to what; only links that were accepted count (TL-3)."""
    rows = TraceLink.objects.filter(state="accepted", from_node__in=nodes(circle), to_node__in=nodes(circle))
    return [
        {"text": one.from_node.said, "led_to": one.to_node.said, "why": one.why, "on": one.accepted_on}
        for one in rows.select_related("from_node", "to_node").order_by("made_on", "pk")
    ]


def nodes(circle: Community) -> QuerySet[TraceNode]:
    """Every node that may be told of."""
    return of_everybody(circle).standing()


def of_everybody(circle: Community) -> TraceNodeSet:
    """The nodes of the circle but what is private."""
    private: QuerySet[Action] = QuerySet(Action)
    private = private.filter(community=circle, private=True)
    return TraceNode.objects.filter(community=circle).exclude(pk__in=private.values("pk"))


def left_out(circle: Community) -> dict[str, int]:
    """How much of the harvest is not told of: {withdrawn, doubles, archived}. Private things are not counted."""
    rows = of_everybody(circle)
    rest = rows.exclude(node_status="withdrawn")
    put_away = circle.repertoire.exclude(archived_on=None).count()
    return {
        "withdrawn": rows.filter(node_status="withdrawn").count(),
        "doubles": rest.exclude(duplicate_of=None).count(),
        "archived": rest.filter(duplicate_of=None).exclude(archived_on=None).count() + put_away,
    }
