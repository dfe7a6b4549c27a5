"""Every number of an activity at once, as in section 4. Never shown as it is; `reveals` says what may be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kring.kit.scene import Contribution, Participant, Result, Scene, Settings
from kring.tools.change_colours.back import back, rated
from kring.tools.change_colours.buddies import joined, pairs
from kring.tools.change_colours.group import mean_congruence, mean_scores, picture
from kring.tools.change_colours.live import MAX_LOAD, names
from kring.tools.change_colours.own import own
from kring.tools.change_colours.people import named_people, unnamed_people
from kring.tools.change_colours.reveals import respondents
from kring.tools.change_colours.scenarios import columns, judgements, ranking
from kring.tools.change_colours.shares import three_shares
from kring.tools.change_colours.signals import signals
from kring.tools.change_colours.situation import scores, situation
from kring.tools.change_colours.strategy import strategy
from kring.tools.change_colours.vocabulary import MODES


def compute(
    settings: Settings,
    participants: Sequence[Participant],
    contributions: Sequence[Contribution],
    as_of: date,
) -> Result:
    """{own: id -> outcome, picture, names, signals, situation, scenarios, weigh, back, strategy, buddies,
    shares}.

    The picture is over A and B together (4.4), whatever may be shown of it. Exact; the order in which the
    contributions come does not matter, their `seq` does.
    """
    scene = Scene(settings, participants, contributions, as_of)
    form = settings.get("form", "blocks")
    named, unnamed = named_people(contributions), unnamed_people(contributions, form)
    people = [*named, *unnamed]
    drawn = picture(people)
    asked = situation(scores(contributions))
    plan = strategy(contributions)
    weighing = respondents(settings, contributions, "weigh", "cc.weigh")
    return {
        "own": {
            who: own(own_scene(scene, who)) for who in sorted({one.participant for one in contributions})
        },
        "picture": drawn
        | {"congruence": mean_congruence(people)}
        | {"scores": {mode: mean_scores(unnamed, mode) for mode in MODES}},
        "names": names(scene),
        "signals": signals(drawn),
        "situation": asked,
        "scenarios": columns(contributions, {one.id: one.name for one in participants}),
        "weigh": ranking(judgements(contributions), len(weighing)),
        "back": {**back(scene), "phases": rated(scene)},
        "strategy": plan,
        "buddies": pairs(joined(participants, contributions), settings.get("max_load", MAX_LOAD)),
        "shares": three_shares(asked["share"], drawn["do"]["share"], plan["share"]),
    }


def own_scene(scene: Scene, who: str) -> Scene:
    """The part of a scene that one participant gave."""
    mine = [one for one in scene.contributions if one.participant == who]
    return Scene(scene.settings, scene.participants, mine, scene.as_of)
