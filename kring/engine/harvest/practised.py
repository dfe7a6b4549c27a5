"""The private question to whoever would practise something: did you? (a tool's `Proposal.data`, `asks` and `asked`)

It is asked of that one person, by letter and on the own page, and counted without a name. Nobody sees the answer of
anybody; a later activity of the same thread gets how often each answer was given.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from kring.engine.harvest.models import Action, HarvestProposal, Practised, PractisedMark
from kring.engine.harvest.returning import actions
from kring.engine.meetings.models import Activity, Seat
from kring.engine.people.models import Person
from kring.engine.words import of_tool
from kring.kit.payload import Refused

ANSWERS = ("yes", "a_little", "no")
AHEAD = timedelta(days=7)
"""It is asked from a week before the date of the action on, as the action itself is."""
LATEST = timedelta(weeks=26)
"""After so long nobody remembers."""


def asked_of(person: Person, today: date) -> list[Action]:
    """The actions about which this person is asked now, and did not answer yet; the nearest date first."""
    seats = [str(pk) for pk in Seat.objects.filter(person=person).values_list("pk", flat=True)]
    proposed = HarvestProposal.objects.filter(
        status="accepted", data__has_key="asks", data__asked__in=seats, activity__isnull=False
    )
    rows = (
        actions()
        .filter(pk__in=proposed.values("node"), owners=person, private=True)
        .filter(due_on__lte=today + AHEAD, due_on__gte=today - LATEST)
        .exclude(node_status="withdrawn")
        .exclude(practised_marks__person=person)
    )
    return list(rows.select_related("community", "proposal__activity").order_by("due_on", "pk"))


def question_of(action: Action, lang: str) -> str:
    """The question in the words of the tool it came from. The action was asked about (`asked_of`)."""
    proposal = action.proposal
    assert proposal.activity is not None
    return of_tool(proposal.activity.tool, lang).text("messages", str(proposal.data["asks"]))


def practised(action: Action, person: Person, what: str, *, today: date | None = None) -> None:
    """Count an answer (yes | a_little | no); given once it cannot be given again.

    Raises Refused: unreadable, already_rated, not_asked.
    """
    if what not in ANSWERS:
        raise Refused("unreadable")
    with transaction.atomic():
        # One at a time: two presses of the same button count once.
        Action.objects.select_for_update(of=("self",)).filter(pk=action.pk).first()
        if PractisedMark.objects.filter(action=action, person=person).exists():
            raise Refused("already_rated")
        asked = asked_of(person, today or timezone.localdate())
        found = next((one for one in asked if one.pk == action.pk), None)
        if found is None or found.proposal.activity is None:
            raise Refused("not_asked")
        PractisedMark.objects.create(action=found, person=person)
        row, _ = Practised.objects.select_for_update().get_or_create(activity=found.proposal.activity)
        row.counts = {**row.counts, what: row.counts.get(what, 0) + 1}
        row.save(update_fields=["counts"])


def counts_of(activity: Activity) -> Mapping[str, int]:
    """How often each answer was given by those who began in this activity; {} when nobody answered."""
    row = Practised.objects.filter(activity=activity).first()
    return dict(row.counts) if row else {}
