"""The week that the calendar asks for in a slow carousel (4.12): planned once, and ahead only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from kring.kit.numbers import Holiday
from kring.kit.payload import Payload
from kring.kit.scene import Scene
from kring.tools.carousel.course import begun, said_for_weeks
from kring.tools.carousel.planner.run import Round
from kring.tools.carousel.planner.slow import mondays, slow_round
from kring.tools.carousel.planner.teams import tables
from kring.tools.carousel.slow import (
    Week,
    as_they_went,
    followed,
    is_slow,
    kept_from,
    on_pause,
    weeks_in,
    zone_of,
)
from kring.tools.carousel.standing import Standing

HOUR = time(8)
"""A week is planned from this hour of its Monday on, in the time zone of the school."""
WEEK = timedelta(7)


def plans(scene: Scene, now: datetime) -> dict[str, Payload]:
    """The week that must be planned now, under its number; {} when there is none."""
    if not is_slow(scene.settings):
        return {}
    weeks = weeks_in(scene.settings)
    every = every_of(scene)
    monday = due(scene, weeks, every, now)
    if monday is None:
        return {}
    made = planned(scene, weeks, monday, every, now)
    return {str(made.number): made.data}


def every_of(scene: Scene) -> int:
    """Once in so many weeks, as it was set last; weeks that were planned stay what they were."""
    set_to = [one.payload["every"] for one in said_for_weeks(scene) if "every" in one.payload]
    return int(set_to[-1] if set_to else scene.settings.get("every") or 1)


def due(scene: Scene, weeks: list[Week], every: int, now: datetime) -> date | None:
    """The Monday of the newest week that should stand there by now and does not; holidays do not count as weeks.

    Weeks that went by while no server ran are not made up for: nobody was told of them.
    """
    zone = zone_of(scene.settings)
    today = now.astimezone(zone).date()
    free = holidays_of(scene)
    if weeks:
        days = mondays(weeks[-1].monday + WEEK, today, 1, free)[every - 1 :: every]
    else:
        joined = [one.at for one in said_for_weeks(scene) if one.kind in ("cr.join", "cr.arrived") and one.at]
        if not joined:
            return None
        days = mondays(min(joined).astimezone(zone).date() + timedelta(1), today, every, free)
    come = [day for day in days if datetime.combine(day, HOUR, zone) <= now]
    return come[-1] if come else None


def holidays_of(scene: Scene) -> list[Holiday]:
    """The first and last days of the holidays, as they are known now."""
    given = scene.settings.get("holidays", ())
    return [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in given]


def planned(scene: Scene, weeks: list[Week], monday: date, every: int, now: datetime) -> Week:
    """The talks of a week, among the people who are not on pause."""
    stands = begun(scene)
    course = followed(stands, said_for_weeks(scene), weeks)
    stands.forgets_who_left()
    held = as_they_went(stands.held, course.answers)
    pausing = frozenset(who for who in stands.inside if on_pause(who, held, course))
    for who in pausing:
        del stands.inside[who]
    number = len(weeks) + 1
    kept = kept_from(held[-1], course.answers.get(held[-1].number, {})) if held else set()
    case = stands.case
    # In the slow carousel everybody who is in can be planned in every week.
    case = replace(case, units=tuple(replace(one, first=1) for one in case.units), rounds=number)
    made = slow_round(case, stands.played, number, kept, ())
    until = monday + every * WEEK - timedelta(1)
    flex = stands.flex if made.observers else ""
    return Week(number, monday, until, now, made, seated(stands, number, made), flex, pausing)


def seated(stands: Standing, number: int, made: Round) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Who sits at which table, per meeting of two teams; () where people meet."""
    if stands.unit != "teams":
        return ()
    of_team: dict[str, list[str]] = {}
    for who in stands.inside:
        of_team.setdefault(stands.team(who), []).append(who)
    return tuple(
        tuple(tuple(table) for table in tables(stands.lot, number, of_team[a], of_team[b]))
        for a, b in made.groups
    )
