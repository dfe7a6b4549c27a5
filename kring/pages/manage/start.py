"""What an administrator promises, and the log of what administrators and circles did with accounts and roles."""

from __future__ import annotations

from typing import Any

from auditlog.models import LogEntry
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from kring.engine.people.actions import promise
from kring.engine.people.own_data import DID
from kring.pages.manage.door import Desk, for_admin, sheet

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@for_admin
def promise_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """GET: the words of the promise. POST: it is made."""
    if request.method == "POST" and request.POST.get("promise") == "yes":
        promise(desk.by, "it.promise")
        return redirect("manage")
    return sheet(request, "promise", "", untouched=request.method != "POST")


@require_GET
@for_admin
def log(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who changed which account, role or membership, the newest first. No content."""
    entries = LogEntry.objects.filter(actor__organisation=desk.organisation).select_related(
        "actor", "content_type"
    )
    page = Paginator(entries.order_by("-timestamp"), A_PAGE).get_page(request.GET.get("page"))
    return sheet(request, "log", "log", page=page, rows=[line(entry) for entry in page.object_list])


def line(entry: LogEntry) -> dict[str, Any]:
    """One line of the log: when, who, what kind of thing, and which fields (not their values)."""
    return {
        "at": entry.timestamp,
        "who": entry.actor,
        "did": DID.get(entry.action, "changed"),
        "what": entry.content_type.model,
        "whose": entry.object_repr if entry.content_type.model in NAMED else "",
        "fields": sorted(set(entry.changes or {}) - {"id"}) if entry.action == LogEntry.Action.UPDATE else [],
    }


NAMED = frozenset({"person", "school", "team", "community", "organisation"})
"""Things whose name an administrator sees anyway."""
