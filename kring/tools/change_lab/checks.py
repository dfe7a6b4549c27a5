"""What each kind of contribution may hold (section 2.3). Each check gives the payload as it is stored."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from uuid import UUID

from kring.frames.activity_system.vocabulary import COMPONENTS, CROSS, HIGHEST, LOWEST, PROCESSES, STATES
from kring.frames.transitions.vocabulary import PAIRS
from kring.kit.joint import joint_of
from kring.kit.payload import Payload, Refused, number_of, one_of, text_of
from kring.kit.scene import Settings
from kring.tools.change_lab.vocabulary import (
    EVALUATION,
    GROUPS,
    LEARNING_ACTIONS,
    MANIFESTATIONS,
    MIRROR_KINDS,
    OPEN_QUESTIONS,
    REACTIONS,
    STATUSES,
    SURFACES,
    TIMES,
    VERDICTS,
    ZONE_QUESTIONS,
)

CARD, SENTENCE, TITLE, OWNER, SCRIBED = 280, 140, 80, 40, 2000
IDENT = 40
"""Longest id of a card or record."""
MOST_QUOTES, MOST_CARDS, MOST_DOTS = 5, 200, 2
FIRST_YEAR, LAST_YEAR = 1950, 2100


def known(key: str, keys: Container[str]) -> None:
    """Raises Refused("unreadable") for a key that this kind does not have."""
    if key not in keys:
        raise Refused("unreadable")


def own_key(key: str) -> None:
    """A record, or an answer about a card, carries the id of that record or card (C-04)."""
    if not key or len(key) > IDENT:
        raise Refused("unreadable")


def chain(payload: Payload) -> Payload:
    """{replaces}: the card of which this is the new text, if it is one (C-04)."""
    replaced = text_of(payload, "replaces", IDENT, needed=False)
    return {"replaces": replaced} if replaced else {}


def idents(payload: Payload, name: str, least: int, most: int) -> list[str]:
    """Different ids in the order given. Raises Refused."""
    raw = payload.get(name, [])
    if not isinstance(raw, list) or not all(isinstance(one, str) and 0 < len(one) <= IDENT for one in raw):
        raise Refused("unreadable")
    found = list(dict.fromkeys(raw))
    if len(found) > most:
        raise Refused("too_many", n=most)
    if len(found) < least:
        raise Refused("unreadable")
    return found


def optional(payload: Payload, name: str, options: Iterable[str], default: str = "") -> str:
    """One word of a vocabulary, or what stands for an empty place."""
    return one_of(payload, name, options) if payload.get(name) else default


def card(key: str, payload: Payload, settings: Settings) -> Payload:
    """A card of the wall: its place and text, and on the mirror what kind of thing it is.

    {surface, time, text, source, mirror_kind, image: {id, alt} or None, open: "" | product |
    process, after_close: the lab was finished, replaces}. Raises Refused: safe (the tick is missing), photo,
    alt, faces.
    """
    surface = one_of(payload, "surface", SURFACES)
    mirror_kind = optional(payload, "mirror_kind", MIRROR_KINDS)
    if surface == "mirror":
        one_of(payload, "mirror_kind", MIRROR_KINDS)
        if payload.get("safe_check") is not True:
            raise Refused("safe")
    return {
        "surface": surface,
        "time": one_of(payload, "time", TIMES),
        "text": text_of(payload, "text", CARD),
        "source": text_of(payload, "source", TITLE, needed=False),
        "mirror_kind": mirror_kind,
        "image": image(payload),
        "open": optional(payload, "open", OPEN_QUESTIONS),
        "after_close": bool(settings.get("finished")),
        **chain(payload),
    }


def image(payload: Payload) -> Payload | None:
    """A photo that the house keeps: {id, alt}, None without one.

    Raises Refused: photo (no id of a photo), alt (not described), faces (nobody was asked).
    """
    ident = text_of(payload, "image", IDENT, needed=False)
    if not ident or payload.get("no_photo") is True:
        return None
    try:
        ident = str(UUID(ident))
    except ValueError:
        raise Refused("photo") from None
    alt = text_of(payload, "alt", SENTENCE, needed=False)
    if not alt:
        raise Refused("alt")
    if payload.get("faces_ok") is not True:
        raise Refused("faces")
    return {"id": ident, "alt": alt}


def move(key: str, payload: Payload, settings: Settings) -> Payload:
    """{surface, time}: where the card of the key is put."""
    own_key(key)
    return {"surface": one_of(payload, "surface", SURFACES), "time": one_of(payload, "time", TIMES)}


def react(key: str, payload: Payload, settings: Settings) -> Payload:
    """{on}: whether this reaction is given; the key is "card:reaction"."""
    ident, _, reaction = key.rpartition(":")
    own_key(ident)
    known(reaction, REACTIONS)
    return {"on": flag(payload, "on")}


def flag(payload: Payload, name: str) -> bool:
    """Yes or no. Raises Refused("unreadable")."""
    raw = payload.get(name)
    if not isinstance(raw, bool):
        raise Refused("unreadable")
    return raw


def cluster(key: str, payload: Payload, settings: Settings) -> Payload:
    """The fields of a cluster that were changed: title, cards (at least two), gone (C-04, record)."""
    own_key(key)
    kept: Payload = {}
    if "title" in payload:
        kept["title"] = text_of(payload, "title", TITLE)
    if "cards" in payload:
        kept["cards"] = idents(payload, "cards", 2, MOST_CARDS)
    if "gone" in payload:
        kept["gone"] = flag(payload, "gone")
    return something(kept)


def something(kept: Payload) -> Payload:
    """The fields that were changed; at least one."""
    if not kept:
        raise Refused("unreadable")
    return kept


def node(key: str, payload: Payload, settings: Settings) -> Payload:
    """{component, state, text}: what stands in a box of the triangle."""
    return {
        "component": one_of(payload, "component", COMPONENTS),
        "state": one_of(payload, "state", STATES),
        "text": text_of(payload, "text", SENTENCE),
        **chain(payload),
    }


def history(key: str, payload: Payload, settings: Settings) -> Payload:
    """{year, text, component}: an event of how it came about; the component may be left open."""
    return {
        "year": number_of(payload, "year", FIRST_YEAR, LAST_YEAR),
        "text": text_of(payload, "text", SENTENCE),
        "component": optional(payload, "component", COMPONENTS),
        **chain(payload),
    }


def tension(key: str, payload: Payload, settings: Settings) -> Payload:
    """A tension with both its sides (frames 2.2); `process` is "" while nobody overruled it.

    `sure` says that the writer wants it although it seems to exist already.
    """
    return {
        "a": one_of(payload, "a", COMPONENTS),
        "b": one_of(payload, "b", COMPONENTS),
        "a_state": optional(payload, "a_state", STATES, "now"),
        "b_state": optional(payload, "b_state", STATES, "now"),
        "neighbour": text_of(payload, "neighbour", TITLE, needed=False),
        "one_hand": text_of(payload, "one_hand", SENTENCE),
        "other_hand": text_of(payload, "other_hand", SENTENCE),
        "manifestation": optional(payload, "manifestation", MANIFESTATIONS, "unclear"),
        "evidence": idents(payload, "evidence", 0, MOST_CARDS),
        "process": optional(payload, "process", (*PROCESSES, CROSS)),
        "sure": payload.get("sure") is True,
        **chain(payload),
    }


def rate(key: str, payload: Payload, settings: Settings) -> Payload:
    """{recognise, leverage}: 0..3 or None, about the tension of the key."""
    own_key(key)
    return {
        name: number_of(payload, name, LOWEST, HIGHEST, needed=False) for name in ("recognise", "leverage")
    }


def group(key: str, payload: Payload, settings: Settings) -> Payload:
    """{group}: where a voice says it belongs (C-05); "" for "I would rather not say". With {joint, joint_n} this
    phone speaks for a group that is too small to be shown apart (C-31)."""
    known(key, ("",))
    found = {"group": optional(payload, "group", GROUPS), **joint_of(payload)}
    if "joint" in found and not found["group"]:
        raise Refused("unreadable")
    return found


def experiment(key: str, payload: Payload, settings: Settings) -> Payload:
    """The fields of an experiment that were changed (C-04, record).

    Raises Refused("dates") when it would end before it begins.
    """
    own_key(key)
    kept: Payload = {}
    for name, limit, needed in (
        ("title", TITLE, True),
        ("tension", IDENT, True),
        ("principle", IDENT, False),
        ("owner", OWNER, False),
        ("where", TITLE, False),
        ("look_for", SENTENCE, False),
    ):
        if name in payload:
            kept[name] = text_of(payload, name, limit, needed=needed)
    for name in ("from", "until"):
        if name in payload:
            kept[name] = date_of(payload, name)
    if "status" in payload:
        kept["status"] = one_of(payload, "status", STATUSES)
    if kept.get("from") and kept.get("until") and kept["until"] < kept["from"]:
        raise Refused("dates")
    return something(kept)


def date_of(payload: Payload, name: str, *, needed: bool = False) -> str | None:
    """A date as it is stored (2026-03-16), or None for an empty place. Raises Refused("unreadable")."""
    raw = payload.get(name)
    if not raw and not needed:
        return None
    try:
        return date.fromisoformat(raw if isinstance(raw, str) else "").isoformat()
    except ValueError:
        raise Refused("unreadable") from None


def zone(key: str, payload: Payload, settings: Settings) -> Payload:
    """{now, together}: 0..2 or None, about the experiment of the key."""
    own_key(key)
    return {name: number_of(payload, name, 0, 2, needed=False) for name in ZONE_QUESTIONS}


def dots(key: str, payload: Payload, settings: Settings) -> Payload:
    """{count}: how many of the three dots go to the experiment of the key."""
    own_key(key)
    return {"count": number_of(payload, "count", 0, MOST_DOTS)}


def log(key: str, payload: Payload, settings: Settings) -> Payload:
    """{experiment, date, text, verdict, where}: what happened when somebody tried."""
    return {
        "experiment": text_of(payload, "experiment", IDENT),
        "date": date_of(payload, "date", needed=True),
        "text": text_of(payload, "text", CARD),
        "verdict": optional(payload, "verdict", VERDICTS),
        "where": text_of(payload, "where", TITLE, needed=False),
        **chain(payload),
    }


def scale(items: Container[str], key: str, payload: Payload) -> Payload:
    """{value}: 1..5, or None for "I don't know" (C-16)."""
    known(key, items)
    return {"value": number_of(payload, "value", 1, 5, needed=False)}


def barometer(key: str, payload: Payload, settings: Settings) -> Payload:
    """The place on the screen between the two sentences of a pair."""
    return scale(PAIRS, key, payload)


def evaluation(key: str, payload: Payload, settings: Settings) -> Payload:
    """How far a sentence about the process is true."""
    return scale(EVALUATION, key, payload)


def scribe(key: str, payload: Payload, settings: Settings) -> Payload:
    """{text, quotes}: what the scribe wrote of this session."""
    known(key, ("",))
    quotes = payload.get("quotes", [])
    if not isinstance(quotes, list):
        raise Refused("unreadable")
    if len(quotes) > MOST_QUOTES:
        raise Refused("too_many", n=MOST_QUOTES)
    said = [text_of({"quote": one}, "quote", SENTENCE, needed=False) for one in quotes]
    return {"text": text_of(payload, "text", SCRIBED), "quotes": [one for one in said if one]}


def link(key: str, payload: Payload, settings: Settings) -> Payload:
    """{from, to}: two different cards, tensions, boxes or experiments that belong together."""
    ends = {name: text_of(payload, name, IDENT) for name in ("from", "to")}
    if ends["from"] == ends["to"]:
        raise Refused("unreadable")
    return {**ends, **chain(payload)}


def withdraw(key: str, payload: Payload, settings: Settings) -> Payload:
    """{target}: the card that goes."""
    return {"target": text_of(payload, "target", IDENT)}


def release(key: str, payload: Payload, settings: Settings) -> Payload:
    """{on}: whether an author lets people outside the lab see the card of the key (section 8)."""
    own_key(key)
    return {"on": flag(payload, "on")}


def by_hand(key: str, payload: Payload, settings: Settings) -> Payload:
    """{seen, note}: what the facilitator saw; the key is "session:action". `seen` None takes it back.

    It comes as `mark`: yes, no or nothing.
    """
    number, _, action = key.partition(":")
    if not number.isdigit() or len(number) > 2:
        raise Refused("unreadable")
    known(action, LEARNING_ACTIONS)
    said = optional(payload, "mark", ("yes", "no"))
    return {"seen": said == "yes" if said else None, "note": text_of(payload, "note", SENTENCE, needed=False)}


def pair(key: str, payload: Payload, settings: Settings) -> Payload:
    """{a, b}: two texts in the same box, one of each group, that mean the same (section 10.2)."""
    return {"a": text_of(payload, "a", IDENT), "b": text_of(payload, "b", IDENT), **chain(payload)}
