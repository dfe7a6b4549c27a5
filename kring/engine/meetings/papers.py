"""Papers: how a seat gets a voice without anyone being able to tell which (C-09)."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction

from kring.engine.meetings.announce import announce
from kring.engine.meetings.models import Activity, Paper, PaperMark, Seat, Voice
from kring.engine.meetings.state import digest
from kring.kit.payload import Refused

SPARE = 50


def make_stack(activity: Activity, people: int) -> None:
    """A stack for `people` and fifty more, in one go and sorted by value, so that order tells nothing."""
    tokens = sorted(secrets.token_urlsafe(16) for _ in range(people + SPARE))
    Paper.objects.bulk_create(Paper(token=token, activity=activity) for token in tokens)
    Voice.objects.bulk_create(
        Voice(digest=one, activity=activity) for one in sorted(digest(token) for token in tokens)
    )


def show_paper(activity: Activity, seat: Seat) -> str:
    """A paper drawn by chance from the stack; nothing is noted yet.

    Raises Refused("paper_given") when this seat received one already, Refused("each_alone") for a table: it has no
    voice, so that it is nobody in any figure about people (C-27), and Refused("activity_closed").
    """
    if seat.table_of:
        raise Refused("each_alone")
    if not Activity.objects.filter(pk=activity.pk, status="open").exists():
        raise Refused("activity_closed")
    if PaperMark.objects.filter(activity=activity, seat=seat).exists():
        raise Refused("paper_given")
    tokens = list(activity.stack.values_list("token", flat=True))
    if len(tokens) < SPARE // 2:
        with transaction.atomic():
            Activity.objects.select_for_update().get(pk=activity.pk)
            make_stack(activity, 0)
            announce(activity.meeting_id)
        tokens = list(activity.stack.values_list("token", flat=True))
    return secrets.choice(tokens)


def take_paper(activity: Activity, seat: Seat, token: str) -> bool:
    """Mark the seat and let the paper leave the stack, in one transaction.

    True when the seat now has its paper, also when it asked twice with the same one; False when somebody
    else took this paper first (draw again). Raises Refused("paper_given") for a second paper, Refused("each_alone")
    for a table, and Refused("activity_closed").
    """
    if seat.table_of:
        raise Refused("each_alone")
    with transaction.atomic():
        locked = Activity.objects.select_for_update().get(pk=activity.pk)
        if locked.status != "open":
            raise Refused("activity_closed")
        on_stack = activity.stack.filter(token=token).exists()
        marked = PaperMark.objects.filter(activity=activity, seat=seat).exists()
        if marked and on_stack:
            raise Refused("paper_given")
        if marked:
            return Voice.objects.filter(activity=activity, digest=digest(token)).exists()
        if not on_stack:
            return False
        try:
            with transaction.atomic():
                PaperMark.objects.create(activity=activity, seat=seat)
        except IntegrityError:
            raise Refused("paper_given") from None
        activity.stack.filter(token=token).delete()
        announce(activity.meeting_id)
        return True
