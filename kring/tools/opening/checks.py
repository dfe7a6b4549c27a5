"""What an answer about something open may hold, and who may give it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kring.kit.payload import Payload, Refused, one_of, text_of
from kring.kit.scene import Contribution, Participant, Scene, Settings

WHAT = ("did", "not_yet", "let_go", "take")
OF_A_TASK = (*WHAT, "help")
VALUES = ("ok", "adjust", "object")
NOTE, REASON, REMARK = 500, 280, 280
SHORTEST_REASON = 10
"""Characters of a reason to let go (transfer.md 3.1)."""
SHORTEST_SUMMARY = 20
"""Characters of what came of a learning task (lifecycle.md LT-4)."""
TO_DO = ("action", "task")
"""What somebody would do; a task comes back when its date is long gone (LT-3)."""

Item = Mapping[str, Any]


def items_of(settings: Settings, *kinds: str) -> list[Item]:
    """What is open of these kinds (action | task | agreement | told), in the order in which it is read."""
    return [one for one in settings.get("open", {}).get("items", ()) if one["kind"] in kinds]


def item_of(settings: Settings, ident: str, *kinds: str) -> Item:
    """One open thing. Raises Refused: item_gone, said_aloud (it was entered by whoever leads)."""
    for one in items_of(settings, *kinds):
        if one["id"] == ident:
            if one.get("said"):
                raise Refused("said_aloud")
            return one
    raise Refused("item_gone")


def item(key: str, payload: Payload, settings: Settings) -> Payload:
    """{what, note, due}: about the action or task with this id; `due` is a day (ISO) or "".

    Raises Refused: item_gone, said_aloud, unreadable, reason_short, summary_short, text_too_long, date_unreadable.
    """
    is_task = item_of(settings, key, *TO_DO)["kind"] == "task"
    what = one_of(payload, "what", OF_A_TASK if is_task else WHAT)
    note = text_of(payload, "note", REASON if what == "let_go" else NOTE, needed=False)
    if what == "let_go" and len(note) < SHORTEST_REASON:
        raise Refused("reason_short", n=SHORTEST_REASON)
    if is_task and what == "did" and len(note) < SHORTEST_SUMMARY:
        raise Refused("summary_short", n=SHORTEST_SUMMARY)
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
    if not item_of(settings, key, "agreement").get("asked"):
        raise Refused("not_asked")
    value = one_of(payload, "value", VALUES)
    remark = text_of(payload, "remark", REMARK, needed=False)
    if value != "ok" and not remark:
        raise Refused("remark_needed")
    return {"value": value, "remark": remark}


def admit(scene: Scene, said: Contribution, leads: bool) -> None:
    """Only whose it is may answer, or whoever leads for them; a thing nobody owns may be taken up by anybody.

    Raises Refused: not_your_action, members_only, take_who, members_take, date_past.
    """
    who = next((one for one in scene.participants if one.id == said.participant), None)
    member = bool(who and who.person in scene.settings["open"].get("members", ()))
    if said.kind == "op.agree":
        if not member:
            raise Refused("members_only")
        return
    thing = item_of(scene.settings, said.key, *TO_DO)
    if said.payload["what"] == "take":
        if has_owner(thing):
            raise Refused("take_who")
        if thing["kind"] == "task" and not member:
            raise Refused("members_take")
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
