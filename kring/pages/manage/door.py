"""The door of the pages for administrators: only for them, and only after their promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from kring.engine.access import organisation_to_manage, signed_in
from kring.engine.people.actions import promised
from kring.engine.people.models import Organisation, Person

P = ParamSpec("P")


@dataclass(frozen=True)
class Desk:
    """Who looks after what."""

    by: Person
    organisation: Organisation


Page = Callable[Concatenate[HttpRequest, Desk, P], HttpResponseBase]


def for_admin(view: Page[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page for administrators; for everybody else it does not exist."""

    @never_cache
    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        desk = Desk(signed_in(request), organisation_to_manage(request))
        if not promised(desk.by, "it.promise") and request.path != "/manage/promise/":
            return redirect("manage_promise")
        return view(request, desk, *args, **kwargs)

    return page


def sheet(
    request: HttpRequest, template: str, tab: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the administrator, with its tabs."""
    around = {"tab": tab, "kept": request.GET.get("kept", "")}
    return render(request, f"manage/{template}.html", around | context, status=status)
