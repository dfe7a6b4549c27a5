"""Harvest to come back to, for scenes."""

from __future__ import annotations

from datetime import date, timedelta

from kring.conftest import Cast
from kring.engine.harvest.models import Action
from kring.engine.harvest.returning import actions

MONDAY = date(2026, 3, 16)
WHY = "We doen het nu op een andere manier."


def promised(
    cast: Cast, text: str = "Een les van een ander bezoeken.", *owners: str, **fields: object
) -> Action:
    """An action of Kring Noord, of Bram unless others are named; its date is a day ago."""
    private = bool(fields.get("private"))
    made = actions().create(
        organisation=cast.organisation,
        community=cast.community,
        stage="action",
        title=text,
        **{"due_on": MONDAY - timedelta(1), "private": private, **fields},
    )
    made.owners.set([cast[name].person for name in owners or ("bram",)])
    return made
