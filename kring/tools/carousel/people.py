"""Who is who: seats of this meeting, their names as they are shown, and what belongs to earlier carousels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kring.kit.scene import Contribution, Participant
from kring.tools.carousel.vocabulary import CONFIDENTIAL


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a seat. `who` is the same in every meeting for a person with an account."""

    id: str
    name: str
    team: str = ""
    role: str = "other"
    present: bool = True
    who: str = ""


def members(participants: Iterable[Participant]) -> dict[str, Member]:
    """Every seat but tables, by id; also those of earlier meetings. Equal names get a team or a number."""
    seats = sorted(
        (one for one in participants if one.lane == "named" and not one.table), key=lambda one: one.id
    )
    # A person who came before has a seat in both meetings; only seats that are taken now share a room.
    here = Counter(one.name for one in seats if one.present)
    alike: dict[str, list[Participant]] = {}
    for one in seats:
        alike.setdefault(one.name, []).append(one)
    found = {}
    for one in seats:
        name = one.name
        if here[name] > 1 and one.present:
            name = told_apart(one, [other for other in alike[name] if other.present])
        found[one.id] = Member(one.id, name, one.team, one.role, one.present, one.person or one.id)
    return dict(sorted(found.items()))


def told_apart(one: Participant, same: Sequence[Participant]) -> str:
    """The name with the team behind it, or with a number where that does not help."""
    teams = Counter(other.team for other in same)
    if one.team and teams[one.team] == 1:
        return f"{one.name} ({one.team})"
    return f"{one.name} {1 + [other.id for other in same].index(one.id)}"


def now(contributions: Iterable[Contribution]) -> list[Contribution]:
    """What was said in this activity, by `seq`."""
    return sorted((one for one in contributions if not one.activity and readable(one)), key=order)


def earlier(contributions: Iterable[Contribution]) -> dict[str, list[Contribution]]:
    """Activity -> what was said in it; of the earlier carousels of this thread."""
    found: dict[str, list[Contribution]] = {}
    for one in sorted(contributions, key=order):
        if one.activity and readable(one):
            found.setdefault(one.activity, []).append(one)
    return found


def readable(one: Contribution) -> bool:
    """A confidential answer that was restored without its key is empty, and counts as not given."""
    return bool(one.payload) or one.kind not in CONFIDENTIAL


def order(one: Contribution) -> tuple[str, int, str]:
    return one.lane, one.seq, one.uuid


def of_kind(contributions: Iterable[Contribution], *kinds: str) -> list[Contribution]:
    """The contributions of these kinds, in their order."""
    return [one for one in contributions if one.kind in kinds]


def answers(contributions: Iterable[Contribution], kind: str) -> dict[tuple[str, str], Contribution]:
    """(participant, key) -> the newest answer of this kind."""
    return {(one.participant, one.key): one for one in of_kind(contributions, kind)}


def cards(contributions: Sequence[Contribution], kind: str) -> list[tuple[str, Contribution]]:
    """(uuid under which a card began, its newest form) of every card that was not withdrawn, oldest first."""
    first: dict[str, str] = {}
    newest: dict[str, Contribution] = {}
    for one in of_kind(contributions, kind):
        begun = first.get(one.payload.get("replaces", ""), one.uuid)
        first[one.uuid] = begun
        newest[begun] = one
    for one in of_kind(contributions, "cr.withdraw"):
        newest.pop(first.get(one.payload["target"], ""), None)
    return list(newest.items())


def names(people: Mapping[str, Member], ids: Iterable[str]) -> list[str]:
    """Names as they are shown."""
    return [people[one].name for one in ids if one in people]
