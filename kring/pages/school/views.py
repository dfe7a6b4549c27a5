"""The page of who leads a school, and rounding off a circle that has been resting for a year."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.anchors.ending import round_off
from kring.engine.people.models import Community, Person
from kring.kit.payload import Refused
from kring.pages.account.around import for_person
from kring.pages.house.visiting import said
from kring.pages.school.look import school_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def page(request: HttpRequest, person: Person) -> HttpResponse:
    """GET: the circles. POST: round off `circle`, with `reason`, once `sure`."""
    if not access.leads_a_school(person):
        raise Http404
    if request.method != "POST":
        return render(request, "school/page.html", school_page(person))
    circle = access.found(Community.objects.all(), request.POST.get("circle", ""))
    try:
        if circle is None or circle not in access.circles_led(person):
            raise Refused("unreadable")
        round_off(circle, by=person, reason=request.POST.get("reason", ""))
    except Refused as refused:
        typed = {
            "at": str(circle.pk) if circle else "",
            "wrong": said(refused, "anchors"),
            "form": request.POST,
        }
        return render(request, "school/page.html", {**school_page(person), "typed": typed}, status=409)
    return redirect("school")
