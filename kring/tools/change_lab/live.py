"""What everybody may see at once (section 2.0): boards of cards that have a name or were opened.

Counts of reactions, ratings, zone, dots and barometer are in it as far as they were published, in this session
or an earlier one. Every part holds `so_far`: what a latecomer gets to see, {texts: [{by, former, text, quotes,
session}] of the last session with one, cards, tensions, experiments: how many, session: number}.

`checkin`:     {experiments}
`ambition`:    {wall}
`mirror_in`:   {made: cards of this session, waiting, queue: [card]}
`mirror_look`: {wall}
`history`:     {timeline, components}
`triangle`:    {triangle, tensions}
`tensions`:    {triangle, tensions, mirror: [{id, text}]}
`rate`:        {tensions, mirror, joint: groups that may fill in one form together}
`model`:       {wall, triangle, tensions, experiments, principles}
`zone`:        {experiments, tensions, principles}
`experiment`:  {experiments, tensions, principles: [{id, text, surface: model or component}]}
`evaluate`:    {wall, answers: cards of this session per open question, product and process}
`barometer`:   {pairs: ids in the order of the screen, form}
`close`:       {wall, triangle, timeline, tensions, experiments, threads, learning, texts: of this session}

wall: `wall.wall` · triangle: `triangle.triangle` · timeline: `triangle.timeline` · tensions:
`tensions.tensions` · experiments: `experiments.experiments` · threads: `threads.threads` · learning:
`learning.learning`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from kring.frames.activity_system.vocabulary import COMPONENTS
from kring.frames.transitions.vocabulary import on_screen
from kring.kit.joint import may_offer
from kring.kit.roles import OTHERS, group_sizes
from kring.kit.scene import Result, Scene
from kring.tools.change_lab.experiments import experiments
from kring.tools.change_lab.lab import Lab
from kring.tools.change_lab.learning import learning
from kring.tools.change_lab.on_board import on_the_board
from kring.tools.change_lab.tensions import tensions
from kring.tools.change_lab.threads import threads
from kring.tools.change_lab.triangle import timeline, triangle
from kring.tools.change_lab.vocabulary import OPEN_QUESTIONS, SURFACES, form_of
from kring.tools.change_lab.wall import mirror_cards, wall


def live(scene: Scene, step: str) -> Result:
    """The live part of a step, {} for a step that does not exist."""
    if step not in PARTS:
        return {}
    boards = Boards(Lab(scene))
    return {name: getattr(boards, name) for name in (*PARTS[step], "so_far")} | EXTRA.get(step, nothing)(
        boards
    )


def hangs(scene: Scene) -> Result:
    """What hangs there between the meetings: the boards of `close`, and the question and object of the lab. While a
    meeting goes on, no more of it than its board has shown."""
    kept = {
        name: scene.settings.get(name, "")
        for name in ("question", "object", "finished", "paused", "perspective")
    }
    return {**live(on_the_board(scene, PARTS), "close"), **kept}


def released(scene: Scene) -> Result:
    """What authors let go outside the lab (section 8), without names, photos and logs; {} when nothing was.

    {question, cards: surface -> [{id, text, time, mirror_kind}], boxes: component -> [{id, text, state}],
    tensions: [{id, a, b, one_hand, other_hand}], experiments: [{id, title, look_for, status}]}
    """
    boards = Boards(Lab(on_the_board(scene, PARTS)))

    def bare(one: Mapping[str, Any], *names: str) -> dict[str, Any]:
        return {name: one[name] for name in ("id", *names)}

    cards: dict[str, list[dict[str, Any]]] = {surface: [] for surface in SURFACES}
    for found in boards.wall["cells"].values():
        for one in found:
            if one["released"]:
                cards[one["surface"]].append(bare(one, "text", "time", "mirror_kind"))
    boxes = {
        part: [
            bare(one, "text") | {"state": state}
            for state, texts in states.items()
            for one in texts
            if one["released"]
        ]
        for part, states in boards.triangle["boxes"].items()
    }
    tensions = [bare(one, "a", "b", "one_hand", "other_hand") for one in boards.tensions if one["released"]]
    trials = [bare(one, "title", "look_for", "status") for one in boards.experiments if one["released"]]
    if not (any(cards.values()) or any(boxes.values()) or tensions or trials):
        return {}
    return {
        "question": scene.settings.get("question", ""),
        "cards": cards,
        "boxes": boxes,
        "tensions": tensions,
        "experiments": trials,
    }


class Boards:
    """The boards of a lab, each worked out when it is asked for."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab

    @cached_property
    def wall(self) -> Result:
        return wall(self.lab)

    @cached_property
    def tensions(self) -> list[dict[str, Any]]:
        return tensions(self.lab)

    @cached_property
    def triangle(self) -> Result:
        return triangle(self.lab, self.tensions)

    @cached_property
    def timeline(self) -> list[dict[str, Any]]:
        return timeline(self.lab)

    @cached_property
    def experiments(self) -> list[dict[str, Any]]:
        return experiments(self.lab)

    @cached_property
    def threads(self) -> Result:
        return threads(self.lab, self.tensions)

    @cached_property
    def learning(self) -> list[dict[str, Any]]:
        return learning(self.lab)

    @cached_property
    def mirror(self) -> list[dict[str, str]]:
        """Cards that may show a tension."""
        return [{"id": ident, "text": text} for ident, text in mirror_cards(self.lab).items()]

    @cached_property
    def principles(self) -> list[dict[str, str]]:
        """What an experiment may be based on: cards of the model, and what stands as new in the triangle."""
        cards = [
            {"id": one["id"], "text": one["text"], "surface": "model"}
            for cell, found in self.wall["cells"].items()
            if cell.startswith("model.")
            for one in found
        ]
        new = [
            {"id": one["id"], "text": one["text"], "surface": part}
            for part, states in self.triangle["boxes"].items()
            for one in states["new"]
        ]
        return cards + new

    @cached_property
    def texts(self) -> list[dict[str, Any]]:
        """What the scribes of this session wrote, one after the other."""
        return written(self.lab, self.lab.here)

    @cached_property
    def so_far(self) -> Result:
        """What somebody who comes late gets to see."""
        lab = self.lab
        with_text = {lab.session_of(one) for one in lab.of("cl.scribe")}
        return {
            "texts": written(lab, max(with_text)) if with_text else [],
            "cards": sum(not card.nameless or card.id in lab.opened for card in lab.cards.values()),
            "tensions": len(lab.tensions),
            "experiments": len(lab.experiments),
            "session": lab.running.number,
        }


def written(lab: Lab, place: int) -> list[dict[str, Any]]:
    """The texts of the scribes of one session: [{id, by, former, text, quotes, session: number}]."""
    return [
        {
            "id": one.uuid,
            **lab.signed(one.participant),
            "text": one.payload["text"],
            "quotes": list(one.payload["quotes"]),
            "session": lab.sessions[place].number,
        }
        for one in lab.of("cl.scribe")
        if lab.session_of(one) == place
    ]


def nothing(boards: Boards) -> Result:
    """No more than the boards themselves."""
    return {}


def filling(boards: Boards) -> Result:
    """How full the mirror gets, without the cards themselves."""
    lab, seen = boards.lab, boards.wall
    made = sum(
        card.session == lab.here and (not card.nameless or card.id in lab.opened)
        for card in lab.cards.values()
    )
    return {"made": made, "waiting": seen["waiting"], "queue": seen["queue"]}


def answered(boards: Boards) -> Result:
    """The two open questions at the end, with the cards of this session."""
    here = [one for found in boards.wall["cells"].values() for one in found if one["here"]]
    return {
        "answers": {question: [one for one in here if one["open"] == question] for question in OPEN_QUESTIONS}
    }


def components(boards: Boards) -> Result:
    """The boxes to which an event may belong."""
    return {"components": list(COMPONENTS)}


def pairs(boards: Boards) -> Result:
    """Which pairs are asked, in which order."""
    form = form_of(boards.lab.settings)
    return {"form": form, "pairs": list(on_screen(form))}


def small_groups(boards: Boards) -> Result:
    """The groups that may fill in one form together (C-31): {joint: groups of two to four people who are here}."""
    return {"joint": may_offer(group_sizes(boards.lab.scene.participants), {OTHERS})}


PARTS: Mapping[str, tuple[str, ...]] = {
    "checkin": ("experiments",),
    "ambition": ("wall",),
    "mirror_in": (),
    "mirror_look": ("wall",),
    "history": ("timeline",),
    "triangle": ("triangle", "tensions"),
    "tensions": ("triangle", "tensions", "mirror"),
    "rate": ("tensions", "mirror"),
    "model": ("wall", "triangle", "tensions", "experiments", "principles"),
    "zone": ("experiments", "tensions", "principles"),
    "experiment": ("experiments", "tensions", "principles"),
    "evaluate": ("wall",),
    "barometer": (),
    "close": ("wall", "triangle", "timeline", "tensions", "experiments", "threads", "learning", "texts"),
}
EXTRA: Mapping[str, Callable[[Boards], Result]] = {
    "mirror_in": filling,
    "history": components,
    "evaluate": answered,
    "barometer": pairs,
    "rate": small_groups,
}
