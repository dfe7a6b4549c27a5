"""Which circles there are, and making one for whoever will guide it. What they say is not here."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from kring.engine.access import found
from kring.engine.people.actions import make_community
from kring.engine.people.models import Community, Organisation, Person, School
from kring.kit.payload import Refused, text_of
from kring.pages.account.asking import said, sift
from kring.pages.manage.door import Desk, for_admin, sheet


@require_http_methods(["GET", "HEAD", "POST"])
@for_admin
def page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """GET: the circles by school. POST: one more, with its facilitator."""
    if request.method != "POST":
        return show(request, desk.organisation, typed={}, wrong={})
    good, wrong = sift({"name": circle_name}, request.POST)
    school: School | None = found(desk.organisation.schools, request.POST.get("school", ""))
    facilitator: Person | None = found(desk.organisation.people, request.POST.get("facilitator", ""))
    try:
        if school is None or facilitator is None:
            raise Refused("who_where")
        if not wrong:
            make_community(school, name=good["name"], facilitator=facilitator, by=desk.by)
            return redirect("/manage/circles/?kept=yes")
    except Refused as refused:
        wrong["facilitator"] = said(Refused("not_of_school") if refused.code == "not_allowed" else refused)
    return show(request, desk.organisation, typed=request.POST, wrong=wrong, status=422)


def circle_name(text: str) -> str:
    """The name of a circle, tidied. Raises Refused: empty_text, text_too_long."""
    return text_of({"name": text}, "name", 80)


def show(
    request: HttpRequest, organisation: Organisation, *, status: int = 200, **given: Any
) -> HttpResponse:
    """The page of circles: name, school, who guides, how many take part."""
    takes_part = Q(
        memberships__status="active", memberships__role="member", memberships__person__state="active"
    )
    circles = (
        Community.objects.filter(organisation=organisation)
        .select_related("school")
        .prefetch_related("memberships__person")
        .annotate(n_members=Count("memberships", filter=takes_part, distinct=True))
    )
    rows = [
        {
            "circle": circle,
            "guides": [
                row.person.shown_name
                for row in circle.memberships.all()
                if row.role == "facilitator" and row.status == "active" and row.person.state == "active"
            ],
        }
        for circle in circles
    ]
    people = organisation.people.filter(state="active").exclude(school=None).select_related("school")
    return sheet(
        request,
        "circles",
        "circles",
        status=status,
        rows=rows,
        schools=organisation.schools.all(),
        people=people,
        **given,
    )
