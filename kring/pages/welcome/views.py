"""The first run: who comes with the key makes the organisation and becomes its first administrator."""

from __future__ import annotations

import logging

from allauth.account.views import request_login_code
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine.people.accounts import address_of, name_of, title_of
from kring.engine.people.actions import make_organisation
from kring.engine.people.first_run import is_key, setup_link, throw_away
from kring.engine.people.models import Organisation
from kring.kit.payload import Refused
from kring.pages.account.asking import Checks, said, sift

log = logging.getLogger("kring")


def address_needed(text: str) -> str:
    """A mail address that is there. Raises Refused("email_wrong")."""
    if not (address := address_of(text)):
        raise Refused("email_wrong")
    return address


def ticked(text: str) -> bool:
    """A promise that was made. Raises Refused("promise_needed")."""
    if not text:
        raise Refused("promise_needed")
    return True


ASKED: Checks = {
    "name": title_of,
    "school": title_of,
    "admin_name": name_of,
    "email": address_needed,
    "promise": ticked,
}


@never_cache
@require_http_methods(["GET", "HEAD"])
def closed(request: HttpRequest) -> HttpResponse:
    """Where every page leads while nothing is set up: the way in stands in the log. After that, a 404."""
    if not (link := setup_link()):
        raise Http404
    log.warning("Kring has not been set up yet. Open %s", link)
    return render(request, "welcome/closed.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, key: str) -> HttpResponseBase:
    """GET: the questions. POST: make everything, and mail the first code to sign in with."""
    if Organisation.objects.exists() or not is_key(key):
        raise Http404
    if request.method != "POST":
        return render(request, "welcome/start.html", {"typed": {}, "wrong": {}})
    good, wrong = sift(ASKED, request.POST)
    if not wrong:
        try:
            make_organisation(
                name=good["name"],
                school=good["school"],
                admin_name=good["admin_name"],
                admin_email=good["email"],
                promised=good["promise"],
                language=get_language() or "nl",
            )
            throw_away()
            answer: HttpResponseBase = request_login_code(request)
            return answer
        except Refused as refused:
            wrong = {"all": said(refused)}
    context = {"typed": request.POST, "wrong": wrong}
    return render(request, "welcome/start.html", context, status=422)
