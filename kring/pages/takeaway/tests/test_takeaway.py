"""Everything a circle put in goes along in one file, and nothing that is somebody's alone."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from kring.conftest import Cast
from kring.engine.harvest.actions import add
from kring.engine.harvest.agreements import propose_agreement
from kring.engine.harvest.answering import respond
from kring.engine.harvest.models import Action, Insight, RepertoireItem, TraceLink
from kring.engine.harvest.records import Draft
from kring.engine.harvest.repertoire import add_item
from kring.engine.harvest.tests.people import promised
from kring.engine.learning import between, goals, tasks
from kring.engine.learning.questions import propose_question, respond_to_question
from kring.engine.learning.tests.people import QUESTION, begun, held_on
from kring.engine.meetings.reading import at
from kring.engine.people.accounts import restrict
from kring.engine.people.models import Community
from kring.engine.takeaway.whole import SECTIONS, whole
from kring.pages.takeaway.look import as_markdown, plain
from kring.tests.faces import problems

PRIVATE = "Ik wil rustiger leren uitleggen."
SECRET = "Samen koffie met de nieuwe."


@pytest.fixture
def circle(cast: Cast) -> Cast:
    """Kring Noord with something of everything, and with things that are somebody's alone."""
    bram = cast.bram.person
    begun(cast, [bram])
    goals.add_goal(cast.community, by=bram, text=PRIVATE, collective=False)
    goals.add_goal(cast.community, by=bram, text="We leren vragen stellen.", collective=True)
    tasks.take_up(tasks.add_task(cast.community, by=bram, title="Kijk bij elkaar"), by=bram)
    respond(propose_agreement(cast.community, by=bram, text="We vragen eerst door."), bram, "ok")
    promised(cast, "Een les bezoeken.")
    promised(cast, SECRET, private=True)
    held = held_on(cast, timezone.localdate() - timedelta(days=9))
    add(held, "insight", Draft("Leerlingen leren van elkaar."), by="Amina", person=cast.amina.person)
    add_item(cast.community, by=bram, kind="artefact", title="Kijkwijzer", of_circle=False)
    between.write(cast.community, "il.tried", "Ik vroeg door.", by=bram, share=True)
    between.write(cast.community, "il.need", "Meer rust.", by=bram)
    return cast


def taken(cast: Cast, who: str = "bram", lang: str = "nl") -> tuple[str, dict[str, bytes]]:
    """The name of the file, and what is in it."""
    address = reverse("takeaway_zip", args=[cast.community.pk])
    answer = cast[who].signed_in().get(address, headers={"Accept-Language": lang})
    assert answer.status_code == 200
    name = re.findall(r'filename="(.*)"', answer["Content-Disposition"])[0]
    archive = ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    return name, {place: archive.read(place) for place in archive.namelist()}


def ending(files: dict[str, bytes], extension: str) -> bytes:
    """The one file of the circle itself with this extension."""
    [found] = [content for place, content in files.items() if place.endswith(extension) and "/" not in place]
    return found


def test_one_file_to_read_to_count_and_for_a_machine(circle: Cast) -> None:
    name, files = taken(circle)
    today = timezone.localdate().isoformat()
    assert name == f"kring_kring-noord_{today}_alles.zip"
    assert {place.rpartition("_")[2] for place in files if "/" not in place} == {
        "lezen.md",
        "tabellen.xlsx",
        "gegevens.json",
    }
    text = ending(files, ".md").decode()
    for said in (
        "Een les bezoeken.",
        "We vragen eerst door.",
        "Leerlingen leren van elkaar.",
        "Ik vroeg door.",
    ):
        assert plain(said) in text
    assert "## Leertaken" in text and "hoe staat het: idee" in text and "{" not in text


def test_what_is_somebodys_alone_is_in_none_of_it(circle: Cast) -> None:
    _, files = taken(circle)
    book = load_workbook(io.BytesIO(ending(files, ".xlsx")))
    cells = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    for content in (ending(files, ".md").decode(), ending(files, ".json").decode(), cells):
        assert "Kijkwijzer" in content
        for alone in (PRIVATE, SECRET, "Meer rust.", circle.bram.person.email):
            assert alone not in content, alone


def test_who_says_yes_while_it_is_still_asked_stands_nowhere(circle: Cast) -> None:
    """The pages count those yeses and name nobody; a no has its reason and its name."""
    cast = circle
    cast.join("chris", cast.community)
    agreement = propose_agreement(cast.community, by=cast.bram.person, text="We eindigen met één zin.")
    respond(agreement, cast.bram.person, "ok")
    respond(agreement, cast.chris.person, "object", "Dit kost te veel tijd.")
    asked = propose_question(cast.community, by=cast.bram.person, text="Hoe leren we vragen?", why="Korter.")
    respond_to_question(asked, by=cast.bram.person, value="ok")
    found = whole(cast.community)
    assert [row["by"] for row in found["agreement_answers"]] == ["Chris"]
    assert {row["text"] for row in found["question_answers"]} == {QUESTION}, "the one that was adopted"


def test_a_machine_reads_codes_and_days(circle: Cast) -> None:
    _, files = taken(circle)
    data: dict[str, Any] = json.loads(ending(files, ".json"))
    assert data["about"]["community"] == "Kring Noord"
    assert data["tasks"][0]["task_status"] == "idea" and data["tasks"][0]["who"] == ["Bram"]
    assert data["actions"][0]["due"] == "2026-03-15"
    assert data["repertoire"][0]["by"] == ["Bram"]


def test_of_every_meeting_the_report_by_the_rules_of_the_board(circle: Cast) -> None:
    _, files = taken(circle)
    reports = sorted(place for place in files if "/" in place)
    assert [place.rpartition(".")[2] for place in reports] == ["xlsx", "pdf"]
    assert all(place.startswith("bijeenkomsten/") for place in reports)
    assert next(files[place] for place in reports if place.endswith(".pdf")).startswith(b"%PDF")


def test_in_the_language_of_the_reader(circle: Cast) -> None:
    circle.bram.person.language = "en"
    circle.bram.person.save()
    name, files = taken(circle, lang="en")
    assert name.endswith("_everything.zip") and "## Learning tasks" in ending(files, ".md").decode()


def test_a_closed_circle_takes_along_what_it_made_and_nothing_of_what_was_said(circle: Cast) -> None:
    Community.objects.update(confidentiality="closed")
    _, files = taken(circle)
    text = ending(files, ".md").decode()
    assert "Leerlingen leren van elkaar" in text and "Jullie kring" not in text
    page = circle.bram.signed_in().get(reverse("takeaway", args=[circle.community.pk])).text
    assert "Jullie kring is gesloten" in page


@pytest.mark.parametrize("who", ["dewi", "chris", "els", "fatih", "hanna", "zara"])
def test_only_who_takes_part_or_guides_takes_it_along(circle: Cast, who: str) -> None:
    client = circle[who].signed_in()
    for name in ("takeaway", "takeaway_zip"):
        assert client.get(reverse(name, args=[circle.community.pk])).status_code == 404


def test_the_page_says_what_is_in_it_and_the_circle_leads_there(circle: Cast) -> None:
    bram = circle.bram.signed_in()
    page = bram.get(reverse("takeaway", args=[circle.community.pk])).text
    assert problems(page) == [] and "Leertaken" in page and "Dit staat er niet in" in page
    assert (
        reverse("takeaway", args=[circle.community.pk])
        in bram.get(reverse("community", args=[circle.community.pk])).text
    )


def test_what_was_withdrawn_or_doubled_is_counted_and_not_told(circle: Cast) -> None:
    insight = Insight.objects.get()
    TraceLink.objects.create(from_node=insight, to_node=QuerySet(Action).get(private=False), state="accepted")
    assert len(whole(circle.community)["links"]) == 1
    Insight.objects.update(node_status="withdrawn")
    told = whole(circle.community)
    assert "insights" not in told and "links" not in told
    assert "1 ingetrokken, 0 dubbel, 0 opgeborgen" in as_markdown(circle.community, told, "nl")


def test_a_circle_that_made_nothing_yet_is_only_itself(cast: Cast) -> None:
    assert set(whole(cast.community)) == {"circle", "people"} < set(SECTIONS)


def test_text_is_text_also_where_it_looks_like_mark_up() -> None:
    assert plain("# Let *op*\n[hier](x)") == r"\# Let \*op\* \[hier\](x)"


def test_who_made_it_stands_with_it_only_when_they_said_it_is_theirs(circle: Cast) -> None:
    item = RepertoireItem.objects.get()
    where = reverse("search_item", args=[circle.community.pk, "repertoire", item.pk])
    assert "Gemaakt door Bram" in circle.amina.signed_in().get(where).text
    RepertoireItem.objects.update(visibility="school")
    assert "Gemaakt door" not in circle.els.signed_in().get(where).text
    RepertoireItem.objects.update(by_circle=True)
    assert "Gemaakt door" not in circle.amina.signed_in().get(where).text


def test_whose_data_are_set_aside_is_named_nowhere(circle: Cast) -> None:
    held = circle.meeting()
    seat = held.sit_down("Bram", person=circle.bram.person)
    assert "Bram" in ending(taken(circle, "amina")[1], ".md").decode()
    restrict(circle.bram.person, by=circle.bram.person, on=True)
    assert at(held.activity).seats[str(seat.pk)].name == "Bram", "who sits here now said it themselves"
    held.close()
    held.activity.meeting.refresh_from_db()
    assert at(held.activity).seats[str(seat.pk)].name == "een collega"
    _, files = taken(circle, "amina")
    assert "Bram" not in ending(files, ".md").decode() and "een collega" in ending(files, ".md").decode()
    assert "a colleague" in ending(taken(circle, "amina", "en")[1], ".md").decode()
    client = circle.amina.signed_in()
    for place in ("community", "learning", "between", "agreements", "people"):
        text = client.get(reverse(place, args=[circle.community.pk])).text
        assert "Bram" not in text, place
