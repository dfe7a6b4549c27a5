"""My own logbook: read by me only, and mine to take away from."""

from __future__ import annotations

from django.utils import timezone

from kring.conftest import Cast
from kring.engine.learning.models import LogbookEntry
from kring.engine.learning.private import sealed
from kring.engine.people.models import Person

PAGE = "/account/logbook/"


def line(person: Person, text: str, **fields: object) -> LogbookEntry:
    given = {"sealed": sealed(text), "at": timezone.now(), **fields}
    return LogbookEntry.objects.create(person=person, **given)


def test_it_is_reached_from_the_account_and_says_when_it_is_empty(cast: Cast) -> None:
    bram = cast.bram.signed_in()
    assert PAGE in bram.get("/account/").content.decode()
    assert "Er staat nog niets in je logboek" in bram.get(PAGE).content.decode()
    assert "login" in cast.stranger().get(PAGE).headers["Location"]


def test_only_its_owner_reads_it(cast: Cast) -> None:
    talks = line(
        cast.bram.person,
        "Ronde 1: Claire\nWat heb ik beloofd? Haar les komen zien.",
        community=cast.community,
    )
    line(cast.bram.person, "Ik vroeg door.", prompt="il.tried", shared=True, community=cast.community)
    page = cast.bram.signed_in().get(PAGE).content.decode()
    assert page.index("Ik vroeg door.") < page.index("Haar les komen zien."), "the newest first"
    assert "Uit je gesprekken" in page and "Dit deelde je met de kring." in page and "Kring Noord" in page
    for other in ("amina", "els", "fatih"):
        client = cast[other].signed_in()
        assert "Haar les" not in client.get(PAGE).content.decode()
        assert client.post(PAGE, {"entry": str(talks.pk), "sure": "yes"}).status_code == 404
    assert "Haar les" not in talks.sealed


def test_a_line_goes_after_one_question(cast: Cast) -> None:
    mine, other = line(cast.bram.person, "Weg hiermee."), line(cast.bram.person, "Dit blijft.")
    bram = cast.bram.signed_in()
    asked = bram.post(PAGE, {"entry": str(mine.pk)})
    assert asked.status_code == 409 and "Weet je het zeker?" in asked.content.decode()
    assert LogbookEntry.objects.count() == 2
    assert bram.post(PAGE, {"entry": str(mine.pk), "sure": "yes"}).headers["Location"] == f"{PAGE}?gone=yes"
    assert list(LogbookEntry.objects.all()) == [other]
    assert bram.post(PAGE, {"entry": "nooit"}).status_code == 404


def test_a_line_without_its_key_says_so(cast: Cast) -> None:
    LogbookEntry.objects.create(person=cast.bram.person, sealed="kapot", at=timezone.now())
    assert "kan Kring niet meer openen" in cast.bram.signed_in().get(PAGE).content.decode()
