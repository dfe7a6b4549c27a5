"""Links in a letter: looking changes nothing, one press does, and whatever is wrong gets a sentence."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core import signing
from django.db.models.query import QuerySet
from django.test import Client
from django.utils import timezone

from kring.engine.harvest.agreements import propose_agreement
from kring.engine.harvest.letters import is_paused, send_letters
from kring.engine.harvest.links import signed
from kring.engine.harvest.looking_back import start_review
from kring.engine.harvest.models import ActionAnswer, AgreementResponse, Experience, LetterPause
from kring.engine.harvest.tests.people import MONDAY, WHY, promised
from kring.tests.faces import problems


@pytest.fixture
def phone():
    """A phone that never signed in and holds no cookie; forms from elsewhere are checked for real."""
    return Client(enforce_csrf_checks=True)


def to(cast, about, what, thing, who="bram"):
    return f"/answer/{signed(cast[who].person, about, what, thing.pk)}/"


def test_from_the_letter_to_the_answer_without_signing_in(cast, phone, mailoutbox):
    promised(cast)
    send_letters(datetime(2026, 3, 16, 10, tzinfo=ZoneInfo("Europe/Amsterdam")))
    [did, *_] = re.findall(r"(/answer/\S+/)", mailoutbox[0].body)
    page = phone.get(did)
    assert page.status_code == 200 and "Je hebt dit gedaan." in page.content.decode()
    assert problems(page.content.decode()) == []
    assert not ActionAnswer.objects.exists(), "a mail scanner that looks changes nothing"
    done = phone.post(did, {"note": "Ik zag een mooie les."})
    assert done.status_code == 200 and "mooi dat het gelukt is" in done.content.decode()
    assert f"/traces/{Experience.objects.get().action_id}/#practice" in done.content.decode()
    assert Experience.objects.get().person == cast.bram.person
    assert ActionAnswer.objects.get().way == "mail"


def test_the_address_goes_nowhere_else(cast, phone):
    page = phone.get(to(cast, "action", "did", promised(cast)))
    assert page["Referrer-Policy"] == "no-referrer" and "noindex" in page["X-Robots-Tag"]
    assert "no-store" in page["Cache-Control"]


def test_not_yet_with_a_new_date(cast, phone):
    one, day = promised(cast), timezone.localdate() + timedelta(14)
    phone.post(to(cast, "action", "not_yet", one), {"due": day.isoformat()})
    one.refresh_from_db()
    assert (one.status, one.due_on) == ("open", day)


def test_a_date_that_went_by_is_asked_again_and_what_was_typed_stays(cast, phone):
    page = phone.post(
        to(cast, "action", "not_yet", promised(cast)), {"due": "2020-01-01", "note": "Ik zoek een lokaal."}
    )
    assert page.status_code == 409
    assert "Ik zoek een lokaal." in page.content.decode() and "Die dag is al voorbij" in page.content.decode()


def test_letting_go_takes_a_reason_and_gets_thanks(cast, phone):
    one = promised(cast)
    assert phone.post(to(cast, "action", "let_go", one), {"note": ""}).status_code == 409
    page = phone.post(to(cast, "action", "let_go", one), {"note": WHY})
    assert "Loslaten telt als een besluit" in page.content.decode()
    one.refresh_from_db()
    assert one.node_status == "closed_on_purpose"


def test_used_twice_is_once(cast, phone):
    address = to(cast, "action", "did", promised(cast))
    phone.post(address)
    for again in (phone.post(address), phone.get(address)):
        assert "Dit had je al laten weten" in again.content.decode()
    assert ActionAnswer.objects.count() == 1


def test_another_link_after_the_end_says_it_is_over(cast, phone):
    one = promised(cast)
    phone.post(to(cast, "action", "let_go", one), {"note": WHY})
    page = phone.post(to(cast, "action", "did", one))
    assert "al gezegd hoe het ermee afliep" in page.content.decode()
    one.refresh_from_db()
    assert one.status == "dropped"


def test_expired(cast, phone):
    address = to(cast, "action", "did", promised(cast))
    with patch("django.core.signing.time.time", return_value=timezone.now().timestamp() + 28 * 86400 + 9):
        page = phone.post(address)
    assert page.status_code == 410 and "ouder dan vier weken" in page.content.decode()
    assert not ActionAnswer.objects.exists()


def test_after_the_action_was_deleted(cast, phone):
    one = promised(cast)
    address = to(cast, "action", "did", one)
    QuerySet(type(one)).filter(pk=one.pk).delete()
    page = phone.post(address)
    assert page.status_code == 410 and "Dit is er niet meer" in page.content.decode()


def test_forwarded_to_somebody_who_is_signed_in(cast):
    page = cast.amina.signed_in().post(to(cast, "action", "did", promised(cast)))
    assert page.status_code == 409 and "ingelogd als Amina" in page.content.decode()
    assert not ActionAnswer.objects.exists()


def test_forwarded_to_somebody_who_is_not_says_whose_mail_it_was(cast, phone):
    page = phone.get(to(cast, "action", "did", promised(cast)))
    assert "Deze mail was voor Bram. Ben je dat niet?" in page.content.decode()


def test_when_it_is_no_longer_theirs_or_they_left(cast, phone):
    one = promised(cast)
    address = to(cast, "action", "did", one)
    one.owners.set([cast.amina.person])
    assert "niet meer van degene" in phone.post(address).content.decode()
    one.owners.set([cast.bram.person])
    cast.bram.person.state = "left"
    cast.bram.person.save()
    page = phone.post(address)
    assert page.status_code == 410 and "niet meer meedoet" in page.content.decode()


@pytest.mark.parametrize(
    "token",
    ["invented", signing.dumps(["a"], salt="kring.letter"), signing.dumps(["a"])],
    ids=["invented", "not a letter's content", "signed for something else"],
)
def test_an_invented_link(cast, phone, token):
    page = phone.get(f"/answer/{token}/")
    assert page.status_code == 404 and "Deze link klopt niet" in page.content.decode()


def test_a_link_cannot_be_turned_into_another(cast, phone):
    mine = signed(cast.bram.person, "letters", "pause")
    assert phone.post(f"/answer/{mine}/").status_code == 404
    assert (
        phone.post(f"/letters/{signed(cast.bram.person, 'action', 'did', promised(cast).pk)}/").status_code
        == 404
    )
    assert not LetterPause.objects.exists()


def test_an_agreement_is_answered_from_the_letter(cast, phone):
    one = propose_agreement(cast.community, by=cast.bram.person, text="We beginnen op tijd.")
    assert phone.post(to(cast, "adopt", "object", one), {}).status_code == 409
    assert phone.post(to(cast, "adopt", "object", one), {"note": "Ik kom van ver."}).status_code == 200
    assert AgreementResponse.objects.get().remark == "Ik kom van ver."
    assert "al laten weten" in phone.get(to(cast, "adopt", "object", one)).content.decode()
    assert phone.post(to(cast, "adopt", "ok", one, "amina")).status_code == 409, "Amina is no member"
    assert phone.post(to(cast, "adopt", "ok", one)).status_code == 200
    one.refresh_from_db()
    assert one.status == "adopted"


def test_a_look_back_from_the_letter_is_without_a_name_and_once(cast, phone):
    one = propose_agreement(cast.community, by=cast.bram.person, text="We beginnen op tijd.")
    phone.post(to(cast, "adopt", "ok", one))
    one.refresh_from_db()
    review = start_review(one)
    assert phone.post(to(cast, "review", "rate", review), {}).status_code == 409
    assert phone.post(to(cast, "review", "rate", review), {"value": "4"}).status_code == 200
    review.refresh_from_db()
    assert review.counts == {"4": 1}
    assert (
        "al op geantwoord" in phone.post(to(cast, "review", "rate", review), {"value": "1"}).content.decode()
    )
    review.refresh_from_db()
    assert review.counts == {"4": 1}


def test_no_letters_for_now_by_a_link_or_by_the_mail_program(cast, phone):
    bram = cast.bram.person
    address = f"/letters/{signed(bram, 'letters', 'pause')}/"
    assert phone.get(address).status_code == 200 and not is_paused(bram, MONDAY)
    phone.post(address, {"do": "weeks"})
    assert LetterPause.objects.get().until == timezone.localdate() + timedelta(weeks=4)
    phone.post(address, {"List-Unsubscribe": "One-Click"})
    assert LetterPause.objects.get().until is None
    with patch("django.core.signing.time.time", return_value=timezone.now().timestamp() + 10**9):
        page = phone.post(address, {"do": "again"})
    assert page.status_code == 200 and not LetterPause.objects.exists(), "this link never ends"


@pytest.mark.parametrize("what", ["did", "not_yet", "let_go"])
def test_in_the_language_of_the_reader(cast, phone, what):
    cast.bram.person.language = "en"
    cast.bram.person.save()
    page = phone.get(to(cast, "action", what, promised(cast))).content.decode()
    assert 'lang="en"' in page and "Is this right?" in page and problems(page) == []
