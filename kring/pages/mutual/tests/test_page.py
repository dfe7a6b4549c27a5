"""The page of thanks and help, and what of it stands on the pages of a circle and on home."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.mutual.models import HelpRequest, ThanksNote

THANKS = "Je vraag bracht me verder."
ASKED = "Wie heeft een goede kijkwijzer?"


def at(cast: Cast) -> str:
    return reverse("mutual", args=[cast.community.pk])


def circle(cast: Cast, name: str) -> str:
    return cast[name].signed_in().get(reverse("community", args=[cast.community.pk])).text


def send(cast: Cast, name: str, do: str, **said: Any) -> Any:
    return cast[name].signed_in().post(at(cast), {"do": do, **said})


@pytest.mark.parametrize("name", ["dewi", "chris", "els", "fatih", "joost", "zara"])
def test_only_who_takes_part_comes_here(cast: Cast, name: str) -> None:
    send(cast, "bram", "ask", text=ASKED)
    assert cast[name].signed_in().get(at(cast)).status_code == 404
    assert send(cast, name, "ask", text="Hallo").status_code == 404
    answer = cast[name].signed_in().get(reverse("community", args=[cast.community.pk]))
    assert ASKED not in answer.text and at(cast) not in answer.text


def test_thanks_stand_with_who_received_them_and_nobody_else(cast: Cast) -> None:
    cast.join("chris", cast.community)
    assert send(cast, "bram", "thank", to=cast.amina.person.pk, text=THANKS, share="yes").status_code == 302
    home = {name: cast[name].signed_in().get(reverse("home")).text for name in ("amina", "chris")}
    assert THANKS in home["amina"] and THANKS not in home["chris"]
    assert THANKS in circle(cast, "amina") and THANKS not in circle(cast, "chris")
    note = ThanksNote.objects.get()
    assert send(cast, "chris", "share", note=note.pk).status_code == 404
    assert send(cast, "amina", "share", note=note.pk).status_code == 302
    assert THANKS in circle(cast, "chris") and THANKS not in circle(cast, "dewi")


def test_what_was_typed_stays_when_nobody_was_chosen(cast: Cast) -> None:
    answer = send(cast, "bram", "thank", text=THANKS)
    assert answer.status_code == 409 and THANKS in answer.text and not ThanksNote.objects.exists()


def test_a_name_in_a_call_for_help_is_asked_about_once(cast: Cast) -> None:
    text = "Wie helpt mij met Sam uit 3b?"
    assert send(cast, "bram", "ask", text=text).status_code == 409
    assert send(cast, "bram", "ask", text=text, _sure="yes").status_code == 302


def test_somebody_helps_and_who_asked_hears_it(cast: Cast) -> None:
    send(cast, "bram", "ask", text=ASKED)
    assert ASKED in circle(cast, "amina")
    asked = HelpRequest.objects.get()
    assert send(cast, "amina", "help", request=asked.pk).status_code == 302
    assert ASKED not in circle(cast, "amina")
    assert "Amina wil je helpen" in cast.bram.signed_in().get(reverse("home")).text
    assert send(cast, "bram", "reopen", request=asked.pk).status_code == 302
    assert ASKED in circle(cast, "amina")
    assert send(cast, "bram", "request_away", request=asked.pk).status_code == 302
    assert send(cast, "amina", "help", request=asked.pk).status_code == 409


def test_in_a_circle_that_stopped_nobody_offers_help_any_more(cast: Cast) -> None:
    send(cast, "bram", "ask", text=ASKED)
    cast.community.ended_on = timezone.localdate()
    cast.community.save()
    text = cast.amina.signed_in().get(at(cast)).text
    assert ASKED in text and 'value="help"' not in text
    late = send(cast, "amina", "help", request=HelpRequest.objects.get().pk)
    assert late.status_code == 409 and "Deze kring is gestopt." in late.text
