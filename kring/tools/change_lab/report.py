"""The report: the boards of the lab as they are now, and what this session showed (section 5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kring.kit.document import Block, Figure, Heading, Items, Paragraph
from kring.kit.scene import Settings, Shown
from kring.kit.words import Words
from kring.tools.change_lab.pictures_course import (
    balance_text,
    barometer_picture,
    learning_picture,
    process_picture,
    threads_picture,
    timeline_picture,
    zone_picture,
)
from kring.tools.change_lab.pictures_system import boxes_text, now_new_picture, triangle_picture
from kring.tools.change_lab.pictures_wall import wall_picture
from kring.tools.change_lab.seen import board, boards
from kring.tools.change_lab.wording import (
    Data,
    bare,
    day,
    ended,
    experiment_line,
    movements,
    release_text,
    response,
    round_text,
    spoken_texts,
    tension_name,
    two_hands,
    weighed,
)


def report(settings: Settings, shown: Shown, words: Words) -> list[Block]:
    """The blocks below the head of the activity; nothing but the closing line when nothing was made."""
    return [
        *question(settings, words),
        *texts(board(shown, "texts") or [], words),
        *wall_blocks(board(shown, "wall"), words),
        *history_blocks(board(shown, "timeline") or [], words),
        *system_blocks(shown, words),
        *tension_blocks(shown, words),
        *experiment_blocks(shown, words),
        *thread_blocks(shown, words),
        *barometer_blocks(shown, words),
        *process_blocks(shown, words),
        *learning_blocks(board(shown, "learning") or [], words),
        Paragraph(words.text("extra", "own_thresholds"), "note"),
    ]


def question(settings: Settings, words: Words) -> Iterator[Block]:
    """What the lab is about."""
    if settings.get("trial"):
        yield Paragraph(words.text("extra", "trial_wall"), "note")
    for name in ("question", "object"):
        if settings.get(name):
            yield Paragraph(f"{words.text('extra', name)} {settings[name]}", "lead")


def texts(found: Sequence[Data], words: Words) -> Iterator[Block]:
    """What the scribes wrote, one after the other."""
    if found:
        yield Heading(words.text("extra", "told"))
    for one in found:
        yield from (Paragraph(line) for line in one["text"].splitlines() if line.strip())
        yield from (Paragraph(quote, "quote") for quote in one["quotes"])


def wall_blocks(wall: Data | None, words: Words) -> Iterator[Block]:
    """The wall with everything on it that may be read."""
    if not wall or not wall["n"]:
        return
    yield Heading(words.text("extra", "wall_picture"))
    yield Figure(wall_picture(wall, words))
    if text := balance_text(words, wall):
        yield Paragraph(text)


def history_blocks(found: Sequence[Data], words: Words) -> Iterator[Block]:
    """How it came about."""
    if found:
        yield Heading(words.text("script", "history"))
        yield Figure(timeline_picture({"timeline": found}, words))


def system_blocks(shown: Shown, words: Words) -> Iterator[Block]:
    """The triangle, and beside it what is new."""
    seen = boards(shown, "triangle", "tensions")
    if not seen or not any(one for box in seen["triangle"]["boxes"].values() for one in box.values()):
        return
    yield Heading(words.text("script", "triangle"))
    yield Figure(triangle_picture(seen, words))
    if lines := boxes_text(words, seen["triangle"]):
        yield Items(lines)
    if any(box["new"] for box in seen["triangle"]["boxes"].values()):
        yield Figure(now_new_picture(seen, words))


def tension_blocks(shown: Shown, words: Words) -> Iterator[Block]:
    """The tensions in the order of their weight."""
    found = board(shown, "tensions")
    if not found:
        return
    yield Heading(words.text("script", "tensions"))
    if rated := shown.published.get("rate"):
        yield Paragraph(response(words, rated), "note")
    yield Items([" ".join(tension_lines(words, one)) for one in found])


def tension_lines(words: Words, one: Data) -> list[str]:
    """What is said of one tension."""
    said = [
        ended(f"{tension_name(words, one)}: {two_hands(words, one)}"),
        ended(weighed(words, one)) if weighed(words, one) else "",
        words.text("extra", "split_line") if one["split"] else "",
        *spoken_texts(words, one),
        ended(words.text("words", "no_evidence").capitalize()) if one["no_evidence"] else "",
        release_text(words, one),
    ]
    return [text for text in said if text]


def experiment_blocks(shown: Shown, words: Words) -> Iterator[Block]:
    """What is tried out, with what was seen, and the zone picture."""
    found = board(shown, "experiments")
    if not found:
        return
    yield Heading(words.text("script", "experiment"))
    if any(one["zone"] for one in found):
        yield Figure(zone_picture({"experiments": found}, words))
    for one in found:
        yield Heading(f"{one['n']}. {bare(one['title'])}", 3)
        yield Paragraph(experiment_line(words, one))
        if one["logs"]:
            yield Items([log_line(words, log) for log in one["logs"]])


def log_line(words: Words, log: Data) -> str:
    """One log with its date, place and verdict."""
    verdict = words.text("verdicts", log["verdict"]) if log["verdict"] else ""
    return " · ".join(text for text in (day(words, log["date"]), log["where"], log["text"], verdict) if text)


def thread_blocks(shown: Shown, words: Words) -> Iterator[Block]:
    """How far the prioritised tensions came."""
    seen = boards(shown, "threads", "tensions")
    if seen and seen["threads"]["threads"]:
        yield Heading(words.text("extra", "threads_picture"))
        yield Paragraph(round_text(words, seen["threads"]), "lead")
        yield Figure(threads_picture(seen, words))


def barometer_blocks(shown: Shown, words: Words) -> Iterator[Block]:
    """The barometer of this session beside earlier ones."""
    seen = shown.published.get("barometer")
    if not seen:
        return
    yield Heading(words.text("script", "barometer"))
    yield Paragraph(response(words, seen), "note")
    yield Figure(barometer_picture(seen, words))
    if lines := movements(words, seen):
        yield Items(lines)
        yield Paragraph(words.text("extra", "unpaired"), "note")


def process_blocks(shown: Shown, words: Words) -> Iterator[Block]:
    """How the group worked together."""
    seen = shown.published.get("evaluate")
    if seen:
        yield Heading(words.text("extra", "process_picture"))
        yield Paragraph(response(words, seen), "note")
        yield Figure(process_picture(seen, words))


def learning_blocks(found: Sequence[Data], words: Words) -> Iterator[Block]:
    """Which learning actions were seen when, with what the facilitator noted."""
    if not found:
        return
    yield Heading(words.text("extra", "learning_picture"))
    yield Figure(learning_picture({"learning": found}, words))
    notes = [
        f"{words.text('extra', 'session', n=one['session'])}, {words.text('learning_actions', action).lower()}: {note}"
        for one in found
        for action, note in one["by_hand"].items()
        if note
    ]
    if notes:
        yield Items(notes)
