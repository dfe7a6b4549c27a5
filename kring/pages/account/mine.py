"""My account: who I am here, where I am signed in, what Kring keeps about me."""

from __future__ import annotations

import io
import json
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kring.engine.live.request import LANGUAGE_COOKIE
from kring.engine.meetings.models import NamedContribution
from kring.engine.meetings.photos import photos_added, photos_of
from kring.engine.people.accounts import name_of, position_of
from kring.engine.people.actions import (
    change_person,
    end_sessions,
    own_data,
    restrict,
    sessions_of,
    set_language,
)
from kring.engine.people.models import Person
from kring.engine.people.roles import grants_of
from kring.engine.research.projects import answer_about_research, is_asked, projects_about, said_yes
from kring.engine.transfer.own import pictures_of
from kring.engine.words import interface, of_tool, shared
from kring.kit.payload import Refused
from kring.pages.account.around import for_person
from kring.pages.account.asking import positions, said, sift
from kring.pages.account.said import said_in_words
from kring.pages.house.language import YEAR
from kring.tools import TOOLS

WORDED = {"role": ("role_names", "roles"), "position": ("positions",), "text": ("promises",)}
"""Field -> the shared files that say its values in words."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def page(request: HttpRequest, person: Person) -> HttpResponse:
    """GET: everything at a glance. POST: another name, position or language."""
    if request.method != "POST":
        return overview(request, person)
    checks = {"name": name_of, "position": position_of, "language": language_of}
    good, wrong = sift(checks, request.POST)
    if not wrong:
        try:
            change_person(person, by=person, name=good["name"], position=good["position"])
            set_language(person, good["language"])
        except Refused as refused:
            wrong = {"all": said(refused)}
    if wrong:
        return overview(request, person, typed=request.POST, wrong=wrong, status=422)
    response = redirect("/account/?kept=yes")
    response.set_cookie(
        LANGUAGE_COOKIE,
        good["language"],
        max_age=YEAR,
        samesite="Lax",
        secure=settings.SECURE,
        httponly=False,
    )
    return response


def language_of(text: str) -> str:
    """A language Kring speaks. Raises Refused("unreadable")."""
    if text not in ("nl", "en"):
        raise Refused("unreadable")
    return text


def overview(request: HttpRequest, person: Person, *, status: int = 200, **given: Any) -> HttpResponse:
    """The account page, with what was typed if something was wrong."""
    now = {"name": person.shown_name, "position": person.position, "language": person.language}
    context = {
        "typed": now,
        "wrong": {},
        "positions": positions(),
        "kept": request.GET.get("kept", ""),
        "sessions": devices(request, person),
        "memberships": person.memberships.current().select_related("community"),
        "grants": grants_of(person, timezone.localdate()),
        "erasure": getattr(person, "erasure", None),
        "research": research_said(person),
    }
    return render(request, "account/mine.html", context | given, status=status)


def research_said(person: Person) -> dict[str, Any]:
    """What this person said about research: of their own texts, and in which circles they are asked. {} where nobody
    asks and nothing was said."""
    circles = [row.community for row in person.memberships.current().select_related("community")]
    asks = [one for one in dict.fromkeys(circles) if is_asked(person, one)]
    yes = said_yes(person, None)
    around = any(projects_about(one).exists() for one in circles)
    return {"yes": yes, "circles": asks} if yes or around or asks else {}


def devices(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    """Where this person is signed in, in words; this device first."""
    here = request.session.session_key
    rows = [
        {"device": device_of(one.user_agent), "since": one.created_at, "here": one.session_key == here}
        for one in sessions_of(person)
    ]
    return sorted(rows, key=lambda row: not row["here"])


def device_of(agent: str) -> tuple[str, str]:
    """The kind of device and the browser, from what the browser says of itself."""
    kinds = {"iPad": "tablet", "Android": "phone", "iPhone": "phone", "Mobile": "phone"}
    kind = next((kind for sign, kind in kinds.items() if sign in agent), "computer")
    browsers = {"Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
    return kind, next((name for sign, name in browsers.items() if sign in agent), "")


@never_cache
@require_POST
@for_person
def sessions(request: HttpRequest, person: Person) -> HttpResponse:
    """End every session of this person, or (`which=others`) every other one."""
    here = request.session.session_key or ""
    if request.POST.get("which") == "others":
        end_sessions(person, besides=here)
        return redirect("/account/?kept=yes#devices")
    end_sessions(person)
    request.session.flush()
    return redirect("account_login")


@never_cache
@require_GET
@for_person
def data(request: HttpRequest, person: Person) -> HttpResponse:
    """Everything Kring keeps about this person, on one page."""
    return render(request, "account/data.html", {"sections": sections(person)})


def sections(person: Person) -> list[tuple[str, list[dict[str, Any]]]]:
    """The parts of one's own data that hold something, in words where a value has words."""
    lang = translation.get_language() or "nl"
    kept = own_data(person)
    kept["texts"] = [said_in_words(row, lang) for row in kept["texts"]]
    return [
        (name, [{field: in_words(field, value) for field, value in row.items()} for row in rows])
        for name, rows in kept.items()
        if rows
    ]


def in_words(field: str, value: Any) -> Any:
    """A role, a position or a state as people say it; everything else as it is."""
    lang = translation.get_language() or "nl"
    if field == "device":
        kind, browser = device_of(str(value))
        return [interface(lang).text("account", f"device_{kind}"), browser]
    if field == "tool" and value in TOOLS:
        return of_tool(str(value), lang).text("about", "title")
    if isinstance(value, str):
        for file in WORDED.get(field, ()):
            if shared(lang).has(file, value):
                return shared(lang).text(file, value)
        for file, ident in (("account", f"{field}_{value}"), ("manage", f"thing_{value}")):
            if interface(lang).has(file, ident):
                return interface(lang).text(file, ident)
    return value


@never_cache
@require_GET
@for_person
def download(request: HttpRequest, person: Person) -> HttpResponse:
    """The same as a ZIP: JSON for a machine, a page for a person."""
    kept = io.BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        mine = own_data(person)
        archive.writestr("data.json", json.dumps(mine, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        looks = {"sections": sections(person), "me": person, "lang": translation.get_language()}
        archive.writestr("data.html", render_to_string("account/data_paper.html", looks))
        said = photos_of(NamedContribution.objects.filter(seat__person=person))
        for ident, place in (*said, *photos_added(person.additions.all()), *pictures_of(person)):
            archive.write(place, f"photos/{ident}.jpg", ZIP_STORED)
    response = HttpResponse(kept.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="kring_{timezone.localdate().isoformat()}.zip"'
    return response


@never_cache
@require_POST
@for_person
def aside(request: HttpRequest, person: Person) -> HttpResponse:
    """Put my data aside (article 18), or back."""
    restrict(person, by=person, on=request.POST.get("on") == "yes")
    return redirect("/account/?kept=yes#aside")


@never_cache
@require_POST
@for_person
def research(request: HttpRequest, person: Person) -> HttpResponse:
    """My own texts may go along in research, or not (any more)."""
    on = request.POST.get("on") == "yes"
    answer_about_research(person, None, on=on)
    return redirect(f"/account/?kept={'yes' if on else 'withdrawn'}#research")
