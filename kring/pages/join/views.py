"""Joining: a code or a QR code, a name, one tap on what you do, and you sit."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from kring.engine.access import meeting_to_join, person_of, seat_of
from kring.engine.meetings.inviting import person_of_link
from kring.engine.meetings.models import Meeting, Seat
from kring.engine.meetings.seats import (
    MANY,
    NAME_LENGTH,
    ROLES,
    TABLE_FEWEST,
    TABLE_MOST,
    come_back,
    find_way_back,
    take_seat,
)
from kring.engine.words import interface, refusal
from kring.kit.payload import Refused
from kring.pages.house.device import from_our_pages, keep_seat, language, seat_ident
from kring.pages.join.guesses import codes, network_of, way_backs

WAY_BACK_SHOWN = 600
"""Seconds in which the phone page may pick up the way-back code that was just made."""


@never_cache
@from_our_pages
def code(request: HttpRequest) -> HttpResponse:
    """GET: the seven digits. POST: the name page of the meeting that has this code now."""
    if request.method != "POST":
        return render(request, "join/code.html", {"typed": request.GET.get("code", "")[:20]})
    typed = request.POST.get("code", "")[:20]
    try:
        return redirect("join_by_token", token=meeting_of_code(request, typed).join_token)
    except Refused as refused:
        wrong = said(request, refused)
        return render(request, "join/code.html", {"typed": typed, "wrong": wrong}, status=409)


def meeting_of_code(request: HttpRequest, typed: str) -> Meeting:
    """The open meeting of a typed code; spaces and dashes do not count.

    Raises Refused: code_short, code_unknown, wait(n).
    """
    digits = "".join(one for one in typed if one.isascii() and one.isdigit())
    if len(digits) != 7:
        raise Refused("code_short")
    network = network_of(request)
    if seconds := codes.wait(network):
        raise Refused("wait", n=seconds)
    meeting = Meeting.objects.filter(code=digits, status="open").first()
    if meeting is None:
        codes.wrong(network, digits)
        raise Refused("code_unknown")
    return meeting


def said(request: HttpRequest, refused: Refused) -> str:
    """The sentence for a refusal: joining has words of its own."""
    lang = language(request)
    words = interface(lang)
    if words.has("join", refused.code):
        return words.text("join", refused.code, **refused.values)
    return refusal(refused.code, lang, **refused.values)


@never_cache
@from_our_pages
def seat(request: HttpRequest, token: str) -> HttpResponse:
    """GET: name and role (one tap for who is known). POST: the seat, and on to the phone page."""
    meeting = meeting_to_join(token)
    known = seat_of(request, meeting)
    if known and not known.left_at:
        return redirect("phone", pk=meeting.pk)
    if meeting.status != "open":
        return render(request, "join/wait.html", {"meeting": meeting}, status=409)
    if request.method != "POST":
        return name_page(request, meeting, known)
    if known:
        return seated(come_back(known))
    person = person_of(request)
    name = person.shown_name if person else request.POST.get("name", "")[: NAME_LENGTH * 4]
    role = person.role_key if person else request.POST.get("role", "")
    try:
        taken, back = take_seat(
            meeting,
            name=name,
            role=role,
            person=person,
            ident=seat_ident(meeting, request.POST.get("ident", "")[:40]),
            language=language(request),
        )
    except Refused as refused:
        wrong = said(request, Refused("no_name") if refused.code == "empty_text" else refused)
        return name_page(request, meeting, None, name=name, wrong=wrong, status=409)
    return seated(taken, back)


@never_cache
@from_our_pages
def table(request: HttpRequest, token: str) -> HttpResponse:
    """GET: for several people on one device, with how many they are (C-03, C-35). POST: their table, and on."""
    meeting = meeting_to_join(token)
    known = seat_of(request, meeting)
    if meeting.status != "open" or meeting.kind == "async" or known:
        return redirect("join_by_token", token=token)
    if request.method != "POST":
        return table_page(request, meeting)
    name, people = request.POST.get("name", "")[: NAME_LENGTH * 4], whole(request.POST.get("people", ""))
    try:
        if not TABLE_FEWEST <= people <= TABLE_MOST:
            raise Refused("no_people")
        taken, back = take_seat(
            meeting,
            name=name,
            role="other",
            ident=seat_ident(meeting, request.POST.get("ident", "")[:40]),
            language=language(request),
            table_of=people,
        )
    except Refused as refused:
        wrong = said(request, Refused("no_table_name") if refused.code == "empty_text" else refused)
        return table_page(request, meeting, name=name, people=people, wrong=wrong, status=409)
    return seated(taken, back)


def whole(text: str) -> int:
    """A number of people as typed, 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def table_page(
    request: HttpRequest,
    meeting: Meeting,
    *,
    people: int = 0,
    wrong: str = "",
    status: int = 200,
    **typed: str,
) -> HttpResponse:
    """The page that asks how a table is called and with how many they are; the next number is filled in."""
    number = 1 + meeting.seats.exclude(table_of=0).count()
    context = {
        "meeting": meeting,
        "ident": request.POST.get("ident", "")[:40] or str(uuid.uuid4()),
        "name": typed.get("name", interface(language(request)).text("join", "table_name_n", n=number)),
        "sizes": range(TABLE_FEWEST, TABLE_MOST + 1),
        "people": people,
        "wrong": wrong,
        "limit": NAME_LENGTH,
    }
    return render(request, "join/table.html", context, status=status)


def at_tables(meeting: Meeting) -> bool:
    """Whether this group is so large that free texts are made at tables (C-35): by who was invited or sits here."""
    members = meeting.community.memberships.members().count() if meeting.community else 0
    return max(members, meeting.seats.filter(left_at=None, table_of=0).count()) > MANY


@never_cache
@from_our_pages
def mailed(request: HttpRequest, token: str, signed: str) -> HttpResponse:
    """The link of somebody's own mail (C-36). GET: one button, for mail scanners follow links. POST: their seat.

    Where it holds no more, and for whoever signed in or sits here already, it is the link that everybody has.
    """
    meeting = meeting_to_join(token)
    person = person_of_link(meeting, signed)
    if person is None or meeting.status != "open" or person_of(request) or seat_of(request, meeting):
        return redirect("join_by_token", token=token)
    if request.method != "POST":
        return render(request, "join/mailed.html", {"meeting": meeting, "person": person})
    taken, back = take_seat(
        meeting, name=person.shown_name, role=person.role_key, person=person, language=language(request)
    )
    return seated(taken, back)


def name_page(
    request: HttpRequest,
    meeting: Meeting,
    known: Seat | None,
    *,
    name: str = "",
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page that asks for a name and a role. Its `ident` makes a double press one seat."""
    ident = request.POST.get("ident", "")[:40] or str(uuid.uuid4())
    context = {
        "meeting": meeting,
        "known": known,
        "person": person_of(request),
        "roles": ROLES,
        "ident": ident,
        "name": name,
        "wrong": wrong,
        "limit": NAME_LENGTH,
        "table": meeting.kind != "async",
        "at_tables": at_tables(meeting),
    }
    return render(request, "join/seat.html", context, status=status)


def seated(seat: Seat, back: str = "") -> HttpResponse:
    """On to the phone page with the seat; the way-back code goes along for the page to show once."""
    response = redirect("phone", pk=seat.meeting_id)
    keep_seat(response, seat)
    if back:
        show_way_back(response, seat, back)
    return response


def show_way_back(response: HttpResponse, seat: Seat, back: str) -> None:
    """Hand the way-back code to the phone page of this device, and to no other page."""
    response.set_cookie(
        "kring_back",
        back,
        max_age=WAY_BACK_SHOWN,
        path=f"/m/{seat.meeting_id}/",
        httponly=True,
        samesite="Lax",
    )


@never_cache
@from_our_pages
def way_back(request: HttpRequest, token: str) -> HttpResponse:
    """GET: ask for the way-back code. POST: the same seat, now on this device."""
    meeting = meeting_to_join(token)
    if request.method != "POST":
        return render(request, "join/back.html", {"meeting": meeting})
    typed = request.POST.get("code", "")[:20]
    try:
        return came_back(request, meeting, typed)
    except Refused as refused:
        context = {"meeting": meeting, "typed": typed, "wrong": said(request, refused)}
        return render(request, "join/back.html", context, status=409)


def came_back(request: HttpRequest, meeting: Meeting, typed: str) -> HttpResponse:
    """The seat of this way-back code on this device. Raises Refused: way_back_unknown, wait(n)."""
    network = network_of(request)
    if seconds := way_backs.wait(network):
        raise Refused("wait", n=seconds)
    try:
        found = find_way_back(meeting, typed)
    except Refused:
        way_backs.wrong(network, f"{meeting.pk}:{typed}")
        raise
    return seated(found, typed.strip().upper())
