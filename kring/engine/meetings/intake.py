"""Is this contribution welcome? Decided in memory, the same for the live lane and for every other way in."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from kring.engine.meetings.scenes import scene
from kring.engine.meetings.state import ActivityState, MeetingState
from kring.kit.payload import Payload, Refused
from kring.kit.roles import group_of
from kring.kit.scene import Contribution

KEY_LENGTH = 80
WRITTEN = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A uuid as every phone of ours writes it; to read and write it anew takes longer than all other checks."""


@dataclass(slots=True)
class Entry:
    """A contribution that was accepted and waits to be stored. `version` is the activity it was judged by."""

    uuid: str
    activity: str
    meeting: str
    lane: Literal["named", "anonymous"]
    step: str
    kind: str
    key: str
    participant: str
    role: str
    payload: Payload
    version: int
    at: datetime | None
    confidential: bool = False

    def contribution(self, seq: int) -> Contribution:
        """The same as the tools see it, once it has its number."""
        return Contribution(
            self.uuid,
            self.step,
            self.kind,
            self.key,
            self.participant,
            self.payload,
            seq,
            self.role,
            self.lane,
            self.at,
        )


def judge(
    meeting: MeetingState,
    activity_id: str,
    lane: Literal["named", "anonymous"],
    participant: str,
    envelope: Any,
    at: datetime,
    *,
    leads: bool = False,
) -> Entry:
    """The entry to store for this envelope of C-03.

    `envelope` is what the phone sent: {uuid, step, kind, key, payload}. Raises Refused: unreadable,
    activity_closed, step_closed, not_in_this_step, names_first, each_alone, names_not_agreed, not_this_lane,
    not_by_slip, locked, not_yours, or the kind's own code.
    """
    activity = meeting.activity
    if (
        activity is None
        or activity.id != activity_id
        or activity.status != "open"
        or meeting.status != "open"
    ):
        raise Refused("activity_closed")
    try:
        ident = uuid_of(envelope["uuid"])
        step, name, key = envelope["step"], envelope["kind"], envelope.get("key") or ""
        payload = envelope.get("payload") or {}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused("unreadable") from None
    if not (
        isinstance(step, str) and isinstance(name, str) and isinstance(key, str) and isinstance(payload, dict)
    ):
        raise Refused("unreadable")
    if len(key) > KEY_LENGTH:
        raise Refused("unreadable")
    payload = activity.tool.accept(activity.open_steps, step, name, key, payload, activity.settings)
    kind = activity.tool.kind(name)
    if activity.names == "asking":
        raise Refused("names_first")
    sits = meeting.seats.get(participant)
    if sits is not None and sits.table and (kind.each or activity.by_name):
        raise Refused("each_alone")
    # A tool in named mode (C-32) takes everything in the named lane, from those who said yes.
    if kind.lane != "choice" and lane != (kind.lane if activity.anonymous else "named"):
        raise Refused("not_this_lane")
    if kind.lead_only and not leads:
        raise Refused("only_the_facilitator")
    if activity.by_name and participant not in activity.answered and not (kind.lead_only and leads):
        raise Refused("names_not_agreed")
    if participant in activity.slips and name not in activity.tool.slips.get(step, ()):
        raise Refused("not_by_slip")
    if activity.published and fixed(activity, participant, name, key):
        raise Refused("locked")
    own_only(meeting, activity, participant, payload, kind.shape)
    role = label_of(meeting, activity, lane, participant)
    entry = Entry(
        ident,
        activity.id,
        meeting.id,
        lane,
        step,
        name,
        key,
        participant,
        role,
        payload,
        activity.version,
        at if lane == "named" else None,
        kind.confidential,
    )
    if kind.whole:
        activity.tool.admit(scene(meeting), entry.contribution(0), leads)
    return entry


def uuid_of(given: Any) -> str:
    """A uuid as we write it. Raises one of TypeError, ValueError, AttributeError for anything else."""
    return given if WRITTEN.fullmatch(given) else str(uuid.UUID(given))


def label_of(meeting: MeetingState, activity: ActivityState, lane: str, participant: str) -> str:
    """The role that is stored with what somebody says: a seat's own. A voice has none; only where the activity is split
    a slip falls into the group of the role it was printed for (C-05, C-28), as a voice that says its group does."""
    if lane == "named":
        return meeting.seats[participant].role if participant in meeting.seats else ""
    return group_of(activity.slips[participant]) if activity.split and participant in activity.slips else ""


def fixed(activity: ActivityState, participant: str, kind: str, key: str) -> bool:
    """Whether a publication counted this participant's answers, or settled what was answered (C-30)."""
    if participant in activity.locked.get(kind, ()):
        return True
    return kind in activity.settled and (participant, kind, key) in activity.ledger.answers


def own_only(
    meeting: MeetingState, activity: ActivityState, participant: str, payload: Payload, shape: str
) -> None:
    """A card is edited and withdrawn by its author only (C-04). Raises Refused("not_yours")."""
    if shape != "card":
        return
    for name in ("replaces", "target"):
        if other := payload.get(name):
            known = activity.ledger.card(str(other))
            if known is None or not same_author(meeting, activity, known.participant, participant):
                raise Refused("not_yours")


def same_author(meeting: MeetingState, activity: ActivityState, author: str, participant: str) -> bool:
    """The same seat or voice, or a seat of the same person in an earlier meeting of the thread."""
    if author == participant:
        return True
    before, now = activity.earlier_seats.get(author), meeting.seats.get(participant)
    return bool(before and now and before.person and before.person == now.person)
