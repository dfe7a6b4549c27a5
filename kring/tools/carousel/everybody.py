"""What every seat needs for its own page and what is the same for all of them: found once per scene.

When a new plan appears two hundred phones ask in the same second where to go; each of them only looks itself up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kring.kit.scene import Contribution, Result, Scene
from kring.tools.carousel.course import beginnings, coming, said_now, standing_of, talks
from kring.tools.carousel.held import Held
from kring.tools.carousel.later import going_on
from kring.tools.carousel.nominations import networks, of_time
from kring.tools.carousel.people import answers
from kring.tools.carousel.planner.lot import Pair
from kring.tools.carousel.standing import Standing

State = Literal["past", "now", "coming"]
Answers = Mapping[tuple[str, str], Contribution]


@dataclass(frozen=True, slots=True)
class Turn:
    """A round as seats look themselves up in it: seat -> talk (see `course.talks`), and who rests."""

    one: Held
    begins: datetime | None
    state: State
    talk: Mapping[str, Result]
    resting: frozenset[str]


def turns_of(scene: Scene) -> list[Turn]:
    """All rounds: those that were, the one that runs, those to come."""
    stands = standing_of(scene)

    def found() -> list[Turn]:
        running = stands.held[-1] if stands.running else None
        made = [turn(stands, one, one.began, "now" if one is running else "past") for one in stands.held]
        return made + turns_ahead(stands, coming(scene))

    return scene.once("carousel.turns", found)


def turns_before(scene: Scene) -> list[Turn]:
    """The rounds to come as they stood before the last change; [] where nothing changed."""
    before = standing_of(scene).before
    return scene.once("carousel.before", lambda: turns_ahead(before, before.coming()) if before else [])


def turns_ahead(stands: Standing, ahead: Sequence[Held]) -> list[Turn]:
    begins = beginnings(stands, list(ahead))
    return [turn(stands, one, at, "coming") for one, at in zip(ahead, begins, strict=True)]


def turn(stands: Standing, one: Held, begins: datetime | None, state: State) -> Turn:
    """One round; of somebody who is in two talks (the flex person never is) the first counts."""
    talk: dict[str, Result] = {}
    for each in talks(stands, one):
        for who in each["seats"]:
            talk.setdefault(who, each)
    observers = set(one.round.observers)
    resting = frozenset(who for who in stands.people if who in observers or stands.team(who) in observers)
    return Turn(one, begins, state, talk, resting)


def others_of(scene: Scene) -> list[Result]:
    """[{id, name}] of everybody who is here, by name."""

    def found() -> list[Result]:
        here = [one for one in standing_of(scene).people.values() if one.present]
        here.sort(key=lambda one: (one.name.casefold(), one.id))
        return [{"id": one.id, "name": one.name} for one in here]

    return scene.once("carousel.others", found)


def wishes_before(scene: Scene) -> dict[str, list[str]]:
    """Person -> the seats here of whom they asked to speak in the last carousel of this thread (rt.request)."""

    def found() -> dict[str, list[str]]:
        people = standing_of(scene).people
        here = {one.who: one.id for one in people.values() if one.present}
        wished: dict[str, list[str]] = {}
        for one in [one for said in of_time(scene) for one in said if one.kind == "cr.wish"]:
            if one.participant in people:
                asked = [people[who].who for who in one.payload["people"] if who in people]
                wished[people[one.participant].who] = [here[who] for who in asked if who in here]
        return wished

    return scene.once("carousel.wished", found)


def given_by(scene: Scene) -> dict[str, list[Contribution]]:
    """Seat or voice -> what it said in this activity, by `seq`."""

    def found() -> dict[str, list[Contribution]]:
        given: dict[str, list[Contribution]] = {}
        for one in said_now(scene):
            given.setdefault(one.participant, []).append(one)
        return given

    return scene.once("carousel.given", found)


def expected(scene: Scene) -> Answers:
    """(seat, partner) -> what the one expects of the other."""
    return scene.once("carousel.expected", lambda: answers(said_now(scene), "cr.expectation"))


def pairs_going_on(scene: Scene) -> set[Pair]:
    """Pairs of whom both want to go on."""
    return scene.once("carousel.going_on", lambda: going_on(said_now(scene)))


def networks_upto(scene: Scene, upto: int) -> list[Result]:
    """Per network of which enough people answered by this number: {net, named: person -> by how many}."""

    def found() -> list[Result]:
        nets = [net for net in networks(scene, standing_of(scene), upto).values() if net.enough]
        counts = []
        for net in nets:
            named = dict.fromkeys(net.people, 0)
            for _, whom in net.arcs:
                named[whom] += 1
            counts.append({"net": net, "named": named})
        return counts

    return scene.once("carousel.networks", found)
