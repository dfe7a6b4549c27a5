"""A circle that filled in the situation scan: rows as they stand after a meeting, without playing one."""

from __future__ import annotations

import uuid
from datetime import timedelta
from fractions import Fraction

from django.utils import timezone

from kring.conftest import Cast
from kring.engine.meetings.models import Activity, AnonymousContribution, Meeting, Publication
from kring.engine.people.models import Community, Consent, Person
from kring.kit.freeze import freeze
from kring.kit.tests.examples import examples
from kring.tools.change_colours.vocabulary import COLOURS, STATEMENTS

FORMS = [tuple(map(int, str(form))) for form in examples("forms")]
"""Twenty-four people and six questions."""


def agree(circle: Community) -> None:
    """Everybody in the circle says yes to research."""
    for row in circle.memberships.members():
        Consent.objects.create(person=row.person, about="research", community=circle)


def texts_too(person: Person) -> None:
    """Somebody's own texts may go along."""
    Consent.objects.create(person=person, about="research")


def scan(cast: Cast, people: int, *, days_ago: int = 0, straight: int = 0, names: str = "") -> Activity:
    """A closed meeting of Kring Noord in which so many people filled in the situation scan, and it was shown.

    The last `straight` of them gave one answer everywhere.
    """
    on = timezone.now() - timedelta(days=days_ago)
    meeting = Meeting.objects.create(
        organisation=cast.organisation,
        community=cast.community,
        title="Hoe pakken we de lestijden aan?",
        planned_at=on,
        opened_at=on,
        closed_at=on,
        status="closed",
    )
    activity = Activity.objects.create(
        meeting=meeting, tool="change_colours", status="closed", closed_at=on, names=names
    )
    items = [item for colour in COLOURS for item in STATEMENTS[colour]]
    voices = [f"#{place}" for place in range(1, people + 1)]
    for seq, (place, item) in enumerate(((p, i) for p in range(people) for i in items), start=1):
        form = FORMS[place % len(FORMS)]
        value = 2 if place >= people - straight else form[(items.index(item) * 5 + place) % len(form)]
        AnonymousContribution.objects.create(
            uuid=uuid.uuid4(),
            activity=activity,
            seq=seq,
            step="situation",
            kind="cc.situation",
            key=item,
            voice=voices[place],
            role="",
            payload={"value": value},
        )
    Publication.objects.create(
        activity=activity,
        step="situation",
        number=1,
        at=on,
        by="Amina",
        upto_seq=people * len(items),
        rows={colour: {"whole": voices} for colour in COLOURS},
        result=freeze({"of": people + 4, "mean": dict.fromkeys(COLOURS, Fraction(7, 2))}),
    )
    return activity
