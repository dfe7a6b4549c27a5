"""What came of what: links made afterwards, a day set back, what was entered by mistake, whom an action waits for.

Sources: transfer.md 2 (TL-1, TL-2, TL-5) and 3.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from kring.engine.harvest.agreements import members_of
from kring.engine.harvest.linking import grew_out_of
from kring.engine.harvest.models import NEXT_STAGES, Action, Agreement, Insight, TraceLink, TraceNode
from kring.engine.harvest.people import contributes, round_of
from kring.engine.harvest.records import TITLE, shortened
from kring.engine.harvest.returning import OPEN, held
from kring.engine.people.models import Community, Person
from kring.engine.rights import may
from kring.engine.transfer.models import Practice, Source
from kring.kit.payload import Refused, text_of

WHY, ACTION = 200, 280
BACK = timedelta(days=60)
"""So far the day on which something began may be set back (TL-5)."""
MISTAKE = timedelta(days=14)
"""So long its author may take away what was entered by mistake (3.1)."""
WAITING_ON = ("nobody", "colleague", "middle_manager", "principal", "board", "hrm", "other")
ROWS: dict[str, type[TraceNode]] = {
    "source": Source,
    "insight": Insight,
    "agreement": Agreement,
    "action": Action,
    "practice": Practice,
}


def rows_of(stage: str) -> QuerySet[TraceNode]:
    """The nodes of a stage, as rows of their own kind."""
    return QuerySet(ROWS[stage])


def in_circle(community: Community) -> QuerySet[TraceNode]:
    """The steps on the road of a circle: no private actions, nothing withdrawn, put away or double."""
    rows = TraceNode.objects.standing().filter(community=community, stage__in=ROWS)
    return rows.exclude(pk__in=QuerySet(Action).filter(private=True))


def authors_of(node: TraceNode) -> set[object]:
    """Who brought it in or takes it on."""
    found = set(node.contributors.filter(person__isnull=False).values_list("person", flat=True))
    if node.stage == "action":
        found |= set(Person.objects.filter(actions=node.pk).values_list("pk", flat=True))
    return found | ({node.created_by_id} - {None})


def guides(person: Person, node: TraceNode) -> bool:
    """Whether this person guides the circle of a node."""
    circle = node.community
    return (
        circle is not None and circle.memberships.current().filter(person=person, role="facilitator").exists()
    )


# ---- links --------------------------------------------------------------------------------------------


def before(node: TraceNode) -> tuple[str, ...]:
    """The stages from which this node may have grown (TL-1)."""
    return tuple(stage for stage, follows in NEXT_STAGES.items() if node.stage in follows and stage in ROWS)


def candidates(node: TraceNode, stages: Iterable[str]) -> list[TraceNode]:
    """The nodes of its circle to which it may still be tied, the newest first."""
    if node.community is None:
        return []
    known = TraceLink.objects.exclude(state="rejected").filter(Q(from_node=node) | Q(to_node=node))
    tied = {end for ends in known.values_list("from_node", "to_node") for end in ends}
    rows = in_circle(node.community).filter(stage__in=tuple(stages)).exclude(pk__in=tied)
    return list(rows.exclude(pk=node.pk).order_by("-opened_on", "pk")[:60])


def tie(start: TraceNode, end: TraceNode, *, by: Person, why: str = "") -> TraceLink:
    """A member says afterwards that one thing led to another; the same link twice is one.

    It is accepted at once when they brought in or take on what came of it, else it waits for one of those, or for half
    of the members (TL-2). Raises Refused: members_only, not_forward (TL-1), gone, text_too_long.
    """
    words = text_of({"why": " ".join(why.split())}, "why", WHY, needed=False)
    with transaction.atomic():
        circle = start.community
        if circle is None or by.pk not in members_of(circle) | guides_of(circle):
            raise Refused("members_only")
        if end.stage not in NEXT_STAGES.get(start.stage, ()):
            raise Refused("not_forward")
        if in_circle(circle).filter(pk__in=(start.pk, end.pk)).count() != 2:
            raise Refused("gone")
        link, fresh = TraceLink.objects.select_for_update().get_or_create(
            from_node_id=start.pk, to_node_id=end.pk, defaults={"made_by": by, "why": words}
        )
        if link.state == "rejected":
            link.state, link.made_by, link.made_on, link.why = "proposed", by, timezone.localdate(), words
            link.yes.clear()
            link.save()
        if link.state == "proposed":
            says_yes(link, by)
    return link


def guides_of(circle: Community) -> set[object]:
    """Who guides a circle."""
    rows = circle.memberships.current().filter(role="facilitator", person__state="active")
    return set(rows.values_list("person", flat=True))


def answer_link(link: TraceLink, *, by: Person, yes: bool) -> TraceLink:
    """Somebody of the circle says whether one thing came of the other; a no is for who brought it in or takes it on.

    Raises Refused: members_only, gone, not_your_answer.
    """
    with transaction.atomic():
        row = TraceLink.objects.select_for_update().filter(pk=link.pk).first()
        if row is None:
            raise Refused("gone")
        circle = row.to_node.community
        if circle is None or by.pk not in members_of(circle) | authors_of(row.to_node):
            raise Refused("members_only")
        if row.state != "proposed":
            return row
        if yes:
            says_yes(row, by)
        elif by.pk in authors_of(row.to_node):
            row.state, row.accepted_by, row.accepted_on = "rejected", None, None
            row.save()
        else:
            raise Refused("not_your_answer")
    return row


def says_yes(link: TraceLink, person: Person) -> None:
    """One yes more; accepted when it is of an author or owner, or when half of the active members said so (TL-2)."""
    circle = link.to_node.community
    members = members_of(circle) if circle else set()
    if person.pk in members:
        link.yes.add(person)
    said = set(link.yes.values_list("pk", flat=True)) & members
    if person.pk in authors_of(link.to_node) or (members and 2 * len(said) >= len(members)):
        link.state, link.accepted_by, link.accepted_on = "accepted", person, timezone.localdate()
        link.save()


def opens_action(insight: Insight, text: str, *, by: Person, mine: bool, today: date) -> Action:
    """An action that grows straight out of an insight; its link counts at once (TL-2). `mine`: whoever says it takes
    it on, else it looks for an owner. The same words twice are one. Raises Refused: empty_text, text_too_long.
    """
    words = text_of({"text": " ".join(text.split())}, "text", ACTION)
    rows: QuerySet[Action] = QuerySet(Action).filter(links_back__from_node=insight.pk)
    for one in rows.exclude(node_status="withdrawn"):
        if one.said == words:
            return one
    made: Action = QuerySet(Action).create(
        organisation_id=insight.organisation_id,
        community_id=insight.community_id,
        stage="action",
        title=shortened(words),
        text=words if len(words) > TITLE else "",
        created_by=by,
        opened_on=today,
        cycle=round_of(insight.community),
    )
    contributes(made, by)
    if mine:
        made.owners.add(by)
    grew_out_of(insight, made, by, today)
    return made


# ---- a day set back, and what was a mistake --------------------------------------------------------------


def earliest(node: TraceNode) -> date:
    """The first day on which it may have begun: sixty days before it was written down, and not before its circle; of a
    source any day."""
    if node.stage == "source":
        return date.min
    day = (node.written_on or node.opened_on) - BACK
    return max(day, node.community.created_on) if node.community else day


def set_back(node: TraceNode, day: date, *, by: Person) -> TraceNode:
    """Its author says that it began earlier than it was written down (TL-5).

    Raises Refused: not_yours, too_early, too_late, gone.
    """
    with transaction.atomic():
        row = TraceNode.objects.select_for_update().standing().filter(pk=node.pk).first()
        if row is None:
            raise Refused("gone")
        if by.pk not in authors_of(row):
            raise Refused("not_yours")
        written = row.written_on or row.opened_on
        if day > written:
            raise Refused("too_late")
        if day < earliest(row):
            raise Refused("too_early", date=f"{earliest(row):%d-%m-%Y}")
        row.opened_on, row.written_on = day, written if day < written else None
        row.save(update_fields=["opened_on", "written_on", "changed_at"])
    return row


def may_withdraw(node: TraceNode, person: Person, today: date | None = None) -> bool:
    """Who brought it in for fourteen days, and whoever guides the circle. An agreement has ways of its own."""
    if node.stage == "agreement":
        return False
    today = today or timezone.localdate()
    fresh = today - (node.written_on or node.opened_on) <= MISTAKE
    return guides(person, node) or (fresh and person.pk in authors_of(node))


def withdraw(node: TraceNode, *, by: Person, today: date | None = None) -> None:
    """It was entered by mistake, and counts nowhere any more (3.1). Pressed twice, it is done once.

    Raises Refused: not_yours, mistake_late.
    """
    today = today or timezone.localdate()
    with transaction.atomic():
        row = TraceNode.objects.select_for_update().get(pk=node.pk)
        if row.node_status == "withdrawn":
            return
        if not may_withdraw(row, by, today):
            raise Refused("mistake_late" if by.pk in authors_of(row) else "not_yours")
        row.node_status, row.node_status_on, row.node_reason = "withdrawn", today, ""
        row.save(update_fields=["node_status", "node_status_on", "node_reason", "changed_at"])


# ---- waiting -------------------------------------------------------------------------------------------


def waits_for(action: Action, whom: str, *, by: Person, today: date | None = None) -> Action:
    """For whom an action waits, and since when. For its owners and whoever guides the circle.

    Raises Refused: unreadable, gone, already_answered, not_yours.
    """
    if whom not in WAITING_ON:
        raise Refused("unreadable")
    with transaction.atomic():
        row = held(action)
        owns = row.owners.filter(pk=by.pk).exists()
        if not owns and not (
            row.community and may(by, "action_item", "edit", row.community) and guides(by, row)
        ):
            raise Refused("not_yours")
        if row.status not in OPEN:
            raise Refused("already_answered")
        if row.waiting_on != whom:
            row.waiting_on = whom
            row.waiting_since = None if whom == "nobody" else today or timezone.localdate()
            row.save()
    return row
