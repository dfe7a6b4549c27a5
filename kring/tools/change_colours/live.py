"""What everybody may see at once (section 2.0): names that were given, scenarios, the plan, pairs.

`picture`:   {names: [{name, think: colours, do: colours}] by name, or [] below two names}
             Only to be shown once `picture:names` was published.
`scenarios`: {columns: colour -> [{by, id, first_step, who, yields, pitfall}]}
`back`:      see `back.back`; how much a phase helped is only in its publication
`weigh`:     {n, ranking, uncounted} as in `reveals`, or {} below five people.
             Only to be shown once `weigh` was published: votes after a publication are live.
`strategy`:  see `strategy.strategy`, and change_kind: or ""
`buddies`:   {pairs: [{seeker, helper, colour, seats, gone}], no_helper: [{seeker, colour}], outside: [name]}
"""

from __future__ import annotations

from kring.kit.scene import Result, Scene
from kring.tools.change_colours.back import back, said_of_plan
from kring.tools.change_colours.buddies import joined, pairs
from kring.tools.change_colours.counted import FEWEST_NAMES
from kring.tools.change_colours.people import named_people
from kring.tools.change_colours.reveals import weighed
from kring.tools.change_colours.scenarios import columns
from kring.tools.change_colours.strategy import strategy

MAX_LOAD = 2


def live(scene: Scene, step: str) -> Result:
    """The live part of a step, {} where there is none."""
    match step:
        case "picture":
            return {"names": names(scene)}
        case "scenarios":
            shown = {one.id: one.name for one in scene.participants}
            return {"columns": columns(scene.contributions, shown)}
        case "weigh":
            return weighed(scene)
        case "back":
            return back(scene)
        case "strategy":
            return strategy(scene.contributions) | {"change_kind": said_of_plan(scene)["change_kind"]}
        case "buddies" if scene.settings.get("allow_names"):
            people = joined(scene.participants, scene.contributions)
            return pairs(people, scene.settings.get("max_load", MAX_LOAD))
    return {}


def names(scene: Scene) -> list[Result]:
    """The table of names by name: everybody who gives the own name at this moment."""
    if not scene.settings.get("allow_names"):
        return []
    shown = {one.id: one.name for one in scene.participants}
    given = [one for one in named_people(scene.contributions) if shown.get(one.id)]
    if len(given) < FEWEST_NAMES:
        return []
    given.sort(key=lambda one: (shown[one.id].casefold(), shown[one.id], one.id))
    return [
        {"name": shown[one.id], "think": list(one.think.leading), "do": list(one.do.leading)} for one in given
    ]
