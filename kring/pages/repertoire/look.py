"""What a page shows of the use of something: who used it, where, and what they say about it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from kring.engine import access
from kring.engine.harvest.models import RepertoireItem
from kring.engine.people.models import Person
from kring.pages.harvest.look import together


def makers_of(item: RepertoireItem) -> QuerySet[Person]:
    """Who made it, when they said that it is theirs; what the circle made has no names."""
    return item.made_by.none() if item.by_circle else item.made_by.filter(state="active")


def use_part(person: Person, item: RepertoireItem) -> dict[str, Any]:
    """What stands under one thing. Names of who used it are for the circle that made it (and one's own for
    oneself)."""
    rows = item.uses.select_related("person", "circle").order_by("-used_on", "-pk")
    inside = item.community is not None and access.may(person, "repertoire_item", "view", item.community)
    today = timezone.localdate()
    return {
        "makers": together([one.name_to_others for one in makers_of(item)]) if inside else "",
        "rows": [
            (row, row.person if row.person and row.person.state == "active" else None)
            for row in rows
            if inside or row.person_id == person.pk
        ],
        "mine_today": any(row.person_id == person.pk and row.used_on == today for row in rows),
        "circles": [one for one in access.communities_of(person) if one.pk != item.community_id],
    }
