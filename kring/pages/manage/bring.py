"""Bringing in many people at once: paste, look, and only then add. What was typed stays."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from kring.engine.people.actions import add_person, add_team
from kring.engine.people.models import Organisation, Person, Team
from kring.kit.payload import Refused
from kring.pages.account.asking import said
from kring.pages.manage.door import Desk, for_admin, sheet
from kring.pages.manage.lines import Line, read

LARGEST = 500_000


@require_http_methods(["GET", "HEAD", "POST"])
@for_admin
def page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """GET: an empty field. POST: a preview, or (`do=add`) adding everybody when every line is right."""
    if request.method != "POST":
        return sheet(request, "bring", "people")
    try:
        text = text_of_file(request) or request.POST.get("lines", "")
        lines = read_for(desk.organisation, text)
        if not lines:
            raise Refused("no_lines")
    except Refused as refused:
        typed = request.POST.get("lines", "")
        return sheet(request, "bring", "people", status=422, lines_typed=typed, refused=said(refused))
    fresh = [line for line in lines if not line.known]
    wrong = [line for line in lines if line.wrong]
    if request.POST.get("do") == "add" and fresh and not wrong:
        try:
            add_all(desk, fresh)
            return redirect("/manage/?kept=brought")
        except Refused as refused:
            return sheet(request, "bring", "people", status=422, lines_typed=text, refused=said(refused))
    status = 422 if wrong else 200
    context = {"lines_typed": text, "preview": preview(lines), "n_fresh": len(fresh), "n_wrong": len(wrong)}
    return sheet(request, "bring", "people", status=status, **context)


def text_of_file(request: HttpRequest) -> str:
    """What a file says, as UTF-8 or as spreadsheets in Dutch still write it. Raises Refused("too_large")."""
    file = request.FILES.get("file")
    if file is None:
        return ""
    if (file.size or 0) > LARGEST:
        raise Refused("too_large")
    raw: bytes = file.read()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def read_for(organisation: Organisation, text: str) -> list[Line]:
    """The lines, checked against the schools and addresses there are."""
    schools = {school.name.casefold(): str(school.pk) for school in organisation.schools.all()}
    known = Person.objects.exclude(email=None).values_list("email", "organisation")
    taken = {str(email): owner == organisation.pk for email, owner in known}
    return read(text, schools, taken)


def add_all(desk: Desk, lines: list[Line]) -> None:
    """Add everybody, or nobody when one turns out to be wrong. Teams that are not there yet are made."""
    schools = {str(school.pk): school for school in desk.organisation.schools.all()}
    made: dict[tuple[str, str], Team] = {}
    with transaction.atomic():
        for line in lines:
            school = schools.get(line.good["school"])
            teams = []
            if school and (name := line.good["team"]):
                place = (line.good["school"], name.casefold())
                if place not in made:
                    known = school.teams.filter(name__iexact=name).first()
                    made[place] = known or add_team(school, by=desk.by, name=name)
                teams = [made[place]]
            good = {column: line.good[column] for column in ("name", "email", "position")}
            add_person(desk.organisation, by=desk.by, school=school, teams=teams, **good)


def preview(lines: list[Line]) -> list[dict[str, Any]]:
    """What will be added, with a sentence for what is wrong."""
    return [
        {
            "number": line.number,
            "said": line.said,
            "position": line.good.get("position", ""),
            "known": line.known,
            "wrong": {column: said(refused) for column, refused in line.wrong.items()},
        }
        for line in lines
    ]
