"""What people take away: the same on screen, on paper and in a workbook, and never more than was shown."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from kring.engine.harvest.actions import accept, add, propose
from kring.engine.harvest.records import Draft
from kring.engine.meetings import actions, course
from kring.engine.meetings.actions import contribute
from kring.engine.meetings.course import go_to
from kring.engine.meetings.models import Meeting
from kring.engine.meetings.seats import take_seat
from kring.engine.people.models import Community
from kring.engine.tests.speaking import envelope
from kring.kit.document import Heading, Paragraph, Sheet
from kring.kit.scene import Proposal
from kring.pages.report.look import asked, took_part
from kring.tools import TOOLS

FILES = ("report", "report_pdf", "results_xlsx")
OTHERS = ("chris", "els", "fatih", "gijs", "hanna", "iris", "joost", "zara")


def text_of(answer):
    """Everything a reader finds in a page, a PDF or a workbook."""
    kind = answer.headers["Content-Type"]
    if kind == "application/pdf":
        pages = PdfReader(BytesIO(answer.content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    if "spreadsheet" in kind:
        book = load_workbook(BytesIO(answer.content))
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
        return " ".join([*book.sheetnames, *cells])
    return answer.text


def everything(client, meeting):
    """What this browser can take away from a meeting, by address."""
    of_meeting = [reverse(name, args=[meeting.meeting.pk]) for name in (*FILES, "harvest")]
    of_activities = [
        reverse(name, args=[one.pk])
        for one in meeting.meeting.activities.all()
        for name in ("activity_pdf", "activity_xlsx")
    ]
    return {to: client.get(to) for to in (*of_meeting, *of_activities)}


def pick(meeting, number):
    """Somebody picks colours on a paper of their own, and lets them be counted."""
    _, voice = meeting.paper(number)
    for step, kind, key, payload in (
        ("pick", "cc.pick", "think", {"colours": ["red"]}),
        ("pick", "cc.pick", "do", {"colours": ["blue"]}),
        ("own", "cc.share", "", {"share": "total"}),
    ):
        course.go_to(meeting.meeting, step)
        envelope = {"uuid": str(uuid.uuid4()), "step": step, "kind": kind, "key": key, "payload": payload}
        actions.contribute(meeting.activity, "anonymous", voice, envelope)


@pytest.fixture
def meeting(cast):
    """Six people sit down; nobody has said anything."""
    return cast.meeting(people=6, settings={"form": "self_pick", "change": "de nieuwe lestijden"})


@pytest.fixture
def picked(meeting):
    """The six picked their colours; nothing is shown yet."""
    for number in range(6):
        pick(meeting, number)
    course.go_to(meeting.meeting, "picture")
    return meeting


def test_before_anything_is_shown_there_is_nothing_to_take_away(cast, picked):
    page = cast.amina.signed_in().get(reverse("report", args=[picked.meeting.pk])).text
    assert "Ons beeld" not in page and "100%" not in page


def test_what_was_shown_stands_in_every_form(cast, picked):
    actions.reveal(picked.activity, "picture", "", by="Amina")
    picked.close()
    bram = cast.bram.signed_in()
    page, paper, book = (text_of(bram.get(reverse(name, args=[picked.meeting.pk]))) for name in FILES)
    for text in (page, paper, book):
        assert "Ons beeld" in text and "Kring Noord" in text and "Rood" in text
        assert "minstens vijf antwoorden" in text and "6 mensen" in text
    assert "keuzes van Kring, geen norm" in page and "keuzes van Kring, geen norm" in paper


def test_the_harvest_stands_in_the_report_with_owner_and_date(cast, meeting):
    draft = Draft("Kijk bij elkaar in de les", "Bram", date(2030, 3, 1), "Er is meer rust.")
    add(meeting.meeting, "action", draft, by="Amina")
    add(meeting.meeting, "insight", Draft("We leren van elkaar."), by="Amina")
    for name in FILES:
        text = text_of(cast.bram.signed_in().get(reverse(name, args=[meeting.meeting.pk])))
        for part in ("Kijk bij elkaar in de les", "Bram", "Er is meer rust.", "We leren van elkaar."):
            assert part in text
        assert "1 maart 2030" in text or "2030-03-01" in text


def test_the_first_sheet_says_what_it_is(cast, picked):
    actions.reveal(picked.activity, "picture", "", by="Amina")
    answer = cast.bram.signed_in().get(reverse("activity_xlsx", args=[picked.activity.pk]))
    first = load_workbook(BytesIO(answer.content)).worksheets[0]
    said = {row[0]: row[1] for row in first.iter_rows(values_only=True)}
    assert said["Werkvorm"].startswith("Kleuren van verandering") and said["Versie"].startswith("Kring ")
    assert said["Wie deden mee"].startswith("6 ") and "Zonder namen" in said["Namen"]
    assert str(timezone.localdate().year) in said["Datum"]


def test_cells_are_never_formulas(cast, meeting):
    add(meeting.meeting, "insight", Draft("=1+1"), by="Amina")
    answer = cast.bram.signed_in().get(reverse("results_xlsx", args=[meeting.meeting.pk]))
    cells = [
        cell
        for sheet in load_workbook(BytesIO(answer.content))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == "=1+1"
    ]
    assert cells and all(cell.data_type == "s" for cell in cells)


def test_files_have_a_name_that_says_what_they_are(cast, meeting):
    bram, day = cast.bram.signed_in(), timezone.localdate().isoformat()
    names = {
        to.rpartition("/")[2]: answer.headers.get("Content-Disposition", "")
        for to, answer in everything(bram, meeting).items()
    }
    assert f"kring_kring-noord_{day}_kleuren-van-verandering" in names["results.xlsx"]
    assert names["report.pdf"].endswith('_verslag.pdf"')


@pytest.fixture
def whisper(monkeypatch):
    """A tool that reports everything it is given, and holds its live part back until something is shown."""
    tool = TOOLS["change_colours"]
    loud = replace(
        tool,
        live=lambda scene, step: {"secret": f"geheim-{len(scene.contributions)}"},
        live_after={step.key: "picture" for step in tool.steps},
        report=lambda settings, shown, words: [Heading("Alles"), Paragraph(repr(shown))],
        sheets=lambda settings, shown, words: [Sheet("Alles", ["alles"], [[repr(shown)]])],
        propose=lambda settings, shown, day, words: [
            Proposal("R", "insight", f"Wij zagen {sorted(map(str, shown.live.values()))[:1]}.")
        ],
    )
    monkeypatch.setitem(TOOLS, "change_colours", loud)


def test_what_is_held_back_is_nowhere(cast, picked, whisper):
    for client in (cast.amina.signed_in(), cast.bram.signed_in(), picked.phone(0)):
        found = everything(client, picked)
        assert all(answer.status_code == 200 for answer in found.values())
        assert not [to for to, answer in found.items() if "geheim" in text_of(answer)]


def test_what_was_shown_is_everywhere_also_after_closing(cast, picked, whisper):
    actions.reveal(picked.activity, "picture", "", by="Amina")
    picked.close()
    found = everything(cast.amina.signed_in(), picked)
    assert all("geheim" in text_of(answer) for answer in found.values())


def test_what_was_taken_off_the_board_is_not_taken_away(cast, picked, whisper):
    actions.reveal(picked.activity, "picture", "", by="Amina")
    actions.take_off_board(picked.activity, "picture", "")
    found = everything(cast.bram.signed_in(), picked)
    assert not [to for to, answer in found.items() if "geheim" in text_of(answer)]


def test_what_stays_between_two_is_in_no_report(cast, meeting, monkeypatch):
    pair = tuple(str(seat.pk) for seat in meeting.seats[:2])
    private = [Proposal("H5", "action", "Oefenen met wit", private_to=pair)]
    monkeypatch.setitem(TOOLS, "change_colours", replace(TOOLS["change_colours"], propose=lambda *_: private))
    propose(meeting.meeting)
    accept(meeting.meeting.proposals.get(), by="Aart")
    for client in (cast.amina.signed_in(), cast.bram.signed_in()):
        assert not [to for to, one in everything(client, meeting).items() if "Oefenen met" in text_of(one)]


def test_a_closed_circle_takes_away_what_it_agreed_and_nothing_that_was_said(cast, picked, whisper):
    actions.reveal(picked.activity, "picture", "", by="Amina")
    add(picked.meeting, "agreement", Draft("We vragen eerst door."), by="Amina")
    Community.objects.update(confidentiality="closed")
    found = {to: text_of(one) for to, one in everything(cast.bram.signed_in(), picked).items()}
    assert not [to for to, text in found.items() if "geheim" in text]
    assert "We vragen eerst door." in found[reverse("report_pdf", args=[picked.meeting.pk])]


@pytest.mark.parametrize("name", OTHERS)
def test_others_find_nothing(cast, meeting, name):
    assert {one.status_code for one in everything(cast[name].signed_in(), meeting).values()} == {404}


def test_who_belongs_there_may_take_it_away(cast, meeting):
    for client in (cast.amina.signed_in(), cast.bram.signed_in(), cast.dewi.signed_in(), meeting.phone(0)):
        assert {one.status_code for one in everything(client, meeting).values()} == {200}
    assert {one.status_code for one in everything(cast.stranger(), meeting).values()} == {404}


def test_a_guest_may_take_it_away_until_the_day_is_over(cast, meeting):
    meeting.close()
    assert {one.status_code for one in everything(meeting.phone(0), meeting).values()} == {200}
    yesterday = timezone.now() - timedelta(days=1)
    Meeting.objects.filter(pk=meeting.meeting.pk).update(opened_at=yesterday, closed_at=yesterday)
    assert {one.status_code for one in everything(meeting.phone(0), meeting).values()} == {404}


def test_an_activity_that_was_not_opened_has_no_report(cast):
    made = cast.meeting(opened=False)
    one = made.meeting.activities.get()
    amina = cast.amina.signed_in()
    assert amina.get(reverse("activity_pdf", args=[one.pk])).status_code == 404
    assert amina.get(reverse("report", args=[made.meeting.pk])).status_code == 200
    assert amina.get(reverse("activity_pdf", args=[uuid.uuid4()])).status_code == 404


def test_the_sheet_for_on_the_door_is_for_who_leads(cast, meeting):
    to = reverse("join_sheet", args=[meeting.meeting.pk])
    text = text_of(cast.amina.signed_in().get(to))
    code = meeting.meeting.code
    assert f"{code[:3]}-{code[3:]}" in text and meeting.meeting.title in text
    for client in (cast.bram.signed_in(), cast.els.signed_in(), meeting.phone(0), cast.stranger()):
        assert client.get(to).status_code == 404


def test_before_the_meeting_the_sheet_has_no_code_yet(cast):
    made = cast.meeting(opened=False)
    text = text_of(cast.amina.signed_in().get(reverse("join_sheet", args=[made.meeting.pk])))
    assert made.meeting.title in text and "of typ" not in text


def test_reports_speak_the_readers_language(cast, picked):
    actions.reveal(picked.activity, "picture", "", by="Amina")
    bram = cast.bram.signed_in()
    to = reverse("report_pdf", args=[picked.meeting.pk])
    assert "Our picture" in text_of(bram.get(f"{to}?lang=en"))
    assert PdfReader(BytesIO(bram.get(f"{to}?lang=nl").content)).root_object["/Lang"] == "nl"


def test_a_loose_meeting_of_nobody_yet_has_a_report(cast):
    made = cast.meeting(community=None)
    found = everything(cast.amina.signed_in(), made)
    assert {one.status_code for one in found.values()} == {200}
    assert "niets afgesproken" in text_of(found[reverse("report_pdf", args=[made.meeting.pk])])


def test_a_report_asks_the_same_for_one_and_for_many(cast, meeting, django_assert_max_num_queries):
    bram, counts = cast.bram.signed_in(), []
    for number in range(6):
        add(meeting.meeting, "action", Draft(f"Actie {number}", owner="Bram"), by="Amina")
        add(meeting.meeting, "agreement", Draft(f"We doen het zo: {number}."), by="Amina")
        if number in (0, 5):
            with django_assert_max_num_queries(300) as asked:
                everything(bram, meeting)
            counts.append(len(asked))
    assert counts[1] <= counts[0]


def test_a_table_stands_beside_the_people_and_is_none_of_them(cast):
    noord = cast.meeting(people=2, community=None)
    table, _ = take_seat(noord.meeting, name="Tafel 1", role="other", table_of=5)
    activity = noord.activity
    go_to(noord.meeting, "scenarios")
    for seat in (table, noord.seats[0]):
        said = envelope("scenarios", "cc.scenario", "blue.first_step", {"text": "Samen een rooster maken."})
        contribute(activity, "named", str(seat.pk), said)
    assert took_part([activity]) == {activity.pk: {noord.seats[0].pk}}
    assert asked(noord.meeting) == 2
    page = noord.phone(0).get(f"/meetings/{noord.meeting.pk}/report/").content.decode()
    assert "2 mensen, en 1 tafel die samen schreef" in page


def test_the_table_of_names_is_read_back_by_those_who_sat_there_and_in_no_file(cast, meeting):
    go_to(meeting.meeting, "own")
    for seat in meeting.seats[:2]:
        said = envelope("own", "cc.named", "", {"think": ["red"], "do": ["blue"]})
        contribute(meeting.activity, "named", str(seat.pk), said)
    go_to(meeting.meeting, "picture")
    actions.reveal(meeting.activity, "picture", "names", by="Amina")
    meeting.close()
    page, table = reverse("report", args=[meeting.meeting.pk]), "Wie denkt en doet in welke kleur?"
    assert table in meeting.phone(5).get(page).text
    assert table not in cast.bram.signed_in().get(page).text
    files = [
        one for to, one in everything(meeting.phone(0), meeting).items() if to.endswith((".pdf", ".xlsx"))
    ]
    assert files and not [one for one in files if table in text_of(one)]
