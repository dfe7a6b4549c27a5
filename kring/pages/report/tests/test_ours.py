"""What was with names is read back by who took part by name, on one page, and nowhere else (C-32)."""

from __future__ import annotations

import pytest

from kring.engine.meetings.actions import contribute, reveal
from kring.engine.meetings.course import go_to
from kring.engine.meetings.names import answer_names, ask_names, settle_names
from kring.engine.tests.speaking import PICKS, envelope
from kring.tests.faces import problems


@pytest.fixture
def noord(cast):
    """Aart, Bert and Bram with names: their picture was revealed; a latecomer looked on. It is over."""
    gathering = cast.meeting(people=2, settings=PICKS)
    gathering.sit_down("Bram", person=cast.bram.person)
    ask_names(gathering.meeting)
    for seat in gathering.seats:
        answer_names(gathering.activity, seat, True)
    assert settle_names(gathering.meeting) == "yes"
    say_in(gathering)
    gathering.sit_down("Laat")
    gathering.close()
    return gathering


def say_in(gathering):
    go_to(gathering.meeting, "pick")
    for seat in gathering.seats:
        for mode in ("think", "do"):
            said = envelope("pick", "cc.pick", mode, {"colours": ["blue"]})
            contribute(gathering.activity, "named", str(seat.pk), said)
    go_to(gathering.meeting, "own")
    for seat in gathering.seats:
        said = envelope("own", "cc.share", "", {"share": "total"})
        contribute(gathering.activity, "named", str(seat.pk), said)
    go_to(gathering.meeting, "picture")
    reveal(gathering.activity, "picture", "", by="Amina")


def where(gathering):
    return f"/activities/{gathering.meeting.activities.get().pk}/ours/"


def test_who_took_part_reads_it_back(cast, noord):
    for client in (noord.phone(0), cast.bram.signed_in()):
        page = client.get(where(noord))
        text = page.content.decode()
        assert page.status_code == 200 and problems(text) == []
        assert "Alleen jullie kunnen dit lezen: Aart, Bert, Bram." in text and "Laat" not in text
        assert "<svg" in text.partition("<h1")[2]
        report = client.get(f"/meetings/{noord.meeting.pk}/report/").content.decode()
        assert where(noord) in report and "<svg" not in report.partition("<h1")[2].partition("</main>")[0]
        assert ".pdf" not in text and ".xlsx" not in text


def test_it_is_nobody_elses(cast, noord):
    late = noord.seats[-1]
    clients = [noord.phone(late), cast.stranger()]
    clients += [
        cast[who].signed_in() for who in ("amina", "chris", "dewi", "els", "fatih", "gijs", "hanna", "zara")
    ]
    assert {client.get(where(noord)).status_code for client in clients} == {404}
    report = cast.amina.signed_in().get(f"/meetings/{noord.meeting.pk}/report/").content.decode()
    assert where(noord) not in report, "whoever led it without taking part does not read it either"


def test_it_is_read_piece_by_piece(cast, noord):
    bram = cast.bram.signed_in()
    for piece in ("1", "0", "99", "²", "x"):
        assert "<h2" in bram.get(f"{where(noord)}?piece={piece}").content.decode()


def test_in_a_closed_circle_there_is_nothing_to_read_back(cast, noord):
    cast.community.confidentiality = "closed"
    cast.community.save()
    assert cast.bram.signed_in().get(where(noord)).status_code == 404
    report = cast.bram.signed_in().get(f"/meetings/{noord.meeting.pk}/report/").content.decode()
    assert where(noord) not in report


def test_what_was_without_names_has_no_such_page(cast):
    gathering = cast.meeting(people=3, settings=PICKS)
    assert gathering.phone(0).get(where(gathering)).status_code == 404


def test_nothing_revealed_nothing_to_read(cast):
    gathering = cast.meeting(people=2, settings=PICKS)
    ask_names(gathering.meeting)
    for seat in gathering.seats:
        answer_names(gathering.activity, seat, True)
    settle_names(gathering.meeting)
    assert "In dit onderdeel is niets onthuld." in gathering.phone(0).get(where(gathering)).content.decode()
