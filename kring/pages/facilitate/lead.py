"""Leading a meeting: one page that shows it, and one small address for each button.

Every button works as a plain form (done, then back to the page) and for a script that asks for JSON: 204 when
it was done, 200 with `goto` when the browser should go elsewhere, 409 with a sentence when it could not be.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kring.engine import access
from kring.engine.meetings.actions import contribute, reveal, take_off_board, whole
from kring.engine.meetings.course import close_meeting, go_back, go_on, open_meeting, set_timer
from kring.engine.meetings.leading import chair_to_lead, saw_facilitator
from kring.engine.meetings.models import Activity, Meeting
from kring.engine.meetings.names import ask_names, settle_names
from kring.engine.meetings.note import write_note
from kring.engine.words import refusal
from kring.kit.payload import Refused
from kring.pages.house.device import from_our_pages
from kring.pages.house.drawing import render as render_face
from kring.pages.house.posted import envelope_of
from kring.pages.house.tool_files import tool_scripts, tool_styles
from kring.tools import TOOLS

LONGEST = 480
"""Minutes that a timer can be set to."""
SCRIPTS = ("kr-live", "kr-timer", "kr-line", "kr-press", "kr-keys", "kr-ask", "kr-note")

Verb = Callable[[HttpRequest, access.Leader], HttpResponse | None]


@never_cache
@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page of whoever leads, in whatever state the meeting is."""
    return lead_page(request, access.meeting_to_lead(request, pk))


def lead_page(
    request: HttpRequest, leader: access.Leader, refused: str = "", status: int = 200
) -> HttpResponse:
    """The page with what is ours (the same as the stream brings) and what is only on the page."""
    meeting = leader.meeting
    lang = get_language() or "nl"
    if meeting.status == "open":
        # Somebody may lead as a person, on a seat, or both.
        if leader.person:
            saw_facilitator(str(meeting.pk), str(leader.person.pk), None)
        if leader.seat:
            saw_facilitator(str(meeting.pk), None, str(leader.seat.pk))
    state = whole(meeting.pk)
    tools = [one["tool"] for one in state.agenda]
    context = {
        "meeting": meeting,
        "leader": leader,
        "ours": mark_safe(render_face(state, "lead", lang).html),
        "note": request.POST.get("note", meeting.note),
        "refused": refused,
        "scripts": [*(f"kring/js/{name}.js" for name in SCRIPTS), *tool_scripts(tools)],
        "tool_styles": tool_styles(tools),
    }
    return render(request, "facilitate/lead.html", context, status=status)


def pressed(verb: Verb) -> Callable[..., HttpResponse]:
    """A button: do it, and answer a script in JSON and a form with a page. A refusal is an ordinary answer."""

    @never_cache
    @require_POST
    @wraps(verb)
    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        leader = access.meeting_to_lead(request, pk)
        try:
            answer = verb(request, leader)
        except Refused as refused:
            return refuse(request, leader, refused)
        if answer is not None:
            return answer
        return HttpResponse(status=204) if wants_json(request) else redirect("lead", pk)

    return view


def wants_json(request: HttpRequest) -> bool:
    """Whether a script pressed the button."""
    return request.headers.get("Accept", "").startswith("application/json")


def refuse(request: HttpRequest, leader: access.Leader, refused: Refused) -> HttpResponse:
    """The no, in the reader's language and first in the tool's own words."""
    current = leader.meeting.current
    lang = get_language() or "nl"
    message = refusal(refused.code, lang, current.tool if current else "", **refused.values)
    if wants_json(request):
        return JsonResponse({"error": refused.code, "message": message, **refused.values}, status=409)
    leader.meeting.refresh_from_db()
    return lead_page(request, leader, message, 409)


def goto(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser elsewhere, whoever asked."""
    return JsonResponse({"goto": url}) if wants_json(request) else redirect(url)


@pressed
def start(request: HttpRequest, leader: access.Leader) -> HttpResponse | None:
    """Open the meeting. The page is another one from now on, so the browser reads it again."""
    open_meeting(leader.meeting)
    return goto(request, reverse("lead", args=[leader.meeting.pk]))


@pressed
def forward(request: HttpRequest, leader: access.Leader) -> None:
    """The next step, or the next part of the agenda; only from the step that was seen."""
    go_on(leader.meeting, request.POST.get("seen", ""))


@pressed
def backward(request: HttpRequest, leader: access.Leader) -> None:
    """The step before; only from the step that was seen."""
    go_back(leader.meeting, request.POST.get("seen", ""))


@from_our_pages
@pressed
def say(request: HttpRequest, leader: access.Leader) -> None:
    """Say what only whoever leads may say in the running step: the form of a tool's own face."""
    activity = leader.meeting.current
    if activity is None:
        raise Refused("activity_closed")
    tool = TOOLS[activity.tool]
    kind = tool.kind(request.POST.get("_kind", ""))
    if not kind.lead_only and not kind.lead_too:
        raise Refused("not_in_this_step")
    chair = leader.seat or (chair_to_lead(leader.meeting, leader.person) if leader.person else None)
    if chair is None:
        raise Refused("no_seat")
    contribute(activity, "named", str(chair.pk), envelope_of(request.POST, str(chair.pk), tool), leads=True)


@pressed
def names(request: HttpRequest, leader: access.Leader) -> None:
    """Ask a small circle whether it works with names (`do` is ask), or close that question (settle)."""
    match request.POST.get("do"):
        case "ask":
            ask_names(leader.meeting)
        case "settle":
            settle_names(leader.meeting)
        case _:
            raise Refused("unreadable")


@pressed
def publish(request: HttpRequest, leader: access.Leader) -> None:
    """Reveal what the button said, to everybody at once."""
    activity, step, choice = what_was_seen(request, leader.meeting)
    reveal(activity, step, choice, by=leader.name)


@pressed
def off_board(request: HttpRequest, leader: access.Leader) -> None:
    """Take a picture off the board."""
    activity, step, choice = what_was_seen(request, leader.meeting)
    take_off_board(activity, step, choice)


def what_was_seen(request: HttpRequest, meeting: Meeting) -> tuple[Activity, str, str]:
    """The activity, step and choice that a button stands for. Raises Refused("activity_closed")."""
    ident, step, choice = (*request.POST.get("what", "").split("/", 2), "", "")[:3]
    activity = access.found(meeting.activities, ident)
    if activity is None:
        raise Refused("activity_closed")
    return activity, step, choice


@pressed
def timer(request: HttpRequest, leader: access.Leader) -> None:
    """Set the time of the running step: by minutes, by the clock, or a minute more than was seen."""
    ends = until(request, timezone.localtime())
    current = leader.meeting.current
    seen = request.GET.get("seen", "")
    if not seen or (current and seen == f"{current.pk}/{current.step}"):
        set_timer(leader.meeting, ends)


def until(request: HttpRequest, now: datetime) -> datetime:
    """When the step ends. Raises Refused: number_between, no_moment, time_past."""
    if more := request.POST.get("more"):
        seen = parse_datetime(more)
        if seen is None or timezone.is_naive(seen):
            raise Refused("no_moment")
        # From what was seen, so that a double tap gives one minute; from now when the time is over.
        return (seen if seen > now else now) + timedelta(minutes=1)
    if "clock" in request.POST:
        try:
            at = time.fromisoformat(request.POST["clock"]).replace(tzinfo=None)
        except ValueError:
            raise Refused("no_moment") from None
        ends = timezone.make_aware(datetime.combine(now.date(), at))
        if ends <= now:
            raise Refused("time_past")
        return ends
    typed = request.POST.get("minutes", "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and 1 <= int(typed) <= LONGEST):
        raise Refused("number_between", lowest=1, highest=LONGEST)
    return now + timedelta(minutes=int(typed))


@pressed
def note(request: HttpRequest, leader: access.Leader) -> None:
    """Keep the private note."""
    write_note(leader.meeting, request.POST.get("note", ""), request.POST.get("was", ""))


@never_cache
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask once whether the meeting is over, then end it and go on to the harvest."""
    leader = access.meeting_to_lead(request, pk)
    if leader.helper:
        message = refusal("not_the_lead", get_language() or "nl")
        context = {"meeting": leader.meeting, "refused": message}
        return render(request, "facilitate/end.html", context, status=200 if request.method == "GET" else 409)
    if leader.meeting.status == "planned":
        return redirect("lead", pk)
    if request.method == "GET" and leader.meeting.status == "open":
        return render(request, "facilitate/end.html", {"meeting": leader.meeting})
    if request.method == "POST":
        close_meeting(leader.meeting)
    return goto(request, reverse("harvest", args=[pk]))
