"""Finding again what a circle took along: the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import QuerySet
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.harvest.actions import accept, add, drop, edit
from kring.engine.harvest.agreements import propose_agreement
from kring.engine.harvest.confidentiality import Shared
from kring.engine.harvest.models import Action, Agreement, Insight, RepertoireItem, TraceNode
from kring.engine.harvest.records import Draft
from kring.engine.harvest.returning import answer
from kring.engine.harvest.revising import revise, withdraw_proposal
from kring.engine.harvest.search import KINDS, MOST_FOUND, keep_findable, question, search, seen_by
from kring.engine.harvest.tests.people import WHY, promised
from kring.engine.people.erasing import erase_person
from kring.engine.people.models import Community
from kring.kit.stems import FORM

ALL = dict.fromkeys(KINDS, "all")


def found(cast: Cast, text: str, sees: dict[str, str] = ALL) -> list[str]:
    """The texts in which these words are found in Kring Noord."""
    return [
        row.said if isinstance(row, TraceNode) else row.title
        for row in search(cast.community, question(text), sees).rows
    ]


@pytest.fixture
def harvest(cast: Cast) -> Cast:
    """Four things of Kring Noord and one of Kring Zuid."""
    made, other = cast.meeting(), cast.meeting(community=cast.other_community, by="chris")
    add(made.meeting, "insight", Draft("Leerlingen leren veel van ideeën van elkaar."), by="Amina")
    add(made.meeting, "agreement", Draft("We kijken samen naar één toets."), by="Amina")
    add(
        made.meeting,
        "action",
        Draft("Visit two lessons", owner="Bram", practice_trace="Quiet pupils"),
        by="Amina",
    )
    add(made.meeting, "repertoire", Draft("Rondje waarom"), by="Amina")
    add(other.meeting, "insight", Draft("Toetsen zeggen niet alles."), by="Chris")
    return cast


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("toetsen", "We kijken samen naar één toets."),
        ("TOETS", "We kijken samen naar één toets."),
        ("een kijken", "We kijken samen naar één toets."),
        ("toets, samen!", "We kijken samen naar één toets."),
        ("leerling", "Leerlingen leren veel van ideeën van elkaar."),
        ("idee", "Leerlingen leren veel van ideeën van elkaar."),
        ("leerling geleerd", "Leerlingen leren veel van ideeën van elkaar."),
        ("lesson", "Visit two lessons"),
        ("pupil visits", "Visit two lessons"),
        ("rondje", "Rondje waarom"),
    ],
)
def test_words_are_found_in_their_forms(harvest: Cast, typed: str, text: str) -> None:
    assert found(harvest, typed) == [text]


@pytest.mark.parametrize(
    "typed", ["toets lesson", "zeggen", "naaste", "%", "_", "naa%", "kijk_n", "' OR 1=1 --"]
)
def test_all_words_must_occur_and_signs_mean_nothing(harvest: Cast, typed: str) -> None:
    asked = question(typed)
    assert found(harvest, typed) == [] or not asked.words


def test_without_words_everything_comes_newest_first(harvest: Cast) -> None:
    TraceNode.objects.filter(title="Visit two lessons").update(opened_on=timezone.localdate() + timedelta(1))
    assert len(found(harvest, "")) == 4 and found(harvest, "😀")[0] == "Visit two lessons"


def test_ten_thousand_characters_ask_for_their_first_words(harvest: Cast) -> None:
    asked = question("toets samen " * 800)
    assert asked.words == ("toets", "samen") and not asked.cut
    assert question(" ".join(f"woord{n}" for n in range(1500))).cut
    assert len(question("x" * 10_000).words[0]) == 40
    assert found(harvest, "x" * 10_000) == [] and found(harvest, "toets \x00") != []


def test_every_writing_direction_can_be_found(cast: Cast) -> None:
    made = cast.meeting()
    add(made.meeting, "insight", Draft("<b>שלום</b> לכולם 😀"), by="Amina")
    assert found(cast, "שלום") == ["<b>שלום</b> לכולם 😀"] and found(cast, "b") == ["<b>שלום</b> לכולם 😀"]


def test_what_is_written_anew_is_found_by_its_new_words(cast: Cast) -> None:
    made = cast.meeting()
    row = add(made.meeting, "repertoire", Draft("Rondje waarom"), by="Amina")
    edit(row, Draft("Een kaart met vragen"))
    assert found(cast, "rondje") == [] and found(cast, "kaarten") == ["Een kaart met vragen"]
    drop(row, by="Amina")
    assert found(cast, "kaarten") == []
    accept(row, by="Amina")
    assert found(cast, "kaarten") == ["Een kaart met vragen"]
    first = propose_agreement(cast.community, by=cast.bram.person, text="We beginnen op tijd met de les.")
    revise(first, by=cast.bram.person, text="We stoppen op tijd met de les en ruimen op.")
    assert found(cast, "opruimen") == [] and found(cast, "stoppen") != []


def test_what_was_let_go_or_ended_can_be_found_and_says_so(cast: Cast) -> None:
    action = promised(cast)
    answer(action, "let_go", person=cast.bram.person, note=WHY, way="page")
    assert found(cast, "bezoeken") == [action.said]
    assert QuerySet(Action).get().status == "dropped"


def test_mistakes_doubles_and_private_things_cannot(cast: Cast) -> None:
    mine = propose_agreement(cast.community, by=cast.bram.person, text="We beginnen op tijd.")
    withdraw_proposal(mine, by=cast.bram.person)
    promised(cast, "Samen naar de schouwburg", private=True)
    one = promised(cast, "Samen naar het museum")
    two = promised(cast, "Samen naar het museum")
    TraceNode.objects.filter(pk=two.pk).update(duplicate_of=one.pk)
    assert found(cast, "tijd") == [] and found(cast, "schouwburg") == []
    assert found(cast, "museum") == ["Samen naar het museum"]
    assert not QuerySet(Action).filter(stems__contains="schouwburg").exists()


def test_whoever_was_removed_leaves_the_words_to_the_circle(
    harvest: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    promised(harvest, "Samen naar de schouwburg", private=True)
    erase_person(harvest.bram.person)
    assert found(harvest, "lesson") == ["Visit two lessons"]
    assert found(harvest, "Bram") == [] and not QuerySet(Action).filter(private=True).exists()


def test_only_what_the_matrix_shows_is_searched(harvest: Cast) -> None:
    for name in ("amina", "bram", "dewi"):
        assert seen_by(harvest[name].person, harvest.community) == ALL
    school = dict.fromkeys(KINDS, "school")
    assert seen_by(harvest.chris.person, harvest.community) == school
    assert seen_by(harvest.els.person, harvest.community) == school
    assert seen_by(harvest.hanna.person, harvest.community) == {"repertoire": "school"}
    assert seen_by(harvest.zara.person, harvest.community) == {}
    assert found(harvest, "toets", school) == [] and found(harvest, "", {}) == []
    QuerySet(Agreement).update(visibility="school")
    assert found(harvest, "toets", school) == ["We kijken samen naar één toets."]


def test_a_circle_that_closes_shares_nothing_any_more(harvest: Cast) -> None:
    RepertoireItem.objects.update(visibility="school")
    item = RepertoireItem.objects.get()
    assert Shared(harvest.community).with_school(item)
    closed = Community.objects.get(pk=harvest.community.pk)
    closed.confidentiality = "closed"
    assert not Shared(closed).with_school(item)
    assert search(closed, question("rondje"), {"repertoire": "school"}).n == 0
    assert search(closed, question("rondje"), {"repertoire": "all"}).n == 1


def test_stems_of_an_older_form_are_made_anew_once(harvest: Cast) -> None:
    before = list(TraceNode.objects.order_by("pk").values_list("stems", flat=True))
    TraceNode.objects.update(stems="")
    RepertoireItem.objects.update(stems="0 rondje ")
    assert found(harvest, "toets") == []
    assert keep_findable() == 5 and keep_findable() == 0
    assert list(TraceNode.objects.order_by("pk").values_list("stems", flat=True)) == before
    assert all(text.startswith(f"{FORM} ") for text in before) and found(harvest, "toets") != []


def test_the_command_makes_them_anew_whatever_they_are(
    harvest: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    QuerySet(Insight).update(stems=f"{FORM} verzonnen ")
    call_command("reindex")
    assert "2 texts" in capsys.readouterr().out
    assert found(harvest, "verzonnen") == [] and found(harvest, "leerling") != []


def test_of_many_the_newest_are_given_and_all_are_counted(cast: Cast) -> None:
    ours = {"organisation": cast.organisation, "community": cast.community}
    today = timezone.localdate()
    for n in range(MOST_FOUND + 10):
        Insight.objects.create(
            stage="insight", title=f"Zin {n}", opened_on=today - timedelta(n), visibility="school", **ours
        )
    for which in ("all", "school"):
        found_now = search(cast.community, question("zin"), {"insight": which})
        assert found_now.n == MOST_FOUND + 10
        assert [row.title for row in found_now.rows] == [f"Zin {n}" for n in range(MOST_FOUND)]
