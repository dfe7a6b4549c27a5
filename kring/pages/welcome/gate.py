"""While nobody has set up Kring, every page leads to the first-run page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kring.engine.people.models import Organisation

OPEN = ("/welcome/", "/static/", "/style/", "/healthz", "/api/")
"""What answers also in an empty house; nothing here says anything about anybody."""


class WelcomeGate:
    """Redirects to the first-run page until there is an organisation; from then on it asks nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.set_up = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.set_up and not request.path.startswith(OPEN):
            self.set_up = Organisation.objects.exists()
            if not self.set_up:
                return redirect("welcome")
        return self.get_response(request)
