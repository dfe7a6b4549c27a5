"""What the house does by itself, now and then: close what was forgotten, keep to the terms."""

from __future__ import annotations

import logging

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

log = logging.getLogger("kring.chores")


def keep_moments() -> None:
    """What was promised for a moment: open and show what people do in their own time, and go on where whoever leads
    lost their connection. Runs again without harm."""
    close_old_connections()
    now = timezone.now()
    if open_due(now):
        # At once, for from Friday 16:00 on nobody would hear of it before Monday.
        invite(now)
    go_on_by_plan(now)
    if shown := reveal_due(now):
        log.info("Showed what came of %d activities, as was planned.", shown)


def do_chores() -> None:
    """One round. Runs again without harm, in every process."""
    close_old_connections()
    now = timezone.now()
    if closed := close_forgotten(now):
        log.info("Closed %d forgotten meetings.", closed)
    release_of_who_left()
    if ended := end_parking(timezone.localdate(now)):
        log.info("%d things that were put aside are open again.", ended)
    release_tasks_of_who_left()
    if tended := tend_agreements(timezone.localdate(now)):
        log.info("%d agreements moved on by the calendar.", tended)
    if tended := tend_questions(timezone.localdate(now)) + tend_cycles(timezone.localdate(now)):
        log.info("%d questions of circles moved on by the calendar.", tended)
    take_pictures()
    tend_stages(now)
    tend_partings(timezone.localdate(now))
    look_after_meetings()
    tend_presence(timezone.localdate(now))
    plan_due(now)  # before the letters, which tell of it
    if mailed := invite(now) + remind(now):
        log.info("Sent %d mails about meetings in people's own time.", mailed)
    if sent := send_todays_letters(now):
        log.info("Sent %d letters.", sent)
    for rule, count in keep_to_terms(now).items():
        log.info("%s: %d.", rule, count)
    erase_due(timezone.localdate())
