"""What is open comes back at the start of a meeting, and what was said of it counts (transfer.md 3, lifecycle.md 12).

A tool that `brings` gets what is open as it opens: actions, agreements that are asked about, learning tasks of which
the date is long gone, and what was shared between the meetings. What was said of it counts when it closes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kring.engine.harvest.agreements import agreements, members_of
from kring.engine.harvest.answering import current_answers, respond
from kring.engine.harvest.models import Action, Agreement
from kring.engine.harvest.returning import (
    actions,
    answer,
    asked_agreements,
    open_actions,
    release_of_who_left,
    still_open,
)
from kring.engine.learning.between import shared_before
from kring.engine.learning.late import answer_task, late_tasks, task_in
from kring.engine.learning.models import LearningTask, LogbookEntry
from kring.engine.learning.tasks import release_tasks_of_who_left
from kring.engine.meetings.announce import announce
from kring.engine.meetings.models import Activity, Meeting
from kring.engine.meetings.reading import at, day_of
from kring.engine.meetings.scenes import participants, scene
from kring.engine.people.models import Community, Person
from kring.kit.payload import Refused
from kring.kit.scene import Participant, Reply
from kring.tools import TOOLS


def anything_open(community: Community) -> bool:
    """Whether the next meeting has something to open with."""
    return (
        still_open().filter(community=community, private=False).exists()
        or asked_agreements(community).exists()
        or bool(late_tasks(community, timezone.localdate()))
        or any(one.text for one in shared_before(community))
    )


def brought(community: Community, today: date) -> dict[str, Any]:
    """What a tool that `brings` gets as `settings["open"]` (kit.tool.Tool.brings)."""
    return {
        "items": [
            *(action_item(one) for one in open_actions(community)),
            *(task_item(one) for one in late_tasks(community, today)),
            *(agreement_item(one) for one in asked_agreements(community)),
            *(told_item(one) for one in shared_before(community) if one.text),
        ],
        "members": sorted(str(pk) for pk in members_of(community)),
    }


def action_item(action: Action) -> dict[str, Any]:
    """An open action as plain data."""
    return {**owned_item(action, "action", action.said), "owner_text": action.owner_text}


def task_item(task: LearningTask) -> dict[str, Any]:
    """A learning task of which the date is long gone, as plain data."""
    return {**owned_item(task, "task", task.title), "owner_text": ""}


def owned_item(thing: Action | LearningTask, kind: str, text: str) -> dict[str, Any]:
    """What somebody owns and is due one day."""
    return {
        "id": str(thing.pk),
        "kind": kind,
        "text": text,
        "owners": owners_in(thing),
        "due": thing.due_on.isoformat() if thing.due_on else "",
        "status": thing.status,
    }


def owners_in(thing: Action | LearningTask) -> list[dict[str, str]]:
    """Whose it is."""
    return [{"person": str(one.pk), "name": one.name_to_others} for one in thing.owners.all()]


def agreement_item(agreement: Agreement) -> dict[str, Any]:
    """An agreement as plain data; `asked` when members can answer it by name."""
    return {
        "id": str(agreement.pk),
        "kind": "agreement",
        "text": agreement.said,
        "status": agreement.status,
        "asked": agreement.status == "proposed",
        "answered": sorted(str(row.person_id) for row in current_answers(agreement)),
    }


def told_item(entry: LogbookEntry) -> dict[str, Any]:
    """What somebody shared between the meetings, as plain data."""
    return {
        "id": str(entry.pk),
        "kind": "told",
        "text": entry.text,
        "about": entry.prompt,
        "name": entry.person.name_to_others,
    }


def bring(activity: Activity) -> None:
    """Hand over what is open now, as the activity opens."""
    if not TOOLS[activity.tool].brings:
        return
    release_of_who_left()
    release_tasks_of_who_left()
    community = activity.meeting.community
    given = brought(community, day_of(activity)) if community else {"items": [], "members": []}
    activity.settings = {**activity.settings, "open": given}
    activity.save(update_fields=["settings"])


def keep_replies(activity: Activity) -> None:
    """As the activity closes: what was said counts, and the names that were handed over go."""
    if not TOOLS[activity.tool].brings or "open" not in activity.settings:
        return
    state = at(activity)
    running = state.activity
    assert running is not None
    today = day_of(activity)
    seats = {one.id: one for one in participants(state)}
    for reply in running.tool.replies(scene(state, today)):
        take_in(activity, reply, seats[reply.participant], today)
    activity.settings = {**activity.settings, "open": without_names(activity.settings["open"])}
    activity.save(update_fields=["settings"])


def take_in(activity: Activity, reply: Reply, who: Participant, today: date) -> None:
    """Record one reply; nothing happens when the thing is gone by now, or somebody was before."""
    community = activity.meeting.community
    person = Person.objects.filter(pk=who.person).first() if who.person else None
    kind = next(one["kind"] for one in activity.settings["open"]["items"] if one["id"] == reply.item)
    if community is None:
        return
    said: dict[str, Any] = {"note": reply.note, "due": reply.due, "today": today}
    try:
        with transaction.atomic():
            if kind == "agreement":
                one = agreements().filter(pk=reply.item, community=community).first()
                if one is not None and person is not None:
                    respond(one, person, reply.what, reply.note, today=today)
            elif kind == "task":
                if (task := task_in(community, reply.item)) is not None:
                    answer_task(task, reply.what, person=person, **said)
            elif (action := actions().filter(pk=reply.item, community=community).first()) is not None:
                where: dict[str, Any] = {"way": "phone", "meeting": activity.meeting}
                answer(action, reply.what, person=person, name=who.name, **said, **where)
    except Refused:
        return


def without_names(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of the list for looking back: things, no people and nothing of a logbook. What phones said stands
    in its own rows, which go with whoever said it."""
    items = []
    for item in given["items"]:
        if item["kind"] == "told":
            continue
        kept = {**item, "owners": [], "owner_text": ""} if "owners" in item else {**item}
        if "answered" in kept:
            kept["heard"], kept["answered"] = len(kept["answered"]), []
        items.append(kept)
    return {**given, "items": items, "members": []}


def as_said(what: str, note: str, due: date | None) -> dict[str, str]:
    """An answer as it stands with its thing."""
    return {"what": what, "note": note, "due": due.isoformat() if due else ""}


def say_aloud(
    meeting: Meeting, item: str, what: str, *, note: str = "", due: date | None = None, name: str = ""
) -> None:
    """What was said aloud, entered by whoever leads; it counts at once and stands on every screen.

    `name` is who takes up an action. Raises Refused: activity_closed, item_gone, and what `answer` and
    `answer_task` raise.
    """
    with transaction.atomic():
        activity = running_one(meeting)
        given = activity.settings["open"]
        known = next((one for one in given["items"] if one["id"] == item and "owners" in one), None)
        community = meeting.community
        if known is None or community is None:
            raise Refused("item_gone")
        if known["kind"] == "task":
            task = task_in(community, item)
            if task is None:
                raise Refused("item_gone")
            answer_task(task, what, person=None, note=note, due=due)
        else:
            action = actions().filter(pk=item, community=community).first()
            if action is None:
                raise Refused("item_gone")
            owners = list(action.owners.all()) if what != "take" else []
            person = owners[0] if len(owners) == 1 else None
            answer(action, what, person=person, name=name, note=note, due=due, way="aloud", meeting=meeting)
        known["said"] = as_said(what, note.strip(), due)
        activity.save(update_fields=["settings"])
        Activity.objects.filter(pk=activity.pk).update(version=F("version") + 1)
        announce(meeting.pk)


def running_one(meeting: Meeting) -> Activity:
    """The open activity that brought what is open, held. Raises Refused("activity_closed")."""
    rows = Activity.objects.select_for_update().filter(meeting=meeting, status="open")
    for activity in rows:
        if TOOLS[activity.tool].brings and "open" in activity.settings:
            return activity
    raise Refused("activity_closed")
