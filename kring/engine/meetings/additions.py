"""Between its meetings somebody of the circle may add to a piece of work (`Tool.adds`).

An activity that is closed stays what it was, and one that is open has its own rules; so what is added waits by itself.
It hangs there with the rest, and when the work is taken up again it is said by its author in the first step of that
meeting. There is no lane without names here: papers belong to an activity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from kring.engine.meetings.announce import announce
from kring.engine.meetings.intake import Entry
from kring.engine.meetings.models import Activity, Addition, Meeting, NamedContribution, Seat
from kring.engine.meetings.reading import at, day_of
from kring.engine.meetings.scenes import hung
from kring.engine.meetings.seats import leave_seat, take_seat
from kring.engine.meetings.store import store
from kring.engine.people.models import Person
from kring.kit.payload import Refused
from kring.kit.scene import Contribution, Participant, Scene
from kring.tools import TOOLS


def hanging(activity: Activity) -> Scene:
    """The scene of the newest activity of a piece of work, with what was added since."""
    seen = hung(at(activity), day_of(activity))
    if activity.thread is None:
        return seen
    added = list(standing(activity))
    if not added:
        return seen
    seats = seats_of(seen.participants, {one.person for one in added})
    last = max((one.seq for one in seen.contributions if one.lane == "named"), default=0)
    new = [
        Contribution(
            str(one.uuid),
            "",
            one.kind,
            one.key,
            seats[one.person_id].id,
            one.payload,
            last + place,
            seats[one.person_id].role,
            at=one.at,
        )
        for place, one in enumerate(added, start=1)
    ]
    # As contributions stand in a ledger: the named lane after the other, each by its number.
    said = sorted([*seen.contributions, *new], key=lambda one: (one.activity == "", one.lane))
    known = {one.id for one in seen.participants}
    there = [*seen.participants, *(seat for seat in seats.values() if seat.id not in known)]
    return replace(seen, participants=there, contributions=said)


def standing(activity: Activity) -> QuerySet[Addition]:
    """What was added to this work and may be shown; what is of somebody who had their data set aside, waits."""
    rows = Addition.objects.filter(thread=activity.thread or UUID(int=0), person__state="active")
    return rows.select_related("person")


def seats_of(participants: Iterable[Participant], people: Iterable[Person]) -> Mapping[object, Participant]:
    """Person -> the seat under which they were in this work, the newest; or one for who never was."""
    taken = {one.person: one for one in reversed(list(participants)) if one.person}
    return {
        one.pk: taken.get(str(one.pk))
        or Participant(str(one.pk), one.role_key, one.shown_name, present=False, person=str(one.pk))
        for one in people
    }


def add(activity: Activity, said: Mapping[str, Any], *, by: Person) -> Addition:
    """Somebody of the circle adds something; the same uuid again changes nothing. Whether they may is the page's door.

    `said` is an envelope {uuid, kind, key, payload}. Raises Refused: not_between (what hangs there is not open for it
    now), meeting_goes_on, or what the kind and the tool say.
    """
    tool, kind = TOOLS[activity.tool], str(said.get("kind", ""))
    if activity.status == "open":
        raise Refused("meeting_goes_on")
    settings = {**tool.settled({}), **activity.settings}
    if kind not in tool.adds(settings):
        raise Refused("not_between")
    ident, key = UUID(str(said["uuid"])), str(said.get("key", ""))[:80]
    payload = tool.kind(kind).check(key, dict(said.get("payload") or {}), settings)
    if payload.get("replaces") or payload.get("target"):
        raise Refused("not_yours")
    with transaction.atomic():
        Activity.objects.select_for_update().get(pk=activity.pk)
        if row := Addition.objects.filter(pk=ident).first():
            return row
        if NamedContribution.objects.filter(pk=ident).exists():
            raise Refused("unreadable")
        seen = hanging(activity)
        seat = seats_of(seen.participants, [by])[by.pk]
        entry = Contribution(str(ident), "", kind, key, seat.id, payload, 0, seat.role)
        if tool.kind(kind).whole:
            tool.admit(seen, entry, False)
        assert activity.meeting.community is not None and activity.thread is not None
        return Addition.objects.create(
            uuid=ident,
            community=activity.meeting.community,
            thread=activity.thread,
            person=by,
            kind=kind,
            key=key,
            payload=payload,
        )


def take_back(ident: UUID, thread: UUID, *, by: Person) -> bool:
    """Its author takes something back that still waits; whether it was there."""
    return bool(Addition.objects.filter(pk=ident, thread=thread, person=by).delete()[0])


def take_in(activity: Activity) -> int:
    """The work is taken up again: what was added is said by its authors, in the first step; how many things."""
    first = activity.steps.first()
    if activity.thread is None or first is None:
        return 0
    with transaction.atomic():
        added = list(standing(activity).select_for_update(of=("self",)))
        if not added:
            return 0
        version = Activity.objects.values_list("version", flat=True).get(pk=activity.pk)
        chairs = {one.person_id: chair_for(activity.meeting, one.person) for one in added}
        store(
            [
                Entry(
                    str(one.uuid),
                    str(activity.pk),
                    str(activity.meeting_id),
                    "named",
                    first.key,
                    one.kind,
                    one.key,
                    str(chairs[one.person_id].pk),
                    chairs[one.person_id].role,
                    one.payload,
                    version,
                    one.at,
                )
                for one in added
            ]
        )
        Addition.objects.filter(pk__in=[one.pk for one in added]).delete()
    return len(added)


def chair_for(meeting: Meeting, person: Person) -> Seat:
    """The seat of this person, or one that is left: nobody waits for them, and coming in is coming back to it."""
    held: Seat | None = meeting.seats.filter(person=person).first()
    if held is None:
        held, _ = take_seat(meeting, name=person.shown_name, role=person.role_key, person=person)
        leave_seat(held)
    return held


def put(activity: Activity, state: str) -> None:
    """Put a piece of work in one of the states of its tool, in the settings of its newest activity. Raises
    Refused("unreadable")."""
    says = TOOLS[activity.tool].states.get(state)
    if says is None:
        raise Refused("unreadable")
    with transaction.atomic():
        locked = Activity.objects.select_for_update().get(pk=activity.pk)
        Activity.objects.filter(pk=locked.pk).update(
            settings={**locked.settings, **says}, version=F("version") + 1
        )
        announce(locked.meeting_id)


def forget_additions(past: datetime) -> int:
    """rt.named_contribution: what was added before this moment and was never taken up again; how many."""
    return int(Addition.objects.filter(at__lt=past).delete()[0])
