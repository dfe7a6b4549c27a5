"""Reading the harvest together, as whoever leads, as somebody who was there, and as everybody else."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kring.engine.harvest.actions import accept, add, close_harvest, for_everybody, propose
from kring.engine.harvest.models import Action, Agreement, Insight
from kring.engine.harvest.records import Draft
from kring.engine.meetings.actions import whole
from kring.engine.meetings.course import go_to
from kring.engine.meetings.models import Meeting
from kring.kit.scene import Proposal
from kring.pages.house.drawing import render
from kring.tools import TOOLS

INSIGHT = "In wat we doen, leunen we meer op blauw."
ACTION = "Kijk bij elkaar in de les"


@pytest.fixture
def rules(monkeypatch):
    """What the tool proposes in this scene."""
    found = [Proposal("R", "insight", INSIGHT, rank=1), Proposal("R", "action", ACTION, rank=2, owner="Bram")]
    tool = replace(TOOLS["change_colours"], propose=lambda *_: list(found))
    monkeypatch.setitem(TOOLS, "change_colours", tool)
    return found


@pytest.fixture
def meeting(cast, rules):
    return cast.meeting(people=2)


def address(meeting):
    return reverse("harvest", args=[meeting.meeting.pk])


def decide(client, meeting, text, do, /, **fields):
    row = next(one for one in meeting.meeting.proposals.all() if text in one.text)
    return client.post(reverse("harvest_decide", args=[meeting.meeting.pk, row.pk]), {"do": do, **fields})


def statuses(meeting):
    return {row.text: row.status for row in meeting.meeting.proposals.all()}


def test_whoever_leads_reads_one_proposal_at_a_time(cast, meeting):
    amina = cast.amina.signed_in()
    page = amina.get(address(meeting)).text
    assert INSIGHT in page and ACTION not in page and "Voorstel 1 van 2" in page
    answer = decide(amina, meeting, INSIGHT, "accept", text="Wij leunen op blauw.")
    assert answer.status_code == 302
    page = amina.get(address(meeting)).text
    assert ACTION in page and "Wij leunen op blauw." in page and "Voorstel" in page
    assert Insight.objects.get().title == "Wij leunen op blauw."


def test_later_shows_the_next_one(cast, meeting):
    amina = cast.amina.signed_in()
    amina.get(address(meeting))
    second = meeting.meeting.proposals.get(text=ACTION)
    assert ACTION in amina.get(f"{address(meeting)}?at={second.pk}").text
    assert amina.get(f"{address(meeting)}?at=nothing").status_code == 200


def test_an_action_asks_who_when_and_where_you_see_it(cast, meeting):
    amina = cast.amina.signed_in()
    amina.get(address(meeting))
    day = timezone.localdate() + timedelta(days=10)
    fields = {"owner": "Bram en Amina", "due": day.isoformat(), "practice_trace": "Er is meer rust."}
    decide(amina, meeting, ACTION, "accept", text=ACTION, **fields)
    action = Action.objects.get()
    assert {one.shown_name for one in action.owners.all()} == {"Bram", "Amina"}
    assert (action.due_on, action.practice_trace) == (day, "Er is meer rust.")


def test_every_button_may_be_pressed_twice(cast, meeting):
    amina = cast.amina.signed_in()
    amina.get(address(meeting))
    for do, status in (("accept", "accepted"), ("drop", "dropped"), ("undo", "open"), ("accept", "accepted")):
        for _ in range(2):
            assert decide(amina, meeting, INSIGHT, do).status_code == 302
        assert statuses(meeting)[INSIGHT] == status
    assert Insight.objects.count() == 1


def test_the_same_form_sent_twice_adds_one_agreement(cast, meeting):
    amina = cast.amina.signed_in()
    to = reverse("harvest_new", args=[meeting.meeting.pk, "agreement"])
    form = {"ident": str(uuid.uuid4()), "text": "We vragen eerst door.", "kind": "conduct", "due": ""}
    for _ in range(2):
        assert amina.post(to, form).status_code == 302
    assert Agreement.objects.get().kind == "conduct"
    assert "We vragen eerst door." in amina.get(address(meeting)).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "  "}, "Er staat nog niets."),
        ({"text": "x" * 600}, "te lang|600"),
        ({"text": "Bel de roostermaker", "due": "morgen"}, "Die datum lukt niet."),
        ({"text": "Bel de roostermaker", "owner": "wie dan ook " * 9}, "tekens"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(cast, meeting, fields, sentence):
    amina = cast.amina.signed_in()
    amina.get(address(meeting))
    answer = decide(amina, meeting, ACTION, "accept", practice_trace="Meer rust.", **fields)
    assert answer.status_code == 409 and any(part in answer.text for part in sentence.split("|"))
    assert "Meer rust." in answer.text and fields["text"].strip() in answer.text
    assert statuses(meeting)[ACTION] == "open"


def test_a_refused_form_of_your_own_keeps_what_was_typed(cast, meeting):
    to = reverse("harvest_new", args=[meeting.meeting.pk, "agreement"])
    answer = cast.amina.signed_in().post(
        to, {"ident": str(uuid.uuid4()), "text": "Kort", "due": "2027-01-01"}
    )
    assert answer.status_code == 409 and "Dat is erg kort." in answer.text
    assert ">Kort</textarea>" in answer.text and 'value="2027-01-01"' in answer.text


def test_what_became_of_a_vanished_proposal_is_said(cast, meeting, rules):
    amina = cast.amina.signed_in()
    amina.get(address(meeting))
    row = meeting.meeting.proposals.get(text=INSIGHT)
    rules.clear()
    propose(meeting.meeting)
    answer = amina.post(reverse("harvest_decide", args=[meeting.meeting.pk, row.pk]), {"do": "accept"})
    assert answer.status_code == 409 and "Dit voorstel is er niet meer." in answer.text


def test_after_closing_nothing_can_be_changed_until_it_is_opened(cast, meeting):
    amina = cast.amina.signed_in()
    amina.get(address(meeting))
    decide(amina, meeting, INSIGHT, "accept")
    closing = reverse("harvest_closing", args=[meeting.meeting.pk])
    amina.post(closing, {"do": "close"})
    assert "De oogst is afgesloten." in amina.get(address(meeting)).text
    answer = decide(amina, meeting, INSIGHT, "drop")
    assert answer.status_code == 409 and Insight.objects.count() == 1
    amina.post(closing, {"do": "open"})
    assert decide(amina, meeting, INSIGHT, "drop").status_code == 302


def test_the_harvest_can_be_read_after_the_meeting(cast, meeting):
    meeting.close()
    amina = cast.amina.signed_in()
    amina.get(address(meeting))
    assert decide(amina, meeting, INSIGHT, "accept").status_code == 302


def test_who_took_part_reads_what_was_taken_along_and_no_more(cast, meeting):
    accept(propose(meeting.meeting)[0], by="Amina")
    for client in (cast.bram.signed_in(), cast.dewi.signed_in(), meeting.phone(0)):
        page = client.get(address(meeting)).text
        assert INSIGHT in page and ACTION not in page and "<textarea" not in page


@pytest.mark.parametrize("name", ["chris", "els", "fatih", "gijs", "hanna", "iris", "joost", "zara"])
def test_others_find_nothing(cast, meeting, name):
    assert cast[name].signed_in().get(address(meeting)).status_code == 404


def test_strangers_find_nothing(cast, meeting):
    assert cast.stranger().get(address(meeting)).status_code == 404


def test_a_guest_may_look_until_the_day_is_over(cast, meeting):
    meeting.close()
    assert meeting.phone(0).get(address(meeting)).status_code == 200
    yesterday = timezone.now() - timedelta(days=1)
    Meeting.objects.filter(pk=meeting.meeting.pk).update(opened_at=yesterday, closed_at=yesterday)
    assert meeting.phone(0).get(address(meeting)).status_code == 404
    assert cast.bram.signed_in().get(address(meeting)).status_code == 200


@pytest.mark.parametrize("name", ["bram", "dewi", "chris", "els", "joost"])
def test_only_who_leads_decides(cast, meeting, name):
    propose(meeting.meeting)
    client = cast[name].signed_in()
    assert decide(client, meeting, INSIGHT, "accept").status_code == 404
    for kind in ("insight", "agreement", "action"):
        to = reverse("harvest_new", args=[meeting.meeting.pk, kind])
        assert client.post(to, {"text": "Van buiten erbij gezet."}).status_code == 404
    assert client.post(reverse("harvest_closing", args=[meeting.meeting.pk])).status_code == 404
    assert set(statuses(meeting).values()) == {"open"}


def test_a_proposal_of_another_meeting_is_not_there(cast, meeting):
    other = cast.meeting(title="Een andere")
    row = propose(other.meeting)[0]
    to = reverse("harvest_decide", args=[meeting.meeting.pk, row.pk])
    assert cast.amina.signed_in().post(to, {"do": "accept"}).status_code == 409
    assert not Insight.objects.exists()


@pytest.fixture
def two(cast, meeting, rules):
    """A private proposal for the first two chairs."""
    pair = tuple(str(seat.pk) for seat in meeting.seats[:2])
    rules.append(Proposal("H5", "action", "Oefenen met geel", private_to=pair))
    meeting.sit_down("Claire")
    propose(meeting.meeting)
    return meeting.meeting.proposals.get(text="Oefenen met geel")


def test_a_private_proposal_is_on_the_two_phones_and_nowhere_else(cast, meeting, two):
    assert "Oefenen met geel" in meeting.phone(0).get(address(meeting)).text
    assert "Oefenen met geel" in meeting.phone(1).get(address(meeting)).text
    for client in (meeting.phone(2), cast.amina.signed_in(), cast.bram.signed_in()):
        assert "Oefenen met geel" not in client.get(address(meeting)).text


def test_the_two_decide_about_what_is_theirs(cast, meeting, two):
    to = reverse("harvest_two", args=[meeting.meeting.pk, two.pk])
    for client in (meeting.phone(2), cast.amina.signed_in(), cast.bram.signed_in()):
        assert client.post(to, {"do": "accept"}).status_code == 404
    by_leader = reverse("harvest_decide", args=[meeting.meeting.pk, two.pk])
    assert cast.amina.signed_in().post(by_leader, {"do": "accept"}).status_code == 404
    for _ in range(2):
        assert meeting.phone(0).post(to, {"do": "accept"}).status_code == 302
    assert Action.objects.get().private
    for client in (meeting.phone(2), cast.amina.signed_in(), cast.bram.signed_in()):
        assert "Oefenen met geel" not in client.get(address(meeting)).text


def test_the_two_hear_when_it_is_closed(meeting, two):
    close_harvest(meeting.meeting, by="Amina")
    to = reverse("harvest_two", args=[meeting.meeting.pk, two.pk])
    answer = meeting.phone(0).post(to, {"do": "accept"})
    assert answer.status_code == 409 and "afgesloten" in answer.text


def test_markup_stays_text(cast, meeting):
    add(meeting.meeting, "insight", Draft("<b>vet</b> & مرحبا"), by="Amina")
    for client in (cast.amina.signed_in(), cast.bram.signed_in()):
        page = client.get(address(meeting)).text
        assert "&lt;b&gt;vet&lt;/b&gt; &amp; مرحبا" in page and "<b>vet" not in page


def test_the_page_speaks_english(cast, meeting):
    page = cast.amina.signed_in().get(f"{address(meeting)}?lang=en").text
    assert "Do we take this along?" in page and "Nemen we dit mee?" not in page


def test_reading_asks_the_same_for_one_and_for_many(cast, meeting, django_assert_max_num_queries):
    amina, bram = cast.amina.signed_in(), cast.bram.signed_in()
    counts = []
    for number in range(8):
        add(meeting.meeting, "action", Draft(f"Actie {number}", owner="Bram"), by="Amina")
        add(meeting.meeting, "agreement", Draft(f"We doen het zo: {number}."), by="Amina")
        if number in (0, 7):
            with django_assert_max_num_queries(200) as asked:
                amina.get(address(meeting))
                bram.get(address(meeting))
            counts.append(len(asked))
    assert counts[1] <= counts[0]
    assert len(list(for_everybody(meeting.meeting))) == 18


@pytest.mark.parametrize("face", ["board", "phone"])
def test_the_wall_and_the_phones_show_what_was_taken_along(cast, meeting, two, face):
    add(meeting.meeting, "action", Draft("Bel de roostermaker"), by="Amina")
    accept(meeting.meeting.proposals.get(text=INSIGHT), by="Amina")
    accept(two, by="Aart")
    go_to(meeting.meeting, "harvest")
    html = "".join(
        [
            (made := render(whole(meeting.meeting.pk), face, "nl")).html,
            *made.parts.values(),
        ]
    )
    assert INSIGHT in html and "Bel de roostermaker" in html and "zoekt een eigenaar" in html
    assert ACTION not in html and "Oefenen met geel" not in html
