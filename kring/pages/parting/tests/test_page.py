"""The page: first the question whether you are sure, then the group; and what whom it is about sees."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.learning.tests.people import more_members
from kring.engine.parting.models import Parting
from kring.engine.people.models import Membership

WHY = "Onze vragen gaan een andere kant op."


def at(cast: Cast) -> str:
    return reverse("parting", args=[cast.community.pk])


def send(cast: Cast, name: str, do: str, **said: Any) -> Any:
    return cast[name].signed_in().post(at(cast), {"do": do, **said})


def row_of(cast: Cast, name: str) -> Membership:
    return Membership.objects.get(community=cast.community, person=cast[name].person)


@pytest.mark.parametrize("name", ["dewi", "chris", "els", "fatih", "joost"])
def test_only_who_takes_part_or_guides_comes_here(cast: Cast, name: str) -> None:
    assert cast[name].signed_in().get(at(cast)).status_code == 404
    assert send(cast, name, "ask", member=row_of(cast, "bram").pk, reason=WHY).status_code == 404


def test_first_it_is_said_what_will_happen(cast: Cast) -> None:
    said = {"member": row_of(cast, "bram").pk, "reason": WHY}
    asked = send(cast, "amina", "ask", **said)
    assert asked.status_code == 409 and "Ja, vraag het de kring" in asked.text and WHY in asked.text
    assert not Parting.objects.exists()
    assert send(cast, "amina", "ask", sure="yes", **said).status_code == 302
    assert Parting.objects.get().reason == WHY and row_of(cast, "bram").status == "active"


def test_whom_it_is_about_reads_and_answers(cast: Cast) -> None:
    more_members(cast, 3)
    send(cast, "amina", "ask", member=row_of(cast, "bram").pk, reason=WHY, sure="yes")
    bram = cast.bram.signed_in()
    text = bram.get(at(cast)).text
    assert "Deze vraag gaat over jou" in text and WHY in text
    assert "Er ligt een vraag" in bram.get(reverse("community", args=[cast.community.pk])).text
    assert "Er ligt een vraag" in bram.get(reverse("people", args=[cast.community.pk])).text
    assert (
        "Er ligt een vraag" not in cast.dewi.signed_in().get(reverse("people", args=[cast.community.pk])).text
    )
    row = Parting.objects.get().pk
    wrong = send(cast, "bram", "answer", row=row, at=row, value="object")
    assert wrong.status_code == 409 and "Schrijf in een zin waarom" in wrong.text
    assert send(cast, "bram", "answer", row=row, value="object", remark="Ik blijf graag.").status_code == 302
    assert "Ik blijf graag." in cast.amina.signed_in().get(at(cast)).text
    assert send(cast, "amina", "take_back", row=row).status_code == 302 and not Parting.objects.exists()


def test_for_safety_at_once_then_told_and_undone(cast: Cast) -> None:
    said = {"member": row_of(cast, "bram").pk, "reason": "Er vielen harde woorden."}
    asked = send(cast, "amina", "at_once", **said)
    assert asked.status_code == 409 and "Ja, stop dit nu" in asked.text
    assert row_of(cast, "bram").status == "active"
    assert send(cast, "amina", "at_once", sure="yes", **said).status_code == 302
    assert row_of(cast, "bram").status == "left"
    assert "Je doet niet meer mee" in cast.bram.signed_in().get(reverse("home")).text
    assert cast.bram.signed_in().get(at(cast)).status_code == 404
    row = Parting.objects.get().pk
    assert send(cast, "amina", "restore", row=row).status_code == 302
    assert row_of(cast, "bram").status == "active"
    assert "Je doet niet meer mee" not in cast.bram.signed_in().get(reverse("home")).text


def test_nobody_chosen_or_without_a_reason(cast: Cast) -> None:
    assert send(cast, "amina", "ask", reason=WHY).status_code == 409
    empty = send(cast, "amina", "ask", member=row_of(cast, "bram").pk, reason=" ", sure="yes")
    assert empty.status_code == 409 and not Parting.objects.exists()
    assert (
        send(cast, "bram", "at_once", member=row_of(cast, "amina").pk, reason=WHY, sure="yes").status_code
        == 409
    )


def test_in_a_circle_that_stopped_nothing_is_asked(cast: Cast) -> None:
    cast.community.ended_on = timezone.localdate()
    cast.community.save()
    text = cast.amina.signed_in().get(at(cast)).text
    assert 'value="ask"' not in text and "Deze kring is gestopt." in text
    late = send(cast, "amina", "ask", member=row_of(cast, "bram").pk, reason=WHY, sure="yes")
    assert late.status_code == 409 and not Parting.objects.exists()
