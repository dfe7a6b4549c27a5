"""The rings on the page of the circle and on one's own: counts, one's own place, and nobody as absent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from kring.conftest import Cast, Player
from kring.engine.people.models import Consent, Membership
from kring.engine.rings.pictures import take_pictures
from kring.engine.rings.saying import want_names
from kring.engine.rings.tests.people import circle_of, met


@pytest.fixture
def six(cast: Cast) -> list[Any]:
    people = circle_of(cast, 6)
    for day in (40, 30, 20):
        met(cast, day, people[:4], people[:2])
    take_pictures()
    return people


def page(cast: Cast, person: Any, name: str = "rings", **asked: str) -> str:
    answer = Player(person).signed_in().get(reverse(name, args=[cast.community.pk]), asked)
    assert answer.status_code == 200
    return str(answer.text)


def test_the_circle_sees_counts_and_no_names(cast: Cast, six: list[Any]) -> None:
    for person in (six[0], cast.amina.person, cast.dewi.person):
        text = page(cast, person, "community")
        assert "Van de rand naar de kern" in text
        table = re.search(r"<table.*?</table>", text[text.index("Van de rand naar de kern") :], re.DOTALL)
        assert table is not None
        assert re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', table[0]) == [
            ("aan de rand", "2"),
            ("actief", "2"),
            ("in de kern", "2"),
        ]
        assert not any(one.shown_name in table[0] for one in six)


def test_everybody_sees_their_own_place_only(cast: Cast, six: list[Any]) -> None:
    text = page(cast, six[0])
    assert "Jij staat nu: in de kern" in text and "Kijk ook wie je naar voren kunt halen." in text
    assert "3 van de laatste 3 bijeenkomsten (100%)" in text and "0 keer (0%)" in text
    text = page(cast, six[5])
    assert "Jij staat nu: aan de rand" in text and "Dat is een prima plek om te leren." in text
    assert "0 van de laatste 3 bijeenkomsten (0%)" in text and "Kleine stappen" in text
    assert "Even bellen?" not in text
    assert "Jouw blik van buiten is welkom." in page(cast, cast.dewi.person)


def test_only_who_guides_sees_whom_to_ring_up_and_no_scores(cast: Cast, six: list[Any]) -> None:
    text = page(cast, cast.amina.person)
    assert "Even bellen?" in text and six[4].shown_name in text and six[5].shown_name in text
    assert six[0].shown_name not in text and "bijeenkomsten (" not in text
    assert "Even bellen?" not in page(cast, cast.amina.person, "community")


def test_before_anybody_met_nothing_is_said_of_who_was_there(cast: Cast) -> None:
    text = page(cast, cast.amina.person)
    assert "Er is nu niemand die je hoeft te bellen." in text and "was iedereen" not in text


@pytest.mark.parametrize("name", ["chris", "els", "hanna", "iris", "gijs", "fatih"])
def test_outside_the_circle_there_are_no_rings(cast: Cast, six: list[Any], name: str) -> None:
    client = cast[name].signed_in()
    assert client.get(reverse("rings", args=[cast.community.pk])).status_code == 404
    assert "Van de rand naar de kern" not in client.get(reverse("community", args=[cast.community.pk])).text


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_a_small_circle_reads_why_not(cast: Cast, n: int) -> None:
    people = circle_of(cast, n)
    for day in (40, 30, 20):
        met(cast, day, people)
    take_pictures()
    text = page(cast, people[0], "community")
    assert "pas als er minstens vijf mensen in meetellen" in text
    assert "Jouw plek" in text and "<table" not in text
    assert "Jij staat nu: actief" in page(cast, people[0])


def test_a_circle_with_only_a_critical_friend(cast: Cast) -> None:
    circle_of(cast, 0)
    assert "minstens vijf mensen" in page(cast, cast.dewi.person, "community")
    assert "Als begeleider sta je zelf niet in de ringen." in page(cast, cast.amina.person)


def test_before_the_first_meeting_it_says_what_will_come(cast: Cast) -> None:
    people = circle_of(cast, 5)
    assert "Na jullie volgende bijeenkomst" in page(cast, people[0], "community")
    assert "Welkom. Kijk gerust eerst een paar keer rond." in page(cast, people[0])


def say(cast: Cast, person: Any, do: str) -> int:
    return int(
        Player(person).signed_in().post(reverse("rings", args=[cast.community.pk]), {"do": do}).status_code
    )


def test_one_says_what_one_wants_and_takes_it_back(cast: Cast, six: list[Any]) -> None:
    me = six[0]
    assert say(cast, me, "leave_out") == 302 and say(cast, me, "leave_out") == 302
    assert "Je telt niet mee in dit beeld" in page(cast, me) and "Jij staat nu" not in page(cast, me)
    assert say(cast, me, "count") == 302 and "Jij staat nu: in de kern" in page(cast, me)
    assert say(cast, me, "edge") == 302
    text = page(cast, me)
    assert "Jij staat nu: aan de rand (zelf gekozen)" in text and "Kleine stappen" not in text
    assert say(cast, me, "no_edge") == 302 and not Membership.objects.filter(chosen_edge=True).exists()
    assert say(cast, me, "dance") == 409


@pytest.mark.parametrize("do", ["edge", "names"])
def test_who_is_no_member_reads_that_it_is_for_members(cast: Cast, do: str) -> None:
    for name in ("amina", "dewi"):
        answer = cast[name].signed_in().post(reverse("rings", args=[cast.community.pk]), {"do": do})
        assert answer.status_code == 409 and "Dit kan alleen wie deelnemer is van deze kring." in answer.text
    assert not Consent.objects.exists()


def test_names_appear_with_everybodys_yes_and_go_with_one_no(cast: Cast, six: list[Any]) -> None:
    for one in six[:5]:
        want_names(one, cast.community, on=True)
    assert "Wie waar staat" not in page(cast, six[0])
    assert say(cast, six[5], "names") == 302
    text = page(cast, six[0])
    assert "Wie waar staat" in text and all(one.shown_name in text for one in six)
    assert "Wie waar staat" in page(cast, cast.amina.person)
    assert "Wie waar staat" not in page(cast, cast.dewi.person)
    assert six[1].shown_name not in page(cast, cast.dewi.person)
    assert say(cast, six[5], "no_names") == 302
    assert "Wie waar staat" not in page(cast, six[0])


def test_it_speaks_english(cast: Cast, six: list[Any]) -> None:
    text = page(cast, six[0], lang="en")
    assert "You are now: in the core" in text and "3 of the last 3 meetings (100%)" in text
