"""My own logbook: what I wrote for myself, in talks and between meetings; nobody else has this page."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine.access import found
from kring.engine.learning.logbook import strike
from kring.engine.learning.models import LogbookEntry
from kring.engine.people.models import Person
from kring.pages.account.around import for_person
from kring.pages.house.visiting import lifecycle


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def page(request: HttpRequest, person: Person) -> HttpResponse:
    """GET: every line, the newest first. POST `entry`: take one away for good, after a question without which nothing
    goes (`sure`)."""
    if request.method != "POST":
        return draw(request, person)
    if not request.POST.get("entry"):
        return redirect("account_logbook")
    entry = found(LogbookEntry.objects.filter(person=person), request.POST.get("entry", ""))
    if entry is None:
        raise Http404
    if "sure" not in request.POST:
        return draw(request, person, asked=entry, status=HTTPStatus.CONFLICT)
    strike(entry, by=person)
    return redirect("/account/logbook/?gone=yes")


def draw(
    request: HttpRequest,
    person: Person,
    *,
    asked: LogbookEntry | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """The page; `asked` is the line of which it asks whether it may go."""
    words = lifecycle()
    rows = LogbookEntry.objects.filter(person=person).select_related("community").order_by("-at", "-id")
    lines = [
        {
            "row": one,
            "question": words.text("rhythm_five", one.prompt) if one.prompt else "",
            "asked": asked is not None and one.pk == asked.pk,
        }
        for one in rows
    ]
    return render(
        request, "account/logbook.html", {"lines": lines, "gone": "gone" in request.GET}, status=status
    )
