"""The group decides how near the facilitator stays (lifecycle.md 7.2); only a phase that begins does so by itself."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from kring.engine.harvest.agreements import members_of
from kring.engine.learning.criteria import PHASES
from kring.engine.learning.cycles import current_cycle
from kring.engine.learning.models import LearningCycle
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community, Person
from kring.engine.people.recording import recorded
from kring.engine.people.roles import roles_in
from kring.engine.presence.counting import counted
from kring.engine.presence.models import PresenceAnswer, PresenceLook, PresenceProposal, PresenceState
from kring.engine.presence.rule import (
    FLOOR,
    HIGHEST,
    LOWEST,
    Presence,
    accepted,
    after_meeting,
    declined,
    entered,
    signals,
    verdict,
)
from kring.kit.payload import Refused

STANDS = timedelta(days=7)
"""So long a question stands; without a majority by then it is no."""
FIELDS = ("level", "back", "forward", "wait_back", "wait_forward")


def level_of(community: Community) -> int | None:
    """The level now; None without a cycle that goes on. Nothing changes by looking."""
    cycle = current_cycle(community)
    row = PresenceState.objects.filter(community=community).first()
    return now_in(cycle, row).level if cycle else None


def now_in(cycle: LearningCycle, row: PresenceState | None) -> Presence:
    """Where the circle stands in the phase of this cycle."""
    if row is None:
        return begun(cycle.phase)
    same = (row.cycle, row.phase) == (cycle.number, cycle.phase)
    return presence_of(row) if same else entered(presence_of(row), cycle.phase)


def state_of(community: Community) -> PresenceState | None:
    """Where the circle stands, kept as such; None without a cycle that goes on. The circle is held."""
    cycle = current_cycle(community)
    if cycle is None:
        return None
    row = PresenceState.objects.filter(community=community).first()
    now, row = now_in(cycle, row), row or PresenceState(community=community)
    put(row, now, cycle)
    gone = PresenceProposal.objects.filter(community=community, outcome="").exclude(from_level=row.level)
    gone.update(outcome="gone")
    return row


def begun(phase: str) -> Presence:
    """Where a circle stands that is in this phase when Kring first looks: as if it had gone through those before."""
    presence = Presence()
    for one in PHASES[: PHASES.index(phase) + 1]:
        presence = entered(presence, one)
    return presence


def presence_of(row: PresenceState) -> Presence:
    """The row as plain data."""
    return Presence(**{name: getattr(row, name) for name in FIELDS})


def put(row: PresenceState, presence: Presence, cycle: LearningCycle | None = None) -> None:
    """Keep it, for the phase of this cycle."""
    for name in FIELDS:
        setattr(row, name, getattr(presence, name))
    if cycle is not None:
        row.cycle, row.phase = cycle.number, cycle.phase
    row.save()


def has_guide(community: Community) -> bool:
    """Whether there is a facilitator who could come nearer or step back."""
    return community.memberships.listed().filter(role="facilitator").exists()


def voters(community: Community) -> set[object]:
    """The members who answer: not who guides, also when they take part (7.2)."""
    guides = community.memberships.current().filter(role="facilitator")
    return members_of(community) - set(guides.values_list("person_id", flat=True))


def open_question(community: Community, today: date | None = None) -> PresenceProposal | None:
    """The question that stands today."""
    since = (today or timezone.localdate()) - STANDS
    return PresenceProposal.objects.filter(community=community, outcome="", asked_on__gte=since).first()


def look_after_meetings() -> int:
    """Count after every meeting that was held, and ask the group when it is time; how many. Part of the chores."""
    later = Meeting.objects.filter(
        community=OuterRef("community"), status="closed", closed_at__gt=OuterRef("closed_at")
    )
    rows = Meeting.objects.filter(status="closed", opened_at__isnull=False, closed_at__isnull=False)
    rows = rows.filter(presence_look=None, community__isnull=False).exclude(Exists(later))
    return sum(look_after(one) for one in rows.select_related("community__school"))


def look_after(meeting: Meeting, today: date | None = None) -> bool:
    """Count after this meeting; whether it was not counted yet. Without a cycle that goes on nothing is counted."""
    circle = meeting.community
    if circle is None:
        return False
    with recorded(None):
        Community.objects.select_for_update().get(pk=circle.pk)
        row = state_of(circle)
        if row is None or PresenceLook.objects.filter(meeting=meeting).exists():
            return False
        sums = counted(meeting)
        found = signals(sums)
        kept = {name: value for name, value in asdict(sums).items() if name != "experienced"}
        PresenceLook.objects.create(meeting=meeting, level=row.level, counted=kept, signals=list(found.all))
        now, to = after_meeting(presence_of(row), found, row.phase)
        put(row, now)
        if to is not None and has_guide(circle) and open_question(circle) is None:
            expire(circle, today or timezone.localdate())
            PresenceProposal.objects.create(
                community=circle,
                from_level=row.level,
                to_level=to,
                by_kring=True,
                asked_on=today or timezone.localdate(),
            )
    return True


def ask_level(community: Community, to: int, *, by: Person, today: date | None = None) -> PresenceProposal:
    """A member asks for one level more or less, or who guides offers it. A member's own answer is yes.

    Raises Refused: members_only, no_cycle, no_guide, one_level, level_floor, asked_already.
    """
    today = today or timezone.localdate()
    with recorded(by):
        Community.objects.select_for_update().get(pk=community.pk)
        mine = by.pk in members_of(community)
        if not mine and "FA" not in roles_in(by, community).codes:
            raise Refused("members_only")
        row = state_of(community)
        if row is None:
            raise Refused("no_cycle")
        if not has_guide(community):
            raise Refused("no_guide")
        if abs(to - row.level) != 1 or not LOWEST <= to <= HIGHEST:
            raise Refused("one_level")
        if to < FLOOR[row.phase]:
            raise Refused("level_floor")
        expire(community, today)
        standing = open_question(community, today)
        if standing is not None and standing.to_level != to:
            raise Refused("asked_already")
        asked = standing or PresenceProposal.objects.create(
            community=community, from_level=row.level, to_level=to, asked_by=by, asked_on=today
        )
        if by.pk in voters(community):
            keep_answer(asked, by, "yes", today)
            count(asked, row)
    return asked


def answer_level(
    asked: PresenceProposal, *, by: Person, value: str, today: date | None = None
) -> PresenceProposal:
    """A member's yes or no; then the answers are counted. Raises Refused: members_only, unreadable, not_asked."""
    today = today or timezone.localdate()
    if value not in ("yes", "no"):
        raise Refused("unreadable")
    with recorded(by):
        circle = (
            Community.objects.select_for_update(of=("self",))
            .select_related("school")
            .get(pk=asked.community_id)
        )
        if by.pk not in voters(circle):
            raise Refused("members_only")
        row = state_of(circle)
        expire(circle, today)
        found = PresenceProposal.objects.get(pk=asked.pk)
        if found.outcome or row is None:
            if found.answers.filter(person=by, value=value).exists():
                return found
            raise Refused("not_asked")
        keep_answer(found, by, value, today)
        count(found, row)
    return found


def keep_answer(asked: PresenceProposal, by: Person, value: str, today: date) -> None:
    PresenceAnswer.objects.update_or_create(proposal=asked, person=by, defaults={"value": value, "on": today})


def count(asked: PresenceProposal, row: PresenceState) -> None:
    """Do what the group decided, once it has. The circle is held."""
    who = voters(row.community)
    said = [one.value for one in asked.answers.all() if one.person_id in who]
    found = verdict(len(who), said.count("yes"), said.count("no"))
    if found:
        finish(asked, row, found)


def finish(asked: PresenceProposal, row: PresenceState, found: str) -> None:
    """Close the question and move, or stay."""
    asked.outcome = found
    asked.save(update_fields=["outcome"])
    now = presence_of(row)
    put(row, accepted(now, asked.to_level) if found == "accepted" else declined(now, asked.to_level))


def expire(community: Community, today: date) -> int:
    """Questions of more than seven days ago are a no; how many. The circle is held."""
    old = PresenceProposal.objects.filter(community=community, outcome="", asked_on__lt=today - STANDS)
    row = state_of(community) if old.exists() else None
    for one in list(old):
        if row is not None:
            finish(one, row, "declined")
        else:
            PresenceProposal.objects.filter(pk=one.pk).update(outcome="gone")
    return len(old)


def tend_presence(today: date) -> int:
    """The daily round; how many questions ended."""
    old: QuerySet[Community] = Community.objects.filter(
        presence_proposals__outcome="", presence_proposals__asked_on__lt=today - STANDS
    ).distinct()
    done = 0
    for circle in old:
        with recorded(None):
            Community.objects.select_for_update().get(pk=circle.pk)
            done += expire(circle, today)
    return done


def is_answered(community: Community, today: date) -> bool:
    """Whether the group answered the latest proposal of Kring, or there is none (ST-4)."""
    asked = open_question(community, today)
    return asked is None or not asked.by_kring
