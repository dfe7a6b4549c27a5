"""What somebody wrote for themselves in a meeting is found in their own logbook, and nowhere else."""

from __future__ import annotations

from kring.conftest import Cast
from kring.engine.learning.models import LogbookEntry
from kring.engine.learning.own import logbook_of
from kring.engine.meetings.actions import contribute
from kring.engine.meetings.course import go_to


def test_with_an_account_it_moves_when_the_meeting_closes(cast: Cast) -> None:
    gathering = cast.meeting("carousel", people=1)
    gathering.sit_down("Bram", person=cast.bram.person)
    go_to(gathering.meeting, "opening")
    for seat in gathering.seats:
        text = {"text": f"{seat.shown_name} wil rust."}
        said = {"uuid": str(seat.pk), "step": "opening", "kind": "cr.log", "key": "0:before", "payload": text}
        contribute(gathering.activity, "named", str(seat.pk), said)
    gathering.close()
    [entry] = LogbookEntry.objects.all()
    assert entry.person == cast.bram.person and entry.community == cast.community
    assert entry.text.endswith("Bram wil rust.") and "rust" not in entry.sealed
    assert not entry.shared and entry.after is None, "it is no answer between two meetings"
    [mine] = logbook_of(cast.bram.person)
    assert "Bram wil rust." in mine["text"] and "Aart" not in mine["text"]


def test_who_wrote_nothing_gets_nothing(cast: Cast) -> None:
    gathering = cast.meeting("carousel")
    gathering.sit_down("Bram", person=cast.bram.person)
    gathering.close()
    assert not LogbookEntry.objects.exists()
