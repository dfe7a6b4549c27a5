"""The slow carousel (4.12): one talk in so many weeks, each at a moment of its own.

A week is planned once, on its Monday, and written down by the house (`weekly.plans`): who talks with whom stays what
people were told, also when holidays, wishes or the planner change later. Only somebody who stops frees the partner of
this week. What follows from it, who met and who is on pause, is worked out here from what was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kring.kit.scene import Contribution, Result, Scene, Settings
from kring.tools.carousel.held import Held
from kring.tools.carousel.planner.lot import Pair, pair
from kring.tools.carousel.planner.run import Round
from kring.tools.carousel.planner.slow import Answer, asked_on, paused
from kring.tools.carousel.standing import Standing

STEP = "slow"


def is_slow(settings: Settings) -> bool:
    """Whether these settings are those of a slow carousel."""
    return settings.get("part") == "slow"


@dataclass(frozen=True, slots=True)
class Week:
    """A week as it was planned. `tables` (only where teams meet) per group; `flex` talks with the first observer;
    `planned` is the moment."""

    number: int
    monday: date
    until: date
    planned: datetime
    round: Round
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    flex: str = ""
    pausing: frozenset[str] = frozenset()

    @property
    def held(self) -> Held:
        """As a round that began."""
        free = ("",) * len(self.round.groups)
        return Held(self.number, self.round, free, self.tables, self.flex, began=self.planned)

    @property
    def data(self) -> dict[str, Any]:
        """As the house keeps it."""
        return {
            "monday": self.monday.isoformat(),
            "until": self.until.isoformat(),
            "at": self.planned.isoformat(),
            "g": [list(group) for group in self.round.groups],
            "o": list(self.round.observers),
            "t": [[list(table) for table in group] for group in self.tables],
            "f": self.flex,
            "p": sorted(self.pausing),
        }


def week_from(number: int, data: Mapping[str, Any]) -> Week:
    """A week from what the house kept."""
    return Week(
        number,
        date.fromisoformat(data["monday"]),
        date.fromisoformat(data["until"]),
        datetime.fromisoformat(data["at"]),
        Round(tuple(map(tuple, data["g"])), tuple(data["o"])),
        tuple(tuple(map(tuple, group)) for group in data["t"]),
        data["f"],
        frozenset(data["p"]),
    )


def weeks_in(settings: Settings) -> list[Week]:
    """The weeks that were planned in an activity with these settings, the first one first."""
    kept: Mapping[str, Any] = settings.get("planned") or {}
    return [week_from(int(key), kept[key]) for key in sorted(kept, key=int)]


@dataclass(slots=True)
class Course:
    """What was followed until now: per round who answered what, and since which round somebody counts anew."""

    answers: dict[int, dict[str, Answer]] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)


def zone_of(settings: Settings) -> ZoneInfo:
    return ZoneInfo(str(settings.get("zone") or "UTC"))


def followed(stands: Standing, said: Sequence[Contribution], weeks: Sequence[Week]) -> Course:
    """Bring a standing from the first thing that was said to the last, with the weeks as they were planned."""
    course, waiting = Course(), list(said)
    for week in weeks:
        while waiting and (waiting[0].at is None or waiting[0].at < week.planned):
            takes(stands, course, waiting.pop(0))
        stands.held.append(week.held)
        stands.version += 1
    for one_said in waiting:
        takes(stands, course, one_said)
    stands.held = as_they_went(stands.held, course.answers)
    return course


def takes(stands: Standing, course: Course, one: Contribution) -> None:
    """Take in one contribution."""
    if one.kind == "cr.week":
        course.answers.setdefault(int(one.key), {})[one.participant] = one.payload["answer"]
    elif one.kind not in ("cr.turn", "cr.time", "cr.happened"):
        if one.kind in ("cr.join", "cr.arrived"):
            course.since[one.participant if one.kind == "cr.join" else one.key] = len(stands.held)
        stands.take(one)


def on_pause(who: str, held: Sequence[Held], course: Course) -> bool:
    """Two times `skip` or silence, one after the other, since this person (last) said to take part.

    A week without a talk is no silence.
    """
    said = [
        course.answers.get(one.number, {}).get(who)
        for one in held[course.since.get(who, 0) :]
        if any(who in group for group in one.talks)
    ]
    return paused(said)


def said_of(one: Held, said: Mapping[str, Answer]) -> list[tuple[tuple[str, ...], set[Answer]]]:
    """Per group what was answered by whoever is in it; where teams meet, by whoever sits at its tables."""
    return [
        (group, {said[who] for who in one.people_of(at) if who in said})
        for at, group in enumerate(one.round.groups)
    ]


def kept_from(last: Held, said: Mapping[str, Answer]) -> set[Pair]:
    """Pairs that talk next week: one of them said so, and neither that it has happened or must not."""
    return {
        pair(group[0], group[1])
        for group, given in said_of(last, said)
        if "next_week" in given and not given & {"yes", "skip"}
    }


def as_they_went(held: Iterable[Held], answers: Mapping[int, Mapping[str, Answer]]) -> list[Held]:
    """The rounds as they happened: a talk counts unless somebody said "next week" or "skip" and nobody "yes"."""
    found = []
    for one in held:
        missed = frozenset(
            group
            for group, given in said_of(one, answers.get(one.number, {}))
            if given & {"next_week", "skip"} and "yes" not in given
        )
        found.append(replace(one, missed=missed, done=True))
    if found:
        found[-1] = replace(found[-1], done=False)
    return found


def without_gone(last: Held, stands: Standing, said: Mapping[str, Answer]) -> Held:
    """The talks of this week without those who stopped; whoever they leave is free this week. What has happened,
    has happened."""
    if last.tables:
        return replace(last, tables=tuple(seated_again(group, stands) for group in last.tables))
    happened = {group for group, given in said_of(last, said) if "yes" in given}
    gone = {who for group in last.round.groups for who in group} - stands.inside.keys()
    talks = [group for group in last.round.groups if group in happened or not gone & set(group)]
    left = {who for group in last.round.groups if group not in talks for who in group} - gone
    here = {who for who in last.round.observers if who in stands.inside}
    made = Round(tuple(talks), tuple(sorted(here | left)))
    flex = last.flex if last.flex in stands.inside else ""
    return replace(last, round=made, spots=("",) * len(talks), flex=flex)


def seated_again(group: Sequence[Sequence[str]], stands: Standing) -> tuple[tuple[str, ...], ...]:
    """The tables of one meeting of teams without those who stopped; whoever sits alone then joins the next table."""
    tables = [[who for who in table if who in stands.inside] for table in group]
    for table in tables:
        others = [other for other in tables if other is not table and other]
        if len(table) == 1 and others:
            min(others, key=len).append(table.pop())
    return tuple(tuple(table) for table in tables)


def my_week(
    scene: Scene, stands: Standing, weeks: Sequence[Week], own: Sequence[Contribution], seat: str
) -> Result:
    """{number, monday, until, friday, asked: is it time to say how it went, answer, paused, waits: until the first
    Monday after joining, free: has no talk this week}; number 0 before the first week."""
    inside = seat in stands.inside
    if not weeks:
        return {"number": 0, "asked": False, "answer": None, "paused": False, "waits": inside, "free": False}
    week = weeks[-1]
    said = [one for one in own if one.kind == "cr.week" and one.key == str(week.number)]
    joins = max((one.at for one in own if one.kind == "cr.join" and one.at), default=None)
    pausing = seat in week.pausing and not (joins and joins >= week.planned)
    waits = inside and not pausing and (seat in week.pausing or stands.inside[seat] > week.number)
    talks = any(seat in group for group in stands.held[-1].talks)
    return {
        "number": week.number,
        "monday": week.monday,
        "until": week.until,
        "friday": asked_on(week.monday),
        "asked": scene.as_of >= asked_on(week.monday),
        "answer": said[-1].payload["answer"] if said else None,
        "paused": inside and pausing,
        "waits": waits,
        "free": inside and not talks and not pausing and not waits,
    }
