"""What each kind of contribution may hold (section 2.4). Each check gives the payload as it is stored."""

from __future__ import annotations

import json
import re
from collections.abc import Container
from typing import Any

from kring.kit.payload import Payload, Refused, number_of, one_of, text_of
from kring.kit.scene import Settings
from kring.tools.carousel.vocabulary import (
    LOG,
    MAP_MODES,
    MOST_RATHER_NOT,
    MOST_REQUESTS,
    NOTES,
    ODD_MODES,
    PHASES,
    PRESETS,
    QUESTIONS,
    SPOT_KINDS,
    TALK_ITEMS,
    TIES,
    UNITS,
    USED,
    USES,
    WEEK_ANSWERS,
)

IDENT = re.compile(r"[\w-]{1,64}")
MOST_ROUNDS, MOST_PEOPLE, MOST_MINUTES = 99, 400, 480
NAME, TEAM, LOG_LENGTH, EXPECTATION, NOTE, SENTENCE, THEME = 30, 40, 400, 160, 160, 140, 140
SEAL_LENGTH = 60_000


def ident(text: Any) -> str:
    """The id of a seat or a contribution. Raises Refused("unreadable")."""
    if not isinstance(text, str) or not IDENT.fullmatch(text):
        raise Refused("unreadable")
    return text


def idents(payload: Payload, name: str, most: int) -> list[str]:
    """Different ids, at most so many. Raises Refused("too_many", n)."""
    given = payload.get(name) or []
    if not isinstance(given, list) or len(set(map(ident, given))) != len(given):
        raise Refused("unreadable")
    if len(given) > most:
        raise Refused("too_many", n=most)
    return given


def flag(payload: Payload, name: str) -> bool:
    """Yes or no; left out is no. Raises Refused("unreadable")."""
    given = payload.get(name, False)
    if not isinstance(given, bool):
        raise Refused("unreadable")
    return given


def among(key: str, keys: Container[str]) -> None:
    """Raises Refused("unreadable") for a key that this kind does not have."""
    if key not in keys:
        raise Refused("unreadable")


def round_of(key: str) -> int:
    """The number of a round in a key. Raises Refused("unreadable")."""
    if not key.isascii() or not key.isdigit() or not 1 <= int(key) <= MOST_ROUNDS:
        raise Refused("unreadable")
    return int(key)


def on(key: str, payload: Payload, settings: Settings) -> Payload:
    """{on}: about the person or card that the key names."""
    ident(key)
    return {"on": flag(payload, "on")}


def join(key: str, payload: Payload, settings: Settings) -> Payload:
    """{team?}: I take part, from the next round when the talks have begun."""
    among(key, ("",))
    team = text_of(payload, "team", TEAM, needed=False)
    return {"team": team} if team else {}


def stop(key: str, payload: Payload, settings: Settings) -> Payload:
    """{}: I stop (8.9)."""
    among(key, ("",))
    return {}


def wish(key: str, payload: Payload, settings: Settings) -> Payload:
    """{people: at most three I would like to speak with; newcomer, no_walk, step_free: yes or no}."""
    among(key, ("",))
    flags = {name: flag(payload, name) for name in ("newcomer", "no_walk", "step_free")}
    return {"people": idents(payload, "people", MOST_REQUESTS), **flags}


def rather_not(key: str, payload: Payload, settings: Settings) -> Payload:
    """{people: at most two}."""
    among(key, ("",))
    return {"people": idents(payload, "people", MOST_RATHER_NOT)}


def ready(key: str, payload: Payload, settings: Settings) -> Payload:
    """{}: ready for the round in the key."""
    round_of(key)
    return {}


def happened(key: str, payload: Payload, settings: Settings) -> Payload:
    """{yes}: whether the talk of the round in the key took place."""
    round_of(key)
    return {"yes": flag(payload, "yes")}


def week(key: str, payload: Payload, settings: Settings) -> Payload:
    """{answer: yes, next_week or skip}: how the talk of the week in the key went."""
    round_of(key)
    return {"answer": one_of(payload, "answer", WEEK_ANSWERS)}


def log(key: str, payload: Payload, settings: Settings) -> Payload:
    """{text}: a field of the logbook, "<round>:<field>"; what is written once has round 0."""
    r, _, field = key.partition(":")
    among(field, LOG)
    if LOG[field]:
        among(r, ("0",))
    else:
        round_of(r)
    return {"text": text_of(payload, "text", LOG_LENGTH, needed=False)}


def expectation(key: str, payload: Payload, settings: Settings) -> Payload:
    """{mine, yours}: what I expect of the person in the key, and what I understood that they expect of me."""
    ident(key)
    found = {name: text_of(payload, name, EXPECTATION, needed=False) for name in ("mine", "yours")}
    if not any(found.values()):
        raise Refused("empty_text")
    return found


def talk_item(key: str, payload: Payload, settings: Settings) -> Payload:
    """{value: 1 to 5 or None}, "<round>:<item>"."""
    r, _, item = key.partition(":")
    round_of(r)
    among(item, TALK_ITEMS)
    return {"value": number_of(payload, "value", 1, 5, needed=False)}


def used(key: str, payload: Payload, settings: Settings) -> Payload:
    """{value, text?}: whether something of the talk with the person in the key was used."""
    ident(key)
    text = text_of(payload, "text", EXPECTATION, needed=False)
    return {"value": one_of(payload, "value", USED)} | ({"text": text} if text else {})


def kept(key: str, payload: Payload, settings: Settings) -> Payload:
    """{value: 1 to 5 or None}: did the person in the key and I live up to what we expected?"""
    ident(key)
    return {"value": number_of(payload, "value", 1, 5, needed=False)}


def nominate(key: str, payload: Payload, settings: Settings) -> Payload:
    """{on} under "<tie>:<person>", or {done} under "<tie>:done"."""
    tie, _, whom = key.partition(":")
    among(tie, TIES)
    ident(whom)
    return {"done": True} if whom == "done" else {"on": flag(payload, "on")}


def map_ok(key: str, payload: Payload, settings: Settings) -> Payload:
    """{ok}: my name may stand on the map."""
    among(key, ("map_ok",))
    return {"ok": flag(payload, "ok")}


def leader_note(key: str, payload: Payload, settings: Settings) -> Payload:
    """{keep, change, wish}: to the leader in the key; at least one of the three.

    Raises Refused("feedback_off") where leaders do not ask for it.
    """
    ident(key)
    if not settings.get("leader_feedback"):
        raise Refused("feedback_off")
    found = {name: text_of(payload, name, NOTE, needed=False) for name in NOTES}
    if not any(found.values()):
        raise Refused("empty_text")
    return found


def sentence(key: str, payload: Payload, settings: Settings) -> Payload:
    """{text, replaces?}: one sentence for the group."""
    among(key, ("",))
    kept = {"text": text_of(payload, "text", SENTENCE)}
    return kept | ({"replaces": ident(payload["replaces"])} if payload.get("replaces") else {})


def withdraw(key: str, payload: Payload, settings: Settings) -> Payload:
    """{target}: the sentence or agreement that goes."""
    among(key, ("",))
    return {"target": ident(payload.get("target"))}


def opened(key: str, payload: Payload, settings: Settings) -> Payload:
    """{on}: the question in the key opened something."""
    among(key, QUESTIONS)
    return {"on": flag(payload, "on")}


# Only whoever leads


def seat(key: str, payload: Payload, settings: Settings) -> Payload:
    """{}: the person in the key came or went."""
    ident(key)
    return {}


def person(key: str, payload: Payload, settings: Settings) -> Payload:
    """What the facilitator sets for the person in the key; only what changed: team, leader, flex, no_walk,
    step_free, fixed_spot ("" for none), last (a round, or None).

    From the form for many people come "yes", "no" and "" (as it is), and `only`: then an empty team, spot or round
    is left as it is, too.
    """
    ident(key)
    if payload.get("only"):
        payload = {name: value for name, value in payload.items() if value not in ("", None)}
    kept: Payload = {}
    if "team" in payload:
        kept["team"] = text_of(payload, "team", TEAM, needed=False)
    for name in ("leader", "flex", "no_walk", "step_free"):
        if payload.get(name) in ("yes", "no"):
            kept[name] = payload[name] == "yes"
        elif name in payload:
            kept[name] = flag(payload, name)
    if "fixed_spot" in payload:
        kept["fixed_spot"] = ident(payload["fixed_spot"]) if payload["fixed_spot"] else ""
    if "last" in payload:
        kept["last"] = number_of(payload, "last", 1, MOST_ROUNDS, needed=False)
    return something(kept)


def forbid(key: str, payload: Payload, settings: Settings) -> Payload:
    """{a, b, on}: these two do not meet; no reason is asked."""
    among(key, ("",))
    a, b = ident(payload.get("a")), ident(payload.get("b"))
    if a == b:
        raise Refused("unreadable")
    return {"a": a, "b": b, "on": flag(payload, "on")}


def spot(key: str, payload: Payload, settings: Settings) -> Payload:
    """{name, kind, capacity, step_free, on}: the spot in the key; `on` false takes it away."""
    ident(key)
    if not flag({"on": True, **payload}, "on"):
        return {"on": False}
    return {
        "on": True,
        "name": text_of(payload, "name", NAME),
        "kind": one_of({"kind": "table", **payload}, "kind", SPOT_KINDS),
        "capacity": number_of({"capacity": 1, **payload}, "capacity", 1, MOST_PEOPLE),
        "step_free": flag({"step_free": True, **payload}, "step_free"),
    }


CHOSEN: dict[str, Container[str]] = {
    "use": USES,
    "unit": UNITS,
    "odd_mode": ODD_MODES,
    "preset": PRESETS,
    "map_mode": MAP_MODES,
}
COUNTED = {
    "minutes": (40, MOST_MINUTES),
    "talk": (5, 30),
    "change": (1, 10),
    "opening": (5, 30),
    "closing": (5, 30),
    "every": (1, 4),
}


def setup(key: str, payload: Payload, settings: Settings) -> Payload:
    """Settings that the facilitator changes before the start or on the way; only what changed."""
    among(key, ("",))
    found: Payload = {}
    for name, options in CHOSEN.items():
        if name in payload:
            among(payload[name] if isinstance(payload[name], str) else "", options)
            found[name] = payload[name]
    for name, (lowest, highest) in COUNTED.items():
        if name in payload:
            found[name] = number_of(payload, name, lowest, highest)
    for name in ("allow_repeat", "table_list"):
        if name in payload:
            found[name] = flag(payload, name)
    if "theme" in payload:
        found["theme"] = text_of(payload, "theme", THEME)
    return something(found)


def time(key: str, payload: Payload, settings: Settings) -> Payload:
    """{minutes}: so many are left from now, closing included."""
    among(key, ("",))
    return {"minutes": number_of(payload, "minutes", 0, MOST_MINUTES)}


def turn(key: str, payload: Payload, settings: Settings) -> Payload:
    """{phase, seal?}: the round in the key begins, ends, or was the last.

    `seal` is the text that the live part gives for this round; with it the round stays what it is, whatever is
    deleted later. Raises Refused("unreadable").
    """
    round_of(key)
    kept: Payload = {"phase": one_of(payload, "phase", PHASES)}
    if payload.get("seal"):
        kept["seal"] = sealed(text_of(payload, "seal", SEAL_LENGTH))
    return kept


def sealed(text: str) -> Payload:
    """A round from its seal: {g: groups, o: observers, s: spot per group, f: flex person, t: tables per group}."""
    try:
        given = json.loads(text)
        found: Payload = {
            "g": [[named(who) for who in group] for group in given["g"]],
            "o": [named(who) for who in given["o"]],
            "s": [ident(one) if one else "" for one in given["s"]],
            "f": ident(given["f"]) if given["f"] else "",
            "t": [[[ident(who) for who in table] for table in tables] for tables in given["t"]],
        }
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Refused("unreadable") from None
    seated = [who for group in found["g"] for who in group] + found["o"]
    right = (
        len(seated) <= MOST_PEOPLE
        and len(set(seated)) == len(seated)
        and all(2 <= len(group) <= 3 for group in found["g"])
        and len(found["s"]) == len(found["g"])
        and len(found["t"]) in (0, len(found["g"]))
    )
    if not right:
        raise Refused("unreadable")
    return found


def named(who: Any) -> str:
    """The id of a seat, or the name of a team."""
    if not isinstance(who, str) or not 0 < len(who) <= 64:
        raise Refused("unreadable")
    return who


def agreement(key: str, payload: Payload, settings: Settings) -> Payload:
    """{text, replaces?}: what the group agrees, in the words of the group."""
    among(key, ("",))
    kept = {"text": text_of(payload, "text", 280)}
    return kept | ({"replaces": ident(payload["replaces"])} if payload.get("replaces") else {})


def release(key: str, payload: Payload, settings: Settings) -> Payload:
    """{upto?}: the notes go to the leaders, or everybody sees the own place in the network, up to this number."""
    among(key, ("notes", "network"))
    return {"upto": number_of(payload, "upto", 0, 10**9, needed=False)}


def something(kept: Payload) -> Payload:
    """The fields that were changed; at least one."""
    if not kept:
        raise Refused("unreadable")
    return kept
