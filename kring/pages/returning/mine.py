"""Where do I stand: what somebody would do, the agreements that wait for them, their calendar and letters."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kring.engine.address import public_address
from kring.engine.harvest.feed import feed_of, renew_feed
from kring.engine.harvest.letters import asked_in
from kring.engine.harvest.models import Action
from kring.engine.harvest.practised import asked_of, practised, question_of
from kring.engine.harvest.returning import OPEN, actions, answer, still_open, take_up_again
from kring.engine.harvest.tracing import WAITING_ON, waits_for
from kring.engine.meetings.mentions import named_in
from kring.engine.people.models import Community, Person
from kring.kit.payload import Refused
from kring.pages.account.around import for_person
from kring.pages.house.naming import ask_about_names
from kring.pages.returning.mailed import choose, letter_state
from kring.pages.returning.wording import day_of, said

PAST = 12
WHATS = ("did", "not_yet", "let_go")


@never_cache
@require_GET
@for_person
def page(request: HttpRequest, person: Person) -> HttpResponse:
    """Everything of mine that is open."""
    return look(request, person)


def look(request: HttpRequest, person: Person, **typed: Any) -> HttpResponse:
    """The page; `typed` (pk, wrong, form) after a refusal."""
    rows = still_open().filter(owners=person).select_related("community").prefetch_related("owners")
    past = actions().filter(owners=person, status__in=("done", "dropped"), status_on__isnull=False)
    circles = Community.objects.filter(memberships__in=person.memberships.members(), ended_on=None).distinct()
    context = {
        "actions": sorted(rows, key=lambda one: (one.due_on or date.max, one.opened_on)),
        "past": past.exclude(node_status="withdrawn").order_by("-status_on")[:PAST],
        "waiting": [
            (circle, asks) for circle in circles if (asks := asked_in(circle, person, timezone.localdate()))
        ],
        "address": f"{public_address()}/calendar/{feed_of(person).token}.ics",
        "asked": {
            one.pk: question_of(one, get_language() or "nl") for one in asked_of(person, timezone.localdate())
        },
        "kept": "kept" in request.GET,
        "typed": typed,
        "waiting_on": WAITING_ON,
        "today": timezone.localdate(),
        **letter_state(person),
    }
    return render(request, "returning/open.html", context, status=409 if typed else 200)


def action_of(person: Person, pk: UUID) -> Action:
    """An action of theirs, open or not. Raises Http404."""
    found = actions().filter(pk=pk, owners=person).exclude(node_status="withdrawn").first()
    if found is None:
        raise Http404
    return found


@never_cache
@require_POST
@for_person
def action(request: HttpRequest, person: Person, pk: UUID) -> HttpResponse:
    """Say how it is going, or take up again what was let go: `what` is did | not_yet | let_go | again. Or, with `do`
    wait, for whom it waits (`whom`)."""
    row = action_of(person, pk)
    what = request.POST.get("what", "")
    try:
        if request.POST.get("do") == "wait":
            waits_for(row, request.POST.get("whom", ""), by=person)
        elif what == "again" and row.status not in OPEN:
            take_up_again(row)
        elif what in WHATS:
            if asking := ask_about_names(request, partial(named_in, row.community, person), person.pk):
                return asking
            note = request.POST.get("note", "")
            answer(row, what, person=person, note=note, due=day_of(request), way="page")
        else:
            raise Refused("unreadable")
    except Refused as refused:
        return look(request, person, pk=row.pk, wrong=said(refused), form=request.POST)
    return redirect("/open/?kept")


@never_cache
@require_POST
@for_person
def practice(request: HttpRequest, person: Person, pk: UUID) -> HttpResponse:
    """The answer to a private question: `what` is yes | a_little | no."""
    row = action_of(person, pk)
    try:
        practised(row, person, request.POST.get("what", ""))
    except Refused as refused:
        return look(request, person, pk=row.pk, wrong=said(refused), form=request.POST)
    return redirect("/open/?kept")


@never_cache
@require_POST
@for_person
def renew(request: HttpRequest, person: Person) -> HttpResponse:
    """Another calendar address."""
    renew_feed(person)
    return redirect("/open/?kept#calendar")


@never_cache
@require_POST
@for_person
def letters(request: HttpRequest, person: Person) -> HttpResponse:
    """Letters or none: `do` is weeks | stop | again."""
    choose(person, request.POST.get("do", "stop"))
    return redirect("/open/?kept#letters")
