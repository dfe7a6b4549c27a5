"""Harvest comes back: what is open, what was said of it, and what follows (transfer.md 3, lifecycle.md 12).

Answers come in a meeting (`opening`), by mail or on one's own page; all of them end in `answer`.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kring.engine.harvest.agreements import agreements, moment
from kring.engine.harvest.models import Action, ActionAnswer, Agreement, Experience, TraceNode
from kring.engine.harvest.people import contributes
from kring.engine.harvest.records import MOST_OWNERS, OWNER_TEXT
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community, Membership, Person
from kring.kit.payload import Refused, text_of

OPEN = ("open", "tried")
WHAT = ("did", "not_yet", "let_go", "take")
NOTE, REASON = 500, 280
SHORTEST_REASON = 10
"""Characters of a reason to let go (transfer.md 3.1)."""


def actions() -> QuerySet[Action]:
    """All actions, as rows of their own kind."""
    return QuerySet(Action)


def still_open() -> QuerySet[Action]:
    """Actions that somebody would still do: no doubles, nothing withdrawn or stopped, no circle that ended."""
    rows = (
        actions()
        .filter(status__in=OPEN, duplicate_of=None)
        .exclude(node_status__in=("withdrawn", "closed_on_purpose", "parked"))
    )
    return rows.filter(Q(community=None) | Q(community__ended_on=None))


def open_actions(community: Community) -> list[Action]:
    """What stands open in a circle, the nearest date first. Private ones are nobody else's."""
    rows = still_open().filter(community=community, private=False).prefetch_related("owners")
    return sorted(rows, key=lambda one: (one.due_on or date.max, one.opened_on, str(one.pk)))


def asked_agreements(community: Community) -> QuerySet[Agreement]:
    """Agreements that the group answers or looks back on now."""
    asks = Q(status__in=("proposed", "under_review")) | Q(status="adopted", ending_asked_at__isnull=False)
    rows = agreements().filter(asks, community=community, duplicate_of=None)
    return rows.exclude(node_status="withdrawn").order_by("proposed_at", "pk")


# ---- what was said of it ------------------------------------------------------------------------------


def answer(
    action: Action,
    what: str,
    *,
    person: Person | None = None,
    name: str = "",
    note: str = "",
    due: date | None = None,
    way: str,
    meeting: Meeting | None = None,
    today: date | None = None,
) -> Action:
    """What somebody says of an action: did | not_yet (with a new date) | let_go (with a reason) | take.

    did       done today; with words it leaves an experience (LT-5)
    not_yet   stays open, with the new date when there is one
    let_go    dropped, and stopped on purpose as a step on the road: a decision, not a failure (transfer.md 3.1)
    take      one more owner; `name` is that of somebody without an account
    The same answer twice is one answer. Raises Refused: gone, already_answered, reason_short, date_past,
    too_many_owners, text_too_long, unreadable.
    """
    today = today or timezone.localdate()
    if what not in WHAT:
        raise Refused("unreadable")
    words = text_of({"text": note}, "text", REASON if what == "let_go" else NOTE, needed=False)
    with transaction.atomic():
        row = held(action)
        if said_before(row, what, person, words, due):
            return row
        if row.status not in OPEN or row.node_status == "closed_on_purpose":
            raise Refused("already_answered")
        if what == "let_go" and len(words) < SHORTEST_REASON:
            raise Refused("reason_short", n=SHORTEST_REASON)
        if due is not None and due < today:
            raise Refused("date_past")
        before = row.due_on
        follow(row, what, person, name, words, due, today)
        ActionAnswer.objects.create(
            action=row,
            person=person,
            what=what,
            note=words,
            due_before=before,
            due_after=row.due_on,
            way=way,
            meeting=meeting,
            at=moment(today),
        )
    return row


def held(action: Action) -> Action:
    """The action as it is now, held until the end of the transaction. Raises Refused("gone")."""
    row = (
        actions()
        .select_for_update(of=("self",))
        .filter(pk=action.pk)
        .exclude(node_status="withdrawn")
        .first()
    )
    if row is None:
        raise Refused("gone")
    return row


def said_before(action: Action, what: str, person: Person | None, note: str, due: date | None) -> bool:
    """Whether the last thing that was said of it is just this."""
    last = action.answers.last()
    if last is None or last.what != what or last.person_id != (person.pk if person else None):
        return False
    if what in ("did", "let_go") and action.status not in OPEN:
        return True
    return last.note == note and due in (None, last.due_after)


def follow(
    action: Action, what: str, person: Person | None, name: str, note: str, due: date | None, today: date
) -> None:
    """What an answer changes."""
    match what:
        case "did":
            action.status, action.status_on = "done", today
            if note:
                Experience.objects.create(action=action, person=person, did=note, at=moment(today))
        case "not_yet":
            action.due_on = due or action.due_on
        case "let_go":
            action.status, action.status_on = "dropped", today
            action.node_status, action.node_reason = "closed_on_purpose", note
            action.node_status_on = today
        case _:
            take_on(action, person, name)
    action.save()


def take_on(action: Action, person: Person | None, name: str) -> None:
    """One more owner. Raises Refused: too_many_owners, unreadable."""
    if person is not None:
        if action.owners.exclude(pk=person.pk).count() >= MOST_OWNERS:
            raise Refused("too_many_owners", n=MOST_OWNERS)
        action.owners.add(person)
        if not action.private:
            contributes(action, person)
        return
    if not name.strip():
        raise Refused("unreadable")
    names = [one for one in (action.owner_text, name.strip()) if one]
    action.owner_text = ", ".join(dict.fromkeys(names))[:OWNER_TEXT]


def end_parking(today: date) -> int:
    """What was put aside until today is open again (transfer.md 3.1); how many. Runs again without harm."""
    rows = TraceNode.objects.filter(node_status="parked", parked_until__lte=today)
    return rows.update(node_status="open", node_status_on=today)


def take_up_again(action: Action, *, today: date | None = None) -> Action:
    """What was let go or done is open again: a trace can be taken up at any node (transfer.md 3.5)."""
    with transaction.atomic():
        row = held(action)
        if row.status not in OPEN:
            row.status = "tried" if row.experiences.exists() else "open"
            row.status_on = today or timezone.localdate()
            row.node_status, row.node_reason, row.node_status_on = "open", "", None
            row.save()
    return row


def release_of_who_left() -> int:
    """Open actions of people who left the circle or the school look for an owner again; how many owners went."""
    current = Membership.objects.filter(
        person=OuterRef("person_id"), community=OuterRef("action__community_id"), status="active"
    ).filter(Q(until=None) | Q(until__gte=timezone.localdate()))
    ever = Membership.objects.filter(person=OuterRef("person_id"), community=OuterRef("action__community_id"))
    through = Action.owners.through.objects
    open_ones = still_open().filter(private=False)
    rows = through.filter(action__in=open_ones, person__state="left") | through.filter(
        action__in=open_ones, action__community__isnull=False
    ).filter(Exists(ever) & ~Exists(current))
    return through.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()[0]


def counts_of(community: Community) -> dict[str, int]:
    """How actions of a circle ended: done, let_go (on purpose, counted apart), open."""
    rows = actions().filter(community=community, private=False, duplicate_of=None)
    rows = rows.exclude(node_status="withdrawn")
    return {
        "done": rows.filter(status="done").count(),
        "let_go": rows.filter(status="dropped").count(),
        "open": rows.filter(status__in=OPEN).count(),
    }
