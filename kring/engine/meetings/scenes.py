"""From plain data to what a tool is asked with, and to what everybody may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from kring.engine.meetings.models import (
    Activity,
)
from kring.engine.meetings.reading import (
    at,
    day_of,
)
from kring.engine.meetings.seats import invited
from kring.engine.meetings.state import ActivityState, MeetingState
from kring.kit.scene import Chapter, Contribution, Participant, Scene, Shown


def settings_of(activity: ActivityState) -> dict[str, Any]:
    """The settings as the tool sees them; in a thread with what went before, the running activity last."""
    if not activity.tool.thread:
        return activity.settings
    now = Chapter("", activity.settings, None, tuple(activity.published))
    return {**activity.settings, "thread": (*activity.chapters, now)}


def participants(meeting: MeetingState) -> list[Participant]:
    """The seats and, without anything that connects them, the voices that spoke."""
    found = [
        Participant(seat.id, seat.role, seat.name, "named", seat.table, seat.present, seat.person, seat.team)
        for seat in (
            *meeting.seats.values(),
            *(meeting.activity.earlier_seats.values() if meeting.activity else ()),
        )
    ]
    if meeting.activity:
        spoke: dict[str, str] = {}
        for one in meeting.activity.ledger.counting():
            if one.lane == "anonymous":
                spoke.setdefault(one.participant, one.role)
        found += [Participant(voice, role, "", "anonymous") for voice, role in sorted(spoke.items())]
    return found


def asked(meeting: MeetingState) -> int:
    """N of C-05 for the running activity; the chair from which somebody only leads is nobody's, and a table is no
    person (who sits at it has a seat of their own, or is a member).

    With names (C-32) a result is about those who take part: then 0, and the seats that are taken now count.
    """
    activity = meeting.activity
    if activity is None or activity.by_name:
        return 0
    own = [one for one in meeting.seats.values() if not one.table]
    seats = [one for one in own if one.present or not meeting.led_from(one.id)]
    return invited(meeting.members, [one.person for one in seats])


def scene(meeting: MeetingState, as_of: date | None = None) -> Scene:
    """The scene of the running activity, for the tool's pure functions; the same one until something is said."""
    activity = meeting.activity
    assert activity is not None
    ledger, day = activity.ledger, as_of or timezone.localdate()
    said = (ledger.named_seq, ledger.anonymous_seq, len(ledger.others))
    stamp = (*said, activity.version, len(meeting.seats), len(meeting.present()), day)
    if activity.cache.get("scene_stamp") != stamp:
        activity.cache["scene"] = Scene(
            {**settings_of(activity), "invited": asked(meeting)},
            participants(meeting),
            ledger.counting(),
            day,
        )
        activity.cache["scene_stamp"] = stamp
    return activity.cache["scene"]  # type: ignore[no-any-return]


def hung(meeting: MeetingState, as_of: date | None = None) -> Scene:
    """The scene as it may be asked for what hangs in between. While the activity is open `settings["on_board"]` says
    what the board has come to: {now: key of the step it shows, opened: key -> moment}, of the steps that were opened.
    """
    activity, seen = meeting.activity, scene(meeting, as_of)
    assert activity is not None
    if activity.status != "open":
        return seen
    opened = {step.key: step.opened_at for step in activity.steps if step.opened_at is not None}
    return replace(seen, settings={**seen.settings, "on_board": {"now": activity.step, "opened": opened}})


def given_by(meeting: MeetingState) -> dict[str, list[Contribution]]:
    """Seat or voice -> what it gave in the running activity and still counts, in the order it came."""
    now = scene(meeting)

    def found() -> dict[str, list[Contribution]]:
        given: dict[str, list[Contribution]] = {}
        for one in now.contributions:
            if not one.activity:
                given.setdefault(one.participant, []).append(one)
        return given

    return now.once("given", found)


def published_now(activity: ActivityState) -> dict[str, Mapping[str, Any]]:
    """The newest publication per step (or step:choice) that is on the board."""
    newest: dict[str, Mapping[str, Any]] = {}
    for one in activity.published:
        place = f"{one.step}:{one.choice}" if one.choice else one.step
        if one.withdrawn:
            newest.pop(place, None)
        else:
            newest[place] = one.result
    return newest


def shown(meeting: MeetingState, as_of: date | None = None) -> Shown:
    """All that may be seen of the running activity."""
    activity = meeting.activity
    assert activity is not None
    now, published = scene(meeting, as_of), published_now(activity)
    live = {
        step.key: activity.tool.live(now, step.key)
        for step in activity.tool.course(activity.settings)
        if activity.tool.live_after.get(step.key) in (None, *published)
    }
    return Shown(published, {step: part for step, part in live.items() if part})


def shown_of(activity: Activity) -> Shown:
    """All that may be seen of this activity, also long after it was closed."""
    return shown(at(activity), day_of(activity))
