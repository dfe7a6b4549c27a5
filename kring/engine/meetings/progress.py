"""How far everybody is: a counter that may be live (C-27)."""

from __future__ import annotations

from dataclasses import dataclass

from kring.engine.meetings.state import MeetingState


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `n` seats are ready with the running step; `asked` is False when nobody has to be."""

    done: int
    n: int
    asked: bool


def progress(meeting: MeetingState) -> Progress:
    """Ready is whoever sent the step's `done` in it; n is the number of seats that are taken now, and of slips that
    answered something: of the others nobody knows whether they were handed out.


    While everybody is asked about names (C-32), ready is whoever answered that; in named mode only who said yes counts.
    """
    activity = meeting.activity
    present = meeting.present()
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
    return Progress(min(len(ready), n), n, True)
