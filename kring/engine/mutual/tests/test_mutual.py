"""Thanks and help in Kring Noord: who may say it, who reads it, and how it goes away."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from kring.conftest import Cast
from kring.engine.mutual.help import ask_help, give_help, open_again, open_requests, take_request_away
from kring.engine.mutual.models import HelpRequest, ThanksNote
from kring.engine.mutual.thanks import say_thanks, share_thanks, shared_thanks, take_thanks_away, thanks_of
from kring.engine.people.actions import restrict
from kring.engine.people.erasing import erase_person
from kring.engine.people.models import Membership
from kring.engine.people.own_data import own_data
from kring.engine.retention import keep_to_terms
from kring.engine.rings.facts import counting, places
from kring.engine.rings.tests.people import circle_of, met
from kring.kit.payload import Refused

WORDS = "Dank voor het meelopen in mijn les."


def note(cast: Cast, share: bool = False) -> ThanksNote:
    return say_thanks(cast.community, by=cast.bram.person, to=cast.amina.person, text=WORDS, share=share)


def test_saying_thanks_twice_is_one_note(cast: Cast) -> None:
    assert note(cast) == note(cast)
    assert list(thanks_of(cast.amina.person, cast.community)) == list(
        thanks_of(cast.bram.person, cast.community)
    )


@pytest.mark.parametrize("to", ["bram", "dewi", "chris", ""])
def test_thanks_go_to_somebody_else_who_takes_part(cast: Cast, to: str) -> None:
    who = cast[to].person if to else None
    with pytest.raises(Refused, match="whom_to_thank"):
        say_thanks(cast.community, by=cast.bram.person, to=who, text=WORDS)


@pytest.mark.parametrize("name", ["dewi", "chris", "els", "fatih"])
def test_who_does_not_take_part_thanks_nobody_and_asks_nothing(cast: Cast, name: str) -> None:
    person = cast[name].person
    with pytest.raises(Refused, match="not_allowed"):
        say_thanks(cast.community, by=person, to=cast.bram.person, text=WORDS)
    with pytest.raises(Refused, match="not_allowed"):
        ask_help(cast.community, by=person, text="Wie weet dit?")


def test_the_circle_reads_it_only_when_both_say_so(cast: Cast) -> None:
    made = note(cast, share=True)
    assert not shared_thanks(cast.community)
    share_thanks(made, by=cast.amina.person, share=True)
    assert list(shared_thanks(cast.community)) == [made]
    share_thanks(made, by=cast.bram.person, share=False)
    assert not shared_thanks(cast.community)
    with pytest.raises(Refused, match="not_allowed"):
        share_thanks(made, by=cast.dewi.person, share=True)


def test_whose_data_stand_apart_is_in_no_list(cast: Cast) -> None:
    made = note(cast, share=True)
    share_thanks(made, by=cast.amina.person, share=True)
    ask_help(cast.community, by=cast.bram.person, text="Wie kijkt een keer mee?")
    restrict(cast.bram.person, by=cast.bram.person, on=True)
    assert not shared_thanks(cast.community) and not open_requests(cast.community)


def test_who_received_it_may_take_it_away(cast: Cast) -> None:
    made = note(cast)
    with pytest.raises(Refused, match="not_allowed"):
        take_thanks_away(made, by=cast.dewi.person)
    take_thanks_away(made, by=cast.amina.person)
    take_thanks_away(made, by=cast.amina.person)
    assert not ThanksNote.objects.exists()


def test_who_says_it_first_helps_and_may_think_again(cast: Cast) -> None:
    cast.join("chris", cast.community)
    asked = ask_help(cast.community, by=cast.bram.person, text="Wie kijkt een keer mee?")
    assert ask_help(cast.community, by=cast.bram.person, text="Wie  kijkt een keer mee?") == asked
    with pytest.raises(Refused, match="own_request"):
        give_help(asked, by=cast.bram.person)
    give_help(asked, by=cast.amina.person)
    give_help(asked, by=cast.amina.person)
    with pytest.raises(Refused, match="helped_already"):
        give_help(asked, by=cast.chris.person)
    asked.refresh_from_db()
    assert not open_requests(cast.community)
    with pytest.raises(Refused, match="not_allowed"):
        open_again(asked, by=cast.chris.person)
    open_again(asked, by=cast.amina.person)
    assert list(open_requests(cast.community)) == [asked]
    with pytest.raises(Refused, match="not_allowed"):
        take_request_away(asked, by=cast.amina.person)
    take_request_away(asked, by=cast.bram.person)
    assert not HelpRequest.objects.exists()


def test_nothing_new_in_a_circle_that_stopped(cast: Cast) -> None:
    waits = ask_help(cast.community, by=cast.bram.person, text="Wie kijkt mee?")
    helped = ask_help(cast.community, by=cast.bram.person, text="Wie leest mee?")
    give_help(helped, by=cast.amina.person)
    cast.community.ended_on = timezone.localdate()
    cast.community.save()
    for attempt in (
        note,
        lambda cast: ask_help(cast.community, by=cast.bram.person, text="Wie?"),
        lambda cast: give_help(waits, by=cast.amina.person),
        lambda cast: open_again(helped, by=cast.bram.person),
    ):
        with pytest.raises(Refused, match="circle_ended"):
            attempt(cast)
    take_request_away(waits, by=cast.bram.person)


def test_help_in_between_counts_as_initiative(cast: Cast) -> None:
    one, two = circle_of(cast, 2)
    for day in (50, 40, 30):
        met(cast, day, [one, two])
    asked = ask_help(cast.community, by=two, text="Wie kijkt een keer mee?")
    give_help(asked, by=one)
    HelpRequest.objects.update(answered_at=timezone.now() - timedelta(days=35))
    stand = {
        place.membership.person_id: place.part for place in places(cast.community, counting(cast.community))
    }
    assert stand[one.pk].initiatives == 1 and stand[two.pk].initiatives == 0


def test_own_data_and_leaving(cast: Cast, tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path
    note(cast)
    give_help(ask_help(cast.community, by=cast.bram.person, text="Wie kijkt mee?"), by=cast.amina.person)
    kinds = {
        name: [row["kind"] for row in own_data(cast[name].person)["mutual"]] for name in ("bram", "amina")
    }
    assert kinds == {"bram": ["thanks_said", "help_asked"], "amina": ["thanks_received", "help_given"]}
    erase_person(cast.bram.person)
    kept = ThanksNote.objects.get()
    assert (kept.from_person, kept.text) == (None, WORDS) and not HelpRequest.objects.exists()


def test_where_texts_go_so_do_the_thanks(cast: Cast, tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path
    note(cast)
    erase_person(cast.bram.person, texts_too=[cast.community])
    assert not ThanksNote.objects.exists()


def test_two_years_later_it_is_gone_and_the_second_time_nothing_changes(cast: Cast) -> None:
    note(cast)
    ask_help(cast.community, by=cast.bram.person, text="Wie kijkt een keer mee?")
    assert Membership.objects.exists() and "rt.notes" not in keep_to_terms(timezone.now())
    later = timezone.now() + timedelta(days=731)
    assert keep_to_terms(later)["rt.notes"] == 2 and "rt.notes" not in keep_to_terms(later)
