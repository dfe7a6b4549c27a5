"""What the house does by itself, now and then: close what was forgotten, keep to the terms."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import close_old_connections
from django.utils import timezone

from kring.engine.anchors.stages import tend_stages
from kring.engine.harvest.letters import send_todays_letters
from kring.engine.harvest.looking_back import tend_agreements
from kring.engine.harvest.returning import end_parking, release_of_who_left
from kring.engine.learning.phases import tend_cycles
from kring.engine.learning.questions import tend_questions
from kring.engine.learning.tasks import release_tasks_of_who_left
from kring.engine.meetings.actions import reveal_due
from kring.engine.meetings.calendar import plan_due
from kring.engine.meetings.course import close_forgotten, open_due
from kring.engine.meetings.going import go_on_by_plan
from kring.engine.meetings.inviting import invite, remind
from kring.engine.parting.deciding import tend_partings
from kring.engine.people.erasing import erase_due
from kring.engine.presence.deciding import look_after_meetings, tend_presence
from kring.engine.retention import keep_to_terms
from kring.engine.rings.pictures import take_pictures
from kring.engine.rings.schools import take_school_pictures

log = logging.getLogger("kring.chores")

Chore = Callable[[datetime], object]
"""Something to do now, as often as somebody asks."""


def keep_moments() -> None:
    """What was promised for a moment. Runs again without harm."""
    each(MOMENTS)


def do_chores() -> None:
    """One round. Runs again without harm, in every process."""
    each(CHORES)


def each(chores: Iterable[Chore]) -> None:
    """Do each of these. One that fails holds up none of the others: what must be deleted is deleted, also when a letter
    cannot be written."""
    now = timezone.now()
    for chore in chores:
        close_old_connections()
        try:
            chore(now)
        except Exception:
            log.exception("A chore failed (%s); the next round tries again", chore.__name__)


# ---- the moments ------------------------------------------------------------------------------------------


def open_now(now: datetime) -> None:
    """What people do in their own time opens, and they hear of it at once: from Friday 16:00 on nobody would before
    Monday."""
    if open_due(now):
        invite(now)


def go_on_now(now: datetime) -> None:
    """Where whoever leads lost their connection, the rounds go on by the plan."""
    go_on_by_plan(now)


def show_now(now: datetime) -> None:
    """What people did in their own time is shown."""
    if shown := reveal_due(now):
        log.info("Showed what came of %d activities, as was planned.", shown)


# ---- the chores -------------------------------------------------------------------------------------------


def close_meetings(now: datetime) -> None:
    """Meetings that were forgotten."""
    if closed := close_forgotten(now):
        log.info("Closed %d forgotten meetings.", closed)


def tend_harvest(now: datetime) -> None:
    """What goes by the calendar in what circles took along, and what is nobody's any more."""
    today = timezone.localdate(now)
    if ended := end_parking(today):
        log.info("%d things that were put aside are open again.", ended)
    release_of_who_left()
    release_tasks_of_who_left()
    if tended := tend_agreements(today):
        log.info("%d agreements moved on by the calendar.", tended)


def tend_learning(now: datetime) -> None:
    """Questions and phases of circles."""
    today = timezone.localdate(now)
    if tended := tend_questions(today) + tend_cycles(today):
        log.info("%d questions of circles moved on by the calendar.", tended)


def tend_rings(now: datetime) -> None:
    """The picture of a circle after a meeting, and that of its school."""
    take_pictures()
    take_school_pictures()


def tend_partings_of_today(now: datetime) -> None:
    """Questions about somebody's part in a circle."""
    tend_partings(timezone.localdate(now))


def tend_facilitators(now: datetime) -> None:
    """How near the facilitator stays."""
    look_after_meetings()
    tend_presence(timezone.localdate(now))


def plan_ahead(now: datetime) -> None:
    """Weeks that are due, before the letters that tell of them."""
    plan_due(now)


def write_to_people(now: datetime) -> None:
    """Mails about meetings in own time, and the weekly letters."""
    if mailed := invite(now) + remind(now):
        log.info("Sent %d mails about meetings in people's own time.", mailed)
    if sent := send_todays_letters(now):
        log.info("Sent %d letters.", sent)


def delete_at_term(now: datetime) -> None:
    """Whatever is past its term."""
    for rule, count in keep_to_terms(now).items():
        log.info("%s: %d.", rule, count)


def erase_who_asked(now: datetime) -> None:
    """Whoever asked to be removed."""
    erase_due(timezone.localdate(now))


MOMENTS: tuple[Chore, ...] = (open_now, go_on_now, show_now)
CHORES: tuple[Chore, ...] = (
    close_meetings,
    tend_harvest,
    tend_learning,
    tend_rings,
    tend_stages,
    tend_partings_of_today,
    tend_facilitators,
    plan_ahead,
    write_to_people,
    delete_at_term,
    erase_who_asked,
)
