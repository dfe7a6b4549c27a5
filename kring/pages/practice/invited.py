"""Come and look: the page behind an invitation, also for somebody without an account."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.meetings.mentions import classes, named_in
from kring.engine.people.models import Person
from kring.engine.transfer.models import LookInvitation
from kring.engine.transfer.observing import OBSERVERS, answer, kind_of, still_asks, write
from kring.frames.transfer.levels import SEEN, SHORTEST
from kring.kit.mentions import mentions
from kring.kit.payload import Refused
from kring.pages.house.naming import ask_about_names
from kring.pages.practice.asking import saw_in, why_not
from kring.pages.practice.look import facts_line


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """GET: the invitation, or the thank-you after `?left`. POST `do`: coming | declined | write."""
    person = access.person_of(request)
    invitation = access.invitation_to_look(person, token)
    if person is None and invitation.person_id is not None:
        return redirect_to_login(request.get_full_path())
    if request.method != "POST":
        return look(request, person, invitation)
    do = request.POST.get("do", "")
    try:
        if do not in ("coming", "declined", "write"):
            raise Refused("unreadable")
        if asking := ask_about_names(request, finder(person, invitation), invitation.pk):
            return private(asking)
        if do == "write":
            write(invitation, saw_in(request), by=person)
        else:
            answer(invitation, comes=do == "coming")
    except Refused as refused:
        return look(request, person, invitation, at=do, wrong=why_not(refused), form=request.POST)
    return private(redirect(f"{request.path}?kept={do}"))


def finder(person: Person | None, invitation: LookInvitation) -> Any:
    """The names in a text: for whoever has no account only those with a class, for they may not know who belongs."""
    if person is None:
        return lambda text: mentions(text, frozenset(), classes())
    return partial(named_in, invitation.practice.community, person)


def look(
    request: HttpRequest, person: Person | None, invitation: LookInvitation, **typed: Any
) -> HttpResponse:
    """The page; `typed` (at, wrong, form) after a refusal. The doer is named to whoever they chose by name."""
    practice, today = invitation.practice, timezone.localdate()
    chosen = invitation.person_id is not None
    context = {
        "invitation": invitation,
        "practice": practice,
        "facts": facts_line(practice),
        "by": invitation.doer.person.name_to_others if chosen and invitation.doer.person else "",
        "person": person,
        "asks": still_asks(invitation, today),
        "own": person is not None and person.pk == invitation.doer.person_id,
        "kind": kind_of(person, practice),
        "kinds": OBSERVERS,
        "words_seen": SEEN,
        "least": SHORTEST,
        "today": today,
        "kept": request.GET.get("kept", ""),
        "typed": typed,
    }
    return private(render(request, "practice/invited.html", context, status=409 if typed else 200))


def private(response: HttpResponse) -> HttpResponse:
    """The address is the right to come in: it goes to no other site and into no search engine."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
