"""Rows for the workbook, from what was shown. Nothing about persons leaves the meeting (8.8)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kring.kit.document import Sheet, Value
from kring.kit.scene import Settings, Shown
from kring.kit.words import Words
from kring.tools.carousel.vocabulary import TIES

SHARES = ("density", "reciprocity")


def sheets(settings: Settings, shown: Shown, words: Words) -> list[Sheet]:
    """Coverage and talks, sentences, networks, and what came later, as far as they were shown."""
    closing = shown.published.get("closing", {})
    made = [
        talks_sheet(closing, words),
        sentence_sheet(closing, shown.live.get("closing", {}).get("too", {}), words),
        network_sheet(shown.published.get("map", {}).get("shown", {}), words),
        later_sheet(shown.published.get("later", {}), words),
    ]
    return [one for one in made if one is not None]


def title(words: Words, step: str) -> str:
    """The name of a step as the title of a sheet."""
    return words.text("script", step)[:31]


def heading(words: Words, *names: str) -> list[str]:
    return [words.text("extra", "columns", name) for name in names]


def per_cent(share: Fraction | None) -> Fraction | None:
    return None if share is None else 100 * share


def talks_sheet(closing: Mapping[str, Any], words: Words) -> Sheet | None:
    """A row per figure: value, over how many, of how many."""
    if not closing:
        return None
    coverage, both, of = closing["coverage"], closing["both_ways"], closing.get("of")
    pairs = coverage["possible"]
    rows: list[list[Value]] = [
        [words.text("extra", "coverage1"), per_cent(coverage["coverage1"]), pairs, pairs],
        [words.text("extra", "coverage3"), per_cent(coverage["coverage3"]), pairs, pairs],
    ]
    for item, figure in closing["items"].items():
        if figure:
            name = words.text("talk_items", item)
            seen = (figure["n"], of)
            rows.append([words.text("extra", "item_mean", item=name), figure["mean"], *seen])
            rows.append([words.text("extra", "item_share", item=name), per_cent(figure["share"]), *seen])
    if both:
        share, seen = per_cent(both["share"]), (both["talks"], both.get("of"))
        rows.append([words.text("extra", "both_ways_short"), share, *seen])
    return Sheet(title(words, "round"), heading(words, "measure", "value", "over", "of"), rows)


def sentence_sheet(closing: Mapping[str, Any], too: Mapping[str, int], words: Words) -> Sheet | None:
    """A row per sentence, without names."""
    if not closing.get("sentences"):
        return None
    rows: list[list[Value]] = [[one["text"], too.get(one["uuid"], 0)] for one in closing["sentences"]]
    return Sheet(title(words, "closing"), heading(words, "sentence", "too"), rows)


def network_sheet(ties: Mapping[str, Any], words: Words) -> Sheet | None:
    """A row per tie."""
    if not ties:
        return None
    names = ("people", "answered", "density", "named", "reciprocity", "ei", "chance")
    changes = ("density", "reciprocity", "ei")
    rows: list[list[Value]] = []
    for tie in TIES:
        if one := ties.get(tie):
            values = {**one, "people": one["n"]}
            shares = {name: per_cent(one[name]) for name in SHARES}
            changed = one["change"] or dict.fromkeys(changes)
            moved = {name: per_cent(changed[name]) for name in SHARES} | {"ei": changed["ei"]}
            found = [{**values, **shares}[name] for name in names] + [moved[name] for name in changes]
            rows.append([words.text("network", tie), *found])
    head = heading(words, "question", *names, *(f"change_{name}" for name in changes))
    return Sheet(title(words, "map"), head, rows)


def later_sheet(later: Mapping[str, Any], words: Words) -> Sheet | None:
    """What was used and lived up to."""
    rows: list[list[Value]] = []
    if used := later.get("used"):
        share = per_cent(used["share"])
        rows.append([words.text("extra", "used_short"), share, used["people"], later.get("of")])
    if kept := later.get("kept"):
        rows.append([words.text("extra", "kept_short"), kept["mean"], kept["pairs"], kept.get("of")])
    names = ("measure", "value", "over", "of")
    return Sheet(title(words, "later"), heading(words, *names), rows) if rows else None
