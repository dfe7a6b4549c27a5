"""Scenes of a phone without script, and of the page around what is ours."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kring.engine.live.frames import known_as
from kring.engine.live.lane import shown_already
from kring.engine.live.request import seat_cookie
from kring.engine.meetings.course import go_on, go_to
from kring.engine.meetings.leading import leadings_of
from kring.engine.meetings.models import Leading, Meeting, PaperMark
from kring.engine.meetings.reading import read_meeting
from kring.pages.house.drawing import render
from kring.pages.phone.page import voice_cookie

BLOCK = {"_step": "test", "_kind": "cc.block", "_key": "cc.t1", "most:word": "red", "least:word": "blue"}
FIELD = {"_step": "scenarios", "_kind": "cc.scenario", "_key": "red.who", "text": "Wij allemaal"}


def at(cast, step, people=2, **given):
    """A meeting of two guests at this step."""
    noord = cast.meeting(people=people, **given)
    go_to(noord.meeting, step)
    return noord


def seat_page(noord):
    return f"/m/{noord.meeting.pk}/"


def voice_page(noord):
    return f"/v/{noord.activity.pk}/"


def with_paper(noord, seat=0):
    """A phone without script that took its paper by hand."""
    phone = noord.phone(seat)
    page = phone.get(f"{seat_page(noord)}paper/").content.decode()
    token = page.partition('name="paper" value="')[2].partition('"')[0]
    response = phone.post(f"{seat_page(noord)}paper/", {"paper": token})
    assert response.headers["Location"] == voice_page(noord)
    return phone, token


def test_the_page_holds_what_the_stream_would_push(cast):
    """One fragment, two doors."""
    noord = at(cast, "test")
    page = noord.phone(0).get(seat_page(noord)).content.decode()
    ours = render(read_meeting(str(noord.meeting.pk)), "phone", "nl").html
    assert ours in page
    assert f'have="{known_as(ours)}"' in page


@pytest.mark.parametrize(
    ("query", "headers", "shown"),
    [
        ("face=phone&have={}", [], True),
        ("face=phone&have=0123456789abcdef", [], False),
        ("face=phone", [], False),
        ("face=phone&have=", [], False),
        ("face=phone&have=%C3%A9", [], False),
        ("face=phone&have={}", [(b"last-event-id", b"1-1-4")], False),
    ],
)
def test_the_stream_leaves_out_only_what_the_page_has(query, headers, shown):
    """A phone that returns may have missed something in between, and gets everything."""
    scope = {"query_string": query.format(known_as("<p>ours</p>")).encode(), "headers": headers}
    assert shown_already(scope, "<p>ours</p>") is shown


def test_somebody_who_signed_in_elsewhere_gets_the_cookie_of_the_seat(cast):
    """The live lane knows a device by its seat, not by its session."""
    noord = at(cast, "test")
    seat = noord.sit_down("Bram", person=cast.bram.person)
    client = cast.bram.signed_in()
    assert client.get(seat_page(noord)).status_code == 200
    assert client.cookies[seat_cookie(str(noord.meeting.pk))].value == f"{seat.pk}.{seat.key}"


def test_without_a_seat_there_is_no_page_but_a_way_in(cast):
    noord = at(cast, "test")
    for client in (cast.stranger(), cast.chris.signed_in(), cast.zara.signed_in()):
        response = client.get(seat_page(noord))
        assert response.status_code == 404
        assert "Doe opnieuw mee met de code" in response.content.decode()
        assert noord.meeting.title not in response.content.decode()


def test_a_seat_of_one_meeting_opens_no_other(cast):
    noord, other = at(cast, "test"), at(cast, "test", title="Iets anders")
    assert noord.phone(0).get(seat_page(other)).status_code == 404


@pytest.mark.parametrize(
    "step", ["join", "meet", "test", "own", "situation", "scenarios", "weigh", "strategy"]
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_step_has_a_page(cast, step, language):
    noord = at(cast, step)
    page = noord.phone(0).get(f"{seat_page(noord)}?lang={language}")
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()


def test_who_sees_it_is_said_before_it_is_asked(cast):
    noord = at(cast, "test")
    page = noord.phone(0).get(seat_page(noord)).content.decode()
    assert "één anoniem stembriefje" in page and "met je naam" not in page
    go_to(noord.meeting, "scenarios")
    page = noord.phone(0).get(seat_page(noord)).content.decode()
    assert "De groep ziet dit, met je naam" in page


def test_a_latecomer_hears_what_was_done_and_others_do_not(cast):
    noord = cast.meeting(people=1)
    for _ in range(2):
        go_on(noord.meeting, "")
    late = noord.sit_down("Laat")
    assert (
        "Dit is al gedaan: Meedoen, Vijf kleuren." in noord.phone(late).get(seat_page(noord)).content.decode()
    )
    assert "Je valt in" not in noord.phone(0).get(seat_page(noord)).content.decode()


def test_planned_and_closed_have_their_own_words(cast):
    noord = at(cast, "test")
    noord.close()
    assert "De bijeenkomst is afgelopen" in noord.phone(0).get(seat_page(noord)).content.decode()


def test_a_named_answer_posts_without_script(cast):
    noord = at(cast, "scenarios")
    response = noord.phone(0).post(f"{seat_page(noord)}say/", FIELD)
    assert response.headers["Location"] == f"{seat_page(noord)}?said"
    assert noord.activity.named.get().payload == {"text": "Wij allemaal"}
    assert "Bewaard" in noord.phone(0).get(response.headers["Location"]).content.decode()


def test_an_answer_that_cannot_be_is_told_with_what_was_typed(cast):
    noord = at(cast, "test")
    response = noord.phone(0).post(f"{seat_page(noord)}say/", FIELD | {"text": "Een hele lange gedachte"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Deze stap is net gesloten" in page
    assert "Een hele lange gedachte" in page


def test_an_answer_after_the_end_is_told_with_what_was_typed(cast):
    noord = at(cast, "scenarios")
    noord.close()
    response = noord.phone(0).post(f"{seat_page(noord)}say/", FIELD | {"text": "Een hele lange gedachte"})
    assert (response.status_code, "Een hele lange gedachte" in response.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"text": "x" * 10_000}, "10000 tekens"),
        ({"_kind": "cc.nothing"}, "hoort niet bij deze stap"),
        ({"_key": "pink.who"}, "kwam niet goed over"),
        ({"_step": "test"}, "hoort niet bij deze stap"),
        ({"_kind": ""}, "hoort niet bij deze stap"),
    ],
)
def test_bad_input_gets_a_sentence(cast, change, told):
    noord = at(cast, "scenarios")
    response = noord.phone(0).post(f"{seat_page(noord)}say/", FIELD | change)
    assert (response.status_code, told in response.content.decode()) == (409, True)
    assert not noord.activity.named.exists()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "🌻👩🏽‍🏫", "שלום לכולם", "a\u202eb"])
def test_strange_text_stays_text(cast, text):
    noord = at(cast, "scenarios")
    noord.phone(0).post(f"{seat_page(noord)}say/", FIELD | {"text": text})
    stored = noord.activity.named.get().payload["text"]
    assert stored == text.replace("\u202e", "")
    page = noord.phone(1).get(seat_page(noord)).content.decode()
    assert "<script>alert" not in page


def test_an_answer_may_go_back_to_what_it_was(cast):
    """A, B, A again: the third counts, though it says what the first said."""
    noord = at(cast, "scenarios")
    for text in ("A", "B", "A"):
        noord.phone(0).post(f"{seat_page(noord)}say/", FIELD | {"text": text})
    assert [one.payload["text"] for one in noord.activity.named.order_by("seq")] == ["A", "B", "A"]


def test_a_new_record_pressed_twice_is_one(cast):
    noord = at(cast, "strategy")
    phase = {"_step": "strategy", "_kind": "cc.phase", "_key": "new", "title": "Begin", "position:int": "1"}
    for _ in range(2):
        noord.phone(0).post(f"{seat_page(noord)}say/", phase | {"colour:word": "red"})
    assert len({one.key for one in noord.activity.named.all()}) == 1


def test_a_paper_taken_by_hand_gives_a_voice(cast):
    noord = at(cast, "test")
    phone, token = with_paper(noord)
    cookie = phone.cookies[voice_cookie(noord.activity.pk)]
    assert (cookie.value, cookie["path"], cookie["httponly"]) == (token, voice_page(noord), True)
    response = phone.post(f"{voice_page(noord)}say/", BLOCK)
    assert response.headers["Location"] == f"{voice_page(noord)}?said"
    assert noord.activity.anonymous_lane.get().payload == {"most": "red", "least": "blue"}
    assert PaperMark.objects.filter(seat=noord.seats[0]).count() == 1


def test_nobody_gets_a_second_paper(cast):
    noord = at(cast, "test")
    with_paper(noord)
    other = noord.phone(0)
    page = other.get(f"{seat_page(noord)}paper/")
    assert (page.status_code, "al gekregen" in page.content.decode()) == (409, True)


def test_a_device_without_a_paper_has_no_voice(cast):
    noord = at(cast, "test")
    assert cast.stranger().get(voice_page(noord)).status_code == 404
    response = noord.phone(0).post(f"{voice_page(noord)}say/", BLOCK)
    assert response.status_code == 404
    assert not noord.activity.anonymous_lane.exists()


def test_a_voice_sees_its_own_outcome_and_nobody_else_does(cast):
    noord = at(cast, "pick", settings={"form": "self_pick"})
    phone, _ = with_paper(noord)
    for mode, colour in (("think", "red"), ("do", "blue")):
        given = {"_step": "pick", "_kind": "cc.pick", "_key": mode, "colours:list": colour}
        assert phone.post(f"{voice_page(noord)}say/", given).status_code == 302
    go_on(noord.meeting, "")
    mine = phone.get(voice_page(noord)).content.decode()
    theirs = noord.phone(1).get(seat_page(noord)).content.decode()
    assert 'class="own' in mine and 'class="own' not in theirs


def test_the_answers_of_a_voice_can_be_taken_away_before_a_name_is_shown(cast):
    noord = at(cast, "test")
    phone, _ = with_paper(noord)
    phone.post(f"{voice_page(noord)}say/", BLOCK)
    page = phone.get(f"{voice_page(noord)}?erase=cc.block cc.situation").content.decode()
    assert 'name="kinds" value="cc.block"' in page
    phone.post(f"{voice_page(noord)}erasure/", {"kinds": "cc.block"})
    assert not noord.activity.anonymous_lane.exists()


def test_leaving_is_possible_twice_and_coming_back_too(cast):
    noord = at(cast, "test")
    phone = noord.phone(0)
    assert "Tot ziens" in phone.post(f"{seat_page(noord)}leave/").content.decode()
    noord.seats[0].refresh_from_db()
    assert noord.seats[0].left_at
    again = noord.phone(0)
    assert again.get(seat_page(noord)).headers["Location"] == f"/j/{noord.meeting.join_token}/"
    assert "Doe weer mee als Aart" in again.get(f"/j/{noord.meeting.join_token}/").content.decode()
    again.post(f"/j/{noord.meeting.join_token}/")
    noord.seats[0].refresh_from_db()
    assert noord.seats[0].left_at is None


def test_while_the_facilitator_is_there_nobody_takes_over(cast):
    noord = at(cast, "test", people=3)
    Leading.objects.update(seen_at=timezone.now())
    response = noord.phone(0).post(f"{seat_page(noord)}takeover/", {"candidate": noord.seats[0].pk})
    assert (response.status_code, "De begeleider is er nog" in response.content.decode()) == (409, True)


def test_half_of_the_seats_put_somebody_in_the_chair(cast):
    noord = at(cast, "test", people=4)
    long_ago = timezone.now() - timedelta(minutes=3)
    Leading.objects.update(seen_at=long_ago)
    Meeting.objects.update(opened_at=long_ago)
    candidate = noord.seats[2]
    page = noord.phone(0).get(f"{seat_page(noord)}takeover/").content.decode()
    assert f"{candidate.shown_name} neemt het over" in page
    for seat in (0, 1):
        noord.phone(seat).post(f"{seat_page(noord)}takeover/", {"candidate": candidate.pk})
    assert leadings_of(noord.meeting, None, candidate)
    assert "Jij begeleidt deze bijeenkomst" in noord.phone(2).get(seat_page(noord)).content.decode()


def test_a_candidate_from_elsewhere_is_none(cast):
    noord, other = at(cast, "test"), at(cast, "test")
    Leading.objects.update(seen_at=timezone.now() - timedelta(minutes=3))
    response = noord.phone(0).post(f"{seat_page(noord)}takeover/", {"candidate": other.seats[0].pk})
    assert response.status_code == 409
