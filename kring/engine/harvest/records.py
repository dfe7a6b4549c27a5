"""What becomes of an accepted proposal: the record, who brought it in, and what it grew out of (transfer.md 2)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from kring.engine.harvest.models import (
    AGREEMENT_KINDS,
    NEXT_STAGES,
    REPERTOIRE_KINDS,
    Action,
    Agreement,
    Contributor,
    HarvestProposal,
    HarvestSource,
    Insight,
    RepertoireItem,
    TraceLink,
    TraceNode,
)
from kring.engine.harvest.people import layer_of, owners_of, people_of, round_of
from kring.engine.meetings.models import NamedContribution, Seat
from kring.engine.people.models import Person
from kring.kit.freeze import thaw
from kring.kit.payload import Refused, text_of

TITLE = 120
LIMITS = {"insight": 500, "agreement": 280, "action": 500, "repertoire": 500}
SHORTEST_AGREEMENT = 8
MOST_OWNERS = 3
OWNER_TEXT = 40
PRACTICE_TRACE = 140
RECORDS: dict[str, type[TraceNode]] = {"insight": Insight, "agreement": Agreement, "action": Action}
KINDS_OF = {"agreement": AGREEMENT_KINDS, "repertoire": REPERTOIRE_KINDS}


@dataclass(frozen=True)
class Draft:
    """What somebody filled in. `owner` is names as typed; `kind` is that of an agreement or a repertoire item.

    `out_of` is the id of an insight or agreement of this meeting that it grew out of.
    """

    text: str
    owner: str = ""
    due: date | None = None
    practice_trace: str = ""
    kind: str = ""
    out_of: str = ""


def draft_of(row: HarvestProposal) -> Draft:
    """What stands in a proposal now, as the form shows it."""
    details = row.details
    kinds = KINDS_OF.get(row.kind, ())
    kind = details.get("kind") or row.data.get("kind")
    return Draft(
        row.said,
        row.owner,
        row.due,
        details.get("practice_trace", ""),
        kind if kind in kinds else next(iter(kinds), ""),
        details.get("out_of", ""),
    )


def fill_in(row: HarvestProposal, draft: Draft) -> None:
    """Put a draft in a proposal; only what differs counts as an edit. Raises Refused."""
    draft = check(row, draft)
    if untouched(row, draft):
        return
    row.edited_text = "" if draft.text == row.text else draft.text
    row.owner, row.due = draft.owner, draft.due
    row.details = {"practice_trace": draft.practice_trace, "kind": draft.kind, "out_of": draft.out_of}
    row.edited_at = timezone.now()


def untouched(row: HarvestProposal, draft: Draft) -> bool:
    """Whether a checked draft says the same as the proposal does already."""
    try:
        return draft == check(row, draft_of(row))
    except Refused:
        return False


def check(row: HarvestProposal, draft: Draft) -> Draft:
    """The draft as it may be kept: trimmed, of a known kind, growing only out of what it can grow out of.

    Raises Refused: empty_text, text_too_long, text_too_short, too_many_owners.
    """
    text = text_of({"text": " ".join(draft.text.split())}, "text", LIMITS[row.kind])
    if row.kind == "agreement" and len(text) < SHORTEST_AGREEMENT:
        raise Refused("text_too_short", n=SHORTEST_AGREEMENT)
    kinds = KINDS_OF.get(row.kind, ())
    kind = draft.kind if draft.kind in kinds else next(iter(kinds), "")
    out_of = str(node.pk) if (node := root_of(row, draft.out_of)) else ""
    if row.kind != "action":
        return Draft(text, "", draft.due, "", kind, out_of)
    trace = text_of({"text": draft.practice_trace}, "text", PRACTICE_TRACE, needed=False)
    owner = " ".join(draft.owner.split())
    people, rest = owners_of(owner, people_of(row.meeting))
    if len(people) > MOST_OWNERS:
        raise Refused("too_many_owners", n=MOST_OWNERS)
    if len(rest) > OWNER_TEXT:
        raise Refused("text_too_long", limit=OWNER_TEXT, length=len(rest))
    return replace(draft, text=text, owner=owner, practice_trace=trace, kind="", out_of=out_of)


def root_of(row: HarvestProposal, ident: str) -> TraceNode | None:
    """The node of this meeting that this may grow out of (TL-1), or None."""
    try:
        pk = uuid.UUID(ident)
    except ValueError:
        return None
    stages = [stage for stage, following in NEXT_STAGES.items() if row.kind in following]
    found = TraceNode.objects.filter(pk=pk, meeting=row.meeting_id, stage__in=stages).first()
    return found if found and found.pk != row.node_id else None


def keep(row: HarvestProposal, draft: Draft, person: Person | None) -> None:
    """Make the record of an accepted proposal, or change it to what the draft says now."""
    if row.kind == "repertoire":
        keep_repertoire(row, draft)
        return
    fields = {**common(row, draft), **own_fields(row, draft)}
    if row.node_id is None:
        fields["cycle"] = round_of(row.meeting.community)
        node = RECORDS[row.kind].objects.create(created_by=person, **fields)
        row.node = node
        keep_sources(row, node=node)
    else:
        node = RECORDS[row.kind].objects.get(pk=row.node_id)
        for name, value in fields.items():
            setattr(node, name, value)
        node.save()
    if isinstance(node, Action):
        keep_owners(row, draft, node)
    keep_contributors(row, node)
    keep_link(row, draft, node, person)


def common(row: HarvestProposal, draft: Draft) -> dict[str, Any]:
    """What every node has."""
    return {
        "organisation_id": row.meeting.organisation_id,
        "community_id": row.meeting.community_id,
        "meeting_id": row.meeting_id,
        "source_activity_id": row.activity_id,
        "stage": row.kind,
        "kind": draft.kind,
        "title": shortened(draft.text),
        "text": draft.text if len(draft.text) > TITLE else "",
    }


def shortened(text: str) -> str:
    """A title: the text, cut at a word where it is too long."""
    if len(text) <= TITLE:
        return text
    return text[: TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def own_fields(row: HarvestProposal, draft: Draft) -> dict[str, Any]:
    """What this kind of node adds, as far as the rule or the form said it."""
    data = thaw(row.data)
    match row.kind:
        case "agreement":
            insight = root_of(row, draft.out_of)
            return {
                "review_due": draft.due or data.get("review_due"),
                "test": str(data.get("test", ""))[:140],
                "from_insight_id": insight.pk if insight else None,
            }
        case "action":
            return {
                "due_on": draft.due,
                "practice_trace": draft.practice_trace,
                "private": bool(row.private_to),
                "first_step": str(data.get("first_step", ""))[:TITLE],
            }
    flags = ("wants_followup", "need_info", "obstacle", "question")
    words = ("loop_tag", "about_group", "process", "who_can_move")
    return {name: bool(data.get(name)) for name in flags} | {
        name: str(data.get(name) or "")[: 13 if name == "who_can_move" else 20] for name in words
    }


def keep_owners(row: HarvestProposal, draft: Draft, action: Action) -> None:
    """Who does it: people by name; of a private action the people on its chairs."""
    if row.private_to:
        seats = list(Seat.objects.filter(pk__in=row.private_to).select_related("person"))
        people = [seat.person for seat in seats if seat.person is not None]
        rest = ", ".join(seat.shown_name for seat in seats if seat.person is None)
        action.seats.set(seats)
    else:
        people, rest = owners_of(draft.owner, people_of(row.meeting))
    action.owners.set(people)
    if action.owner_text != rest[:OWNER_TEXT]:
        action.owner_text = rest[:OWNER_TEXT]
        action.save(update_fields=["owner_text"])


def keep_sources(
    row: HarvestProposal, *, node: TraceNode | None = None, repertoire: RepertoireItem | None = None
) -> None:
    """From the record back to what people said and what was shown."""
    if row.activity_id is None:
        return
    links: list[dict[str, Any]] = [{"contribution": uuid.UUID(source)} for source in row.sources]
    links += [{"publication": one} for one in row.publications.all()]
    HarvestSource.objects.bulk_create(
        HarvestSource(node=node, repertoire=repertoire, activity_id=row.activity_id, **link) for link in links
    )


def keep_contributors(row: HarvestProposal, node: TraceNode) -> None:
    """Those whose named words it grew out of, and those who take it on, each with the layer of this moment.

    What came from an anonymous lane has no contributor (C-10).
    """
    found: set[tuple[uuid.UUID | None, str]] = set()
    for one in NamedContribution.objects.filter(uuid__in=row.sources).select_related("seat"):
        found.add((one.seat.person_id, layer_of(one.role)))
    if isinstance(node, Action):
        found |= {(person.pk, layer_of(person.role_key)) for person in node.owners.all()}
    known = {(one.person_id, one.layer): one for one in node.contributors.all()}
    for place in known.keys() - found:
        known[place].delete()
    Contributor.objects.bulk_create(
        Contributor(node_id=node.pk, person_id=person, layer=layer)
        for person, layer in sorted(found - known.keys(), key=str)
    )


def keep_link(row: HarvestProposal, draft: Draft, node: TraceNode, person: Person | None) -> None:
    """A link made together with its node is accepted at once (TL-2); another choice replaces it."""
    root = root_of(row, draft.out_of)
    old = TraceLink.objects.filter(to_node=node.pk, from_node__meeting=row.meeting_id)
    old.exclude(from_node=root).delete() if root else old.delete()
    if root:
        today = timezone.localdate()
        TraceLink.objects.get_or_create(
            from_node=root,
            to_node_id=node.pk,
            defaults={"made_by": person, "accepted_by": person, "accepted_on": today, "state": "accepted"},
        )


def speakers(row: HarvestProposal) -> QuerySet[Person]:
    """Those whose named words it grew out of; of an anonymous lane nobody (C-10)."""
    said = NamedContribution.objects.filter(uuid__in=row.sources, seat__person__isnull=False)
    return Person.objects.filter(pk__in=said.values("seat__person"))


def keep_repertoire(row: HarvestProposal, draft: Draft) -> None:
    """The record of something to use again: made by the circle, and out of whose words."""
    form = row.data.get("form", "")
    fields = {
        "organisation_id": row.meeting.organisation_id,
        "community_id": row.meeting.community_id,
        "kind": draft.kind,
        "form": form if isinstance(form, str) else "",
        "title": shortened(draft.text),
        "description": draft.text if len(draft.text) > TITLE else "",
        "data": row.data,
        "made_in_meeting_id": row.meeting_id,
        "made_in_activity_id": row.activity_id,
    }
    if row.repertoire_id is None:
        row.repertoire = RepertoireItem.objects.create(**fields)
        row.repertoire.made_by.set(speakers(row))
        keep_sources(row, repertoire=row.repertoire)
    else:
        item = RepertoireItem.objects.get(pk=row.repertoire_id)
        for name, value in fields.items():
            setattr(item, name, value)
        item.save()


def set_aside(row: HarvestProposal) -> None:
    """Take away the record of a proposal that is dropped or opened again. Raises Refused("harvest_used")."""
    if row.node_id is not None:
        node = TraceNode.objects.get(pk=row.node_id)
        if is_used(node):
            raise Refused("harvest_used")
        row.node = None
        row.save(update_fields=["node"])
        RECORDS[row.kind].objects.filter(pk=node.pk).delete()
    if row.repertoire_id is not None:
        item = RepertoireItem.objects.get(pk=row.repertoire_id)
        if item.uses.exists():
            raise Refused("harvest_used")
        row.repertoire = None
        row.save(update_fields=["repertoire"])
        item.delete()


def is_used(node: TraceNode) -> bool:
    """Whether others built on it: an answer, a report of trying, or a next step."""
    match node.stage:
        case "agreement" if node.agreement.responses.exists() or node.agreement.status != "proposed":
            return True
        case "action" if node.action.experiences.exists() or node.action.status != "open":
            return True
    return node.links_on.exists()
