"""Who met whom, of all who could (4.13), and what to advise the facilitator (4.1, section 9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from kring.kit.scene import Result
from kring.tools.carousel.held import Held
from kring.tools.carousel.planner.rounds import advice, needed
from kring.tools.carousel.planner.run import Run
from kring.tools.carousel.planner.spots import short_of
from kring.tools.carousel.standing import Standing


def coverage(stands: Standing) -> Result:
    """{n, possible, met1, met3, coverage1, coverage3, unmet, to_go} over everybody who was in at least one round.

    met1: pairs one to one; met3: trios included; coverage: 0..1 or None; unmet: the largest number of people somebody
    has not met; to_go: rounds still needed at least,
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
    here = set(people)
    possible = len(people) * (len(people) - 1) // 2
    one_to_one = {both for both in run.met if here.issuperset(both)}
    any_way = one_to_one | {both for both in run.met3 if here.issuperset(both)}
    talked = Counter(who for both in one_to_one for who in both)
    most_unmet = max((len(people) - 1 - talked[who] for who in people), default=0)
    missing = possible - len(one_to_one)
    return {
        "n": len(people),
        "possible": possible,
        "met1": len(one_to_one),
        "met3": len(any_way),
        "coverage1": Fraction(len(one_to_one), possible) if possible else None,
        "coverage3": Fraction(len(any_way), possible) if possible else None,
        "unmet": most_unmet,
        "to_go": max(most_unmet, -(-missing // (len(people) // 2))) if possible else 0,
    }


def meetings_to_go(unmet: int, rounds: int) -> int | None:
    """After so many more meetings of `rounds` rounds everybody has met everybody; None without rounds (10.1).

    `unmet`: the largest number of people somebody has not met yet.
    """
    return -(-unmet // rounds) if rounds else None


SLICE = 30
"""Minutes of a next meeting in which a large carousel goes on."""


def forecast(stands: Standing) -> dict[str, int] | None:
    """{meetings, minutes}: after so many more meetings everybody has met everybody (10.1); None where nobody is left,
    and in the slow carousel, which goes on by itself."""
    far, times = coverage(stands), stands.times
    meetings = meetings_to_go(far["unmet"], (SLICE + times.change) // (times.talk + times.change))
    if stands.by_week or not stands.held or not meetings:
        return None
    return {"meetings": meetings, "minutes": SLICE}


def advised(stands: Standing, coming: Sequence[Held]) -> list[dict[str, Any]]:
    """`coming`: the rounds ahead. What the facilitator should know now: [{id, ...numbers}], words under `advice`.

    nobody · alone · those of `rounds.advice` · few_places {places, talks} · not_every · nothing_fits · all_done
    · weeks_done · no_more · odd_now · no_team {n}: people without a team, where teams meet
    """
    n, fits = len(stands.case.ids), stands.fits
    lost = sum(not stands.team(who) for who in stands.inside) if stands.unit == "teams" else 0
    found: list[dict[str, Any]] = [{"id": "no_team", "n": lost}] if lost else []
    if (stands.by_week or not stands.held) and n < 2 and not (stands.unit == "persons" and stands.flex and n):
        return found or [{"id": "alone" if n else "nobody"}]
    if not stands.held and not stands.by_week:
        found += advice(stands.times, n, allow_repeat=stands.repeat)
    if stands.by_week:
        if stands.held and not stands.held[-1].talks:
            far = coverage(stands)
            done = far["met1"] == far["possible"]
            found += (
                [{"id": "weeks_done"}] if done else [{"id": "nothing_fits"}] if stands.case.forbidden else []
            )
        return found
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
        far = coverage(stands)
        done = far["met1"] == far["possible"]
        found.append({"id": "all_done" if done else "no_more"})
    if stands.held and not stands.over and stands.unit == "persons":
        last = stands.held[-1].round
        before = sum(map(len, last.groups)) + len(last.observers)
        if n % 2 and before % 2 == 0:
            found.append({"id": "odd_now"})
    return found
