"""Schools, and teams with who leads them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kring.engine.access import found, school_to_manage
from kring.engine.people.accounts import title_of
from kring.engine.people.actions import add_school, add_team, change_school, change_team
from kring.engine.people.models import Organisation, School, Team
from kring.pages.account.asking import sift
from kring.pages.manage.door import Desk, for_admin, sheet


@require_http_methods(["GET", "HEAD", "POST"])
@for_admin
def listing(request: HttpRequest, desk: Desk) -> HttpResponse:
    """GET: the schools. POST: one more."""
    wrong: dict[str, str] = {}
    if request.method == "POST":
        good, wrong = sift({"name": title_of}, request.POST)
        if not wrong:
            school = add_school(desk.organisation, by=desk.by, name=good["name"])
            return redirect(f"{reverse('manage_school', args=[school.pk])}?kept=yes")
    schools = desk.organisation.schools.annotate(
        n_people=Count("people", distinct=True), n_teams=Count("teams", distinct=True)
    )
    status = 422 if wrong else 200
    return sheet(
        request, "schools", "schools", status=status, schools=schools, typed=request.POST, wrong=wrong
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_admin
def page(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """GET: a school and its teams. POST: its name, and whether its circles are listed."""
    school = school_to_manage(desk.organisation, pk)
    typed: dict[str, str] = {"name": school.name, "listed": "yes" if school.communities_listed else ""}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        typed = {"name": request.POST.get("name", ""), "listed": request.POST.get("listed", "")}
        good, wrong = sift({"name": title_of}, typed)
        if not wrong:
            change_school(school, by=desk.by, name=good["name"], communities_listed=typed["listed"] == "yes")
            return redirect(f"{reverse('manage_school', args=[school.pk])}?kept=yes")
    return show(request, school, typed=typed, wrong=wrong)


def show(
    request: HttpRequest,
    school: School,
    *,
    typed: dict[str, str],
    wrong: dict[str, str],
    wrong_team: str = "",
) -> HttpResponse:
    """The page of a school."""
    return sheet(
        request,
        "school",
        "schools",
        status=422 if wrong or wrong_team else 200,
        school=school,
        teams=school.teams.prefetch_related("leads").annotate(n_people=Count("people", distinct=True)),
        typed=typed,
        wrong=wrong,
        wrong_team=wrong_team,
    )


@require_POST
@for_admin
def teams(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """One more team in a school."""
    school = school_to_manage(desk.organisation, pk)
    good, wrong = sift({"team": title_of}, request.POST)
    if wrong:
        typed = {"name": school.name, "listed": "yes" if school.communities_listed else ""}
        return show(request, school, typed=typed, wrong={}, wrong_team=wrong["team"])
    team = add_team(school, by=desk.by, name=good["team"])
    return redirect("manage_team", team.pk)


def team_to_manage(organisation: Organisation, pk: UUID) -> Team:
    """A team of this organisation. Raises Http404."""
    team: Team | None = found(
        Team.objects.filter(school__organisation=organisation).select_related("school"), pk
    )
    if team is None:
        raise Http404
    return team


@require_http_methods(["GET", "HEAD", "POST"])
@for_admin
def team(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """GET: a team. POST: its name and who leads it."""
    row = team_to_manage(desk.organisation, pk)
    typed: dict[str, str] = {"name": row.name}
    wrong: dict[str, str] = {}
    chosen = {str(pk) for pk in row.leads.values_list("pk", flat=True)}
    if request.method == "POST":
        typed, chosen = {"name": request.POST.get("name", "")}, set(request.POST.getlist("leads"))
        good, wrong = sift({"name": title_of}, typed)
        if not wrong:
            leads = [one for one in desk.organisation.people.all() if str(one.pk) in chosen]
            change_team(row, by=desk.by, name=good["name"], leads=leads)
            return redirect(f"{reverse('manage_school', args=[row.school_id])}?kept=yes")
    people = desk.organisation.people.exclude(state="left").exclude(school=None)
    return sheet(
        request,
        "team",
        "schools",
        status=422 if wrong else 200,
        team=row,
        typed=typed,
        wrong=wrong,
        chosen=chosen,
        people=[one for one in people if one.school_id == row.school_id or str(one.pk) in chosen],
    )
