"""People: finding somebody, and adding one."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from kring.engine.access import found
from kring.engine.people.accounts import address_of, name_of, position_of
from kring.engine.people.actions import add_person
from kring.engine.people.models import Organisation, School, Team
from kring.kit.payload import Refused
from kring.pages.account.asking import positions, said, sift
from kring.pages.manage.door import Desk, for_admin, sheet

A_PAGE = 50


@require_GET
@for_admin
def listing(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Everybody of the organisation, or who fits what was typed: name, address, school or team."""
    asked = request.GET.get("q", "").strip()[:80]
    people = desk.organisation.people.select_related("school").prefetch_related("teams", "grants")
    for word in asked.split():
        fits = Q(shown_name__icontains=word) | Q(email__icontains=word)
        people = people.filter(
            fits | Q(school__name__icontains=word) | Q(teams__name__icontains=word)
        ).distinct()
    page = Paginator(people, A_PAGE).get_page(request.GET.get("page"))
    return sheet(request, "people", "people", page=page, asked=asked, positions=dict(positions()))


@require_http_methods(["GET", "HEAD", "POST"])
@for_admin
def add(request: HttpRequest, desk: Desk) -> HttpResponse:
    """GET: the empty form. POST: one more person."""
    first = desk.organisation.schools.first()
    if request.method != "POST":
        return form(request, desk, typed={"position": "teacher", "school": str(first.pk) if first else ""})
    good, wrong = sift({"name": name_of, "email": address_of, "position": position_of}, request.POST)
    if not wrong:
        try:
            someone = add_person(
                desk.organisation, by=desk.by, **good, **belonging(desk.organisation, request.POST)
            )
            return redirect(f"{reverse('manage_person', args=[someone.pk])}?kept=added")
        except Refused as refused:
            wrong = {FIELD.get(refused.code, "all"): said(refused)}
    return form(request, desk, typed=request.POST, wrong=wrong, status=422)


FIELD = {"email_taken": "email", "email_wrong": "email", "last_admin": "all"}


def belonging(organisation: Organisation, typed: Any) -> dict[str, Any]:
    """The school and the teams that were chosen, of this organisation only."""
    school: School | None = found(organisation.schools, typed.get("school", ""))
    teams = Team.objects.filter(school=school) if school else Team.objects.none()
    return {"school": school, "teams": [team for team in teams if str(team.pk) in typed.getlist("teams")]}


def form(request: HttpRequest, desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    """The form for one new person."""
    context = {"wrong": {}, **places(desk.organisation), **given}
    return sheet(request, "add", "people", status=status, **context)


def places(organisation: Organisation) -> dict[str, Any]:
    """What can be chosen: positions, schools, teams per school."""
    return {
        "positions": positions(),
        "schools": organisation.schools.prefetch_related("teams"),
    }
