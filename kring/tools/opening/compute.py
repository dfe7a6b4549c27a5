"""What was said of what is open. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from kring.kit.payload import Refused
from kring.kit.scene import Contribution, Participant, Reply, Result, Scene, Settings
from kring.tools.opening.checks import OF_A_TASK, TO_DO, Item, admit, has_owner, is_owner, items_of


def newest(contributions: Iterable[Contribution], kind: str) -> dict[str, list[Contribution]]:
    """Thing -> the answers about it, each participant's newest, in the order in which they came."""
    found: dict[str, dict[str, Contribution]] = {}
    for one in sorted(contributions, key=lambda each: each.seq):
        if one.kind == kind:
            answers = found.setdefault(one.key, {})
            answers.pop(one.participant, None)
            answers[one.participant] = one
    return {key: list(answers.values()) for key, answers in found.items()}


def day(text: str) -> date | None:
    """A stored day."""
    return date.fromisoformat(text) if text else None


def action(
    thing: Item, answers: Sequence[Contribution], people: Sequence[Participant], as_of: date
) -> dict[str, Any]:
    """One open action or task with the newest answer; what was entered for the group goes before what phones said."""
    said = thing.get("said") or (answers[-1].payload if answers else None)
    due = day(thing["due"])
    names = {one.id: one.name for one in people}
    return {
        "id": thing["id"],
        "task": thing["kind"] == "task",
        "text": thing["text"],
        "who": [one["name"] for one in thing["owners"]]
        + ([thing["owner_text"]] if thing["owner_text"] else []),
        "seats": " ".join(one.id for one in people if one.present and is_owner(thing, one)),
        "due": due,
        "past": bool(due and due < as_of),
        "free": not has_owner(thing),
        "fixed": bool(thing.get("said")),
        "said": said["what"] if said else "",
        "note": said["note"] if said else "",
        "new_due": day(said["due"]) if said else None,
        "by": names.get(answers[-1].participant, "") if answers and not thing.get("said") else "",
    }


def agreement(
    thing: Item, answers: Sequence[Contribution], people: Sequence[Participant], members: int
) -> dict[str, Any]:
    """One agreement with how many answered; who said what is not shown here."""
    persons = {one.id: one.person for one in people}
    heard = {persons.get(one.participant, "") for one in answers} | set(thing.get("answered", ()))
    return {
        "id": thing["id"],
        "text": thing["text"],
        "asked": bool(thing.get("asked")),
        "answered": max(len(heard - {""}), thing.get("heard", 0)),
        "members": members,
        "status": thing["status"],
    }


def compute(
    settings: Settings,
    participants: Sequence[Participant],
    contributions: Sequence[Contribution],
    as_of: date,
) -> Result:
    """{actions: [...], agreements: [...], told: [{about, text, name}], counts: {did, not_yet, let_go, take, help,
    quiet}, heard, n}. Overdue learning tasks stand with the actions."""
    said, agreed = newest(contributions, "op.item"), newest(contributions, "op.agree")
    members = len(settings.get("open", {}).get("members", ()))
    actions = [
        action(thing, said.get(thing["id"], ()), participants, as_of) for thing in items_of(settings, *TO_DO)
    ]
    counts = {what: sum(one["said"] == what for one in actions) for what in OF_A_TASK}
    quiet = sum(not one["said"] for one in actions)
    return {
        "actions": actions,
        "agreements": [
            agreement(thing, agreed.get(thing["id"], ()), participants, members)
            for thing in items_of(settings, "agreement")
        ],
        "told": [
            {"about": one["about"].partition(".")[2], "text": one["text"], "name": one["name"]}
            for one in items_of(settings, "told")
        ],
        "counts": {**counts, "quiet": quiet},
        "heard": len(actions) - quiet,
        "n": len(actions),
    }


def live(scene: Scene, step: str) -> Result:
    """The list, from the start on: it is named and about what people promised each other."""
    return compute(scene.settings, scene.participants, scene.contributions, scene.as_of)


def replies(scene: Scene) -> list[Reply]:
    """What the house records when this part closes: of an action or task the newest answer of those who may give it,
    of an agreement everybody's."""
    found = []
    for key, answers in newest(scene.contributions, "op.item").items():
        if welcome := [one for one in answers if may_count(scene, one)]:
            last = welcome[-1]
            said = last.payload
            found.append(Reply(key, said["what"], last.participant, said["note"], day(said["due"])))
    for key, answers in newest(scene.contributions, "op.agree").items():
        found += [
            Reply(key, one.payload["value"], one.participant, one.payload["remark"])
            for one in answers
            if may_count(scene, one)
        ]
    return found


def may_count(scene: Scene, said: Contribution) -> bool:
    """Whether an answer still holds at the end: the thing is there, and nobody entered it for the group."""
    try:
        # Whoever led when it was said may not lead any more; that they led was checked then.
        admit(scene, said, True)
    except Refused:
        return False
    return True
