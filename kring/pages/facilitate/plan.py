"""Planning a meeting, and changing the plan until the meeting is opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.meetings.course import Begun, begun_in, kind_for, plan_meeting, replan_meeting
from kring.engine.meetings.models import Meeting
from kring.engine.meetings.names import MOST
from kring.engine.meetings.proposing import for_agenda
from kring.engine.people.models import Community, Person
from kring.engine.words import interface, of_tool, refusal
from kring.kit.payload import Refused
from kring.pages.facilitate.draft import MOST_ITEMS, Draft, Item, draft_from, draft_of, first_draft, press
from kring.pages.facilitate.questions import Question, questions
from kring.pages.learning.rhythm import begin_from, keep_table, table_for
from kring.tools import TOOLS

ABOUT = ("title", "sentence", "when", "group", "time")
PLANNERS = ("member", "facilitator")


@never_cache
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """A new meeting, of a circle (`?community=`) or a loose one of the organisation."""
    person = access.person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    community = community_of(person, request.GET.get("community", ""))
    begun = begun_in(community)
    if request.method == "GET":
        draft, asked = first_draft(timezone.localtime(), community), request.GET
        if community:
            begin_from(draft, community, asked.get("example", ""), asked.get("day", ""))
        return page(request, draft, community, begun)
    proposals = for_agenda(community, None)
    draft = draft_from(request.POST, begun=begun, proposals=proposals)
    people = community.memberships.members().count() if community else 0
    if request.POST.get("do") != "save":
        button = request.POST.get("do", "")
        at = press(draft, button, people, begun, learning_about(community), proposals)
        return page(request, draft, community, begun, at=at)
    if not draft.check():
        return page(request, draft, community, begun, status=409)
    begins, organisation = draft.starts, community.organisation if community else person.organisation
    assert begins is not None and organisation is not None
    meeting = plan_meeting(
        organisation,
        title=draft.title,
        planned_at=begins,
        by=person,
        agenda=draft.agenda(),
        community=community,
        kind=kind_for(draft.agenda()),
        language=community.language if community else get_language() or "nl",
        shows_at=draft.shows,
    )
    keep_table(meeting, person, request.POST)
    return redirect("lead", meeting.pk)


@never_cache
@require_http_methods(["GET", "POST"])
def replan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a plan. Once the meeting is open the plan stands, and this leads to the meeting."""
    meeting = access.meeting_to_lead(request, pk).meeting
    if meeting.status != "planned":
        return redirect("lead", pk)
    community = meeting.community
    begun = begun_in(community)
    if request.method == "GET":
        return page(request, draft_of(meeting, begun), community, begun, meeting=meeting)
    proposals = for_agenda(community, meeting)
    draft = draft_from(request.POST, meeting, begun, proposals)
    if request.POST.get("do") != "save":
        people = community.memberships.members().count() if community else 0
        button = request.POST.get("do", "")
        at = press(draft, button, people, begun, learning_about(community), proposals)
        return page(request, draft, community, begun, meeting=meeting, at=at)
    begins = draft.starts
    if not draft.check() or begins is None:
        return page(request, draft, community, begun, meeting=meeting, status=409)
    try:
        replan_meeting(
            meeting,
            title=draft.title,
            planned_at=begins,
            agenda=draft.agenda(),
            shows_at=draft.shows,
            by=access.person_of(request),
        )
    except Refused as refused:
        draft.wrong["plan"] = refused
        return page(request, draft, community, begun, meeting=meeting, status=409)
    keep_table(meeting, access.person_of(request), request.POST)
    return redirect("lead", pk)


def learning_about(community: Community | None) -> str:
    """The learning question of a circle, "" without one."""
    return community.learning_question if community else ""


def community_of(person: Person, asked: str) -> Community | None:
    """The circle the meeting is for; none for a loose one of one's own organisation. Raises Http404."""
    if asked:
        return access.community_for(person, asked, PLANNERS)
    if person.organisation_id is None:
        raise Http404
    return None


def page(
    request: HttpRequest,
    draft: Draft,
    community: Community | None,
    begun: Sequence[Begun],
    *,
    meeting: Meeting | None = None,
    at: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """The plan as a form; `at` is the part of the agenda to look at."""
    lang = get_language() or "nl"
    moments = draft.moments()
    # Of a loose meeting nobody knows how many will come.
    small = community is None or community.memberships.members().count() <= MOST
    earlier: dict[str, list[Begun]] = {key: [] for key in TOOLS}
    for one in begun:
        earlier[one.tool].append(one)
    context = {
        "draft": draft,
        "community": community,
        "meeting": meeting,
        "at": at,
        "wrong": {place: sentence(refused, lang) for place, refused in draft.wrong.items()},
        "items": [
            shown(item, place, lang)
            | {"may_have_names": small and TOOLS[item.tool].may_have_names}
            | {"from": moments[place], "until": moments[place + 1]}
            for place, item in enumerate(draft.items)
        ],
        "ends": moments[-1],
        "tools": [tool_card(key, lang) | {"begun": earlier[key]} for key in TOOLS],
        "clock_form": interface(lang).text("plan", "clock_form"),
        "proposals": [
            (one, of_tool(one.tool, lang).text("about", "title"))
            for one in for_agenda(community, meeting).values()
            if one not in draft.proposed()
        ],
        "full": len(draft.items) >= MOST_ITEMS,
        "table": table_for(access.person_of(request), community, request.POST, meeting),
        "any_wrong": bool(draft.wrong) or any(item.wrong for item in draft.items),
    }
    return render(request, "facilitate/plan.html", context, status=status)


def shown(item: Item, place: int, lang: str) -> dict[str, Any]:
    """One part of the agenda with its words, its questions and what is wrong with them."""
    words = of_tool(item.tool, lang)
    errors = {key: sentence(refused, lang) for key, refused in item.wrong.items()}
    asked = questions(TOOLS[item.tool], words, item.answers, f"{place}-", errors)
    return {
        "item": item,
        "title": words.text("about", "title"),
        "sentence": words.text("about", "sentence"),
        "questions": asked,
        "more": any(one.more for one in asked),
        "more_open": any(one.more and (one.error or otherwise(item, one)) for one in asked),
        "error": errors.get("minutes", ""),
        "not_here": errors.get("own_time", ""),
    }


def otherwise(item: Item, question: Question) -> bool:
    """Whether this was answered otherwise than by leaving it alone."""
    key = question.name.partition("-")[2]
    usual = next(one.default for one in TOOLS[item.tool].settings if one.key == key)
    return item.answers.get(key, usual) not in (usual, "")


def tool_card(key: str, lang: str) -> dict[str, str]:
    """What is said of a tool when one chooses."""
    words = of_tool(key, lang)
    return {"key": key} | {field: words.text("about", field) for field in ABOUT}


def sentence(refused: Refused, lang: str) -> str:
    """What went wrong, in words."""
    return refusal(refused.code, lang, **refused.values)
