"""Colours, numbers and signals in finished sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kring.kit.numbers import indicative, shown
from kring.kit.words import Words

SIGNAL_WORDS: dict[str, tuple[str, str]] = {
    "dream": ("harvest", "h.dream"),
    "absent": ("harvest", "h.absent"),
    "pull": ("harvest", "h.pull"),
    "gap": ("harvest", "h.gap"),
    "one_colour": ("harvest", "h.one"),
    "palette": ("words", "palette"),
}


def colour_name(words: Words, colour: str) -> str:
    """The name of a colour inside a sentence: "geel"."""
    return words.text("colours", colour).lower()


def listed(words: Words, colours: Sequence[str]) -> str:
    """Colours as people say them: "groen, rood en wit"; words for "mixed" where there are none."""
    names = [colour_name(words, colour) for colour in colours]
    if not names:
        return words.text("extra", "no_colour")
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} {words.text('extra', 'and')} {names[-1]}"


def took_text(words: Words, seen: Mapping[str, Any], what: str) -> str:
    """How many of how many, and that it is indicative where fewer than half took part (C-22).

    `what`: counted (people whose colours count) or answered. What was frozen without `of` is about its own n.
    """
    n, of = seen["n"], seen.get("of", seen["n"])
    if of > n:
        text = words.text("extra", f"{what}_of", n=n, of=of)
        return f"{text} {words.text('extra', 'indicative')}" if indicative(n, of) else text
    return words.text("extra", f"{what}_one") if n == 1 else words.text("extra", what, n=n)


def sentence(text: str) -> str:
    """The text with a capital at its head."""
    return text[:1].upper() + text[1:]


def signal_text(words: Words, signal: Mapping[str, Any]) -> str:
    """A signal of `signals.signals` as a sentence."""
    file, ident = SIGNAL_WORDS[signal["id"]]
    if signal["id"] == "gap" and signal["k"] == 1:
        file, ident = "extra", "h.gap_one"
    colour = colour_name(words, signal["colour"]) if signal["colour"] else ""
    return sentence(words.text(file, ident, colour=colour, k=signal["k"]))


def percent(words: Words, share: Fraction | None) -> str:
    """A share (0..1) as a whole percentage without its sign, "–" where there is none."""
    return "–" if share is None else shown(100 * share, 0, words.lang)


def tenths(words: Words, value: Fraction | Decimal | int | None) -> str:
    """A mean with one decimal, "–" where there is none."""
    return "–" if value is None else shown(value, 1, words.lang)


def day(words: Words, on: date | None) -> str:
    """A date in figures: 16-03-2026 in Dutch, 16/03/2026 in English."""
    return "" if on is None else on.strftime("%d-%m-%Y" if words.lang == "nl" else "%d/%m/%Y")


def period(words: Words, phase: Mapping[str, Any]) -> str:
    """From when until when, "" without dates."""
    start, end = day(words, phase["from"]), day(words, phase["until"])
    if start and end:
        return words.text("extra", "dates", **{"from": start, "until": end})
    if start:
        return words.text("extra", "from_day", **{"from": start})
    return words.text("extra", "until_day", until=end) if end else ""


def own_sentence(words: Words, own: Mapping[str, Any]) -> str:
    """ "In je denken: groen en rood. In je doen: blauw." of an own outcome, "" while a mode is missing."""
    think, do = own["think"]["leading"], own["do"]["leading"]
    if think is None or do is None:
        return ""
    return words.text("words", "sentence", t=listed(words, think), d=listed(words, do))


def fit_texts(words: Words, fit: Mapping[str, Any] | None) -> list[str]:
    """How situation and people fit, and which colours are missing."""
    if not fit:
        return []
    reading = words.text("words", fit["reading"])
    texts = [words.text("extra", "fit", percent=shown(fit["F"], 0, words.lang), reading=reading)]
    return texts + [
        sentence(words.text("extra", "uncovered", colour=colour_name(words, colour)))
        for colour in fit["uncovered"]
    ]


def lead_text(words: Words, lead: Sequence[str]) -> str:
    """What the change asks most for, "" where nothing stands out."""
    if len(lead) == 2:
        a, b = (colour_name(words, colour) for colour in lead)
        return f"{words.text('extra', 'lead_two', a=a, b=b)} {words.text('words', 'two_leads')}"
    return words.text("extra", "lead_one", colour=colour_name(words, lead[0])) if lead else ""


def outcome_text(words: Words, phase: Mapping[str, Any]) -> str:
    """What became of the actions of a phase, in numbers."""
    if phase["of"] == 1:
        return words.text("extra", "one_action_done" if phase["done"] else "one_action_open")
    return words.text("extra", "actions_done", done=phase["done"], of=phase["of"])


def rating_text(words: Words, phase: Mapping[str, Any]) -> str:
    """How much a phase helped, or that too few people could say."""
    if phase["mean"] is None:
        return words.text("extra", "rating_few")
    return words.text("extra", "rating", mean=tenths(words, phase["mean"]), n=phase["answers"])


def waiting_text(words: Words, waiting: int) -> str:
    """How many phases are still going on."""
    return words.text("extra", "waiting_one") if waiting == 1 else words.text("extra", "waiting", n=waiting)


def practice_text(words: Words, practice: Mapping[str, Any]) -> str:
    """How much was practised by those who were asked."""
    return words.text("extra", "practice", percent=percent(words, practice["rate"]), n=practice["n"])


def movement_text(words: Words, movement: Mapping[str, Any]) -> list[str]:
    """Then and now, how sure the difference is, and that they need not be the same people (C-23)."""
    numbers = {
        "before": percent(words, movement["before"]),
        "now": percent(words, movement["now"]),
        "n_before": movement["n_before"],
        "n": movement["n"],
    }
    when = day(words, movement["held_on"])
    told = words.text("extra", "movement", date=when, **numbers)
    d = f"{percent(words, abs(movement['grown']))}%"
    margin = "" if movement["margin"] is None else f"{shown(100 * movement['margin'], 0, words.lang)}%"
    sure = words.text("extra", f"sure_{movement['word']}", d=d, margin=margin)
    return [told, sure, words.text("extra", "unpaired")]
