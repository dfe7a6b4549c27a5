"""Who named whom, as networks of people: of this carousel and of the one before (4.15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kring.kit.scene import Contribution, Scene
from kring.tools.carousel.network import Net, net
from kring.tools.carousel.people import Member, answers, earlier, now, of_kind
from kring.tools.carousel.standing import Standing
from kring.tools.carousel.vocabulary import TIES

DONE = "done"


def networks(scene: Scene, stands: Standing, upto: int | None = None) -> dict[str, Net]:
    """Tie -> the network of this carousel, of people (`Member.who`), from answers up to a number."""
    said = [one for one in now(scene.contributions) if upto is None or one.seq <= upto]
    joined = {one.participant for one in of_kind(said, "cr.join")}
    joined |= {one.key for one in of_kind(said, "cr.arrived")}
    seats = joined or {one.id for one in stands.people.values() if one.present}
    seats -= {who for who, own in stands.facts.items() if own.get("flex")}
    # Somebody who came before has an earlier seat as well; the one that is taken now tells the team.
    known = sorted(stands.people.values(), key=lambda one: (one.present, one.id))
    teams = {one.who: stands.team(one.id) for one in known}
    return drawn(said, seats, stands.people, teams)


def networks_before(scene: Scene, stands: Standing) -> dict[str, Net]:
    """Tie -> the network of the last carousel of this thread in which people were asked; {} without any."""
    known = sorted(stands.people.values(), key=lambda one: (one.present, one.id))
    teams = {one.who: one.team for one in known}
    for said in reversed(list(of_time(scene))):
        seats = {one.participant for one in said if one.lane == "named"}
        if answered(said):
            return drawn(said, seats, stands.people, teams)
    return {}


def of_time(scene: Scene) -> Iterable[list[Contribution]]:
    """What was said in each earlier carousel, the oldest first."""
    past = earlier(scene.contributions).values()
    return sorted(past, key=lambda said: max((one.at.isoformat() for one in said if one.at), default=""))


def answered(said: Iterable[Contribution]) -> dict[str, set[str]]:
    """Tie -> the seats that said "these were they"."""
    found: dict[str, set[str]] = {}
    for (who, key), one in answers(said, "cr.nominate").items():
        tie, _, whom = key.partition(":")
        if whom == DONE and one.payload.get("done"):
            found.setdefault(tie, set()).add(who)
    return found


def named(said: Iterable[Contribution], tie: str) -> list[tuple[str, str]]:
    """(seat, seat that was named) for one tie."""
    found = []
    for (who, key), one in sorted(answers(said, "cr.nominate").items()):
        of, _, whom = key.partition(":")
        if of == tie and whom != DONE and one.payload.get("on"):
            found.append((who, whom))
    return found


def drawn(
    said: Sequence[Contribution], seats: set[str], people: Mapping[str, Member], teams: Mapping[str, str]
) -> dict[str, Net]:
    """Tie -> network of people, from what seats said."""

    def who(seat: str) -> str:
        return people[seat].who if seat in people else seat

    done = answered(said)
    found = {}
    for tie in TIES:
        inside = {who(one) for one in seats | done.get(tie, set())}
        arcs = [(who(a), who(b)) for a, b in named(said, tie)]
        found[tie] = net(inside, map(who, done.get(tie, set())), arcs, teams)
    return found
