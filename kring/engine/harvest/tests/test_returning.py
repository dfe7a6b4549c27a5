"""What is open comes back, and what is said of it counts."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db.models.query import QuerySet
from django.utils import timezone

from kring.conftest import person
from kring.engine.harvest.agreements import propose_agreement
from kring.engine.harvest.models import ActionAnswer, AgreementResponse, Experience
from kring.engine.harvest.opening import anything_open, say_aloud
from kring.engine.harvest.returning import (
    answer,
    counts_of,
    open_actions,
    release_of_who_left,
    take_up_again,
)
from kring.engine.harvest.tests.people import MONDAY, WHY, promised
from kring.engine.meetings.actions import contribute
from kring.engine.meetings.course import AgendaItem, go_on
from kring.engine.meetings.models import Activity
from kring.engine.people.models import Membership
from kring.kit.payload import Refused


def say(action, what, cast=None, **more):
    who = {"person": cast.bram.person} if cast else {}
    return answer(action, what, **{"way": "page", "today": MONDAY, **who, **more})


def test_done_is_done_with_its_day_and_words_make_an_experience(cast):
    done = say(promised(cast), "did", cast, note="Ik zag drie leerlingen vragen stellen.")
    assert (done.status, done.status_on, done.node_status) == ("done", MONDAY, "open")
    assert Experience.objects.get().did == "Ik zag drie leerlingen vragen stellen."
    assert open_actions(cast.community) == []


def test_done_without_words_leaves_no_experience(cast):
    assert say(promised(cast), "did", cast).status == "done"
    assert not Experience.objects.exists()


def test_not_yet_moves_the_date_and_keeps_the_old_one(cast):
    later = MONDAY + timedelta(14)
    one = say(promised(cast), "not_yet", cast, due=later)
    assert (one.status, one.due_on) == ("open", later)
    row = ActionAnswer.objects.get()
    assert (row.due_before, row.due_after) == (MONDAY - timedelta(1), later)


def test_not_yet_without_a_date_keeps_the_date(cast):
    assert say(promised(cast), "not_yet", cast).due_on == MONDAY - timedelta(1)


def test_letting_go_is_a_decision_with_a_reason_and_counted_as_such(cast):
    one = promised(cast)
    with pytest.raises(Refused, match="reason_short"):
        say(one, "let_go", cast, note="Klaar.")
    gone = say(one, "let_go", cast, note=WHY)
    assert (gone.status, gone.node_status, gone.node_reason, gone.node_status_on) == (
        "dropped",
        "closed_on_purpose",
        WHY,
        MONDAY,
    )
    promised(cast, "Iets anders.")
    say(promised(cast, "Nog iets."), "did", cast)
    assert counts_of(cast.community) == {"done": 1, "let_go": 1, "open": 1}


@pytest.mark.parametrize(
    ("what", "more", "code"),
    [
        ("dance", {}, "unreadable"),
        ("not_yet", {"due": MONDAY - timedelta(1)}, "date_past"),
        ("did", {"note": "x" * 501}, "text_too_long"),
        ("take", {"person": None}, "unreadable"),
    ],
)
def test_what_cannot_be_said(cast, what, more, code):
    with pytest.raises(Refused, match=code):
        say(promised(cast), what, cast, **more)


@pytest.mark.parametrize(
    ("what", "more"),
    [("did", {"note": "Gelukt."}), ("not_yet", {"due": MONDAY + timedelta(7)}), ("let_go", {"note": WHY})],
)
def test_the_same_answer_twice_is_one_answer(cast, what, more):
    one = promised(cast)
    say(one, what, cast, **more)
    say(one, what, cast, **more)
    assert ActionAnswer.objects.count() == 1 and Experience.objects.count() == (what == "did")


def test_what_is_over_cannot_be_answered_otherwise_but_can_be_taken_up_again(cast):
    one = say(promised(cast), "let_go", cast, note=WHY)
    with pytest.raises(Refused, match="already_answered"):
        say(one, "did", cast)
    again = take_up_again(one)
    assert (again.status, again.node_status, again.node_reason) == ("open", "open", "")
    assert say(again, "did", cast).status == "done"


def test_a_thing_that_was_taken_away_says_so(cast):
    one = promised(cast)
    QuerySet(type(one)).filter(pk=one.pk).delete()
    with pytest.raises(Refused, match="gone"):
        say(one, "did", cast)


def test_at_most_three_owners(cast):
    one = promised(cast, "Iets.", "bram", "amina", "dewi")
    with pytest.raises(Refused, match="too_many_owners"):
        say(one, "take", person=cast.chris.person)
    assert say(one, "take", person=cast.bram.person).owners.count() == 3


def test_when_an_owner_leaves_the_action_looks_for_one(cast):
    one = promised(cast)
    private = promised(cast, "Samen koffie.", private=True)
    assert release_of_who_left() == 0
    Membership.objects.filter(person=cast.bram.person).update(status="left", until=timezone.localdate())
    assert release_of_who_left() == 1
    assert not one.owners.exists() and private.owners.count() == 1


def test_and_when_somebody_leaves_the_school(cast):
    one = promised(cast, "Iets.", "bram", "amina")
    cast.bram.person.state = "left"
    cast.bram.person.save()
    release_of_who_left()
    assert [who.shown_name for who in one.owners.all()] == ["Amina"]


def test_an_owner_who_never_was_a_member_stays(cast):
    one = promised(cast, "Iets.", "joost")
    assert release_of_who_left() == 0 and one.owners.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"private": True},
        {"status": "done"},
        {"node_status": "withdrawn"},
        {"node_status": "closed_on_purpose"},
        {"node_status": "parked"},
        {"status": "dropped"},
    ],
    ids=str,
)
def test_what_does_not_come_back(cast, fields):
    promised(cast, **fields)
    assert not anything_open(cast.community)


def test_a_proposed_agreement_comes_back_too(cast):
    assert not anything_open(cast.community)
    propose_agreement(cast.community, by=cast.bram.person, text="We beginnen op tijd.")
    assert anything_open(cast.community)


# ---- in a meeting


@pytest.fixture
def opening(cast):
    """A meeting that opens with what is open: Bram's action, one of a guest, one of nobody, an agreement."""
    things = {
        "bram": promised(cast, "Bram nodigt iemand uit."),
        "claire": promised(cast, "Claire schrijft het op."),
        "free": promised(cast, "Iemand belt de bieb."),
        "private": promised(cast, "Samen koffie.", private=True),
    }
    for name in ("claire", "free"):
        things[name].owners.clear()
    things["claire"].owner_text = "Claire"
    things["claire"].save()
    things["agreement"] = propose_agreement(cast.community, by=cast.bram.person, text="We beginnen op tijd.")
    gathering = cast.meeting(agenda=[AgendaItem("opening"), AgendaItem("change_colours")])
    things["seats"] = {
        "bram": gathering.sit_down("Bram", person=cast.bram.person),
        "claire": gathering.sit_down("Claire"),
        "dirk": gathering.sit_down("Dirk"),
    }
    things["meeting"] = gathering
    return things


def on_phone(opening, seat, key, payload, kind="op.item"):
    envelope = {
        "uuid": str(uuid.uuid4()),
        "step": "stand",
        "kind": kind,
        "key": str(key.pk),
        "payload": payload,
    }
    contribute(opening["meeting"].activity, "named", str(opening["seats"][seat].pk), envelope)


def ended(opening):
    go_on(opening["meeting"].meeting, "")
    for name in ("bram", "claire", "free", "agreement"):
        opening[name].refresh_from_db()
    return Activity.objects.get(meeting=opening["meeting"].meeting, tool="opening")


def test_what_is_open_stands_on_the_agenda_as_it_opens_and_nothing_private(opening):
    given = opening["meeting"].activity.settings["open"]
    assert sorted(one["text"] for one in given["items"]) == [
        "Bram nodigt iemand uit.",
        "Claire schrijft het op.",
        "Iemand belt de bieb.",
        "We beginnen op tijd.",
    ]
    assert "koffie" not in str(given)


def test_phones_answer_and_it_counts_when_the_part_closes(opening, cast):
    on_phone(opening, "bram", opening["bram"], {"what": "did", "note": "Chris was er.", "due": ""})
    on_phone(opening, "claire", opening["claire"], {"what": "let_go", "note": WHY, "due": ""})
    on_phone(opening, "dirk", opening["free"], {"what": "take", "note": "", "due": ""})
    on_phone(opening, "bram", opening["agreement"], {"value": "ok", "remark": ""}, "op.agree")
    assert not ActionAnswer.objects.exists(), "until the end everybody may think again"
    activity = ended(opening)
    assert opening["bram"].status == "done" and Experience.objects.get().did == "Chris was er."
    assert (opening["claire"].status, opening["claire"].node_reason) == ("dropped", WHY)
    assert opening["free"].owner_text == "Dirk"
    assert AgreementResponse.objects.get().person == cast.bram.person
    assert opening["agreement"].status == "adopted", "Bram is the only member"
    assert {row.way for row in ActionAnswer.objects.all()} == {"phone"}
    kept = activity.settings["open"]
    assert "Bram" not in str([one.get("owners") for one in kept["items"]]) and kept["members"] == []


@pytest.mark.parametrize(
    ("seat", "thing", "payload", "code"),
    [
        ("dirk", "bram", {"what": "did"}, "not_your_action"),
        ("claire", "bram", {"what": "let_go", "note": WHY}, "not_your_action"),
        ("dirk", "bram", {"what": "take"}, "take_who"),
        ("bram", "private", {"what": "did"}, "item_gone"),
        ("bram", "bram", {"what": "not_yet", "due": "2020-01-01"}, "date_past"),
    ],
)
def test_only_whose_it_is_answers(opening, seat, thing, payload, code):
    with pytest.raises(Refused, match=code):
        on_phone(opening, seat, opening[thing], payload)


def test_a_guest_cannot_answer_about_an_agreement(opening):
    with pytest.raises(Refused, match="members_only"):
        on_phone(opening, "dirk", opening["agreement"], {"value": "ok", "remark": ""}, "op.agree")


def test_said_aloud_counts_at_once_and_phones_cannot_change_it(opening):
    meeting = opening["meeting"].meeting
    on_phone(opening, "bram", opening["bram"], {"what": "not_yet", "note": "", "due": ""})
    say_aloud(meeting, str(opening["bram"].pk), "did", note="Bram zei: het lukte.")
    opening["bram"].refresh_from_db()
    assert opening["bram"].status == "done"
    with pytest.raises(Refused, match="said_aloud"):
        on_phone(opening, "bram", opening["bram"], {"what": "let_go", "note": WHY})
    say_aloud(meeting, str(opening["free"].pk), "take", name="Hermien")
    ended(opening)
    assert opening["free"].owner_text == "Hermien"
    assert {(row.way, row.what) for row in ActionAnswer.objects.all()} == {
        ("aloud", "did"),
        ("aloud", "take"),
    }


def test_what_was_answered_by_mail_meanwhile_stays(opening, cast):
    on_phone(opening, "bram", opening["bram"], {"what": "not_yet", "note": "", "due": ""})
    answer(opening["bram"], "let_go", person=cast.bram.person, note=WHY, way="mail")
    ended(opening)
    assert opening["bram"].status == "dropped"


def test_a_thing_that_is_taken_away_meanwhile_disturbs_nothing(opening):
    on_phone(opening, "bram", opening["bram"], {"what": "did", "note": "", "due": ""})
    on_phone(opening, "claire", opening["claire"], {"what": "did", "note": "", "due": ""})
    QuerySet(type(opening["bram"])).filter(pk=opening["bram"].pk).delete()
    go_on(opening["meeting"].meeting, "")
    opening["claire"].refresh_from_db()
    assert opening["claire"].status == "done"


def test_aloud_only_while_the_opening_runs(opening):
    ended(opening)
    with pytest.raises(Refused, match="activity_closed"):
        say_aloud(opening["meeting"].meeting, str(opening["bram"].pk), "did")


def test_a_loose_meeting_opens_with_nothing(cast):
    promised(cast)
    meeting = cast.meeting("opening", community=None)
    assert meeting.activity.settings["open"] == {"items": [], "members": []}


def test_sixty_things_and_thirty_people_fit(cast, django_assert_max_num_queries):
    """Thirty owners with two things each: the list is made in a fixed number of questions to the database."""
    for place in range(30):
        who = person(cast.organisation, f"Lid{place}", school=cast.school)
        Membership.objects.create(person=who, community=cast.community)
        for _ in range(2):
            promised(cast, f"Iets van {who.shown_name}.").owners.set([who])
    with django_assert_max_num_queries(2):
        assert len(open_actions(cast.community)) == 60
