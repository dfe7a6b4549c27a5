"""How a circle works together: role cards, who does what next time, and what becomes of its insights."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.harvest.agreements import members_of
from kring.engine.harvest.models import Insight
from kring.engine.learning import together
from kring.engine.learning.cycles import last_cycle
from kring.engine.learning.facts import REVIEWED, insights_left
from kring.engine.learning.models import RoleCard
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community, Person
from kring.pages.house.visiting import Asked, day_in, lifecycle, one_of, visit
from kring.pages.learning.forms import circle_to_learn_in

# ---- role cards -----------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def role_cards(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: all cards. POST: `do` card keeps my own."""
    back = reverse("role_cards", args=[pk])
    verbs = {"card": keep_card}
    return visit(request, lambda person: circle_of_cards(person, pk), look_at_cards, verbs, back, own_words)


def own_words(asked: Asked) -> list[str]:
    """What stands on my card."""
    mine = together.cards_to_see(asked.circle).filter(person=asked.person).first()
    return [getattr(mine, name) for name in together.FIELDS] if mine else []


def circle_of_cards(person: Person, pk: object) -> Community:
    """The circle, for whoever may see its role cards. Raises Http404."""
    circle = access.community_to_see(person, pk)
    if not access.may(person, "role_card", "view", circle):
        raise Http404
    return circle


def look_at_cards(asked: Asked) -> HttpResponse:
    """My card as a form, and those of the others."""
    words, person = lifecycle(), asked.person
    labels = {name: words.text("role_card", f"rc.{name}") for name in together.FIELDS}
    rows = list(together.cards_to_see(asked.circle))
    mine = next((one for one in rows if one.person_id == person.pk), None)
    typed = asked.form if asked.at == "card" else {}
    context = {
        "community": asked.circle,
        "fields": [(name, label, typed.get(name, getattr(mine, name, ""))) for name, label in labels.items()],
        "others": [(one.person, filled(one, labels)) for one in rows if one.person_id != person.pk],
        "may_write": access.may(person, "role_card", "edit", asked.circle, owner=person),
        "typed": asked,
    }
    return render(asked.request, "learning/cards.html", context, status=asked.status)


def filled(row: RoleCard, labels: dict[str, str]) -> list[tuple[str, str]]:
    """The fields of a card that have words."""
    return [(label, text) for name, label in labels.items() if (text := getattr(row, name))]


def keep_card(asked: Asked) -> None:
    """`position`, `bring`, `need`, `limit`."""
    fields = {name: asked.request.POST.get(name, "") for name in together.FIELDS}
    together.save_card(asked.circle, by=asked.person, fields=fields)


# ---- roles in a meeting ---------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session_roles(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: who does what in a meeting. POST: `do` give, one field per role."""
    meeting = access.found(Meeting.objects.select_related("community__school"), pk)

    def circle_for(person: Person) -> Community:
        if meeting is None or meeting.community is None:
            raise Http404
        if not access.may(person, "meeting", "plan", meeting.community):
            raise Http404
        circle: Community = meeting.community
        return circle

    def look(asked: Asked) -> HttpResponse:
        return look_at_roles(asked, meeting)

    def give(asked: Asked) -> None:
        given = {role: asked.request.POST.get(role, "") for role in together.SESSION_ROLES}
        together.give_roles(meeting, given, by=asked.person)

    back = reverse("community", args=[meeting.community_id]) if meeting and meeting.community_id else "/home/"
    return visit(request, circle_for, look, {"give": give}, back)


def look_at_roles(asked: Asked, meeting: Meeting) -> HttpResponse:
    """Four roles, each with who has it or a suggestion."""
    words, given = lifecycle(), dict(meeting.session_roles.values_list("role", "person_id"))
    suggested = together.proposed_roles(meeting)
    context = {
        "community": asked.circle,
        "meeting": meeting,
        "people": together.members_in_order(asked.circle),
        "roles": [
            {
                "key": role,
                "name": words.text("session_roles", f"sr.{role}"),
                "help": words.text("session_roles", f"sr.{role}", "help"),
                "chosen": asked.form.get(role, "")
                if asked.form
                else str(given.get(role) or (suggested[role].pk if role in suggested else "")),
                "suggested": suggested.get(role),
            }
            for role in together.SESSION_ROLES
        ],
        "typed": asked,
    }
    return render(asked.request, "learning/session_roles.html", context, status=asked.status)


def roles_of(meeting: Meeting) -> list[tuple[str, str]]:
    """(role, name) of what was shared out in a meeting, in the order of the roles."""
    words = lifecycle()
    rows = {one.role: one.person.name_to_others for one in meeting.session_roles.select_related("person")}
    return [
        (words.text("session_roles", f"sr.{role}"), rows[role])
        for role in together.SESSION_ROLES
        if role in rows
    ]


# ---- insights -------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def insights(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: what stands open, one insight at a time; `from` says with which to begin. POST: `do` review."""
    back = reverse("insights_review", args=[pk])
    return visit(
        request, lambda person: circle_to_learn_in(person, pk), look_at_insights, {"review": review}, back
    )


def look_at_insights(asked: Asked) -> HttpResponse:
    """What is left to talk about, and what was decided."""
    cycle, today = last_cycle(asked.circle), timezone.localdate()
    begin = asked.form.get("insight", "") or asked.request.GET.get("from", "")
    left = from_here(insights_left(asked.circle, cycle, today), begin)
    ours: QuerySet[Insight] = QuerySet(Insight).filter(community=asked.circle)
    ours = ours.exclude(node_status="withdrawn")
    lately: dict[Any, Any] = together.reviewed_lately(ours, today - REVIEWED)
    context = {
        "community": asked.circle,
        "now": left[0] if left else None,
        "left": left,
        "done": [(one, lately[one.pk]) for one in ours.filter(pk__in=lately)],
        "into": together.INTO,
        "member": asked.person.pk in members_of(asked.circle),
        "typed": asked,
    }
    return render(asked.request, "learning/insights.html", context, status=asked.status)


def from_here(rows: list[Insight], begin: str) -> list[Insight]:
    """The same rows, beginning with this one; what was skipped comes back at the end."""
    place = next((at for at, one in enumerate(rows) if str(one.pk) == begin), 0)
    return [*rows[place:], *rows[:place]]


def review(asked: Asked) -> None:
    """`insight`, `choice`, `until`, `words_on`, `into`, `mine`, `words_stop`."""
    form = asked.request.POST
    row = one_of(
        Insight.objects.filter(community=asked.circle).select_related("community__school"),
        form.get("insight", ""),
    )
    choice = form.get("choice", "")
    words = form.get("words_stop" if choice == "stop" else "words_on", "")
    together.review_insight(
        row,
        choice,
        by=asked.person,
        until=day_in(asked, "until"),
        words=words,
        into=form.get("into") or "agreement",
        mine=bool(form.get("mine")),
    )
