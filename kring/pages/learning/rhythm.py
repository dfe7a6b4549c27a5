"""The rhythm of five meetings as an example, and what planning takes from it and from the learning agenda."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kring.engine import access
from kring.engine.learning.cycles import current_cycle
from kring.engine.learning.facts import start_of_today
from kring.engine.learning.models import LearningGoal, LearningTask
from kring.engine.learning.rhythm import FRAMES, frame
from kring.engine.learning.tasks import OPEN_TASKS, is_overdue
from kring.engine.learning.together import put_on_table
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community, Person
from kring.engine.words import of_tool
from kring.kit.words import load_facts
from kring.pages.facilitate.draft import Draft, new_item
from kring.pages.house.visiting import LIFECYCLE, day, language, lifecycle
from kring.pages.learning.forms import circle_to_learn_in, word
from kring.tools import TOOLS


@cache
def five() -> dict[str, Any]:
    """`content/lifecycle/rhythm_five.yaml`."""
    return dict(load_facts(LIFECYCLE, "rhythm_five"))


def example(number: int) -> dict[str, Any] | None:
    """One of the five meetings, or None: nr, phase, title, outcome, tip, tools (those that exist here)."""
    words = lifecycle()
    for one in five()["meetings"]:
        if one["nr"] == number:
            ident = str(number)
            return {
                "nr": number,
                "phase": one["phase"],
                "title": words.text("rhythm_five", ident, "title"),
                "outcome": words.text("rhythm_five", ident, "outcome"),
                "tip": words.text("rhythm_five", ident, "tip")
                if words.has("rhythm_five", ident, "tip")
                else "",
                "tools": [key for key in one["suggested"] if key in TOOLS],
            }
    return None


def to_plan(number: str) -> dict[str, Any] | None:
    """The example behind `?example=` when planning, or None."""
    return example(int(number)) if number.isascii() and number.isdigit() and len(number) == 1 else None


@never_cache
@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Five meetings with a date for each, and how to divide the time of one."""
    person = access.person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    circle = circle_to_learn_in(person, pk)
    held, planned, dates = moments(circle)
    meetings = [
        one
        | {
            "when": day(dates[one["nr"] - 1].date()),
            "date": dates[one["nr"] - 1].date().isoformat(),
            "phase_name": word("phase_names", one["phase"]),
            "names": ", ".join(of_tool(key, language()).text("about", "title") for key in one["tools"]),
            "now": one["nr"] == held + 1,
            "past": one["nr"] <= held,
            "planned": held < one["nr"] <= planned,
        }
        for number in range(1, 6)
        if (one := example(number))
    ]
    frames = {length: dict(frame(length)) for length in sorted(FRAMES)}
    parts = [(part, [frames[length].get(part, 0) for length in frames]) for part in frame_parts()]
    context = {
        "community": circle,
        "meetings": meetings,
        "lengths": list(frames),
        "parts": parts,
        "may_plan": access.may(person, "meeting", "plan", circle),
    }
    return render(request, "learning/rhythm.html", context)


def frame_parts() -> list[str]:
    """The parts of a whole meeting, in their order."""
    return [part for part, _ in frame(max(FRAMES))]


def moments(circle: Community) -> tuple[int, int, list[datetime]]:
    """How many meetings of this round were held, how many there are with those that are planned, and about when
    the five of it are: real days where there are."""
    cycle = current_cycle(circle)
    rows = Meeting.objects.filter(community=circle)
    if cycle is not None:
        rows = rows.filter(planned_at__date__gte=cycle.opened_on)
    known = list(rows.filter(status="closed").order_by("planned_at").values_list("planned_at", flat=True))
    held = len(known)
    known += (
        rows.filter(status__in=("planned", "open"))
        .order_by("planned_at")
        .values_list("planned_at", flat=True)
    )
    weeks = timedelta(weeks=five()["weeks_between"]["default"])
    there_are = len(known)
    dates = [timezone.localtime(one) for one in known[:5]]
    while len(dates) < 5:
        last = dates[-1] if dates else timezone.localtime() - weeks + timedelta(weeks=1)
        dates.append(max(last + weeks, start_of_today()))
    return held, there_are, dates


def begin_from(draft: Draft, community: Community, number: str, on: str) -> dict[str, Any] | None:
    """Fill a first plan from one of the five examples: its title, a day, and the first of its tools; that example."""
    chosen = to_plan(number)
    if chosen is None:
        return None
    draft.title = chosen["title"]
    if date_or_none(on) is not None:
        draft.day = on
    people = community.memberships.members().count()
    draft.items += [new_item(key, people) for key in chosen["tools"][:1]]
    return chosen


def date_or_none(text: str) -> date | None:
    """A day as a link carries it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# ---- what comes on the table ----------------------------------------------------------------------------


def table_for(
    person: Person | None, circle: Community | None, form: Any, meeting: Meeting | None
) -> dict[str, Any] | None:
    """The open goals and tasks of the circle's learning agenda with a tick each, for planning; None without any.

    Ticked is what was ticked in the form that was sent. Before that: what the meeting has, or, for a new one,
    what goes on and what is long past its date (LT-3).
    """
    cycle = current_cycle(circle) if circle is not None else None
    if cycle is None or not access.may(person, "meeting", "plan", circle):
        return None
    goals = list(cycle.goals.filter(kind="collective", status="open"))
    tasks = list(cycle.tasks.filter(status__in=OPEN_TASKS).select_related("cycle__community__school"))
    if not goals and not tasks:
        return None
    today = timezone.localdate()
    if "table" in form:
        ticked = {*form.getlist("goals"), *form.getlist("tasks")}
    elif meeting is not None:
        ticked = {str(one.pk) for one in on_table(meeting)}
    else:
        ticked = {str(one.pk) for one in tasks if one.status == "doing" or is_overdue(one, today)}
    return {
        "goals": [(one, str(one.pk) in ticked) for one in goals],
        "tasks": [(one, str(one.pk) in ticked, is_overdue(one, today)) for one in tasks],
    }


def keep_table(meeting: Meeting, person: Person | None, form: Any) -> None:
    """What was ticked comes on the table of this meeting, when whoever sends it may plan for the circle."""
    circle = meeting.community
    if circle is None or person is None or "table" not in form:
        return
    if access.may(person, "meeting", "plan", circle):
        put_on_table(meeting, circle, by=person, goals=form.getlist("goals"), tasks=form.getlist("tasks"))


def on_table(meeting: Meeting) -> list[LearningGoal | LearningTask]:
    """What of the learning agenda comes up in a meeting: goals first."""
    goals: list[LearningGoal | LearningTask] = list(meeting.goals.filter(visibility="circle"))
    return goals + list(meeting.tasks.all())
