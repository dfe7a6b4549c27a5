"""From contributions to people, with their leading colours and their choice of who may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kring.kit.scene import Contribution, counting
from kring.tools.change_colours.scores import Scores, block_scores, congruence, leading
from kring.tools.change_colours.vocabulary import BLOCKS, MODES, Mode

RECORDS: dict[str, str] = dict.fromkeys(("cc.phase", "cc.step", "cc.withdraw", "cc.plan"), "record")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One mode of one person; `leading` is empty for somebody who is mixed, `scores` are there for blocks."""

    leading: tuple[str, ...]
    scores: Scores | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A voice with its answers, or a seat that gave its name; `think` and `do` are both valid."""

    id: str
    think: Outcome
    do: Outcome
    named: bool = False

    def mode(self, mode: Mode) -> Outcome:
        """The outcome of thinking or of doing."""
        return self.think if mode == "think" else self.do

    @property
    def congruence(self) -> Fraction | None:
        """J of section 4.3."""
        return congruence(self.think.leading, self.do.leading)


Answers = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""participant -> key -> payload, of one kind."""


def answers(contributions: Iterable[Contribution], kind: str) -> Answers:
    """The newest answers of a kind, in the order of the participants' ids.

    Only of the running activity: of what went before in the thread the plan goes on, and nothing else.
    """
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for one in sorted(counting(contributions, RECORDS), key=lambda one: (one.participant, one.key)):
        if one.kind == kind and not one.activity:
            found.setdefault(one.participant, {})[one.key] = one.payload
    return found


def from_blocks(given: Mapping[str, Mapping[str, Any]], mode: Mode) -> Outcome | None:
    """The outcome of a mode from the answers of one person, None with too few blocks."""
    scores = block_scores(
        (given[block].get("most"), given[block].get("least")) for block in BLOCKS[mode] if block in given
    )
    return Outcome(tuple(leading(scores)), scores) if scores else None


def from_picks(given: Mapping[str, Mapping[str, Any]], mode: Mode) -> Outcome | None:
    """The outcome of a mode from the colours somebody picked, None when nothing was picked."""
    picked = given.get(mode, {}).get("colours")
    return Outcome(tuple(picked)) if picked else None


def outcomes(contributions: Iterable[Contribution], form: str) -> dict[str, dict[Mode, Outcome | None]]:
    """The outcome per mode of everybody who answered (participant -> mode -> outcome or None)."""
    kind, read = ("cc.pick", from_picks) if form == "self_pick" else ("cc.block", from_blocks)
    given = answers(contributions, kind)
    return {who: {mode: read(own, mode) for mode in MODES} for who, own in given.items()}


def named_people(contributions: Iterable[Contribution]) -> list[Person]:
    """A of section 4.4: the people who gave their name and leading colours."""
    return [
        Person(who, Outcome(tuple(own[""]["think"])), Outcome(tuple(own[""]["do"])), named=True)
        for who, own in answers(contributions, "cc.named").items()
        if "" in own
    ]


def unnamed_people(contributions: Iterable[Contribution], form: str) -> list[Person]:
    """B of section 4.4: the people who count without a name, with a valid outcome in both modes."""
    given = list(contributions)
    shares = answers(given, "cc.share")
    people = []
    for who, modes in outcomes(given, form).items():
        think, do = modes["think"], modes["do"]
        if think and do and shares.get(who, {}).get("", {}).get("share") == "total":
            people.append(Person(who, think, do))
    return people
