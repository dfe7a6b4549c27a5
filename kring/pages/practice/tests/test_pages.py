"""The road from insight to classroom, walked through its pages."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from PIL import Image
from pytest_django import Settings

from kring.conftest import Cast
from kring.engine.harvest.models import Insight, TraceNode
from kring.engine.live.request import LANGUAGE_COOKIE
from kring.engine.takeaway.whole import whole
from kring.engine.transfer.models import Evidence, LookInvitation, Observation, Practice, Source
from kring.engine.transfer.observing import invite
from kring.engine.transfer.sources import Draft, add_source
from kring.engine.transfer.tests.roads import SAW, TODAY, WHAT, looked, practice_of, tried
from kring.tests.faces import problems

MADE = {
    "do": "practice",
    "what": WHAT,
    "setting": "lesson",
    "subject": "wiskunde",
    "where": "3a en 3b",
    "n": "2",
}
WROTE = {"do": "write", "seen": "yes", "what": SAW, "place": "3a", "kind": "peer", "on": TODAY.isoformat()}


@pytest.fixture
def practice(cast: Cast) -> Practice:
    return practice_of(cast)


def at(practice: Practice) -> str:
    return f"/practices/{practice.pk}/"


def page(browser: Any, address: str, status: int = 200) -> str:
    """A page with nothing wrong in it."""
    answer = browser.get(address)
    assert answer.status_code == status
    text: str = answer.content.decode()
    assert problems(text) == []
    return text


def test_from_a_done_action_to_seen_and_shared(cast: Cast) -> None:
    """The whole road: made, invited, answered, written, thanked, shared."""
    action, bram, amina = tried(cast), cast.bram.signed_in(), cast.amina.signed_in()
    assert "Maak er een werkwijze van" in page(bram, f"/traces/{action.pk}/")
    there = bram.post(f"/traces/{action.pk}/", MADE | {"me": "yes"})["Location"]
    text = page(bram, there)
    assert WHAT in text and "in de les · wiskunde · 3a en 3b · 2 mensen doen dit" in text
    assert "Iemand zegt dat het gebeurt." in text
    given = {"do": "invite", "whom": str(cast.amina.person.pk), "words": "Derde uur, lokaal 12."}
    assert bram.post(there, given)["Location"] == f"{there}?kept#invite"
    link = f"/look/{LookInvitation.objects.get().token}/"
    assert link in page(amina, "/home/") and "nog geen antwoord" in page(bram, there)
    assert "Bram vraagt of je wilt komen kijken" in page(amina, link)
    assert amina.post(link, {"do": "coming"})["Location"] == f"{link}?kept=coming"
    assert "komt kijken" in page(bram, there)
    assert amina.post(link, WROTE)["Location"] == f"{link}?kept=write"
    assert "Dank je wel" in page(amina, link) and link not in page(amina, "/home/")
    text = page(bram, there)
    assert SAW in text and "Voor allebei is lef nodig." in text and "Iemand anders was erbij" in text
    cast.join("gijs", cast.community)
    gijs = cast.gijs.signed_in()
    assert SAW not in page(gijs, there) and "lezen alleen wie keek" in page(gijs, there)
    row = Observation.objects.get()
    assert bram.post(there, {"do": "share", "observation": str(row.pk), "how": "circle"}).status_code == 302
    assert SAW in page(gijs, there)
    text = page(bram, f"/traces/{action.pk}/")
    assert f'href="{there}"' in text and "De weg tot nu toe" in text and "Gezien" in text


def test_names_are_read_when_both_want_it_and_only_by_members(cast: Cast, practice: Practice) -> None:
    looked(cast, practice, named=True)
    Observation.objects.update(consent_share="circle")
    cast.join("gijs", cast.community)
    assert "Amina keek bij Bram" in page(cast.gijs.signed_in(), at(practice))
    dewi = page(cast.dewi.signed_in(), at(practice))
    assert "Amina" not in dewi and "Bram" not in dewi and SAW in dewi
    cast.bram.signed_in().post(at(practice), {"do": "doer"})
    text = page(cast.gijs.signed_in(), at(practice))
    assert "Bram" not in text and "Amina keek" not in text


def test_whoever_has_the_link_looks_without_an_account_and_reads_no_name(
    cast: Cast, practice: Practice
) -> None:
    cast.bram.signed_in().post(at(practice), {"do": "invite", "whom": "link"})
    link = f"/look/{LookInvitation.objects.get().token}/"
    assert link in page(cast.bram.signed_in(), at(practice))
    nora = cast.stranger()
    text = page(nora, link)
    assert "Een collega vraagt" in text and "Bram" not in text and 'name="name"' in text
    answer = nora.post(link, WROTE)
    assert answer.status_code == 409 and "Vul je naam in." in answer.content.decode()
    assert SAW in answer.content.decode()
    assert nora.post(link, WROTE | {"name": "Nora"}).status_code == 302
    assert "Dank je wel" in page(nora, link)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "Dit is de link die je zelf maakte" not in page(cast.bram.signed_in(), link)


def test_an_invitation_by_name_is_nobody_elses(cast: Cast, practice: Practice) -> None:
    link = f"/look/{invite(practice, by=cast.bram.person, whom=cast.dewi.person).token}/"
    assert cast.stranger().get(link)["Location"].startswith("/login/?next=")
    assert cast.amina.signed_in().get(link).status_code == 404
    assert 'value="critical_friend" selected' in page(cast.dewi.signed_in(), link)
    LookInvitation.objects.update(state="withdrawn")
    assert cast.dewi.signed_in().get(link).status_code == 404


@pytest.mark.parametrize("name", ["hanna", "iris", "fatih"])
def test_viewers_of_board_staff_and_machine_never_look(cast: Cast, practice: Practice, name: str) -> None:
    """roles.md 3, `observation / create`."""
    link = f"/look/{invite(practice, by=cast.bram.person).token}/"
    assert cast[name].signed_in().get(link).status_code == 404


def test_a_leader_looks_on_invitation_only_and_keeps_no_list(cast: Cast, practice: Practice) -> None:
    """pt.18, pt.19 and roles.md 5.3."""
    els = cast.els.signed_in()
    assert els.get(at(practice)).status_code == 404
    link = f"/look/{invite(practice, by=cast.bram.person).token}/"
    assert 'value="team_leader" selected' in page(els, link)
    assert els.post(link, WROTE | {"kind": "team_leader"}).status_code == 302
    for address in ("/home/", "/open/", "/school/", link):
        assert SAW not in page(els, address)


def test_an_invitation_that_is_over_says_so(cast: Cast, practice: Practice) -> None:
    asked = invite(practice, by=cast.bram.person)
    LookInvitation.objects.update(made_on=TODAY - timedelta(91))
    link = f"/look/{asked.token}/"
    assert "Deze uitnodiging loopt niet meer" in page(cast.stranger(), link)
    assert cast.stranger().post(link, WROTE | {"name": "Nora"}).status_code == 409
    assert cast.stranger().get("/look/nergens/").status_code == 404


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"do": "invite", "whom": ""}, "Kies wie je uitnodigt."),
        ({"do": "invite", "whom": "els"}, "Kies wie je uitnodigt."),
        ({"do": "self", "seen": "yes", "what": "Goed.", "on": TODAY.isoformat()}, "minstens 20 tekens"),
        (
            {"do": "show", "kind": "note", "text": "Werk van de klas.", "pupils": "yes"},
            "Zeg dat het mag en waarom",
        ),
        ({"do": "show", "kind": "count", "text": "Vragen", "n": "veel"}, "Vul het getal in"),
        ({"do": "show", "kind": "photo"}, "Dat kwam niet goed over."),
        ({"do": "change", "what": "Kort", "setting": "lesson"}, "minstens 10 tekens"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    cast: Cast, practice: Practice, given: dict[str, str], told: str
) -> None:
    answer = cast.bram.signed_in().post(at(practice), given)
    text = answer.content.decode()
    assert answer.status_code == 409 and problems(text) == []
    assert told in text and given.get("text", "") in text
    assert not Evidence.objects.exists() and not Observation.objects.exists()


def test_a_photo_is_for_the_circle(
    cast: Cast, practice: Practice, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    held = io.BytesIO()
    Image.new("RGB", (20, 20), "blue").save(held, "PNG")
    file = SimpleUploadedFile("bord.png", held.getvalue(), "image/png")
    bram = cast.bram.signed_in()
    assert (
        bram.post(at(practice), {"do": "photo", "photo": file, "alt": "Het bord na de les"}).status_code
        == 302
    )
    one = Evidence.objects.get()
    address = f"{at(practice)}photos/{one.pk}/"
    assert address in page(bram, at(practice))
    assert bram.get(address)["Content-Type"] == "image/jpeg"
    for browser in (cast.els.signed_in(), cast.chris.signed_in(), cast.stranger()):
        assert browser.get(address).status_code == 404
    assert "Zelf laten zien" in page(bram, at(practice))
    bram.post(at(practice), {"do": "away", "evidence": str(one.pk)})
    assert bram.get(address).status_code == 404


def test_others_do_it_too_and_it_is_laid_down(cast: Cast, practice: Practice) -> None:
    amina = cast.amina.signed_in()
    assert amina.post(at(practice), {"do": "invite", "whom": "link"}).status_code == 409
    amina.post(at(practice), {"do": "doer", "named": "yes"})
    given = {"do": "laid_down", "kind": "timetable", "text": "Een kijkuur op dinsdag."}
    assert amina.post(at(practice), given)["Location"].endswith("#laid-down")
    text = page(amina, at(practice))
    assert "2 mensen doen dit" in text and "Amina" in text and "Een kijkuur op dinsdag." in text


def test_a_name_is_asked_about_once(cast: Cast, practice: Practice) -> None:
    given = {
        "do": "self",
        "seen": "yes",
        "what": "Sam uit 3b stelde de eerste vraag.",
        "on": TODAY.isoformat(),
    }
    bram = cast.bram.signed_in()
    answer = bram.post(at(practice), given)
    assert answer.status_code == 409 and not Observation.objects.exists()
    assert bram.post(at(practice), given | {"_sure": "yes"}).status_code == 302
    link = f"/look/{invite(practice, by=cast.bram.person).token}/"
    wrote = WROTE | {"name": "Nora", "what": "Sam uit 3b stelde de eerste vraag."}
    assert cast.stranger().post(link, wrote).status_code == 409 and Observation.objects.count() == 1


def test_the_road_of_a_circle_shows_what_is_done_what_waits_and_where_it_came_from(
    cast: Cast, practice: Practice
) -> None:
    insight = QuerySet(Insight).create(
        organisation=cast.organisation,
        community=cast.community,
        stage="insight",
        title="Kijken helpt meer dan praten.",
        opened_on=TODAY - timedelta(50),
        created_by=cast.bram.person,
    )
    road, bram = f"/communities/{cast.community.pk}/road/", cast.bram.signed_in()
    text = page(bram, road)
    assert WHAT in text and at(practice) in text and "Verteld" in text
    assert insight.title in text and ">stil<" in text
    given = {"do": "source", "kind": "theory", "what": "Feedback werkt.", "author": "Hattie", "year": "2007"}
    assert bram.post(road, given)["Location"] == f"{road}#sources"
    source = Source.objects.get()
    text = page(bram, road)
    assert "theorie · Hattie, 2007" in text and "nog niets uitgekomen" in text
    assert f"?from={insight.pk}" in page(bram, f"/traces/{insight.pk}/")
    said = {"do": "came_from", "other": str(source.pk), "why": "We lazen het samen."}
    assert bram.post(f"/traces/{insight.pk}/", said).status_code == 302
    text = page(bram, f"/traces/{insight.pk}/")
    assert "De weg tot nu toe" in text and "Feedback werkt." in text and "We lazen het samen." in text
    assert "ligt stil" in page(bram, road)
    assert "theorie · Hattie, 2007" in page(bram, f"/traces/{source.pk}/")
    answer = bram.post(road, given | {"year": "lang geleden", "what": "Iets anders."})
    assert answer.status_code == 409 and "vier cijfers" in answer.content.decode()
    assert 'name="what"' not in page(cast.dewi.signed_in(), road)


def test_an_action_that_was_not_tried_offers_no_practice(cast: Cast) -> None:
    action = tried(cast, status="open")
    assert 'value="practice"' not in page(cast.bram.signed_in(), f"/traces/{action.pk}/")
    answer = cast.bram.signed_in().post(f"/traces/{action.pk}/", MADE)
    assert answer.status_code == 409 and "nog niet geprobeerd" in answer.content.decode()
    insight = QuerySet(Insight).create(
        organisation=cast.organisation, community=cast.community, stage="insight", title="Kijken helpt."
    )
    assert cast.bram.signed_in().post(f"/traces/{insight.pk}/", MADE).status_code == 409
    assert not Practice.objects.exists()


def test_the_circle_finds_it_and_the_school_reads_it_without_names_once_it_may(
    cast: Cast, practice: Practice
) -> None:
    looked(cast, practice, named=True)
    home, search = (
        f"/communities/{cast.community.pk}/",
        f"/communities/{cast.community.pk}/search/?q=leerling",
    )
    bram, els = cast.bram.signed_in(), cast.els.signed_in()
    assert at(practice) in page(bram, home) and "Werkwijze" in page(bram, search)
    assert WHAT not in page(els, home) and WHAT not in page(els, "/school/")
    item = f"/communities/{cast.community.pk}/search/practice/{practice.pk}/"
    assert item in page(bram, at(practice)) and "Wie mag dit lezen?" in page(bram, at(practice))
    assert bram.post(item, {"do": "share"}).status_code == 302
    assert TraceNode.objects.get(pk=practice.pk).visibility == "school"
    for address in (home, "/school/"):
        text = page(els, address)
        assert WHAT in text and at(practice) not in text and "Bram" not in text and "Amina" not in text
        assert "mensen doen dit" not in text and "iemand doet dit" not in text
    assert WHAT in page(cast.chris.signed_in(), home)


def test_a_circle_takes_along_what_was_seen_and_not_who_looked(cast: Cast, practice: Practice) -> None:
    looked(cast, practice, named=True)
    add_source(
        cast.community, Draft("policy", "Elke leerling in beeld.", level="school"), by=cast.bram.person
    )
    found = whole(cast.community)
    assert [row["level"] for row in found["practices"]] == ["P2"]
    assert [(row["seen"], row["observer"], row["remark"]) for row in found["observations"]] == [
        ("yes", "peer", "")
    ]
    assert [row["source_kind"] for row in found["sources"]] == ["policy"]
    Observation.objects.update(consent_share="circle")
    rows = whole(cast.community)["observations"]
    assert SAW in rows[0]["remark"] and "Amina" not in str(rows)
    answer = cast.bram.signed_in().get(f"/communities/{cast.community.pk}/takeaway/kring.zip")
    assert answer.status_code == 200


def test_english_is_spoken(cast: Cast, practice: Practice) -> None:
    looked(cast, practice)
    bram = cast.bram.signed_in()
    bram.cookies[LANGUAGE_COOKIE] = "en"
    assert "Somebody else was there and saw it." in page(bram, at(practice))
    assert "From idea to practice" in page(bram, f"/communities/{cast.community.pk}/road/")
