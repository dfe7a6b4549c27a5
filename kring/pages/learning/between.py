"""Between two meetings: three small questions, for one's own logbook or for the circle."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.harvest.agreements import members_of
from kring.engine.harvest.returning import open_actions, still_open
from kring.engine.learning import between
from kring.engine.learning.models import InterludePass, LogbookEntry
from kring.engine.people.models import Community, Person
from kring.kit.payload import Refused
from kring.pages.house.visiting import Asked, day, lifecycle, visit


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: the questions, and what was shared. POST: `do` write | pass | to_action."""
    verbs = {"write": write, "pass": pass_by, "to_action": to_action}
    back = reverse("between", args=[pk])
    return visit(request, lambda person: circle_of(person, pk), look, verbs, back, written)


def written(asked: Asked) -> list[str]:
    """What this person wrote already."""
    here = between.between(asked.circle)
    return (
        [one.text for one in LogbookEntry.objects.filter(person=asked.person, after=here.after)]
        if here
        else []
    )


def circle_of(person: Person, pk: object) -> Community:
    """The circle, for its members and whoever guides it. Raises Http404."""
    return access.community_for(person, pk, ("member", "facilitator"))


def look(asked: Asked) -> HttpResponse:
    """What is asked now, what I wrote, and what others shared."""
    circle, person, now, words = asked.circle, asked.person, timezone.now(), lifecycle()
    here, member = between.between(circle, now), person.pk in members_of(circle)
    is_open = here is not None and here.window.is_open(now)
    mine = {
        one.prompt: one
        for one in LogbookEntry.objects.filter(person=person, after=here.after if here else None)
        if here
    }
    typed = asked.form if asked.at == "write" else {}
    context = {
        "community": circle,
        "here": here,
        "open": is_open and member,
        "until": day(timezone.localdate(here.window.closes)) if here and here.window.closes else "",
        "prompts": [
            {
                "key": prompt,
                "name": prompt.partition(".")[2],
                "text": words.text("rhythm_five", prompt),
                "said": typed.get(prompt, mine[prompt].text if prompt in mine else ""),
                "shared": f"share-{prompt}" in typed if typed else prompt in mine and mine[prompt].shared,
            }
            for prompt in between.PROMPTS
        ],
        "tried": mine.get("il.tried"),
        "actions": open_actions(circle) if member else [],
        "passed": here is not None and InterludePass.objects.filter(after=here.after, person=person).exists(),
        "shared": shared(here),
        "typed": asked,
    }
    return render(asked.request, "learning/between.html", context, status=asked.status)


def shared(here: between.Between | None) -> list[tuple[str, list[LogbookEntry]]]:
    """What was shared, per question; only questions with something."""
    if here is None:
        return []
    words, rows = lifecycle(), list(between.shared_after(here.after))
    return [
        (words.text("rhythm_five", prompt), found)
        for prompt in between.PROMPTS
        if (found := [one for one in rows if one.prompt == prompt and one.text])
    ]


def write(asked: Asked) -> None:
    """Per prompt a text, and `share-<prompt>`."""
    form = asked.request.POST
    for prompt in between.PROMPTS:
        share = f"share-{prompt}" in form
        between.write(asked.circle, prompt, form.get(prompt, ""), by=asked.person, share=share)


def pass_by(asked: Asked) -> None:
    """Not this time."""
    between.not_this_time(asked.circle, by=asked.person)


def to_action(asked: Asked) -> None:
    """`entry`, `action`: what I tried is the experience with this action."""
    form = asked.request.POST
    entry = access.found(LogbookEntry.objects.filter(person=asked.person), form.get("entry", ""))
    if entry is None:
        raise Http404
    action = access.found(still_open().filter(community=asked.circle), form.get("action", ""))
    if action is None:
        raise Refused("gone")
    between.as_experience(entry, action, by=asked.person)
