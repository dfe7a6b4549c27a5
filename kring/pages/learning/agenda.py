"""The learning agenda of a circle: what we want to learn, each and together, and the tasks that belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.harvest.agreements import members_of
from kring.engine.learning import goals, steps, tasks
from kring.engine.learning.cycles import current_cycle, last_cycle, plan_cycle
from kring.engine.learning.models import LearningGoal, LearningTask
from kring.engine.people.models import Person
from kring.kit.payload import Refused
from kring.pages.house.visiting import Asked, day, day_in, lifecycle, number_in, one_of, visit
from kring.pages.learning.forms import circle_to_learn_in, names


@dataclass(frozen=True)
class TaskCard:
    """A task as a list shows it. `leads` are owners who still take part; without any it looks for somebody."""

    task: LearningTask
    leads: list[Person]
    joined: list[Person]
    due: str
    overdue: bool

    @property
    def lead_names(self) -> str:
        return names(self.leads)

    @property
    def joined_names(self) -> str:
        return names(self.joined)


def card(task: LearningTask, members: set[object], today: date) -> TaskCard:
    """One task; whoever left no longer stands with a task that is open."""
    is_open = task.status in tasks.OPEN_TASKS
    leads = [one for one in task.owners.all() if not is_open or one.pk in members]
    joined = [one for one in task.participants.all() if not is_open or one.pk in members]
    late = is_open and task.due_on is not None and task.due_on < today
    return TaskCard(task, leads, joined, day(task.due_on), late)


def cards(rows: Iterable[LearningTask], members: set[object], today: date) -> list[TaskCard]:
    """Tasks as a list shows them."""
    return [card(one, members, today) for one in rows]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: the agenda. POST: `do` goal | task | plan | take_along."""
    verbs = {"goal": new_goal, "task": new_task, "plan": plan, "take_along": along}
    back = reverse("learning", args=[pk])
    return visit(request, lambda person: circle_to_learn_in(person, pk), look, verbs, back)


def look(asked: Asked) -> HttpResponse:
    """The whole agenda as this person may see it."""
    circle, person, today = asked.circle, asked.person, timezone.localdate()
    cycle, members = last_cycle(circle), members_of(asked.circle)
    own = list(goals.goals_seen_by(person, cycle)) if cycle else []
    rows = list(tasks.tasks_in(cycle).select_related("cycle")) if cycle else []
    by_status = {
        status: cards([one for one in rows if one.status == status], members, today) for status in steps.STEPS
    }
    words = lifecycle()
    context = {
        "community": circle,
        "cycle": cycle,
        "running_cycle": bool(cycle and cycle.phase != "closed"),
        "together": [one for one in own if one.kind == "collective"],
        "mine": [one for one in own if one.owner_id == person.pk],
        "others": [
            one
            for one in own
            if one.kind == "individual" and one.owner_id != person.pk and one.owner_id in members
        ],
        "running": by_status["doing"] + by_status["ready"],
        "ideas": by_status["idea"],
        "finished": by_status["done"] + by_status["stopped"],
        "left_over": cards(tasks.left_over(circle), members, today)
        if cycle and cycle.phase != "closed"
        else [],
        "n_running": tasks.running_in(circle),
        "member": person.pk in members,
        "may_suggest": access.may(person, "activity", "propose", circle),
        "may_plan": access.may(person, "community", "edit_settings", circle),
        "kinds": tasks.KINDS,
        "outcomes": [(one, words.text("learning_agenda", f"la.outcome.{one}")) for one in tasks.OUTCOMES],
        "goal_me": words.text("learning_agenda", "la.goal.me"),
        "goal_us": words.text("learning_agenda", "la.goal.us"),
        "for_whom": words.text("learning_agenda", "la.goal.for_whom"),
        "product": words.text("learning_agenda", "la.task.product"),
        "typed": asked,
    }
    return render(asked.request, "learning/agenda.html", context, status=asked.status)


def new_goal(asked: Asked) -> None:
    """`text`, `whose` us | me, `share`."""
    form = asked.request.POST
    goals.add_goal(
        asked.circle,
        by=asked.person,
        text=form.get("text", ""),
        collective=form.get("whose") == "us",
        share="share" in form,
    )


def new_task(asked: Asked) -> None:
    """`title`, `kind`, `outcome`, `product`, `goals`."""
    form = asked.request.POST
    chosen = [one for one in form.getlist("goals") if access.found(LearningGoal.objects.all(), one)]
    tasks.add_task(
        asked.circle,
        by=asked.person,
        title=form.get("title", ""),
        kind=form.get("kind", "try_out"),
        outcome=form.get("outcome", "collective"),
        product=form.get("product", ""),
        goals=LearningGoal.objects.filter(pk__in=chosen, kind="collective"),
    )


def plan(asked: Asked) -> None:
    """For whoever guides: `end`, `meetings`, `most`."""
    cycle = current_cycle(asked.circle)
    if cycle is None:
        raise Refused("no_cycle")
    plan_cycle(
        cycle,
        by=asked.person,
        end=day_in(asked, "end"),
        meetings=number_in(asked, "meetings"),
        most_tasks=number_in(asked, "most"),
    )


def along(asked: Asked) -> None:
    """`task`: an open one of an earlier round."""
    rows = LearningTask.objects.filter(cycle__community=asked.circle)
    steps.take_along(one_of(rows, asked.request.POST.get("task", "")), by=asked.person)


@never_cache
@require_http_methods(["POST"])
def goal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One button of one goal: `do` reached | changed | dropped | open | share | unshare."""
    person = access.person_of(request)
    row = access.found(LearningGoal.objects.select_related("cycle__community__school"), pk)
    if person is None or row is None or not is_seen(row, person):
        raise Http404
    circle = row.cycle.community

    def end(asked: Asked) -> None:
        goals.end_goal(row, asked.request.POST["do"], by=asked.person)

    verbs = dict.fromkeys((*goals.ENDS, "open"), end) | {
        "share": lambda asked: goals.share_goal(row, by=asked.person, share=True),
        "unshare": lambda asked: goals.share_goal(row, by=asked.person, share=False),
    }
    back = reverse("learning", args=[circle.pk]) + f"#goal-{pk}"
    return visit(request, lambda someone: circle_to_learn_in(someone, circle.pk), look, verbs, back)


def is_seen(row: LearningGoal, person: Person) -> bool:
    """Whether this person sees the goal at all: a private one is its owner's only (NV-2)."""
    if row.visibility == "private":
        return access.may(person, "learning_goal_private", "view", row.cycle.community, owner=row.owner)
    return access.may(person, "action_item", "view", row.cycle.community)
