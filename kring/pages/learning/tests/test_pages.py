"""What a circle is learning, on its pages: for who belongs there, and for who stands outside."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.harvest.models import Action, Insight
from kring.engine.learning import goals, looking, steps, tasks
from kring.engine.learning.criteria import TOPICS
from kring.engine.learning.cycles import current_cycle
from kring.engine.learning.models import (
    LearningCycle,
    LearningGoal,
    LearningTask,
    LogbookEntry,
    PhaseProposal,
)
from kring.engine.learning.phases import ask_to_move
from kring.engine.learning.tests.people import QUESTION, begun, held_on, more_members
from kring.engine.learning.together import hold_reflection
from kring.engine.meetings.course import go_to
from kring.engine.meetings.models import Meeting
from kring.engine.meetings.reading import read_meeting
from kring.engine.people.models import Membership
from kring.pages.house.drawing import render

PAGES = ("learning", "question", "phase", "role_cards", "between", "rhythm", "insights_review")
PRIVATE = "Ik wil rustiger leren uitleggen."
TODAY = timezone.localdate


def at(cast: Cast, name: str) -> str:
    return reverse(name, args=[cast.community.pk])


def send(cast: Cast, who: str, name: str, do: str, **fields: Any) -> Any:
    return cast[who].signed_in().post(at(cast, name), {"do": do, **fields})


def read(cast: Cast, who: str, name: str) -> str:
    answer = cast[who].signed_in().get(at(cast, name))
    assert answer.status_code == 200
    return answer.text


@pytest.fixture
def circle(cast: Cast) -> Cast:
    """Kring Noord with two more members, a question, a goal of each kind, a task and a meeting ahead."""
    members = more_members(cast, 2)
    begun(cast, members)
    goals.add_goal(cast.community, by=members[0], text=PRIVATE, collective=False)
    goals.add_goal(cast.community, by=members[0], text="We leren vragen stellen.", collective=True)
    tasks.take_up(tasks.add_task(cast.community, by=members[0], title="Kijk bij elkaar"), by=members[0])
    return cast


@pytest.mark.parametrize("name", PAGES)
def test_a_circle_without_anything_says_how_to_begin(cast: Cast, name: str) -> None:
    page = read(cast, "bram", name)
    assert "<h1>" in page and "Traceback" not in page
    if name in ("learning", "phase"):
        assert "Begin met een leervraag" in page and at(cast, "question") in page


def test_begin_with_a_question_and_answer_it(cast: Cast) -> None:
    more_members(cast, 1)
    assert send(cast, "bram", "question", "propose", text="Waarom?").status_code == 409
    page = send(cast, "bram", "question", "propose", text="Waarom?").text
    assert "Dat is erg kort." in page and ">Waarom?</textarea>" in page
    assert send(cast, "bram", "question", "propose", text=QUESTION).status_code == 302
    home = cast.bram.signed_in().get(reverse("community", args=[cast.community.pk])).text
    assert "Er ligt een voorstel voor de leervraag" in home and QUESTION in home
    assert current_cycle(cast.community).questions.get().adopted_on is None


def test_the_question_has_a_history(circle: Cast) -> None:
    members = [row.person for row in circle.community.memberships.members().order_by("pk")]
    begun_again = current_cycle(circle.community)
    from kring.engine.learning.tests.people import adopted

    adopted(
        circle, members, "Hoe geven wij feedback waar leerlingen morgen iets mee doen?", "Morgen is te zien."
    )
    page = read(circle, "bram", "question")
    assert begun_again.questions.count() == 2
    assert "Versie 2" in page and "Morgen is te zien." in page and QUESTION in page


def test_a_private_goal_is_on_nobody_elses_page(circle: Cast) -> None:
    assert PRIVATE in read(circle, "bram", "learning")
    goal = LearningGoal.objects.get(kind="individual")
    Membership.objects.create(person=circle.joost.person, community=circle.community)
    for who in ("amina", "dewi", "joost"):
        assert PRIVATE not in read(circle, who, "learning")
        answer = circle[who].signed_in().post(reverse("goal", args=[goal.pk]), {"do": "share"})
        assert answer.status_code == 404
    assert circle.bram.signed_in().post(reverse("goal", args=[goal.pk]), {"do": "share"}).status_code == 302
    assert PRIVATE in read(circle, "joost", "learning")


def test_a_critical_friend_reads_along_and_does_nothing(circle: Cast) -> None:
    page = read(circle, "dewi", "learning")
    assert "Kijk bij elkaar" in page and "Stel een taak voor" not in page
    assert send(circle, "dewi", "learning", "task", title="Iets anders").status_code == 409
    assert send(circle, "dewi", "phase", "ask", to="start", reason="Wij willen door").status_code == 409
    assert send(circle, "dewi", "question", "propose", text=QUESTION + " En?").status_code == 409
    assert circle.dewi.signed_in().get(at(circle, "between")).status_code == 404
    Membership.objects.filter(person=circle.dewi.person).update(until=TODAY() - timedelta(days=1))
    assert circle.dewi.signed_in().get(at(circle, "learning")).status_code == 404


@pytest.mark.parametrize("who", ["chris", "els", "hanna", "iris", "fatih", "joost", "zara"])
def test_outside_the_circle_nothing_of_it_is_there(circle: Cast, who: str) -> None:
    browser = circle[who].signed_in()
    task = LearningTask.objects.get()
    places = [at(circle, name) for name in PAGES] + [reverse("task", args=[task.pk])]
    assert {browser.get(place).status_code for place in places} == {404}
    assert {browser.post(place, {"do": "take_up"}).status_code for place in places[:5]} == {404}


def test_a_guest_sees_the_meeting_and_not_the_agenda(circle: Cast) -> None:
    gathering = circle.meeting(people=1)
    assert gathering.phone(0).get(at(circle, "learning")).status_code == 302, "asked to sign in"


def test_a_task_from_idea_to_result(circle: Cast) -> None:
    task = LearningTask.objects.get()
    place, bram = reverse("task", args=[task.pk]), circle.bram.signed_in()
    soon = (TODAY() + timedelta(days=9)).isoformat()
    no = bram.post(place, {"do": "ready", "due": "", "product": "Een lijst"})
    assert no.status_code == 409 and "Kies een datum" in no.text and 'value="Een lijst"' in no.text
    assert bram.post(place, {"do": "ready", "due": "ooit", "product": "x"}).status_code == 409
    assert bram.post(place, {"do": "ready", "due": soon, "product": "Een lijst"}).status_code == 302
    assert bram.post(place, {"do": "start"}).status_code == 302
    assert bram.post(place, {"do": "start"}).status_code == 302
    no = bram.post(place, {"do": "finish", "summary": "Goed.", "did": "Ik keek"})
    assert no.status_code == 409 and ">Ik keek</textarea>" in no.text
    done = {"do": "finish", "summary": "We zagen dat kiezen helpt.", "did": "Ik keek bij Els"}
    assert bram.post(place, done).status_code == 302
    page = bram.get(place).text
    assert "We zagen dat kiezen helpt." in page and "Ik keek bij Els" in page
    assert "We zagen dat kiezen helpt." in read(circle, "amina", "learning")


def test_only_who_leads_a_task_is_told_once_that_its_date_is_long_gone(circle: Cast) -> None:
    """LT-3: the others hear of it as the next meeting begins; until then the day is the day."""
    task = LearningTask.objects.get()
    steps.make_ready(task, by=circle.bram.person, due=TODAY() + timedelta(days=9), product="Een lijst")
    LearningTask.objects.update(due_on=TODAY() - timedelta(days=30))
    place, told = reverse("task", args=[task.pk]), "De datum is voorbij."
    bram, amina = circle.bram.signed_in(), circle.amina.signed_in()
    assert told in bram.get(place).text and told not in amina.get(place).text
    for page in (place, at(circle, "learning")):
        assert "de datum was" in amina.get(page).text and "badge-warn" not in amina.get(page).text
    bram.post(place, {"do": "seen"})
    assert told not in bram.get(place).text


def test_the_sixth_task_is_refused_in_words(circle: Cast) -> None:
    LearningCycle.objects.update(most_tasks=1)
    bram = circle.bram.person
    soon = TODAY() + timedelta(days=9)
    steps.make_ready(LearningTask.objects.get(), by=bram, due=soon, product="Een lijst")
    other = tasks.take_up(tasks.add_task(circle.community, by=bram, title="Nog een taak"), by=bram)
    fields = {"do": "ready", "due": soon.isoformat(), "product": "Iets"}
    page = circle.bram.signed_in().post(reverse("task", args=[other.pk]), fields)
    assert page.status_code == 409 and "Jullie hebben al 1 taken lopen." in page.text


def test_the_group_is_asked_and_decides(circle: Cast) -> None:
    page = send(circle, "bram", "phase", "ask", to="start", reason="")
    assert page.status_code == 409 and "Er staat nog iets open." in page.text
    assert send(circle, "bram", "phase", "ask", to="start", reason="We willen beginnen.").status_code == 302
    assert "Gaan we door naar Start?" in read(circle, "amina", "phase")
    circle.join("amina", circle.community)
    home = circle.amina.signed_in().get(reverse("community", args=[circle.community.pk])).text
    assert "Bram vraagt of jullie door kunnen naar Start." in home
    proposal = PhaseProposal.objects.get()
    said = {"proposal": str(proposal.pk), "value": "not_yet", "reason": ""}
    assert send(circle, "amina", "phase", "answer", **said).status_code == 409
    assert send(circle, "amina", "phase", "answer", **said | {"value": "yes"}).status_code == 302
    assert current_cycle(circle.community).phase == "start"
    assert "van Aanloop naar Start" in read(circle, "dewi", "phase")


def test_when_everything_is_there_the_group_is_asked_at_the_end(circle: Cast) -> None:
    gathering = circle.meeting()
    place = reverse("harvest", args=[gathering.meeting.pk])
    home = reverse("community", args=[circle.community.pk])
    LearningCycle.objects.update(phase="middle")
    asked = "Jullie lijken klaar voor de volgende fase: Afronding."
    assert asked not in circle.amina.signed_in().get(place).text
    cycle = current_cycle(circle.community)
    for topic in TOPICS:
        hold_reflection(cycle, topic, by=circle.bram.person)
    task = LearningTask.objects.get()
    LearningTask.objects.update(status="done", activity_kind="try_out")
    task.refresh_from_db()
    steps.keep_experience(task, steps.Told("Ik keek."), circle.bram.person, TODAY())
    assert asked in circle.amina.signed_in().get(place).text
    assert asked in circle.bram.signed_in().get(home).text
    ask_to_move(cycle, "end", by=circle.bram.person)
    assert asked not in circle.bram.signed_in().get(home).text, "it was asked already"


def test_who_is_not_a_member_is_not_asked(circle: Cast) -> None:
    send(circle, "bram", "phase", "ask", to="start", reason="We willen beginnen.")
    assert 'value="not_yet"' not in read(circle, "amina", "phase")
    assert 'value="not_yet"' not in read(circle, "dewi", "phase")


def test_between_two_meetings(circle: Cast) -> None:
    held_on(circle, TODAY() - timedelta(days=10))
    assert "Vertel het" in circle.bram.signed_in().get(reverse("community", args=[circle.community.pk])).text
    fields = {"il.tried": "Ik liet ze kiezen.", "il.need": "Een half uur.", "share-il.need": "yes"}
    assert send(circle, "bram", "between", "write", **fields).status_code == 302
    assert LogbookEntry.objects.count() == 2
    assert "Ik liet ze kiezen." in read(circle, "bram", "between")
    seen = read(circle, "amina", "between")
    assert "Een half uur." in seen and "Ik liet ze kiezen." not in seen


def test_planning_takes_from_the_agenda(circle: Cast) -> None:
    bram = circle.bram.person
    task = LearningTask.objects.get()
    steps.make_ready(task, by=bram, due=TODAY() + timedelta(days=3), product="Een lijst")
    steps.start_task(task, by=bram)
    place = f"{reverse('plan')}?community={circle.community.pk}"
    page = circle.bram.signed_in().get(place).text
    assert f'name="tasks" value="{task.pk}" checked' in page
    soon = (TODAY() + timedelta(days=5)).isoformat()
    form = {"do": "save", "title": "Wat zagen we?", "day": soon, "clock": "15:30", "table": "yes"}
    circle.bram.signed_in().post(place, form | {"tasks": [str(task.pk)]})
    meeting = Meeting.objects.get(title="Wat zagen we?")
    assert list(meeting.tasks.all()) == [task]
    home = circle.dewi.signed_in().get(reverse("community", args=[circle.community.pk])).text
    assert "Op tafel" in home and "Kijk bij elkaar" in home
    again = reverse("replan", args=[meeting.pk])
    assert f'value="{task.pk}" checked' in circle.bram.signed_in().get(again).text
    circle.bram.signed_in().post(again, form)
    assert not meeting.tasks.exists()


@pytest.mark.parametrize("number", ["1", "2", "3", "4", "5"])
def test_an_example_fills_the_plan(cast: Cast, number: str) -> None:
    place = f"{reverse('plan')}?community={cast.community.pk}&example={number}&day=2030-03-05"
    page = cast.bram.signed_in().get(place).text
    assert 'value="2030-03-05"' in page and 'name="title" value=""' not in page


@pytest.mark.parametrize("number", ["0", "6", "x", "11", "²"])
def test_an_example_that_is_not_there_changes_nothing(cast: Cast, number: str) -> None:
    place = f"{reverse('plan')}?community={cast.community.pk}&example={number}&day=ooit"
    page = cast.bram.signed_in().get(place)
    assert page.status_code == 200 and 'name="title" value=""' in page.text


def test_roles_are_suggested_and_shown(circle: Cast) -> None:
    meeting = circle.meeting(opened=False).meeting
    place = reverse("session_roles", args=[meeting.pk])
    assert "voorstel: Bram" in circle.amina.signed_in().get(place).text
    given = {"do": "give", "chair": str(circle.bram.person.pk)}
    assert circle.amina.signed_in().post(place, given).status_code == 302
    home = circle.dewi.signed_in().get(reverse("community", args=[circle.community.pk])).text
    assert "Voorzitter" in home and circle.dewi.signed_in().get(place).status_code == 404
    assert circle.amina.signed_in().post(place, {"do": "give", "chair": "invented"}).status_code == 409


def test_insights_are_gone_through(circle: Cast) -> None:
    ours = {"organisation": circle.organisation, "community": circle.community, "stage": "insight"}
    row = Insight.objects.create(title="Leerlingen willen kiezen.", **ours)
    assert "Nog 1 te gaan" in read(circle, "bram", "insights_review")
    no = send(circle, "bram", "insights_review", "review", insight=row.pk, choice="stop", words_stop="Nee")
    assert no.status_code == 409 and ">Nee</textarea>" in no.text
    send(circle, "bram", "insights_review", "review", insight=row.pk, choice="keep_as_insight")
    assert "Alle inzichten zijn besproken." in read(circle, "bram", "insights_review")


def test_insights_come_one_at_a_time_and_may_be_skipped(circle: Cast) -> None:
    ours = {"organisation": circle.organisation, "community": circle.community, "stage": "insight"}
    earlier = timezone.localdate() - timedelta(days=3)
    one = Insight.objects.create(title="Eén zin.", opened_on=earlier, **ours)
    two = Insight.objects.create(title="Nog een zin.", **ours)
    bram, place = circle.bram.signed_in(), reverse("insights_review", args=[circle.community.pk])
    pages = [bram.get(place).text, bram.get(f"{place}?from={two.pk}").text, bram.get(f"{place}?from=x").text]
    asked = [page.split('name="insight" value="')[1][:36] for page in pages]
    assert asked == [str(one.pk), str(two.pk), str(one.pk)]
    given = {"choice": "carry_on", "words_on": "Drie tellen wachten.", "into": "action", "mine": "yes"}
    assert send(circle, "bram", "insights_review", "review", insight=two.pk, **given).status_code == 302
    assert [str(owner) for owner in Action.objects.get().owners.all()] == [str(circle.bram.person)]
    assert "Nog 1 te gaan" in read(circle, "bram", "insights_review")
    assert 'name="choice"' not in read(circle, "dewi", "insights_review")


def test_a_card_is_kept_and_read_by_the_circle(circle: Cast) -> None:
    assert send(circle, "bram", "role_cards", "card", bring="Ik bak koekjes").status_code == 302
    assert "Ik bak koekjes" in read(circle, "dewi", "role_cards")
    page = send(circle, "bram", "role_cards", "card", bring="x" * 281, need="Rust")
    assert page.status_code == 409 and ">Rust</textarea>" in page.text


def test_what_somebody_wrote_is_text(circle: Cast) -> None:
    send(circle, "bram", "learning", "task", title="<script>alert(1)</script>")
    for name in ("learning", "community"):
        page = circle.amina.signed_in().get(at(circle, name)).text
        assert "<script>alert" not in page
    assert "&lt;script&gt;" in read(circle, "amina", "learning")


def test_buttons_that_do_not_exist_say_so(circle: Cast) -> None:
    for name in PAGES:
        if name != "rhythm":
            assert send(circle, "bram", name, "burn").status_code == 409


def test_the_pages_speak_english_too(circle: Cast) -> None:
    browser = circle.bram.signed_in()
    for name in PAGES:
        assert browser.get(at(circle, name) + "?lang=en").status_code == 200
    assert "Our learning agenda" in browser.get(at(circle, "learning") + "?lang=en").text


@pytest.mark.parametrize("face", ["board", "lead"])
def test_at_the_end_of_a_meeting_the_wall_asks_to_go_on(
    cast: Cast, face: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(cast, [cast.bram.person])
    monkeypatch.setattr(looking, "criteria_of", lambda row: [("RU-1", True)])
    gathering = cast.meeting("looking_back")
    for step, asks in (("answer", False), ("look", False), ("choose", True)):
        go_to(gathering.meeting, step)
        state = read_meeting(str(gathering.meeting.pk))
        assert state is not None
        assert ("Jullie lijken klaar voor de volgende fase: Start" in render(state, face, "nl").html) == asks


def test_whoever_leads_writes_down_the_one_thing_on_their_own_page(cast: Cast) -> None:
    begun(cast, [cast.bram.person])
    gathering = cast.meeting("looking_back")
    go_to(gathering.meeting, "choose")
    amina = cast.amina.signed_in()
    page = amina.get(reverse("lead", args=[gathering.meeting.pk])).text
    found = re.search(r'<form class="say[^"]*" method="post" action="([^"]+)"(.*?)</form>', page, re.S)
    assert found is not None
    door, form = found.groups()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    assert fields["_kind"] == "lb.adjust"
    amina.post(door, {**fields, "text": "We beginnen met een ronde."})
    state = read_meeting(str(gathering.meeting.pk))
    assert state is not None and "We beginnen met een ronde." in render(state, "board", "nl").html
