"""The API as a program uses it: join, contribute, listen, read; and everything that is refused, in words."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from kring.engine.meetings.actions import reveal
from kring.engine.meetings.course import go_to
from kring.engine.meetings.hiding import hide
from kring.engine.meetings.models import Meeting, PaperMark, Voice
from kring.pages.api.describe import FILE, described
from kring.pages.join import views
from kring.pages.join.guesses import Guesses


@pytest.fixture(autouse=True)
def nobody_guessed(monkeypatch):
    monkeypatch.setattr(views, "codes", Guesses())


def post(client, path, data, **headers):
    """(status, answer) of JSON to this address."""
    response = client.post(
        f"/api/v1{path}", json.dumps(data), content_type="application/json", headers=headers
    )
    return response.status_code, response.json()


def get(client, path, **headers):
    """(status, answer) from this address."""
    response = client.get(f"/api/v1{path}", headers=headers)
    return response.status_code, response.json()


def envelope(step="scenarios", kind="cc.scenario", key="red.who", **payload):
    return {"uuid": str(uuid.uuid4()), "step": step, "kind": kind, "key": key, "payload": payload}


def at(cast, step, people=2, **given):
    noord = cast.meeting(people=people, **given)
    go_to(noord.meeting, step)
    return noord


def joined(cast, noord, **given):
    """What a program gets that joins."""
    wish = {"code": noord.meeting.code, "name": "Robot", "role": "teacher", **given}
    return post(cast.stranger(), "/meetings/join", wish)


def test_a_program_joins_and_speaks_by_its_key(cast):
    noord = at(cast, "scenarios")
    status, seat = joined(cast, noord, ident=str(uuid.uuid4()))
    assert status == 200 and seat["meeting"] == str(noord.meeting.pk) and seat["way_back"]
    key = {"Authorization": f"Seat {seat['seat']}.{seat['key']}"}
    _, state = get(cast.stranger(), f"/meetings/{seat['meeting']}/state", **key)
    assert state["seat"] == {"id": seat["seat"], "name": "Robot", "role": "teacher"}
    assert state["activity"]["open_steps"] == ["scenarios"] and state["progress"]["n"] == 3
    said = envelope(text="Iedereen")
    path = f"/activities/{noord.activity.pk}/contributions"
    assert (
        post(cast.stranger(), path, said, **key)
        == post(cast.stranger(), path, said, **key)
        == (200, {"seq": 1})
    )
    assert noord.activity.named.count() == 1


def test_joining_twice_with_one_ident_is_one_seat(cast):
    noord = at(cast, "test", people=0)
    ident = str(uuid.uuid4())
    one, other = joined(cast, noord, ident=ident)[1], joined(cast, noord, ident=ident)[1]
    assert one["seat"] == other["seat"] and other["way_back"] == ""


def test_joining_by_the_token_of_the_qr_code(cast):
    noord = at(cast, "test", people=0)
    assert joined(cast, noord, code="", token=noord.meeting.join_token)[0] == 200


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        ({"code": "12"}, "code_short"),
        ({"code": "1000000"}, "code_unknown"),
        ({"name": " "}, "empty_text"),
        ({"name": "x" * 100}, "text_too_long"),
        ({"role": "koning"}, "unreadable"),
        ({"token": "nooit"}, "not_found"),
    ],
)
def test_a_refusal_to_join_has_a_sentence(cast, wish, error):
    noord = at(cast, "test")
    status, answer = joined(cast, noord, **wish)
    assert status in (404, 409) and answer["error"] == error and len(answer["message"]) > 20


def test_a_missing_field_is_told(cast):
    assert post(cast.stranger(), "/meetings/join", {"name": "Robot"})[0] == 422
    response = cast.stranger().post("/api/v1/meetings/join", "{", content_type="application/json")
    assert (response.status_code, response.json()["error"]) == (422, "unreadable")


def test_the_message_speaks_the_readers_language(cast):
    wish = {"code": "12", "name": "Robot", "role": "teacher"}
    for language, told in (("nl", "zeven cijfers"), ("en", "seven digits")):
        assert (
            told
            in post(cast.stranger(), "/meetings/join", wish, **{"Accept-Language": language})[1]["message"]
        )


def test_a_paper_is_shown_taken_and_used_alone(cast):
    noord = at(cast, "test")
    where = f"/activities/{noord.activity.pk}"
    phone = noord.phone(0)
    paper = get(phone, f"{where}/paper")[1]["paper"]
    assert not PaperMark.objects.exists()
    for _ in range(2):
        assert post(phone, f"{where}/paper", {"paper": paper}) == (200, {"taken": True})
    assert get(phone, f"{where}/paper")[1]["error"] == "paper_given"
    voice = {"Authorization": f"Voice {paper}"}
    said = envelope("test", "cc.block", "cc.t1", most="red", least="blue")
    assert post(cast.stranger(), f"{where}/contributions", said, **voice)[0] == 200
    stored = noord.activity.anonymous_lane.get()
    assert Voice.objects.filter(digest=stored.voice).exists() and not hasattr(stored, "at")


def test_a_paper_that_somebody_else_just_took_is_drawn_again(cast):
    noord = at(cast, "test")
    where = f"/activities/{noord.activity.pk}/paper"
    paper = get(noord.phone(0), where)[1]["paper"]
    post(noord.phone(0), where, {"paper": paper})
    assert post(noord.phone(1), where, {"paper": paper}) == (200, {"taken": False})


def test_an_unknown_seat_and_an_unknown_paper_are_told(cast):
    noord = at(cast, "scenarios")
    path = f"/activities/{noord.activity.pk}/contributions"
    assert post(cast.stranger(), path, envelope(text="x"))[1]["error"] == "no_seat"
    wrong = post(cast.stranger(), path, envelope(text="x"), Authorization="Voice niets")
    assert (wrong[0], wrong[1]["error"]) == (401, "no_voice")
    stolen = f"Seat {noord.seats[0].pk}.verkeerd"
    assert post(cast.stranger(), path, envelope(text="x"), Authorization=stolen)[0] == 401


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"kind": "cc.block", "most": "red"}, "not_in_this_step"),
        ({"step": "test", "kind": "cc.block", "key": "cc.t1", "most": "red"}, "step_closed"),
        ({"key": "pink.who", "text": "x"}, "unreadable"),
        ({"text": "x" * 10_000}, "text_too_long"),
        ({"text": 7}, "unreadable"),
    ],
)
def test_what_is_not_welcome_is_an_ordinary_no(cast, given, error):
    noord = at(cast, "scenarios")
    status, answer = post(noord.phone(0), f"/activities/{noord.activity.pk}/contributions", envelope(**given))
    assert (status, answer["error"]) == (409, error) and answer["message"]


def test_a_page_of_another_site_cannot_speak_for_a_seat(cast):
    noord = at(cast, "scenarios")
    path = f"/api/v1/activities/{noord.activity.pk}/contributions"
    body = json.dumps(envelope(text="x"))
    as_form = noord.phone(0).post(path, body, content_type="text/plain")
    from_elsewhere = noord.phone(0).post(
        path, body, content_type="application/json", headers={"Origin": "https://elders.example"}
    )
    assert as_form.status_code >= 400 and from_elsewhere.status_code >= 400
    assert not noord.activity.named.exists()


def test_mine_is_mine_alone(cast):
    noord = at(cast, "scenarios")
    where = f"/activities/{noord.activity.pk}"
    for text in ("eerst", "toen"):
        post(noord.phone(0), f"{where}/contributions", envelope(text=text))
    mine, theirs = (get(noord.phone(seat), f"{where}/mine")[1] for seat in (0, 1))
    assert [one["payload"] for one in mine["answers"]] == [{"text": "toen"}]
    assert theirs["answers"] == []


def test_the_author_of_a_hidden_card_hears_the_reason(cast):
    noord = at(cast, "scenarios")
    where = f"/activities/{noord.activity.pk}"
    said = envelope(text="Onaardig")
    post(noord.phone(0), f"{where}/contributions", said)
    hide(noord.activity, said["uuid"], by="Amina", reason="Hier staat een naam in.")
    assert get(noord.phone(0), f"{where}/mine")[1]["answers"][0]["hidden"] == "Hier staat een naam in."


def test_an_erasure_takes_only_what_may_go(cast):
    noord = at(cast, "test")
    where = f"/activities/{noord.activity.pk}"
    paper, _ = noord.paper(0)
    voice = {"Authorization": f"Voice {paper}"}
    post(
        cast.stranger(), f"{where}/contributions", envelope("test", "cc.block", "cc.t1", most="red"), **voice
    )
    assert post(cast.stranger(), f"{where}/erasure", {"kinds": ["cc.situation"]}, **voice)[0] == 409
    assert post(cast.stranger(), f"{where}/erasure", {"kinds": ["cc.block"]}, **voice) == (200, {"erased": 1})
    assert not noord.activity.anonymous_lane.exists()


def test_what_is_ours_also_without_the_live_lane(cast):
    noord = at(cast, "scenarios")
    ours = f"/api/v1/meetings/{noord.meeting.pk}"
    assert 'data-step="scenarios"' in noord.phone(0).get(f"{ours}/ours").json()["html"]
    stream = noord.phone(0).get(f"{ours}/stream?face=phone&lang=nl")
    assert stream.headers["Content-Type"] == "text/event-stream"
    assert stream.content.startswith(b"id: 0\nevent: ours\n") and stream.content.endswith(
        b"data: leaving\n\n"
    )
    board = cast.stranger().get(f"/api/v1/boards/{noord.meeting.board_token}/ours")
    assert board.status_code == 200
    assert cast.amina.signed_in().get(f"{ours}/ours?face=lead").status_code == 200


@pytest.mark.parametrize("who", ["bram", "chris", "dewi", "els", "fatih", "zara"])
def test_only_whoever_leads_gets_the_facilitators_face(cast, who):
    noord = at(cast, "scenarios")
    path = f"/api/v1/meetings/{noord.meeting.pk}/ours?face=lead"
    assert cast[who].signed_in().get(path).status_code == 404


@pytest.mark.parametrize(
    ("who", "may"),
    [("amina", True), ("bram", True), ("dewi", True), ("chris", False), ("fatih", False), ("zara", False)],
)
def test_results_are_for_the_circle_and_whoever_sat_there(cast, who, may):
    noord = at(cast, "situation", people=5)
    path = f"/activities/{noord.activity.pk}/result"
    assert (get(cast[who].signed_in(), path)[0] == 200) is may
    assert get(noord.phone(0), path) == (
        200,
        {
            "activity": str(noord.activity.pk),
            "tool": "change_colours",
            "status": "open",
            "published": {},
        },
    )
    assert get(cast.stranger(), path)[0] == 404


def test_somebody_who_sat_there_without_belonging_to_the_circle_sees_results_that_day_only(cast):
    noord = at(cast, "situation", people=1)
    noord.sit_down("Chris", person=cast.chris.person)
    path = f"/activities/{noord.activity.pk}/result"
    by = {"chair": noord.phone(0), "chris": cast.chris.signed_in(), "bram": cast.bram.signed_in()}
    noord.close()
    assert {who: get(client, path)[0] for who, client in by.items()} == {
        "chair": 200,
        "chris": 200,
        "bram": 200,
    }
    Meeting.objects.filter(pk=noord.meeting.pk).update(closed_at=timezone.now() - timedelta(days=1))
    assert {who: get(client, path)[0] for who, client in by.items()} == {
        "chair": 404,
        "chris": 404,
        "bram": 200,
    }


def test_only_what_was_published_is_a_result(cast):
    noord = at(cast, "situation", people=5)
    for seat in range(5):
        paper, _ = noord.paper(seat)
        for item in ("cc.sy1", "cc.sy2", "cc.sy3"):
            said = envelope("situation", "cc.situation", item, value=4)
            where = f"/activities/{noord.activity.pk}/contributions"
            post(cast.stranger(), where, said, Authorization=f"Voice {paper}")
    path = f"/activities/{noord.activity.pk}/result"
    assert get(noord.phone(0), path)[1]["published"] == {}
    reveal(noord.activity, "situation", "", by="Amina")
    assert "situation" in get(noord.phone(0), path)[1]["published"]


def test_nothing_is_kept_by_browsers_or_proxies(cast):
    noord = at(cast, "scenarios")
    for path in ("state", "ours"):
        response = noord.phone(0).get(f"/api/v1/meetings/{noord.meeting.pk}/{path}")
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["meetings/{}/state", "meetings/{}/ours", "activities/{}/mine", "activities/{}/result"]
)
def test_what_never_was_has_no_address(cast, path):
    client = cast.amina.signed_in()
    assert client.get(f"/api/v1/{path.format(uuid.uuid4())}").status_code in (401, 404)


def test_the_file_says_what_the_code_does():
    """After a change: python -m kring openapi."""
    assert FILE.read_text(encoding="utf-8") == described()
