"""Rows for the workbook, from what was shown. Names and buddy pairs stay in the meeting (section 8)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kring.kit.document import Sheet, Value
from kring.kit.scene import Settings, Shown
from kring.kit.words import Words
from kring.tools.change_colours.seen import picture_of, plan_of, shares_of, situation_of, weighing_of
from kring.tools.change_colours.vocabulary import COLOURS, FIELDS, MODES
from kring.tools.change_colours.wording import sentence


def sheets(settings: Settings, shown: Shown, words: Words) -> list[Sheet]:
    """One sheet per step that was shown; fractions stay exact until the workbook makes decimals of them."""
    made = [
        back_sheet(shown.published.get("back", {}), words),
        picture_sheet(picture_of(shown), words),
        situation_sheet(shown, words),
        scenario_sheet(shown.live.get("scenarios", {}), words),
        weigh_sheet(weighing_of(shown), words),
        strategy_sheet(plan_of(shown), words),
    ]
    return [one for one in made if one is not None]


def named(words: Words, colour: str) -> str:
    return words.text("colours", colour)


def title(words: Words, step: str) -> str:
    """The name of a step as the title of a sheet (a workbook allows 31 characters and no question mark)."""
    return words.text("script", step).replace("?", "").replace("'", "’")[:31]


def per_cent(share: Fraction | None) -> Fraction | None:
    return None if share is None else 100 * share


def spread(sd: Decimal) -> Fraction:
    """A root of 28 digits as the fraction that it is, for a cell."""
    return Fraction(sd)


def picture_sheet(picture: Mapping[str, Any], words: Words) -> Sheet | None:
    """Colour by colour: weight, share and heads per mode, gap, extra, and block scores where shown."""
    if not picture:
        return None
    head = [words.text("extra", "colour")]
    columns: list[Mapping[str, Value]] = []
    for mode in MODES:
        label = sentence(words.text("words", mode))
        side = picture[mode]
        head += [words.text("extra", part, mode=label) for part in ("weight", "share", "heads")]
        columns += [side["weight"], {c: per_cent(side["share"][c]) for c in COLOURS}, side["heads"]]
        scores = picture["scores"]
        if scores:
            head += [words.text("extra", part, mode=label) for part in ("mean_score", "sd_score")]
            columns += [scores[mode]["mean"], {c: spread(scores[mode]["sd"][c]) for c in COLOURS}]
    head += [words.text("extra", "gap"), words.text("extra", "extra"), words.text("extra", "people")]
    columns += [picture["gap"], picture["extra"], dict.fromkeys(COLOURS, picture["n"])]
    rows = [[named(words, colour), *(column[colour] for column in columns)] for colour in COLOURS]
    return Sheet(title(words, "picture"), head, rows)


def back_sheet(rated: Mapping[str, Any], words: Words) -> Sheet | None:
    """A row per phase that was looked back on: how much it helped, and what became of its actions."""
    if not rated:
        return None
    parts = ("phase", "colour", "helped_mean", "people", "actions_column", "actions_agreed")
    rows: list[list[Value]] = [
        [
            f"{one['n']}. {one['title']}",
            named(words, one["colour"]),
            one["mean"],
            one["answers"],
            one["done"],
            one["of"],
        ]
        for one in rated["phases"]
    ]
    return Sheet(title(words, "back"), [words.text("extra", part) for part in parts], rows)


def situation_sheet(shown: Shown, words: Words) -> Sheet | None:
    """Colour by colour: the mean with its n, and the three shares beside each other."""
    asked = situation_of(shown)
    if not asked:
        return None
    shares = shares_of(shown)
    head = [words.text("extra", one) for one in ("colour", "mean", "people", "asked", "doing", "planned")]
    rows = [
        [
            named(words, colour),
            asked["mean"][colour],
            asked["people"][colour],
            *(per_cent((shares[part] or {}).get(colour)) for part in ("asked", "doing", "planned")),
        ]
        for colour in COLOURS
    ]
    return Sheet(title(words, "situation"), head, rows)


def scenario_sheet(live: Mapping[str, Any], words: Words) -> Sheet | None:
    """A row per scenario that was written."""
    head = [words.text("extra", "colour"), words.text("extra", "written_by")]
    head += [field_title(words, field) for field in FIELDS]
    rows = [
        [named(words, colour), one["by"], *(one[field] for field in FIELDS)]
        for colour, written in live.get("columns", {}).items()
        for one in written
    ]
    return Sheet(title(words, "scenarios"), head, rows) if rows else None


def field_title(words: Words, field: str) -> str:
    """The question of a field of the scenario, about no colour in particular."""
    return words.text("scenario", field, colour="…")


def weigh_sheet(weighing: Mapping[str, Any], words: Words) -> Sheet | None:
    """A row per scenario that was weighed, the heaviest first."""
    if not weighing:
        return None
    parts = ("colour", "weighing_weight", "weighing_fit", "weighing_able", "weighing_note")
    rows: list[list[Value]] = [
        [
            named(words, one["colour"]),
            one["weight"],
            one["fit"],
            one["able"],
            words.text("words", "fit_not_able") if one["note"] else "",
        ]
        for one in weighing["ranking"]
    ]
    return Sheet(title(words, "weigh"), [words.text("extra", part) for part in parts], rows)


def strategy_sheet(plan: Mapping[str, Any], words: Words) -> Sheet | None:
    """A row per step, with its phase, its date and what it clashes with."""
    if not plan:
        return None
    parts = ("phase", "colour", "step_title", "step_colour", "step_owner", "step_due", "warning")
    warnings = {one["step"]: words.text("clashes", one["words"]) for one in plan["clashes"]}
    rows: list[list[Value]] = []
    for phase in plan["phases"]:
        place: list[Value] = [f"{phase['n']}. {phase['title']}", named(words, phase["colour"])]
        for one in phase["steps"]:
            step: list[Value] = [one["title"], named(words, one["colour"]), one["owner"], one["due"]]
            rows.append([*place, *step, warnings.get(one["id"], "")])
        if not phase["steps"]:
            rows.append([*place, words.text("messages", "empty_phase"), "", "", None, ""])
    return Sheet(title(words, "strategy"), [words.text("extra", part) for part in parts], rows)
