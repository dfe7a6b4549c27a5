"""Where insights grew from: ambitions, theories and policies, written down by who takes part (transfer.md 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kring.engine.harvest.people import contributes, round_of
from kring.engine.harvest.records import shortened
from kring.engine.people.models import Community, Person
from kring.engine.rights import may
from kring.engine.transfer.models import Source
from kring.kit.payload import Refused, text_of

KINDS = ("ambition", "theory", "policy")
LEVELS = ("school", "group", "national")
WHAT = 300
SHORTEST = 5
EARLIEST_YEAR = 1600


@dataclass(frozen=True)
class Draft:
    """What somebody says of a source; per kind other fields count."""

    kind: str
    what: str
    whose: str = ""
    author: str = ""
    year: int | None = None
    reference: str = ""
    link: str = ""
    level: str = ""
    dated: date | None = None


def in_circle(community: Community) -> QuerySet[Source]:
    """The sources of a circle, the newest first."""
    rows: QuerySet[Source] = QuerySet(Source).filter(community=community, duplicate_of=None, archived_on=None)
    return rows.exclude(node_status="withdrawn").order_by("-opened_on", "-changed_at")


def add_source(community: Community, draft: Draft, *, by: Person, today: date | None = None) -> Source:
    """Somebody writes down a source. The same words twice are one.

    Raises Refused: not_allowed, choose_kind, text_too_short, text_too_long, year, link.
    """
    if not may(by, "source_node", "create", community):
        raise Refused("not_allowed")
    what, fields = checked(draft, (today or timezone.localdate()).year)
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)
        for one in in_circle(community).filter(kind=draft.kind):
            if one.said.casefold() == what.casefold():
                return one
        made: Source = QuerySet(Source).create(
            organisation_id=community.organisation_id,
            community=community,
            stage="source",
            kind=draft.kind,
            title=shortened(what),
            text=what if len(what) > 120 else "",
            opened_on=today or timezone.localdate(),
            created_by=by,
            cycle=round_of(community),
            **fields,
        )
        contributes(made, by)
    return made


def checked(draft: Draft, this_year: int) -> tuple[str, dict[str, object]]:
    """(what it says, the fields that belong to its kind). Raises Refused, as `add_source`."""
    if draft.kind not in KINDS:
        raise Refused("choose_kind")
    what = short(draft.what, WHAT)
    if len(what) < SHORTEST:
        raise Refused("text_too_short", n=SHORTEST)
    match draft.kind:
        case "ambition":
            return what, {"whose": short(draft.whose, 80)}
        case "theory":
            if draft.year is not None and not EARLIEST_YEAR <= draft.year <= this_year + 1:
                raise Refused("year")
            return what, {
                "author": short(draft.author, 120),
                "year": draft.year,
                "reference": short(draft.reference, 200),
                "link": address(draft.link),
            }
        case _:
            if draft.level not in (*LEVELS, ""):
                raise Refused("unreadable")
            return what, {
                "reference": short(draft.reference, 200),
                "level": draft.level,
                "dated": draft.dated,
                "link": address(draft.link),
            }


def short(text: str, limit: int) -> str:
    """One line of text. Raises Refused("text_too_long")."""
    return text_of({"text": " ".join(text.split())}, "text", limit, needed=False)


def address(text: str) -> str:
    """A link of the web, or nothing. Raises Refused: link, text_too_long."""
    link = short(text, 300)
    if link:
        try:
            URLValidator(["http", "https"])(link)
        except ValidationError:
            raise Refused("link") from None
    return link
