"""One person: the account, the rights outside circles, the devices, closing and opening."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kring.engine.access import found, person_to_manage
from kring.engine.people.accounts import address_of, name_of, position_of
from kring.engine.people.actions import (
    change_person,
    close_account,
    end_sessions,
    grant,
    open_account,
    sessions_of,
    withdraw,
)
from kring.engine.people.grants import SCOPES, Scope
from kring.engine.people.models import Organisation, Person, RoleGrant, School, Team
from kring.engine.people.roles import grants_of
from kring.engine.research.models import ResearchProject
from kring.kit.payload import Refused
from kring.pages.account.asking import said, sift
from kring.pages.account.mine import device_of
from kring.pages.manage.door import Desk, for_admin, sheet
from kring.pages.manage.people import FIELD, belonging, places


@require_http_methods(["GET", "HEAD", "POST"])
@for_admin
def page(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """GET: everything about one account. POST: change it."""
    someone = person_to_manage(desk.organisation, pk)
    if request.method != "POST":
        return show(request, desk, someone)
    good, wrong = sift({"name": name_of, "email": address_of, "position": position_of}, request.POST)
    if not wrong:
        try:
            change_person(someone, by=desk.by, **good, **belonging(desk.organisation, request.POST))
            return back(someone)
        except Refused as refused:
            wrong = {FIELD.get(refused.code, "all"): said(refused)}
    return show(request, desk, someone, typed=request.POST, wrong=wrong, status=422)


def back(someone: Person, part: str = "") -> HttpResponse:
    """To the page of this person, which says that it is kept."""
    return redirect(f"{reverse('manage_person', args=[someone.pk])}?kept=yes{part}")


def show(
    request: HttpRequest, desk: Desk, someone: Person, *, status: int = 200, **given: Any
) -> HttpResponse:
    """The page of one person, with what was typed if something was wrong."""
    now = {
        "name": someone.shown_name,
        "email": someone.email or "",
        "position": someone.position,
        "school": str(someone.school_id or ""),
    }
    context = {
        "someone": someone,
        "typed": now,
        "wrong": {},
        "teams_of": {str(team.pk) for team in someone.teams.all()},
        "grants": grants_of(someone, timezone.localdate()),
        "scopes": scopes(desk.organisation),
        "devices": [(device_of(one.user_agent), one.created_at) for one in sessions_of(someone)],
        "circles": someone.memberships.current().select_related("community"),
        **places(desk.organisation),
    }
    return sheet(request, "person", "people", status=status, **context | given)


def scopes(organisation: Organisation) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every role that can be given, with the places where: value and name."""
    schools = list(organisation.schools.prefetch_related("teams"))
    at: dict[type, list[tuple[str, str]]] = {
        Organisation: [(f"organisation:{organisation.pk}", organisation.name)],
        School: [(f"school:{school.pk}", school.name) for school in schools],
        Team: [
            (f"team:{team.pk}", f"{school.name}: {team.name}")
            for school in schools
            for team in school.teams.all()
        ],
        ResearchProject: [
            (f"project:{one.pk}", one.name) for one in organisation.research_projects.filter(closed_on=None)
        ],
    }
    return [(role, [place for kind in kinds for place in at[kind]]) for role, kinds in SCOPES.items()]


@require_POST
@for_admin
def roles(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """Give a role: `role` is "<role>|<kind>:<id>", `until` a date or empty."""
    someone = person_to_manage(desk.organisation, pk)
    role, _, where = request.POST.get("role", "").partition("|")
    try:
        grant(
            someone,
            role,
            scope_of(desk.organisation, where),
            by=desk.by,
            until=date_of(request.POST.get("until", "")),
        )
    except Refused as refused:
        return show(request, desk, someone, wrong={"role": said(refused)}, asked=request.POST, status=422)
    return back(someone, "#roles")


def scope_of(organisation: Organisation, where: str) -> Scope:
    """The place of a choice, within the organisation. Raises Refused("unknown_role")."""
    kind, _, pk = where.partition(":")
    rows: dict[str, Any] = {
        "organisation": Organisation.objects.filter(pk=organisation.pk),
        "school": organisation.schools,
        "team": Team.objects.filter(school__organisation=organisation),
        "project": organisation.research_projects.filter(closed_on=None),
    }
    place = found(rows[kind], pk) if kind in rows else None
    if place is None:
        raise Refused("unknown_role")
    return place  # type: ignore[no-any-return]


def date_of(text: str) -> date | None:
    """A date as a browser sends it, or none. Raises Refused("date_wrong")."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused("date_wrong") from None


@require_POST
@for_admin
def role(request: HttpRequest, desk: Desk, pk: UUID, row: int) -> HttpResponse:
    """Take a role back."""
    someone = person_to_manage(desk.organisation, pk)
    held: RoleGrant | None = found(someone.grants, row)
    if held is None:
        raise Http404
    try:
        withdraw(held, by=desk.by)
    except Refused as refused:
        return show(request, desk, someone, wrong={"role": said(refused)}, status=409)
    return back(someone, "#roles")


@require_POST
@for_admin
def sessions(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """Sign this person out everywhere."""
    someone = person_to_manage(desk.organisation, pk)
    end_sessions(someone)
    return back(someone, "#devices") if someone != desk.by else redirect("account_login")


@require_POST
@for_admin
def state(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """Close an account, or (`do=open`) open it again."""
    someone = person_to_manage(desk.organisation, pk)
    try:
        if request.POST.get("do") == "open":
            open_account(someone, by=desk.by)
        else:
            close_account(someone, by=desk.by)
    except Refused as refused:
        return show(request, desk, someone, wrong={"all": said(refused)}, status=409)
    return back(someone)
