"""What people want to learn, each and together (lifecycle.md 11). An own goal is private unless its owner shares it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from kring.engine.harvest.models import Insight
from kring.engine.learning.cycles import check_member, current_cycle, held_cycle
from kring.engine.learning.models import LearningCycle, LearningGoal
from kring.engine.learning.private import sealed
from kring.engine.people.models import Community, Person
from kring.engine.people.recording import recorded
from kring.engine.rights import may
from kring.kit.payload import Refused, text_of

SHORTEST, LONGEST = 10, 240
ENDS = ("reached", "changed", "dropped")


def add_goal(
    community: Community,
    *,
    by: Person,
    text: str,
    collective: bool,
    share: bool = False,
    out_of: Insight | None = None,
) -> LearningGoal:
    """A member says what we want to learn (`collective`), or what they want to learn themselves.

    The same words again are the goal that stands. Raises Refused: members_only, no_cycle, text_too_short,
    text_too_long, empty_text.
    """
    words = text_of({"text": " ".join(text.split())}, "text", LONGEST)
    if len(words) < SHORTEST:
        raise Refused("text_too_short", n=SHORTEST)
    with recorded(by):
        check_member(by, community)
        cycle = current_cycle(community)
        if cycle is None:
            raise Refused("no_cycle")
        cycle = held_cycle(cycle)
        for one in goals_seen_by(by, cycle).filter(status="open"):
            if one.said == words and (one.kind == "collective") == collective:
                return one
        open_to_all = collective or share
        return LearningGoal.objects.create(
            cycle=cycle,
            kind="collective" if collective else "individual",
            text=words if open_to_all else "",
            sealed="" if open_to_all else sealed(words),
            owner=None if collective else by,
            visibility="circle" if open_to_all else "private",
            out_of=out_of if collective else None,
            created_by=by,
        )


def goals_seen_by(person: Person, cycle: LearningCycle) -> QuerySet[LearningGoal]:
    """The goals of a cycle that this person may see: those of the circle, and their own."""
    return cycle.goals.filter(Q(visibility="circle") | Q(owner=person)).select_related("owner")


def held_goal(goal: LearningGoal, by: Person) -> LearningGoal:
    """The goal as it is now, for whoever may change it; its cycle is held. Raises Refused: gone, not_your_goal."""
    row = LearningGoal.objects.filter(pk=goal.pk).first()
    if row is None:
        raise Refused("gone")
    row.cycle = held_cycle(row.cycle)
    if row.kind == "individual":
        if row.owner_id != by.pk:
            raise Refused("not_your_goal")
    elif not may(by, "action_item", "edit", row.cycle.community):
        check_member(by, row.cycle.community)
    return row


def end_goal(goal: LearningGoal, status: str, *, by: Person, today: date | None = None) -> LearningGoal:
    """Reached, changed or dropped; or `open` again. Raises Refused: not_your_goal, members_only, unreadable, gone."""
    if status not in (*ENDS, "open"):
        raise Refused("unreadable")
    with recorded(by):
        row = held_goal(goal, by)
        if row.status != status:
            row.status, row.status_on = status, today or timezone.localdate()
            row.save(update_fields=["status", "status_on"])
    return row


def share_goal(goal: LearningGoal, *, by: Person, share: bool) -> LearningGoal:
    """Let the circle read an own goal, or keep it to oneself again. Raises Refused: not_your_goal, gone."""
    with recorded(by):
        row = held_goal(goal, by)
        if row.kind == "individual" and share != (row.visibility == "circle"):
            words = row.said
            row.visibility = "circle" if share else "private"
            row.text, row.sealed = (words, "") if share else ("", sealed(words))
            row.save(update_fields=["visibility", "text", "sealed"])
    return row
