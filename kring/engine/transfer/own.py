"""What of practices, looking and sources is somebody's own: to take along, to take away, and how long names stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from kring.engine.people.models import Community, Person
from kring.engine.transfer.models import Doer, Embedding, Evidence, LookInvitation, Observation
from kring.engine.transfer.practices import place_of

Row = dict[str, Any]
JUST_NOW = 3600
"""Seconds."""


def looking_of(person: Person) -> list[Row]:
    """What they do and show, whom they invited, and what was seen with them or by them. Never who the other was."""
    doers = Doer.objects.filter(person=person).select_related("practice__community")
    rows: list[Row] = [
        {
            "kind": "practice_doer",
            "text": one.practice.said,
            "circle": circle(one),
            "at": one.practice.opened_on,
        }
        for one in doers
    ]
    asked = LookInvitation.objects.filter(Q(person=person) | Q(doer__person=person)).distinct()
    rows += [
        {
            "kind": "look_invited" if one.person_id == person.pk else "look_asked",
            "text": one.practice.said,
            "remark": one.words,
            "circle": circle(one),
            "at": one.made_on,
        }
        for one in asked.select_related("practice__community")
    ]
    looks = Observation.objects.filter(Q(observer=person) | Q(doer__person=person)).distinct()
    rows += [
        {
            "kind": "observation_by" if one.observer_id == person.pk else "observation_of",
            "text": one.what_seen,
            "what": one.seen,
            "circle": circle(one),
            "at": one.observed_on,
        }
        for one in looks.select_related("practice__community")
    ]
    rows += [
        {
            "kind": "evidence",
            "text": one.text,
            "remark": one.cleared_reason,
            "circle": circle(one),
            "at": one.added_on,
        }
        for one in Evidence.objects.filter(added_by=person).select_related("practice__community")
    ]
    laid_down = Embedding.objects.filter(added_by=person).select_related("practice__community")
    return rows + [
        {"kind": "embedding", "text": one.text, "circle": circle(one), "at": one.added_on}
        for one in laid_down
    ]


def pictures_of(person: Person) -> Iterator[tuple[str, Path]]:
    """(id, file) of the photos with which they showed a practice, as far as those are still kept."""
    for one in Evidence.objects.filter(added_by=person, kind="photo"):
        if (place := place_of(one.practice_id, one.pk)).is_file():
            yield str(one.pk), place


def circle(row: Any) -> str:
    """The circle whose practice this is about."""
    community = row.practice.community
    return community.name if community else ""


def leave_looking(person: Person, circles: Iterable[Community]) -> None:
    """Their name goes everywhere; what they saw stays, for others built on it (roles.md 7.3). In `circles` what they
    wrote of themselves and showed goes as well, photos too."""
    Doer.objects.filter(person=person).update(named=False)
    LookInvitation.objects.filter(doer__person=person).update(words="")
    Observation.objects.filter(observer=person).update(named=False)
    here = list(circles)
    Observation.objects.filter(observer=person, observer_kind="self", practice__community__in=here).delete()
    for one in Evidence.objects.filter(added_by=person, practice__community__in=here):
        place_of(one.practice_id, one.pk).unlink(missing_ok=True)
        one.delete()


def forget_who_looked(before: datetime) -> int:
    """rt.observation_names: who looked, and with whom, a year after it; what was seen stays. How many."""
    day = timezone.localdate(before)
    old = Observation.objects.filter(observed_on__lt=day)
    named = old.exclude(observer=None, observer_name="", doer=None)
    count = named.update(observer=None, observer_name="", doer=None, named=False)
    return count + LookInvitation.objects.filter(made_on__lt=day).delete()[0]


def clear_pictures(before: datetime) -> int:
    """rt.media: photos that show a practice, and those whose record is gone; how many. One of just now may still wait
    for its record."""
    root, day, count = Path(settings.MEDIA_ROOT) / "evidence", timezone.localdate(before), 0
    fresh = timezone.now().timestamp() - JUST_NOW
    for folder in sorted(root.iterdir()) if root.exists() else ():
        keep = {str(pk) for pk in kept(folder.name, day)}
        for place in sorted(folder.iterdir()):
            if place.stem not in keep and place.stat().st_mtime < fresh:
                place.unlink(missing_ok=True)
                count += 1
        if not any(folder.iterdir()):
            folder.rmdir()
    return count


def kept(practice: str, day: date) -> Iterable[object]:
    """The evidence of a practice whose photo is still within its term."""
    return Evidence.objects.filter(practice=UUID(practice), added_on__gte=day).values_list("pk", flat=True)
