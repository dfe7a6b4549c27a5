"""Scenes of planning: on a quiet evening, without script, with mistakes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kring.engine.meetings.course import AgendaItem, close_meeting, open_meeting, plan_meeting, replan_meeting
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Membership, Person
from kring.kit.payload import Refused, no_payload
from kring.kit.tool import Kind, Setting, Step, Tool
from kring.pages.facilitate import questions
from kring.pages.facilitate.draft import draft_from, press

CHANGE = "de nieuwe lestijden"


def typed(**more):
    """A plan as it stands in the form: one tool, with its questions answered."""
    return {
        "title": "Hoe gaat het met de lestijden?",
        "day": "2026-10-06",
        "clock": "15:30",
        "0-tool": "change_colours",
        "0-minutes": "90",
        "0-form": "self_pick",
        "0-change": CHANGE,
        "do": "save",
    } | more


def new(cast):
    return f"/meetings/new/?community={cast.community.pk}"


def test_amina_plans_a_meeting_for_her_circle(cast):
    answer = cast.amina.signed_in().post(new(cast), typed())
    meeting = Meeting.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/lead/{meeting.pk}/")
    assert meeting.community == cast.community
    assert timezone.localtime(meeting.planned_at).strftime("%Y-%m-%d %H.%M") == "2026-10-06 15.30"
    activity = meeting.activities.get()
    assert (activity.tool, activity.minutes) == ("change_colours", 90)
    assert activity.settings["form"] == "self_pick"
    assert activity.settings["change"] == CHANGE
    assert activity.settings["allow_names"] is False
    assert meeting.leadings.get().person == cast.amina.person


def test_a_meeting_in_everybodys_own_time_has_the_moment_at_which_all_see_what_came_of_it(cast):
    browser = cast.amina.signed_in()
    own = typed(own_time="yes", show_day="2026-10-13", show_clock="09:00")
    browser.post(new(cast), own)
    meeting = Meeting.objects.get()
    shows = meeting.activities.get().open_until
    assert meeting.kind == "async" and shows is not None
    assert timezone.localtime(shows).strftime("%Y-%m-%d %H.%M") == "2026-10-13 09.00"
    page = browser.get(f"/meetings/{meeting.pk}/plan/").content.decode()
    assert 'value="2026-10-13"' in page and "checked> Iedereen doet mee in eigen tijd" in page
    browser.post(f"/meetings/{meeting.pk}/plan/", typed(show_day="2026-10-13", show_clock="09:00"))
    meeting.refresh_from_db()
    assert meeting.kind == "live" and meeting.activities.get().open_until is None


@pytest.mark.parametrize("day, clock", [("", ""), ("2026-10-06", "15:30"), ("2026-10-01", "09:00")])
def test_the_outcome_comes_after_the_beginning(cast, day, clock):
    answer = cast.amina.signed_in().post(new(cast), typed(own_time="yes", show_day=day, show_clock=clock))
    assert answer.status_code == 409
    assert "Kies een moment dat later is dan het begin." in answer.content.decode()
    assert not Meeting.objects.exists()


def test_a_loose_meeting_belongs_to_the_organisation_only(cast):
    cast.joost.signed_in().post("/meetings/new/", typed())
    meeting = Meeting.objects.get()
    assert (meeting.community, meeting.organisation) == (None, cast.organisation)


@pytest.mark.parametrize(
    "who, may",
    [("amina", True), ("bram", True), ("chris", False), ("dewi", False), ("els", False), ("fatih", False)]
    + [("gijs", False), ("hanna", False), ("iris", False), ("joost", False), ("zara", False)],
)
def test_members_and_facilitators_plan_for_a_circle(cast, who, may):
    player = cast[who].signed_in()
    assert player.get(new(cast)).status_code == (200 if may else 404)
    assert player.post(new(cast), typed()).status_code == (302 if may else 404)
    assert Meeting.objects.exists() == may


def test_who_did_not_sign_in_is_asked_to(cast):
    answer = cast.stranger().get(new(cast))
    assert answer.status_code == 302
    assert "next=/meetings/new/" in answer.url


def test_the_circle_that_does_not_exist(cast):
    assert cast.amina.signed_in().get("/meetings/new/?community=nonsense").status_code == 404


def test_a_tool_is_put_on_the_agenda_and_nothing_typed_is_lost(cast):
    amina = cast.amina.signed_in()
    page = amina.post(
        new(cast),
        {"title": "<b>Samen</b>", "day": "2026-10-06", "clock": "15:30", "do": "add:change_colours"},
    ).content.decode()
    assert "&lt;b&gt;Samen&lt;/b&gt;" in page
    assert 'name="0-tool" value="change_colours"' in page
    assert "Om welke verandering gaat het?" in page
    assert "Kleuren van verandering" in page
    assert not Meeting.objects.exists()


def test_the_times_follow_the_minutes(cast):
    two = {"1-tool": "change_colours", "1-minutes": "20", "do": "times"}
    page = cast.amina.signed_in().post(new(cast), typed(**two)).content.decode()
    assert "<output data-from>17.00</output> – <output data-until>17.20</output>" in page
    assert "<output data-ends>17.20</output>" in page


def form(**values):
    return QueryDict("&".join(f"{key}={value}" for key, value in values.items()))


def three():
    """Three parts that can be told apart by their minutes."""
    parts = {f"{place}-tool": "change_colours" for place in range(3)}
    return draft_from(form(**parts, **{"0-minutes": 10, "1-minutes": 20, "2-minutes": 30}))


@pytest.mark.parametrize(
    "button, order, at",
    [
        ("up:1", ["20", "10", "30"], 0),
        ("up:0", ["10", "20", "30"], 0),
        ("down:1", ["10", "30", "20"], 2),
        ("down:2", ["10", "20", "30"], 2),
        ("remove:0", ["20", "30"], 0),
        ("remove:2", ["10", "20"], 1),
        ("remove:9", ["10", "20", "30"], None),
        ("up:-1", ["10", "20", "30"], None),
        ("up:x", ["10", "20", "30"], None),
        ("add:nonsense", ["10", "20", "30"], None),
        ("", ["10", "20", "30"], None),
    ],
)
def test_the_buttons_of_the_agenda(button, order, at):
    draft = three()
    assert press(draft, button, 0) == at
    assert [item.minutes for item in draft.items] == order


def test_a_title_of_ten_thousand_characters_is_refused_and_kept(cast):
    long = "a" * 10_000
    answer = cast.amina.signed_in().post(new(cast), typed(title=long))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Je tekst is 10000 tekens lang. Er passen er 80" in page
    assert f'value="{long}"' in page
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"title": "  "}, "Er staat nog niets"),
        ({"day": "6 oktober"}, "De datum of de tijd klopt nog niet"),
        ({"clock": "25:99"}, "De datum of de tijd klopt nog niet"),
        ({"day": "0001-01-01"}, "De datum of de tijd klopt nog niet"),
        ({"0-minutes": "veel"}, "een heel getal in van 1 tot en met 480"),
        ({"0-minutes": "0"}, "een heel getal in van 1 tot en met 480"),
        ({"0-minutes": "99999999999999999999"}, "een heel getal in van 1 tot en met 480"),
        ({"0-change": "b" * 141}, "Je tekst is 141 tekens lang. Er passen er 140"),
        ({"0-form": "guess"}, "Dat kan hier niet"),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_everything_stays(cast, wrong, sentence):
    answer = cast.amina.signed_in().post(new(cast), typed(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert sentence in page
    assert wrong.get("title", "Hoe gaat het met de lestijden?") in page
    assert not Meeting.objects.exists()


def test_a_plan_without_agenda_can_be_kept_but_not_opened(cast):
    amina = cast.amina.signed_in()
    amina.post(new(cast), {"title": "Later meer", "day": "2026-10-06", "clock": "15:30", "do": "save"})
    meeting = Meeting.objects.get()
    answer = amina.post(f"/lead/{meeting.pk}/open/")
    assert answer.status_code == 409
    assert "Er staat nog niets op de agenda. Kies eerst een werkvorm." in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.status == "planned"


def test_the_plan_can_be_changed_until_the_meeting_is_open(cast):
    gathering = cast.meeting(opened=False, settings={"form": "blocks", "max_load": 3})
    meeting, amina = gathering.meeting, cast.amina.signed_in()
    page = amina.get(f"/meetings/{meeting.pk}/plan/").content.decode()
    assert "Hoe pakken we de nieuwe lestijden aan?" in page
    amina.post(f"/meetings/{meeting.pk}/plan/", typed(**{"0-activity": str(meeting.activities.get().pk)}))
    meeting.refresh_from_db()
    assert meeting.title == "Hoe gaat het met de lestijden?"
    settings = meeting.activities.get().settings
    assert (settings["form"], settings["max_load"]) == ("self_pick", 3), (
        "what nobody is asked stays as it was"
    )

    open_meeting(meeting)
    answer = amina.get(f"/meetings/{meeting.pk}/plan/")
    assert (answer.status_code, answer.url) == (302, f"/lead/{meeting.pk}/")
    with pytest.raises(Refused, match="meeting_opened"):
        replan_meeting(meeting, title="Te laat", planned_at=timezone.now(), agenda=[])


@pytest.mark.parametrize("who", ["bram", "chris", "dewi", "els", "zara"])
def test_only_who_leads_changes_the_plan(cast, who):
    meeting = cast.meeting(opened=False).meeting
    assert cast[who].signed_in().post(f"/meetings/{meeting.pk}/plan/", typed()).status_code == 404


@pytest.mark.parametrize("people, offered", [(3, True), (21, False)])
def test_names_are_offered_in_small_circles_only(cast, people, offered):
    for place in range(people - 1):
        person = Person.objects.create_user(f"p{place}@noord.example", shown_name=f"P{place}")
        Membership.objects.create(person=person, community=cast.community)
    page = cast.amina.signed_in().post(new(cast), {"do": "add:change_colours"}).content.decode()
    assert ('name="0-allow_names" value="yes" checked' in page) == offered


def test_the_plan_asks_the_same_for_one_part_and_for_three(cast):
    amina = cast.amina.signed_in()
    amina.get("/")  # that somebody lives here is asked once
    asked = []
    meetings = [cast.meeting(opened=False, agenda=[AgendaItem("change_colours")] * n).meeting for n in (1, 3)]
    for meeting in meetings:
        with CaptureQueriesContext(connection) as seen:
            amina.get(f"/meetings/{meeting.pk}/plan/")
        asked.append(len(seen))
    assert asked[0] == asked[1] < 19


class Said:
    """Words that say what is asked of them."""

    lang = "nl"

    def text(self, file, ident, field=""):
        return f"{ident}.{field}"

    def has(self, file, ident, field=""):
        return True


def test_every_type_of_question_can_be_asked_and_read_back():
    tool = Tool(
        key="made_up",
        prefix="mu",
        steps=(Step("one", 5),),
        kinds=(
            Kind(
                "mu.a", "named", "answer", lambda key, payload, settings: no_payload(key, payload, settings)
            ),
        ),
        compute=lambda settings, people, given, as_of: {"at": date.min},
        settings=(
            Setting("rounds", "number", 2, lowest=1, highest=5, asked=True),
            Setting("who", "subset", ["a"], ("a", "b", "c"), asked=True),
            Setting("groups", "lines", ["een", "twee"], asked=True),
            Setting("fourth", "flag", True, asked=True),
        ),
    )
    answers = questions.defaults(tool, 0)
    asked = questions.questions(tool, Said(), answers, "0-", {})
    assert [one.name for one in asked] == ["0-rounds", "0-who", "0-groups"], (
        "a tool asks three questions at most"
    )
    assert [option.chosen for option in asked[1].options] == [True, False, False]
    assert asked[2].value == "een\ntwee"
    given = questions.read(tool, QueryDict("0-rounds=9&0-who=b&0-who=c&0-groups=drie%0Avier"), "0-")
    assert given == {"rounds": "9", "who": ["b", "c"], "groups": "drie\nvier"}
    assert {key: no.code for key, no in questions.check(tool, given).items()} == {"rounds": "number_between"}


def held(cast, tool="change_lab", **settings):
    """A meeting of the circle that was held to its end; its activity."""
    item = AgendaItem(tool, settings=settings)
    planned = plan_meeting(
        cast.organisation,
        title="Wat houdt ons tegen?",
        planned_at=timezone.now(),
        by=cast.amina.person,
        agenda=[item],
        community=cast.community,
    )
    close_meeting(open_meeting(planned))
    return planned.activities.get()


def test_a_lab_goes_on_where_it_stopped(cast):
    """One button: the next meeting of the same lab, with its question, one further."""
    before = held(cast, session_no=2, question="Wie kijkt er mee?")
    amina = cast.amina.signed_in()
    offered = amina.get(new(cast)).content.decode()
    assert "Verder met: Wat houdt ons tegen?" in offered
    pressed = amina.post(
        new(cast), {"title": "Verder", "do": f"add:change_lab:{before.thread}"}
    ).content.decode()
    assert 'name="0-session_no" inputmode="numeric" value="3"' in pressed
    assert "Gaat verder met: Wat houdt ons tegen?" in pressed
    plan = {
        "title": "Verder",
        "day": "2026-10-06",
        "clock": "15:30",
        "0-tool": "change_lab",
        "0-minutes": "90",
    }
    answers = {"0-session_no": "3", "0-question": "Wie kijkt er mee?", "0-object": ""}
    amina.post(new(cast), plan | answers | {"0-thread": str(before.thread), "do": "save"})
    following = Meeting.objects.get(title="Verder").activities.get()
    assert following.thread == before.thread
    assert following.settings["session_no"] == 3
    again = amina.get(f"/meetings/{following.meeting_id}/plan/").content.decode()
    assert f'name="0-thread" value="{before.thread}"' in again


def test_the_work_of_another_circle_does_not_go_on_here(cast):
    before = held(cast)
    plan = typed() | {"0-tool": "change_lab", "0-session_no": "2", "0-thread": str(before.thread)}
    cast.joost.signed_in().post("/meetings/new/", plan)
    mine = Meeting.objects.exclude(pk=before.meeting_id).get().activities.get()
    assert mine.thread not in (None, before.thread)


@pytest.mark.parametrize("tool", ["carousel", "change_lab"])
def test_what_is_new_begins_from_what_the_circle_is_learning_about(cast, tool):
    cast.community.learning_question = "Hoe geven wij feedback die iemand verder helpt?"
    cast.community.save()
    page = cast.amina.signed_in().post(new(cast), {"do": f"add:{tool}"}).content.decode()
    assert 'value="Hoe geven wij feedback die iemand verder helpt?"' in page
    cast.community.learning_question = "x" * 141
    cast.community.save()
    assert "x" * 100 not in cast.amina.signed_in().post(new(cast), {"do": f"add:{tool}"}).content.decode()
