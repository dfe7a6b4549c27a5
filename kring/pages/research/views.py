"""The pages of a researcher: the circles that said yes, what they measured, and taking it along."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kring.engine import access
from kring.engine.people.models import Person
from kring.engine.reports.names import file_name
from kring.engine.research.material import gather
from kring.engine.words import interface
from kring.pages.account.around import for_person
from kring.pages.house.visiting import language
from kring.pages.research.files import as_zip
from kring.pages.research.look import circle_page, projects_page, take_page

READ = "read."
"""Before the name of a field stands what was made of the text with that key."""


@never_cache
@require_safe
@for_person
def page(request: HttpRequest, person: Person) -> HttpResponse:
    """The projects in which somebody does research, each with its circles."""
    projects = access.projects_of(person)
    if not projects:
        raise Http404
    return render(request, "research/page.html", projects_page(person, projects))


@never_cache
@require_safe
@for_person
def circle(request: HttpRequest, person: Person, pk: UUID, circle: UUID) -> HttpResponse:
    """What one circle measured."""
    project = access.project_to_research(person, pk)
    found = access.circle_to_research(person, project, circle)
    return render(request, "research/circle.html", circle_page(project, found))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def take(request: HttpRequest, person: Person, pk: UUID) -> HttpResponse:
    """GET: what is in the file, and the texts to go through. POST: the file, once `sure` and without a mark left."""
    project, lang = access.project_to_research(person, pk), language()
    form = request.POST
    read = {name.removeprefix(READ): text for name, text in form.items() if name.startswith(READ)}
    material = gather(project, person, lang, {name: str(text) for name, text in read.items()})
    context = take_page(project, material, lang, asked=request.method == "POST", sure=bool(form.get("sure")))
    if request.method != "POST" or context["left"] or not form.get("sure") or not material.sections:
        status = 409 if request.method == "POST" else 200
        return render(request, "research/take.html", context, status=status)
    name = file_name("", timezone.localdate(), "", interface(lang).text("research", "file"), "zip")
    return HttpResponse(
        as_zip(project, material, person, lang),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
