"""What was arranged and wished until now: settings, people, spots, wishes, forbidden pairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kring.tools.carousel.people import Member
from kring.tools.carousel.planner.case import NO_LAST, PRESETS, TEAMS, Case, OddMode, Unit
from kring.tools.carousel.planner.lot import Pair, pair
from kring.tools.carousel.planner.rounds import Times
from kring.tools.carousel.planner.spots import Needs, Spot

WALK = 5
"""Minutes between two talks when people walk, to make notes."""
History = tuple[tuple[Pair, int], ...]


@dataclass(slots=True)
class Arrangement:
    """`facts` are what the facilitator (or the person, for the team) said of somebody."""

    settings: Mapping[str, Any]
    people: Mapping[str, Member]
    history: History = ()
    gains: History = ()
    """Pair -> what a tie between them would help the network as it was measured before (10.2)."""
    inside: dict[str, int] = field(default_factory=dict)
    """Seat -> the first round for which it is there."""
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    wishes: dict[str, dict[str, Any]] = field(default_factory=dict)
    nots: dict[str, tuple[str, ...]] = field(default_factory=dict)
    barred: dict[Pair, bool] = field(default_factory=dict)
    spots: dict[str, dict[str, Any]] = field(default_factory=dict)
    begun: bool = False

    @property
    def case(self) -> Case:
        """The people and wishes of this moment, without the number of rounds."""
        wanted = self.unit == "teams"
        units = self.team_units() if wanted else self.person_units()
        ids = {one.id for one in units}
        asked = self.team_requests() if wanted else self.requests
        forbidden = frozenset() if wanted else self.forbidden
        return Case(
            units,
            0,
            self.lot,
            frozenset(both for both in asked if ids.issuperset(both)),
            frozenset(both for both in forbidden if ids.issuperset(both)),
            () if wanted else tuple(one for one in self.history if ids.issuperset(one[0])),
            self.odd_mode,
            self.repeat,
            TEAMS if wanted else PRESETS[self.settings.get("preset", "everyone")],
            () if wanted else tuple(one for one in self.gains if ids.issuperset(one[0])),
        )

    def person_units(self) -> tuple[Unit, ...]:
        """Everybody who is in, but the flex person."""
        flex = self.flex
        return tuple(
            Unit(
                who,
                self.team(who),
                first if first > 1 else 1,
                self.facts.get(who, {}).get("last") or NO_LAST,
                bool(self.wishes.get(who, {}).get("newcomer")),
            )
            for who, first in sorted(self.inside.items())
            if who != flex
        )

    def team_units(self) -> tuple[Unit, ...]:
        """The teams of those who are in; people without a team have nobody to go with."""
        return tuple(Unit(team) for team in sorted({self.team(who) for who in self.inside} - {""}))

    def team_requests(self) -> frozenset[Pair]:
        """A team asks for a team when one of its people asks for somebody there."""
        return frozenset(
            (self.team(a), self.team(b)) for a, b in self.requests if self.team(a) != self.team(b)
        )

    @property
    def requests(self) -> frozenset[Pair]:
        return frozenset(
            (who, whom) for who, wish in self.wishes.items() for whom in wish.get("people", ()) if whom != who
        )

    @property
    def forbidden(self) -> frozenset[Pair]:
        """Pairs that the facilitator or one of the two does not want."""
        nots = {pair(who, whom) for who, others in self.nots.items() for whom in others if whom != who}
        return frozenset(nots | {both for both, on in self.barred.items() if on})

    @property
    def given(self) -> frozenset[str]:
        """Settings that the facilitator set on the way."""
        return frozenset(self.settings.get("given", ()))

    @property
    def lot(self) -> str:
        return str(self.settings.get("lot", ""))

    @property
    def unit(self) -> str:
        return str(self.settings.get("unit", "persons"))

    @property
    def repeat(self) -> bool:
        return bool(self.settings.get("allow_repeat"))

    @property
    def flex(self) -> str:
        """The person who joins only when the number is odd, "" without any who is in."""
        if self.unit == "teams":
            return ""
        named = [who for who in sorted(self.inside) if self.facts.get(who, {}).get("flex")]
        wanted = self.settings.get("odd_mode") == "flex" or "odd_mode" not in self.given
        return named[0] if named and wanted else ""

    @property
    def odd_mode(self) -> OddMode:
        """How the planner treats an odd number (4.5); three people take turns to watch."""
        if self.unit == "teams" or self.flex or len(self.inside) == 3:
            return "observer"
        return "observer" if self.settings.get("odd_mode") == "observer" else "trio"

    def team(self, who: str) -> str:
        """The team of a person, as the facilitator or the person set it."""
        own = self.facts.get(who, {}).get("team")
        return str(own) if own is not None else self.people[who].team if who in self.people else ""

    @property
    def spot_list(self) -> list[Spot]:
        """The spots in the order in which they were added."""
        return [
            Spot(ident, one["name"], one["kind"], one["capacity"], one["step_free"])
            for ident, one in self.spots.items()
            if one["on"]
        ]

    @property
    def needs(self) -> Needs:
        """What people need of a spot, from themselves or from the facilitator."""

        def those(name: str) -> frozenset[str]:
            return frozenset(
                who
                for who in self.inside
                if self.facts.get(who, {}).get(name) or self.wishes.get(who, {}).get(name)
            )

        fixed = {who: own["fixed_spot"] for who, own in self.facts.items() if own.get("fixed_spot")}
        return Needs(fixed, those("no_walk"), those("step_free"))

    @property
    def times(self) -> Times:
        """The minutes as they hold now; two people, and teams, talk twice as long."""
        given = {
            name: int(self.settings.get(name) or default)
            for name, default in (
                ("minutes", 120),
                ("talk", 10),
                ("change", 2),
                ("opening", 10),
                ("closing", 15),
            )
        }
        if any(one.kind == "walk" for one in self.spot_list):
            given["change"] = max(WALK, given["change"])
        twice = self.unit == "teams" and "talk" not in self.given
        two = self.unit == "persons" and not self.begun and len(self.inside) == 2
        if twice or two:
            given["talk"] *= 2
        return Times(**given)
