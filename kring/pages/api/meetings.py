"""Joining, the state of a meeting, and listening to what is ours."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from kring.engine.access import meeting_of_board, meeting_to_join, meeting_to_lead, person_of, seat_at
from kring.engine.live.frames import event
from kring.engine.meetings.models import Meeting
from kring.engine.meetings.progress import progress
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.seats import take_seat
from kring.pages.api import shapes
from kring.pages.api.asking import from_our_pages
from kring.pages.house.device import language, seat_ident
from kring.pages.house.drawing import render
from kring.pages.join.views import meeting_of_code

router = Router(tags=["meetings"])
boards = Router(tags=["boards"])
WRONG = {404: shapes.Error, 409: shapes.Error, 422: shapes.Error}
STREAM = (
    "Server-sent events. `event: ours`, data `{html}` (all of it) or `{parts: {key: html}}` (what changed); "
    "`event: end`, data `moved` or `leaving`. A stream that returns with Last-Event-ID gets the current state."
)

LISTENING: dict[str, Any] = {
    "description": STREAM,
    "openapi_extra": {"responses": {200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}}},
}


@router.post("/join", response={200: shapes.Joined, **WRONG}, summary="Take a seat")
def join(request: HttpRequest, joining: shapes.Joining) -> Any:
    """A seat in an open meeting, by its code or by the token of its QR code."""
    from_our_pages(request)
    meeting = meeting_to_join(joining.token) if joining.token else meeting_of_code(request, joining.code)
    person = person_of(request)
    seat, back = take_seat(
        meeting,
        name=person.shown_name if person and not joining.table_of else joining.name,
        role=person.role_key if person else joining.role,
        person=None if joining.table_of else person,
        ident=seat_ident(meeting, joining.ident[:40]),
        language=language(request),
        table_of=joining.table_of,
    )
    return {"meeting": meeting.pk, "seat": seat.pk, "key": seat.key, "way_back": back}


@router.get("/{meeting}/state", response={200: shapes.State, **WRONG}, summary="What runs now")
def state(request: HttpRequest, meeting: UUID) -> Any:
    """The meeting as it is now, for whoever has a seat in it."""
    seat = seat_at(request, meeting)
    now = read_meeting(str(meeting))
    assert now is not None
    running, ready = now.activity, progress(now)
    return {
        "meeting": meeting,
        "title": now.title,
        "status": now.status,
        "seat": {"id": seat.pk, "name": seat.shown_name, "role": seat.role},
        "activity": running
        and {
            "id": running.id,
            "tool": running.tool.key,
            "title": running.title,
            "anonymous": running.anonymous,
            "status": running.status,
            "step": running.step,
            "open_steps": sorted(running.open_steps),
        },
        "progress": {"done": ready.done, "n": ready.n, "asked": ready.asked},
    }


Face = Literal["phone", "lead"]
Lang = Literal["", "nl", "en"]


def face_of(request: HttpRequest, meeting: UUID, face: Face, lang: Lang, part: str = "") -> str:
    """What this face shows now, for whoever may see it; a phone in people's own time shows one part.

    Raises Http404.
    """
    seen: Meeting = (
        meeting_to_lead(request, meeting).meeting if face == "lead" else seat_at(request, meeting).meeting
    )
    return shown(request, seen, face, lang, part if face == "phone" else "")


def shown(request: HttpRequest, meeting: Meeting, face: str, lang: Lang, part: str = "") -> str:
    """A face as HTML."""
    now = read_meeting(str(meeting.pk), part=part)
    assert now is not None
    return render(now, face, lang or language(request)).html


def one_event(html: str) -> HttpResponse:
    """The current state and an end; only where the live lane is off. The browser asks again by itself."""
    body = event("0", {"html": html}) + b"event: end\ndata: leaving\n\n"
    return HttpResponse(body, content_type="text/event-stream", headers={"Cache-Control": "no-store"})


@router.get("/{meeting}/stream", response={200: None, **WRONG}, summary="Listen", **LISTENING)
def stream(request: HttpRequest, meeting: UUID, face: Face = "phone", lang: Lang = "", part: str = "") -> Any:
    """What is ours, pushed when it changes. `part`: an activity, where people walk through them in their own time."""
    return one_event(face_of(request, meeting, face, lang, part))


@router.get("/{meeting}/ours", response={200: shapes.Ours, **WRONG}, summary="What is ours")
def ours(request: HttpRequest, meeting: UUID, face: Face = "phone", lang: Lang = "", part: str = "") -> Any:
    """What the stream would push now."""
    return {"frame": 0, "html": face_of(request, meeting, face, lang, part)}


@boards.get("/{token}/stream", response={200: None, **WRONG}, summary="Listen as a board", **LISTENING)
def board_stream(request: HttpRequest, token: str, lang: Lang = "") -> Any:
    """What the board shows, pushed when it changes."""
    return one_event(shown(request, meeting_of_board(token), "board", lang))


@boards.get("/{token}/ours", response={200: shapes.Ours, **WRONG}, summary="What the board shows")
def board_ours(request: HttpRequest, token: str, lang: Lang = "") -> Any:
    """What the stream of the board would push now."""
    return {"frame": 0, "html": shown(request, meeting_of_board(token), "board", lang)}
