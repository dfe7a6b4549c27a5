"""Rows for the workbook, from what may be seen. Who wrote a card and photos stay in the lab (section 8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kring.frames.activity_system import wording as system
from kring.frames.activity_system.vocabulary import COMPONENTS, STATES
from kring.frames.transitions.vocabulary import PROCESSES
from kring.kit.document import Sheet, Value
from kring.kit.scene import Settings, Shown
from kring.kit.words import Words
from kring.tools.change_lab.pictures_course import item_text, yes_no
from kring.tools.change_lab.seen import board
from kring.tools.change_lab.vocabulary import LEARNING_ACTIONS, REACTIONS
from kring.tools.change_lab.wording import Data, part, process, session_of, zone_text


def sheets(settings: Settings, shown: Shown, words: Words) -> list[Sheet]:
    """One sheet per board; fractions stay exact until the workbook makes decimals of them."""
    made = [
        wall_sheet(board(shown, "wall"), words),
        triangle_sheet(board(shown, "triangle"), words),
        tension_sheet(board(shown, "tensions") or [], words),
        experiment_sheet(board(shown, "experiments") or [], words),
        log_sheet(board(shown, "experiments") or [], words),
        history_sheet(board(shown, "timeline") or [], words),
        barometer_sheet(shown.published.get("barometer", {}), words),
        process_sheet(shown.published.get("evaluate", {}), words),
        learning_sheet(board(shown, "learning") or [], words),
    ]
    return [one for one in made if one is not None and one.rows]


def sheet(words: Words, title: str, head: Sequence[str], rows: Sequence[Sequence[Value]]) -> Sheet:
    """A sheet with a title of the extra words and the named columns."""
    return Sheet(words.text("sheets", title), [words.text("columns", name) for name in head], rows)


def wall_sheet(wall: Data | None, words: Words) -> Sheet | None:
    """A row per card."""
    if not wall:
        return None
    bundles = {one["id"]: one["title"] for one in wall["clusters"]}
    rows: list[list[Value]] = [
        [
            words.text("surfaces", one["surface"]),
            words.text("times", one["time"]),
            one["text"],
            words.text("vocab", one["mirror_kind"]) if one["mirror_kind"] else "",
            one["source"],
            bundles.get(one["cluster"], ""),
            one["session"],
            *((one["reactions"] or {}).get(reaction) for reaction in REACTIONS),
        ]
        for found in wall["cells"].values()
        for one in found
    ]
    head = ("surface", "time", "text", "kind", "source", "cluster", "session", *REACTIONS)
    return sheet(words, "wall", head, rows)


def triangle_sheet(triangle: Data | None, words: Words) -> Sheet | None:
    """A row per text in a box."""
    if not triangle:
        return None
    rows: list[list[Value]] = [
        [part(words, name), system.state(words.lang, state), one["text"], one["session"]]
        for name in COMPONENTS
        for state in STATES
        for one in triangle["boxes"][name][state]
    ]
    return sheet(words, "triangle", ("box", "state", "text", "session"), rows)


def tension_sheet(found: Sequence[Data], words: Words) -> Sheet:
    """A row per tension, ranked ones first."""
    rows: list[list[Value]] = [
        [
            one["n"],
            part(words, one["a"]),
            part(words, one["b"]),
            one["one_hand"],
            one["other_hand"],
            one["neighbour"],
            process(words, one["process"]),
            system.level(words.lang, one["level"]),
            *(one[name] for name in ("R", "L", "P", "rank")),
            sum(not card["gone"] for card in one["evidence"]),
        ]
        for one in found
    ]
    head = (
        "n",
        "a",
        "b",
        "one_hand",
        "other_hand",
        "neighbour",
        "process",
        "level",
        "R",
        "L",
        "P",
        "rank",
        "evidence",
    )
    return sheet(words, "tensions", head, rows)


PLAINLY = ("n", "title", "owner", "where", "from", "until", "look_for")
"""What of an experiment stands in the workbook as it was filled in."""


def experiment_sheet(found: Sequence[Data], words: Words) -> Sheet:
    """A row per experiment."""
    rows: list[list[Value]] = []
    for one in found:
        zone: dict[str, Any] = one["zone"] or {}
        verdict = words.text("verdicts", one["verdict"]) if one["verdict"] else ""
        plain: list[Value] = [
            one[name] for name in ("n", "title", "owner", "where", "from", "until", "look_for")
        ]
        numbers: list[Value] = [zone.get(name) for name in ("a", "b", "w", "dots")]
        rows.append([*plain, words.text("vocab", one["status"]), verdict, zone_text(words, one), *numbers])
    head = (*PLAINLY, "status", "verdict", "zone", "alone", "together", "w", "dots")
    return sheet(words, "experiments", head, rows)


def log_sheet(found: Sequence[Data], words: Words) -> Sheet:
    """A row per log."""
    rows: list[list[Value]] = [
        [
            one["title"],
            log["date"],
            log["where"],
            log["text"],
            words.text("verdicts", log["verdict"]) if log["verdict"] else "",
        ]
        for one in found
        for log in one["logs"]
    ]
    return sheet(words, "logs", ("title", "date", "where", "text", "verdict"), rows)


def history_sheet(found: Sequence[Data], words: Words) -> Sheet:
    """A row per event."""
    rows: list[list[Value]] = [
        [one["year"], one["text"], part(words, one["component"]) if one["component"] else ""] for one in found
    ]
    return sheet(words, "history", ("year", "text", "box"), rows)


def barometer_sheet(seen: Data, words: Words) -> Sheet | None:
    """A row per process, with the means of earlier sessions."""
    if not seen:
        return None
    rows: list[list[Value]] = []
    for name in PROCESSES:
        one = seen["processes"][name] or {}
        earlier: list[Value] = [old["means"][name] for old in seen["earlier"]]
        rows.append([process(words, name), one.get("n"), one.get("mean"), one.get("index"), *earlier])
    head = [words.text("columns", name) for name in ("process", "people", "mean", "index")]
    head += [session_of(words, old) for old in seen["earlier"]]
    return Sheet(words.text("sheets", "barometer"), head, rows)


def process_sheet(seen: Data, words: Words) -> Sheet | None:
    """A row per sentence about the process."""
    if not seen:
        return None
    rows: list[list[Value]] = [
        [item_text(words, item), mean, seen["n"]] for item, mean in seen["items"].items()
    ]
    rows.append([words.text("extra", "overall"), seen["overall"]["mean"], seen["n"]])
    return sheet(words, "process", ("item", "mean", "people"), rows)


def learning_sheet(found: Sequence[Data], words: Words) -> Sheet | None:
    """A row per learning action, a column per session."""
    if not found:
        return None
    rows: list[list[Value]] = [
        [words.text("learning_actions", action), *(yes_no(words, one["seen"][action]) for one in found)]
        for action in LEARNING_ACTIONS
    ]
    head = [words.text("columns", "learning")]
    head += [words.text("extra", "session", n=one["session"]) for one in found]
    return Sheet(words.text("sheets", "learning"), head, rows)
