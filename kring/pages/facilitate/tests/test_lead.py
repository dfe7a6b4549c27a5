"""Scenes of a meeting that is led: Amina leads, with whatever goes wrong on the way."""

from __future__ import annotations

import uuid
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from kring.engine.meetings.actions import contribute, whole
from kring.engine.meetings.course import AgendaItem, go_to
from kring.engine.meetings.leading import facilitator_gone
from kring.engine.meetings.models import Meeting, Publication
from kring.engine.meetings.progress import Progress
from kring.engine.meetings.seats import find_way_back
from kring.kit.payload import Refused
from kring.pages.facilitate.look import Reveal, big_button
from kring.pages.house.drawing import render

JSON = {"HTTP_ACCEPT": "application/json"}
PICK = {"form": "self_pick", "change": "de nieuwe lestijden"}


def seen(gathering):
    """What a button holds: the activity and the step on the screen."""
    activity = gathering.activity
    return f"{activity.pk}/{activity.step}"


def lead(gathering, verb=""):
    return f"/lead/{gathering.meeting.pk}/{verb + '/' if verb else ''}"


def chosen(gathering, people):
    """So many people chose their colours and count without a name; the picture is the running step."""
    papers = [gathering.paper(seat)[1] for seat in gathering.seats[:people]]
    for step, kind, key, payload in (
        ("pick", "cc.pick", "think", {"colours": ["red", "green"]}),
        ("pick", "cc.pick", "do", {"colours": ["blue"]}),
        ("own", "cc.share", "", {"share": "total"}),
    ):
        go_to(gathering.meeting, step)
        for voice in papers:
            envelope = {"uuid": str(uuid.uuid4()), "step": step, "kind": kind, "key": key, "payload": payload}
            contribute(gathering.activity, "anonymous", voice, envelope)
    go_to(gathering.meeting, "picture")


# ---- who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["bram", "chris", "dewi", "els", "fatih", "gijs", "hanna", "iris", "joost", "zara"]
)
def test_for_who_does_not_lead_there_is_no_such_page(cast, who):
    gathering = cast.meeting()
    player = cast[who].signed_in()
    assert player.get(lead(gathering)).status_code == 404
    for verb in ("open", "next", "back", "reveal", "off", "timer", "note", "end"):
        assert player.post(lead(gathering, verb), {"seen": seen(gathering)}).status_code == 404
    assert gathering.activity.step == "join"


def test_a_guest_and_a_stranger_do_not_lead(cast):
    gathering = cast.meeting(people=1)
    assert gathering.phone(0).get(lead(gathering)).status_code == 404
    assert cast.stranger().get(lead(gathering)).status_code == 404


def test_another_site_cannot_press(cast):
    gathering = cast.meeting()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.amina.person)
    assert strict.post(lead(gathering, "next"), {"seen": seen(gathering)}).status_code == 403
    assert gathering.activity.step == "join"


# ---- the course ------------------------------------------------------------------------------------


def test_from_plan_to_first_step(cast):
    gathering, amina = cast.meeting(opened=False), cast.amina.signed_in()
    page = amina.get(lead(gathering)).content.decode()
    assert "Begin de bijeenkomst" in page
    assert "Kleuren van verandering" in page
    for _ in range(2):
        answer = amina.post(lead(gathering, "open"))
        assert (answer.status_code, answer.url) == (302, lead(gathering))
    page = amina.get(lead(gathering)).content.decode()
    code = Meeting.objects.get().code
    assert f"{code[:3]}-{code[3:]}" in page
    assert "Volgende: Vijf kleuren" in page
    assert "Wat je invult, blijft van jou." in page, "what to say"


def test_pressed_twice_is_one_step(cast):
    gathering, amina = cast.meeting(), cast.amina.signed_in()
    before = seen(gathering)
    for _ in range(2):
        assert amina.post(lead(gathering, "next"), {"seen": before}, **JSON).status_code == 204
    assert gathering.activity.step == "meet"
    for _ in range(2):
        amina.post(lead(gathering, "back"), {"seen": f"{gathering.activity.pk}/meet"})
    assert gathering.activity.step == "join"


def test_back_at_the_first_step_does_nothing(cast):
    gathering, amina = cast.meeting(), cast.amina.signed_in()
    amina.post(lead(gathering, "back"), {"seen": seen(gathering)})
    assert gathering.activity.step == "join"
    assert 'id="back"' in amina.get(lead(gathering)).content.decode()


def test_after_the_last_step_comes_the_next_part_and_then_the_end(cast):
    agenda = [AgendaItem("change_colours", title="Eerst dit"), AgendaItem("change_colours", title="Dan dat")]
    gathering, amina = cast.meeting(agenda=agenda), cast.amina.signed_in()
    go_to(gathering.meeting, "harvest")
    assert "Volgende: Dan dat" in amina.get(lead(gathering)).content.decode()
    amina.post(lead(gathering, "next"), {"seen": seen(gathering)})
    assert (gathering.activity.title, gathering.activity.step) == ("Dan dat", "join")
    go_to(gathering.meeting, "harvest")
    assert "Afsluiten en oogsten" in amina.get(lead(gathering)).content.decode()


def test_a_reload_shows_the_same_and_changes_nothing(cast):
    gathering, amina = cast.meeting(people=2), cast.amina.signed_in()
    before = seen(gathering)
    first, again = (ours(amina.get(lead(gathering))) for _ in range(2))
    assert first == again
    assert seen(gathering) == before


def ours(response):
    """What stands in the page where the stream would put it."""
    page = response.content.decode()
    return page[page.index("<kr-live") : page.index("</kr-live>")].partition(">")[2]


def test_the_page_shows_what_the_stream_brings(cast):
    gathering = cast.meeting(people=3, settings=PICK)
    for step in ("join", "pick", "picture"):
        go_to(gathering.meeting, step)
        for lang in ("nl", "en"):
            page = cast.amina.signed_in().get(f"{lead(gathering)}?lang={lang}")
            assert ours(page) == render(whole(gathering.meeting.pk), "lead", lang).html


def test_two_who_lead_see_the_same(cast):
    gathering = cast.meeting(people=2)
    amina = cast.amina.signed_in()
    amina.post(lead(gathering, f"seats/{gathering.seats[0].pk}/help"))
    helper = gathering.phone(0)
    helper.post(lead(gathering, "next"), {"seen": seen(gathering)})
    assert gathering.activity.step == "meet"
    assert ours(amina.get(lead(gathering))) == ours(helper.get(lead(gathering)))


def test_the_line_to_say_names_the_change(cast):
    gathering, amina = cast.meeting(settings=PICK), cast.amina.signed_in()
    go_to(gathering.meeting, "situation")
    assert "maar over de klus: de nieuwe lestijden." in amina.get(lead(gathering)).content.decode()


def test_the_line_to_say_is_whole_when_no_change_was_filled_in(cast):
    gathering, amina = cast.meeting(), cast.amina.signed_in()
    go_to(gathering.meeting, "situation")
    assert (
        "maar over de klus: de verandering die voor ons ligt." in amina.get(lead(gathering)).content.decode()
    )


# ---- revealing -------------------------------------------------------------------------------------


def test_too_early_is_a_sentence_and_nothing_is_shown(cast):
    gathering, amina = cast.meeting(people=4, settings=PICK), cast.amina.signed_in()
    chosen(gathering, 4)
    what = f"{seen(gathering)}/"
    told = amina.post(lead(gathering, "reveal"), {"what": what}, **JSON)
    assert (told.status_code, told.json()["error"]) == (409, "few_share")
    assert told.json()["message"] == "Nog te weinig mensen delen hun uitkomst."
    page = amina.post(lead(gathering, "reveal"), {"what": what})
    assert page.status_code == 409
    assert "Nog te weinig mensen delen hun uitkomst." in page.content.decode()
    assert not Publication.objects.exists()


def test_the_big_button_reveals_when_there_is_something_to_reveal(cast):
    gathering, amina = cast.meeting(people=5, settings=PICK), cast.amina.signed_in()
    chosen(gathering, 5)
    page = amina.get(lead(gathering)).content.decode()
    assert button(page, "button-big") == "Onthul ons beeld zonder namen"
    for _ in range(2):
        assert (
            amina.post(lead(gathering, "reveal"), {"what": f"{seen(gathering)}/"}, **JSON).status_code == 204
        )
    assert Publication.objects.count() == 1
    assert Publication.objects.get().by == "Amina"
    page = amina.get(lead(gathering)).content.decode()
    assert "Haal van het bord" in page
    assert button(page, "button-big").startswith("Volgende: Wat vraagt de verandering?")


@pytest.mark.parametrize(
    "ways, done, following, big",
    [
        ([Reveal("a", "", "new", True)], Progress(0, 9, False), "b", "reveal"),
        ([Reveal("a", "", "new", True)], Progress(5, 9, True), "b", "reveal"),
        ([Reveal("a", "", "new", True)], Progress(4, 9, True), "b", "next"),
        ([Reveal("a", "", "new", False)], Progress(9, 9, True), "b", "next"),
        ([Reveal("a", "", "new", True), Reveal("c", "", "on", False)], Progress(9, 9, True), "b", "next"),
        ([Reveal("a", "", "off", True)], Progress(9, 9, True), "", "end"),
        ([], Progress(0, 0, False), "b", "next"),
        ([], Progress(0, 0, False), "", "end"),
    ],
)
def test_which_button_is_the_big_one(ways, done, following, big):
    assert big_button(ways, done, following) == big


def button(page, name):
    """The words on the button of this class."""
    tail = page[page.index(name) :].partition(">")[2]
    return tail.partition("</button>")[0].strip()


def test_a_picture_goes_off_the_board_and_back_and_stays_published(cast):
    gathering, amina = cast.meeting(people=5, settings=PICK), cast.amina.signed_in()
    chosen(gathering, 5)
    what = {"what": f"{seen(gathering)}/"}
    amina.post(lead(gathering, "reveal"), what)
    for _ in range(2):
        amina.post(lead(gathering, "off"), what)
    assert Publication.objects.get().off_board_at
    assert "Zet terug op het bord: ons beeld zonder namen" in amina.get(lead(gathering)).content.decode()
    amina.post(lead(gathering, "reveal"), what)
    assert Publication.objects.get().off_board_at is None


@pytest.mark.parametrize("what", ["", "x", "///", f"{uuid.UUID(int=7)}/picture/", "no/such/thing"])
def test_a_button_that_means_nothing(cast, what):
    gathering, amina = cast.meeting(people=5), cast.amina.signed_in()
    assert amina.post(lead(gathering, "reveal"), {"what": what}, **JSON).status_code == 409
    assert amina.post(lead(gathering, "off"), {"what": what}, **JSON).status_code == 409


# ---- time ------------------------------------------------------------------------------------------


def until(gathering):
    return gathering.activity.steps.get(key=gathering.activity.step).until


def test_the_timer_by_minutes(cast):
    gathering, amina = cast.meeting(), cast.amina.signed_in()
    assert amina.post(lead(gathering, "timer"), {"minutes": "12"}, **JSON).status_code == 204
    assert abs(until(gathering) - timezone.now() - timedelta(minutes=12)) < timedelta(seconds=5)


def test_a_minute_more_pressed_twice_is_one_minute(cast):
    gathering, amina = cast.meeting(), cast.amina.signed_in()
    before = until(gathering)
    where = f"{lead(gathering, 'timer')}?seen={quote(seen(gathering))}"
    for _ in range(2):
        assert amina.post(where, {"more": before.isoformat()}, **JSON).status_code == 204
    assert until(gathering) == before + timedelta(minutes=1)


def test_a_minute_more_for_a_step_that_is_gone_changes_nothing(cast):
    gathering, amina = cast.meeting(), cast.amina.signed_in()
    where = f"{lead(gathering, 'timer')}?seen={quote(seen(gathering))}"
    before = until(gathering)
    amina.post(lead(gathering, "next"), {"seen": seen(gathering)})
    now = until(gathering)
    amina.post(where, {"more": before.isoformat()})
    assert until(gathering) == now


@pytest.mark.parametrize(
    "given, error",
    [
        ({"minutes": "lang"}, "number_between"),
        ({"minutes": "0"}, "number_between"),
        ({"minutes": "99999"}, "number_between"),
        ({"clock": "straks"}, "no_moment"),
        ({"clock": "00:00"}, "time_past"),
        ({"more": "nu"}, "no_moment"),
        ({}, "number_between"),
    ],
)
def test_a_time_that_cannot_be(cast, given, error):
    gathering, amina = cast.meeting(), cast.amina.signed_in()
    before = until(gathering)
    answer = amina.post(lead(gathering, "timer"), given, **JSON)
    assert (answer.status_code, answer.json()["error"]) == (409, error)
    assert until(gathering) == before


# ---- the note --------------------------------------------------------------------------------------


def test_the_note_is_kept_and_stays_with_who_leads(cast):
    gathering, amina = cast.meeting(people=1), cast.amina.signed_in()
    amina.post(lead(gathering, "note"), {"note": "Claire wil iets zeggen", "was": ""}, **JSON)
    assert "Claire wil iets zeggen" in amina.get(lead(gathering)).content.decode()
    state = whole(gathering.meeting.pk)
    for face in ("phone", "board", "lead"):
        assert "Claire wil" not in render(state, face, "nl").html


def test_two_who_write_do_not_wipe_each_other_out(cast):
    gathering, amina = cast.meeting(), cast.amina.signed_in()
    amina.post(lead(gathering, "note"), {"note": "van Amina", "was": ""})
    answer = amina.post(lead(gathering, "note"), {"note": "van een ander", "was": ""}, **JSON)
    assert (answer.status_code, answer.json()["now"]) == (409, "van Amina")
    page = amina.post(lead(gathering, "note"), {"note": "van een ander", "was": ""}).content.decode()
    assert ">van een ander</textarea>" in page, "what was typed is still there"
    assert Meeting.objects.get().note == "van Amina"
    amina.post(lead(gathering, "note"), {"note": "van beiden", "was": "van Amina"})
    assert Meeting.objects.get().note == "van beiden"


def test_a_note_of_ten_thousand_characters(cast):
    gathering, amina = cast.meeting(), cast.amina.signed_in()
    answer = amina.post(lead(gathering, "note"), {"note": "x" * 10_000, "was": ""}, **JSON)
    assert answer.json()["message"].startswith("Je tekst is 10000 tekens lang. Er passen er 5000")


# ---- seats, helping, handing over ------------------------------------------------------------------


def test_a_seat_is_released_with_a_new_way_back(cast):
    gathering, amina = cast.meeting(people=1), cast.amina.signed_in()
    seat = gathering.seats[0]
    page = amina.post(lead(gathering, f"seats/{seat.pk}/release")).content.decode()
    code = page.partition('<p class="code">')[2].partition("</p>")[0]
    assert find_way_back(gathering.meeting, code).pk == seat.pk
    with pytest.raises(Refused, match="way_back_unknown"):
        find_way_back(gathering.meeting, gathering.way_back[seat.pk])
    assert code not in amina.get(lead(gathering, f"seats/{seat.pk}")).content.decode(), "shown once"


def test_a_helper_does_everything_but_end_and_hand_over(cast):
    gathering, amina = cast.meeting(people=2), cast.amina.signed_in()
    amina.post(lead(gathering, f"seats/{gathering.seats[0].pk}/help"))
    helper = gathering.phone(0)
    assert helper.get(lead(gathering)).status_code == 200
    assert helper.post(lead(gathering, "next"), {"seen": seen(gathering)}, **JSON).status_code == 204
    assert "Dit kan alleen wie de bijeenkomst leidt" in helper.post(lead(gathering, "end")).content.decode()
    answer = helper.post(lead(gathering, f"seats/{gathering.seats[1].pk}/hand-over"))
    assert answer.status_code == 409
    assert "Dit kan alleen wie de bijeenkomst leidt" in answer.content.decode()
    gathering.meeting.refresh_from_db()
    assert gathering.meeting.status == "open"
    assert 'data-dialog="end">Afsluiten<' not in helper.get(lead(gathering)).content.decode()


def test_the_meeting_is_handed_over_and_amina_helps_on(cast):
    gathering, amina = cast.meeting(people=1), cast.amina.signed_in()
    amina.post(lead(gathering, f"seats/{gathering.seats[0].pk}/hand-over"))
    page = gathering.phone(0).get(lead(gathering)).content.decode()
    assert "Leiding: Aart." in page
    assert "Helpt mee: Amina." in page
    assert amina.post(lead(gathering, "end")).status_code == 409
    assert gathering.phone(0).post(lead(gathering, "end")).status_code == 302


def test_who_has_the_page_open_is_not_gone(cast):
    gathering, amina = cast.meeting(people=1), cast.amina.signed_in()
    long_ago = timezone.now() - timedelta(minutes=5)
    gathering.meeting.leadings.update(seen_at=long_ago)
    Meeting.objects.update(opened_at=long_ago)
    gathering.meeting.refresh_from_db()
    assert facilitator_gone(gathering.meeting)
    amina.get(lead(gathering))
    assert not facilitator_gone(gathering.meeting)


def test_who_has_left_cannot_be_given_the_lead(cast):
    gathering, amina = cast.meeting(people=1), cast.amina.signed_in()
    seat = gathering.seats[0]
    seat.left_at = timezone.now()
    seat.save()
    answer = amina.post(lead(gathering, f"seats/{seat.pk}/hand-over"))
    assert (answer.status_code, "net weggegaan" in answer.content.decode()) == (409, True)


def test_a_seat_of_another_meeting(cast):
    ours_, theirs = cast.meeting(), cast.meeting(people=1)
    amina = cast.amina.signed_in()
    assert amina.get(lead(ours_, f"seats/{theirs.seats[0].pk}")).status_code == 404
    assert amina.post(lead(ours_, f"seats/{theirs.seats[0].pk}/release")).status_code == 404
    assert amina.post(lead(theirs, f"seats/{theirs.seats[0].pk}/nonsense")).status_code == 404


# ---- the end ---------------------------------------------------------------------------------------


def test_the_end_is_asked_once_and_leads_to_the_harvest(cast):
    gathering, amina = cast.meeting(), cast.amina.signed_in()
    assert "De bijeenkomst afsluiten?" in amina.get(lead(gathering, "end")).content.decode()
    for _ in range(2):
        answer = amina.post(lead(gathering, "end"))
        assert (answer.status_code, answer.url) == (302, f"/meetings/{gathering.meeting.pk}/harvest/")
    gathering.meeting.refresh_from_db()
    assert (gathering.meeting.status, gathering.meeting.code) == ("closed", None)


def test_a_script_is_told_where_to_go(cast):
    gathering, amina = cast.meeting(), cast.amina.signed_in()
    assert amina.post(lead(gathering, "end"), **JSON).json() == {
        "goto": f"/meetings/{gathering.meeting.pk}/harvest/"
    }


@pytest.mark.parametrize("verb", ["open", "next", "back", "timer"])
def test_an_ended_meeting_stays_ended(cast, verb):
    gathering, amina = cast.meeting(), cast.amina.signed_in()
    before = seen(gathering)
    gathering.close()
    answer = amina.post(lead(gathering, verb), {"seen": before, "minutes": "5"}, **JSON)
    assert (answer.status_code, answer.json()["error"]) == (409, "meeting_closed")
    page = amina.get(lead(gathering)).content.decode()
    assert "De bijeenkomst is afgelopen" in page
    assert f"/meetings/{gathering.meeting.pk}/harvest/" in page


# ---- what people type, and how much it costs -------------------------------------------------------


def test_markup_in_names_and_title_stays_text(cast):
    gathering = cast.meeting(title="<script>alert(1)</script>")
    gathering.sit_down("<img src=x onerror=alert(2)>")
    gathering.sit_down("\u202eomgekeerd")
    amina = cast.amina.signed_in()
    for address in (lead(gathering), lead(gathering, f"seats/{gathering.seats[0].pk}")):
        page = amina.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;img src=x onerror=alert(2)&gt;" in page
        assert "\u202e" not in page


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_three(cast, n, django_assert_num_queries):
    gathering = cast.meeting(people=n, agenda=[AgendaItem("change_colours")] * n)
    amina = cast.amina.signed_in()
    with django_assert_num_queries(26):
        amina.get(lead(gathering))


# ---- what only whoever leads may say ----------------------------------------------------------------


def form(kind, key, **payload):
    """What the form of a tool's face sends."""
    return {"_step": "prepare", "_kind": kind, "_key": key, **payload}


def test_whoever_leads_arranges_without_taking_part(cast):
    """Amina has no seat; what she says has an author, and nobody waits for her."""
    gathering = cast.meeting("carousel")
    amina = cast["amina"].signed_in()
    spot = form("cr.spot", "hal", name="Hal") | {"kind": "walk", "capacity:int": "2"}
    for _ in range(2):
        assert amina.post(lead(gathering, "say"), spot, **JSON).status_code == 204
    state = whole(gathering.meeting.pk)
    assert [one.payload["name"] for one in state.activity.ledger.counting()] == ["Hal", "Hal"]
    [seat] = gathering.meeting.seats.filter(person__shown_name="Amina")
    assert seat.left_at and str(seat.pk) not in {one.id for one in state.present()}


def test_who_does_not_lead_cannot_arrange_and_a_leader_answers_on_a_phone(cast):
    gathering = cast.meeting("carousel")
    spot = form("cr.spot", "hal", name="Hal")
    assert cast["bram"].signed_in().post(lead(gathering, "say"), spot, **JSON).status_code == 404
    amina = cast["amina"].signed_in()
    assert amina.post(lead(gathering, "say"), form("cr.join", ""), **JSON).status_code == 409
    wrong = amina.post(lead(gathering, "say"), spot | {"name": ""}, **JSON)
    assert wrong.status_code == 409 and wrong.json()["message"]
    assert "Hal" not in str(whole(gathering.meeting.pk).activity.ledger.counting())
