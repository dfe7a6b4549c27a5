"""The report: what was shown, in the order of the meeting. No names and no pairs (section 8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kring.kit.document import Block, Figure, Heading, Items, Paragraph, TableBlock
from kring.kit.numbers import shown as written
from kring.kit.pictures.parts import PAPER
from kring.kit.scene import Settings, Shown
from kring.kit.words import Words
from kring.tools.change_colours.pictures import group_picture, phases_picture, situation_picture
from kring.tools.change_colours.seen import fit_of, picture_of, plan_of, shares_of, situation_of, weighing_of
from kring.tools.change_colours.vocabulary import COLOURS, FIELDS
from kring.tools.change_colours.wording import (
    colour_name,
    fit_texts,
    lead_text,
    movement_text,
    outcome_text,
    percent,
    practice_text,
    signal_text,
    tenths,
    took_text,
)


def report(settings: Settings, shown: Shown, words: Words) -> list[Block]:
    """The blocks below the head of the activity; nothing but the two closing lines when nothing was shown."""
    return [
        *back_blocks(shown.published.get("back", {}), words),
        *picture_blocks(picture_of(shown), words),
        *situation_blocks(shown, words),
        *scenario_blocks(shown.live.get("scenarios", {}), words),
        *weigh_blocks(weighing_of(shown), words),
        *strategy_blocks(shown, words),
        Paragraph(words.text("screens", "cc.note"), "note"),
        Paragraph(words.text("extra", "own_thresholds"), "note"),
    ]


def picture_blocks(picture: Mapping[str, Any], words: Words) -> Iterator[Block]:
    """The group picture with what stands out in it."""
    if not picture:
        return
    yield Heading(words.text("script", "picture"))
    yield Paragraph(over(picture, words), "lead")
    yield Figure(group_picture(picture, words))
    signals = [signal_text(words, one) for one in picture["signals"]]
    if signals:
        yield Items(signals)
    congruence = picture["congruence"]
    if congruence and not picture.get("movement"):
        share = percent(words, congruence["mean"])
        yield Paragraph(words.text("extra", "congruence", percent=share, n=congruence["n"]))
    for text in movement_texts(picture, words):
        yield Paragraph(text)
    if picture["names"]:
        yield Paragraph(words.text("extra", "names_stay"), "note")


def movement_texts(picture: Mapping[str, Any], words: Words) -> list[str]:
    """The trend of a picture: then and now, and how much was practised; [] without an earlier time."""
    texts = movement_text(words, picture["movement"]) if picture.get("movement") else []
    return texts + ([practice_text(words, picture["practice"])] if picture.get("practice") else [])


def back_blocks(rated: Mapping[str, Any], words: Words) -> Iterator[Block]:
    """Whether the phases that are over helped, beside what became of their actions."""
    if not rated:
        return
    yield Heading(words.text("script", "back"))
    yield Paragraph(took_text(words, rated, "answered"), "lead")
    head = [words.text("extra", part) for part in ("phase", "colour", "helped_mean", "actions_column")]
    rows = [
        [
            f"{one['n']}. {one['title']}",
            words.text("colours", one["colour"]),
            tenths(words, one["mean"]),
            outcome_text(words, one) if one["of"] else "–",
        ]
        for one in rated["phases"]
    ]
    yield TableBlock(words.text("messages", "helped"), head, rows)


def over(picture: Mapping[str, Any], words: Words) -> str:
    """How many people the picture is about, and who they are where that is not everybody."""
    n = picture["n"]
    if picture["over"] == "named":
        text = words.text("extra", "counted_one") if n == 1 else words.text("extra", "counted", n=n)
        return f"{text.rstrip('.')}: {words.text('messages', 'over_named', n=n)}."
    return took_text(words, picture, "counted")


def situation_blocks(shown: Shown, words: Words) -> Iterator[Block]:
    """What the change asks for, beside what people do."""
    asked = situation_of(shown)
    if not asked:
        return
    yield Heading(words.text("script", "situation"))
    yield Paragraph(took_text(words, asked, "answered"), "lead")
    fit = fit_of(shown)
    yield Figure(situation_picture({**asked, "fit": fit}, words))
    texts = [lead_text(words, asked["lead"]), *fit_texts(words, fit)]
    if any(texts):
        yield Items([text for text in texts if text])


def scenario_blocks(live: Mapping[str, Any], words: Words) -> Iterator[Block]:
    """The scenarios as they were written, a list per scenario."""
    columns = live.get("columns", {})
    if not any(columns.values()):
        return
    yield Heading(words.text("script", "scenarios"))
    for colour in COLOURS:
        for one in columns[colour]:
            by = f" ({one['by']})" if one["by"] else ""
            yield Heading(f"{words.text('colours', colour)}{by}", 3)
            yield Items(
                [
                    f"{words.text('scenario', field, colour=colour_name(words, colour))} {one[field]}"
                    for field in FIELDS
                    if one[field]
                ]
            )


def weigh_blocks(weighing: Mapping[str, Any], words: Words) -> Iterator[Block]:
    """How the scenarios were weighed."""
    if not weighing:
        return
    yield Heading(words.text("script", "weigh"))
    yield Paragraph(took_text(words, weighing, "answered"), "lead")
    parts = ("colour", "weighing_weight", "weighing_fit", "weighing_able", "weighing_note")
    rows = [
        [
            words.text("colours", one["colour"]),
            *(tenths(words, one[part]) for part in ("weight", "fit", "able")),
            words.text("words", "fit_not_able") if one["note"] else "",
        ]
        for one in weighing["ranking"]
    ]
    yield TableBlock(words.text("script", "weigh"), [words.text("extra", part) for part in parts], rows)


def strategy_blocks(shown: Shown, words: Words) -> Iterator[Block]:
    """The plan, how well it holds together, and the three shares beside each other."""
    plan = plan_of(shown)
    if not plan:
        return
    yield Heading(words.text("script", "strategy"))
    yield Figure(phases_picture(plan, words, PAPER))
    texts = plan_texts(plan, words) + share_texts(shares_of(shown), words)
    if texts:
        yield Items(texts)


def plan_texts(plan: Mapping[str, Any], words: Words) -> list[str]:
    """Consistency, clashes and bridge questions in sentences."""
    texts = []
    if plan["word"]:
        word = words.text("words", plan["word"])
        texts.append(words.text("extra", "overall", percent=percent(words, plan["overall"]), word=word))
    texts += [f"{one['title']}: {words.text('clashes', one['words'])}" for one in plan["clashes"]]
    for one in plan["bridges"]:
        a, b = colour_name(words, one["a"]), colour_name(words, one["b"])
        texts.append(words.text("bridge_question", "strong_next", a=a, b=b))
    return texts


def share_texts(shares: Mapping[str, Any], words: Words) -> list[str]:
    """How the plan fits what is asked and what people do, with a reading where there is one (10.1)."""
    texts = [
        words.text("extra", ident, percent=written(shares[part], 0, words.lang))
        for ident, part in (("fit_plan", "F_sp"), ("people_plan", "F_pp"))
        if shares[part] is not None
    ]
    return texts + ([words.text("words", shares["reading"])] if shares["reading"] else [])
