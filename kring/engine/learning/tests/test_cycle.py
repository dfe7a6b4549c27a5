"""A question that is adopted and sharpened, and a group that moves from phase to phase because it decides so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.anchors.stages import life_stage
from kring.engine.learning.cycles import current_cycle, last_cycle, plan_cycle
from kring.engine.learning.facts import criteria_of, mark_purpose
from kring.engine.learning.models import LearningCycle, PhaseProposal
from kring.engine.learning.phases import answer_move, ask_to_move, choose_future, open_proposal, tend_cycles
from kring.engine.learning.questions import (
    asks_again,
    current_question,
    propose_question,
    proposed_question,
    respond_to_question,
    say_still_right,
    tend_questions,
    withdraw_question,
)
from kring.engine.learning.steps import make_ready, take_along
from kring.engine.learning.tasks import add_task, left_over, take_up
from kring.engine.learning.tests.people import QUESTION, adopted, begun, held_on, more_members
from kring.engine.people.models import Community, Membership
from kring.kit.payload import Refused

WHY = "We kennen elkaar al en willen aan het werk."
TODAY = timezone.localdate


def moved(cycle: LearningCycle, to: str, members: list, reason: str = WHY) -> LearningCycle:
    """Everybody says yes."""
    asked = ask_to_move(cycle, to, by=members[0], reason=reason)
    for one in members[1:]:
        if PhaseProposal.objects.get(pk=asked.pk).outcome:
            break
        answer_move(asked, by=one, value="yes")
    return LearningCycle.objects.get(pk=cycle.pk)


def test_the_first_words_of_a_question_begin_a_cycle(cast: Cast) -> None:
    members = more_members(cast, 3)
    version = propose_question(cast.community, by=members[0], text=QUESTION)
    cycle = current_cycle(cast.community)
    assert cycle and (cycle.number, cycle.phase, version.adopted_on) == (1, "run_up", None)
    for one in members[1:]:
        assert not current_question(cycle)
        respond_to_question(version, by=one, value="ok")
    assert current_question(cycle).text == QUESTION
    assert Community.objects.get(pk=cast.community.pk).learning_question == QUESTION


def test_the_same_words_twice_are_one_question(cast: Cast) -> None:
    more_members(cast, 2)
    first = propose_question(cast.community, by=cast.bram.person, text=QUESTION)
    assert propose_question(cast.community, by=cast.bram.person, text=f"  {QUESTION} ") == first


def test_who_only_guides_does_not_choose_the_question(cast: Cast) -> None:
    with pytest.raises(Refused, match="members_only"):
        propose_question(cast.community, by=cast.amina.person, text=QUESTION)
    version = propose_question(cast.community, by=cast.bram.person, text=QUESTION)
    with pytest.raises(Refused, match="members_only"):
        respond_to_question(version, by=cast.amina.person, value="ok")


@pytest.mark.parametrize(("text", "code"), [("Waarom?", "text_too_short"), ("x" * 141, "text_too_long")])
def test_a_question_is_not_too_short_and_not_too_long(cast: Cast, text: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        propose_question(cast.community, by=cast.bram.person, text=text)


def test_sharpening_needs_a_reason_and_keeps_the_old_words(cast: Cast) -> None:
    members = more_members(cast, 2)
    old = adopted(cast, members)
    sharper = "Hoe geven wij feedback waar leerlingen de volgende les iets mee doen?"
    with pytest.raises(Refused, match="why_needed"):
        propose_question(cast.community, by=members[0], text=sharper)
    new = adopted(cast, members, sharper, why="De volgende les kunnen we zien, ooit niet.")
    old.refresh_from_db()
    assert (new.number, new.cycle) == (2, old.cycle) and old.superseded_on == TODAY()
    assert current_question(new.cycle) == new and new.why.startswith("De volgende les")


def test_an_objection_holds_the_question_until_its_fourteen_days_are_over(cast: Cast) -> None:
    members = more_members(cast, 6)
    long_ago = TODAY() - timedelta(days=14)
    version = propose_question(cast.community, by=members[0], text=QUESTION, today=long_ago)
    respond_to_question(
        version, by=members[6], value="object", remark="Dit is niet mijn vraag", today=long_ago
    )
    for one in members[1:5]:
        respond_to_question(version, by=one, value="ok", today=long_ago)
    assert tend_questions(TODAY()) == 0, "five of seven is not four fifths"
    respond_to_question(version, by=members[5], value="adjust", remark="Korter", today=long_ago)
    assert tend_questions(TODAY()) == 1 and tend_questions(TODAY()) == 0
    assert current_question(version.cycle) == version


def test_a_proposal_can_be_withdrawn_by_whoever_made_it(cast: Cast) -> None:
    members = more_members(cast, 1)
    version = propose_question(cast.community, by=members[0], text=QUESTION)
    with pytest.raises(Refused, match="not_your_proposal"):
        withdraw_question(version, by=members[1])
    withdraw_question(version, by=members[0])
    assert proposed_question(version.cycle) is None
    with pytest.raises(Refused, match="not_asked"):
        respond_to_question(version, by=members[1], value="ok")


def test_after_five_meetings_the_circle_is_asked_if_its_question_is_still_right(cast: Cast) -> None:
    members = more_members(cast, 3)
    version = adopted(cast, members)
    version.adopted_on = TODAY() - timedelta(days=30)
    version.save()
    for days in (25, 20, 15, 10):
        held_on(cast, TODAY() - timedelta(days=days))
    assert not asks_again(version)
    held_on(cast, TODAY() - timedelta(days=5))
    assert asks_again(version)
    say_still_right(version, by=members[0])
    say_still_right(version, by=members[0])
    version.refresh_from_db()
    assert asks_again(version), "one of four is not half"
    say_still_right(version, by=members[1])
    version.refresh_from_db()
    assert not asks_again(version)


def test_a_question_of_half_a_year_is_asked_about_but_holidays_do_not_count(cast: Cast) -> None:
    version = adopted(cast, [cast.bram.person])
    version.adopted_on = TODAY() - timedelta(days=180)
    assert asks_again(version)
    first = TODAY() - timedelta(days=60)
    cast.school.holidays.create(name="zomer", first_day=first, last_day=first)
    assert not asks_again(version)


def test_moving_on_with_open_points_needs_a_reason_and_keeps_them(cast: Cast) -> None:
    members = more_members(cast, 3)
    cycle = begun(cast, members)
    with pytest.raises(Refused, match="open_points"):
        ask_to_move(cycle, "start", by=members[0])
    with pytest.raises(Refused, match="open_points"):
        ask_to_move(cycle, "start", by=members[0], reason="Zomaar.")
    asked = ask_to_move(cycle, "start", by=members[0], reason=WHY)
    assert asked.outcome == "" and ask_to_move(cycle, "start", by=members[1], reason=WHY) == asked
    cycle.refresh_from_db()
    entry = cycle.phase_log.get()
    assert (cycle.phase, entry.reason, entry.decided_by.count()) == ("start", WHY, 2)
    assert entry.unmet_criteria == ["RU-2", "RU-3", "RU-4", "RU-5", "RU-6"]


def test_as_many_not_yet_as_yes_moves_nothing(cast: Cast) -> None:
    members = more_members(cast, 3)
    cycle = begun(cast, members)
    asked = ask_to_move(cycle, "start", by=members[0], reason=WHY)
    with pytest.raises(Refused, match="reason_short"):
        answer_move(asked, by=members[1], value="not_yet")
    answer_move(asked, by=members[1], value="not_yet", reason="Els is er nog niet")
    answer_move(asked, by=members[2], value="not_yet", reason="Ik wil eerst praten")
    answer_move(asked, by=members[3], value="yes")
    cycle.refresh_from_db()
    assert cycle.phase == "run_up"
    answer_move(asked, by=members[2], value="yes")
    cycle.refresh_from_db()
    assert cycle.phase == "start", "somebody may change their answer"


def test_a_question_to_move_on_ends_after_a_week_without_a_change(cast: Cast) -> None:
    members = more_members(cast, 3)
    cycle = begun(cast, members)
    week_ago = TODAY() - timedelta(days=8)
    asked = ask_to_move(cycle, "start", by=members[0], reason=WHY, today=week_ago)
    assert open_proposal(cycle) is None and tend_cycles(TODAY()) == 1
    with pytest.raises(Refused, match="not_asked"):
        answer_move(asked, by=members[1], value="yes")
    cycle.refresh_from_db()
    assert cycle.phase == "run_up" and ask_to_move(cycle, "start", by=members[1], reason=WHY) != asked


def test_who_guides_or_looks_along_has_no_vote(cast: Cast) -> None:
    cycle = begun(cast, more_members(cast, 3))
    asked = ask_to_move(cycle, "start", by=cast.bram.person, reason=WHY)
    for name in ("amina", "dewi", "chris", "els"):
        with pytest.raises(Refused, match="members_only"):
            answer_move(asked, by=cast[name].person, value="yes")
        with pytest.raises(Refused, match="members_only"):
            ask_to_move(cycle, "start", by=cast[name].person, reason=WHY)


def test_a_guide_who_is_a_member_too_has_one_vote(cast: Cast) -> None:
    cast.join("amina", cast.community)
    cycle = begun(cast, [cast.bram.person, cast.amina.person])
    assert ask_to_move(cycle, "start", by=cast.amina.person, reason=WHY).answers.count() == 1


def test_only_steps_of_the_machine_are_made(cast: Cast) -> None:
    cycle = begun(cast, [cast.bram.person])
    for wrong in ("run_up", "middle", "end", "closed", "holiday"):
        with pytest.raises(Refused, match="no_such_move"):
            ask_to_move(cycle, wrong, by=cast.bram.person, reason=WHY)


def test_reshaping_the_tasks_goes_back_without_conditions(cast: Cast) -> None:
    bram = [cast.bram.person]
    cycle = moved(moved(begun(cast, bram), "start", bram), "middle", bram)
    back = moved(cycle, "start", bram, reason="")
    assert back.phase == "start" and back.phase_log.last().unmet_criteria == []


def to_the_end(cast: Cast, members: list) -> LearningCycle:
    """A cycle in its last phase."""
    cycle = begun(cast, members)
    for phase in ("start", "middle", "end"):
        cycle = moved(cycle, phase, members)
    return cycle


def test_a_cycle_cannot_close_without_a_choice(cast: Cast) -> None:
    members = more_members(cast, 1)
    cycle = to_the_end(cast, members)
    with pytest.raises(Refused, match="future_needed"):
        ask_to_move(cycle, "closed", by=members[0], reason=WHY)
    choose_future(cycle, "new_cycle", by=members[1])
    closed = moved(cycle, "closed", members)
    assert (closed.phase, closed.closed_on, closed.future_by) == ("closed", TODAY(), members[1])
    assert current_cycle(cast.community) is None and last_cycle(cast.community) == closed
    assert Community.objects.get(pk=cast.community.pk).ended_on is None


def test_a_circle_that_chose_to_stop_ends_with_its_cycle(cast: Cast) -> None:
    members = more_members(cast, 1)
    cycle = to_the_end(cast, members)
    choose_future(cycle, "stop", by=members[0])
    assert ask_to_move(cycle, "closed", by=members[0], reason=WHY)
    circle = Community.objects.get(pk=cast.community.pk)
    assert circle.ended_on == TODAY() and life_stage(circle) == "ended"
    with pytest.raises(Refused, match="circle_ended"):
        propose_question(circle, by=members[0], text=QUESTION)


def test_the_choice_stands_while_the_group_answers(cast: Cast) -> None:
    members = more_members(cast, 3)
    cycle = to_the_end(cast, members)
    choose_future(cycle, "hand_over", by=members[0])
    ask_to_move(cycle, "closed", by=members[0], reason=WHY)
    with pytest.raises(Refused, match="not_asked"):
        choose_future(cycle, "stop", by=members[1])


def test_a_cycle_closed_with_open_tasks_leaves_them_to_be_taken_along(cast: Cast) -> None:
    members = more_members(cast, 1)
    cycle = begun(cast, members)
    task = take_up(add_task(cast.community, by=members[0], title="Kijk bij elkaar"), by=members[0])
    make_ready(task, by=members[0], due=TODAY() + timedelta(days=9), product="Een lijst")
    for phase in ("start", "middle", "end"):
        cycle = moved(cycle, phase, members)
    choose_future(cycle, "new_cycle", by=members[0])
    closed = moved(cycle, "closed", members)
    assert "EN-2" in closed.phase_log.last().unmet_criteria and list(left_over(cast.community)) == [task]
    with pytest.raises(Refused, match="no_cycle"):
        take_along(task, by=members[0])
    second = begun(cast, members, "Hoe laten we leerlingen elkaar feedback geven?")
    take_along(task, by=members[1])
    task.refresh_from_db()
    assert (second.number, task.cycle, task.status) == (2, second, "ready")
    assert not left_over(cast.community)


def test_there_is_one_open_cycle_at_most(cast: Cast) -> None:
    cycle = begun(cast, [cast.bram.person])
    with pytest.raises(IntegrityError), transaction.atomic():
        LearningCycle.objects.create(community=cycle.community, number=2)


def test_what_was_done_may_be_called_the_introduction(cast: Cast) -> None:
    cycle = begun(cast, [cast.bram.person])
    met_before = dict(criteria_of(cycle))["RU-6"]
    meeting = held_on(cast, TODAY())
    mark_purpose(cycle, meeting.activities.get(), "introduction", by=cast.bram.person)
    assert (met_before, dict(criteria_of(cycle))["RU-6"]) == (False, True)
    with pytest.raises(Refused, match="unreadable"):
        mark_purpose(cycle, meeting.activities.get(), "party", by=cast.bram.person)


def test_an_activity_from_before_the_cycle_was_not_its_introduction(cast: Cast) -> None:
    cycle = begun(cast, [cast.bram.person])
    early = held_on(cast, TODAY() - timedelta(days=40))
    with pytest.raises(Refused, match="unreadable"):
        mark_purpose(cycle, early.activities.get(), "introduction", by=cast.bram.person)


def test_the_plan_is_for_whoever_guides(cast: Cast) -> None:
    cycle = begun(cast, [cast.bram.person])
    with pytest.raises(Refused, match="not_allowed"):
        plan_cycle(cycle, by=cast.bram.person, end=None, meetings=5, most_tasks=5)
    with pytest.raises(Refused, match="number_between"):
        plan_cycle(cycle, by=cast.amina.person, end=None, meetings=5, most_tasks=9)
    assert plan_cycle(cycle, by=cast.amina.person, end=TODAY(), meetings=6, most_tasks=8).most_tasks == 8


def test_a_circle_rests_after_ninety_active_days(cast: Cast) -> None:
    born = TODAY() - timedelta(days=200)
    Community.objects.filter(pk=cast.community.pk).update(created_on=born)
    circle = Community.objects.get(pk=cast.community.pk)
    assert life_stage(circle) == "dormant"
    meeting = cast.meeting(opened=False)
    assert life_stage(circle) == "initiating", "a planned meeting wakes it"
    meeting.meeting.delete()
    held_on(cast, TODAY() - timedelta(days=100))
    assert life_stage(circle) == "dormant"
    begin = TODAY() - timedelta(days=80)
    cast.school.holidays.create(name="zomer", first_day=begin, last_day=begin + timedelta(days=41))
    assert life_stage(circle) == "initiating", "a summer of 42 days does not count"


def test_a_circle_that_reached_the_middle_is_in_full_swing(cast: Cast) -> None:
    bram = [cast.bram.person]
    moved(moved(begun(cast, bram), "start", bram), "middle", bram)
    assert life_stage(cast.community) == "promoting"


def test_a_member_who_left_has_no_vote_any_more(cast: Cast) -> None:
    members = more_members(cast, 3)
    cycle = begun(cast, members)
    asked = ask_to_move(cycle, "start", by=members[0], reason=WHY)
    Membership.objects.filter(person=members[0]).update(status="left")
    answer_move(asked, by=members[1], value="yes")
    cycle.refresh_from_db()
    assert cycle.phase == "run_up", "one of three, for who asked is gone"
