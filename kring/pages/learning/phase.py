"""The phase a circle is in: what belongs to it, what is still open, and asking the group to move on."""

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
from kring.engine.anchors.stages import life_stage
from kring.engine.harvest.agreements import members_of
from kring.engine.learning import phases, together
from kring.engine.learning.criteria import MOVES, PHASES, TOPICS
from kring.engine.learning.cycles import current_cycle, last_cycle
from kring.engine.learning.facts import activities_of, criteria_of, mark_purpose
from kring.engine.learning.models import LearningCycle, PhaseProposal
from kring.engine.people.models import Community, Person
from kring.engine.words import of_tool
from kring.kit.payload import Refused
from kring.pages.house.visiting import Asked, day, language, lifecycle, visit
from kring.pages.learning.forms import circle_to_learn_in, names, word
from kring.tools import TOOLS

NOT_YET_ASKED = "ST-4"
"""A criterion that always holds, because Kring proposes nothing yet about how near the facilitator stays."""
MARKED = {"RU-6": "introduction", "EN-1": "critical_reflection"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: the phase. POST: `do` is a key of VERBS."""
    back = reverse("phase", args=[pk])
    return visit(request, lambda person: circle_to_learn_in(person, pk), look, VERBS, back)


def ring(phase: str) -> list[dict[str, str]]:
    """The four phases as the ring draws them: done, now or later."""
    at = PHASES.index(phase) if phase in PHASES else len(PHASES)
    states = ["done"] * at + ["now"] + ["later"] * len(PHASES)
    return [
        {"code": code, "name": word("phase_names", code), "state": state}
        for code, state in zip(PHASES, states, strict=False)
    ]


def look(asked: Asked) -> HttpResponse:
    """Everything about the phase."""
    circle, person = asked.circle, asked.person
    cycle = last_cycle(circle)
    members = members_of(circle)
    context: dict[str, Any] = {
        "community": circle,
        "cycle": cycle,
        "to_anchors": access.may(person, "outside_contact", "enter", circle),
        "stage": lifecycle().text("stage_texts", f"stage.{life_stage(circle)}"),
        "member": person.pk in members,
        "typed": asked,
    }
    if cycle is not None:
        context |= {"ring": ring(cycle.phase), "log": log_of(circle), "phase_name": name_of(cycle.phase)}
    if cycle is not None and cycle.phase != "closed":
        context |= going_on(cycle, person, members)
    return render(asked.request, "learning/phase.html", context, status=asked.status)


def name_of(phase: str) -> str:
    return word("phase_names", phase)


def going_on(cycle: LearningCycle, person: Person, members: set[object]) -> dict[str, Any]:
    """The phase of a cycle that goes on."""
    words, ident = lifecycle(), f"phase.{cycle.phase}"
    asks = of_tool(next(key for key, tool in TOOLS.items() if tool.looks_back), language())
    found = criteria_of(cycle)
    unmet = [name for name, holds in found if not holds]
    on, *back = MOVES[cycle.phase]
    standing = phases.open_proposal(cycle)
    topics = list(cycle.reflections.values_list("topic", flat=True))
    return {
        "goal": words.text("phases", ident, "goal"),
        "participants": words.lines("phases", ident, "participants"),
        "guide": words.lines("phases", ident, "facilitator"),
        "criteria": [
            (name, words.text("criteria", name), holds) for name, holds in found if name != NOT_YET_ASKED
        ],
        "unmet": unmet,
        "ready": words.text("phase_texts", "phase.propose", phase=name_of(on)) if not unmet else "",
        "open_points": words.text("phase_texts", "phase.open_points"),
        "on": on,
        "on_name": name_of(on),
        "back": back[0] if back else "",
        "proposal": proposal_look(standing, person, members) if standing else None,
        "marks": marks(cycle, unmet),
        "topic": together.topic_to_come(cycle),
        "topics": TOPICS,
        "wow": {
            one: (
                asks.text("topics", one, "q1"),
                asks.text("topics", one, "q2"),
            )
            for one in TOPICS
        },
        "had": [word("topics", one) for one in TOPICS if one in topics],
        "futures": phases.FUTURES if cycle.phase == "end" else (),
        "to_insights": cycle.phase == "end",
        "cards": cycle.phase == "run_up",
    }


def proposal_look(row: PhaseProposal, person: Person, members: set[object]) -> dict[str, Any]:
    """The question to move on as this person sees it."""
    words = lifecycle()
    said = [one for one in row.answers.select_related("person") if one.person_id in members]
    return {
        "row": row,
        "to": name_of(row.to_phase),
        "on": day(row.asked_on),
        "until": day(row.asked_on + phases.STANDS),
        "open": [words.text("criteria", name) for name in row.unmet_criteria],
        "n": len(said),
        "of": len(members),
        "mine": next((one for one in said if one.person_id == person.pk), None),
        "not_yet": [one for one in said if one.value == "not_yet"],
        "not_yet_text": words.text("phase_texts", "phase.not_yet"),
        "goes_on": row.to_phase == MOVES[row.from_phase][0],
    }


def marks(cycle: LearningCycle, unmet: list[str]) -> list[dict[str, Any]]:
    """What was done that may have been the introduction, or the critical look back."""
    asked = [purpose for name, purpose in MARKED.items() if name in unmet]
    if not asked:
        return []
    done = activities_of(cycle).select_related("meeting").order_by("-closed_at")[:12]
    shown = [
        (one.pk, f"{one.title or of_tool(one.tool, language()).text('about', 'title')}, {one.meeting.title}")
        for one in done
    ]
    return [{"purpose": purpose, "activities": shown} for purpose in asked] if shown else []


def log_of(circle: Community) -> list[dict[str, Any]]:
    """How the circle moved so far, the newest first."""
    found = []
    for cycle in LearningCycle.objects.filter(community=circle).order_by("-number"):
        for one in cycle.phase_log.prefetch_related("decided_by").order_by("-at", "-pk"):
            found.append(
                {
                    "line": word(
                        "log_line",
                        date=day(timezone.localdate(one.at)),
                        before=name_of(one.from_phase),
                        after=name_of(one.to_phase),
                    ),
                    "reason": one.reason,
                    "open": len(one.unmet_criteria),
                    "by": names(one.decided_by.all()),
                    "round": cycle.number,
                }
            )
    return found


def cycle_in(asked: Asked) -> LearningCycle:
    """The cycle that goes on. Raises Refused("no_cycle")."""
    cycle = current_cycle(asked.circle)
    if cycle is None:
        raise Refused("no_cycle")
    return cycle


def ask(asked: Asked) -> None:
    """`to`, `reason`."""
    form = asked.request.POST
    phases.ask_to_move(cycle_in(asked), form.get("to", ""), by=asked.person, reason=form.get("reason", ""))


def answer(asked: Asked) -> None:
    """`proposal`, `value`, `reason`."""
    form = asked.request.POST
    rows = PhaseProposal.objects.filter(cycle__community=asked.circle)
    row = access.found(rows.select_related("cycle__community__school"), form.get("proposal", ""))
    if row is None:
        raise Refused("not_asked")
    phases.answer_move(row, by=asked.person, value=form.get("value", ""), reason=form.get("reason", ""))


def future(asked: Asked) -> None:
    """`choice`."""
    phases.choose_future(cycle_in(asked), asked.request.POST.get("choice", ""), by=asked.person)


def mark(asked: Asked) -> None:
    """`activity`, `purpose`."""
    form, cycle = asked.request.POST, cycle_in(asked)
    activity = access.found(activities_of(cycle), form.get("activity", ""))
    if activity is None:
        raise Refused("unreadable")
    mark_purpose(cycle, activity, form.get("purpose", ""), by=asked.person)


def reflect(asked: Asked) -> None:
    """`topic`, `adjustment`."""
    form = asked.request.POST
    together.hold_reflection(
        cycle_in(asked), form.get("topic", ""), by=asked.person, adjustment=form.get("adjustment", "")
    )


VERBS = {
    "ask": ask,
    "answer": answer,
    "future": future,
    "mark": mark,
    "reflect": reflect,
}
