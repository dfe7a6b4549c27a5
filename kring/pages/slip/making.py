"""Making slips, for whoever leads: a sheet that is made once, and numbers."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kring.engine import access
from kring.engine.address import public_address, short_address
from kring.engine.meetings.models import Activity
from kring.engine.meetings.seats import ROLES
from kring.engine.meetings.slip_codes import in_groups
from kring.engine.meetings.slips import MOST_AT_ONCE, lapse_slips, make_slips, may_have_slips, slips_of
from kring.engine.reports.names import file_name
from kring.engine.reports.qr import drawn
from kring.engine.reports.slips import Slip, slips_sheet
from kring.engine.words import interface, of_tool, refusal, shared
from kring.kit.payload import Refused
from kring.pages.house.device import language

FIRST = ("student", "parent")
"""For whom slips are made most often."""


@never_cache
@require_http_methods(["GET", "POST"])
def slips(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: how many there are, and the form. POST: the sheet as PDF; the only time that its codes leave the house."""
    leader, activity = access.activity_to_hand_slips_of(request, pk)
    if request.method != "POST":
        return page(request, leader, activity)
    role, n, seen = (request.POST.get(name, "")[:20].strip() for name in ("role", "n", "seen"))
    try:
        meant(request, activity)
        codes = make_slips(activity, role, whole(n), whole(seen))
    except Refused as refused:
        lang = language(request)
        wrong = refusal(refused.code, lang, activity.tool, **refused.values)
        return page(request, leader, activity, wrong=wrong, status=409)
    return sheet(activity, role, codes, language(request))


def meant(request: HttpRequest, activity: Activity) -> None:
    """The page that asked may have been about another part. Raises Refused("slips_elsewhere")."""
    if request.POST.get("activity") != str(activity.pk):
        raise Refused("slips_elsewhere")


def whole(typed: str) -> int:
    """The number that was typed; one that no sheet has when it is none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else -1


def page(
    request: HttpRequest, leader: access.Leader, activity: Activity, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    """The page about slips of the running activity."""
    why = ""
    try:
        may_have_slips(activity)
    except Refused as refused:
        why = refusal(refused.code, language(request))
    context = {
        "meeting": leader.meeting,
        "activity": activity,
        "name": name_of(activity, language(request)),
        "slips": slips_of(activity),
        "roles": [*FIRST, *(role for role in ROLES if role not in FIRST)],
        "chosen": request.POST.get("role", FIRST[0]),
        "n": request.POST.get("n", "30")[:4],
        "most": MOST_AT_ONCE,
        "why": why,
        "wrong": wrong,
    }
    return render(request, "slip/making.html", context, status=status)


def name_of(activity: Activity, lang: str) -> str:
    """What this part of the meeting is called."""
    return activity.title or of_tool(activity.tool, lang).text("about", "title")


def sheet(activity: Activity, role: str, codes: list[str], lang: str) -> HttpResponse:
    """The sheet to cut."""
    words, meeting = interface(lang), activity.meeting
    address = f"{public_address()}/slip/{activity.pk}/#"
    circle = meeting.community.name if meeting.community else meeting.organisation.name
    made = slips_sheet(
        [Slip(in_groups(code), drawn(address + code)) for code in codes],
        title=meeting.title,
        over=f"{circle} · {name_of(activity, lang)}",
        role=shared(lang).text("roles", role),
        address=f"{short_address()}/slip/",
        until=until(activity, lang),
        words=words,
    )
    day = timezone.localdate()
    name = file_name(circle, day, meeting.title, words.text("slip", "file"), "pdf")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def until(activity: Activity, lang: str) -> str:
    """Until when somebody can answer, as a sentence."""
    words = interface(lang)
    if activity.open_until is None:
        return words.text("slip", "until_closed")
    at = timezone.localtime(activity.open_until)
    clock = words.text("plan", "clock_form")
    return words.text("slip", "until", day=date_format(at, "l j F"), at=date_format(at, clock))


@never_cache
@require_POST
def lapse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let every slip that answered nothing lapse."""
    leader, activity = access.activity_to_hand_slips_of(request, pk)
    try:
        meant(request, activity)
        lapse_slips(activity)
    except Refused as refused:
        wrong = refusal(refused.code, language(request))
        return page(request, leader, activity, wrong=wrong, status=409)
    return redirect("lead_slips", pk=pk)
