"""What a phase asks before a group moves on (lifecycle.md 2.2): sums over plain facts, without database or clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

PHASES = ("run_up", "start", "middle", "end")
MOVES = {
    "run_up": ("start",),
    "start": ("middle",),
    "middle": ("end", "start"),
    "end": ("closed", "middle"),
    "closed": (),
}
"""The whole state machine of 2.3: the way on first; anything not listed is refused."""
EXIT = {
    "run_up": ("RU-1", "RU-2", "RU-3", "RU-4", "RU-5", "RU-6"),
    "start": ("ST-1", "ST-2", "ST-3", "ST-4"),
    "middle": ("MI-1", "MI-2", "MI-3"),
    "end": ("EN-1", "EN-2", "EN-3", "EN-4", "EN-5"),
    "closed": (),
}
KEPT_FROM_BEFORE = ("RU-2", "RU-5", "RU-6")
"""What a later cycle takes over from an earlier one (RU-S)."""
MOST_NEW = Fraction(1, 4)
TOPICS = ("interaction", "activities", "strategies", "roles")
SHORTEST_SUMMARY, SHORTEST_REASON = 20, 10
SOON = 21
"""Days ahead within which the planned end counts (MI-1)."""


@dataclass(frozen=True)
class TaskFact:
    """A task of the cycle. `whole`: owner, date and product are filled in; `summary`, `reason`: characters."""

    status: str
    whole: bool = False
    summary: int = 0
    reason: int = 0


@dataclass(frozen=True)
class CycleFacts:
    """What the database knows of a cycle on a day. Counts of people are of active members."""

    number: int = 1
    members: int = 0
    question_adopted: bool = False
    cards: int = 0
    goal_setters: int = 0
    collective_goals: int = 0
    confidentiality: bool = False
    introductions: int = 0
    tasks: Sequence[TaskFact] = ()
    without_task: int = 0
    roles_next: int | None = None
    """Session roles given to members in the next planned meeting; None while none is planned."""
    presence_answered: bool = True
    """No proposal of Kring about how near the facilitator stays waits for the group."""
    planned_end_on: date | None = None
    reflections: Sequence[str] = ()
    tried: int = 0
    """Actions of this cycle with an experience report."""
    critical_reflections: int = 0
    loose_actions: int = 0
    """Open actions without an owner or a date."""
    insights: int = 0
    insights_reviewed: int = 0
    future_choice: str = ""
    met_before: frozenset[str] = frozenset()
    """Criteria of the run-up that an earlier cycle met."""
    joined_since: int = 0
    """Members who came after that cycle's run-up."""


def share(part: int, whole: int, least: Fraction) -> bool:
    """Whether at least this share of a group that is not empty."""
    return whole > 0 and Fraction(part, whole) >= least


def is_finished(task: TaskFact) -> bool:
    """Done with a result, or stopped with a reason (EN-2)."""
    if task.status == "done":
        return task.summary >= SHORTEST_SUMMARY
    return task.status == "stopped" and task.reason >= SHORTEST_REASON


def met(facts: CycleFacts, today: date) -> dict[str, bool]:
    """Criterion id -> does it hold today? Of all four phases."""
    tasks = [one for one in facts.tasks if one.status != "dropped"]
    ended = [one for one in tasks if one.status in ("done", "stopped")]
    ready = [one for one in tasks if one.whole and one.status in ("ready", "doing", "done", "stopped")]
    near = facts.planned_end_on is not None and (facts.planned_end_on - today).days <= SOON
    found = {
        "RU-1": facts.question_adopted,
        "RU-2": share(facts.cards, facts.members, Fraction(8, 10)),
        "RU-3": share(facts.goal_setters, facts.members, Fraction(6, 10)),
        "RU-4": facts.collective_goals >= 1,
        "RU-5": facts.confidentiality,
        "RU-6": facts.introductions >= 1,
        "ST-1": bool(ready),
        "ST-2": facts.members > 0 and facts.without_task == 0,
        "ST-3": facts.roles_next is not None and facts.roles_next >= 3,
        "ST-4": facts.presence_answered,
        "MI-1": share(len(ended), len(tasks), Fraction(6, 10)) or near,
        "MI-2": len(facts.reflections) >= 2 and set(facts.reflections) >= set(TOPICS),
        "MI-3": facts.tried >= 1,
        "EN-1": facts.critical_reflections >= 1,
        "EN-2": all(is_finished(one) for one in tasks),
        "EN-3": facts.loose_actions == 0,
        "EN-4": facts.insights_reviewed >= facts.insights,
        "EN-5": bool(facts.future_choice),
    }
    few_are_new = facts.joined_since <= facts.members * MOST_NEW
    if facts.number > 1 and few_are_new:
        found |= {name: True for name in KEPT_FROM_BEFORE if name in facts.met_before}
    return found


def open_criteria(phase: str, found: Mapping[str, bool]) -> list[str]:
    """The exit criteria of a phase that do not hold, in their order."""
    return [name for name in EXIT[phase] if not found[name]]


def may_move(phase: str, to: str) -> bool:
    """Whether this step is in the state machine."""
    return to in MOVES.get(phase, ())


def is_way_on(phase: str, to: str) -> bool:
    """Whether this step goes on, and not back."""
    return MOVES[phase][:1] == (to,)


def decides(active: int, yes: int, not_yet: int) -> bool:
    """Whether the group moves: yes from at least half of the active members, and more yes than not yet."""
    return active > 0 and yes >= -(-active // 2) and yes > not_yet
