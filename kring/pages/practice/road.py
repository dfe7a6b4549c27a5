"""From insight to classroom: what a circle does, what waits, and where its insights grew from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kring.engine import access
from kring.engine.harvest.models import TraceNode
from kring.engine.harvest.returning import actions
from kring.engine.transfer.practices import TRIED, takes_part
from kring.engine.transfer.sources import KINDS, LEVELS, Draft, add_source, in_circle
from kring.engine.transfer.standing import Walked, seen_in, walked
from kring.frames.transfer.road import trace_state
from kring.pages.house.visiting import Asked, day, day_in, visit
from kring.pages.practice.asking import word
from kring.pages.practice.look import facts_line

WAITS = ("insight", "agreement", "action")
MOST = 12


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: the road of the circle. POST `do`: source."""
    back = f"{reverse('road', args=[pk])}#sources"
    return visit(
        request, lambda person: access.road_to_see(person, pk), look, {"source": adds}, back, words="practice"
    )


def adds(asked: Asked) -> None:
    """`kind`, `what`, and per kind `whose` | `author`, `year`, `reference`, `link` | `reference`, `level`, `dated`."""
    form = asked.request.POST
    draft = Draft(
        kind=form.get("kind", ""),
        what=form.get("what", ""),
        whose=form.get("whose", ""),
        author=form.get("author", ""),
        year=year_in(asked),
        reference=form.get("reference", ""),
        link=form.get("link", ""),
        level=form.get("level", ""),
        dated=day_in(asked, "dated"),
    )
    add_source(asked.circle, draft, by=asked.person)


def year_in(asked: Asked) -> int | None:
    """A year of four digits, None for none; whatever else is no year (0)."""
    text = asked.request.POST.get("year", "").strip()
    if not text:
        return None
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else 0


def look(asked: Asked) -> HttpResponse:
    """The page."""
    circle, today = asked.circle, timezone.localdate()
    road = walked(circle, today)
    context: dict[str, Any] = {
        "community": circle,
        "practices": [
            (one, facts_line(one), word("levels", found.level), found)
            for one, found in seen_in(circle, today)
        ],
        "waits": waiting(road)[:MOST],
        "sources": [(one, reference_of(one), state_of(road, one)) for one in in_circle(circle)],
        "writes": takes_part(asked.person, circle) and circle.ended_on is None,
        "kinds": KINDS,
        "levels": LEVELS,
        "typed": asked,
        "reviews": open_insights(road),
    }
    return render(asked.request, "practice/road.html", context, status=asked.status)


def waiting(road: Walked) -> list[dict[str, Any]]:
    """What stands open, the oldest first: the step, since when, whether it has been still for long, and of an
    action whether it was done and nobody else saw it yet."""
    done = {
        str(pk) for pk in actions().filter(pk__in=road.rows, status__in=TRIED).values_list("pk", flat=True)
    }
    found = [
        {
            "row": row,
            "since": day(row.opened_on),
            "still": road.status(row.pk) == "stalled",
            "done": str(row.pk) in done,
        }
        for row in road.rows.values()
        if row.stage in WAITS and road.status(row.pk) in ("open", "stalled")
    ]
    return sorted(found, key=lambda one: (not one["still"], one["row"].opened_on))


def open_insights(road: Walked) -> int:
    """How many insights have nothing decided."""
    rows = road.rows.values()
    return sum(row.stage == "insight" and road.status(row.pk) in ("open", "stalled") for row in rows)


def state_of(road: Walked, source: TraceNode) -> str:
    """How far the trace of a source came, in words; a source of which nothing came yet is not called still."""
    if not road.road.on.get(str(source.pk)):
        return word("nothing_yet")
    return word("trace_states", trace_state(road.road, str(source.pk)))


def reference_of(source: Any) -> str:
    """Whose ambition, which book, which document: in one line."""
    parts = [source.whose, source.author, str(source.year or ""), source.reference]
    if source.level:
        parts.append(word("source_levels", source.level))
    if source.dated:
        parts.append(day(source.dated))
    return ", ".join(part for part in parts if part)
