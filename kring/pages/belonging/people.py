"""Who takes part in a circle: the list, inviting, another role, leaving."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kring.engine import access
from kring.engine.people.actions import change_role, invite, take_back
from kring.engine.people.asking import ask_role, give_role, leave_circle, refuse_role, stop_asking
from kring.engine.people.consents import answer_about_guides
from kring.engine.people.letters import send_invitation
from kring.engine.people.models import Community, Invitation, Membership, Person
from kring.engine.research.projects import answer_about_research
from kring.kit.payload import Refused
from kring.pages.account.around import for_person
from kring.pages.belonging.look import people_page, said
from kring.pages.returning.wording import day_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def page(request: HttpRequest, person: Person, pk: UUID) -> HttpResponse:
    """GET: the people. POST: invite somebody (`email`, `name`, `role`, `until`)."""
    circle = circle_with_people(person, pk)
    if request.method != "POST":
        return look(request, person, circle)
    if not access.may(person, "membership", "invite", circle):
        raise Http404
    form = request.POST
    try:
        letter = invite(
            circle,
            email=form.get("email", ""),
            name=form.get("name", ""),
            role=form.get("role", "member"),
            until=until_of(request),
            by=person,
        )
    except Refused as refused:
        return look(request, person, circle, at="invite", wrong=said(refused), code=refused.code, form=form)
    send_invitation(letter)
    return kept(pk, "sent")


def circle_with_people(person: Person, pk: UUID) -> Community:
    """The circle, for whoever may see who takes part. Raises Http404."""
    circle = access.community_to_see(person, pk)
    if not access.may(person, "membership_list", "view", circle):
        raise Http404
    return circle


def until_of(request: HttpRequest) -> date | None:
    """The last day, for a role that ends; others have none. Raises Refused("date_unreadable")."""
    return day_of(request, "until") if request.POST.get("role") == "critical_friend" else None


def look(request: HttpRequest, person: Person, circle: Community, **typed: Any) -> HttpResponse:
    """The page, with what was typed where something was wrong."""
    context = {**people_page(person, circle), "typed": typed, "kept": request.GET.get("kept", "")}
    return render(request, "belonging/people.html", context, status=409 if typed else 200)


def kept(pk: UUID, what: str) -> HttpResponse:
    """Back to the people, with a word about what was done."""
    return redirect(f"{reverse('people', args=[pk])}?kept={what}")


@never_cache
@require_POST
@for_person
def mine(request: HttpRequest, person: Person, pk: UUID) -> HttpResponse:
    """`do`: leave | ask (`role`, `until`) | take_back | guide_yes | guide_no | research_yes | research_no.

    Whoever left once more leaves nothing.
    """
    if request.POST.get("do") == "leave":
        circle = circle_once_mine(person, pk)
        leave_circle(person, circle)
        return render(request, "belonging/left.html", {"community": circle})
    circle = access.community_for(person, pk)
    try:
        match request.POST.get("do"):
            case "ask":
                row = ask_role(person, circle, request.POST.get("role", ""), until=until_of(request))
                return kept(pk, "asked" if row.status == "asked" else "yes")
            case "take_back":
                stop_asking(person, circle)
            case "guide_yes" | "guide_no" as answer:
                answer_about_guides(person, circle, on=answer == "guide_yes")
            case "research_yes" | "research_no" as answer:
                answer_about_research(person, circle, on=answer == "research_yes")
                return kept(pk, "yes" if answer == "research_yes" else "withdrawn")
            case _:
                raise Refused("unreadable")
    except Refused as refused:
        return look(request, person, circle, at="me", wrong=said(refused), form=request.POST)
    return kept(pk, "yes")


def circle_once_mine(person: Person, pk: UUID) -> Community:
    """A circle to which this person belongs or belonged. Raises Http404."""
    rows = Community.objects.filter(organisation=person.organisation_id, memberships__person=person)
    circle: Community | None = access.found(rows.distinct(), pk)
    if circle is None:
        raise Http404
    return circle


@never_cache
@require_POST
@for_person
def somebody(request: HttpRequest, person: Person, pk: UUID, member: int) -> HttpResponse:
    """`do`: change (`role`, `until`), of who guides; give | refuse, of what somebody asked for."""
    circle = access.community_for(person, pk, ("member", "facilitator"))
    row: Membership | None = access.found(
        circle.memberships.exclude(status="left").select_related("person", "community__school"), member
    )
    if row is None:
        raise Http404
    try:
        match request.POST.get("do"):
            case "change" if row.status == "active":
                change_role(row, request.POST.get("role", ""), by=person, until=until_of(request))
            case "give":
                give_role(row, by=person)
            case "refuse":
                refuse_role(row, by=person)
            case _:
                raise Refused("unreadable")
    except Refused as refused:
        return look(request, person, circle, at=member, wrong=said(refused), form=request.POST)
    return kept(pk, "yes")


@never_cache
@require_POST
@for_person
def letter(request: HttpRequest, person: Person, pk: UUID, letter: int) -> HttpResponse:
    """Take an invitation back: who guides any, a member their own."""
    circle = access.community_for(person, pk, ("member", "facilitator"))
    rows = Invitation.objects.filter(community=circle)
    if not access.may(person, "role_assignment_community", "manage", circle):
        rows = rows.filter(invited_by=person)
    row: Invitation | None = access.found(rows, letter)
    if row is None:
        raise Http404
    take_back(row, by=person)
    return kept(pk, "yes")
