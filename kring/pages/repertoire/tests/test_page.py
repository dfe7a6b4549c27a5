"""Adding something useful, and saying on its own page that you used it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kring.conftest import Cast
from kring.engine.harvest.models import RepertoireItem, RepertoireUse


def at(cast: Cast) -> str:
    return reverse("repertoire", args=[cast.community.pk])


def add(cast: Cast, name: str, title: str, **more: Any) -> Any:
    said = {"do": "add", "kind": "artefact", "title": title, **more}
    return cast[name].signed_in().post(at(cast), said)


def one(cast: Cast) -> str:
    made = RepertoireItem.objects.get()
    return reverse("search_item", args=[cast.community.pk, "repertoire", made.pk])


def test_somebody_adds_and_the_circle_sees_it_by_kind(cast: Cast) -> None:
    assert add(cast, "bram", "Kijkwijzer voor stilte").status_code == 302
    text = cast.amina.signed_in().get(reverse("community", args=[cast.community.pk])).text
    assert "Kijkwijzer voor stilte" in text and "Hulpmiddel" in text
    assert add(cast, "dewi", "Iets van Dewi").status_code == 404


def test_the_school_sees_only_what_was_shared(cast: Cast) -> None:
    add(cast, "bram", "Kijkwijzer voor stilte")
    assert "Kijkwijzer" not in cast.els.signed_in().get(at(cast)).text
    RepertoireItem.objects.update(visibility="school")
    assert "Kijkwijzer" in cast.els.signed_in().get(at(cast)).text


def test_a_name_is_asked_about_and_what_was_typed_stays(cast: Cast) -> None:
    answer = add(cast, "bram", "De vraag van Amina")
    assert answer.status_code == 409 and "De vraag van Amina" in answer.text
    assert add(cast, "bram", "De vraag van Amina", _sure="yes").status_code == 302


def test_use_is_told_on_its_own_page_and_names_stay_in_the_circle(cast: Cast) -> None:
    add(cast, "bram", "Kijkwijzer voor stilte")
    RepertoireItem.objects.update(visibility="school")
    chris = cast.chris.signed_in()
    assert chris.post(one(cast), {"do": "used", "where": "mentorles"}).status_code == 302
    assert "mentorles" in chris.get(one(cast)).text
    assert "Chris" in cast.bram.signed_in().get(one(cast)).text
    assert "Chris" not in cast.els.signed_in().get(one(cast)).text
    text = cast.bram.signed_in().get(reverse("community", args=[cast.community.pk])).text
    assert "één keer gebruikt door anderen" in text
    assert chris.post(one(cast), {"do": "not_used"}).status_code == 302 and not RepertoireUse.objects.exists()
