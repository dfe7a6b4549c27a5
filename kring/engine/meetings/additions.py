"""Between its meetings somebody of the circle may add to a piece of work (`Tool.adds`).

An activity that is closed stays what it was, and one that is open has its own rules; so what is added waits by itself.
It hangs there with the rest, and when the work is taken up again it is said by its author in the first step of that
meeting. What somebody gives without a name waits unseen (C-33): with the next meeting it comes to the first step in
which such cards are opened, on a paper that nobody holds. Nothing says who gave it, so nobody can take it back.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from kring.engine.meetings.announce import announce
from kring.engine.meetings.intake import Entry
from kring.engine.meetings.models import Activity, Addition, Meeting, NamedContribution, Seat
from kring.engine.meetings.photos import bring_photo
from kring.engine.meetings.reading import at, day_of
from kring.engine.meetings.scenes import hung
from kring.engine.meetings.seats import leave_seat, take_seat
from kring.engine.meetings.state import digest
from kring.engine.meetings.store import store
from kring.engine.people.models import Person
from kring.kit.payload import Refused
from kring.kit.scene import Contribution, Participant, Scene
from kring.tools import TOOLS

MOST_NAMELESS = 60
"""Nobody is counted where nobody is known, so all together have room for so many cards without a name."""


def hanging(activity: Activity) -> Scene:
    """The scene of the newest activity of a piece of work, with what was added since."""
    seen = hung(at(activity), day_of(activity))
    if activity.thread is None:
        return seen
    added = list(standing(activity))
    if not added:
        return seen
    seats = seats_of(seen.participants, {one.person for one in added if one.person})
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
    """What was added to this work by name and may be shown; of somebody who had their data set aside, it waits."""
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


def open_for(activity: Activity, kind: str) -> None:
    """Raises Refused when this may not be added now: meeting_goes_on, or not_between."""
    tool = TOOLS[activity.tool]
    if activity.status == "open":
        raise Refused("meeting_goes_on")
    if kind not in tool.adds({**tool.settled({}), **activity.settings}):
        raise Refused("not_between")


def add(activity: Activity, said: Mapping[str, Any], *, by: Person, nameless: bool = False) -> Addition:
    """Somebody of the circle adds something; the same uuid again changes nothing. Whether they may is the page's door.

    `said` is an envelope {uuid, kind, key, payload}; `nameless`: of `by` nothing is kept, nor when it was on the day.
    Raises Refused: not_between (what hangs there is not open for it now), meeting_goes_on, not_this_lane,
    nameless_full, or what the kind and the tool say.
    """
    tool, kind = TOOLS[activity.tool], str(said.get("kind", ""))
    open_for(activity, kind)
    if nameless and tool.kind(kind).lane != "choice":
        raise Refused("not_this_lane")
    settings = {**tool.settled({}), **activity.settings}
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
        admit(activity, Contribution(str(ident), "", kind, key, "", payload, 0), None if nameless else by)
        assert activity.meeting.community is not None and activity.thread is not None
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return Addition.objects.create(
            uuid=ident,
            community=activity.meeting.community,
            thread=activity.thread,
            person=None if nameless else by,
            kind=kind,
            key=key,
            payload=payload,
            at=today if nameless else timezone.now(),
        )


def admit(activity: Activity, said: Contribution, by: Person | None) -> None:
    """Whether there is room for it; `by` is None for what has no name. Raises Refused."""
    if by is None and nameless_in(activity).count() >= MOST_NAMELESS:
        raise Refused("nameless_full")
    seen = hanging(activity)
    if by is not None:
        seat = seats_of(seen.participants, [by])[by.pk]
        said = replace(said, participant=seat.id, role=seat.role)
    if TOOLS[activity.tool].kind(said.kind).whole:
        TOOLS[activity.tool].admit(seen, said, False)


def nameless_in(activity: Activity) -> QuerySet[Addition]:
    """What waits for this work without a name; the uuid of a card tells nothing about when it came."""
    return Addition.objects.filter(thread=activity.thread or UUID(int=0), person=None).order_by("uuid")


def take_back(ident: UUID, thread: UUID, *, by: Person) -> bool:
    """Its author takes something back that still waits; whether it was there."""
    return bool(Addition.objects.filter(pk=ident, thread=thread, person=by).delete()[0])


def take_in(activity: Activity) -> int:
    """The work is taken up again: what was added is said by its authors, in the first step; how many things. What has
    no name comes to the first step that takes such things, if there is one here."""
    first = activity.steps.first()
    if activity.thread is None or first is None:
        return 0
    with transaction.atomic():
        named = list(standing(activity).select_for_update(of=("self",)))
        chairs = {one.person_id: chair_for(activity.meeting, one.person) for one in named if one.person}
        entries = [entry_of(activity, one, first.key, chairs[one.person_id]) for one in named]
        nameless = list(nameless_in(activity).select_for_update()) if activity.anonymous else []
        voice = voice_of_nobody(activity) if nameless else ""
        taken = list(named)
        for one in nameless:
            if step := taking(activity, one.kind):
                entries.append(entry_of(activity, one, step, None, voice))
                taken.append(one)
        if not taken:
            return 0
        for one in taken:
            bring_photo(activity, one.payload)
        store(entries)
        Addition.objects.filter(pk__in=[one.pk for one in taken]).delete()
    return len(taken)


def entry_of(activity: Activity, one: Addition, step: str, chair: Seat | None, voice: str = "") -> Entry:
    """What was added, as it is stored: said from this chair, or by this voice and then without a moment (C-10)."""
    version = Activity.objects.values_list("version", flat=True).get(pk=activity.pk)
    return Entry(
        str(one.uuid),
        str(activity.pk),
        str(activity.meeting_id),
        "named" if chair else "anonymous",
        step,
        one.kind,
        one.key,
        str(chair.pk) if chair else voice,
        chair.role if chair else "",
        one.payload,
        version,
        one.at if chair else None,
    )


def taking(activity: Activity, kind: str) -> str:
    """The first step of this activity in which everybody is asked for such a thing, "" when there is none."""
    tool = TOOLS[activity.tool]
    keys: Sequence[str] = [one.key for one in activity.steps.all()]
    return next((key for key in keys if kind in tool.step(key).accepts), "")


def voice_of_nobody(activity: Activity) -> str:
    """A voice whose paper left the stack and is held by nobody: nobody can change or withdraw what it says, and in
    every count it is one."""
    token = secrets.choice(list(activity.stack.values_list("token", flat=True)))
    activity.stack.filter(token=token).delete()
    return digest(token)


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
