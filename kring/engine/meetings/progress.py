"""How far everybody is: a counter that may be live (C-27)."""

from __future__ import annotations

from dataclasses import dataclass

from kring.engine.meetings.state import ActivityState, MeetingState


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `n` people are ready with the running step; `asked` is False when nobody has to be.

    Tables (C-03) are counted beside the people and never among them: `tables_done` of `tables`, 0 of 0 where the step
    is something for everybody by themselves.
    """

    done: int
    n: int
    asked: bool
    tables_done: int = 0
    tables: int = 0


def progress(meeting: MeetingState) -> Progress:
    """Ready is whoever sent the step's `done` in it; n is the number of people whose seats are taken now, and of slips
    that answered something: of the others nobody knows whether they were handed out.

    While everybody is asked about names (C-32), ready is whoever answered that; in named mode only who said yes counts.
    """
    activity = meeting.activity
    present = meeting.people()
    if activity is not None and activity.names == "asking":
        return Progress(sum(seat.id in activity.answered for seat in present), len(present), True)
    n = len(present)
    if activity is not None and activity.by_name:
        n = sum(seat.id in activity.answered for seat in present)
    if activity is not None and activity.slips:
        n += len(activity.ledger.voices & activity.slips.keys())
    if activity is None or not activity.step:
        return Progress(0, n, False)
    kind = activity.tool.step(activity.step).done
    if not kind:
        return Progress(0, n, False)
    ready = {
        participant
        for (participant, name, key), one in activity.ledger.answers.items()
        if name == kind and key in ("", activity.step) and one.step == activity.step
    }
    tables = set() if each_alone(activity) else {seat.id for seat in meeting.tables()}
    people = ready - {seat.id for seat in meeting.seats.values() if seat.table}
    return Progress(min(len(people), n), n, True, len(ready & tables), len(tables))


def each_alone(activity: ActivityState) -> bool:
    """Whether everybody does the running step by themselves, so that a table has nothing to send in it (C-35)."""
    if activity.by_name or not activity.step:
        return True
    here = activity.tool.step(activity.step)
    return all(activity.tool.kind(name).each for name in here.accepts if name != here.done)
