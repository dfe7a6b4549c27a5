"""The own outcome of the person who asks (C-11, section 4.1 to 4.3).

    {form, named: bool (the colours come from the name that was given; then there are no scores),
     think: {leading: colours or None, low: colours, scores: colour -> 0..12 or None}, do: the same,
     missing: modes without an outcome (words: messages.too_few_choices),
     mixed: modes without a leading colour (words: words.mixed),
     difference: colour -> −12..12 or None, more_do, more_think: colours that differ by 3 or more,
     thought_not_done, done_not_thought: colours or None, J: 0..1 or None,
     share: private | total | named, keep: yes | no | "" (whether the names may stay),
     learn: the colour to learn that is suggested, "" without any,
     asks: what the change asks most for by the own answers, one or two colours or []}

{} when nothing was answered yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kring.kit.scene import Contribution, Result, Scene
from kring.tools.change_colours.people import Outcome, answers, named_people, outcomes
from kring.tools.change_colours.scores import MARKED, congruence, difference, low, without
from kring.tools.change_colours.situation import scores, situation
from kring.tools.change_colours.vocabulary import COLOURS, MODES, Mode


def own(scene: Scene) -> Result:
    """The own outcome from the contributions of one person, as seat and as voice."""
    form = scene.settings.get("form", "blocks")
    named = named_people(scene.contributions)
    answered = outcomes(scene.contributions, form)
    if not named and not answered:
        return {}
    found: dict[Mode, Outcome | None]
    if named:
        found = {"think": named[0].think, "do": named[0].do}
    else:
        found = next(iter(answered.values()))
    return {
        "form": form,
        "named": bool(named),
        **{mode: side(found[mode]) for mode in MODES},
        "missing": [mode for mode in MODES if found[mode] is None],
        "mixed": [mode for mode in MODES if (one := found[mode]) is not None and not one.leading],
        **comparison(found["think"], found["do"]),
        "share": "named" if named else share_of(scene.contributions),
        "keep": keep_of(scene.contributions),
        "asks": situation(scores(scene.contributions))["lead"],
    }


def side(outcome: Outcome | None) -> dict[str, Any]:
    """One mode of the own outcome."""
    if outcome is None:
        return {"leading": None, "low": [], "scores": None}
    scores = outcome.scores
    return {"leading": list(outcome.leading), "low": low(scores) if scores else [], "scores": scores}


def comparison(think: Outcome | None, do: Outcome | None) -> dict[str, Any]:
    """Thinking beside doing; everything None or empty while one of the two is missing."""
    if think is None or do is None:
        nothing: dict[str, Any] = {"difference": None, "more_do": [], "more_think": []}
        return nothing | {"thought_not_done": None, "done_not_thought": None, "J": None, "learn": ""}
    differ = difference(think.scores, do.scores) if think.scores and do.scores else None
    unlived = without(think.leading, do.leading)
    return {
        "difference": differ,
        "more_do": [colour for colour in COLOURS if differ and differ[colour] >= MARKED],
        "more_think": [colour for colour in COLOURS if differ and differ[colour] <= -MARKED],
        "thought_not_done": unlived,
        "done_not_thought": without(do.leading, think.leading),
        "J": congruence(think.leading, do.leading),
        "learn": unlived[0] if unlived else "",
    }


def share_of(contributions: Sequence[Contribution]) -> str:
    """What this person lets the group see; private until something was chosen."""
    for own_answers in answers(contributions, "cc.share").values():
        chosen = own_answers.get("", {}).get("share")
        if isinstance(chosen, str):
            return chosen
    return "private"


def keep_of(contributions: Sequence[Contribution]) -> str:
    """Whether this person lets the table of names stay: yes, no, or "" while nothing was said."""
    for said in answers(contributions, "cc.keep").values():
        return str(said.get("", {}).get("keep", ""))
    return ""
