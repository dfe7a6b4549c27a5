"""What each kind of contribution may hold (section 2.3). Each check gives the payload as it is stored."""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from kring.kit.payload import Payload, Refused, list_of, number_of, one_of, text_of
from kring.kit.scene import Settings
from kring.tools.change_colours.vocabulary import (
    BLOCKS,
    CHANGE_KINDS,
    COLOURS,
    FIELDS,
    HELPED_MOST,
    LIBRARY,
    MODES,
    MOST_LEADING,
    MOST_PICKS,
    SHARES,
    STATEMENTS,
    VERDICTS,
)

SCENARIO_LENGTH, GOAL_LENGTH, TITLE_LENGTH, OWNER_LENGTH = 280, 140, 80, 40
LAST_POSITION = 99
ALL_BLOCKS = frozenset(one for mode in MODES for one in BLOCKS[mode])
ALL_STATEMENTS = frozenset(one for own in STATEMENTS.values() for one in own)
SCENARIO_FIELDS = frozenset(f"{colour}.{field}" for colour in COLOURS for field in FIELDS)
KEEP = ("yes", "no")
PLAN = "plan"
"""The one key of what the group says of its plan as a whole."""


def known(key: str, keys: Container[str]) -> None:
    """Raises Refused("unreadable") for a key that this kind does not have."""
    if key not in keys:
        raise Refused("unreadable")


def optional(payload: Payload, name: str, options: tuple[str, ...]) -> str | None:
    """One word of a vocabulary, or None for an empty place."""
    return None if payload.get(name) is None else one_of(payload, name, options)


def block(key: str, payload: Payload, settings: Settings) -> Payload:
    """{most, least}: colours, None while one was not chosen yet; such a block does not count.

    Raises Refused("most_is_least") for the same colour twice.
    """
    known(key, ALL_BLOCKS)
    most, least = optional(payload, "most", COLOURS), optional(payload, "least", COLOURS)
    if most is not None and most == least:
        raise Refused("most_is_least")
    return {"most": most, "least": least}


def pick(key: str, payload: Payload, settings: Settings) -> Payload:
    """{colours}: one to three to think, one or two to do, in the order of choosing."""
    known(key, MODES)
    return {"colours": list_of(payload, "colours", COLOURS, 1, MOST_PICKS[key])}


def share(key: str, payload: Payload, settings: Settings) -> Payload:
    """{share}: how this person is counted; `named` only where names are offered."""
    known(key, ("",))
    chosen = one_of(payload, "share", SHARES)
    if chosen == "named" and not settings.get("allow_names"):
        raise Refused("names_off")
    return {"share": chosen}


def named(key: str, payload: Payload, settings: Settings) -> Payload:
    """{think, do}: the leading colours and nothing else, so that no answer can be matched with a name."""
    known(key, ("",))
    if not settings.get("allow_names"):
        raise Refused("names_off")
    if settings.get("form") == "self_pick":
        return {mode: list_of(payload, mode, COLOURS, 1, MOST_PICKS[mode]) for mode in MODES}
    return {mode: list_of(payload, mode, COLOURS, 0, MOST_LEADING) for mode in MODES}


def statement(key: str, payload: Payload, settings: Settings) -> Payload:
    """{value}: 1..5 of `scale.agree5`, or None for "I don't know" (C-16)."""
    known(key, ALL_STATEMENTS)
    return {"value": number_of(payload, "value", 1, 5, needed=False)}


def scenario(key: str, payload: Payload, settings: Settings) -> Payload:
    """{text}: one field of the scenario of a colour; the key is "colour.field", an empty text clears it."""
    known(key, SCENARIO_FIELDS)
    return {"text": text_of(payload, "text", SCENARIO_LENGTH, needed=False)}


def weigh(key: str, payload: Payload, settings: Settings) -> Payload:
    """{fit, able}: 0..3 or None, about the scenario of a colour."""
    known(key, COLOURS)
    return {about: number_of(payload, about, 0, 3, needed=False) for about in ("fit", "able")}


def phase(key: str, payload: Payload, settings: Settings) -> Payload:
    """The fields of a phase that were changed: position, colour, title, goal, from, until (C-04, record).

    Raises Refused("dates_turned") when the end comes before the beginning.
    """
    own_key(key)
    kept: Payload = {}
    if "position" in payload:
        kept["position"] = number_of(payload, "position", 1, LAST_POSITION)
    if "colour" in payload:
        kept["colour"] = one_of(payload, "colour", COLOURS)
    if "title" in payload:
        kept["title"] = text_of(payload, "title", TITLE_LENGTH)
    if "goal" in payload:
        kept["goal"] = text_of(payload, "goal", GOAL_LENGTH, needed=False)
    for name in ("from", "until"):
        if name in payload:
            kept[name] = date_of(payload, name)
    if kept.get("from") and kept.get("until") and kept["until"] < kept["from"]:
        raise Refused("dates_turned")
    return something(kept)


def step(key: str, payload: Payload, settings: Settings) -> Payload:
    """The fields of a step that were changed: phase, title, colour, owner, due, from_library (C-04, record).

    A step from the library gets its colour from there, unless another is given.
    """
    own_key(key)
    kept: Payload = {}
    if "phase" in payload:
        kept["phase"] = text_of(payload, "phase", TITLE_LENGTH)
    if "title" in payload:
        kept["title"] = text_of(payload, "title", TITLE_LENGTH)
    if "owner" in payload:
        kept["owner"] = text_of(payload, "owner", OWNER_LENGTH, needed=False)
    if "due" in payload:
        kept["due"] = date_of(payload, "due")
    if "from_library" in payload:
        kept["from_library"] = optional(payload, "from_library", tuple(LIBRARY))
        if kept["from_library"]:
            kept["colour"] = LIBRARY[kept["from_library"]]
    if "colour" in payload:
        kept["colour"] = one_of(payload, "colour", COLOURS)
    return something(kept)


def withdraw(key: str, payload: Payload, settings: Settings) -> Payload:
    """{target}: the phase or step that goes."""
    target = text_of(payload, "target", TITLE_LENGTH)
    known(key, ("", target))
    return {"target": target}


def keep(key: str, payload: Payload, settings: Settings) -> Payload:
    """{keep}: yes | no, whether the table with my name in it may stay past its term (section 8)."""
    known(key, ("",))
    if not settings.get("allow_names"):
        raise Refused("names_off")
    return {"keep": one_of(payload, "keep", KEEP)}


def seek(key: str, payload: Payload, settings: Settings) -> Payload:
    """{learning_colour}: the colour to learn, None for "not now"."""
    known(key, ("",))
    return {"learning_colour": optional(payload, "learning_colour", COLOURS)}


def offer(key: str, payload: Payload, settings: Settings) -> Payload:
    """{colours}: what others may learn from me; None = my own doing colours, [] = nothing."""
    known(key, ("",))
    if payload.get("colours") is None:
        return {"colours": None}
    return {"colours": list_of(payload, "colours", COLOURS, 0, len(COLOURS))}


def helped(key: str, payload: Payload, settings: Settings) -> Payload:
    """{value}: 0..3, how much a phase helped, or None for "I don't know"; the key is the phase."""
    own_key(key)
    return {"value": number_of(payload, "value", 0, HELPED_MOST, needed=False)}


def plan(key: str, payload: Payload, settings: Settings) -> Payload:
    """What was changed of what the group says of its plan: change_kind, verdict, helped (C-04, record)."""
    known(key, (PLAN,))
    kept: Payload = {}
    if "change_kind" in payload:
        kept["change_kind"] = one_of(payload, "change_kind", CHANGE_KINDS)
    if "verdict" in payload:
        kept["verdict"] = one_of(payload, "verdict", VERDICTS)
    if "helped" in payload:
        kept["helped"] = text_of(payload, "helped", GOAL_LENGTH, needed=False)
    return something(kept)


def own_key(key: str) -> None:
    """A record carries a key of its own (C-04)."""
    if not key:
        raise Refused("unreadable")


def something(kept: Payload) -> Payload:
    """The fields that were changed; at least one."""
    if not kept:
        raise Refused("unreadable")
    return kept


def date_of(payload: Payload, name: str) -> str | None:
    """A date as it is stored (2026-03-16), or None for an empty place."""
    raw = payload.get(name)
    if raw is None or raw == "":
        return None
    try:
        return date.fromisoformat(raw).isoformat()
    except (TypeError, ValueError):
        raise Refused("unreadable") from None
