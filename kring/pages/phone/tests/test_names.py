"""With or without names, through the pages: without script, whoever leads, the wall, a latecomer, an outsider."""

from __future__ import annotations

import json

import pytest

from kring.engine.harvest.actions import propose
from kring.engine.meetings.actions import contribute, reveal
from kring.engine.meetings.course import AgendaItem, go_to
from kring.engine.meetings.models import Activity, NamesMark
from kring.engine.meetings.names import answer_names, ask_names, settle_names
from kring.engine.meetings.reading import read_meeting
from kring.engine.tests.speaking import PICKS, envelope
from kring.pages.house.drawing import render

QUESTION = "Doe je mee met je naam erbij?"


def asked(cast, people=3, **given):
    """A small circle that was just asked."""
    noord = cast.meeting(people=people, settings=PICKS, **given)
    ask_names(noord.meeting)
    return noord


def page(client, noord):
    return client.get(f"/m/{noord.meeting.pk}/").content.decode()


def press(client, noord, answer, **more):
    """The button on a phone without script."""
    said = {"activity": noord.activity.pk, "answer": answer, **more}
    return client.post(f"/m/{noord.meeting.pk}/names/", said)


def lead(cast, noord):
    return cast.amina.signed_in().get(f"/lead/{noord.meeting.pk}/").content.decode()


def pressed(cast, noord, do):
    return cast.amina.signed_in().post(f"/lead/{noord.meeting.pk}/names/", {"do": do})


def wall(noord):
    return render(read_meeting(str(noord.meeting.pk)), "board", "nl").html


def test_a_small_circle_is_offered_it_and_a_larger_one_is_not(cast):
    assert "Jullie zijn met 3" in lead(cast, cast.meeting(people=3))
    for people in (1, 5):
        assert 'id="ask-names"' not in lead(cast, cast.meeting(people=people))
    assert 'id="ask-names"' not in lead(cast, cast.meeting("opening", people=3))
    assert 'id="ask-names"' not in lead(cast, cast.meeting("change_lab", people=3))


def test_the_whole_way_to_yes_by_the_buttons(cast):
    noord = cast.meeting(people=3, settings=PICKS)
    assert QUESTION not in page(noord.phone(0), noord)
    pressed(cast, noord, "ask")
    assert "0 van de 3 hebben geantwoord" in lead(cast, noord)
    for seat in range(3):
        phone = noord.phone(seat)
        assert QUESTION in page(phone, noord) and "<kr-paper" not in page(phone, noord)
        assert press(phone, noord, "yes").headers["Location"] == f"/m/{noord.meeting.pk}/"
        assert "Je antwoord is binnen" in page(phone, noord)
        assert f"{seat + 1} van de 3 hebben geantwoord" in lead(cast, noord)
    pressed(cast, noord, "settle")
    assert "Met namen: iedereen zei ja" in lead(cast, noord)
    go_to(noord.meeting, "pick")
    first = page(noord.phone(0), noord)
    assert "De groep ziet dit, met je naam" in first and "stembriefje" not in first
    assert 'data-lane="named"' in first and 'data-lane="anonymous"' not in first
    assert "Met namen" in wall(noord)


def test_one_no_and_every_face_says_only_that_it_stays_anonymous(cast):
    seen = []
    for no in range(3):
        noord = asked(cast)
        for seat in range(3):
            press(noord.phone(seat), noord, "no" if seat == no else "yes")
        phones = [page(noord.phone(seat), noord) for seat in range(3)]
        before = lead(cast, noord)
        pressed(cast, noord, "settle")
        after = lead(cast, noord)
        assert "Dit onderdeel blijft anoniem" in after and "3 van de 3" in before
        seen.append([text.count("Je antwoord is binnen") for text in phones])
    assert len({tuple(one) for one in seen}) == 1, "a phone that said no looks like one that said yes"


def test_the_answer_of_the_server_is_the_same_for_yes_and_no(cast):
    noord = asked(cast)
    yes, no = press(noord.phone(0), noord, "yes"), press(noord.phone(1), noord, "no")
    assert (yes.status_code, yes.headers["Location"]) == (no.status_code, no.headers["Location"])
    yes, no = (
        noord.phone(seat).post(
            f"/api/v1/activities/{noord.activity.pk}/names",
            json.dumps({"answer": answer}),
            content_type="application/json",
        )
        for seat, answer in ((0, "yes"), (1, "no"))
    )
    assert yes.content == no.content


def test_pressing_next_waits_for_the_question(cast):
    noord = asked(cast)
    answer = cast.amina.signed_in().post(f"/lead/{noord.meeting.pk}/next/", {"seen": ""})
    assert answer.status_code == 409 and "vraag over namen" in answer.content.decode()


def test_whoever_leads_cannot_press_something_else(cast):
    assert pressed(cast, asked(cast), "peek").status_code == 409


@pytest.mark.parametrize("who", ["stranger", "bram", "zara"])
def test_who_has_no_seat_says_nothing(cast, who):
    noord = asked(cast)
    client = cast.stranger() if who == "stranger" else cast[who].signed_in()
    assert press(client, noord, "no").status_code == 404
    assert client.get(f"/api/v1/activities/{noord.activity.pk}/names").status_code in (401, 404)
    assert not NamesMark.objects.exists()


def test_a_press_for_what_is_over_is_refused(cast):
    noord = asked(cast)
    said = {"activity": "00000000-0000-0000-0000-000000000000", "answer": "yes"}
    assert noord.phone(0).post(f"/m/{noord.meeting.pk}/names/", said).status_code == 409
    assert press(noord.phone(0), noord, "maybe").status_code == 409
    settle_names(noord.meeting)
    late = press(noord.phone(0), noord, "yes")
    assert late.status_code == 409 and "De vraag over namen kan hier niet meer" in late.content.decode()


def test_the_plan_offers_it_to_a_small_circle(cast):
    client, where = cast.amina.signed_in(), f"/meetings/new/?community={cast.community.pk}"
    made = client.post(where, {"do": "add:change_colours"}).content.decode()
    assert 'name="0-names"' in made
    assert 'name="0-names"' not in client.post(where, {"do": "add:opening"}).content.decode()
    form = {"title": "Met z'n drieën", "day": "2026-12-01", "clock": "15:30", "do": "save"}
    item = {"0-tool": "change_colours", "0-minutes": "60", "0-form": "self_pick", "0-names": "yes"}
    assert client.post(where, {**form, **item}).status_code == 302
    activity = Activity.objects.get()
    assert activity.names == "wanted"
    again = client.get(f"/meetings/{activity.meeting_id}/plan/").content.decode()
    assert 'name="0-names" value="yes" checked' in again


# A latecomer, and what leaves the room


def by_name(cast, people=3, **given):
    """Everybody said yes; three picked, shared, and saw the picture."""
    noord = asked(cast, people, **given)
    for seat in noord.seats:
        answer_names(noord.activity, seat, True)
    assert settle_names(noord.meeting) == "yes"
    for step, kind, said in (
        ("pick", "cc.pick", {"think": {"colours": ["red"]}, "do": {"colours": ["blue"]}}),
        ("own", "cc.share", {"": {"share": "total"}}),
    ):
        go_to(noord.meeting, step)
        for seat in noord.seats:
            for key, payload in said.items():
                contribute(noord.activity, "named", str(seat.pk), envelope(step, kind, key, payload))
    go_to(noord.meeting, "picture")
    reveal(noord.activity, "picture", "", by="Amina")
    return noord


def test_a_latecomer_is_asked_and_follows_after_a_no(cast):
    noord = by_name(cast)
    late = noord.sit_down("Laat")
    phone = noord.phone(late)
    assert "Dit onderdeel is met namen" in page(phone, noord)
    press(phone, noord, "no")
    assert "Nee, ik kijk mee" in page(phone, noord), "asked again: nobody keeps who said no"
    go_to(noord.meeting, "pick")
    said = {"_step": "pick", "_kind": "cc.pick", "_key": "think", "colours:list": "red"}
    refused = phone.post(f"/m/{noord.meeting.pk}/say/", said)
    assert refused.status_code == 409 and "Zeg eerst of je met je naam meedoet" in refused.content.decode()
    press(phone, noord, "yes")
    assert "Nee, ik kijk mee</span>" not in page(phone, noord).partition("<kr-live")[0]
    assert phone.post(f"/m/{noord.meeting.pk}/say/", said).status_code == 302


def test_a_name_takes_the_other_answers_away_in_the_one_lane(cast):
    noord = by_name(cast)
    go_to(noord.meeting, "own")
    said = {"_step": "own", "_kind": "cc.done", "_key": "own", "_erase": "cc.situation"}
    refused = noord.phone(0).post(f"/m/{noord.meeting.pk}/say/", said)
    assert refused.status_code == 409, "only what may be erased"


def test_the_report_in_every_form_leaves_the_outcome_out(cast):
    noord = by_name(cast)
    meeting, activity = noord.meeting.pk, noord.activity.pk
    assert "group" in wall(noord) or "svg" in wall(noord), "the room saw it"
    noord.close()
    for client in (noord.phone(0), cast.amina.signed_in(), cast.bram.signed_in()):
        report = client.get(f"/meetings/{meeting}/report/").content.decode()
        assert "De uitslag blijft bij de mensen die meededen" in report
        assert "<svg" not in report.partition("<h1")[2].partition("</main>")[0]
        for name in ("report.pdf", "results.xlsx"):
            assert client.get(f"/activities/{activity}/{name}").status_code == 200


def test_the_workbook_has_no_sheet_of_it(cast):
    from kring.engine.access import Looker
    from kring.pages.report.look import account_of
    from kring.pages.report.sheets import sheets

    noord = by_name(cast)
    account = account_of(Looker(noord.meeting, None, noord.seats[0], False), "nl")
    assert sheets(account) == [] and account.parts[0].shown.published == {}


def test_the_api_gives_it_to_who_took_part_only(cast):
    noord = by_name(cast)
    late = noord.sit_down("Laat")
    where = f"/api/v1/activities/{noord.activity.pk}/result"
    assert noord.phone(0).get(where).json()["published"]["picture"]["n"] == 3
    assert noord.phone(late).get(where).status_code == 404
    for who in ("amina", "bram", "dewi"):
        assert cast[who].signed_in().get(where).status_code == 404


def test_nothing_is_proposed_of_it_but_what_the_group_wrote(cast):
    noord = by_name(cast)
    assert propose(noord.meeting) == []
    go_to(noord.meeting, "strategy")
    phase = {"position": 1, "colour": "red", "title": "Beginnen", "from": "2026-12-01", "until": "2026-12-31"}
    said = envelope("strategy", "cc.phase", str(noord.meeting.pk), phase)
    contribute(noord.activity, "named", str(noord.seats[0].pk), said)
    kept = propose(noord.meeting)
    assert [row.kind for row in kept] == ["agreement"]
    assert all(row.sources and not row.publications.exists() for row in kept)


def test_without_names_the_same_picture_proposes_and_is_reported(cast):
    """The other side of the scenes above: they would see it if it were there."""
    noord = cast.meeting(people=5, settings=PICKS)
    voices = [noord.paper(seat)[1] for seat in range(5)]
    for step, kind, key, payload in (
        ("pick", "cc.pick", "think", {"colours": ["red"]}),
        ("pick", "cc.pick", "do", {"colours": ["blue"]}),
        ("own", "cc.share", "", {"share": "total"}),
    ):
        go_to(noord.meeting, step)
        for voice in voices:
            contribute(noord.activity, "anonymous", voice, envelope(step, kind, key, payload))
    go_to(noord.meeting, "picture")
    reveal(noord.activity, "picture", "", by="Amina")
    assert propose(noord.meeting) != []
    report = cast.amina.signed_in().get(f"/meetings/{noord.meeting.pk}/report/").content.decode()
    assert "De uitslag blijft bij de mensen" not in report and "<figure" in report


def test_two_parts_one_with_names(cast):
    agenda = [AgendaItem("change_colours", settings=PICKS), AgendaItem("change_colours", settings=PICKS)]
    noord = by_name(cast, agenda=agenda)
    report = cast.amina.signed_in().get(f"/meetings/{noord.meeting.pk}/report/").content.decode()
    assert "De uitslag staat hier niet in." in report
