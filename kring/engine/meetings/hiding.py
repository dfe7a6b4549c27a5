"""Taking a card off the wall and putting it back (C-04, roles.md `moderate`): whose it is, and what stands on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from kring.engine.meetings.announce import announce
from kring.engine.meetings.models import (
    Activity,
    AnonymousContribution,
    Hiding,
    NamedContribution,
    Tombstone,
)
from kring.engine.meetings.photos import thread_of
from kring.kit.payload import Refused

REASON = 140
"""Letters of a reason."""
TEXTS = ("text", "one_hand", "title")
"""Where the words of a card stand in its payload."""
LANES = (NamedContribution, AnonymousContribution)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A card that is off the wall. `participant` is the seat or voice that made it."""

    card: str
    text: str
    reason: str
    participant: str


def hide(running: Activity, card: UUID | str, *, by: str, reason: str) -> None:
    """Take a card of the running work off the wall, of this meeting or an earlier one; its author sees the reason.

    Pressed twice, the first reason stands. Raises Refused: reason, activity_closed, card_gone.
    """
    if not reason.strip():
        raise Refused("reason")
    with transaction.atomic():
        home = home_of(running, card)
        Hiding.objects.get_or_create(
            contribution=card,
            defaults={"activity": home, "by": by[:80], "reason": reason.strip()[:REASON]},
        )
        draw_again(running)


def show_again(running: Activity, card: UUID | str) -> None:
    """Put a hidden card back on the wall. Raises Refused: activity_closed, card_gone."""
    with transaction.atomic():
        Hiding.objects.filter(activity=home_of(running, card), contribution=card).delete()
        draw_again(running)


def home_of(running: Activity, card: UUID | str) -> Activity:
    """The activity of the running work in which this card was made. Raises Refused: activity_closed, card_gone."""
    if running.status != "open":
        raise Refused("activity_closed")
    for lane in LANES:
        found: Any = lane.objects.filter(uuid=card, activity__in=thread_of(running)).first()
        if found is not None:
            return found.activity  # type: ignore[no-any-return]
    raise Refused("card_gone")


def draw_again(running: Activity) -> None:
    """Everybody sees the wall as it is now."""
    Activity.objects.filter(pk=running.pk).update(version=F("version") + 1)
    announce(running.meeting_id)


def hidden_in(activities: Iterable[Activity]) -> tuple[Hidden, ...]:
    """What is off the wall in these activities, in the order in which it was taken off."""
    rows = list(Hiding.objects.filter(activity__in=list(activities)).order_by("pk"))
    if not rows:
        return ()
    cards = [row.contribution for row in rows]
    made: dict[Any, tuple[str, str]] = {
        one.uuid: (str(one.seat_id), words_on(one.payload))
        for one in NamedContribution.objects.filter(uuid__in=cards)
    }
    made |= {
        one.uuid: (one.voice, words_on(one.payload))
        for one in AnonymousContribution.objects.filter(uuid__in=cards)
    }
    return tuple(
        Hidden(str(row.contribution), made[row.contribution][1], row.reason, made[row.contribution][0])
        for row in rows
        if row.contribution in made
    )


def words_on(payload: dict[str, Any]) -> str:
    """What stands on a card."""
    return next((str(payload[name]) for name in TEXTS if payload.get(name)), "")


def delete_hidden(before: datetime) -> int:
    """Delete what was taken off the wall before this moment and never put back, with its later texts; how many.

    In the named lane its place stays, and nothing of it.
    """
    count = 0
    for hiding in Hiding.objects.filter(at__lt=before).select_related("activity"):
        same = thread_of(hiding.activity)
        for lane in LANES:
            rows: Any = lane.objects.filter(activity__in=same)
            chain = rows.filter(uuid=hiding.contribution) | rows.filter(
                payload__replaces=str(hiding.contribution)
            )
            if lane is NamedContribution:
                Tombstone.objects.bulk_create(
                    [
                        Tombstone(uuid=one.uuid, activity_id=one.activity_id, seq=one.seq, kind=one.kind)
                        for one in chain
                    ],
                    ignore_conflicts=True,
                )
            count += chain.delete()[0]
        hiding.delete()
    return count
