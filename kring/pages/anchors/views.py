"""Hours, a role in the school, contact with outside: entered, confirmed and ended on one page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.anchors.held import anchors_held, told_apart
from kring.engine.anchors.models import OutsideContact, RoleLink, TimeGrant
from kring.engine.anchors.records import (
    CONTACTS,
    confirm_time,
    grant_time,
    link_role,
    move_role,
    note_contact,
    take_contact_away,
)
from kring.engine.anchors.rule import ANCHORS, school_year
from kring.engine.anchors.stages import life_stage
from kring.engine.people.models import Community, Person
from kring.kit.numbers import shown
from kring.kit.payload import Refused
from kring.pages.house.visiting import Asked, day, day_in, language, lifecycle, visit

RIGHTS = {
    "hours": ("time_grant", "enter"),
    "confirms": ("time_grant", "confirm"),
    "roles": ("role_link", "enter"),
    "contacts": ("outside_contact", "enter"),
}
"""What somebody can do here, and what it is called in the matrix; who can do none of it does not come in."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST: `do` is a key of DOES; `row` says which one."""
    back = reverse("anchors", args=[pk])
    return visit(request, lambda person: circle_of(person, pk), look, DOES, back, words="anchors")


def circle_of(person: Person, pk: object) -> Community:
    """The circle, for whoever enters or confirms something here. Raises Http404."""
    circle = access.community_to_see(person, pk)
    if not any(may_here(person, circle).values()):
        raise Http404
    return circle


def may_here(person: Person, circle: Community) -> dict[str, bool]:
    """What this person can do, by the names of RIGHTS."""
    return {name: access.may(person, thing, do, circle) for name, (thing, do) in RIGHTS.items()}


def look(asked: Asked) -> HttpResponse:
    """The page: for the circle with its anchors, for the school only what the school enters."""
    circle, person = asked.circle, asked.person
    may, today = may_here(person, circle), timezone.localdate()
    inside = may["contacts"]
    year = school_year(today, circle.organisation.year_start_month)
    context: dict[str, Any] = {
        "community": circle,
        "may": may,
        "inside": inside,
        "writes": circle.ended_on is None,
        "stage": lifecycle().text("stage_texts", f"stage.{life_stage(circle, today)}"),
        "anchors": anchors(circle) if inside else [],
        "grants": [hours(one, person) for one in circle.time_grants.filter(archived_on=None)]
        if may["hours"] or may["confirms"] or inside
        else None,
        "years": [(year, span(circle, year)), (year + 1, span(circle, year + 1))],
        "links": [one for one in circle.role_links.filter(archived_on=None) if one.status != "ended"],
        "contacts": [(one, day(one.on)) for one in circle.outside_contacts.filter(archived_on=None)]
        if inside
        else [],
        "kinds": CONTACTS,
        "today": today.isoformat(),
        "typed": asked,
    }
    return render(asked.request, "anchors/page.html", context, status=asked.status)


def anchors(circle: Community) -> list[tuple[str, str]]:
    """(sentence, met | open | unsaid) of each anchor."""
    today = timezone.localdate()
    held, words = anchors_held(circle, today), lifecycle()
    found = []
    for name in ANCHORS:
        state = "met" if name in held else "open"
        if name == "induction" and not told_apart(circle, today):
            state = "unsaid"
        found.append((words.text("anchors", f"anchor.{name}"), state))
    return found


def hours(row: TimeGrant, person: Person) -> dict[str, Any]:
    """Hours of a school year, and whether the circle notices them; not who said so."""
    confirmed = {one.pk for one in row.confirmed_by.all()}
    return {
        "row": row,
        "year": span(row.community, row.school_year),
        "hours": shown(row.hours_per_person, 0 if row.hours_per_person % 1 == 0 else 1, language()),
        "confirmed": bool(confirmed),
        "mine": person.pk in confirmed,
    }


def span(circle: Community, year: int) -> str:
    """A school year as people write it: 2026-2027, or one year where it begins in January."""
    return f"{year}" if circle.organisation.year_start_month == 1 else f"{year}–{year + 1}"


def row_of(asked: Asked, rows: Any) -> Any:
    """The row of this circle that a button is about. Raises Refused("gone")."""
    row = access.found(
        rows.filter(community=asked.circle, archived_on=None).select_related("community__organisation"),
        asked.request.POST.get("row", ""),
    )
    if row is None:
        raise Refused("gone")
    return row


def enter_hours(asked: Asked) -> None:
    """`hours`, `year`."""
    form = asked.request.POST
    year = form.get("year", "")
    number = int(year) if len(year) == 4 and year.isascii() and year.isdigit() else 0
    grant_time(asked.circle, by=asked.person, hours=form.get("hours", ""), year=number)


def enter_role(asked: Asked) -> None:
    """`title`, `document`."""
    form = asked.request.POST
    link_role(asked.circle, by=asked.person, title=form.get("title", ""), document=form.get("document", ""))


def enter_contact(asked: Asked) -> None:
    """`kind`, `organisation`, `on`, `note`."""
    form = asked.request.POST
    note_contact(
        asked.circle,
        by=asked.person,
        kind=form.get("kind", ""),
        organisation=form.get("organisation", ""),
        on=day_in(asked, "on"),
        note=form.get("note", ""),
    )


DOES = {
    "hours": enter_hours,
    "confirm": lambda asked: confirm_time(row_of(asked, TimeGrant.objects), by=asked.person),
    "doubt": lambda asked: confirm_time(row_of(asked, TimeGrant.objects), by=asked.person, on=False),
    "role": enter_role,
    "adopted": lambda asked: move_role(row_of(asked, RoleLink.objects), "adopted", by=asked.person),
    "ended": lambda asked: move_role(row_of(asked, RoleLink.objects), "ended", by=asked.person),
    "contact": enter_contact,
    "contact_away": lambda asked: take_contact_away(row_of(asked, OutsideContact.objects), by=asked.person),
}
