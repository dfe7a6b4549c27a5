"""One's own page, the agreements of a circle, entering aloud and the calendar, as people use them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from kring.conftest import person
from kring.engine.harvest.agreements import agreements, propose_agreement
from kring.engine.harvest.answering import respond
from kring.engine.harvest.feed import feed_of
from kring.engine.harvest.looking_back import start_review
from kring.engine.harvest.models import ActionAnswer, LetterPause
from kring.engine.harvest.tests.people import WHY, promised
from kring.engine.meetings.course import AgendaItem
from kring.engine.people.models import Membership
from kring.tests.faces import problems

TEXT = "We vragen eerst door en geven daarna pas raad."


@pytest.fixture
def bram(cast):
    return cast.bram.signed_in()


def text(page):
    """The page; nothing in it is an id or a value that nobody wrote out (what a button sends is not read)."""
    html = page.content.decode()
    assert [one for one in problems(html) if "<button value>" not in one] == []
    return page.content.decode()


def test_my_own_page_shows_what_is_mine_and_notes_what_i_say(cast, bram):
    one = promised(cast)
    promised(cast, "Van Amina.", "amina")
    page = text(bram.get("/open/"))
    assert "Een les van een ander bezoeken." in page and "Van Amina." not in page
    answer = bram.post(f"/open/actions/{one.pk}/", {"what": "did", "note": ""}, follow=True)
    assert "Het is genoteerd." in text(answer)
    assert ActionAnswer.objects.get().way == "page"
    assert "Toch weer oppakken" in text(bram.get("/open/"))
    bram.post(f"/open/actions/{one.pk}/", {"what": "again"})
    one.refresh_from_db()
    assert one.status == "open"


def test_what_was_typed_stays_when_it_cannot_be_kept(cast, bram):
    one = promised(cast)
    page = bram.post(f"/open/actions/{one.pk}/", {"what": "let_go", "note": "Kort."})
    assert page.status_code == 409 and "Kort." in text(page) and "Schrijf in een zin waarom" in text(page)


def test_the_action_of_another_is_not_there(cast, bram):
    one = promised(cast, "Van Amina.", "amina")
    assert bram.post(f"/open/actions/{one.pk}/", {"what": "did"}).status_code == 404


def test_letters_and_calendar_are_mine_to_stop(cast, bram):
    old = feed_of(cast.bram.person).token
    bram.post("/open/letters/", {"do": "stop"})
    assert LetterPause.objects.get().person == cast.bram.person
    assert "Je krijgt geen brieven." in text(bram.get("/open/"))
    bram.post("/open/calendar/")
    assert feed_of(cast.bram.person).token != old


def test_the_calendar_is_read_with_its_address_only(cast):
    promised(cast, due_on=timezone.localdate())
    client = cast.stranger()
    address = f"/calendar/{feed_of(cast.bram.person).token}.ics"
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 1
    assert client.get("/calendar/invented.ics").status_code == 404
    cast.bram.person.state = "left"
    cast.bram.person.save()
    assert client.get(address).status_code == 404


# ---- agreements of a circle


@pytest.fixture
def circle(cast):
    return f"/communities/{cast.community.pk}/agreements/"


def test_members_make_an_agreement_together(cast, bram, circle):
    noor = person(cast.organisation, "Noor", school=cast.school)
    Membership.objects.create(person=noor, community=cast.community)
    assert "Er zijn nog geen afspraken." in text(bram.get(circle))
    bram.post(circle, {"text": TEXT, "test": "Niemand geeft meteen raad."})
    page = text(bram.get(circle))
    assert TEXT in page and "0 van 2 hebben geantwoord, 2 is genoeg" in page
    one = agreements().get()
    bram.post(f"/agreements/{one.pk}/", {"do": "answer", "about": "adopt", "value": "ok"})
    assert "Jouw antwoord: Ja, hier houd ik me aan" in text(bram.get(circle))
    respond(one, noor, "adjust", "Ook online.")
    page = text(bram.get(circle))
    assert "afgesproken op" in page and "Noor zou dit veranderen: Ook online." in page


def test_a_name_is_asked_about_once(cast, bram, circle):
    page = bram.post(circle, {"text": "Bram praat wat minder."})
    assert page.status_code == 409 and "Hier lijkt de naam van iemand te staan" in text(page)
    assert "Bram praat wat minder." in text(page) and not agreements().exists()
    bram.post(circle, {"text": "Bram praat wat minder.", "_sure": "yes"})
    assert agreements().count() == 1


def test_an_objection_needs_words_and_can_be_taken_back(cast, bram, circle):
    one = propose_agreement(cast.community, by=cast.bram.person, text=TEXT)
    address = f"/agreements/{one.pk}/"
    page = bram.post(address, {"do": "answer", "value": "object"})
    assert page.status_code == 409 and "Schrijf er in een zin bij" in text(page)
    bram.post(address, {"do": "answer", "value": "object", "remark": "Dit remt ons."})
    assert "Bezwaar van Bram: Dit remt ons." in text(bram.get(circle))
    bram.post(address, {"do": "take_back"})
    assert "Bezwaar van" not in text(bram.get(circle))


def test_revise_look_back_and_end(cast, bram, circle):
    one = propose_agreement(cast.community, by=cast.bram.person, text=TEXT)
    bram.post(f"/agreements/{one.pk}/", {"do": "answer", "value": "ok"})
    bram.post(f"/agreements/{one.pk}/", {"do": "revise", "text": "We vragen altijd eerst door."})
    assert sorted(agreements().values_list("status", flat=True)) == ["adopted", "proposed"]
    bram.post(f"/agreements/{one.pk}/", {"do": "review"})
    assert "Je antwoord telt mee zonder je naam" in text(bram.get(circle))
    bram.post(f"/agreements/{one.pk}/", {"do": "rate", "value": "4"})
    assert "Je hebt geantwoord." in text(bram.get(circle))
    bram.post(f"/agreements/{one.pk}/", {"do": "end", "reason": "Het gaat nu vanzelf."})
    assert "Bram stelt voor om hiermee te stoppen: Het gaat nu vanzelf." in text(bram.get(circle))
    bram.post(f"/agreements/{one.pk}/", {"do": "answer", "about": "end", "value": "ok"})
    assert "Dit spraken we eerder af" in text(bram.get(circle))


def test_the_circle_asks_itself_what_makes_it_hard(cast, bram, circle):
    people = [cast.bram.person]
    for name in ("Noor", "Otto", "Pien", "Quin"):
        people.append(person(cast.organisation, name, school=cast.school))
        Membership.objects.create(person=people[-1], community=cast.community)
    one = propose_agreement(cast.community, by=cast.bram.person, text=TEXT)
    for who in people:
        if agreements().get().status == "proposed":
            respond(one, who, "ok")
    review = start_review(one)
    review.counts, review.closed_on = {"1": 3, "3": 2}, timezone.localdate()
    review.save()
    page = text(bram.get(circle))
    assert "Gemiddeld 1,8" in page and "Wat maakt het lastig" in page and "We gaan ermee door" in page


def test_only_members_answer_and_others_of_the_school_see_nothing(cast, circle):
    one = propose_agreement(cast.community, by=cast.bram.person, text=TEXT)
    amina = cast.amina.signed_in()
    assert TEXT in text(amina.get(circle)) and 'value="answer"' not in text(amina.get(circle))
    answer = amina.post(f"/agreements/{one.pk}/", {"do": "answer", "value": "ok"})
    assert answer.status_code == 409 and "Alleen leden van de kring" in text(answer)
    for name in ("chris", "els", "joost", "zara", "hanna", "iris"):
        assert cast[name].signed_in().get(circle).status_code == 404, name
        assert cast[name].signed_in().post(f"/agreements/{one.pk}/", {"do": "answer"}).status_code == 404


def test_confidentiality_is_chosen_from_three(cast, bram, circle):
    bram.post(circle, {"level": "conf.closed"})
    one = agreements().get()
    assert (one.kind, one.level) == ("confidentiality", "closed") and one.said.startswith("Gesloten")


def test_in_english(cast, bram, circle):
    propose_agreement(cast.community, by=cast.bram.person, text=TEXT)
    for address in ("/open/", circle):
        assert 'lang="en"' in text(bram.get(f"{address}?lang=en"))


# ---- planning and entering aloud


def test_planning_for_a_circle_begins_with_what_is_open(cast):
    amina = cast.amina.signed_in()
    address = f"/meetings/new/?community={cast.community.pk}"
    assert 'value="opening"' not in amina.get(address).content.decode()
    promised(cast)
    assert '<input type="hidden" name="0-tool" value="opening">' in amina.get(address).content.decode()
    form = {"title": "Verder", "day": "2026-12-01", "clock": "15:30", "0-tool": "opening", "0-minutes": "5"}
    without = amina.post(address, form | {"do": "remove:0"}).content.decode()
    assert 'name="0-tool"' not in without


def test_whoever_leads_enters_what_is_said_aloud(cast):
    one, free = promised(cast), promised(cast, "Iemand belt de bieb.")
    free.owners.clear()
    gathering = cast.meeting(agenda=[AgendaItem("opening"), AgendaItem("change_colours")])
    address = f"/meetings/{gathering.meeting.pk}/open/"
    amina = cast.amina.signed_in()
    assert "Iemand belt de bieb." in text(amina.get(address))
    assert amina.post(address, {"item": str(free.pk), "what": "take"}).status_code == 409
    amina.post(address, {"item": str(free.pk), "what": "take", "name": "Hermien"})
    amina.post(address, {"item": str(one.pk), "what": "let_go", "note": WHY})
    page = text(amina.get(f"/b/{gathering.meeting.board_token}/"))
    assert WHY in page and "Losgelaten" in page and "Opgepakt" in page
    assert cast.bram.signed_in().get(address).status_code == 404


def test_the_opening_on_every_face(cast):
    promised(cast)
    gathering = cast.meeting(agenda=[AgendaItem("opening")], people=1)
    seat = gathering.sit_down("Bram", person=cast.bram.person)
    assert (
        f'data-seats="{seat.pk}"' in gathering.phone(seat).get(f"/m/{gathering.meeting.pk}/").content.decode()
    )
    assert "0 van 1 gehoord" in cast.amina.signed_in().get(f"/lead/{gathering.meeting.pk}/").content.decode()


def test_an_old_action_of_a_long_time_ago_is_no_reproach(cast, bram):
    promised(cast, due_on=timezone.localdate() - timedelta(400))
    assert "te laat" not in text(bram.get("/open/")).lower()
