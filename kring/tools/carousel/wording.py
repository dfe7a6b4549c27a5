"""Numbers, names and advice in finished sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from kring.kit.numbers import indicative, shown
from kring.kit.words import Words

LOW = Fraction(2, 5)
"""Below this share of mutual contacts "much is one-way traffic"."""


def percent(words: Words, share: Fraction | None) -> str:
    """A share (0..1) as a whole percentage without its sign, "–" where there is none."""
    return "–" if share is None else shown(100 * share, 0, words.lang)


def tenths(words: Words, value: Fraction | None) -> str:
    """A mean with one decimal, "–" where there is none."""
    return "–" if value is None else shown(value, 1, words.lang)


def listed(words: Words, names: Sequence[str]) -> str:
    """Names as people say them: "Amina, Bram en Chris"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {words.text('extra', 'and')} {names[-1]}"


def advice_text(words: Words, one: Mapping[str, Any]) -> str:
    """A piece of advice of `coverage.advised` as a sentence or two."""
    ident = one["id"]
    text = words.text("advice", ident, **{name: value for name, value in one.items() if name != "id"})
    if ident == "not_all" and one["talk"] is not None:
        text += " " + words.text("advice", "not_all_talk", talk=one["talk"])
    return text


def coverage_text(words: Words, coverage: Mapping[str, Any]) -> str:
    """How many of all pairs have talked."""
    if not coverage.get("possible"):
        return words.text("extra", "coverage_none")
    return words.text(
        "extra",
        "coverage",
        met=coverage["met1"],
        possible=coverage["possible"],
        percent=percent(words, coverage["coverage1"]),
    )


def trio_text(words: Words, coverage: Mapping[str, Any]) -> str:
    """How many met when trios count as well, "" where there were none."""
    if not coverage.get("possible") or coverage["met3"] == coverage["met1"]:
        return ""
    share = percent(words, coverage["coverage3"])
    return words.text("extra", "coverage_trio", met=coverage["met3"], percent=share)


def over(words: Words, what: str, n: int, of: int | None) -> str:
    """Over how many of how many people, talks or pairs a figure is (`what`), and that it is indicative where that is
    fewer than half (C-22). What was frozen without `of` says its own number."""
    if not of or of <= n:
        return words.text("extra", f"over_{what}", n=n)
    text = words.text("extra", f"over_{what}_of", n=n, of=of)
    return words.text("extra", "over_few", over=text) if indicative(n, of) else text


def talk_texts(words: Words, closing: Mapping[str, Any]) -> list[str]:
    """What people say of their talks, a sentence per figure."""
    found = []
    for item, figure in closing["items"].items():
        if figure:
            found.append(
                words.text(
                    "extra",
                    "item_said",
                    item=words.text("talk_items", item),
                    mean=tenths(words, figure["mean"]),
                    percent=percent(words, figure["share"]),
                    over=over(words, "people", figure["n"], closing.get("of")),
                )
            )
    both = closing["both_ways"]
    if both:
        seen = over(words, "talks", both["talks"], both.get("of"))
        found.append(words.text("extra", "both_ways", percent=percent(words, both["share"]), over=seen))
    return found


def network_texts(words: Words, one: Mapping[str, Any]) -> list[str]:
    """What is told of one tie: counts of people as words, and nobody apart."""
    found = [words.text("extra", "answered", r=one["answered"], n=one["n"])]
    if one["density"] is not None:
        found.append(words.text("measures", "density_low", p=percent(words, one["density"])))
    if one["reciprocity"] is not None:
        found.append(words.text("measures", "reciprocal", p=percent(words, one["reciprocity"])))
    if one["ei_word"]:
        found.append(words.text("measures", one["ei_word"]))
    for part in ("isolates", "bridges"):
        small = one[part]
        found.append(words.text("extra", part, small["word"], n=small["n"] or 0))
    return found + change_texts(words, one["change"])


def change_texts(words: Words, change: Mapping[str, Any] | None) -> list[str]:
    """What changed since the last time, over who answered both times."""
    if not change:
        return []
    counts = {name: change[name] for name in ("n", "new", "lost", "kept")}
    return [words.text("extra", "change", **counts)]


def later_texts(words: Words, later: Mapping[str, Any]) -> list[str]:
    """Transfer and expectations, weeks later."""
    found = []
    if used := later.get("used"):
        share = percent(words, used["share"])
        seen = over(words, "people", used["people"], later.get("of"))
        found.append(words.text("extra", "used", percent=share, n=used["answers"], over=seen))
    if kept := later.get("kept"):
        mean = tenths(words, kept["mean"])
        seen = over(words, "pairs", kept["pairs"], kept.get("of"))
        found.append(words.text("extra", "kept", mean=mean, over=seen))
    return found
