"""Weeks later: was something of a talk used, and did the two live up to what they expected? (4.17, 4.18)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from kring.kit.scene import Contribution, Result, Scene
from kring.kit.small_groups import FIVE
from kring.tools.carousel.course import Past, past_rounds
from kring.tools.carousel.nominations import of_time
from kring.tools.carousel.people import Member, answers, now, of_kind
from kring.tools.carousel.planner.lot import Pair, pair

MOST_ASKED = 5
ANSWERS, PAIRS, PER_USE = 10, 10, 20
"""From so many answers, pairs, and answers per use a figure is shown."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk of the earlier carousel, seen from one of the two. `partner` is the partner's seat in it."""

    partner: str
    name: str
    round: int
    go_on: bool
    expected: bool


def last_carousel(scene: Scene) -> tuple[list[Contribution], list[Past]]:
    """(what was said, the rounds) of the last carousel of this thread in which rounds took place."""

    def found() -> tuple[list[Contribution], list[Past]]:
        for said in reversed(list(of_time(scene))):
            if rounds := past_rounds(scene, said[0].activity, said):
                return said, rounds
        return [], []

    return scene.once("carousel.last", found)


def use_of(scene: Scene) -> str:
    """What the last carousel was for."""
    said, _ = last_carousel(scene)
    set_to = [one.payload["use"] for one in of_kind(said, "cr.setup") if "use" in one.payload]
    chapters = [one for one in scene.settings.get("thread", ()) if said and one.activity == said[0].activity]
    planned = chapters[0].settings.get("use") if chapters else scene.settings.get("use")
    return str(set_to[-1] if set_to else planned or "image")


def talks_to_ask(scene: Scene, people: Mapping[str, Member], seat: str) -> list[Talk]:
    """At most five talks of this person, those that both want to continue first."""
    said, rounds = last_carousel(scene)
    if seat not in people:
        return []
    mine = {one.id for one in people.values() if one.who == people[seat].who}
    on, expected = going_on(said), expecting(said)
    found = [
        Talk(
            other,
            people[other].name if other in people else "",
            one.number,
            pair(who, other) in on,
            pair(who, other) in expected,
        )
        for one in rounds
        for group in one.groups
        for who in group
        if who in mine
        for other in group
        if other != who
    ]
    found = list(
        {one.partner: one for one in sorted(found, key=lambda one: one.round, reverse=True)}.values()
    )
    return sorted(found, key=lambda one: (not one.go_on, one.round, one.partner))[:MOST_ASKED]


def going_on(said: Iterable[Contribution]) -> set[Pair]:
    """Pairs of seats of whom both want to continue."""
    on = {(who, other) for (who, other), one in answers(said, "cr.go_on").items() if one.payload["on"]}
    return {pair(a, b) for a, b in on if (b, a) in on}


def expecting(said: Iterable[Contribution]) -> set[Pair]:
    """Pairs of seats of whom both said what they expect."""
    sent = answers(said, "cr.expectation").keys()
    return {pair(a, b) for a, b in sent if (b, a) in sent}


def pairs_asked(scene: Scene) -> int:
    """Of how many pairs both said in the last carousel what they expect."""
    return len(expecting(last_carousel(scene)[0]))


def used_figure(said: Iterable[Contribution]) -> Result | None:
    """{answers, people, share 0..1}: how often something was used; None below ten answers of five people."""
    given = answers(said, "cr.used")
    people = {who for who, _ in given}
    if len(given) < ANSWERS or len(people) < FIVE:
        return None
    yes = sum(one.payload["value"] == "yes" for one in given.values())
    return {"answers": len(given), "people": len(people), "share": Fraction(yes, len(given))}


def kept_pairs(said: Iterable[Contribution], people: Mapping[str, Member]) -> dict[Pair, tuple[int, int]]:
    """Pair of people -> what the first and the second say of whether they lived up to it."""
    given = {
        (people[who].who, people[other].who): one.payload["value"]
        for (who, other), one in answers(said, "cr.kept").items()
        if who in people and other in people and one.payload["value"] is not None
    }
    both = combinations(sorted({one for ids in given for one in ids}), 2)
    return {(a, b): (given[a, b], given[b, a]) for a, b in both if (a, b) in given and (b, a) in given}


def kept_figure(said: Iterable[Contribution], people: Mapping[str, Member]) -> Result | None:
    """{pairs, mean 1..5} over pairs that both answered; None below ten."""
    pairs = kept_pairs(said, people)
    if len(pairs) < PAIRS:
        return None
    total = sum((Fraction(a + b, 2) for a, b in pairs.values()), Fraction())
    return {"pairs": len(pairs), "mean": total / len(pairs)}


def kept_between(scene: Scene, people: Mapping[str, Member], seat: str, partner: str) -> Result:
    """{mine, theirs} of one pair: theirs only when both have answered."""
    said = answers(now(scene.contributions), "cr.kept")
    own = said.get((seat, partner))
    mine = own.payload["value"] if own else None
    a, b = people[seat].who, people[partner].who
    both = kept_pairs(now(scene.contributions), people).get(pair(a, b))
    theirs = None if both is None else both[1] if pair(a, b) == (a, b) else both[0]
    return {"mine": mine, "theirs": theirs}


def per_use(carousels: Iterable[tuple[str, int, int]]) -> dict[str, Result]:
    """Use -> {answers, share} over carousels (use, yes, answers); only from twenty answers (4.17, 10.3)."""
    total: dict[str, tuple[int, int]] = {}
    for use, yes, n in carousels:
        before = total.get(use, (0, 0))
        total[use] = (before[0] + yes, before[1] + n)
    return {
        use: {"answers": n, "share": Fraction(yes, n)}
        for use, (yes, n) in sorted(total.items())
        if n >= PER_USE
    }
