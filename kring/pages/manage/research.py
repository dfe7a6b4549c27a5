"""Research projects: a question and a list of circles. Who in them says yes is not seen here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kring.engine.access import project_to_manage
from kring.engine.people.models import Community, Organisation
from kring.engine.research.projects import close_project, make_project, researchers, set_circles
from kring.kit.payload import Refused, text_of
from kring.pages.account.asking import said, sift
from kring.pages.manage.door import Desk, for_admin, sheet

BACK = "/manage/research/?kept=yes"


@require_http_methods(["GET", "HEAD", "POST"])
@for_admin
def page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """GET: the projects. POST: one more (`name`, `question`, `circles`)."""
    if request.method != "POST":
        return show(request, desk.organisation, typed={}, wrong={})
    good, wrong = sift({"name": project_name, "question": project_question}, request.POST)
    if wrong:
        return show(request, desk.organisation, typed=request.POST, wrong=wrong, status=422)
    make_project(desk.organisation, circles=chosen(request, desk.organisation), by=desk.by, **good)
    return redirect(BACK)


def project_name(text: str) -> str:
    """A name, tidied. Raises Refused: empty_text, text_too_long."""
    return text_of({"name": text}, "name", 80)


def project_question(text: str) -> str:
    """A question, tidied. Raises Refused: empty_text, text_too_long."""
    return text_of({"question": text}, "question", 280)


def chosen(request: HttpRequest, organisation: Organisation) -> list[Community]:
    """The circles that were ticked, of this organisation."""
    ticked = set(request.POST.getlist("circles"))
    return [one for one in organisation.communities.all() if str(one.pk) in ticked]


@require_POST
@for_admin
def project(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """`do`: circles (`circles`) | close."""
    row = project_to_manage(desk.organisation, pk)
    try:
        match request.POST.get("do"):
            case "circles":
                set_circles(row, chosen(request, desk.organisation), by=desk.by)
            case "close":
                close_project(row, by=desk.by)
            case _:
                raise Refused("unreadable")
    except Refused as refused:
        wrong = {"all": said(refused)}
        return show(request, desk.organisation, typed={}, wrong=wrong, status=409)
    return redirect(BACK)


def show(
    request: HttpRequest, organisation: Organisation, *, status: int = 200, **given: Any
) -> HttpResponse:
    """The page: every project with its circles and researchers, open ones first."""
    rows = organisation.research_projects.prefetch_related("communities").order_by("closed_on", "-started_on")
    projects = [
        {"project": one, "circles": {str(c.pk) for c in one.communities.all()}, "names": researchers(one)}
        for one in sorted(rows, key=lambda one: one.closed_on is not None)
    ]
    circles = [(str(one.pk), one.name) for one in organisation.communities.filter(ended_on=None)]
    picked = set(request.POST.getlist("circles"))
    context = {"projects": projects, "circles": circles, "picked": picked, **given}
    return sheet(request, "research", "research", status=status, **context)
