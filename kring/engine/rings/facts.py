"""What the database knows of taking part, read for a whole circle at once."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from kring.engine.harvest.models import RepertoireItem
from kring.engine.learning.models import LearningTask
from kring.engine.meetings.models import Activity, Meeting, NamedContribution, PaperMark, Seat
from kring.engine.mutual.models import HelpRequest
from kring.engine.people.models import Community, Membership
from kring.engine.rings.saying import objectors
from kring.kit.rings import WINDOW, TakingPart, movement, ring


@dataclass(frozen=True)
class Place:
    """Where a member stands now, what that rests on, and how they moved since the window before."""

    membership: Membership
    part: TakingPart
    ring: str
    movement: str

    @property
    def chosen(self) -> bool:
        """Whether they chose the edge, and would not stand there by themselves."""
        return self.membership.chosen_edge and self.ring == "edge"


def held_meetings(community: Community, until: datetime | None = None) -> list[Meeting]:
    """The meetings that were held (and closed at `until` or before), newest first; two windows of them and one."""
    rows = Meeting.objects.filter(
        community=community, status="closed", opened_at__isnull=False, closed_at__isnull=False
    )
    if until is not None:
        rows = rows.filter(closed_at__lte=until)
    return list(rows.order_by("-closed_at", "pk")[: 2 * WINDOW + 1])


def counting(community: Community) -> list[Membership]:
    """The active members who did not object to being counted (article 21)."""
    rows = community.memberships.members().select_related("person").order_by("person__shown_name", "pk")
    return list(rows.exclude(person__in=objectors()))


def places(community: Community, members: Sequence[Membership], until: datetime | None = None) -> list[Place]:
    """Where these members stand after the last meeting that was held at `until` or before."""
    held = held_meetings(community, until)
    now = taking_part(held[:WINDOW], held[WINDOW : WINDOW + 1], members)
    before = taking_part(held[WINDOW : 2 * WINDOW], held[2 * WINDOW :], members)
    found = []
    for one in members:
        mine = ring(now[one.person_id], chosen_edge=one.chosen_edge)
        step = movement(mine, ring(before[one.person_id], chosen_edge=one.chosen_edge))
        found.append(Place(one, now[one.person_id], mine, step))
    return found


def taking_part(
    window: Sequence[Meeting], earlier: Sequence[Meeting], members: Sequence[Membership]
) -> dict[uuid.UUID, TakingPart]:
    """What each member did in these meetings (newest first) and since the one `earlier`."""
    people = {one.person_id for one in members}
    sat = seats_of(window, people)
    parts = activities_of(window)
    gave = inputs_of(sat)
    initiative = initiatives_of(window, earlier, people)
    found: dict[uuid.UUID, TakingPart] = {}
    for one in members:
        since = [meeting for meeting in window if joined_before(one, meeting)]
        seats = {
            meeting.pk: sat[one.person_id, meeting.pk]
            for meeting in since
            if (one.person_id, meeting.pk) in sat
        }
        there = {activity for meeting in seats for activity in parts[meeting]}
        given = {activity for seat in seats.values() for activity in gave[seat]}
        found[one.person_id] = TakingPart(
            len(since), len(seats), len(there), len(there & given), initiative[one.person_id]
        )
    return found


def joined_before(membership: Membership, meeting: Meeting) -> bool:
    """Whether the meeting was held since this member joined."""
    return meeting.closed_at is not None and timezone.localdate(meeting.closed_at) >= membership.since


def seats_of(
    window: Sequence[Meeting], people: Collection[uuid.UUID]
) -> dict[tuple[uuid.UUID, uuid.UUID], uuid.UUID]:
    """(person, meeting) -> their seat: they were there, or answered in their own time."""
    rows = Seat.objects.filter(meeting__in=window, person__in=people)
    return {
        (person, meeting): seat for person, meeting, seat in rows.values_list("person_id", "meeting_id", "pk")
    }


def activities_of(window: Sequence[Meeting]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Meeting -> what was really done in it."""
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    rows = Activity.objects.filter(meeting__in=window).exclude(status="planned")
    for meeting, activity in rows.values_list("meeting_id", "pk"):
        found[meeting].add(activity)
    return found


def inputs_of(sat: dict[tuple[uuid.UUID, uuid.UUID], uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Seat -> the activities in which it brought something in; without a name, that it received its paper (C-09)."""
    seats, found = list(sat.values()), defaultdict[uuid.UUID, set[uuid.UUID]](set)
    named = NamedContribution.objects.filter(seat__in=seats).exclude(kind__endswith=".join")
    for rows in (named, PaperMark.objects.filter(seat__in=seats)):
        for seat, activity in rows.values_list("seat_id", "activity_id").distinct():
            found[seat].add(activity)
    return found


def initiatives_of(
    window: Sequence[Meeting], earlier: Sequence[Meeting], people: Collection[uuid.UUID]
) -> Counter[uuid.UUID]:
    """How often each took the initiative in this window: parts of the agenda they proposed or led, tasks they took
    on, things they added for all to use, help they gave in between. (Of cases Kring keeps no record with a name.)"""
    found: Counter[uuid.UUID] = Counter()
    if not window:
        return found
    done = Activity.objects.filter(meeting__in=window).exclude(status="planned")
    for proposer, leader in done.values_list("proposed_by_id", "led_by_id"):
        found.update({proposer, leader} & set(people))
    circle, until = window[0].community_id, window[0].closed_at
    tasks = LearningTask.objects.filter(cycle__community=circle, created_at__lte=until)
    kept = RepertoireItem.objects.filter(community=circle, made_on__lte=timezone.localdate(until))
    helped = HelpRequest.objects.filter(community=circle, answered_at__lte=until, answered_by__in=people)
    if earlier and earlier[0].closed_at is not None:
        helped = helped.filter(answered_at__gt=earlier[0].closed_at)
        tasks = tasks.filter(created_at__gt=earlier[0].closed_at)
        kept = kept.filter(made_on__gt=timezone.localdate(earlier[0].closed_at))
    found.update(tasks.filter(owners__in=people).values_list("owners", flat=True))
    found.update(kept.filter(made_by__in=people).values_list("made_by", flat=True))
    found.update(helped.values_list("answered_by", flat=True))
    return found
