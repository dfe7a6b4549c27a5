"""Goals and tasks: what we want to learn, and who takes up what because they want to."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from kring.conftest import Cast
from kring.engine.harvest.models import Action, Experience
from kring.engine.learning import steps, tasks
from kring.engine.learning.facts import facts_of
from kring.engine.learning.goals import add_goal, end_goal, goals_seen_by, share_goal
from kring.engine.learning.measures import measures
from kring.engine.learning.models import LearningGoal, LearningTask
from kring.engine.learning.steps import Told
from kring.engine.learning.tests.people import begun, more_members
from kring.engine.people.models import Membership, Person
from kring.kit.payload import Refused

TODAY = timezone.localdate
SOON = timedelta(days=10)
RESULT = "Leerlingen lezen de feedback pas als ze iets mogen kiezen."


@pytest.fixture
def members(cast: Cast) -> list[Person]:
    found = more_members(cast, 3)
    begun(cast, found)
    return found


def ready(cast: Cast, by: Person, title: str = "Kijk bij elkaar in de les", **fields: object) -> LearningTask:
    """A task that somebody took up and that can begin."""
    task = tasks.take_up(tasks.add_task(cast.community, by=by, title=title, **fields), by=by)
    return steps.make_ready(task, by=by, due=TODAY() + SOON, product="Een lijst")


def test_a_task_needs_a_cycle(cast: Cast) -> None:
    with pytest.raises(Refused, match="no_cycle"):
        tasks.add_task(cast.community, by=cast.bram.person, title="Kijk bij elkaar")


def test_an_idea_comes_from_a_member_or_whoever_guides(cast: Cast, members: list[Person]) -> None:
    idea = tasks.add_task(cast.community, by=cast.amina.person, title="Kijk bij elkaar")
    assert (
        idea.status == "idea"
        and tasks.add_task(cast.community, by=members[0], title="kijk bij elkaar") == idea
    )
    for name in ("dewi", "chris", "els"):
        with pytest.raises(Refused, match="not_allowed"):
            tasks.add_task(cast.community, by=cast[name].person, title="Iets anders")


def test_ready_needs_an_owner_a_date_and_a_product(cast: Cast, members: list[Person]) -> None:
    idea = tasks.add_task(cast.community, by=members[0], title="Kijk bij elkaar")
    with pytest.raises(Refused, match="needs_owner"):
        steps.make_ready(idea, by=members[0], due=TODAY() + SOON, product="Een lijst")
    tasks.take_up(idea, by=members[1])
    with pytest.raises(Refused, match="not_your_task"):
        steps.make_ready(idea, by=members[0], due=TODAY() + SOON, product="Een lijst")
    for due, text, code in (
        (None, "Een lijst", "needs_whole"),
        (TODAY() + SOON, "", "needs_whole"),
        (TODAY() - SOON, "Een lijst", "date_past"),
    ):
        with pytest.raises(Refused, match=code):
            steps.make_ready(idea, by=members[1], due=due, product=text)
    assert steps.make_ready(idea, by=members[1], due=TODAY(), product="Een lijst").status == "ready"


def test_a_task_cannot_be_given_to_somebody(cast: Cast, members: list[Person]) -> None:
    idea = tasks.add_task(cast.community, by=members[0], title="Kijk bij elkaar")
    tasks.ask_to_lead(idea, members[1], by=members[0])
    assert not idea.owners.exists()
    tasks.answer_ask(idea, by=members[1], yes=False)
    assert not idea.owners.exists() and idea.asks.get().answer == "no"
    tasks.ask_to_lead(idea, members[1], by=members[2])
    tasks.answer_ask(idea, by=members[1], yes=True)
    assert list(idea.owners.all()) == [members[1]]
    with pytest.raises(Refused, match="not_asked"):
        tasks.answer_ask(idea, by=members[2], yes=True)
    with pytest.raises(Refused, match="members_only"):
        tasks.ask_to_lead(idea, cast.chris.person, by=members[0])


def test_three_lead_at_most_and_the_fourth_can_join(cast: Cast, members: list[Person]) -> None:
    idea = tasks.add_task(cast.community, by=members[0], title="Kijk bij elkaar")
    for one in members[:3]:
        tasks.take_up(idea, by=one)
        tasks.take_up(idea, by=one)
    with pytest.raises(Refused, match="too_many_leads"):
        tasks.take_up(idea, by=members[3])
    tasks.join_task(idea, by=members[3])
    assert idea.owners.count() == 3 and list(idea.participants.all()) == [members[3]]


def test_the_sixth_task_asks_what_to_put_aside(cast: Cast, members: list[Person]) -> None:
    rows = [ready(cast, members[0], f"Taak nummer {n}") for n in range(5)]
    with pytest.raises(Refused, match="too_many_tasks") as no:
        ready(cast, members[0], "Nog een taak")
    assert no.value.values == {"n": 5}
    stopped = steps.stop_task(rows[0], by=members[0], reason="Eerst de andere vier")
    assert (stopped.status, stopped.stop_reason) == ("stopped", "Eerst de andere vier")
    assert ready(cast, members[0], "Nog een taak").status == "ready"


def test_every_step_that_is_not_listed_is_refused() -> None:
    allowed = {
        ("idea", "ready"), ("idea", "dropped"), ("ready", "doing"),
        ("doing", "ready"), ("doing", "done"), ("doing", "stopped"),
    }  # fmt: skip
    for before, after in product(steps.STEPS, steps.STEPS):
        task = LearningTask(status=before)
        if (before, after) in allowed:
            steps.step(task, after, TODAY())
            assert task.status == after
        else:
            with pytest.raises(Refused, match="no_such_step"):
                steps.step(task, after, TODAY())


def test_done_needs_a_result_and_stopped_a_reason(cast: Cast, members: list[Person]) -> None:
    task = steps.start_task(ready(cast, members[0]), by=members[0])
    with pytest.raises(Refused, match="summary_short"):
        steps.finish_task(task, by=members[0], summary="Ging wel goed, hoor")
    with pytest.raises(Refused, match="reason_short"):
        steps.stop_task(task, by=members[0], reason="Geen tijd")
    done = steps.finish_task(task, by=members[0], summary=RESULT)
    assert steps.finish_task(done, by=members[0], summary=RESULT).status == "done"
    with pytest.raises(Refused, match="no_such_step"):
        steps.stop_task(done, by=members[0], reason="Toch maar niet meer")


def test_a_task_may_go_back_before_it_is_done(cast: Cast, members: list[Person]) -> None:
    task = steps.start_task(ready(cast, members[0]), by=members[0])
    assert steps.set_back(task, by=members[0]).status == "ready"
    assert steps.start_task(task, by=members[0]).start_on == TODAY()


def test_trying_out_becomes_an_action_with_its_experience(cast: Cast, members: list[Person]) -> None:
    task = steps.start_task(ready(cast, members[0], kind="try_out"), by=members[0])
    done = steps.finish_task(
        task, by=members[0], summary=RESULT, told=Told("Ik liet ze kiezen", "Het werd stil", "")
    )
    action = Action.objects.get()
    assert (done.action, action.status, action.title, action.cycle) == (action, "tried", task.title, 1)
    assert list(action.owners.all()) == [members[0]] and Experience.objects.get().happened == "Het werd stil"
    assert facts_of(task.cycle, TODAY()).tried == 1


def test_trying_out_tells_the_action_it_belongs_to(cast: Cast, members: list[Person]) -> None:
    ours = {"organisation": cast.organisation, "community": cast.community, "stage": "action"}
    action = Action.objects.create(title="Bram probeert het", **ours)
    task = ready(cast, members[0], kind="try_out")
    LearningTask.objects.filter(pk=task.pk).update(action=action)
    steps.finish_task(
        steps.start_task(task, by=members[0]), by=members[0], summary=RESULT, told=Told("Gedaan")
    )
    action.refresh_from_db()
    assert action.status == "tried" and Action.objects.count() == 1


@pytest.mark.parametrize(("kind", "told"), [("read", Told("Ik las")), ("try_out", Told()), ("try_out", None)])
def test_nothing_told_makes_no_action(
    cast: Cast, members: list[Person], kind: str, told: Told | None
) -> None:
    task = steps.start_task(ready(cast, members[0], kind=kind), by=members[0])
    assert steps.finish_task(task, by=members[0], summary=RESULT, told=told).action is None
    assert not Action.objects.exists()


def test_nobody_took_a_task(cast: Cast, members: list[Person]) -> None:
    idea = tasks.add_task(cast.community, by=members[0], title="Kijk bij elkaar")
    assert facts_of(idea.cycle, TODAY()).without_task == 4
    assert steps.drop_idea(idea, by=members[2]).status == "dropped", "nobody's idea is everybody's"


def test_an_owner_who_left_leaves_a_task_that_seeks_one(cast: Cast, members: list[Person]) -> None:
    task = ready(cast, members[1])
    tasks.join_task(task, by=members[2])
    with pytest.raises(Refused, match="not_your_task"):
        steps.start_task(task, by=members[0])
    Membership.objects.filter(person=members[1]).update(status="left")
    assert not facts_of(task.cycle, TODAY()).tasks[0].whole
    assert steps.start_task(task, by=members[0]).status == "doing", (
        "until somebody takes it up, it is everybody's"
    )
    assert tasks.release_tasks_of_who_left() == 1 and tasks.release_tasks_of_who_left() == 0
    assert not task.owners.exists() and list(task.participants.all()) == [members[2]]
    assert tasks.take_up(task, by=members[0]).owners.get() == members[0]


def test_what_is_finished_keeps_its_people(cast: Cast, members: list[Person]) -> None:
    task = steps.start_task(ready(cast, members[1]), by=members[1])
    steps.finish_task(task, by=members[1], summary=RESULT)
    Membership.objects.filter(person=members[1]).update(status="left")
    assert tasks.release_tasks_of_who_left() == 0 and task.owners.get() == members[1]
    assert facts_of(task.cycle, TODAY()).tasks[0].whole


def test_overdue_counts_active_days_and_is_told_once(cast: Cast, members: list[Person]) -> None:
    task = ready(cast, members[0])
    LearningTask.objects.filter(pk=task.pk).update(due_on=TODAY() - timedelta(days=15))
    task.refresh_from_db()
    assert tasks.is_overdue(task, TODAY()) and not tasks.is_overdue(task, TODAY() - timedelta(days=1))
    steps.see_overdue(task, by=members[1])
    task.refresh_from_db()
    assert task.overdue_seen_on is None, "only who leads it is told"
    steps.see_overdue(task, by=members[0])
    task.refresh_from_db()
    assert task.overdue_seen_on == TODAY()
    later = tasks.change_task(
        task,
        by=members[0],
        title=task.title,
        product=task.expected_product,
        due=TODAY() + SOON,
        outcome="collective",
        kind="observe",
    )
    assert later.overdue_seen_on is None and not tasks.is_overdue(later, TODAY())
    first = TODAY() - timedelta(days=5)
    cast.school.holidays.create(name="herfst", first_day=first, last_day=first)
    LearningTask.objects.filter(pk=task.pk).update(due_on=TODAY() - timedelta(days=15))
    assert not tasks.is_overdue(LearningTask.objects.get(pk=task.pk), TODAY())


def test_whoever_guides_may_help_with_any_task(cast: Cast, members: list[Person]) -> None:
    task = ready(cast, members[0])
    assert steps.start_task(task, by=cast.amina.person).status == "doing"
    for name in ("dewi", "chris", "els"):
        with pytest.raises(Refused, match="not_your_task"):
            steps.set_back(task, by=cast[name].person)


def test_an_own_goal_is_private_and_encrypted(cast: Cast, members: list[Person]) -> None:
    goal = add_goal(cast.community, by=members[0], text="Ik wil rustiger uitleggen.", collective=False)
    row = LearningGoal.objects.get()
    assert (row.text, row.visibility) == ("", "private") and "rustiger" not in row.sealed
    assert row.said == "Ik wil rustiger uitleggen."
    assert list(goals_seen_by(members[0], goal.cycle)) == [goal]
    for one in (members[1], cast.amina.person, cast.els.person):
        assert not goals_seen_by(one, goal.cycle)
    with pytest.raises(Refused, match="not_your_goal"):
        share_goal(goal, by=cast.amina.person, share=True)
    share_goal(goal, by=members[0], share=True)
    assert goals_seen_by(members[1], goal.cycle).get().text == "Ik wil rustiger uitleggen."
    share_goal(goal, by=members[0], share=False)
    assert not goals_seen_by(members[1], goal.cycle) and LearningGoal.objects.get().text == ""


def test_private_goals_count_for_the_phase(cast: Cast, members: list[Person]) -> None:
    for one in members[:3]:
        add_goal(cast.community, by=one, text="Ik wil iets leren.", collective=False)
        add_goal(cast.community, by=one, text="En ook iets anders.", collective=False)
    facts = facts_of(LearningGoal.objects.first().cycle, TODAY())
    assert (facts.goal_setters, facts.members, facts.collective_goals) == (3, 4, 0)


def test_the_same_goal_twice_is_one(cast: Cast, members: list[Person]) -> None:
    first = add_goal(cast.community, by=members[0], text="We leren beter kijken.", collective=True)
    assert add_goal(cast.community, by=members[1], text="We leren  beter kijken.", collective=True) == first
    end_goal(first, "reached", by=members[2])
    assert LearningGoal.objects.get().status == "reached"
    with pytest.raises(Refused, match="text_too_short"):
        add_goal(cast.community, by=members[0], text="Kijken", collective=True)


def test_the_measures_of_the_agenda(cast: Cast, members: list[Person]) -> None:
    ready(cast, members[0], "Taak een", outcome="collective")
    ready(cast, members[1], "Taak twee", outcome="individual")
    few = measures(cast.community)
    assert few["lifecycle.collective_share"] is None and few["lifecycle.goal_reached_share"] is None
    steps.start_task(ready(cast, members[2], "Taak drie", outcome="collective"), by=members[2])
    late = LearningTask.objects.get(title="Taak een")
    LearningTask.objects.filter(pk=late.pk).update(due_on=TODAY() - timedelta(days=20))
    for n, status in enumerate(("reached", "open", "dropped")):
        goal = add_goal(cast.community, by=members[0], text=f"We leren ding nummer {n}.", collective=True)
        end_goal(goal, status, by=members[0])
    found = measures(cast.community)
    assert str(found["lifecycle.collective_share"]) == "2/3"
    assert str(found["lifecycle.goal_reached_share"]) == "1/3"
    assert (found["lifecycle.tasks_open"], found["lifecycle.tasks_overdue"]) == (3, 1)
    assert (found["lifecycle.members_without_task"], found["lifecycle.phase"]) == (1, "run_up")
