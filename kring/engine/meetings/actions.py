"""Contribute, erase, reveal: the verbs of a running activity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from kring.engine.meetings.announce import announce
from kring.engine.meetings.course import nothing_asked
from kring.engine.meetings.intake import judge
from kring.engine.meetings.models import Activity, Publication
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.scenes import scene
from kring.engine.meetings.state import MeetingState
from kring.engine.meetings.store import Doubled, Stale, number_of, store
from kring.kit.freeze import freeze
from kring.kit.payload import Refused


def contribute(
    activity: Activity,
    lane: Literal["named", "anonymous"],
    participant: str,
    envelope: Mapping[str, Any],
    *,
    leads: bool = False,
) -> int:
    """Record one contribution and give its number; the same uuid again changes nothing and gives the same.

    `participant` is the id of a seat or table, or the digest of a voice. Raises Refused.
    """
    with transaction.atomic():
        Activity.objects.select_for_update().get(pk=activity.pk)
        meeting = whole(activity.meeting_id, activity.pk)
        try:
            entry = judge(meeting, str(activity.pk), lane, participant, envelope, timezone.now(), leads=leads)
        except Refused:
            if (known := number_of(str(activity.pk), envelope)) is not None:
                return known
            raise
        [outcome] = store([entry])
        if isinstance(outcome, Doubled | Stale):
            raise Refused("unreadable")
        announce(activity.meeting_id)
    return outcome


def whole(meeting: object, part: object = "") -> MeetingState:
    """The meeting as it is now; in people's own time, as it is in this part. Raises Refused("meeting_closed") when
    it is gone."""
    state = read_meeting(str(meeting), part=str(part))
    if state is None:
        raise Refused("meeting_closed")
    return state


def erase(activity: Activity, lane: Literal["named", "anonymous"], participant: str, kinds: set[str]) -> int:
    """Take away what this participant gave of these kinds, content and all; how many rows.

    Only kinds that the tool calls erasable, and nothing that a publication has counted, unless the tool calls
    it withdrawable (a name is taken back at any time). Raises Refused.
    """
    with transaction.atomic():
        locked = Activity.objects.select_for_update().get(pk=activity.pk)
        state = whole(activity.meeting_id, activity.pk).activity
        if state is None or state.id != str(activity.pk) or locked.status != "open":
            raise Refused("activity_closed")
        for kind in kinds:
            known = state.tool.kind(kind)
            if not known.erasable:
                raise Refused("unreadable")
            counted = participant in state.locked.get(kind, ())
            if kind in state.settled or (counted and not known.withdrawable):
                raise Refused("locked")
        rows = locked.named.filter(seat_id=participant) if lane == "named" else None
        found = (rows if rows is not None else locked.anonymous_lane.filter(voice=participant)).filter(
            kind__in=kinds
        )
        count = found.count()
        found.delete()
        Activity.objects.filter(pk=activity.pk).update(version=F("version") + 1)
        announce(activity.meeting_id)
    return count


def reveal(activity: Activity, step: str, choice: str, *, by: str) -> Publication:
    """Freeze what the group gave in this step and show it to everybody at once (C-30).

    Raises Refused: too_few, wait_more, nothing_to_reveal, or the tool's own code. Asking again while
    nothing is new gives the publication that stands.
    """
    with transaction.atomic():
        locked = Activity.objects.select_for_update().get(pk=activity.pk)
        meeting = whole(activity.meeting_id, activity.pk)
        state = meeting.activity
        if state is None or state.id != str(activity.pk) or locked.status != "open":
            raise Refused("activity_closed")
        nothing_asked(locked)
        newest = locked.publications.filter(step=step, choice=choice).last()
        try:
            made = state.tool.reveal(scene(meeting), step, choice, state.published)
        except Refused as refused:
            if refused.code == "wait_more" and newest and newest.upto_seq == locked.anonymous_seq:
                return put_on_board(newest)
            raise
        number = locked.publications.filter(step=step, choice=choice).aggregate(n=Max("number"))["n"] or 0
        publication = Publication.objects.create(
            activity=locked,
            step=step,
            choice=choice,
            number=number + 1,
            by=by[:80],
            upto_seq=locked.anonymous_seq,
            rows={
                figure: {row: sorted(members) for row, members in rows.items()}
                for figure, rows in made.rows.items()
            },
            result=freeze(made.result),
        )
        Activity.objects.filter(pk=activity.pk).update(version=F("version") + 1)
        announce(activity.meeting_id)
    return publication


def reveal_due(now: datetime | None = None) -> int:
    """Show what people did in their own time, at the moment that was fixed beforehand (C-30); how many activities.

    Of every step that is revealed the first way that can be; what rests on too few people stays unseen. It is
    done once: what whoever leads takes off the board afterwards stays off. From then on nobody answers any more
    (C-37); the papers stay good for one's own outcome until the meeting ends.
    """
    now = now or timezone.now()
    shown = 0
    for pk in Activity.objects.filter(status="open", open_until__lte=now).values_list("pk", flat=True):
        with transaction.atomic():
            activity = Activity.objects.select_for_update().get(pk=pk)
            if activity.status != "open" or activity.open_until is None:
                continue
            activity.open_until = None
            activity.save(update_fields=["open_until"])
            reveal_all(activity)
            close_steps(activity)
            shown += 1
    return shown


def reveal_all(activity: Activity) -> None:
    """Every step that can be shown now, in the order of the course."""
    running = whole(activity.meeting_id, activity.pk).activity
    if running is None or running.id != str(activity.pk):
        return
    for step in running.tool.course(running.settings):
        if not step.reveals:
            continue
        state = whole(activity.meeting_id, activity.pk)
        assert state.activity is not None
        [choice, *_] = running.tool.choices(scene(state), step.key, state.activity.published)
        try:
            reveal(activity, step.key, choice, by="")
        except Refused:
            continue


def close_steps(activity: Activity) -> None:
    """Nothing is asked any more; everything that was shown can still be seen."""
    activity.steps.filter(status="open").update(status="closed")
    Activity.objects.filter(pk=activity.pk).update(open_steps="", version=F("version") + 1)
    announce(activity.meeting_id)


def put_on_board(publication: Publication) -> Publication:
    """Back on the board, after it was taken off."""
    if publication.off_board_at:
        publication.off_board_at = None
        publication.save(update_fields=["off_board_at"])
        Activity.objects.filter(pk=publication.activity_id).update(version=F("version") + 1)
        announce(publication.activity.meeting_id)
    return publication


def take_off_board(activity: Activity, step: str, choice: str) -> None:
    """Take a picture off the board; the publication stays what it is."""
    with transaction.atomic():
        activity.publications.filter(step=step, choice=choice, off_board_at=None).update(
            off_board_at=timezone.now()
        )
        Activity.objects.filter(pk=activity.pk).update(version=F("version") + 1)
        announce(activity.meeting_id)
