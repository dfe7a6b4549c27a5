"""Who met whom, of all who could (4.13), and what to advise the facilitator (4.1, section 9)."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

from kring.kit.tool import Result
from kring.tools.carousel.planner.lot import pair
from kring.tools.carousel.planner.rounds import advice, needed
from kring.tools.carousel.planner.run import Run
from kring.tools.carousel.planner.spots import short_of
from kring.tools.carousel.standing import Standing


def coverage(stands: Standing) -> Result:
    """{n, possible, met1, met3, coverage1, coverage3, to_go} over everybody who was in at least one round.

    met1: pairs one to one; met3: trios included; coverage: 0..1 or None; to_go: rounds still needed at least,
    one to one (before the start: for those who are in). Where teams meet, the teams are counted.
    """
    there = {
        who
        for one in stands.held
        for who in [*one.round.observers, *(who for group in one.round.groups for who in group)]
    }
    people = sorted(there) if there else list(stands.case.ids)
    return counted(people, Run(stands.played))


def counted(people: list[str], run: Run) -> Result:
    """The coverage of these people after these rounds."""
    both = list(combinations(people, 2))
    met1 = sum(one in run.met for one in both)
    met3 = sum(one in run.met or one in run.met3 for one in both)
    unmet = {who: sum(pair(who, other) not in run.met for other in people if other != who) for who in people}
    missing = len(both) - met1
    to_go = max(max(unmet.values()), -(-missing // (len(people) // 2))) if both else 0
    return {
        "n": len(people),
        "possible": len(both),
        "met1": met1,
        "met3": met3,
        "coverage1": Fraction(met1, len(both)) if both else None,
        "coverage3": Fraction(met3, len(both)) if both else None,
        "to_go": to_go,
    }


def meetings_to_go(unmet: int, rounds: int) -> int | None:
    """After so many more meetings of `rounds` rounds everybody has met everybody; None without rounds (10.1).

    `unmet`: the largest number of people somebody has not met yet.
    """
    return -(-unmet // rounds) if rounds else None


def advised(stands: Standing) -> list[dict[str, Any]]:
    """What the facilitator should know now: [{id, ...numbers}], words under `advice`.

    nobody · alone · those of `rounds.advice` · few_places {places, talks} · not_every · nothing_fits · all_done
    · no_more · odd_now · no_team {n}: people without a team, where teams meet
    """
    n, fits = len(stands.case.ids), stands.fits
    if not stands.held and n < 2 and not (stands.unit == "persons" and stands.flex and n):
        return [{"id": "alone" if n else "nobody"}]
    found: list[dict[str, Any]] = []
    coming = stands.coming()
    if not stands.held:
        found += advice(stands.times, n, allow_repeat=stands.repeat)
    if stands.unit == "teams" and (lost := sum(not stands.team(who) for who in stands.inside)):
        found.append({"id": "no_team", "n": lost})
    if coming:
        short = short_of(stands.spot_list, max(len(one.round.groups) for one in coming))
        if short:
            found.append({"id": "few_places", **short})
    if stands.case.forbidden and not stands.over:
        lost_seats = stands.based().plan.value.lost < 0
        if not coming and not stands.held and fits:
            found.append({"id": "nothing_fits"})
        elif lost_seats or (not stands.held and fits >= needed(n)):
            found.append({"id": "not_every"})
    if stands.held and not coming and not stands.over and len(stands.held) < fits:
        done = coverage(stands)["met1"] == coverage(stands)["possible"]
        found.append({"id": "all_done" if done else "no_more"})
    if stands.held and not stands.over and stands.unit == "persons":
        last = stands.held[-1].round
        before = sum(map(len, last.groups)) + len(last.observers)
        if n % 2 and before % 2 == 0:
            found.append({"id": "odd_now"})
    return found
