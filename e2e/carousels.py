"""Sets the stage for a carousel; run by `stage.py`."""

from __future__ import annotations

from typing import Any


def company(activity: str, names: list[str], named: bool = False) -> list[str]:
    """People who sit at a carousel and take part, before anybody looks; `named`: they say whom they know as well."""
    from uuid import uuid4

    from kring.engine.meetings.actions import contribute
    from kring.engine.meetings.models import Activity
    from kring.engine.meetings.seats import take_seat

    running = Activity.objects.get(pk=activity)
    found = [take_seat(running.meeting, name=name, role="teacher")[0] for name in names]

    def say(seat: Any, kind: str, key: str = "", **payload: Any) -> None:
        said = {"uuid": str(uuid4()), "step": running.step, "kind": kind, "key": key, "payload": payload}
        contribute(running, "named", str(seat.pk), said)

    for seat in found:
        say(seat, "cr.join")
    for place, seat in enumerate(found if named else []):
        for tie in ("exchange", "ask"):
            say(seat, "cr.nominate", f"{tie}:{found[place - 1].pk}", on=True)
            say(seat, "cr.nominate", f"{tie}:done", done=True)
    return [str(seat.pk) for seat in found]


def days_ago(activity: str, days: int) -> None:
    """What was said in an activity was said so many days earlier, and the calendar was looked at since."""
    from datetime import timedelta

    from django.db.models import F

    from kring.engine.meetings.calendar import plan_due
    from kring.engine.meetings.models import NamedContribution

    NamedContribution.objects.filter(activity_id=activity).update(at=F("at") - timedelta(days=days))
    plan_due()
