"""The pictures of section 5, each for a page, and by its name with `_board`, `_half`, `_more` or `_phone` for those.

own: an own outcome · group, slope_<colour>: a published picture · names: the live part of `picture`
· situation: a published situation · weigh: a published or live weighing · phases: the live part of `strategy`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from kring.kit.numbers import shown
from kring.kit.picture import Picture
from kring.kit.pictures.bars import columns, diverging_bars, paired_bars, stacked_pair
from kring.kit.pictures.parts import BOARD, PAGE, PHONE, Amount, Category, Entry, Look, Series
from kring.kit.pictures.phases import Phase, PhaseStep, phases
from kring.kit.pictures.signs import COLOURS as SIGNS
from kring.kit.pictures.slope import Side, slope
from kring.kit.pictures.table_of_signs import SignRow, table_of_signs
from kring.kit.words import Words
from kring.tools.change_colours.vocabulary import COLOURS, MODES
from kring.tools.change_colours.wording import (
    colour_name,
    fit_texts,
    lead_text,
    own_sentence,
    percent,
    period,
    sentence,
    signal_text,
    tenths,
)

Data = Mapping[str, Any]
HALF, MORE_THAN_HALF = Look(width=800, size=40), Look(width=980, size=38)
"""A part of the wall, in letters as large as those of a whole one."""
LOOKS: dict[str, Look] = {"": PAGE, "_board": BOARD, "_half": HALF, "_more": MORE_THAN_HALF, "_phone": PHONE}


def category(words: Words, colour: str) -> Category:
    """A colour with its sign and the letters of the language."""
    code = words.text("extra", "code", colour)
    return Category(words.text("colours", colour), SIGNS[colour].coded(code))


def categories(words: Words) -> list[Category]:
    """The five colours in their fixed order."""
    return [category(words, colour) for colour in COLOURS]


def mode_name(words: Words, mode: str) -> str:
    """ "Denken" or "Doen"."""
    return sentence(words.text("words", mode))


def per_cent(words: Words, value: Fraction | None) -> Amount:
    """A share with its percentage."""
    return Amount(value, "–" if value is None else f"{percent(words, value)}%")


def own_picture(own: Data, words: Words, look: Look = PAGE) -> Picture:
    """Two rows of five bars from 0 to 12; the table has the difference too. Needs scores in a mode."""
    rows = [
        Series(
            mode_name(words, mode),
            [score(words, (own[mode]["scores"] or {}).get(colour)) for colour in COLOURS],
            frozenset(COLOURS.index(colour) for colour in own[mode]["leading"] or ()),
        )
        for mode in MODES
    ]
    made = diverging_bars(
        words.text("extra", "own_picture"),
        own_sentence(words, own),
        (words.text("extra", "colour"),),
        categories(words),
        rows,
        line_text=words.text("extra", "own_picture", "line"),
        framed_text=words.text("extra", "own_picture", "framed"),
        look=look,
    )
    return replace(made, head=own_head(words), rows=[own_row(own, words, colour) for colour in COLOURS])


def score(words: Words, value: Fraction | None) -> Amount:
    """A block score with one decimal, without it where it is whole."""
    whole = value is not None and value.denominator == 1
    return Amount(value, shown(value, 0, words.lang) if value is not None and whole else tenths(words, value))


def own_head(words: Words) -> list[str]:
    """The columns of the own table: colour, thinking, doing, difference."""
    return [
        words.text("extra", "colour"),
        *(mode_name(words, mode) for mode in MODES),
        words.text("extra", "own_picture", "difference"),
    ]


def own_row(own: Data, words: Words, colour: str) -> list[str]:
    """A row of the own table; a difference above 0 has its sign."""
    scores = [(own[mode]["scores"] or {}).get(colour) for mode in MODES]
    differ = (own["difference"] or {}).get(colour)
    plus = "+" if differ is not None and differ > 0 else ""
    return [
        words.text("colours", colour),
        *(score(words, one).text for one in scores),
        plus + score(words, differ).text,
    ]


def group_picture(picture: Data, words: Words, look: Look = PAGE) -> Picture:
    """Two stacked bars, thinking and doing; the table has shares, heads and gap. Needs totals (n > 0)."""
    series = [
        Series(mode_name(words, mode), [per_cent(words, picture[mode]["share"][c]) for c in COLOURS])
        for mode in MODES
    ]
    made = stacked_pair(
        words.text("extra", "group_picture"),
        " ".join(signal_text(words, one) for one in picture["signals"]),
        (words.text("extra", "colour"),),
        categories(words),
        series[0],
        series[1],
        look=look,
    )
    head = [words.text("extra", "colour")]
    for mode in MODES:
        head += [words.text("extra", part, mode=mode_name(words, mode)) for part in ("share", "heads")]
    rows = [
        [
            words.text("colours", colour),
            *(
                cell
                for mode in MODES
                for cell in (
                    percent(words, picture[mode]["share"][colour]),
                    str(picture[mode]["heads"][colour]),
                )
            ),
            str(picture["gap"][colour]),
        ]
        for colour in COLOURS
    ]
    return replace(made, head=[*head, words.text("extra", "gap")], rows=rows)


def names_picture(live: Data, words: Words, look: Look = PAGE) -> Picture:
    """Who thinks and does what, in signs: the form of figure 8."""
    people = [
        SignRow(one["name"], [[category(words, colour) for colour in one[mode]] for mode in MODES])
        for one in live["names"]
    ]
    title = words.text("extra", "names_picture")
    head = (words.text("extra", "names_picture", "name"), *(mode_name(words, mode) for mode in MODES))
    return table_of_signs(title, title, head, people, legend=categories(words), look=look)


def slope_picture(picture: Data, words: Words, look: Look = PAGE, *, colour: str) -> Picture:
    """Four counts of one colour: thinks and does it, thinks only, does only, neither. Needs totals."""
    gap, extra = picture["gap"][colour], picture["extra"][colour]
    both = picture["think"]["heads"][colour] - gap
    counts = {"both": both, "think": gap, "do": extra, "neither": picture["n"] - both - gap - extra}

    def word(field: str) -> str:
        return words.text("extra", "slope_picture", field)

    sides = [Side(mode_name(words, mode), word(f"{mode}_yes"), word(f"{mode}_no")) for mode in MODES]
    lanes = [Entry(word(name), Amount(n, str(n))) for name, n in counts.items()]
    name = colour_name(words, colour)
    return slope(
        words.text("extra", "slope_picture", colour=words.text("colours", colour)),
        words.text(
            "extra", "slope_picture", "said", colour=name, **{k: counts[k] for k in ("both", "think", "do")}
        ),
        (words.text("colours", colour), words.text("extra", "people")),
        category(words, colour),
        sides[0],
        sides[1],
        lanes,
        look=look,
    )


def situation_picture(situation: Data, words: Words, look: Look = PAGE) -> Picture:
    """Five pairs of bars, what is asked beside what people do; five single means while people are unknown."""
    fit = situation["fit"]
    texts = [lead_text(words, situation["lead"]), *fit_texts(words, fit)]
    said = " ".join(text for text in texts if text)
    head = (words.text("extra", "colour"),)
    if fit:
        pairs = [
            Series(
                words.text("extra", part),
                [per_cent(words, fit[part][colour]) for colour in COLOURS],
            )
            for part in ("asked", "doing")
        ]
        title = words.text("extra", "situation_picture")
        return paired_bars(
            title, said, head, categories(words), pairs[0], pairs[1], top=Fraction(1), look=look
        )
    title = words.text("extra", "situation_picture", "alone")
    means = [Amount(situation["mean"][c], tenths(words, situation["mean"][c])) for c in COLOURS]
    return columns(
        title, said, (*head, words.text("extra", "mean")), categories(words), means, top=5, look=look
    )


def weigh_picture(weighing: Data, words: Words, look: Look = PAGE) -> Picture:
    """Per scenario a pair of bars, how well it fits and how well we can, the heaviest scenario first."""
    ranking = weighing["ranking"]
    pairs = [
        Series(
            words.text("extra", f"weighing_{part}"),
            [Amount(one[part], tenths(words, one[part])) for one in ranking],
        )
        for part in ("fit", "able")
    ]
    made = paired_bars(
        words.text("faces", "ranking"),
        " ".join(weighed_text(words, one) for one in ranking),
        (words.text("extra", "colour"),),
        [category(words, one["colour"]) for one in ranking],
        pairs[0],
        pairs[1],
        top=Fraction(3),
        look=look,
    )
    head = [*made.head, words.text("extra", "weighing_weight")]
    rows = [[*row, tenths(words, one["weight"])] for row, one in zip(made.rows, ranking, strict=True)]
    return replace(made, head=head, rows=rows)


def weighed_text(words: Words, one: Data) -> str:
    """How one scenario was weighed."""
    parts = {part: tenths(words, one[part]) for part in ("fit", "able", "weight")}
    return f"{words.text('colours', one['colour'])}: {words.text('extra', 'weighing', **parts)}"


def phases_picture(plan: Data, words: Words, look: Look = PAGE) -> Picture:
    """The phase line: phases from left to right, steps below, clashes in words."""
    warnings = {one["step"]: words.text("clashes", one["words"]) for one in plan["clashes"]}
    drawn = [
        Phase(
            f"{phase['n']}. {phase['title']}",
            category(words, phase["colour"]),
            [
                PhaseStep(step["title"], category(words, step["colour"]), warnings.get(step["id"], ""))
                for step in phase["steps"]
            ],
            phase_note(phase, plan, words),
        )
        for phase in plan["phases"]
    ]
    names = ("phase", "colour", "step", "step_colour", "warning")
    said = words.text("extra", "phases_picture", "empty")
    if drawn:
        said = ", ".join(f"{one.name} ({one.category.name.lower()})" for one in drawn) + "."
    head = tuple(words.text("extra", name) for name in names)
    return phases(words.text("extra", "phases_picture"), said, head, drawn, look=look)


def phase_note(phase: Data, plan: Data, words: Words) -> str:
    """Dates, goal, that there are no steps yet, and the question at a big switch."""
    parts = [period(words, phase), phase["goal"]]
    if not phase["steps"]:
        parts.append(words.text("messages", "empty_phase"))
    for one in plan["bridges"]:
        if one["n"] == phase["n"]:
            a, b = colour_name(words, one["a"]), colour_name(words, one["b"])
            parts.append(words.text("bridge_question", "strong_next", a=a, b=b))
    return " · ".join(part for part in parts if part)


Drawing = Callable[..., Picture]
DRAWN: dict[str, Drawing] = {
    "own": own_picture,
    "group": group_picture,
    "names": names_picture,
    "situation": situation_picture,
    "weigh": weigh_picture,
    "phases": phases_picture,
    **{f"slope_{colour}": partial(slope_picture, colour=colour) for colour in COLOURS},
}
PICTURES: dict[str, Callable[[Data, Words], Picture]] = {
    name + look: partial(draw, look=LOOKS[look]) for name, draw in DRAWN.items() for look in LOOKS
}
"""Name -> (data, words) -> picture."""
