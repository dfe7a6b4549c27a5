"""A circle that has been resting for a year can be rounded off by who leads the school (lifecycle.md 3)."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kring.engine.harvest.agreements import holidays_of
from kring.engine.harvest.consent import after_active_days
from kring.engine.learning.facts import DORMANT_AFTER, is_dormant, last_held
from kring.engine.people.models import Community, Person
from kring.engine.people.recording import recorded
from kring.engine.rights import may
from kring.kit.payload import Refused, text_of

RESTED = 365
"""Days of resting after which the school may round a circle off."""
REASON = 280


def resting_since(community: Community, today: date) -> date | None:
    """The day on which the circle came to rest; None for one that does not rest."""
    if community.ended_on is not None or not is_dormant(community, today):
        return None
    return after_active_days(last_held(community), DORMANT_AFTER, holidays_of(community))


def may_round_off(person: Person, community: Community, today: date) -> bool:
    """Whether this person, as who leads the school, may round this circle off now."""
    since = resting_since(community, today)
    led = may(person, "community", "end", community, consent=True, through="school_lead")
    return led and since is not None and (today - since).days >= RESTED


def round_off(community: Community, *, by: Person, reason: str, today: date | None = None) -> None:
    """The circle ends; its harvest stays. Already ended stays as it is. Raises Refused: not_allowed, not_rested,
    empty_text, text_too_long."""
    today = today or timezone.localdate()
    with recorded(by):
        row = Community.objects.select_for_update(of=("self",)).select_related("school").get(pk=community.pk)
        if not may(by, "community", "end", row, consent=True, through="school_lead"):
            raise Refused("not_allowed")
        if row.ended_on is not None:
            return
        if not may_round_off(by, row, today):
            raise Refused("not_rested")
        row.ended_reason = text_of({"text": reason}, "text", REASON)
        row.ended_on = today
        row.save(update_fields=["ended_on", "ended_reason"])
