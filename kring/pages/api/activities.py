"""Papers, contributions, what is mine, and what was published."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from kring.engine.access import activity_at, activity_to_read
from kring.engine.meetings.actions import contribute, erase
from kring.engine.meetings.mentions import mentioned
from kring.engine.meetings.models import Hiding
from kring.engine.meetings.names import answer_names
from kring.engine.meetings.papers import show_paper, take_paper
from kring.engine.meetings.reading import read_meeting
from kring.engine.meetings.slips import speaks_by_slip
from kring.engine.words import interface, shared
from kring.kit.payload import Refused
from kring.pages.api import shapes
from kring.pages.api.asking import asker, from_our_pages
from kring.pages.house.device import language
from kring.pages.house.naming import CURIOUS
from kring.pages.phone.page import answer, own_contributions, own_outcome

router = Router(tags=["activities"])
WRONG = {401: shapes.Error, 404: shapes.Error, 409: shapes.Error, 422: shapes.Error}


@router.get("/{activity}/paper", response={200: shapes.PaperShown, **WRONG}, summary="Show a ballot paper")
def paper(request: HttpRequest, activity: UUID) -> Any:
    """A paper drawn by chance from the stack, for a seat that has none yet. Nothing is noted."""
    running, seat = activity_at(request, activity)
    if running.status != "open" or not running.anonymous:
        raise Refused("activity_closed")
    return {"paper": show_paper(running, seat), "text": shared(language(request)).text("texts", "cv.paper")}


@router.post("/{activity}/paper", response={200: shapes.PaperTaken, **WRONG}, summary="Take a ballot paper")
def take(request: HttpRequest, activity: UUID, asked: shapes.PaperAsked) -> Any:
    """Take the paper that was shown. The only request in which a seat and a paper meet; asked twice, it is one."""
    from_our_pages(request)
    running, seat = activity_at(request, activity)
    if running.status != "open":
        raise Refused("activity_closed")
    return {"taken": take_paper(running, seat, asked.paper[:40])}


@router.get("/{activity}/names", response={200: shapes.Names, **WRONG}, summary="Was this seat asked?")
def names(request: HttpRequest, activity: UUID) -> Any:
    """Whether this seat answered the question about names (C-32)."""
    running, seat = activity_at(request, activity)
    return {"answered": running.names_marks.filter(seat=seat).exists()}


@router.post("/{activity}/names", response={200: shapes.Names, **WRONG}, summary="With or without my name")
def names_said(request: HttpRequest, activity: UUID, said: shapes.NamesAnswer) -> Any:
    """Take part with one's name or not; who said no is kept nowhere."""
    from_our_pages(request)
    running, seat = activity_at(request, activity)
    answer_names(running, seat, said.answer == "yes")
    return {"answered": running.names_marks.filter(seat=seat).exists()}


@router.post("/{activity}/mentions", response={200: shapes.Mentioned, **WRONG}, summary="Is somebody named?")
def named(request: HttpRequest, activity: UUID, asked: shapes.Texts) -> Any:
    """Whether a text that is about to be sent names somebody (C-39); asked as whoever will send it."""
    from_our_pages(request)
    running, lane, who, _ = asker(request, activity)
    by_slip = lane == "anonymous" and speaks_by_slip(running, who)
    words, lang = interface(language(request)), language(request)
    return {
        "found": [] if CURIOUS.too_many(who) else mentioned(running.meeting, asked.text, by_slip=by_slip),
        "ask": shared(lang).text("texts", "cv.name_check"),
        "send": words.text("phone", "name_send"),
        "change": words.text("phone", "name_change"),
    }


@router.post("/{activity}/contributions", response={200: shapes.Stored, **WRONG}, summary="Contribute")
def say(request: HttpRequest, activity: UUID, envelope: shapes.Envelope) -> Any:
    """One contribution of a seat or a voice; answered once it is stored. A known uuid changes nothing."""
    from_our_pages(request)
    running, lane, who, leads = asker(request, activity)
    given = {**envelope.dict(), "uuid": str(envelope.uuid)}
    try:
        return {"seq": contribute(running, lane, who, given, leads=leads)}
    except Refused as refused:
        refused.values["tool"] = running.tool
        raise


@router.post("/{activity}/erasure", response={200: shapes.Erased, **WRONG}, summary="Take answers away")
def erasure(request: HttpRequest, activity: UUID, asked: shapes.Erasing) -> Any:
    """Take away what this seat or voice gave of some kinds, content and all, where the tool allows it."""
    from_our_pages(request)
    running, lane, who, _ = asker(request, activity)
    return {"erased": erase(running, lane, who, set(asked.kinds))}


@router.get("/{activity}/mine", response={200: shapes.Mine, **WRONG}, summary="What is mine")
def mine(request: HttpRequest, activity: UUID) -> Any:
    """What this seat or voice gave and still counts, and its own outcome, computed for whoever asks (C-11)."""
    running, lane, who, _ = asker(request, activity)
    given = own_contributions(running, lane, who)
    state = read_meeting(str(running.meeting_id), part=str(running.pk))
    own = ""
    if state and state.activity and state.activity.id == str(running.pk):
        own = own_outcome(state, given, lane, language(request), who)
    reasons = {
        str(one.contribution): one.reason
        for one in Hiding.objects.filter(contribution__in=[one.uuid for one in given])
    }
    answers = [answer(one, reasons.get(one.uuid)) for one in given]
    return {"answers": answers, "own": own}


@router.get("/{activity}/result", response={200: shapes.Shown, **WRONG}, summary="What was published")
def result(request: HttpRequest, activity: UUID) -> Any:
    """The newest publication of each step, as it was frozen, for whoever has a seat or a membership."""
    running = activity_to_read(request, activity)
    newest: dict[str, Any] = {}
    for one in running.publications.order_by("pk"):
        place = f"{one.step}:{one.choice}" if one.choice else one.step
        if one.off_board_at:
            newest.pop(place, None)
        else:
            newest[place] = one.result
    return {"activity": running.pk, "tool": running.tool, "status": running.status, "published": newest}
