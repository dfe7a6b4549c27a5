"""From something that was tried to something that is done, and what shows it."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings

from kring.conftest import Cast
from kring.engine.harvest.models import Action, TraceLink, TraceNode
from kring.engine.harvest.tracing import tie, withdraw
from kring.engine.people.erasing import erase_person
from kring.engine.people.own_data import own_data
from kring.engine.retention import delete_photos, forget_observers
from kring.engine.transfer.models import Doer, Evidence, Observation
from kring.engine.transfer.observing import invite, write_of_oneself
from kring.engine.transfer.own import pictures_of
from kring.engine.transfer.practices import (
    Draft,
    add_evidence,
    change,
    does_it_too,
    lay_down,
    make_practice,
    place_of,
    take_evidence_away,
)
from kring.engine.transfer.standing import seen_in, walked
from kring.engine.transfer.tests.roads import (
    TODAY,
    WHAT,
    ago,
    looked,
    member,
    practice_of,
    refused,
    saw,
    tried,
)
from kring.kit.payload import Refused


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.DATA = tmp_path
    return tmp_path


def level(cast: Cast) -> str:
    [(_, found)] = seen_in(cast.community, TODAY)
    return found.level


def photo() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(held, "JPEG")
    return held.getvalue()


def test_what_was_tried_becomes_a_practice_and_its_link_counts_at_once(cast: Cast) -> None:
    """TL-2."""
    action = tried(cast)
    made = practice_of(cast, action)
    link = TraceLink.objects.get()
    assert (link.from_node_id, link.to_node_id, link.state) == (action.pk, made.pk, "accepted")
    assert made.stage == "practice" and made.said == WHAT and level(cast) == "P0"
    assert [one.layer for one in made.contributors.all()] == ["frontline"]
    assert practice_of(cast, action).pk == made.pk


@pytest.mark.parametrize("status", ["open", "dropped"])
def test_what_was_not_tried_is_no_practice_yet(cast: Cast, status: str) -> None:
    refused("not_tried", practice_of, cast, tried(cast, status=status))


def test_a_private_action_stays_private(cast: Cast) -> None:
    refused("gone", practice_of, cast, tried(cast, private=True))


@pytest.mark.parametrize("name", ["dewi", "chris", "els"])
def test_it_is_made_by_who_takes_part(cast: Cast, name: str) -> None:
    refused(
        "members_only", make_practice, tried(cast), Draft(WHAT, "lesson"), by=cast[name].person, doer=False
    )


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (Draft("Kort", "lesson"), "text_too_short"),
        (Draft("x" * 9, "lesson"), "text_too_short"),
        (Draft(WHAT * 9, "lesson"), "text_too_long"),
        (Draft(WHAT, "home"), "choose_setting"),
        (Draft(WHAT, "lesson", doers_n=0), "doers"),
        (Draft(WHAT, "lesson", classes_or_groups="x" * 81), "text_too_long"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, draft: Draft, code: str) -> None:
    refused(code, make_practice, tried(cast), draft, by=cast.bram.person, doer=True)


def test_links_to_a_practice_go_forward_only(cast: Cast) -> None:
    """Test 2 of section 13."""
    action, bram = tried(cast), cast.bram.person
    made = practice_of(cast, action)
    refused("not_forward", tie, made, action, by=bram)
    other = practice_of(cast, tried(cast, "Nog een."))
    refused("not_forward", tie, made, other, by=bram)
    assert tie(action, other, by=bram).state == "accepted"


def test_others_do_it_too_and_are_counted(cast: Cast) -> None:
    made, gijs = practice_of(cast), member(cast, "gijs")
    first = does_it_too(made, by=gijs, named=False)
    assert does_it_too(made, by=gijs, named=True).pk == first.pk
    made.refresh_from_db()
    assert made.doers_n == 2 and [one.number for one in made.doers.all()] == [1, 2]
    refused("members_only", does_it_too, made, by=cast.dewi.person, named=True)


def test_its_words_change_by_who_brought_it_in_or_does_it(cast: Cast) -> None:
    made, gijs = practice_of(cast), member(cast, "gijs")
    draft = Draft("Elke week begint met een vraag.", "team", doers_n=4)
    refused("not_yours", change, made, draft, by=gijs)
    change(made, draft, by=cast.amina.person)
    made.refresh_from_db()
    assert (made.said, made.setting, made.doers_n) == ("Elke week begint met een vraag.", "team", 4)


def test_material_shows_it(cast: Cast) -> None:
    made = practice_of(cast)
    one = add_evidence(made, "note", by=cast.bram.person, text="Mijn lesplan van week 12.")
    assert add_evidence(made, "note", by=cast.bram.person, text="Mijn lesplan van week 12.").pk == one.pk
    assert level(cast) == "P1"
    refused("not_yours", take_evidence_away, one, by=member(cast, "gijs"))
    take_evidence_away(one, by=cast.amina.person)
    assert level(cast) == "P0"


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        ("audio", {}, "unreadable"),
        ("note", {}, "empty_text"),
        ("count", {"text": "Vragen per les"}, "count"),
        ("photo", {"photo": b"geen foto"}, "photo"),
        ("note", {"text": "Werk van 3b", "contains_pupils": True}, "not_cleared"),
        (
            "note",
            {"text": "Werk van 3b", "contains_pupils": True, "reason": "De ouders vinden het goed."},
            "not_cleared",
        ),
        (
            "note",
            {"text": "Werk van 3b", "contains_pupils": True, "cleared": True, "reason": "Mag"},
            "not_cleared",
        ),
    ],
)
def test_evidence_that_is_not_kept(cast: Cast, kind: str, given: dict[str, object], code: str) -> None:
    refused(code, add_evidence, practice_of(cast), kind, by=cast.bram.person, **given)
    assert not Evidence.objects.exists()


def test_pupils_are_cleared_with_the_reason_and_a_photo_is_drawn_anew(cast: Cast, files: Path) -> None:
    made = practice_of(cast)
    reason = "De school heeft toestemming van alle ouders."
    one = add_evidence(
        made, "photo", by=cast.bram.person, photo=photo(), contains_pupils=True, cleared=True, reason=reason
    )
    assert (one.cleared, one.cleared_reason) == (True, reason)
    place = place_of(made.pk, one.pk)
    assert place.is_file() and place.read_bytes() != photo()
    take_evidence_away(one, by=cast.bram.person)
    assert not place.exists()


def test_half_a_year_later_and_laid_down_it_has_become_normal(cast: Cast) -> None:
    made = practice_of(cast)
    for days, place in ((200, "3a"), (10, "3b")):
        looked(cast, made, 0, place=place)
        newest = Observation.objects.order_by("-written_at").first()
        assert newest is not None
        Observation.objects.filter(pk=newest.pk).update(observed_on=ago(days))
    assert level(cast) == "P3"
    lay_down(made, "timetable", "Elke dinsdag een kijkuur in het rooster.", by=cast.amina.person)
    lay_down(made, "timetable", "Elke dinsdag een kijkuur in het rooster.", by=cast.amina.person)
    assert level(cast) == "P4" and made.embeddings.count() == 1
    refused("unreadable", lay_down, made, "poster", "In de gang.", by=cast.bram.person)


def test_holidays_of_the_school_do_not_count(cast: Cast) -> None:
    made = practice_of(cast)
    looked(cast, made, 15, place="3a")
    looked(cast, made, 0, place="3b")
    assert level(cast) == "P3"
    cast.school.holidays.create(name="Herfst", first_day=ago(9), last_day=ago(3))
    assert level(cast) == "P2"


def test_an_action_goes_on_only_when_somebody_else_saw_it(cast: Cast) -> None:
    """Test 3 of section 13, and 3.2."""
    action = tried(cast, opened_on=ago(20))
    made = practice_of(cast, action)
    write_of_oneself(made, saw(), by=cast.bram.person)
    assert (level(cast), walked(cast.community, TODAY).status(action.pk)) == ("P1", "open")
    assert walked(cast.community, TODAY + timedelta(64)).status(action.pk) == "stalled"
    looked(cast, made)
    assert walked(cast.community, TODAY).status(action.pk) == "carried_on"
    for days in (2, 1):
        looked(cast, made, 0, seen="no", place=f"{days}")
    assert walked(cast.community, TODAY).status(action.pk) == "open"


def test_a_double_passes_its_links_on(cast: Cast) -> None:
    """TL-4."""
    action, double = tried(cast), tried(cast, "Hetzelfde nog eens.")
    looked(cast, practice_of(cast, double))
    assert walked(cast.community, TODAY).status(action.pk) == "stalled"
    TraceNode.objects.filter(pk=double.pk).update(duplicate_of=action.pk)
    road = walked(cast.community, TODAY)
    assert (road.status(action.pk), road.status(double.pk)) == ("carried_on", "")


def test_the_road_of_a_circle_is_read_in_few_questions(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(4):
        looked(cast, practice_of(cast, tried(cast, f"Actie {n}.")), n)
    with django_assert_max_num_queries(10):
        assert len(walked(cast.community, TODAY).rows) == 8


def test_a_mistake_is_nowhere(cast: Cast) -> None:
    made = practice_of(cast)
    withdraw(TraceNode.objects.get(pk=made.pk), by=cast.bram.person)
    assert seen_in(cast.community, TODAY) == []
    refused("gone", does_it_too, made, by=cast.amina.person, named=True)


def test_who_is_removed_leaves_what_was_seen_and_takes_what_was_theirs(cast: Cast, files: Path) -> None:
    """roles.md 7.3, 5: the level stays, and so does the layer (test 9)."""
    made = practice_of(cast)
    looked(cast, made, 20, place="3a")
    looked(cast, made, 2, place="3b")
    write_of_oneself(made, saw(), by=cast.bram.person)
    add_evidence(made, "photo", by=cast.bram.person, photo=photo())
    data = own_data(cast.bram.person)["looking"]
    assert {one["kind"] for one in data} == {
        "practice_doer",
        "look_asked",
        "observation_of",
        "observation_by",
        "evidence",
    }
    assert "Amina" not in str(data)
    erase_person(cast.bram.person, texts_too=[cast.community])
    assert level(cast) == "P3" and not list(files.glob("evidence/*/*.jpg"))
    assert [(one.person, one.named) for one in Doer.objects.all()] == [(None, False)]
    assert Observation.objects.count() == 2
    assert [one.layer for one in made.contributors.all()] == ["frontline"]
    erase_person(cast.amina.person)
    assert level(cast) == "P3" and not Observation.objects.exclude(observer=None).exists()


def test_names_go_after_a_year_and_photos_too(cast: Cast, files: Path) -> None:
    """rt.observation_names and rt.media."""
    made = practice_of(cast)
    looked(cast, made, 1, named=True)
    kept = add_evidence(made, "photo", by=cast.bram.person, photo=photo())
    place = place_of(made.pk, kept.pk)
    assert dict(pictures_of(cast.bram.person)) == {str(kept.pk): place}
    assert delete_photos(timezone.now() + timedelta(370)) == 0 and place.is_file(), "one of just now"
    os.utime(place, (0, 0))
    soon, late = timezone.now() + timedelta(300), timezone.now() + timedelta(370)
    assert (forget_observers(soon), delete_photos(soon)) == (0, 0)
    assert (forget_observers(late), delete_photos(late)) == (2, 1)
    assert (forget_observers(late), delete_photos(late)) == (0, 0)
    row = Observation.objects.get()
    assert (row.observer, row.doer, row.named, row.invitation) == (None, None, False, None)
    assert level(cast) == "P2" and not place.exists()


def test_only_a_doer_writes_of_oneself(cast: Cast) -> None:
    made = practice_of(cast)
    refused("not_a_doer", write_of_oneself, made, saw(), by=cast.amina.person)
    refused("not_a_doer", invite, made, by=cast.amina.person)
    with pytest.raises(Refused):
        write_of_oneself(made, saw(what="Ging goed."), by=cast.bram.person)
    assert QuerySet(Action).count() == 1
