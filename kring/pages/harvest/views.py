"""The harvest of a meeting: read one by one by whoever leads, and read back by everybody who was there.

Every button is a plain form: done, then back to the page, which shows what stands now. The page may hang on
the wall: private proposals never stand on the page of whoever leads.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kring.engine import access
from kring.engine.access import Looker
from kring.engine.harvest.actions import (
    accept,
    add,
    close_harvest,
    drop,
    edit,
    for_everybody,
    for_these_two,
    is_closed,
    propose,
    reopen_harvest,
    undo,
)
from kring.engine.harvest.models import AGREEMENT_KINDS, KINDS, REPERTOIRE_KINDS, HarvestProposal
from kring.engine.harvest.people import people_of
from kring.engine.harvest.records import LIMITS, Draft, draft_of
from kring.engine.meetings.mentions import mentioned
from kring.engine.words import refusal
from kring.kit.payload import Refused
from kring.pages.harvest.look import activity_name, fresh_forms, groups, proposal_line
from kring.pages.house.naming import ask_about_names
from kring.pages.learning.home import ready_text


@never_cache
@require_GET
def harvest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For whoever leads: one proposal at a time. For the others: what was taken along, and what is theirs."""
    looker = access.meeting_to_look_at(request, pk)
    if not looker.leads:
        return ours(request, looker)
    propose(looker.meeting)
    return lead(request, looker)


def lead(request: HttpRequest, looker: Looker, typed: dict[str, Any] | None = None) -> HttpResponse:
    """The page of whoever leads; after a refusal with what was typed and why it could not be."""
    meeting, lang, typed = looker.meeting, get_language() or "nl", typed or {}
    rows = list(for_everybody(meeting))
    waiting = [row for row in rows if row.status == "open"]
    at = typed.get("proposal") or request.GET.get("at", "")
    here = next((row for row in rows if str(row.pk) == at), None) or next(iter(waiting), None)
    closed = is_closed(meeting)
    taken = [row for row in rows if row.status == "accepted"]
    context = {
        "meeting": meeting,
        "closed": closed,
        "here": None if closed else here and shown(here, waiting, typed, lang),
        "waiting": len(waiting),
        "any": any(row.activity_id for row in rows),
        "groups": groups(proposal_line(row, timezone.localdate()) for row in taken),
        "left": [row for row in rows if row.status == "dropped"],
        "forms": fresh_forms(typed),
        "people": list(people_of(meeting)),
        "roots": [row.node for row in taken if row.node and row.kind in ("insight", "agreement")],
        "refused": typed.get("refused", ""),
        "agreement_kinds": AGREEMENT_KINDS,
        "limits": LIMITS,
        "ready": ready_text(meeting.community) if meeting.community else "",
    }
    return render(request, "harvest/lead.html", context, status=409 if typed else 200)


def shown(
    row: HarvestProposal, waiting: list[HarvestProposal], typed: dict[str, Any], lang: str
) -> dict[str, Any]:
    """The proposal that is read now, with what stands in its fields."""
    back = typed if typed.get("proposal") == str(row.pk) else {}
    draft: Draft = back.get("draft") or draft_of(row)
    place = waiting.index(row) if row in waiting else -1
    after = waiting[(place + 1) % len(waiting)] if waiting else None
    return {
        "row": row,
        "draft": draft,
        "due": back.get("due", draft.due.isoformat() if draft.due else ""),
        "rows": max(2, -(-len(draft.text) // 42)),
        "n": place + 1,
        "from": activity_name(row.activity, lang) if row.activity else "",
        "after": after if after is not None and after.pk != row.pk else None,
        "kinds": {"agreement": AGREEMENT_KINDS, "repertoire": REPERTOIRE_KINDS}.get(row.kind, ()),
        "refused": back.get("refused", ""),
    }


def ours(request: HttpRequest, looker: Looker, refused: str = "") -> HttpResponse:
    """What everybody who was there may read, and below it what is only theirs."""
    today = timezone.localdate()
    taken = [row for row in for_everybody(looker.meeting) if row.status == "accepted"]
    private = list(for_these_two(looker.meeting, looker.chairs))
    context = {
        "meeting": looker.meeting,
        "groups": groups(proposal_line(row, today) for row in taken),
        "private": private,
        "closed": is_closed(looker.meeting),
        "refused": refused,
        "seat": looker.seat,
        "inside": looker.person is not None and looker.meeting.community is not None,
    }
    return render(request, "harvest/ours.html", context, status=409 if refused else 200)


@never_cache
@require_POST
def decide(request: HttpRequest, pk: UUID, proposal: UUID) -> HttpResponse:
    """Accept, drop, keep the words, or open again: `do` is accept | drop | save | undo."""
    looker = access.meeting_to_harvest(request, pk)
    typed: dict[str, Any] = {"proposal": str(proposal), "due": request.POST.get("due", "")}
    try:
        row = public_proposal(looker, proposal)
        before = draft_of(row)
        draft = draft_from(request, before, typed)
        writes = request.POST.get("do") in ("accept", "save")
        if writes and (asking := ask(request, looker, before.text, before.practice_trace)):
            return asking
        match request.POST.get("do"):
            case "accept":
                accept(row, by=looker.name, person=looker.person, draft=draft)
            case "drop":
                drop(row, by=looker.name)
            case "save":
                edit(row, draft, person=looker.person)
            case "undo":
                undo(row)
                return redirect(f"{reverse('harvest', args=[pk])}?at={proposal}")
            case _:
                raise Refused("unreadable")
    except Refused as refused:
        typed["refused"] = sentence(refused)
        return lead(request, looker, typed)
    return redirect("harvest", pk)


def public_proposal(looker: Looker, pk: UUID) -> HarvestProposal:
    """A proposal that whoever leads may decide about; a private one is never there for them.

    Raises Http404, and Refused("proposal_gone") for one that the rules took back meanwhile.
    """
    row = looker.meeting.proposals.filter(pk=pk).first()
    if row is None:
        raise Refused("proposal_gone")
    if row.private_to:
        raise Http404
    return row


def own_proposal(looker: Looker, pk: UUID) -> HarvestProposal:
    """A private proposal of which one of their chairs is a party, whoever leads. Raises Http404."""
    row = looker.meeting.proposals.filter(pk=pk).first()
    if row is None or not looker.chairs & set(row.private_to):
        raise Http404
    return row


@never_cache
@require_POST
def decide_together(request: HttpRequest, pk: UUID, proposal: UUID) -> HttpResponse:
    """One of the two says yes or no to what is only theirs."""
    looker = access.meeting_to_look_at(request, pk)
    row = own_proposal(looker, proposal)
    try:
        match request.POST.get("do"):
            case "accept":
                accept(row, by=looker.name, person=looker.person)
            case "drop":
                drop(row, by=looker.name)
            case "undo":
                undo(row)
            case _:
                raise Refused("unreadable")
    except Refused as refused:
        return ours(request, looker, sentence(refused))
    return redirect("harvest", pk)


@never_cache
@require_POST
def new(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Something the group said itself."""
    looker = access.meeting_to_harvest(request, pk)
    if kind not in KINDS:
        raise Http404
    ident = request.POST.get("ident", "")
    typed: dict[str, Any] = {"kind": kind, "ident": ident, "due": request.POST.get("due", "")}
    try:
        draft = draft_from(request, Draft(""), typed)
        if asking := ask(request, looker):
            return asking
        add(looker.meeting, kind, draft, by=looker.name, person=looker.person, ident=ident)
    except Refused as refused:
        typed["form_refused"] = sentence(refused)
        return lead(request, looker, typed)
    return redirect("harvest", pk)


def ask(request: HttpRequest, looker: Looker, *known: str) -> HttpResponse | None:
    """The page that asks about a name in what was written (C-39), if there is one."""
    asker = looker.person.pk if looker.person else looker.seat.pk if looker.seat else looker.meeting.pk
    return ask_about_names(request, partial(mentioned, looker.meeting), asker, known)


@never_cache
@require_POST
def closing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close the harvest, or open it again: `do` is close | open."""
    looker = access.meeting_to_harvest(request, pk)
    if request.POST.get("do") == "open":
        reopen_harvest(looker.meeting)
    else:
        close_harvest(looker.meeting, by=looker.name)
    return redirect("harvest", pk)


def draft_from(request: HttpRequest, before: Draft, typed: dict[str, Any]) -> Draft:
    """What the form says, noted in `typed` too; fields that it does not have stay as they were.

    Raises Refused("date_unreadable").
    """
    form = request.POST
    typed["draft"] = Draft(
        form.get("text", before.text),
        form.get("owner", before.owner),
        before.due,
        form.get("practice_trace", before.practice_trace),
        form.get("kind", before.kind),
        form.get("out_of", before.out_of),
    )
    if "due" in form:
        typed["draft"] = replace(typed["draft"], due=day_from(form["due"]))
    draft: Draft = typed["draft"]
    return draft


def day_from(text: str) -> date | None:
    """A day as a date field sends it, or None for nothing. Raises Refused("date_unreadable")."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused("date_unreadable") from None


def sentence(refused: Refused) -> str:
    """The no, in the reader's language."""
    return refusal(refused.code, get_language() or "nl", **refused.values)
