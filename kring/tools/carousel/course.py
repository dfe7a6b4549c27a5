"""The course of a carousel from everything that was said: the one way from a scene to a standing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import combinations

from kring.kit.scene import Chapter, Contribution, Result, Scene
from kring.tools.carousel.arrangement import History
from kring.tools.carousel.held import Held
from kring.tools.carousel.network import gains
from kring.tools.carousel.nominations import networks_before
from kring.tools.carousel.people import Member, earlier, members, now
from kring.tools.carousel.planner.lot import Pair, pair
from kring.tools.carousel.planner.slow import Answer
from kring.tools.carousel.slow import Week, as_they_went, is_slow, weeks_in, without_gone
from kring.tools.carousel.slow import followed as slow
from kring.tools.carousel.standing import Standing

COURSE = frozenset(
    {
        "cr.join",
        "cr.stop",
        "cr.arrived",
        "cr.left",
        "cr.wish",
        "cr.rather_not",
        "cr.person",
        "cr.forbid",
        "cr.setup",
        "cr.spot",
        "cr.time",
        "cr.happened",
        "cr.turn",
        "cr.release",
    }
)
"""The kinds from which the plan follows."""
SLOW = COURSE | {"cr.week"}
AFTER = frozenset({"closing", "map"})
"""The steps after the rounds."""
MOST_HELPED, HELPS = 40, 100_000
"""Of networks of at most so many people it is counted which tie would help, and how much that weighs."""
MONTH = 30
"""Days."""


def standing_of(scene: Scene) -> Standing:
    """How the carousel stands now, for reading only. A seat that left the meeting is not planned any more."""
    return scene.once("carousel.standing", lambda: followed(scene))


def followed(scene: Scene) -> Standing:
    """From the first thing that was said to the last."""
    stands = begun(scene)
    if is_slow(scene.settings):
        course = slow(stands, said_for_weeks(scene), weeks(scene))
        stands.forgets_who_left()
        if stands.held:
            last = stands.held[-1]
            stands.held[-1] = without_gone(last, stands, course.answers.get(last.number, {}))
        return stands
    for one in said_now(scene):
        if one.lane == "named" and one.kind in COURSE:
            stands.take(one)
        elif one.lane == "named" and one.step in AFTER:
            stands.closes(one.at)
    stands.forgets_who_left()
    return stands


def begun(scene: Scene) -> Standing:
    """How it stands before anything was said."""
    people = members(scene.participants)
    stands = Standing(scene.settings, people, history(scene, people))
    stands.by_week = is_slow(scene.settings)
    stands.gains = gains_of(scene, stands)
    return stands


def gains_of(scene: Scene, stands: Standing) -> History:
    """What each tie would help the network that an earlier carousel of this thread measured (10.2).

    Nobody is told why two people are paired: so isolates are drawn in without being pointed out.
    """
    here = {one.who: one.id for one in stands.people.values() if one.present}
    if len(here) > MOST_HELPED:
        return ()
    nets = [net for net in networks_before(scene, stands).values() if net.enough]
    if not nets or len(nets[0].known) > MOST_HELPED:
        return ()
    found = gains(tuple(nets[0].known), frozenset(nets[0].ties))
    return tuple(
        sorted(
            (pair(here[a], here[b]), worth)
            for (a, b), gain in found.items()
            if a in here and b in here and (worth := int(gain * HELPS + Fraction(1, 2)))
        )
    )


def weeks(scene: Scene) -> list[Week]:
    """The weeks of a slow carousel that were planned, for reading only."""
    return scene.once("carousel.weeks", lambda: weeks_in(scene.settings))


def said_for_weeks(scene: Scene) -> list[Contribution]:
    """What counts for the weeks of a slow carousel."""
    return [one for one in said_now(scene) if one.lane == "named" and one.kind in SLOW]


def said_now(scene: Scene) -> list[Contribution]:
    """What was said in this activity, by `seq`, for reading only."""
    return scene.once("carousel.said", lambda: now(scene.contributions))


def coming(scene: Scene) -> list[Held]:
    """The rounds that are still to come, for reading only."""
    return scene.once("carousel.coming", standing_of(scene).coming)


def history(scene: Scene, people: Mapping[str, Member]) -> History:
    """Pairs of seats that met in an earlier carousel of this thread -> months since the last time (rt.pairs)."""
    last: dict[Pair, date] = {}
    for activity, said in earlier(scene.contributions).items():
        for one in past_rounds(scene, activity, said):
            for group in one.groups:
                for a, b in combinations(group, 2):
                    if a in people and b in people and one.on:
                        both = pair(people[a].who, people[b].who)
                        last[both] = max(one.on, last.get(both, one.on))
    if not last:
        return ()
    here = {one.who: one.id for one in people.values() if one.present}
    return tuple(
        sorted(
            (pair(here[a], here[b]), max(0, (scene.as_of - on).days) // MONTH)
            for (a, b), on in last.items()
            if a in here and b in here
        )
    )


@dataclass(frozen=True, slots=True)
class Past:
    """A round of an earlier carousel, as it was sealed."""

    number: int
    groups: tuple[tuple[str, ...], ...]
    on: date | None


def past_rounds(scene: Scene, activity: str, said: Iterable[Contribution]) -> list[Past]:
    """The rounds that took place in an earlier carousel; with tables, who sat at one."""
    given = list(said)
    if planned := planned_in(scene, activity):
        return past_weeks(planned, given)
    found: dict[int, Past] = {}
    for one in given:
        seal = (
            one.payload.get("seal") if one.kind == "cr.turn" and one.payload.get("phase") == "talk" else None
        )
        if seal:
            groups = [table for tables in seal["t"] for table in tables] or seal["g"]
            on = one.at.date() if one.at else None
            found.setdefault(int(one.key), Past(int(one.key), tuple(map(tuple, groups)), on))
    return [found[r] for r in sorted(found)]


def planned_in(scene: Scene, activity: str) -> list[Week]:
    """The weeks of an earlier slow carousel of this thread."""
    chapters: Iterable[Chapter] = scene.settings.get("thread", ())
    return [week for one in chapters if one.activity == activity for week in weeks_in(one.settings)]


def past_weeks(planned: Iterable[Week], said: Iterable[Contribution]) -> list[Past]:
    """The talks of an earlier slow carousel that took place."""
    answers: dict[int, dict[str, Answer]] = {}
    for one in said:
        if one.kind == "cr.week":
            answers.setdefault(int(one.key), {})[one.participant] = one.payload["answer"]
    return [
        Past(one.number, tuple(one.talks_held), one.began.date() if one.began else None)
        for one in as_they_went((week.held for week in planned), answers)
    ]


# A round as it is seen


def talks(stands: Standing, one: Held) -> list[Result]:
    """[{seats, names, spot, place, kind, trio, teams, missed}] of a round: a talk is a pair, a trio or a table.

    `spot` and `place` are "" where people find a place themselves. `teams` are the two that meet.
    """
    spots = {spot.id: spot for spot in stands.spot_list}
    found = []
    for at, (group, ident) in enumerate(zip(one.round.groups, one.spots, strict=True)):
        spot = spots.get(ident)
        common = {
            "spot": ident,
            "place": spot.name if spot else "",
            "kind": spot.kind if spot else "",
            "missed": group in one.missed,
        }
        if one.tables:
            found += [
                {**common, **seats(stands, table), "trio": False, "teams": list(group)}
                for table in one.tables[at]
                if table
            ]
        else:
            found.append({**common, **seats(stands, group), "trio": len(group) == 3, "teams": []})
    if one.flex and one.round.observers:
        both = (one.round.observers[0], one.flex)
        free = {"spot": "", "place": "", "kind": "", "missed": False}
        found.append({**free, **seats(stands, both), "trio": False, "teams": []})
    return found


def seats(stands: Standing, ids: Iterable[str]) -> Result:
    kept = [who for who in ids if who in stands.people]
    return {"seats": kept, "names": [stands.people[who].name for who in kept]}


def resting(stands: Standing, one: Held) -> list[Result]:
    """[{seats, names, team}] of those with a turn to rest and look, or of the team that is free."""
    ids = one.round.observers[1:] if one.flex else one.round.observers
    found = []
    for ident in ids:
        team = "" if ident in stands.people else ident
        who = [who for who in sorted(stands.inside) if stands.team(who) == team] if team else [ident]
        found.append({**seats(stands, who), "team": team})
    return found


def clock(one: Held, begins: datetime | None, parts: int = 2) -> Result:
    """{begins, switches, ends} of a round; `switches` are the moments at which another speaks. None: not known."""
    if begins is None:
        return {"begins": None, "switches": [], "ends": None}
    minutes = timedelta(minutes=one.talk)
    return {
        "begins": begins,
        "switches": [begins + minutes * k / parts for k in range(1, parts)],
        "ends": begins + minutes,
    }


def beginnings(stands: Standing, coming: list[Held]) -> list[datetime | None]:
    """When the coming rounds are to begin."""
    start, found = stands.next_start(), []
    for one in coming:
        found.append(start)
        start = start and start + timedelta(minutes=one.talk + stands.times.change)
    return found


def seal_of(one: Held) -> str:
    """The text with which the facilitator's page starts this round, so that it stays what it is."""
    return json.dumps(
        {
            "g": one.round.groups,
            "o": one.round.observers,
            "s": one.spots,
            "f": one.flex,
            "t": one.tables,
        },
        separators=(",", ":"),
        ensure_ascii=False,
    )
