"""A group too small to be shown apart speaks as one: the joint form (C-31).

Its people fill in one form together on one phone, before the first publication, and say with how many they are:
`joint: true, joint_n: 2..20` in the payload with which a phone says to which group it belongs. What this phone answers
is a statement of the group: always shown, with its label, without a spread, part of comparisons of groups and never of
the whole. What others of that group answer to the same questions is left out everywhere; otherwise the whole with them
in it, beside the group's own statement, would tell about one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

from kring.kit.payload import Payload, number_of
from kring.kit.scene import Contribution, Published
from kring.kit.small_groups import FIVE

FEWEST, MOST = 2, 20
"""With how many people one form may be filled in."""
FIGURE = "joint"
"""Under this name a publication remembers which phone spoke for which group."""

Exact = int | Fraction
Rows = dict[str, dict[str, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Joint:
    """A group that speaks as one: through which voice or seat, and for how many people."""

    group: str
    id: str
    n: int


def joint_of(payload: Payload) -> Payload:
    """{joint: True, joint_n} of a payload as it may be stored, {} for somebody who speaks for themselves.

    Raises Refused("unreadable") for a number outside 2..20.
    """
    if payload.get("joint") is not True:
        return {}
    return {"joint": True, "joint_n": number_of(payload, "joint_n", FEWEST, MOST)}


def joint_forms(
    said: Iterable[Contribution], before: Sequence[Published] = (), step: str = ""
) -> dict[str, Joint]:
    """group -> its joint form, from what phones said about their group (`group`, and perhaps `joint`); `said` holds
    the newest of each phone.

    One form a group: of two the one that spoke first. Once this step was published only those stand that were in it,
    for a group that spoke up afterwards could be taken from a whole in which its people are.
    """
    forms: dict[str, Joint] = {}
    for one in sorted(said, key=lambda one: (one.seq, one.participant)):
        if one.payload.get("joint") and one.payload.get("group"):
            group = str(one.payload["group"])
            forms.setdefault(group, Joint(group, one.participant, int(one.payload["joint_n"])))
    published = [one.rows.get(FIGURE, {}) for one in before if one.step == step]
    if not published:
        return forms
    return {group: form for group, form in forms.items() if form.id in published[-1].get(group, frozenset())}


def alone(people: Iterable[str], groups: Mapping[str, str], forms: Mapping[str, Joint]) -> frozenset[str]:
    """Of these people those who are counted one by one: in no group that speaks as one, and not its phone either."""
    speakers = {form.id for form in forms.values()}
    return frozenset(who for who in people if groups.get(who, "") not in forms and who not in speakers)


def joint_rows(forms: Mapping[str, Joint]) -> Rows:
    """What a publication remembers of the joint forms; {} without any. It also fixes what their phones said."""
    rows = {group: frozenset({form.id}) for group, form in sorted(forms.items())}
    return {FIGURE: rows} if rows else {}


def compared(
    means: Mapping[str, Exact], spoken: Mapping[str, Exact | None], between: tuple[str, str]
) -> tuple[Fraction, Fraction] | None:
    """The values of two groups to compare: the statement of a group that speaks as one, else its mean where it is
    apart (C-29). None when one of the two has neither."""
    found = []
    for group in between:
        value = spoken.get(group) if group in spoken else means.get(group)
        if value is None:
            return None
        found.append(Fraction(value))
    return found[0], found[1]


def may_offer(sizes: Mapping[str, int], never: AbstractSet[str] = frozenset()) -> list[str]:
    """The groups that are too small to be shown apart and more than one person, in their order."""
    return [group for group, n in sizes.items() if FEWEST <= n < FIVE and group not in never]
