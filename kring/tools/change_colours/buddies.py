"""Who learns a colour from whom (section 4.10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kring.kit.scene import Contribution, Participant
from kring.tools.change_colours.people import answers, named_people
from kring.tools.change_colours.scores import without


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody who joined: `wishes` are the colours to learn in order of trying, [] for "not now"."""

    id: str
    name: str
    wishes: tuple[str, ...]
    offers: tuple[str, ...]
    present: bool = True


def joined(participants: Sequence[Participant], contributions: Iterable[Contribution]) -> list[Joined]:
    """Everybody who chose to be named and said in this step what to learn or to offer.

    An offer without a list means: my own doing colours.
    """
    given = list(contributions)
    seats = {one.id: one for one in participants}
    seeks, offers = answers(given, "cc.seek"), answers(given, "cc.offer")
    found = []
    for person in named_people(given):
        if person.id not in seats or (person.id not in seeks and person.id not in offers):
            continue
        colour = seeks.get(person.id, {}).get("", {}).get("learning_colour")
        others = without(person.think.leading, person.do.leading)
        offered: Sequence[str] = ()
        if person.id in offers:
            listed = offers[person.id].get("", {}).get("colours")
            offered = person.do.leading if listed is None else listed
        wishes = (colour, *(one for one in others if one != colour)) if colour else ()
        seat = seats[person.id]
        found.append(Joined(person.id, seat.name, wishes, tuple(offered), seat.present))
    return found


def pairs(people: Sequence[Joined], max_load: int) -> dict[str, Any]:
    """{pairs: [{seeker, helper, colour, seats, gone}], no_helper: [{seeker, colour}], outside: [seeker]}.

    `seeker` and `helper` are shown names; `seats` their ids; `gone` says that one of the two has left;
    `outside` are those for whom the group has nobody at all.
    """
    order = sorted(people, key=lambda one: (one.name.casefold(), one.name, one.id))
    load = {one.id: 0 for one in order}
    found: dict[str, list[Any]] = {"pairs": [], "no_helper": [], "outside": []}
    for seeker in order:
        for colour in seeker.wishes:
            helper = lightest(order, seeker, colour, load, max_load)
            if helper is None:
                found["no_helper"].append({"seeker": seeker.name, "colour": colour})
                continue
            load[helper.id] += 1
            found["pairs"].append(
                {
                    "seeker": seeker.name,
                    "helper": helper.name,
                    "colour": colour,
                    "seats": [seeker.id, helper.id],
                    "gone": not (seeker.present and helper.present),
                }
            )
            break
        else:
            if seeker.wishes:
                found["outside"].append(seeker.name)
    return found


def lightest(
    order: Sequence[Joined], seeker: Joined, colour: str, load: Mapping[str, int], max_load: int
) -> Joined | None:
    """The helper of a colour who helps the fewest so far, by name; None when nobody has room."""
    free = [one for one in order if one is not seeker and colour in one.offers and load[one.id] < max_load]
    return min(free, key=lambda one: load[one.id], default=None)
