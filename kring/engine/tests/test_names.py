"""With or without names (C-32): everybody is asked, one no is enough, and nobody finds out whose it was."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.apps import apps
from django.core import serializers

from kring.conftest import Cast, Gathering
from kring.engine.access import sees_outcome
from kring.engine.meetings.actions import contribute, reveal
from kring.engine.meetings.course import AgendaItem, go_on, go_to
from kring.engine.meetings.models import Activity, NamesMark, PaperMark
from kring.engine.meetings.names import answer_names, ask_names, objected, settle_names
from kring.engine.meetings.progress import progress
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.scenes import settings_of
from kring.engine.meetings.seats import leave_seat
from kring.engine.retention import delete_anonymous_answers
from kring.engine.tests.speaking import PICKS, envelope, pick
from kring.kit.payload import Refused
from kring.tools.change_colours.vocabulary import STATEMENTS


@pytest.fixture
def three(cast: Cast) -> Gathering:
    """Aart, Bert and Claire, who were just asked."""
    gathering = cast.meeting(people=3, settings=PICKS)
    ask_names(gathering.meeting)
    return gathering


def say(gathering: Gathering, *answers: bool) -> None:
    """The seats answer, in their order."""
    for seat, yes in zip(gathering.seats, answers, strict=False):
        answer_names(gathering.activity, seat, yes)


def with_names(cast: Cast, people: int = 3) -> Gathering:
    """A meeting in which everybody said yes."""
    gathering = cast.meeting(people=people, settings=PICKS)
    ask_names(gathering.meeting)
    say(gathering, *[True] * people)
    assert settle_names(gathering.meeting) == "yes"
    return gathering


# One no is enough


def test_everybody_says_yes_and_it_runs_with_names(three: Gathering) -> None:
    say(three, True, True, True)
    assert three.activity.anonymous, "not before the question is closed"
    assert settle_names(three.meeting) == "yes"
    activity = three.activity
    assert not activity.anonymous and activity.names == "yes" and activity.names_said == ""
    state = read_meeting(str(three.meeting.pk)).activity
    assert settings_of(state)["named"] is True


@pytest.mark.parametrize("no", [0, 1, 2])
def test_one_no_and_it_stays_anonymous(three: Gathering, no: int) -> None:
    say(three, *(seat != no for seat in range(3)))
    assert settle_names(three.meeting) == "no"
    assert three.activity.anonymous and three.activity.names == "no"
    assert "named" not in settings_of(read_meeting(str(three.meeting.pk)).activity)


def test_whoever_said_nothing_did_not_say_yes(three: Gathering) -> None:
    say(three, True, True)
    assert settle_names(three.meeting) == "no"


def test_whoever_left_is_not_waited_for(three: Gathering) -> None:
    say(three, True, True)
    leave_seat(three.seats[2])
    assert settle_names(three.meeting) == "yes"


def test_a_no_stays_when_its_author_leaves(three: Gathering) -> None:
    say(three, True, True, False)
    leave_seat(three.seats[2])
    assert settle_names(three.meeting) == "no"


def test_a_yes_can_still_become_a_no_and_never_the_other_way(three: Gathering) -> None:
    say(three, True, True, True)
    answer_names(three.activity, three.seats[0], False)
    answer_names(three.activity, three.seats[0], True)
    assert settle_names(three.meeting) == "no"


def test_settling_twice_changes_nothing(three: Gathering) -> None:
    say(three, True, True, True)
    assert [settle_names(three.meeting) for _ in range(2)] == ["yes", "yes"]


@pytest.mark.parametrize("people", [1, 5])
def test_it_is_for_two_to_four(cast: Cast, people: int) -> None:
    gathering = cast.meeting(people=people, settings=PICKS)
    with pytest.raises(Refused, match="names_not_few"):
        ask_names(gathering.meeting)


def test_a_fifth_who_comes_in_makes_it_possible_without_names(three: Gathering) -> None:
    for name in ("Dirk", "Emese"):
        three.sit_down(name)
    say(three, *[True] * 5)
    assert settle_names(three.meeting) == "no"


def test_nothing_is_asked_once_somebody_said_something(cast: Cast) -> None:
    gathering = cast.meeting(people=3, settings=PICKS)
    go_to(gathering.meeting, "pick")
    pick(gathering.activity, gathering.paper(0)[1])
    with pytest.raises(Refused, match="names_too_late"):
        ask_names(gathering.meeting)


@pytest.mark.parametrize("tool", ["opening", "change_lab", "carousel"])
def test_not_where_nothing_is_anonymous_nor_where_it_comes_back_before_others(cast: Cast, tool: str) -> None:
    gathering = cast.meeting(tool, people=3)
    with pytest.raises(Refused, match="names_too_late"):
        ask_names(gathering.meeting)


def test_not_in_peoples_own_time(cast: Cast) -> None:
    gathering = cast.meeting(people=3, settings=PICKS, kind="async")
    with pytest.raises(Refused, match="names_too_late"):
        ask_names(gathering.meeting)


def test_whoever_plans_can_ask_for_it(cast: Cast) -> None:
    gathering = cast.meeting(agenda=[AgendaItem("change_colours", settings=PICKS, names=True)])
    assert gathering.activity.names == "asking"
    for name in ("Aart", "Bert"):
        gathering.sit_down(name)
    say(gathering, True, True)
    assert settle_names(gathering.meeting) == "yes"
    assert cast.meeting("opening", agenda=[AgendaItem("opening", names=True)]).activity.names == ""


# Before the first question


def test_nothing_else_happens_while_it_is_asked(three: Gathering) -> None:
    _, voice = three.paper(0)
    said = envelope("join", "cc.done", "join")
    attempts = (
        lambda: go_on(three.meeting, ""),
        lambda: go_to(three.meeting, "pick"),
        lambda: reveal(three.activity, "picture", "", by="Amina"),
        lambda: contribute(three.activity, "anonymous", voice, envelope("pick", "cc.pick", "think")),
        lambda: contribute(three.activity, "named", str(three.seats[0].pk), said),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code in ("names_first", "step_closed", "not_in_this_step")


def test_the_step_is_open_and_waits_for_the_question(cast: Cast) -> None:
    gathering = cast.meeting(people=3, settings=PICKS)
    go_to(gathering.meeting, "pick")
    _, voice = gathering.paper(0)
    ask_names(gathering.meeting)
    with pytest.raises(Refused, match="names_first"):
        pick(gathering.activity, voice)
    say(gathering, True, True, False)
    settle_names(gathering.meeting)
    assert pick(gathering.activity, voice) == 1, "it stayed anonymous: the paper is good"


def test_closing_the_meeting_leaves_nothing_of_the_question(three: Gathering) -> None:
    say(three, True)
    three.close()
    activity = Activity.objects.get(meeting=three.meeting)
    assert (activity.names, activity.names_said, NamesMark.objects.count()) == ("no", "", 0)


# Who leads sees how many


def test_how_many_answered_and_nothing_else(three: Gathering) -> None:
    told = []
    for seat, yes in zip(three.seats, (True, False, True), strict=True):
        answer_names(three.activity, seat, yes)
        now = progress(read_meeting(str(three.meeting.pk)))
        told.append((now.done, now.n, now.asked))
    assert told == [(1, 3, True), (2, 3, True), (3, 3, True)]


# Nobody finds out


def everything(activity: Activity) -> dict[str, Any]:
    """The whole database as an administrator reads it, table by table; the sealed text by its length."""
    found: dict[str, Any] = {}
    for model in apps.get_app_config("engine").get_models():
        rows = serializers.serialize("python", model.objects.order_by("pk"))
        for row in rows:
            if "names_said" in row["fields"]:
                row["fields"]["names_said"] = len(row["fields"]["names_said"])
            if model is NamesMark:
                row["pk"] = row["fields"]["seat"]
        found[model._meta.label] = sorted(rows, key=str)
    return found


@pytest.mark.parametrize("nos", [set(), {0}, {1}, {2}, {0, 1}, {0, 1, 2}])
def test_the_database_looks_the_same_whoever_said_no(three: Gathering, nos: set[int]) -> None:
    """Read after every single answer: the same rows change in the same way for a yes and for a no."""
    before = everything(three.activity)
    for place, seat in enumerate(three.seats):
        answer_names(three.activity, seat, place not in nos)
        now = everything(three.activity)
        changed = {label for label in now if now[label] != before[label]}
        assert changed == {"engine.Activity", "engine.NamesMark"}
        [row] = [one for one in now["engine.Activity"] if str(one["pk"]) == str(three.activity.pk)]
        [was] = [one for one in before["engine.Activity"] if str(one["pk"]) == str(three.activity.pk)]
        differs = {name for name in row["fields"] if row["fields"][name] != was["fields"][name]}
        assert differs == {"version"}, "the sealed text keeps its length"
        before = now


def test_the_sealed_text_is_another_one_every_time(three: Gathering) -> None:
    texts = [three.activity.names_said]
    for seat, yes in zip(three.seats, (True, True, False), strict=True):
        answer_names(three.activity, seat, yes)
        texts.append(three.activity.names_said)
    assert len(set(texts)) == 4 and len({len(text) for text in texts}) == 1
    assert objected(three.activity)


def test_after_a_no_nothing_is_left_and_the_order_does_not_matter(cast: Cast) -> None:
    left = []
    for order in permutations((True, True, False)):
        gathering = cast.meeting(people=3, settings=PICKS)
        ask_names(gathering.meeting)
        say(gathering, *order)
        settle_names(gathering.meeting)
        activity = gathering.activity
        left.append((activity.names, activity.names_said, activity.names_marks.count(), activity.version))
    assert set(left) == {("no", "", 0, left[0][3])}


def test_nothing_is_logged(three: Gathering, caplog: pytest.LogCaptureFixture) -> None:
    before = LogEntry.objects.count()
    say(three, True, False, True)
    settle_names(three.meeting)
    assert LogEntry.objects.count() == before and caplog.records == []


def test_a_mark_has_no_moment() -> None:
    assert {field.name for field in NamesMark._meta.get_fields()} == {"id", "activity", "seat"}


def test_without_its_key_a_sealed_answer_is_a_no(three: Gathering) -> None:
    say(three, True, True, True)
    Activity.objects.filter(pk=three.activity.pk).update(names_said='{"~sealed": "from another house"}')
    assert settle_names(three.meeting) == "no"


# With names


def test_everybody_speaks_as_a_seat_and_no_paper_is_left(cast: Cast) -> None:
    gathering = cast.meeting(people=3, settings=PICKS)
    _, voice = gathering.paper(0)
    ask_names(gathering.meeting)
    say(gathering, True, True, True)
    settle_names(gathering.meeting)
    go_to(gathering.meeting, "pick")
    said = envelope("pick", "cc.pick", "think", {"colours": ["blue"]})
    contribute(gathering.activity, "named", str(gathering.seats[0].pk), said)
    with pytest.raises(Refused, match="not_this_lane"):
        contribute(gathering.activity, "anonymous", voice, {**said, "uuid": envelope("", "")["uuid"]})
    activity = gathering.activity
    assert not activity.voices.exists() and not activity.stack.exists()
    assert not PaperMark.objects.filter(activity=activity).exists()


def test_a_latecomer_is_asked_too(cast: Cast) -> None:
    gathering = with_names(cast, 2)
    late = gathering.sit_down("Laat")
    go_to(gathering.meeting, "pick")
    said = envelope("pick", "cc.pick", "think", {"colours": ["blue"]})
    with pytest.raises(Refused, match="names_not_agreed"):
        contribute(gathering.activity, "named", str(late.pk), said)
    answer_names(gathering.activity, late, True)
    assert contribute(gathering.activity, "named", str(late.pk), said) == 1


def test_of_a_latecomers_no_nothing_is_kept(cast: Cast) -> None:
    gathering = with_names(cast, 2)
    late = gathering.sit_down("Laat")
    before = everything(gathering.activity)
    answer_names(gathering.activity, late, False)
    assert everything(gathering.activity) == before
    assert progress(read_meeting(str(gathering.meeting.pk))).n == 2, "nobody waits for who follows along"


def test_the_outcome_is_for_who_took_part(cast: Cast) -> None:
    gathering = cast.meeting(people=1, settings=PICKS)
    bram = gathering.sit_down("Bram", person=cast.bram.person)
    ask_names(gathering.meeting)
    say(gathering, True, True)
    settle_names(gathering.meeting)
    late = gathering.sit_down("Laat")
    activity = gathering.activity
    assert sees_outcome(activity, None, gathering.seats[0]) and sees_outcome(activity, cast.bram.person, None)
    assert sees_outcome(activity, None, bram)
    assert not sees_outcome(activity, None, late) and not sees_outcome(activity, cast.amina.person, None)
    assert sees_outcome(cast.meeting().activity, cast.amina.person, None), "without names it is the circle's"


def test_what_was_with_names_does_not_come_back_before_others(cast: Cast) -> None:
    """The next activity of the thread may have other people in it."""
    first = with_names(cast)
    go_to(first.meeting, "pick")
    for seat in first.seats:
        said = envelope("pick", "cc.pick", "think", {"colours": ["blue"]})
        contribute(first.activity, "named", str(seat.pk), said)
    go_to(first.meeting, "strategy")
    title = envelope("strategy", "cc.phase", str(first.meeting.pk), {"title": "Beginnen"})
    contribute(first.activity, "named", str(first.seats[0].pk), title)
    go_to(first.meeting, "situation")
    for seat in first.seats:
        for item in STATEMENTS["blue"]:
            said = envelope("situation", "cc.situation", item, {"value": 4})
            contribute(first.activity, "named", str(seat.pk), said)
    reveal(first.activity, "situation", "", by="Amina")
    thread = first.activity.thread
    first.close()
    assert thread is not None
    again = cast.meeting(agenda=[AgendaItem("change_colours", settings=PICKS, thread=thread)])
    state = read_meeting(str(again.meeting.pk)).activity
    assert [one.kind for one in state.ledger.earlier] == ["cc.phase"]
    assert [one.published for one in state.chapters] == [()]


def test_what_was_given_with_a_name_goes_when_it_would_have_gone_without(cast: Cast) -> None:
    from datetime import timedelta

    from django.utils import timezone

    gathering = with_names(cast)
    go_to(gathering.meeting, "pick")
    said = envelope("pick", "cc.pick", "think", {"colours": ["blue"]})
    contribute(gathering.activity, "named", str(gathering.seats[0].pk), said)
    go_to(gathering.meeting, "strategy")
    title = envelope("strategy", "cc.phase", str(gathering.meeting.pk), {"title": "Beginnen"})
    contribute(gathering.activity, "named", str(gathering.seats[0].pk), title)
    gathering.close()
    activity = Activity.objects.get(meeting=gathering.meeting)
    assert delete_anonymous_answers(timezone.now() + timedelta(days=4000)) == 1
    assert [one.kind for one in activity.named.all()] == ["cc.phase"]
