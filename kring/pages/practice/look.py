"""What the pages about practices show, in finished words. Names only of who wants it, and only inside the circle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from kring.engine import access
from kring.engine.address import public_address
from kring.engine.people.models import Person
from kring.engine.transfer.models import LookInvitation, Observation, Practice
from kring.engine.transfer.practices import doer_of, place_of
from kring.frames.transfer.levels import LEVELS, Witnessed
from kring.pages.harvest.look import Line
from kring.pages.house.visiting import day
from kring.pages.practice.asking import word

THANKED_FOR = timedelta(days=14)
"""So long its doer reads a thank-you for letting somebody watch."""


@dataclass(frozen=True)
class Seen:
    """One observation as this reader may read it."""

    row: Observation
    day: str
    who: str
    by: str
    where: str
    text: str
    mine: bool
    """Whether this reader was the one who was seen by somebody else."""


def facts_line(practice: Practice) -> str:
    """Where it is done and by how many: in class, maths, 3a and 3b, two people."""
    n = practice.doers_n
    parts = [
        word("settings", practice.setting),
        practice.subject_area,
        practice.classes_or_groups,
        word("doers_one") if n == 1 else word("doers_more", n=n),
    ]
    return " · ".join(part for part in parts if part)


def practice_line(practice: Practice, found: Witnessed, *, inside: bool) -> Line:
    """A practice in a list, with its level as state; never who does it. `inside` the circle also where and by how many:
    outside it, a subject and a class would say whose lesson it is."""
    return Line(
        str(practice.pk),
        "practice",
        practice.said,
        [facts_line(practice)] if inside else [],
        "lapsed" if found.lapsed else found.level,
    )


def level_part(found: Witnessed) -> dict[str, Any]:
    """How well it was witnessed: the five steps, the sentence, since when, and what comes next."""
    place = LEVELS.index(found.level)
    return {
        "name": word("levels", found.level),
        "help": word("levels_help", found.level),
        "steps": [(word("levels", one), LEVELS.index(one) <= place, one == found.level) for one in LEVELS],
        "first": day(found.first_seen_on) if found.first_seen_on else "",
        "stale": found.stale,
        "lapsed": found.lapsed,
        "next": word("next", found.level),
    }


def observations(practice: Practice, reader: Person) -> list[Seen]:
    """What was seen, the newest first. The text is for these two until who was seen shares it; the rest is counted."""
    circle = practice.community
    rows = sorted(
        practice.observations.all(), key=lambda one: (one.observed_on, one.written_at), reverse=True
    )
    found = []
    for row in rows:
        doer = row.doer.person if row.doer else None
        theirs = reader.pk in (row.observer_id, doer.pk if doer else None)
        reads = theirs or row.consent_share in ("circle", "school")
        both = bool(row.named and row.doer and row.doer.named)
        named = access.may(reader, "observation_person", "view", circle, consent=both) or theirs
        found.append(
            Seen(
                row,
                day(row.observed_on),
                word("observers", row.observer_kind),
                by_of(row, doer) if named else "",
                row.setting,
                row.what_seen if reads else "",
                doer is not None and doer.pk == reader.pk and row.observer_kind != "self",
            )
        )
    return found


def by_of(row: Observation, doer: Person | None) -> str:
    """The names of who looked and with whom, as far as they are still known."""
    observer = row.observer.name_to_others if row.observer else row.observer_name
    seen = doer.name_to_others if doer else ""
    if row.observer_kind == "self" or not observer:
        return seen
    return word("looked_with", observer=observer, doer=seen) if seen else observer


def evidence_of(practice: Practice, reader: Person, guides: bool) -> list[dict[str, Any]]:
    """What shows it, each with its photo while that is there."""
    return [
        {
            "row": one,
            "photo": one.kind == "photo" and place_of(practice.pk, one.pk).is_file(),
            "day": day(one.added_on),
            "may_go": guides or one.added_by_id == reader.pk,
        }
        for one in practice.evidence.all()
    ]


def invitations(rows: Iterable[LookInvitation]) -> list[dict[str, Any]]:
    """Whom the doer invited and what they said; a link where it is for somebody without a name here."""
    return [
        {
            "row": one,
            "who": one.person.name_to_others if one.person else word("by_link"),
            "state": word("invitation_states", one.state),
            "when": day(one.planned_on) if one.planned_on else "",
            "link": "" if one.person else f"{public_address()}{reverse('look', args=[one.token])}",
        }
        for one in rows
    ]


def just_thanked(practice: Practice, reader: Person, today: date) -> bool:
    """Whether somebody looked with this reader lately: that deserves a thank-you."""
    doer = doer_of(practice, reader)
    return doer is not None and any(
        row.doer_id == doer.pk
        and row.observer_kind != "self"
        and today - timezone.localdate(row.written_at) <= THANKED_FOR
        for row in practice.observations.all()
    )
