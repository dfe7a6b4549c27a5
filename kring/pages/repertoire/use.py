"""The buttons about using something."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils import timezone

from kring.engine import access
from kring.engine.harvest.models import RepertoireItem
from kring.engine.harvest.repertoire import note_use, take_use_back
from kring.engine.people.models import Community, Person

Button = Callable[[RepertoireItem, Person, Mapping[str, str]], object]


def used(item: RepertoireItem, person: Person, form: Mapping[str, str]) -> None:
    """`where`, `remark`, and `circle` when a circle of theirs takes it over."""
    circle = access.found(Community.objects.all(), form["circle"]) if form.get("circle") else None
    note_use(
        item,
        by=person,
        where=form.get("where", ""),
        remark=form.get("remark", ""),
        circle=circle,
        today=timezone.localdate(),
    )


USES: dict[str, Button] = {
    "used": used,
    "not_used": lambda item, person, form: take_use_back(item, by=person, today=timezone.localdate()),
}
