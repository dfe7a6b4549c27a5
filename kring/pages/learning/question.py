"""The learning question of a circle: which it is, what is proposed, and how it became so."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.harvest.agreements import members_of
from kring.engine.learning import questions
from kring.engine.learning.cycles import last_cycle
from kring.engine.learning.models import LearningCycle, LearningQuestionVersion
from kring.engine.people.models import Community, Person
from kring.kit.payload import Refused
from kring.pages.house.visiting import Asked, day, lifecycle, visit
from kring.pages.learning.forms import circle_to_learn_in, names, word


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: the question. POST: `do` propose | respond | withdraw | still_right."""
    verbs = {"propose": propose, "respond": respond, "withdraw": withdraw, "still_right": still_right}
    back = reverse("question", args=[pk])
    return visit(request, lambda person: circle_to_learn_in(person, pk), look, verbs, back, standing_words)


def standing_words(asked: Asked) -> list[str]:
    """The question as it is, from which a new one is written."""
    cycle = last_cycle(asked.circle)
    current = questions.current_question(cycle) if cycle else None
    return [current.text] if current else [asked.circle.learning_question]


def look(asked: Asked) -> HttpResponse:
    """The question, its proposal and its history."""
    context = question_of(asked.person, asked.circle) | {"community": asked.circle, "typed": asked}
    return render(asked.request, "learning/question.html", context, status=asked.status)


def question_of(person: Person, circle: Community) -> dict[str, Any]:
    """What a page shows of the question: words that are finished, and what this person can do."""
    cycle, members = last_cycle(circle), members_of(circle)
    goes_on = cycle if cycle and cycle.phase != "closed" else None
    current = questions.current_question(cycle) if cycle else None
    proposed = questions.proposed_question(goes_on) if goes_on else None
    member = person.pk in members
    words = lifecycle()
    return {
        "cycle": cycle,
        "goes_on": goes_on,
        "current": current,
        "adopted": adopted_line(current) if current else "",
        "proposed": proposed,
        "answers": answers(proposed, person, members) if proposed else None,
        "member": member,
        "may_propose": member
        and circle.ended_on is None
        and access.may(person, "learning_question", "propose_version", circle),
        "reconsider": reconsidered(current, person, members) if current and goes_on else None,
        "history": history(circle),
        "seed": "" if cycle else circle.learning_question,
        "empty": words.text("home", "home.enterprise.empty"),
        "values": questions.VALUES,
    }


def adopted_line(version: LearningQuestionVersion) -> str:
    """Which version, since when, and by whom."""
    said = questions.current_responses(version).values()
    yes = [one.person for one in said if one.value != "object" and one.person]
    on = day(version.adopted_on)
    if not yes:
        return word("version_nobody", date=on, n=version.number)
    if version.number == 1:
        return word("version_one", date=on, names=names(yes))
    return word("version", n=version.number, date=on, names=names(yes))


def answers(version: LearningQuestionVersion, person: Person, members: set[object]) -> dict[str, Any]:
    """What was answered to a proposal, and what this person answered."""
    said = questions.current_responses(version)
    counting = [one for one in said.values() if one.person_id in members]
    return {
        "n": len(counting),
        "of": len(members),
        "mine": said.get(person.pk),
        "remarks": [one for one in counting if one.value != "ok"],
        "own": version.proposed_by_id == person.pk,
        "on": day(timezone.localdate(version.proposed_at)),
    }


def reconsidered(
    version: LearningQuestionVersion, person: Person, members: set[object]
) -> dict[str, Any] | None:
    """The prompt to look at the question again, while it stands."""
    if not questions.asks_again(version):
        return None
    said = questions.sayers(version) & members
    words = lifecycle()
    return {
        "text": words.text("home", "home.reconsider"),
        "yes": words.text("home", "home.still_right"),
        "other": words.text("home", "home.change_question"),
        "n": len(said),
        "of": len(members),
        "mine": person.pk in said,
        "member": person.pk in members,
    }


def history(circle: Community) -> list[tuple[LearningCycle, list[tuple[LearningQuestionVersion, str]]]]:
    """Every adopted version, the newest round and version first."""
    rounds = []
    for cycle in LearningCycle.objects.filter(community=circle).order_by("-number"):
        rows = cycle.questions.filter(adopted_on__isnull=False).order_by("-number")
        if rows:
            rounds.append((cycle, [(one, day(one.adopted_on)) for one in rows]))
    return rounds


def propose(asked: Asked) -> None:
    """`text`, `why`."""
    form = asked.request.POST
    questions.propose_question(
        asked.circle, by=asked.person, text=form.get("text", ""), why=form.get("why", "")
    )


def standing(asked: Asked) -> LearningQuestionVersion:
    """The proposal that was on the screen. Raises Refused("not_asked")."""
    rows = LearningQuestionVersion.objects.filter(cycle__community=asked.circle)
    row: LearningQuestionVersion | None = access.found(
        rows.select_related("cycle__community__school"), asked.request.POST.get("version", "")
    )
    if row is None:
        raise Refused("not_asked")
    return row


def respond(asked: Asked) -> None:
    """`version`, `value`, `remark`."""
    form = asked.request.POST
    questions.respond_to_question(
        standing(asked), by=asked.person, value=form.get("value", ""), remark=form.get("remark", "")
    )


def withdraw(asked: Asked) -> None:
    """`version`."""
    questions.withdraw_question(standing(asked), by=asked.person)


def still_right(asked: Asked) -> None:
    """`version`."""
    questions.say_still_right(standing(asked), by=asked.person)
