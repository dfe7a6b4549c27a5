"""One learning task, with what can be done about it now."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.harvest.agreements import members_of
from kring.engine.learning import steps, tasks
from kring.engine.learning.models import LearningTask
from kring.engine.learning.together import members_in_order
from kring.engine.people.models import Community, Person
from kring.kit.payload import Refused
from kring.pages.house.visiting import Asked, Verb, day_in, lifecycle, visit
from kring.pages.learning.agenda import card
from kring.pages.learning.forms import circle_to_learn_in

TaskVerb = Callable[[Asked, LearningTask], object]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: the task. POST: `do` is a key of VERBS."""
    rows = LearningTask.objects.select_related("cycle__community__school", "action", "created_by")
    row = access.found(rows.prefetch_related("owners", "participants", "goals", "meetings"), pk)

    def circle_for(person: Person) -> Community:
        if row is None:
            raise Http404
        return circle_to_learn_in(person, row.cycle.community_id)

    return visit(
        request,
        circle_for,
        lambda asked: look(asked, row),
        {do: bound(row, verb) for do, verb in VERBS.items()},
        reverse("task", args=[pk]),
        lambda asked: (row.title, row.expected_product),
    )


def bound(row: LearningTask, verb: TaskVerb) -> Verb:
    """The verb for this task."""
    return lambda asked: verb(asked, row)


def look(asked: Asked, row: LearningTask) -> HttpResponse:
    """The task as this person sees it."""
    circle, person, today, words = asked.circle, asked.person, timezone.localdate(), lifecycle()
    members = members_of(circle)
    shown = card(row, members, today)
    asks = list(row.asks.select_related("person", "asked_by"))
    mine = next((one for one in asks if one.person_id == person.pk and not one.answer), None)
    leads = any(one.pk == person.pk for one in shown.leads)
    asking = mine.asked_by.name_to_others if mine and mine.asked_by else ""
    context = {
        "community": circle,
        "task": row,
        "card": shown,
        "member": person.pk in members,
        "leads": leads,
        "joins": any(one.pk == person.pk for one in shown.joined),
        "open": row.status in tasks.OPEN_TASKS,
        "may_edit": row.status in tasks.OPEN_TASKS and tasks.may_edit(person, row),
        "room_to_lead": len(shown.leads) < tasks.MOST_OWNERS,
        "may_ask": access.may(person, "activity", "propose", circle),
        "askable": [
            one
            for one in members_in_order(circle)
            if one.pk not in {who.pk for who in shown.leads} | {ask.person_id for ask in asks}
        ],
        "asks": [one for one in asks if one.answer != "yes"],
        "accept": words.text("learning_agenda", "lt.accept", name=asking) if asking else "",
        "mine": mine,
        "overdue": words.text("learning_agenda", "lt.overdue")
        if leads and not row.overdue_seen_on and tasks.is_overdue(row, today)
        else "",
        "experiences": list(row.action.experiences.select_related("person")) if row.action else [],
        "kinds": tasks.KINDS,
        "outcomes": [(one, words.text("learning_agenda", f"la.outcome.{one}")) for one in tasks.OUTCOMES],
        "outcome": words.text("learning_agenda", f"la.outcome.{row.outcome_kind}"),
        "product": words.text("learning_agenda", "la.task.product"),
        "typed": asked,
    }
    return render(asked.request, "learning/task.html", context, status=asked.status)


def ask(asked: Asked, row: LearningTask) -> None:
    """`who`: a member."""
    chosen = access.found(asked.circle.organisation.people, asked.request.POST.get("who", ""))
    if chosen is None:
        raise Refused("unreadable")
    tasks.ask_to_lead(row, chosen, by=asked.person)


def ready(asked: Asked, row: LearningTask) -> None:
    """`due`, `product`."""
    steps.make_ready(row, by=asked.person, due=day_in(asked), product=asked.request.POST.get("product", ""))


def finish(asked: Asked, row: LearningTask) -> None:
    """`summary`, and of a try-out `did`, `happened`, `keep`."""
    form = asked.request.POST
    told = steps.Told(form.get("did", ""), form.get("happened", ""), form.get("keep", ""))
    steps.finish_task(row, by=asked.person, summary=form.get("summary", ""), told=told)


def change(asked: Asked, row: LearningTask) -> None:
    """`title`, `product`, `due`, `kind`, `outcome`."""
    form = asked.request.POST
    tasks.change_task(
        row,
        by=asked.person,
        title=form.get("title", ""),
        product=form.get("product", ""),
        due=day_in(asked),
        kind=form.get("kind", ""),
        outcome=form.get("outcome", ""),
    )


def stop(asked: Asked, row: LearningTask) -> None:
    """`reason`."""
    steps.stop_task(row, by=asked.person, reason=asked.request.POST.get("reason", ""))


VERBS: dict[str, TaskVerb] = {
    "take_up": lambda asked, row: tasks.take_up(row, by=asked.person),
    "join": lambda asked, row: tasks.join_task(row, by=asked.person),
    "hand_back": lambda asked, row: tasks.hand_back(row, by=asked.person),
    "ask": ask,
    "yes": lambda asked, row: tasks.answer_ask(row, by=asked.person, yes=True),
    "no": lambda asked, row: tasks.answer_ask(row, by=asked.person, yes=False),
    "ready": ready,
    "start": lambda asked, row: steps.start_task(row, by=asked.person),
    "back": lambda asked, row: steps.set_back(row, by=asked.person),
    "finish": finish,
    "stop": stop,
    "drop": lambda asked, row: steps.drop_idea(row, by=asked.person),
    "change": change,
    "help": lambda asked, row: steps.ask_help(row, by=asked.person),
    "enough": lambda asked, row: steps.help_found(row, by=asked.person),
    "seen": lambda asked, row: steps.see_overdue(row, by=asked.person),
}
