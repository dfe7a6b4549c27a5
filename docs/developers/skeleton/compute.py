"""What the contributions mean. Pure: the same contributions give the same result, in any order of arrival."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kring.kit.scene import Contribution, Participant, Result, Scene, Settings


def cards(contributions: Iterable[Contribution]) -> dict[str, Contribution]:
    """The cards on the wall: uuid of the first of a chain (C-04) -> the newest of that chain, by `seq`."""
    first: dict[str, str] = {}
    newest: dict[str, Contribution] = {}
    for one in sorted(contributions, key=lambda said: said.seq):
        if one.kind == "__prefix__.card":
            begin = first.get(one.payload.get("replaces", ""), one.uuid)
            first[one.uuid] = begin
            newest[begin] = one
        if one.kind == "__prefix__.withdraw":
            newest.pop(first.get(one.payload["target"], ""), None)
    return newest


def compute(
    settings: Settings, participants: Sequence[Participant], contributions: Sequence[Contribution], as_of: date
) -> Result:
    """{n: seats that wrote, cards: [{id, text, by, uuid, kept}]} in the order in which they were written."""
    names = {one.id: one.name for one in participants}
    kept: dict[str, int] = {}
    for one in contributions:
        if one.kind == "__prefix__.keep" and one.payload["on"]:
            kept[one.key] = kept.get(one.key, 0) + 1
    wall = cards(contributions)
    return {
        "n": len({one.participant for one in wall.values()}),
        "cards": [
            {
                "id": begin,
                "uuid": one.uuid,
                "text": one.payload["text"],
                "by": names.get(one.participant, ""),
                "kept": kept.get(begin, 0),
            }
            for begin, one in wall.items()
        ],
    }


def live(scene: Scene, step: str) -> Result:
    """The wall, from the first card on."""
    if step == "join":
        return {}
    return compute(scene.settings, scene.participants, scene.contributions, scene.as_of)
