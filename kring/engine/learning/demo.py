"""What a circle of the demo school is learning, made through the same verbs as in a real one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from kring.engine.harvest.agreements import propose_agreement
from kring.engine.harvest.answering import respond
from kring.engine.learning import goals, phases, questions, steps, tasks, together
from kring.engine.learning.cycles import begin_cycle, current_cycle
from kring.engine.learning.facts import activities_of, mark_purpose
from kring.engine.learning.models import LearningCycle, LearningGoal, LearningTask
from kring.engine.meetings.course import AgendaItem, plan_meeting
from kring.engine.people.models import Community, Person
from kring.engine.words import HOUSE
from kring.kit.words import load_words

CONFIDENTIAL = {"open": "conf.open", "inside": "conf.circle", "closed": "conf.closed"}


def learn(community: Community, people: Mapping[str, Person], facilitator: Person, fact: Any) -> None:
    """Fill the learning of this circle from `fact` (demo.yaml, learning)."""
    today = timezone.localdate()
    members = together.members_in_order(community)
    begin_cycle(community, today - timedelta(weeks=fact["weeks_ago"]))
    for one in fact["questions"]:
        adopt(community, people[one["by"]], members, one, today)
    cycle = current_cycle(community)
    assert cycle is not None
    for one in fact["cards"]:
        together.save_card(community, by=people[one["by"]], fields=one)
    want(community, people, fact["goals"])
    agree(community, members, fact["confidentiality"], today)
    introduced(cycle, members[0], fact["introduction"])
    for one in fact["tasks"]:
        take(community, people, one, today)
    begun = today - timedelta(days=16)
    asked = phases.ask_to_move(cycle, "start", by=members[0], reason=fact["reason"], today=begun)
    for member in members[1:]:
        if asked.outcome:
            break
        asked = phases.answer_move(asked, by=member, value="yes", today=begun)
    come_together(community, people, facilitator, fact["next"])


def adopt(community: Community, by: Person, members: list[Person], fact: Any, today: date) -> None:
    """A question that everybody says yes to."""
    on = today - timedelta(days=fact["days_ago"])
    version = questions.propose_question(
        community, by=by, text=fact["text"], why=fact.get("why", ""), today=on
    )
    for member in members:
        if version.adopted_on is None:
            version = questions.respond_to_question(version, by=member, value="ok", today=on)


def want(community: Community, people: Mapping[str, Person], fact: Any) -> None:
    """What they want to learn, together and each."""
    for one in fact["together"]:
        goals.add_goal(community, by=people[one["by"]], text=one["text"], collective=True)
    for one in fact["own"]:
        goals.add_goal(
            community,
            by=people[one["by"]],
            text=one["text"],
            collective=False,
            share=one.get("share", False),
        )


def agree(community: Community, members: list[Person], level: str, today: date) -> None:
    """What stays inside the circle."""
    words = load_words(HOUSE / "content" / "lifecycle", community.language)
    text = words.text("confidentiality_levels", CONFIDENTIAL[level])
    agreed = propose_agreement(
        community,
        by=members[0],
        text=text,
        kind="confidentiality",
        level=level,
        today=today - timedelta(days=20),
    )
    for member in members:
        if agreed.status == "proposed":
            agreed = respond(agreed, member, "ok", today=today - timedelta(days=20))


def introduced(cycle: LearningCycle, by: Person, tool: str) -> None:
    """The first activity with this tool was how they got acquainted."""
    first = activities_of(cycle).filter(tool=tool).first()
    if first is not None:
        mark_purpose(cycle, first, "introduction", by=by)


def take(community: Community, people: Mapping[str, Person], fact: Any, today: date) -> LearningTask:
    """A task with its people, as far as it has come."""
    by = people[fact["by"]]
    task = tasks.add_task(
        community,
        by=by,
        title=fact["title"],
        kind=fact["kind"],
        outcome=fact["outcome"],
        product=fact["product"],
        goals=LearningGoal.objects.filter(kind="collective"),
        today=today - timedelta(days=15),
    )
    for name in fact["owners"]:
        task = tasks.take_up(task, by=people[name])
    for name in fact["join"]:
        task = tasks.join_task(task, by=people[name])
    if fact["status"] == "idea":
        return task
    lead, begun = people[fact["owners"][0]], today - timedelta(days=14)
    task = steps.make_ready(task, by=lead, due=today + timedelta(days=fact["due"]), today=begun)
    if fact["status"] in ("doing", "done"):
        task = steps.start_task(task, by=lead, today=begun)
    if fact["status"] == "done":
        task = steps.finish_task(task, by=lead, summary=fact["result"], today=today - timedelta(days=9))
    return task


def come_together(community: Community, people: Mapping[str, Person], facilitator: Person, fact: Any) -> None:
    """The next meeting, with who does what and what of the agenda comes on the table."""
    at = timezone.localtime().replace(hour=15, minute=30, second=0, microsecond=0)
    meeting = plan_meeting(
        community.organisation,
        title=fact["title"],
        planned_at=at + timedelta(days=fact["days"]),
        by=facilitator,
        community=community,
        agenda=[AgendaItem("opening", minutes=15)],
    )
    given = {role: str(people[name].pk) for role, name in fact["roles"].items()}
    together.give_roles(meeting, given, by=facilitator)
    running = LearningTask.objects.filter(cycle__community=community, status="doing")
    together.put_on_table(
        meeting,
        community,
        by=facilitator,
        goals=[],
        tasks=[str(pk) for pk in running.values_list("pk", flat=True)],
    )
