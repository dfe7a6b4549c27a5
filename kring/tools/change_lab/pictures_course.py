"""What was weighed and how far it came: zone, barometer, process, threads, learning actions and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

from kring.frames.transitions import wording as transitions
from kring.frames.transitions.vocabulary import PROCESSES
from kring.kit.picture import Picture
from kring.kit.pictures.letters import widest, wrapped
from kring.kit.pictures.parts import PAGE, Amount, Look
from kring.kit.pictures.signs import SERIES
from kring.kit.pictures.svg import FAINT, INK, LEADING, LINE, PAPER, QUIET, SHADE, Drawing
from kring.kit.pictures.transitions import Mark, Scale
from kring.kit.pictures.transitions import transitions as drawn_scales
from kring.kit.words import Words
from kring.tools.change_lab.threads import STAGES
from kring.tools.change_lab.vocabulary import EVALUATION, LEARNING_ACTIONS
from kring.tools.change_lab.wording import (
    Data,
    movements,
    part,
    process,
    round_text,
    session_of,
    tension_name,
    tenths,
    thread_text,
    whole,
    zone_text,
)

BANDS = ("beyond", "zone", "within")
"""From the outer band to the inner one."""
TIMELINE_COLUMN = 5
"""So many events stand below each other on the wall before a second line of years begins beside it."""


def zone_picture(seen: Data, words: Words, look: Look = PAGE) -> Picture:
    """Three nested bands with numbered experiments and their dots. `seen`: a live part with `experiments`."""
    placed = {
        name: [one for one in seen["experiments"] if one["zone"] and one["zone"]["class"] == name]
        for name in BANDS
    }
    placed["zone"].sort(key=lambda one: (-one["zone"]["dots"], -one["zone"]["w"], one["n"]))
    sheet = Drawing(look)
    size, edge = look.size, sheet.margin
    y = edge
    tops = []
    for depth_in, name in enumerate(BANDS):
        inset = size * 1.1 * depth_in
        room = look.width - 2 * edge - 2 * inset - size * 1.4
        tops.append(y)
        y += size * 0.5
        # The bands are drawn first, so their height must be known before: text is measured here.
        y += len(wrapped(words.text("words", name), size, room, True)) * size * LEADING
        for one in placed[name]:
            y += len(wrapped(numbered(words, one), look.small, room)) * look.small * LEADING + size * 0.3
        y += size * 0.6
    end = y
    for depth_in, top in enumerate(tops):
        inset = size * 1.1 * depth_in
        low = end + size * 0.5 * (len(BANDS) - 1 - depth_in)
        fill = (PAPER, SHADE, FAINT)[depth_in]
        sheet.rect(
            edge + inset,
            top,
            look.width - 2 * edge - 2 * inset,
            low - top,
            rx=size,
            fill=fill,
            stroke=INK,
            stroke_width=sheet.stroke,
        )
    for depth_in, (top, name) in enumerate(zip(tops, BANDS, strict=True)):
        inset = size * 1.1 * depth_in
        left, room = edge + inset + size * 0.7, look.width - 2 * edge - 2 * inset - size * 1.4
        y = sheet.lines(
            left, top + size * 0.5, wrapped(words.text("words", name), size, room, True), bold=True
        )
        for one in placed[name]:
            lines = wrapped(numbered(words, one), look.small, room)
            y = sheet.lines(left, y, lines, size=look.small) + size * 0.3
    bottom = end + size * 0.5 * (len(BANDS) - 1) + edge
    rows = [
        [
            str(one["n"]),
            one["title"],
            zone_text(words, one),
            *(tenths(words, one["zone"][name]) for name in ("a", "b", "w")),
            str(one["zone"]["dots"]),
        ]
        for name in ("zone", "within", "beyond")
        for one in placed[name]
    ]
    head = [
        words.text("extra", "zone_table", name)
        for name in ("n", "title", "class", "now", "together", "w", "dots")
    ]
    said = " ".join(
        f"{words.text('words', name).capitalize()}: {', '.join(one['title'] for one in placed[name]) or '–'}."
        for name in ("within", "zone", "beyond")
    )
    return sheet.picture(words.text("extra", "zone_picture"), said, bottom, head, rows)


def numbered(words: Words, one: Data) -> str:
    """An experiment with its number and dots."""
    dots = one["zone"]["dots"]
    name = f"{one['n']}. {one['title']}"
    if not dots:
        return name
    return (
        f"{name} ({words.text('extra', 'dot')})"
        if dots == 1
        else f"{name} ({words.text('extra', 'dots', n=dots)})"
    )


def barometer_picture(seen: Data, words: Words, look: Look = PAGE) -> Picture:
    """Four lines from where we come from to where we go. `seen`: a published barometer."""
    scales = [
        Scale(
            process(words, name),
            transitions.words(words.lang).text("texts", "tr.low"),
            transitions.words(words.lang).text("texts", "tr.high"),
            [
                *(
                    Mark(
                        "before",
                        session_of(words, old),
                        mean_of(words, old["means"][name]),
                    )
                    for old in seen["earlier"]
                ),
                Mark(
                    "now",
                    words.text("extra", "now"),
                    mean_of(words, (seen["processes"][name] or {}).get("mean")),
                ),
            ],
        )
        for name in PROCESSES
    ]
    said = " ".join([*(band_text(words, seen, name) for name in PROCESSES), *movements(words, seen)])
    head = [words.text("extra", name) for name in ("process", "from", "to")]
    return drawn_scales(words.text("extra", "barometer_picture"), said, head, scales, look=look)


def mean_of(words: Words, mean: Fraction | None) -> Amount:
    """A mean with how it is written."""
    return Amount(mean, tenths(words, mean))


def band_text(words: Words, seen: Data, name: str) -> str:
    """Where a process stands, in words; that there are too few answers where it is not shown."""
    one = seen["processes"][name]
    if not one:
        return words.text("extra", "process_unknown", process=process(words, name))
    text = words.text(
        "extra",
        "process_band",
        process=process(words, name),
        band=transitions.band(words.lang, one["band"]),
        mean=tenths(words, one["mean"]),
    )
    return f"{text} {words.text('extra', 'divided')}" if one["divided"] else text


def process_picture(seen: Data, words: Words, look: Look = PAGE) -> Picture:
    """A lying bar per sentence about the process. `seen`: a published evaluation."""
    sheet = Drawing(look)
    size, edge = look.size, sheet.margin
    room = look.width - 2 * edge
    number = size * 2.6
    y = edge
    rows = []
    named = [(item_text(words, item), mean) for item, mean in seen["items"].items()]
    for name, mean in [*named, (words.text("extra", "overall"), seen["overall"]["mean"])]:
        y = sheet.lines(edge, y, wrapped(name, look.small, room), size=look.small)
        full = (room - number) * float(mean) / 5
        sheet.rect(edge, y + size * 0.15, room - number, size * 0.8, fill=SHADE)
        sheet.rect(edge, y + size * 0.15, full, size * 0.8, fill=sheet.fill(SERIES[1]), stroke=SERIES[1].line)
        sheet.text(look.width - edge, y + size * 0.85, tenths(words, mean), anchor="end", bold=True)
        y += size * 1.6
        rows.append((name, tenths(words, mean)))
    head = (words.text("extra", "item"), words.text("extra", "mean"))
    said = " ".join(f"{name} {mean}." for name, mean in rows)
    return sheet.picture(words.text("extra", "process_picture"), said, y + edge * 0.4, head, rows)


def item_text(words: Words, item: str) -> str:
    """A sentence about the process; a reversed one says that its number was turned."""
    text = words.text("evaluation", item)
    return f"{text} ({words.text('extra', 'turned')})" if EVALUATION[item] else text


def threads_picture(seen: Data, words: Words, look: Look = PAGE) -> Picture:
    """Four stations per prioritised tension. `seen`: a live part with `threads` and `tensions`."""
    named = {one["id"]: tension_name(words, one) for one in seen["tensions"]}
    sheet = Drawing(look)
    size, edge = look.size, sheet.margin
    room = look.width - 2 * edge
    stations = [words.text("stations", stage) for stage in STAGES]
    step = room / len(STAGES)
    y = edge
    rows = []
    for one in seen["threads"]["threads"]:
        name = named[one["tension"]]
        y = sheet.lines(edge, y, wrapped(f"{name}: {thread_text(words, one)}", size, room, True), bold=True)
        level = y + size * 0.9
        sheet.line(
            (edge + step / 2, level),
            (look.width - edge - step / 2, level),
            stroke=LINE,
            stroke_width=size * 0.14,
        )
        deepest = level
        for place, label in enumerate(stations):
            x = edge + step * (place + 0.5)
            reached = place < one["stage"]
            sheet.put(
                "circle",
                cx=x,
                cy=level,
                r=size * 0.5,
                fill=INK if reached else PAPER,
                stroke=INK,
                stroke_width=sheet.stroke,
            )
            lines = wrapped(label, look.small, step - size * 0.3)
            deepest = max(
                deepest,
                sheet.lines(x, level + size * 0.75, lines, size=look.small, anchor="middle", fill=QUIET),
            )
        y = deepest + size * 0.8
        marks = [yes_no(words, place < one["stage"]) for place in range(len(STAGES))]
        rows.append([name, *marks, thread_text(words, one)])
    head = [words.text("extra", "tension_table", "tension"), *stations, words.text("extra", "so_far")]
    said = round_text(words, seen["threads"]) or words.text("extra", "no_threads")
    return sheet.picture(words.text("extra", "threads_picture"), said, y + edge * 0.3, head, rows)


def yes_no(words: Words, value: bool) -> str:
    """✓ or – in a table."""
    return words.text("extra", "seen" if value else "unseen")


def learning_picture(seen: Data, words: Words, look: Look = PAGE) -> Picture:
    """Learning actions by sessions. `seen`: a live part with `learning`."""
    sheet = Drawing(look)
    size, edge = look.size, sheet.margin
    names = [words.text("learning_actions", action) for action in LEARNING_ACTIONS]
    sessions: Sequence[Data] = seen["learning"]
    aside = widest(names, look.small) + size
    wide = (look.width - 2 * edge - aside) / max(1, len(sessions))
    y = edge
    for place, one in enumerate(sessions):
        x = edge + aside + wide * (place + 0.5)
        sheet.text(x, y + size, str(one["session"]), anchor="middle", bold=True)
    y += size * 1.5
    rows = []
    for action, name in zip(LEARNING_ACTIONS, names, strict=True):
        sheet.line((edge, y), (look.width - edge, y), stroke=FAINT, stroke_width=sheet.stroke)
        sheet.text(edge, y + size * 1.15, name, size=look.small)
        for place, one in enumerate(sessions):
            x = edge + aside + wide * (place + 0.5)
            mark(sheet, x, y + size * 0.85, bool(one["seen"][action]), action in one["by_hand"])
        y += size * 1.7
        rows.append([name, *(yes_no(words, one["seen"][action]) for one in sessions)])
    head = [
        words.text("extra", "learning"),
        *(words.text("extra", "session", n=one["session"]) for one in sessions),
    ]
    said = " ".join(learned(words, one) for one in sessions)
    title = words.text("extra", "learning_picture")
    return sheet.picture(title, said or title, y + edge * 0.4, head, rows)


def mark(sheet: Drawing, x: float, y: float, seen: bool, by_hand: bool) -> None:
    """A tick or a dash; in a frame when the facilitator marked it by hand."""
    size = sheet.look.size
    if by_hand:
        sheet.rect(x - size * 0.65, y - size * 0.6, size * 1.3, size * 1.2, fill="none", stroke=LINE)
    if seen:
        tick = [(x - size * 0.35, y), (x - size * 0.08, y + size * 0.32), (x + size * 0.4, y - size * 0.35)]
        sheet.path(tick, stroke=INK, stroke_width=size * 0.18)
    else:
        sheet.line((x - size * 0.25, y), (x + size * 0.25, y), stroke=LINE, stroke_width=size * 0.12)


def learned(words: Words, one: Data) -> str:
    """What was seen in a session, in words."""
    names = [
        words.text("learning_actions", action).lower() for action in LEARNING_ACTIONS if one["seen"][action]
    ]
    return words.text("extra", "learned", n=one["session"], actions=", ".join(names) or "–")


def timeline_picture(seen: Data, words: Words, look: Look = PAGE) -> Picture:
    """Events below each other along a line of years. `seen`: a live part with `timeline`."""
    sheet = Drawing(look)
    events = seen["timeline"]
    columns = timeline_columns(len(events), look)
    each = ceil(len(events) / columns)
    wide = (look.width - 2 * sheet.margin) / columns
    bottom = max(
        timeline_column(sheet, words, events[at * each : (at + 1) * each], sheet.margin + at * wide, wide)
        for at in range(columns)
    )
    rows = [(str(one["year"]), one["text"], timeline_box(words, one)) for one in events]
    head = [words.text("extra", name) for name in ("year", "event", "box")]
    title = words.text("extra", "timeline_picture")
    said = " ".join(f"{year}: {text}." for year, text, _ in rows)
    return sheet.picture(title, said or title, bottom + sheet.margin, head, rows)


def timeline_columns(many: int, look: Look) -> int:
    """How many lines of years stand beside each other: on the wall more, for there a long line gets small letters."""
    if look.size <= PAGE.size or many <= TIMELINE_COLUMN:
        return 1
    return 2 if many <= 2 * TIMELINE_COLUMN else 3


def timeline_column(sheet: Drawing, words: Words, events: Sequence[Data], begin: float, wide: float) -> float:
    """A line of years from `begin` (across), with what happened beside it. How far down it came."""
    size = sheet.look.size
    left = begin + size * 3.6
    y = sheet.margin
    for one in events:
        box = timeline_box(words, one)
        sheet.text(begin, y + size, str(one["year"]), bold=True)
        y = sheet.lines(left, y, wrapped(one["text"], size, wide - size * 4.4))
        y = sheet.lines(left, y, [box] if box else [], size=sheet.look.small, fill=QUIET)
        y += size * 0.5
    at = left - size * 0.7
    sheet.line((at, sheet.margin), (at, max(sheet.margin, y)), stroke=LINE, stroke_width=size * 0.12)
    return y


def timeline_box(words: Words, one: Mapping[str, object]) -> str:
    """The box an event belongs to, "" for none."""
    return part(words, str(one["component"])) if one["component"] else ""


def balance_text(words: Words, wall: Data) -> str:
    """How evenly the three surfaces are filled; "" with too few cards."""
    return "" if wall["balance"] is None else words.text("extra", "balance", b=whole(words, wall["balance"]))
