"""How a carousel stands after each thing that happened: who is in, which rounds began, which plan holds.

Everything follows from the contributions in the order of `seq`, so that all phones agree. A round that began
stays what it was; what changes while it runs is done locally, and what changes for later is planned anew from
what was played. A plan holds until somebody comes or goes, a wish, a forbidden pair or the time changes, or a
round went otherwise than it was planned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from kring.kit.scene import Contribution
from kring.tools.carousel.arrangement import Arrangement
from kring.tools.carousel.held import Basis, Held
from kring.tools.carousel.planner.case import NO_LAST
from kring.tools.carousel.planner.lot import pair
from kring.tools.carousel.planner.replan import repaired
from kring.tools.carousel.planner.rounds import rounds_left, used
from kring.tools.carousel.planner.run import Round
from kring.tools.carousel.planner.spots import places
from kring.tools.carousel.planner.teams import tables

ONE_CHANGE = timedelta(seconds=20)
"""Changes within so short a time are one."""
TOO_LATE = timedelta(seconds=60)
"""So long before a round nothing is planned anew for it."""
WORDS_ONLY = frozenset({"theme", "use", "map_mode", "table_list", "every"})
"""Settings that change no plan."""


@dataclass(slots=True)
class Standing(Arrangement):
    """The state; `take` brings it from one thing that happened to the next."""

    votes: dict[int, dict[str, bool]] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    over: bool = False
    by_week: bool = False
    """A slow carousel: no round is planned ahead."""
    left_over: tuple[int, int] | None = None
    """(rounds that had begun, rounds that still fit) as the facilitator last set the time."""
    pending: list[tuple[str, str]] = field(default_factory=list)
    """Who came or went too shortly before the next round to plan it anew."""
    basis: Basis | None = None
    version: int = 1
    changed_at: datetime | None = None
    before: Standing | None = None
    """How it stood before the last change, until the next round begins."""
    released: dict[str, Contribution] = field(default_factory=dict)

    # What was said

    def take(self, one: Contribution) -> None:
        """Take in one contribution of this activity."""
        match one.kind:
            case "cr.join" | "cr.arrived":
                who = one.participant if one.kind == "cr.join" else one.key
                if team := one.payload.get("team"):
                    self.facts[who] = {**self.facts.get(who, {}), "team": team}
                if who in self.people and who not in self.inside:
                    self.changes(one.at)
                    self.comes(who, one.at)
            case "cr.stop" | "cr.left":
                who = one.participant if one.kind == "cr.stop" else one.key
                if who in self.inside:
                    self.changes(one.at)
                    self.goes(who, one.at)
            case "cr.wish":
                self.wishes[one.participant] = one.payload
            case "cr.rather_not":
                self.nots[one.participant] = tuple(one.payload.get("people", ()))
            case "cr.person":
                self.changes(one.at)
                self.facts[one.key] = {**self.facts.get(one.key, {}), **one.payload}
            case "cr.forbid":
                self.changes(one.at)
                self.barred[pair(one.payload["a"], one.payload["b"])] = one.payload["on"]
            case "cr.setup":
                other = {name for name, value in one.payload.items() if self.settings.get(name) != value}
                if other - WORDS_ONLY:
                    self.changes(one.at)
                self.settings = {**self.settings, **one.payload, "given": self.given | other}
            case "cr.spot":
                self.spots[one.key] = one.payload
            case "cr.time":
                self.changes(one.at)
                self.left_over = (len(self.held), self.fitting(one.payload["minutes"], one.at))
            case "cr.happened":
                self.votes.setdefault(int(one.key), {})[one.participant] = one.payload["yes"]
                self.counted_again(int(one.key), one.at)
            case "cr.turn":
                self.turn(int(one.key), one.payload, one.at)
            case "cr.release":
                self.released.setdefault(one.key, one)

    def changes(self, at: datetime | None) -> None:
        """A change while it runs; several within twenty seconds are one."""
        if not self.held or self.by_week:
            return
        near = at and self.changed_at and at - self.changed_at <= ONE_CHANGE
        if not (near and self.before):
            self.before = self.copied()
            self.version += 1
        self.changed_at = at

    def copied(self) -> Standing:
        """The same, apart."""
        other = copy(self)
        for name in ("inside", "facts", "wishes", "nots", "barred", "spots", "held", "pending", "released"):
            setattr(other, name, copy(getattr(self, name)))
        other.votes = {r: dict(said) for r, said in self.votes.items()}
        other.before = None
        return other

    # Coming and going

    @property
    def running(self) -> bool:
        """Whether talks are going on."""
        return bool(self.held) and not self.held[-1].done and not self.over

    def too_late(self, at: datetime | None) -> bool:
        """Whether the next round begins within a minute."""
        start = self.next_start()
        waits = self.held and not self.running and not self.by_week
        return bool(waits and at and start and at > start - TOO_LATE)

    def comes(self, who: str, at: datetime | None) -> None:
        if self.too_late(at):
            self.pending.append(("comes", who))
        self.inside[who] = len(self.held) + (2 if self.too_late(at) else 1)

    def goes(self, who: str, at: datetime | None) -> None:
        if self.too_late(at):
            self.pending.append(("goes", who))
            return
        self.inside.pop(who)
        if self.running and not self.by_week:
            self.held[-1] = self.without(self.held[-1], {who})

    def forgets_who_left(self) -> None:
        """Seats that were given up without a word are not planned any more."""
        for who in [who for who in self.inside if not self.people[who].present]:
            del self.inside[who]

    def without(self, one: Held, gone: set[str]) -> Held:
        """A round that began or is about to, without those who went; nobody else is moved."""
        flex = "" if one.flex in gone else one.flex
        if one.tables:
            seated = tuple(
                tuple(tuple(who for who in table if who not in gone) for table in group)
                for group in one.tables
            )
            return replace(one, tables=seated)
        joins = self.odd_mode == "trio" or bool(self.flex)
        made, spots = repaired(one.round, one.spots, gone, self.spot_list, self.forbidden, joins=joins)
        return replace(one, round=made, spots=tuple(spots), flex=flex)

    def counted_again(self, r: int, at: datetime | None) -> None:
        """A talk that all who were in it say did not happen, does not count (4.10)."""
        if not 1 <= r <= len(self.held):
            return
        one, said = self.held[r - 1], self.votes.get(r, {})
        missed = frozenset(
            group for group in one.round.groups if all(said.get(who) is False for who in group)
        )
        if missed != one.missed:
            self.changes(at)
            self.held[r - 1] = replace(one, missed=missed)

    # Rounds

    def turn(self, r: int, payload: Mapping[str, Any], at: datetime | None) -> None:
        """The next round begins; the running one ends; or it was the last. Pressed twice, nothing happens."""
        if payload["phase"] == "talk" and r == len(self.held) + 1:
            self.over = False
            self.begin(payload.get("seal"), at)
        elif payload["phase"] != "talk" and self.held and r == len(self.held):
            self.end(at)
            self.over = self.over or payload["phase"] == "done"

    def end(self, at: datetime | None) -> None:
        """The talks of the running round are over."""
        if self.held and not self.held[-1].done:
            self.held[-1] = replace(self.held[-1], ended=at, done=True)

    def closes(self, at: datetime | None) -> None:
        """Somebody said something in the closing, so the rounds are over, unless one more begins."""
        if self.held and not self.over:
            self.end(at)
            self.over = True

    def begin(self, seal: Mapping[str, Any] | None, at: datetime | None) -> None:
        """Start the next round, as it was sealed or as it is planned now."""
        self.end(at)
        self.basis = self.based()
        one = self.unsealed(seal) if seal else next(iter(self.coming(1)), None)
        for act, who in self.pending:
            if act == "goes":
                self.inside.pop(who, None)
        self.pending = []
        if one is None:
            return
        self.held.append(replace(one, began=at))
        self.begun = True
        self.before, self.changed_at = None, None
        if seal:
            self.waits(one)

    def waits(self, one: Held) -> None:
        """Whoever came in while the round was being sealed has no place in it, and waits for the next."""
        seated = {*self.seated(one), one.flex}
        for who, first in self.inside.items():
            last = self.facts.get(who, {}).get("last") or NO_LAST
            if first <= one.number <= last and who not in seated:
                self.inside[who] = one.number + 1

    def unsealed(self, seal: Mapping[str, Any]) -> Held:
        """A round from its seal, without those who had gone by then."""
        made = Round(tuple(map(tuple, seal["g"])), tuple(seal["o"]))
        seated = tuple(tuple(map(tuple, group)) for group in seal["t"])
        one = Held(len(self.held) + 1, made, tuple(seal["s"]), seated, seal["f"], self.times.talk)
        gone = {who for who in self.seated(one) if who not in self.inside}
        return self.without(one, gone) if gone else one

    def seated(self, one: Held) -> set[str]:
        """The people who have a place in a round."""
        if one.tables:
            at_tables = {who for group in one.tables for table in group for who in table}
            return at_tables | {who for who in self.inside if self.team(who) in one.round.observers}
        return {who for group in one.round.groups for who in group} | set(one.round.observers)

    def coming(self, most: int | None = None) -> list[Held]:
        """The rounds that are still to come, as it stands now, with their spots; at most so many."""
        if self.over or self.by_week:
            return []
        basis = self.basis if self.basis and not self.outdated(self.basis) else self.based()
        planned = list(basis.plan.rounds[len(self.held) - len(basis.played) :])
        gone = {who for act, who in self.pending if act == "goes"}
        if not planned or not self.pending:
            return self.placed(planned[:most])
        first = self.without(self.placed(planned[:1])[0], gone)
        later = self.copied()
        later.pending = []
        for who in gone:
            later.inside.pop(who, None)
        later.held.append(first)
        return [first, *later.placed(later.based().plan.rounds)][:most]

    def placed(self, rounds: Sequence[Round]) -> list[Held]:
        """Rounds with spots, and with tables where teams meet."""
        before = self.sat()
        found = []
        for r, one in enumerate(rounds, len(self.held) + 1):
            where = places(one.groups, self.spot_list, self.needs, before)
            seated = self.tables_of(r, one) if self.unit == "teams" else ()
            flex = self.flex if one.observers and self.flex else ""
            found.append(Held(r, one, tuple(where), seated, flex, self.times.talk))
            before = {who: spot for group, spot in zip(one.groups, where, strict=True) for who in group}
        return found

    def sat(self) -> dict[str, str]:
        """Where people sat in the last round."""
        if not self.held:
            return {}
        last = self.held[-1]
        return {who: spot for group, spot in zip(last.round.groups, last.spots, strict=True) for who in group}

    def tables_of(self, r: int, one: Round) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """Who sits at which table, per meeting of two teams."""
        here = [who for who, first in self.inside.items() if first <= r]
        of_team = {team: [who for who in here if self.team(who) == team] for team in map(self.team, here)}
        return tuple(
            tuple(tuple(table) for table in tables(self.lot, r, of_team.get(a, []), of_team.get(b, [])))
            for a, b in one.groups
        )

    # Plans

    def based(self) -> Basis:
        """What the plan of this moment is made from: the last one, as long as nothing changed."""
        if self.basis and not self.outdated(self.basis):
            return self.basis
        fits = self.fits
        n = len(self.case.units)
        rounds = (
            fits if self.held else min(fits, used(self.times, n, allow_repeat=self.repeat)) if n > 1 else 0
        )
        return Basis(self.case, fits, self.played, rounds)

    def outdated(self, basis: Basis) -> bool:
        """Whether something has changed since this plan was made, or a round went otherwise."""
        if basis.case != self.case or basis.fits != self.fits:
            return True
        then, since = self.played[: len(basis.played)], self.played[len(basis.played) :]
        return then != basis.played or since != basis.plan.rounds[: len(since)]

    @property
    def played(self) -> tuple[Round, ...]:
        return tuple(one.played for one in self.held)

    # Time

    @property
    def fits(self) -> int:
        """The number of the last round that fits."""
        if self.left_over is None:
            return self.times.fits
        begun, more = self.left_over
        return begun + more

    def fitting(self, minutes: int, at: datetime | None) -> int:
        """How many rounds fit in the minutes that are left, after the talks that are going on."""
        times = self.times
        if self.running and at and (began := self.held[-1].began):
            rest = timedelta(minutes=self.held[-1].talk) - (at - began)
            minutes -= max(0, -(-rest // timedelta(minutes=1))) + times.change
        return rounds_left(minutes, times)

    def next_start(self) -> datetime | None:
        """When the next round is to begin; None before the first."""
        if not self.held:
            return None
        last, times = self.held[-1], self.times
        end = last.ended or (last.began + timedelta(minutes=last.talk) if last.began else None)
        return end + timedelta(minutes=times.change) if end else None
