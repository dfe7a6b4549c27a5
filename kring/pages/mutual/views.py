"""One page for both: who can help me, and whom do I want to thank."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.mutual.help import ask_help, give_help, open_again, open_requests, take_request_away
from kring.engine.mutual.models import HelpRequest, ThanksNote
from kring.engine.mutual.thanks import say_thanks, share_thanks, take_thanks_away, thanks_of
from kring.engine.people.models import Person
from kring.kit.payload import Refused
from kring.pages.house.visiting import Asked, visit
from kring.pages.mutual.look import mutual_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST: `do` is a key of DOES; `note` or `request` says which one."""
    back = reverse("mutual", args=[pk])
    return visit(
        request, lambda person: access.circle_to_give_in(person, pk), look, DOES, back, to_somebody, "mutual"
    )


def to_somebody(asked: Asked) -> list[str]:
    """A note of thanks is to somebody: a name may stand in it."""
    form = asked.request.POST
    return form.getlist("text") if form.get("do") == "thank" else []


def look(asked: Asked) -> HttpResponse:
    """The page, with what was typed where something was wrong."""
    context = {**mutual_page(asked.person, asked.circle), "typed": asked, "wrong": asked.wrong}
    return render(asked.request, "mutual/page.html", context, status=asked.status)


def thank(asked: Asked) -> None:
    """`to`, `text`, `share`."""
    form = asked.request.POST
    people = Person.objects.filter(organisation=asked.circle.organisation_id)
    to = access.found(people, form["to"]) if form.get("to") else None
    say_thanks(asked.circle, by=asked.person, to=to, text=form.get("text", ""), share="share" in form)


def ask(asked: Asked) -> None:
    """`text`."""
    ask_help(asked.circle, by=asked.person, text=asked.request.POST.get("text", ""))


def note_of(asked: Asked) -> ThanksNote:
    """The note that a button is about, of this person. Raises Http404."""
    row: ThanksNote | None = access.found(
        thanks_of(asked.person, asked.circle), asked.request.POST.get("note", "")
    )
    if row is None:
        raise Http404
    return row


def request_of(asked: Asked) -> HelpRequest:
    """The call for help that a button is about: one that this person can see. Raises Refused("gone")."""
    rows = HelpRequest.objects.select_related("community").filter(community=asked.circle)
    seen = rows.filter(pk__in=open_requests(asked.circle)) | rows.filter(answered_at__isnull=False)
    row: HelpRequest | None = access.found(seen, asked.request.POST.get("request", ""))
    if row is None:
        raise Refused("gone")
    return row


DOES = {
    "thank": thank,
    "share": lambda asked: share_thanks(note_of(asked), by=asked.person, share=True),
    "unshare": lambda asked: share_thanks(note_of(asked), by=asked.person, share=False),
    "thanks_away": lambda asked: take_thanks_away(note_of(asked), by=asked.person),
    "ask": ask,
    "help": lambda asked: give_help(request_of(asked), by=asked.person),
    "reopen": lambda asked: open_again(request_of(asked), by=asked.person),
    "request_away": lambda asked: take_request_away(request_of(asked), by=asked.person),
}
