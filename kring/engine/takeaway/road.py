"""Where a circle's insights grew from, what it does in practice, and what was seen of it; without persons."""

from __future__ import annotations

from django.utils import timezone

from kring.engine.people.models import Community
from kring.engine.takeaway.harvest import Row
from kring.engine.transfer import sources as written
from kring.engine.transfer.models import Observation
from kring.engine.transfer.practices import in_circle
from kring.engine.transfer.standing import seen_in


def sources(circle: Community) -> list[Row]:
    """Ambitions, theories and policies."""
    return [
        {
            "text": one.said,
            "source_kind": one.kind,
            "of_whom": one.whose or one.author,
            "year": one.year,
            "reference": one.reference,
            "link": one.link,
            "opened_on": one.opened_on,
        }
        for one in written.in_circle(circle)
    ]


def practices(circle: Community) -> list[Row]:
    """What the circle does, how many do it, and how well it was witnessed today."""
    return [
        {
            "text": one.said,
            "setting": one.setting,
            "subject": one.subject_area,
            "where": one.classes_or_groups,
            "doers": one.doers_n,
            "level": found.level,
            "first_seen_on": found.first_seen_on,
            "lapsed": "yes" if found.lapsed else "",
            "opened_on": one.opened_on,
            "visibility": one.visibility,
        }
        for one, found in seen_in(circle, timezone.localdate())
    ]


def observations(circle: Community) -> list[Row]:
    """What was seen. Its words only where who was seen lets the circle read them; who looked is nowhere."""
    rows = Observation.objects.filter(practice__in=in_circle(circle)).select_related("practice")
    return [
        {
            "text": one.practice.said,
            "seen": one.seen,
            "observer": one.observer_kind,
            "where": one.setting,
            "remark": one.what_seen if one.consent_share != "none" else "",
            "on": one.observed_on,
        }
        for one in rows
    ]
