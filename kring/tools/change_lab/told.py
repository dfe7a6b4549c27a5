"""What the faces say about something that may be seen, in finished sentences. Their data: see each function.

About codes: component, prompt_now, prompt_new, example, state, process, level, pair_left, pair_right, pair_ask
About a board: cells (wall) · boxes, boxes_new (triangle) · top (tensions) · round (threads) · balance (wall)
About one thing: tension_name, two_hands, weighed, split, spoken, release (a tension) · experiment, zone (an experiment)
· thread (a thread) · signed (anything with `by`) · log (a log) · day (a date)
About what was shown: response (any) · bands, movements (barometer) · worlds (triangle.worlds)
About rating: rate_question (recognise or leverage), rate_answers, zone_answers (now or together)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kring.frames.activity_system import wording as system
from kring.frames.transitions import wording as transitions
from kring.frames.transitions.vocabulary import PROCESSES
from kring.kit.words import Words
from kring.tools.change_lab.pictures_course import balance_text, band_text
from kring.tools.change_lab.pictures_system import boxes_text
from kring.tools.change_lab.report import log_line
from kring.tools.change_lab.wording import (
    Data,
    cells,
    day,
    ended,
    experiment_line,
    movements,
    part,
    process,
    release_text,
    response,
    round_text,
    signed,
    spoken_texts,
    tension_name,
    thread_text,
    top_texts,
    two_hands,
    weighed,
    zone_text,
)


def some(text: str) -> list[str]:
    """The text, or nothing when it is empty."""
    return [text] if text else []


def worlds(data: Mapping[str, Data] | None, words: Words) -> list[str]:
    """The boxes that two groups see very differently."""
    marked = [name for name, one in (data or {}).items() if one["two_worlds"]]
    return [f"{part(words, name)}: {words.text('words', 'two_worlds')}." for name in marked]


def zone_answers(question: str, words: Words) -> list[str]:
    """The labels of the answers to a question about the zone, from 0 to 2."""
    return [words.text("zone_questions", question, f"a{value}") for value in range(3)]


def rate_question(question: str, words: Words) -> list[str]:
    """What is asked about a tension."""
    return [system.words(words.lang).text("rate", question)]


TOLD: dict[str, Callable[[Any, Words], Sequence[str]]] = {
    "component": lambda data, words: [part(words, data)],
    "prompt_now": lambda data, words: [system.prompt(words.lang, data)],
    "prompt_new": lambda data, words: [system.prompt(words.lang, data, "new")],
    "example": lambda data, words: [system.example(words.lang, data)],
    "state": lambda data, words: [system.state(words.lang, data)],
    "process": lambda data, words: [process(words, data)],
    "level": lambda data, words: [system.level(words.lang, data)],
    "form": lambda data, words: [system.words(words.lang).text("tension_form", data)],
    "system_text": lambda data, words: [system.words(words.lang).text("texts", data)],
    "pair_left": lambda data, words: [transitions.sides(words.lang, data)[0]],
    "pair_right": lambda data, words: [transitions.sides(words.lang, data)[1]],
    "pair_ask": lambda data, words: [transitions.question(words.lang, "lab")],
    "rate_question": rate_question,
    "rate_answers": lambda data, words: system.answers(words.lang, data),
    "zone_answers": zone_answers,
    "cells": lambda data, words: cells(words, data),
    "boxes": lambda data, words: boxes_text(words, data),
    "boxes_new": lambda data, words: boxes_text(words, data, "new"),
    "top": lambda data, words: top_texts(words, data),
    "balance": lambda data, words: some(balance_text(words, data)),
    "round": lambda data, words: some(round_text(words, data)),
    "tension_name": lambda data, words: [tension_name(words, data)],
    "two_hands": lambda data, words: [ended(two_hands(words, data))],
    "weighed": lambda data, words: some(weighed(words, data)),
    "split": lambda data, words: some(words.text("extra", "split_line") if data["split"] else ""),
    "spoken": lambda data, words: spoken_texts(words, data),
    "release": lambda data, words: some(release_text(words, data)),
    "experiment": lambda data, words: [experiment_line(words, data)],
    "zone": lambda data, words: some(zone_text(words, data)),
    "thread": lambda data, words: [thread_text(words, data)],
    "signed": lambda data, words: some(signed(words, data)),
    "log": lambda data, words: [log_line(words, data)],
    "day": lambda data, words: some(day(words, data)),
    "response": lambda data, words: [response(words, data)],
    "bands": lambda data, words: [band_text(words, data, name) for name in PROCESSES],
    "movements": lambda data, words: movements(words, data),
    "worlds": worlds,
}
"""Name -> (data, words) -> sentences."""
