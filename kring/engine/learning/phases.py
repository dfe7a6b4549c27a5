"""Moving from phase to phase (lifecycle.md 2.3): the software proposes, people decide, nothing moves by itself."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from kring.engine.harvest.agreements import members_of, moment
from kring.engine.learning.criteria import (
    SHORTEST_REASON,
    decides,
    is_way_on,
    may_move,
    met,
    open_criteria,
)
from kring.engine.learning.cycles import check_member, held_cycle
from kring.engine.learning.facts import facts_of
from kring.engine.learning.models import LearningCycle, PhaseAnswer, PhaseLogEntry, PhaseProposal
from kring.engine.people.models import Community, Person
from kring.engine.people.recording import recorded
from kring.kit.payload import Refused, text_of

FUTURES = ("new_cycle", "hand_over", "stop")
STANDS = timedelta(days=7)
"""So long a question to move on stands."""
REASON = 280


def open_proposal(cycle: LearningCycle, today: date | None = None) -> PhaseProposal | None:
    """The question to move on that stands today; one of more than seven days ago does not."""
    today = today or timezone.localdate()
    return cycle.proposals.filter(outcome="", asked_on__gte=today - STANDS).first()


def ask_to_move(
    cycle: LearningCycle, to: str, *, by: Person, reason: str = "", today: date | None = None
) -> PhaseProposal:
    """A member asks the group to move on (or back); their own answer is yes. While a question stands, that one.

    Raises Refused: members_only, no_such_move, open_points (a reason of ten characters is needed), future_needed.
    """
    today = today or timezone.localdate()
    words = text_of({"text": reason}, "text", REASON, needed=False)
    with recorded(by):
        row = held_cycle(cycle)
        check_member(by, row.community)
        if not may_move(row.phase, to):
            raise Refused("no_such_move")
        expire(row, today)
        standing = open_proposal(row, today)
        if standing is None:
            standing = PhaseProposal.objects.create(
                cycle=row,
                from_phase=row.phase,
                to_phase=to,
                asked_by=by,
                asked_on=today,
                unmet_criteria=what_is_open(row, to, words, today),
                reason=words,
            )
        answer_row(standing, by, "yes", "", today)
        count_answers(row, standing, today)
    return standing


def what_is_open(cycle: LearningCycle, to: str, reason: str, today: date) -> list[str]:
    """The open criteria the group says yes to. Raises Refused: future_needed, open_points."""
    if not is_way_on(cycle.phase, to):
        return []
    found = open_criteria(cycle.phase, met(facts_of(cycle, today), today))
    if "EN-5" in found:
        raise Refused("future_needed")
    if found and len(reason) < SHORTEST_REASON:
        raise Refused("open_points", n=SHORTEST_REASON)
    return found


def answer_move(
    proposal: PhaseProposal, *, by: Person, value: str, reason: str = "", today: date | None = None
) -> PhaseProposal:
    """A member's answer: yes, or not_yet with a reason. Then the answers are counted.

    Raises Refused: members_only, not_asked, reason_short, unreadable.
    """
    today = today or timezone.localdate()
    words = text_of({"text": reason}, "text", REASON, needed=False)
    if value not in ("yes", "not_yet"):
        raise Refused("unreadable")
    with recorded(by):
        cycle = held_cycle(proposal.cycle)
        check_member(by, cycle.community)
        expire(cycle, today)
        row = PhaseProposal.objects.get(pk=proposal.pk)
        if row.outcome:
            if row.outcome == "moved" and row.answers.filter(person=by, value=value).exists():
                return row
            raise Refused("not_asked")
        if value == "not_yet" and not words:
            raise Refused("reason_short")
        answer_row(row, by, value, words, today)
        count_answers(cycle, row, today)
    return row


def answer_row(proposal: PhaseProposal, by: Person, value: str, reason: str, today: date) -> None:
    PhaseAnswer.objects.update_or_create(
        proposal=proposal, person=by, defaults={"value": value, "reason": reason, "at": moment(today)}
    )


def count_answers(cycle: LearningCycle, proposal: PhaseProposal, today: date) -> None:
    """Move when the group decides so. The cycle is held."""
    members = members_of(cycle.community)
    said = [one for one in proposal.answers.all() if one.person_id in members]
    yes = [one for one in said if one.value == "yes"]
    if not decides(len(members), len(yes), len(said) - len(yes)):
        return
    proposal.outcome = "moved"
    proposal.save(update_fields=["outcome"])
    entry = PhaseLogEntry.objects.create(
        cycle=cycle,
        from_phase=proposal.from_phase,
        to_phase=proposal.to_phase,
        at=moment(today),
        unmet_criteria=proposal.unmet_criteria,
        reason=proposal.reason,
    )
    entry.decided_by.set([one.person for one in yes])
    cycle.phase = proposal.to_phase
    if cycle.phase == "closed":
        cycle.closed_on = today
    cycle.save(update_fields=["phase", "closed_on"])
    if cycle.phase == "closed" and cycle.future_choice == "stop":
        # The group was asked with these words: rounding off this cycle ends the circle.
        Community.objects.filter(pk=cycle.community_id, ended_on=None).update(
            ended_on=today, ended_reason=proposal.reason
        )


def expire(cycle: LearningCycle, today: date) -> int:
    """Questions of more than seven days ago end without a change; how many."""
    return cycle.proposals.filter(outcome="", asked_on__lt=today - STANDS).update(outcome="expired")


def tend_cycles(today: date) -> int:
    """The daily round: questions to move on that stood too long; how many."""
    return PhaseProposal.objects.filter(outcome="", asked_on__lt=today - STANDS).update(outcome="expired")


def choose_future(cycle: LearningCycle, choice: str, *, by: Person) -> LearningCycle:
    """A member notes how the group wants to go on after this cycle (EN-5).

    Raises Refused: members_only, unreadable, not_asked (outside the phase end, or while the group answers).
    """
    if choice not in FUTURES:
        raise Refused("unreadable")
    with recorded(by):
        row = held_cycle(cycle)
        check_member(by, row.community)
        if row.future_choice == choice and row.phase in ("end", "closed"):
            return row
        if row.phase != "end" or open_proposal(row) is not None:
            raise Refused("not_asked")
        row.future_choice, row.future_by = choice, by
        row.save(update_fields=["future_choice", "future_by"])
    return row
