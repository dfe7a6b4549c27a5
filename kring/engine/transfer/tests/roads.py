"""Pieces of road to try things on: an action that was tried, and what came of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.harvest.models import Action
from kring.engine.people.models import Person
from kring.engine.transfer.models import LookInvitation, Practice
from kring.engine.transfer.observing import Saw, invite, write
from kring.engine.transfer.practices import Draft, make_practice
from kring.kit.payload import Refused

TODAY = timezone.localdate()
WHAT = "Elke les begint met een vraag van een leerling."
SAW = "De les begon met een vraag van een leerling over de proef."


def tried(cast: Cast, said: str = "Beginnen met een vraag.", **fields: Any) -> Any:
    """An action of Bram that was done."""
    action = QuerySet(Action).create(
        organisation=cast.organisation,
        community=cast.community,
        stage="action",
        title=said,
        **{"status": "done", "opened_on": TODAY - timedelta(100), **fields},
    )
    action.owners.add(cast.bram.person)
    return action


def practice_of(cast: Cast, action: Any = None, **draft: Any) -> Practice:
    """What Bram does since."""
    given = Draft(WHAT, "lesson", **draft)
    return make_practice(action or tried(cast), given, by=cast.bram.person, doer=True, named=True)


def saw(days_ago: int = 0, seen: str = "yes", what: str = SAW, **more: Any) -> Saw:
    """What somebody fills in."""
    return Saw(TODAY - timedelta(days_ago), seen, what, **more)


def looked(
    cast: Cast, practice: Practice, days_ago: int = 0, seen: str = "yes", **more: Any
) -> LookInvitation:
    """Amina was asked by Bram, and looked."""
    asked = invite(practice, by=cast.bram.person, whom=None)
    write(asked, saw(days_ago, seen, f"{SAW} {days_ago}", **more), by=cast.amina.person)
    asked.refresh_from_db()
    return asked


def refused(code: str, verb: Any, *given: Any, **named: Any) -> None:
    with pytest.raises(Refused) as told:
        verb(*given, **named)
    assert told.value.code == code


def member(cast: Cast, name: str) -> Person:
    cast.join(name, cast.community)
    return cast[name].person


def ago(days: int) -> date:
    return TODAY - timedelta(days)
