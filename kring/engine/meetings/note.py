"""The private note of whoever leads; never pushed, never in a report."""

from __future__ import annotations

from django.db import transaction

from kring.engine.meetings.models import Meeting
from kring.kit.payload import Refused, text_of

NOTE_LENGTH = 5_000


def write_note(meeting: Meeting, text: str, was: str) -> None:
    """Keep the note. `was` is the note as the writer last saw it, so that two people do not wipe each other out.

    Raises Refused: text_too_long, or note_changed (now: what the other wrote).
    """
    text = text_of({"note": text}, "note", NOTE_LENGTH, needed=False)
    with transaction.atomic():
        stands = Meeting.objects.select_for_update().values_list("note", flat=True).get(pk=meeting.pk)
        if stands == text:
            return
        if stands != text_of({"note": was}, "note", len(was), needed=False):
            raise Refused("note_changed", now=stands)
        Meeting.objects.filter(pk=meeting.pk).update(note=text)
