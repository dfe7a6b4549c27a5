"""The page on which a circle finds something again, for who belongs there and for who does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.harvest.actions import add
from kring.engine.harvest.models import RepertoireItem, TraceNode
from kring.engine.harvest.records import Draft
from kring.engine.people.models import Community


@pytest.fixture
def harvest(cast: Cast) -> Cast:
    made = cast.meeting(title="Wat zien we in de les?")
    add(made.meeting, "insight", Draft("Leerlingen willen weten waarom."), by="Amina")
    add(made.meeting, "agreement", Draft("We kijken samen naar één toets."), by="Amina")
    add(made.meeting, "repertoire", Draft("Een kaart <b>met</b> vragen"), by="Amina")
    return cast


def page(cast: Cast, name: str, text: str | None = None) -> str:
    asked = {} if text is None else {"q": text}
    answer = cast[name].signed_in().get(reverse("search", args=[cast.community.pk]), asked)
    assert answer.status_code == 200
    return str(answer.text)


def test_a_member_finds_a_word_in_another_form(harvest: Cast) -> None:
    text = page(harvest, "bram", "toetsen")
    assert "We kijken samen naar één <mark>toets</mark>." in text and "1 gevonden" in text
    assert "Leerlingen" not in text and "Wat zien we in de les?" in text


def test_everything_stands_there_before_anything_is_asked(harvest: Cast) -> None:
    assert "3 gevonden" in page(harvest, "bram")


def test_nothing_found_says_so_kindly_and_how_to_go_on(harvest: Cast) -> None:
    text = page(harvest, "bram", "toets zwemmen")
    assert "Hier staat niets over “toets zwemmen”." in text
    assert "toets (1)" in text and "?q=toets" in text and "zwemmen (" not in text
    assert "Bekijk alles" in text


@pytest.mark.parametrize("typed", ["😀", "  ", "<>", "___"])
def test_a_question_without_a_word(harvest: Cast, typed: str) -> None:
    text = page(harvest, "bram", typed)
    assert ("Hierin staat geen woord" in text) == bool(typed.strip())


def test_markup_is_text(harvest: Cast) -> None:
    text = page(harvest, "bram", '"><script>alert(1)</script> kaarten')
    assert "<script>alert" not in text
    text = page(harvest, "bram", "kaarten b")
    assert "Een <mark>kaart</mark> &lt;<mark>b</mark>&gt;met&lt;/<mark>b</mark>&gt; vragen" in text


def test_ten_thousand_characters_are_cut_and_it_says_so(harvest: Cast) -> None:
    text = page(harvest, "bram", "toets " * 2000)
    assert "Je zoekt met veel woorden." in text and "<mark>toets</mark>" in text
    assert len(text) < 40_000
    assert "Hier staat niets over" in page(harvest, "bram", "x" * 10_000)


@pytest.mark.parametrize("name", ["chris", "els"])
def test_the_school_searches_what_is_shared(harvest: Cast, name: str) -> None:
    assert "toets</mark>" not in page(harvest, name, "toets")
    assert "deelt nog niets met de school" in page(harvest, name)
    TraceNode.objects.filter(stage="agreement").update(visibility="school")
    text = page(harvest, name, "toets")
    assert "<mark>toets</mark>" in text and "Wat zien we in de les?" not in text
    Community.objects.update(confidentiality="closed")
    assert "<mark>toets</mark>" not in page(harvest, name, "toets")
    assert "<mark>toets</mark>" in page(harvest, "bram", "toets")


def test_the_board_finds_shared_repertoire_only(harvest: Cast) -> None:
    TraceNode.objects.update(visibility="school")
    RepertoireItem.objects.update(visibility="school")
    text = page(harvest, "hanna")
    assert "1 gevonden" in text and "vragen" in text


def test_others_find_no_page(harvest: Cast) -> None:
    address = reverse("search", args=[harvest.community.pk])
    assert harvest.zara.signed_in().get(address).status_code == 404
    assert harvest.joost.signed_in().get(address).status_code == 404
    assert harvest.stranger().get(address).status_code == 302


def test_it_speaks_english(harvest: Cast) -> None:
    address = reverse("search", args=[harvest.community.pk])
    assert (
        "There is nothing here about"
        in harvest.bram.signed_in().get(address, {"lang": "en", "q": "zzz"}).text
    )


def test_it_asks_the_same_for_one_and_for_many(harvest: Cast, django_assert_max_num_queries) -> None:
    bram, counts = harvest.bram.signed_in(), []
    for number in range(3):
        made = harvest.meeting()
        for kind in ("insight", "agreement", "action"):
            add(made.meeting, kind, Draft(f"Zin van {kind} {number}.", owner="Bram"), by="Amina")
        with django_assert_max_num_queries(60) as asked:
            bram.get(reverse("search", args=[harvest.community.pk]), {"q": "zin"})
        counts.append(len(asked))
    assert counts[-1] <= counts[0]


def place(cast: Cast, kind: str, text: str) -> str:
    """The page of one thing."""
    rows = RepertoireItem.objects if kind == "repertoire" else TraceNode.objects
    return reverse("search_item", args=[cast.community.pk, kind, rows.get(title=text).pk])


def test_one_thing_is_shared_by_whoever_worked_on_it(harvest: Cast) -> None:
    at, bram = place(harvest, "agreement", "We kijken samen naar één toets."), harvest.bram.signed_in()
    assert at in page(harvest, "bram") and at not in page(harvest, "dewi")
    text = bram.get(at).text
    assert "Nu leest alleen de kring dit." in text and "Mag de hele school dit lezen?" in text
    assert harvest.chris.signed_in().get(at).status_code == 404
    assert "De hele school mag dit lezen." in bram.post(at, {"do": "share"}, follow=True).text
    assert "<mark>toets</mark>" in page(harvest, "chris", "toets")
    assert harvest.chris.signed_in().get(at).status_code == 200
    assert "Nu leest alleen de kring dit." in bram.post(at, {"do": "stop"}, follow=True).text
    assert "<mark>toets</mark>" not in page(harvest, "chris", "toets")


@pytest.mark.parametrize("do", ["share", "stop", "keep", "away", "dance"])
@pytest.mark.parametrize("name", ["amina", "dewi"])
def test_who_is_no_member_has_no_say(harvest: Cast, name: str, do: str) -> None:
    at = place(harvest, "insight", "Leerlingen willen weten waarom.")
    answer = harvest[name].signed_in().post(at, {"do": do})
    assert answer.status_code == 409 and 'role="alert"' in answer.text
    assert TraceNode.objects.filter(visibility="circle", archived_on=None).count() == 2


def test_what_is_shared_cannot_be_changed_from_outside(harvest: Cast) -> None:
    TraceNode.objects.update(visibility="school")
    at = place(harvest, "insight", "Leerlingen willen weten waarom.")
    for name in ("chris", "els"):
        assert harvest[name].signed_in().post(at, {"do": "stop"}).status_code == 409
    assert TraceNode.objects.filter(visibility="school").count() == 2


def test_a_closed_circle_is_told_why_not(harvest: Cast) -> None:
    Community.objects.update(confidentiality="closed")
    at = place(harvest, "insight", "Leerlingen willen weten waarom.")
    assert "Jullie kring is gesloten." in harvest.bram.signed_in().get(at).text
    assert harvest.bram.signed_in().post(at, {"do": "share"}).status_code == 409


def test_after_five_years_the_circle_is_asked(harvest: Cast) -> None:
    bram = harvest.bram.signed_in()
    assert "Nog bewaren?" not in page(harvest, "bram")
    long_ago = timezone.now() - timedelta(days=6 * 365)
    TraceNode.objects.update(changed_at=long_ago)
    RepertoireItem.objects.update(changed_at=long_ago)
    assert "Nog bewaren?" in page(harvest, "bram") and "Nog bewaren?" not in page(harvest, "amina")
    insight = place(harvest, "insight", "Leerlingen willen weten waarom.")
    kept = place(harvest, "repertoire", "Een kaart <b>met</b> vragen")
    assert "Nog bewaren?" in bram.get(insight).text
    assert "Bewaard." in bram.post(insight, {"do": "keep"}, follow=True).text
    assert "Het is opgeborgen." in bram.post(kept, {"do": "away"}, follow=True).text
    assert bram.get(kept).status_code == 404 and "Nog bewaren?" not in page(harvest, "bram")


@pytest.mark.parametrize("kind", ["insight", "action", "repertoire", "voice"])
def test_a_key_of_another_kind_opens_nothing(harvest: Cast, kind: str) -> None:
    agreement = TraceNode.objects.get(stage="agreement")
    at = reverse("search_item", args=[harvest.community.pk, kind, agreement.pk])
    assert harvest.bram.signed_in().get(at).status_code == 404
