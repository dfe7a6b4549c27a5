"""What an answer about something open may hold, and who may give it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kring.kit.payload import Payload, Refused, one_of, text_of
from kring.kit.scene import Contribution, Participant, Scene, Settings

WHAT = ("did", "not_yet", "let_go", "take")
VALUES = ("ok", "adjust", "object")
NOTE, REASON, REMARK = 500, 280, 280
SHORTEST_REASON = 10
"""Characters of a reason to let go (transfer.md 3.1)."""

Item = Mapping[str, Any]


def items_of(settings: Settings, kind: str) -> list[Item]:
    """What is open of this kind (action | agreement), in the order in which it is read."""
    return [one for one in settings.get("open", {}).get("items", ()) if one["kind"] == kind]


def item_of(settings: Settings, kind: str, ident: str) -> Item:
    """One open thing. Raises Refused: item_gone, said_aloud (it was entered by whoever leads)."""
    for one in items_of(settings, kind):
        if one["id"] == ident:
            if one.get("said"):
                raise Refused("said_aloud")
            return one
    raise Refused("item_gone")


def item(key: str, payload: Payload, settings: Settings) -> Payload:
    """{what, note, due}: about the action with this id; `due` is a day (ISO) or "".

    Raises Refused: item_gone, said_aloud, unreadable, reason_short, text_too_long, date_unreadable.
    """
    item_of(settings, "action", key)
    what = one_of(payload, "what", WHAT)
    note = text_of(payload, "note", REASON if what == "let_go" else NOTE, needed=False)
    if what == "let_go" and len(note) < SHORTEST_REASON:
        raise Refused("reason_short", n=SHORTEST_REASON)
    due = day_of(payload.get("due", "")) if what == "not_yet" else None
    return {"what": what, "note": note, "due": due.isoformat() if due else ""}


def day_of(text: object) -> date | None:
    """A day as a date field sends it. Raises Refused("date_unreadable")."""
    if not isinstance(text, str):
        raise Refused("unreadable")
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Refused("date_unreadable") from None


def agree(key: str, payload: Payload, settings: Settings) -> Payload:
    """{value, remark}: can you work with the agreement with this id?

    Raises Refused: item_gone, said_aloud, not_asked, unreadable, remark_needed, text_too_long.
    """
    if not item_of(settings, "agreement", key).get("asked"):
        raise Refused("not_asked")
    value = one_of(payload, "value", VALUES)
    remark = text_of(payload, "remark", REMARK, needed=False)
    if value != "ok" and not remark:
        raise Refused("remark_needed")
    return {"value": value, "remark": remark}


def admit(scene: Scene, said: Contribution, leads: bool) -> None:
    """Only whose it is may answer, or whoever leads for them; a thing nobody owns may be taken up by anybody.

    Raises Refused: not_your_action, members_only, take_who, date_past.
    """
    who = next((one for one in scene.participants if one.id == said.participant), None)
    if said.kind == "op.agree":
        if who is None or not who.person or who.person not in scene.settings["open"].get("members", ()):
            raise Refused("members_only")
        return
    thing = item_of(scene.settings, "action", said.key)
    if said.payload["what"] == "take":
        if has_owner(thing):
            raise Refused("take_who")
    elif not leads and not (who and is_owner(thing, who)):
        raise Refused("not_your_action")
    if said.payload["due"] and date.fromisoformat(said.payload["due"]) < scene.as_of:
        raise Refused("date_past")


def has_owner(thing: Item) -> bool:
    """Whether somebody would do it."""
    return bool(thing["owners"] or thing["owner_text"])


def is_owner(thing: Item, who: Participant) -> bool:
    """Whether it is theirs: by account, or without one by the name that was written down."""
    if who.person and any(one["person"] == who.person for one in thing["owners"]):
        return True
    written = [name.strip().casefold() for name in thing["owner_text"].split(",")]
    return not who.person and bool(who.name) and who.name.casefold() in written
