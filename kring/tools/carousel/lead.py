"""What only whoever leads sees: everybody with what was arranged for them, and the settings as they hold now.

{people: [{id, name, in, team, leader, flex, no_walk, step_free, fixed_spot, last: a round or None}] by name,
 forbidden: [{a, b, names}] as the facilitator set them, without a reason; what people wish stays theirs,
 setup: the settings as they hold now, minutes as they are given; teams see how long they talk}
"""

from __future__ import annotations

from typing import Any

from kring.kit.scene import Result, Scene
from kring.tools.carousel.course import standing_of
from kring.tools.carousel.standing import Standing

FLAGS = ("leader", "flex", "no_walk", "step_free")
CHOICES = ("use", "unit", "odd_mode", "preset", "map_mode", "allow_repeat", "table_list")
MINUTES = ("minutes", "talk", "change", "opening", "closing", "every")


def lead(scene: Scene) -> Result:
    """The arrangement, for the page of whoever leads."""
    stands = standing_of(scene)
    people = [person(stands, who) for who, one in stands.people.items() if one.present]
    return {
        "people": sorted(people, key=lambda one: (one["name"].casefold(), one["id"])),
        "forbidden": [
            {"a": a, "b": b, "names": [stands.people[who].name for who in (a, b)]}
            for (a, b), on in sorted(stands.barred.items())
            if on and a in stands.people and b in stands.people
        ],
        "setup": {
            **{name: stands.settings.get(name) for name in CHOICES},
            **{name: stands.settings.get(name) for name in MINUTES},
            **({"talk": stands.times.talk} if stands.unit == "teams" else {}),
        },
    }


def person(stands: Standing, who: str) -> dict[str, Any]:
    """One person as it was arranged."""
    facts = stands.facts.get(who, {})
    return {
        "id": who,
        "name": stands.people[who].name,
        "in": who in stands.inside,
        "team": stands.team(who),
        **{name: bool(facts.get(name)) for name in FLAGS},
        "fixed_spot": facts.get("fixed_spot", ""),
        "last": facts.get("last"),
    }
