"""What the facilitator can show, and what is frozen when it is shown (C-30). Fractions stay exact.

`of` is how many were invited (C-22).

`picture` (choices "" without names, "names" with the table of names beside it):
    {number: 1 for the first picture and so on, form, names: bool, over: all | named | nobody, n, of,
     think: {weight, share, heads: colour -> number}, do: the same, gap, extra: colour -> people,
     congruence: {mean 0..1, n, var} or None, movement: as in `later.movement` or None,
     by_name: bool, practice: {rate 0..1, n} of the earlier activities or None,
     scores: {n, think: {mean, sd: colour -> 0..12}, do: the same} or None, signals: [{id, colour, k}],
     fit: {F 0..100, reading: fit_good | fit_part | fit_low, uncovered: colours, asked, doing: colour -> 0..1}
     or None}
    With over = nobody there are only number, form, names, over, of and n = 0. The names themselves are not
    frozen: they are in the live part of this step.
`situation`:
    {number, n: people who answered, of, people: colour -> n, mean: colour -> 1..5 or None,
     share: colour -> 0..1 or None, lead: one or two colours or [],
     order: colours from most to least asked for, fit: as above or None}
`weigh`:
    {number, n: people who answered, of, ranking: [{colour, weight 0..9, fit, able 0..3, n_fit, n_able, note}],
     uncounted: colours with too few answers}
`back`:
    {number, n: people who answered, of, by_name, change_kind or "",
     phases: [{id, n: its place, title, colour, steps, done, of, mean 0..3 or None, answers: valid ones}]}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from kring.kit.payload import Refused
from kring.kit.scene import Contribution, Published, Result, Revealed, Scene, Settings
from kring.kit.small_groups import NAMED, WHOLE, fewest, in_named_mode, rows_to_reveal, shown_last
from kring.tools.change_colours.back import chapters, practice, rated, said_of_plan
from kring.tools.change_colours.counted import (
    NAMES,
    Counted,
    counted,
    may_show,
    refuse_trouble,
)
from kring.tools.change_colours.group import mean_congruence, mean_scores, picture
from kring.tools.change_colours.later import movement
from kring.tools.change_colours.scenarios import judgements, ranking
from kring.tools.change_colours.shares import fit
from kring.tools.change_colours.signals import signals
from kring.tools.change_colours.situation import scores, situation
from kring.tools.change_colours.vocabulary import COLOURS

Ids = frozenset[str]
Rows = dict[str, dict[str, Ids]]


def reveal(scene: Scene, step: str, choice: str, before: Sequence[Published]) -> Revealed:
    """What this step would show now. Raises Refused: few_share, none_named, one_name, names_closed,
    too_few, too_few_named, wait_more, nothing_to_reveal, no_phase_over."""
    if step == "picture" and choice in ("", NAMES):
        return reveal_picture(scene, choice, before)
    if step == "situation" and not choice:
        return reveal_situation(scene, before)
    if step == "weigh" and not choice:
        return reveal_weigh(scene, before)
    if step == "back" and not choice:
        return reveal_back(scene, before)
    raise Refused("nothing_to_reveal")


def choices(scene: Scene, step: str, before: Sequence[Published]) -> tuple[str, ...]:
    """The ways in which this step can be shown now; ("",) too when the answer will be no, with its reason.

    Where the picture stands or can be shown without names, the names are offered too while nobody gave one:
    whoever asks for them hears so.
    """
    if step != "picture":
        return ("",)
    refusals = {way: refusal(scene, way, before) for way in ("", NAMES)}
    ways = tuple(way for way, code in refusals.items() if not code)
    stands = any(one.step == "picture" and not one.choice for one in before)
    if refusals[NAMES] == "none_named" and (ways or stands):
        return ("", NAMES)
    return ways or ("",)


def refusal(scene: Scene, choice: str, before: Sequence[Published]) -> str:
    """Why the picture cannot be shown this way, "" when it can."""
    try:
        reveal_picture(scene, choice, before)
    except Refused as refused:
        return refused.code
    return ""


def reveal_picture(scene: Scene, choice: str, before: Sequence[Published]) -> Revealed:
    """The group picture, over the people whom rule 4.4 allows."""
    who = counted(scene, choice, before)
    figures = figures_of(who, before)
    if not who.by_name:
        refuse_trouble(figures, who.known, choice, before)
    rows: Rows = {figure: {WHOLE: ids} for figure, ids in figures.items()}
    # Named people are in every picture, so that a name that was counted can only be taken back (2.3).
    rows["named"] = {WHOLE: frozenset(person.id for person in who.table or who.people if person.named)}
    refuse_same(rows, choice, before)
    return Revealed(rows, picture_result(scene, who, set(figures), choice, before))


def figures_of(who: Counted, before: Sequence[Published]) -> dict[str, Ids]:
    """The figures that may be shown and their people; congruence and scores only where that is safe."""
    if who.over == "nobody":
        return {}
    aside = {
        "congruence": frozenset(one.id for one in who.people if one.congruence is not None),
        "scores": frozenset(one.id for one in who.unnamed if one.think.scores and one.do.scores),
    }
    safe = {
        figure: ids
        for figure, ids in aside.items()
        if (len(ids) >= NAMED if who.by_name else may_show(figure, ids, who.known, before))
    }
    return {"colours": frozenset(person.id for person in who.people)} | safe


def refuse_same(rows: Rows, choice: str, before: Sequence[Published]) -> None:
    """Raises Refused("wait_more") when this picture stands already: nobody came, nobody left."""
    same = [one for one in before if one.step == "picture" and one.choice == choice]
    people = ("colours", "named", "congruence", "scores")
    if same and all(same[-1].rows.get(figure) == rows.get(figure) for figure in people):
        raise Refused("wait_more")


def picture_result(
    scene: Scene, who: Counted, figures: set[str], choice: str, before: Sequence[Published]
) -> Result:
    """The picture as it is shown; its shape stands at the head of this file."""
    result: Result = {
        "number": 1 + sum(one.step == "picture" for one in before),
        "form": scene.settings.get("form", "blocks"),
        "names": choice == NAMES,
        "over": who.over,
        **taking_part(scene, len(who.people)),
    }
    if "colours" not in figures:
        return result
    drawn = picture(who.people)
    asked = newest(before, "situation")
    congruence = mean_congruence(who.people) if "congruence" in figures else None
    return (
        result
        | drawn
        | {
            "congruence": congruence,
            "by_name": who.by_name,
            "movement": movement(chapters(scene.settings), congruence, who.by_name),
            "practice": practice(scene.settings),
            "scores": scores_of(who) if "scores" in figures else None,
            "signals": signals(drawn),
            "fit": fitting(asked.get("share"), drawn["do"]["share"], asked.get("lead", [])),
        }
    )


def scores_of(who: Counted) -> Result:
    """Mean and spread of the block scores of the people without a name (4.5)."""
    think, do = mean_scores(who.unnamed, "think"), mean_scores(who.unnamed, "do")
    return {"n": len(who.unnamed), "think": think, "do": do}


def taking_part(scene: Scene, n: int) -> Result:
    """{n, of: how many were invited} (C-22)."""
    return {"n": n, "of": max(n, scene.invited)}


def fitting(
    asked: Mapping[str, Fraction] | None, doing: Mapping[str, Fraction] | None, lead: Sequence[str]
) -> Result | None:
    """The fit of situation and people, as soon as both have been shown; it is made of shown figures only."""
    return fit(asked, doing, lead) if asked and doing else None


def newest(before: Sequence[Published], step: str) -> Mapping[str, Any]:
    """The last publication of a step that holds shares, whatever its choice; {} without any."""
    found: Mapping[str, Any] = {}
    for one in before:
        if one.step == step and ("share" in one.result or "do" in one.result):
            found = one.result
    return found


def reveal_situation(scene: Scene, before: Sequence[Published]) -> Revealed:
    """What the change asks for: a mean per colour, each over its own people."""
    given = scores(scene.contributions)
    rows, refusals = {}, []
    for colour in COLOURS:
        try:
            shown = shown_last(before, "situation", colour)
            rows[colour] = rows_to_reveal(scene.settings, shown, {"all": given[colour].keys()})
        except Refused as refused:
            refusals.append(refused)
            if shown and shown[WHOLE] <= given[colour].keys():
                # Too few new people for this colour: it stays as it was shown, over the same people.
                rows[colour] = {WHOLE: set(shown[WHOLE])}
    if len(refusals) == len(COLOURS):
        raise next((one for one in refusals if one.code == "wait_more"), refusals[0])
    counting = {
        colour: {who: given[colour][who] for who in rows.get(colour, {}).get(WHOLE, ())} for colour in COLOURS
    }
    result = situation(counting)
    people = newest(before, "picture")
    doing = people["do"]["share"] if people else None
    frozen = {colour: {WHOLE: frozenset(parts[WHOLE])} for colour, parts in rows.items()}
    return Revealed(
        frozen,
        {
            "number": 1 + sum(one.step == "situation" for one in before),
            **taking_part(scene, len(set().union(*(own.keys() for own in counting.values())))),
            **result,
            "fit": fitting(result["share"], doing, result["lead"]),
        },
    )


def respondents(settings: Settings, contributions: Sequence[Contribution], step: str, kind: str) -> set[str]:
    """Who said anything in an anonymous step, "nothing to add" included (C-05); in named mode all are seats."""
    lane = "named" if in_named_mode(settings) else "anonymous"
    return {
        one.participant
        for one in contributions
        if one.step == step
        and not one.activity
        and (one.kind == kind or (one.kind == "cc.done" and one.lane == lane))
    }


def reveal_weigh(scene: Scene, before: Sequence[Published]) -> Revealed:
    """How the scenarios were weighed; judgements of a thing, so counted per step (C-27, C-30)."""
    who = respondents(scene.settings, scene.contributions, "weigh", "cc.weigh")
    rows = rows_to_reveal(scene.settings, shown_last(before, "weigh", "weigh"), {"all": who})
    result = {"number": 1 + sum(one.step == "weigh" for one in before), **weighed(scene)}
    return Revealed({"weigh": {WHOLE: frozenset(rows[WHOLE])}}, result)


def reveal_back(scene: Scene, before: Sequence[Published]) -> Revealed:
    """Whether the phases that are over helped: judgements of a thing, so counted per step (C-27, C-30).

    Raises Refused: no_phase_over, and as `rows_to_reveal`.
    """
    phases = rated(scene)
    if not phases:
        raise Refused("no_phase_over")
    who = respondents(scene.settings, scene.contributions, "back", "cc.helped")
    rows = rows_to_reveal(scene.settings, shown_last(before, "back", "helped"), {"all": who})
    return Revealed(
        {"helped": {WHOLE: frozenset(rows[WHOLE])}},
        {
            "number": 1 + sum(one.step == "back" for one in before),
            **taking_part(scene, len(who)),
            "by_name": in_named_mode(scene.settings),
            "change_kind": said_of_plan(scene)["change_kind"],
            "phases": phases,
        },
    )


def weighed(scene: Scene) -> Result:
    """{n, ranking, uncounted} of the weighing as it is now, {} below five people (three in named mode)."""
    who = respondents(scene.settings, scene.contributions, "weigh", "cc.weigh")
    if len(who) < fewest(scene.settings):
        return {}
    found = ranking(judgements(scene.contributions), len(who))
    ranked = [one["colour"] for one in found]
    return taking_part(scene, len(who)) | {
        "ranking": found,
        "uncounted": [c for c in COLOURS if c not in ranked],
    }
