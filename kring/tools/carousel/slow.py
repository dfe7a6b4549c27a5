"""The slow carousel (4.12): one talk in so many weeks, each pair at a moment of its own.

Nothing is stored of a plan here either. On each Monday that has come, the talks follow from what was said before
that day: who took part, what was wished, and how the weeks before went. So a week stays what it was; only somebody
who stops frees the partner of this week.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kring.kit.scene import Contribution, Result, Scene, Settings
from kring.tools.carousel.held import Held
from kring.tools.carousel.planner.lot import Pair, pair
from kring.tools.carousel.planner.run import Round
from kring.tools.carousel.planner.slow import Answer, asked_on, mondays, paused, slow_round
from kring.tools.carousel.standing import Standing

HOUR = time(8)
"""A round is planned at this hour, in the time zone of the school."""
STEP = "slow"


def is_slow(settings: Settings) -> bool:
    """Whether these settings are those of a slow carousel."""
    return settings.get("part") == "slow"


@dataclass(frozen=True, slots=True)
class Week:
    """A week that was planned: its Monday, until when, and who was on pause."""

    number: int
    monday: date
    until: date
    pausing: frozenset[str]


@dataclass(slots=True)
class Course:
    """What was followed until now: per round who answered what, and since which round somebody counts anew."""

    answers: dict[int, dict[str, Answer]]
    since: dict[str, int]


def weeks_of(scene: Scene) -> list[Week]:
    """The weeks that were planned until today; [] before the first Monday."""
    said = joined(scene)
    if not said:
        return []
    zone = zone_of(scene.settings)
    every = every_of(scene)
    free = [tuple(map(date.fromisoformat, one)) for one in scene.settings.get("holidays", ())]
    first = min(local_day(one, zone) for one in said) + timedelta(1)
    days = mondays(first, scene.as_of, every, [(a, b) for a, b in free])
    return [
        Week(r, monday, monday + timedelta(7 * every - 1), frozenset()) for r, monday in enumerate(days, 1)
    ]


def every_of(scene: Scene) -> int:
    """Once in so many weeks, as it was set last before the talks began: weeks that were stay what they were."""
    told, zone, said = int(scene.settings.get("every") or 1), zone_of(scene.settings), joined(scene)
    if not said:
        return told
    first = min(local_day(one, zone) for one in said) + timedelta(1)
    start = begins(mondays(first, first + timedelta(6))[0], zone)
    changed = [
        one
        for one in scene.contributions
        if not one.activity
        and one.kind == "cr.setup"
        and "every" in one.payload
        and one.at
        and one.at < start
    ]
    return int(max(changed, key=lambda one: one.seq).payload["every"]) if changed else told


def joined(scene: Scene) -> list[Contribution]:
    return [
        one
        for one in scene.contributions
        if not one.activity and one.kind in ("cr.join", "cr.arrived") and one.at
    ]


def zone_of(settings: Settings) -> ZoneInfo:
    return ZoneInfo(str(settings.get("zone") or "UTC"))


def local_day(one: Contribution, zone: ZoneInfo) -> date:
    """The day on which something was said; from eight o'clock on a Monday, the next day for the planning."""
    return (one.at or datetime.min.replace(tzinfo=UTC)).astimezone(zone).date()


def begins(monday: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(monday, HOUR, zone)


def followed(
    stands: Standing, said: Sequence[Contribution], weeks: Sequence[Week], zone: ZoneInfo
) -> list[Week]:
    """Bring a standing from the first thing that was said to the last, with a round on each Monday in between.

    Gives the weeks with who was on pause in each.
    """
    course, found, waiting = Course({}, {}), [], list(said)
    for week in weeks:
        start = begins(week.monday, zone)
        while waiting and (waiting[0].at is None or waiting[0].at < start):
            takes(stands, course, waiting.pop(0))
        found.append(replace(week, pausing=plans(stands, course, week, start)))
    for one in waiting:
        takes(stands, course, one)
    if found:
        stands.held = as_they_went(stands.held, course)
        stands.held[-1] = without_gone(stands.held[-1], stands)
    return found


def takes(stands: Standing, course: Course, one: Contribution) -> None:
    """Take in one contribution."""
    if one.kind == "cr.week":
        course.answers.setdefault(int(one.key), {})[one.participant] = one.payload["answer"]
    elif one.kind not in ("cr.turn", "cr.time", "cr.happened"):
        if one.kind in ("cr.join", "cr.arrived"):
            course.since[one.participant if one.kind == "cr.join" else one.key] = len(stands.held)
        stands.take(one)


def plans(stands: Standing, course: Course, week: Week, start: datetime) -> frozenset[str]:
    """Plan the talks of one week; gives who is on pause."""
    stands.held = as_they_went(stands.held, course)
    pausing = frozenset(who for who in stands.inside if on_pause(who, stands.held, course))
    kept = kept_from(stands.held[-1], course.answers.get(len(stands.held), {})) if stands.held else set()
    case = stands.case
    # In the slow carousel everybody who is in can be planned in every week.
    case = replace(case, units=tuple(replace(one, first=1) for one in case.units), rounds=week.number)
    made = slow_round(case, stands.played, week.number, kept, pausing)
    stands.held.append(
        Held(week.number, made, ("",) * len(made.groups), talk=stands.times.talk, began=start, done=False)
    )
    stands.version += 1
    return pausing


def on_pause(who: str, held: Sequence[Held], course: Course) -> bool:
    """Two times `skip` or silence, one after the other, since this person (last) said to take part.

    A week without a talk is no silence.
    """
    since = course.since.get(who, 0)
    said = [
        course.answers.get(one.number, {}).get(who)
        for one in held[since:]
        if any(who in group for group in one.round.groups)
    ]
    return paused(said)


def kept_from(last: Held, said: dict[str, Answer]) -> set[Pair]:
    """Pairs that talk next week: one of them said so, and neither that it has happened or must not."""
    found = set()
    for group in last.round.groups:
        given = {said.get(who) for who in group}
        if "next_week" in given and not given & {"yes", "skip"}:
            found.add(pair(group[0], group[1]))
    return found


def as_they_went(held: Iterable[Held], course: Course) -> list[Held]:
    """The rounds as they happened: a talk counts unless somebody said "next week" or "skip" and nobody "yes"."""
    found = []
    for one in held:
        said = course.answers.get(one.number, {})
        missed = frozenset(
            group
            for group in one.round.groups
            if {said.get(who) for who in group} & {"next_week", "skip"}
            and "yes" not in {said.get(who) for who in group}
        )
        found.append(replace(one, missed=missed, done=True))
    if found:
        found[-1] = replace(found[-1], done=False)
    return found


def without_gone(last: Held, stands: Standing) -> Held:
    """The talks of this week without those who stopped; whoever they leave is free this week."""
    gone = {who for group in last.round.groups for who in group} - stands.inside.keys()
    talks = [group for group in last.round.groups if not gone & set(group)]
    left = {who for group in last.round.groups if gone & set(group) for who in group} - gone
    here = {who for who in last.round.observers if who in stands.inside}
    made = Round(tuple(talks), tuple(sorted(here | left)))
    return replace(last, round=made, spots=("",) * len(talks))


def my_week(
    scene: Scene, stands: Standing, weeks: Sequence[Week], own: Sequence[Contribution], seat: str
) -> Result:
    """{number, monday, until, friday, asked: is it time to say how it went, answer, paused, waits: until the first
    Monday after joining}; number 0 before the first week."""
    if not weeks:
        return {"number": 0, "asked": False, "answer": None, "paused": False, "waits": seat in stands.inside}
    week = weeks[-1]
    said = [one for one in own if one.kind == "cr.week" and one.key == str(week.number)]
    last = stands.held[-1].round
    seated = {*last.observers, *(who for group in last.groups for who in group)}
    return {
        "number": week.number,
        "monday": week.monday,
        "until": week.until,
        "friday": asked_on(week.monday),
        "asked": scene.as_of >= asked_on(week.monday),
        "answer": said[-1].payload["answer"] if said else None,
        "paused": seat in week.pausing,
        "waits": seat in stands.inside and seat not in seated and seat not in week.pausing,
    }
