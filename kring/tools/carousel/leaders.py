"""Notes to leaders (8.7): five people at least, shuffled, and only after the carousel has closed."""

from __future__ import annotations

from kring.kit.draw import drawn
from kring.kit.scene import Contribution, Result, Scene
from kring.kit.small_groups import FIVE
from kring.tools.carousel.people import answers, now
from kring.tools.carousel.standing import Standing
from kring.tools.carousel.vocabulary import NOTES


def leaders(stands: Standing) -> list[str]:
    """The people who want to learn from what others see."""
    return sorted(who for who, own in stands.facts.items() if own.get("leader") and who in stands.people)


def notes_for(scene: Scene, stands: Standing, leader: str) -> Result | None:
    """What this leader may read now: {state: waiting | too_few | shown, notes: field -> [{text, name}]}.

    None for who is no leader. Each field is shuffled by itself, so that nothing says which three belong together;
    a name stands there only if its author added it. Below five people nothing is ever shown.
    """
    if leader not in leaders(stands) or not scene.settings.get("leader_feedback"):
        return None
    released = stands.released.get("notes")
    if released is None:
        return {"state": "waiting", "notes": {}}
    upto = released.payload.get("upto")
    given = [
        one
        for (_, key), one in answers(now(scene.contributions), "cr.leader_note").items()
        if key == leader and in_time(one, upto, released.seq)
    ]
    if people(given) < FIVE:
        return {"state": "too_few", "notes": {}}
    return {"state": "shown", "notes": {field: shuffled(scene, stands, given, field) for field in NOTES}}


def not_passed_on(scene: Scene) -> frozenset[str]:
    """The notes to leaders for whom there were too few to pass them on safely: they are destroyed at the end."""
    of_leader: dict[str, list[Contribution]] = {}
    for (_, leader), one in answers(now(scene.contributions), "cr.leader_note").items():
        of_leader.setdefault(leader, []).append(one)
    few = [leader for leader, given in of_leader.items() if people(given) < FIVE]
    return frozenset(
        one.uuid
        for one in scene.contributions
        if one.kind == "cr.leader_note" and not one.activity and one.key in few
    )


def people(given: list[Contribution]) -> int:
    """How many people gave these notes at least: somebody may give one with a name and one without."""
    lanes: dict[str, set[str]] = {}
    for one in given:
        lanes.setdefault(one.lane, set()).add(one.participant)
    return max((len(ids) for ids in lanes.values()), default=0)


def in_time(one: Contribution, upto: int | None, released: int) -> bool:
    """Whether a note was there when the notes were passed on; the two lanes count by themselves."""
    if one.lane == "anonymous":
        return upto is None or one.seq <= upto
    return one.seq <= released


def shuffled(scene: Scene, stands: Standing, given: list[Contribution], field: str) -> list[Result]:
    """The texts of one field in drawn order."""
    texts = {one.uuid: one for one in given if one.payload.get(field)}
    found = []
    for uuid in drawn(texts, stands.lot, f"note {field}"):
        one = texts[uuid]
        known = one.lane == "named" and one.participant in stands.people
        name = stands.people[one.participant].name if known else ""
        found.append({"text": one.payload[field], "name": name})
    return found
