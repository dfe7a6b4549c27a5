"""The door of pages about whoever signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from kring.engine.access import person_of
from kring.engine.people.models import Person

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Person, P], HttpResponseBase]


def for_person(view: Page[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page about whoever signed in; who did not is asked to."""

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        person = person_of(request)
        if person is None:
            return redirect_to_login(request.get_full_path())
        return view(request, person, *args, **kwargs)

    return page
