"""A network in numbers, and how it changed (4.15)."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import Any

from kring.kit.scene import Result
from kring.kit.small_groups import FIVE
from kring.tools.carousel.planner.lot import Pair, pair

ENOUGH = Fraction(3, 5)
"""Of the people at least so many must have answered."""
BRIDGE = Fraction(1, 10)
"""From this betweenness on somebody is a bridge builder."""

Arc = tuple[str, str]


@dataclass(frozen=True)
class Net:
    """`people` (n) with their `teams` ("" for none), those who answered (r), and whom they named."""

    people: tuple[str, ...]
    answered: frozenset[str]
    arcs: frozenset[Arc]
    teams: Mapping[str, str]

    @property
    def enough(self) -> bool:
        """Whether a picture may be made of it."""
        return len(self.answered) >= FIVE and len(self.answered) >= ENOUGH * len(self.people)

    @property
    def ties(self) -> set[Pair]:
        """Who is connected, whoever named whom (U)."""
        return {pair(a, b) for a, b in self.arcs}

    @property
    def known(self) -> list[str]:
        """Everybody but those who did not answer and were not named."""
        tied = {one for both in self.ties for one in both}
        return [one for one in self.people if one in tied or one in self.answered]


def net(people: Iterable[str], answered: Iterable[str], arcs: Iterable[Arc], teams: Mapping[str, str]) -> Net:
    """A network in which only who answered names somebody, and nobody names herself or somebody outside."""
    inside = tuple(sorted(people))
    there, said = set(inside), frozenset(answered) & frozenset(inside)
    kept = frozenset((a, b) for a, b in arcs if a in said and b in there and a != b)
    return Net(inside, said, kept, {one: teams.get(one, "") for one in inside})


def measured(one: Net) -> Result:
    """{n, answered, arcs, ties, density, named, reciprocity, isolates, components, unreachable, bridges, cuts,
    betweenness: person -> 0..1, isolated: people, ei, chance, table}; shares 0..1, E-I −1..1, None where undefined.

    `table`: [{a, b, ties, possible}] for teams of five or more. Who they are is for no screen.
    """
    n, r = len(one.people), len(one.answered)
    ties, known = one.ties, one.known
    tied = {who for both in ties for who in both}
    central = dict(sorted(betweenness(known, ties).items()))
    parts = components(known, ties)
    reach = sum(len(part) * (len(part) - 1) for part in parts)
    m = len(known)
    return {
        "n": n,
        "answered": r,
        "arcs": len(one.arcs),
        "ties": len(ties),
        "density": Fraction(len(one.arcs), r * (n - 1)) if r and n > 1 else None,
        "named": Fraction(len(one.arcs), r) if r else None,
        "reciprocity": reciprocity(one),
        "isolates": sum(who not in tied for who in one.answered),
        "isolated": sorted(one.answered - tied),
        "components": len(parts),
        "unreachable": 1 - Fraction(reach, m * (m - 1)) if m > 1 else None,
        "betweenness": central,
        "bridges": sum(b >= BRIDGE for b in central.values()),
        "cuts": cuts(known, ties),
        **outward(one),
        "table": table(one),
    }


def reciprocity(one: Net) -> Fraction | None:
    """Of the arcs between two who answered, the share that comes from both sides; None without any."""
    among = [(a, b) for a, b in one.arcs if b in one.answered]
    return Fraction(sum((b, a) in one.arcs for a, b in among), len(among)) if among else None


def outward(one: Net) -> Result:
    """{ei, chance}: the E-I index (Krackhardt and Stern 1988), and what it would be if chance made the ties."""
    of_team = {who: team for who, team in one.teams.items() if team}
    if len(set(of_team.values())) < 2:
        return {"ei": None, "chance": None}
    return {
        "ei": index(one.ties, of_team),
        "chance": index(combinations(sorted(of_team), 2), of_team),
    }


def index(ties: Iterable[Pair], of_team: Mapping[str, str]) -> Fraction | None:
    """(E − I) / (E + I) over ties between people with a team."""
    crossing = [of_team[a] != of_team[b] for a, b in ties if a in of_team and b in of_team]
    outside = sum(crossing)
    return Fraction(2 * outside - len(crossing), len(crossing)) if crossing else None


def table(one: Net) -> list[Result]:
    """Ties and possible ties within and between teams of at least five."""
    sizes: dict[str, int] = {}
    for team in one.teams.values():
        sizes[team] = sizes.get(team, 0) + 1
    large = sorted(team for team, n in sizes.items() if team and n >= FIVE)
    found = []
    for place, a in enumerate(large):
        for b in large[place:]:
            possible = sizes[a] * sizes[b] if a != b else sizes[a] * (sizes[a] - 1) // 2
            ties = sum({one.teams[x], one.teams[y]} == {a, b} for x, y in one.ties)
            found.append({"a": a, "b": b, "ties": ties, "possible": possible})
    return found if len(large) > 1 else []


def graph(people: Iterable[str], ties: Iterable[Pair]) -> Any:
    """The network as networkx has it."""
    import networkx  # only who measures a network pays for it

    made = networkx.Graph()
    made.add_nodes_from(people)
    made.add_edges_from(ties)
    return made


def components(people: Collection[str], ties: Iterable[Pair]) -> list[set[str]]:
    """The parts of the network that hang together."""
    import networkx

    return [set(part) for part in networkx.connected_components(graph(people, ties))]


def cuts(people: Collection[str], ties: Iterable[Pair]) -> list[str]:
    """People without whom a part would come loose."""
    import networkx

    return sorted(networkx.articulation_points(graph(people, ties)))


def betweenness(people: Iterable[str], ties: Iterable[Pair]) -> dict[str, Fraction]:
    """Freeman's betweenness, 0..1 and exact (C-14); Brandes' algorithm (2001), since libraries count in floats."""
    return dict(between(tuple(people), frozenset(ties)))


@lru_cache(maxsize=16)
def between(people: tuple[str, ...], ties: frozenset[Pair]) -> Mapping[str, Fraction]:
    """`betweenness`, kept for whoever asks the same again, as two hundred phones do."""
    near: dict[str, list[str]] = {one: [] for one in people}
    for a, b in sorted(ties):
        near[a].append(b)
        near[b].append(a)
    total = dict.fromkeys(people, Fraction())
    for source in people:
        order, paths, before = shortest(source, near)
        carried = dict.fromkeys(order, Fraction())
        for one in reversed(order):
            for other in before[one]:
                carried[other] += Fraction(paths[other], paths[one]) * (1 + carried[one])
            if one != source:
                total[one] += carried[one]
    m = len(people)
    pairs = (m - 1) * (m - 2)
    # Each pair was met from both of its ends.
    return {one: value / pairs if pairs else Fraction() for one, value in total.items()}


def shortest(
    source: str, near: Mapping[str, list[str]]
) -> tuple[list[str], dict[str, int], dict[str, list[str]]]:
    """(people from near to far, number of shortest paths to each, who stands before whom on them)."""
    far, paths = {source: 0}, {source: 1}
    before: dict[str, list[str]] = {source: []}
    order, waiting = [], deque([source])
    while waiting:
        one = waiting.popleft()
        order.append(one)
        for other in near[one]:
            if other not in far:
                far[other], paths[other], before[other] = far[one] + 1, 0, []
                waiting.append(other)
            if far[other] == far[one] + 1:
                paths[other] += paths[one]
                before[other].append(one)
    return order, paths, before


def compared(then: Net, now: Net) -> Result | None:
    """{n, new, lost, kept, density, reciprocity, ei: now − then or None} over who answered both times.

    None below five of them. `new`, `lost` and `kept` count who named whom.
    """
    both = then.answered & now.answered
    if len(both) < FIVE:
        return None
    people = set(then.people) & set(now.people)
    old, new = (net(people, both, one.arcs, now.teams) for one in (then, now))
    before, after = measured(old), measured(new)
    return {
        "n": len(both),
        "new": len(new.arcs - old.arcs),
        "lost": len(old.arcs - new.arcs),
        "kept": len(old.arcs & new.arcs),
        **{name: difference(before[name], after[name]) for name in ("density", "reciprocity", "ei")},
    }


def difference(then: Fraction | None, now: Fraction | None) -> Fraction | None:
    return None if then is None or now is None else now - then


def efficiency(people: Collection[str], ties: Iterable[Pair]) -> Fraction:
    """Global efficiency (Latora and Marchiori 2001), 0..1: the mean of one over the distance of two people."""
    near: dict[str, list[str]] = {one: [] for one in people}
    for a, b in ties:
        near[a].append(b)
        near[b].append(a)
    total = sum(
        (Fraction(1, d) for one in people for other, d in distances(one, near).items() if other != one),
        Fraction(),
    )
    m = len(people)
    return total / (m * (m - 1)) if m > 1 else Fraction()


def distances(source: str, near: Mapping[str, list[str]]) -> dict[str, int]:
    """How far everybody who can be reached is."""
    far, waiting = {source: 0}, deque([source])
    while waiting:
        one = waiting.popleft()
        for other in near[one]:
            if other not in far:
                far[other] = far[one] + 1
                waiting.append(other)
    return far


@lru_cache(maxsize=16)
def gains(people: tuple[str, ...], ties: frozenset[Pair]) -> Mapping[Pair, Fraction]:
    """Pair without a tie -> how much more efficient the network is with it (10.2)."""
    near: dict[str, list[str]] = {one: [] for one in people}
    for a, b in sorted(ties):
        near[a].append(b)
        near[b].append(a)
    never = len(people)
    far = {one: dict.fromkeys(people, never) | distances(one, near) for one in people}
    found = {}
    for u, v in combinations(sorted(people), 2):
        if pair(u, v) not in ties:
            found[u, v] = nearer(far, u, v, never) / (never * (never - 1))
    return found


def nearer(far: Mapping[str, Mapping[str, int]], u: str, v: str, never: int) -> Fraction:
    """What a tie between u and v adds to the sum of one over the distance, over ordered pairs; `never` apart is not
    reached at all."""
    moved: Counter[tuple[int, int]] = Counter()
    for s, of_s in far.items():
        to_u, to_v = of_s[u], of_s[v]
        for t, before in of_s.items():
            after = min(to_u + far[v][t], to_v + far[u][t]) + 1
            if after < before and s != t:
                moved[before, after] += 1
    total = Fraction()
    for (before, after), n in moved.items():
        total += n * (Fraction(1, after) - (Fraction(1, before) if before < never else 0))
    return total
