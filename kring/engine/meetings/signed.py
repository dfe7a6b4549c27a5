"""Under which name something in a meeting was done: shown to everybody, taken off the wall, taken along from it.

Such a name is kept as text, so that it stays when a guest goes; where the name itself has to go, it goes here too.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model, Q, QuerySet

from kring.engine.harvest.models import HarvestClosing, HarvestProposal
from kring.engine.meetings.models import Hiding, Meeting, Publication
from kring.engine.people.models import Person
from kring.engine.words import LANGUAGES, interface

LETTERS = 80
SIGNED: tuple[tuple[type[Model], str, str], ...] = (
    (Publication, "by", "activity__meeting"),
    (Hiding, "by", "activity__meeting"),
    (HarvestProposal, "decided_by", "meeting"),
    (HarvestClosing, "by", "meeting"),
)
"""Where such a name stands, and how its meeting is found from there."""


def former(meeting: Meeting) -> str:
    """What stands for somebody whose name went, in the language of the meeting."""
    return interface(meeting.language).text("people", "former_member")


def meetings_with(person: Person) -> QuerySet[Meeting]:
    """The meetings that somebody led or sat in."""
    return Meeting.objects.filter(Q(leadings__person=person) | Q(seats__person=person)).distinct()


def sign_anew(meetings: Iterable[Meeting], old: str, new: str | None = None) -> None:
    """Another name under what was done under the old one; None is a former member. Nothing for no name."""
    if not old:
        return
    for meeting in meetings:
        name = former(meeting) if new is None else new
        for model, by, within in SIGNED:
            rows = model._default_manager.filter(**{within: meeting, by: old[:LETTERS]})
            rows.update(**{by: name[:LETTERS]})


def sign_by_nobody(meetings: QuerySet[Meeting]) -> int:
    """Of meetings of which nobody is known any more: no name under anything; how much it was."""
    count = 0
    for language in LANGUAGES:
        name = interface(language).text("people", "former_member")
        of = meetings.filter(language=language)
        for model, by, within in SIGNED:
            rows = model._default_manager.filter(**{f"{within}__in": of}).exclude(**{f"{by}__in": ("", name)})
            count += rows.update(**{by: name})
    return count
