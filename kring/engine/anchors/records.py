"""The verbs of the records behind the anchors: who enters them, who confirms, and what ends."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from kring.engine.anchors.models import OutsideContact, RoleLink, TimeGrant
from kring.engine.anchors.rule import school_year
from kring.engine.harvest.agreements import members_of
from kring.engine.people.models import Community, Person
from kring.engine.rights import may
from kring.kit.payload import Refused, text_of

MOST_HOURS = 400
"""Hours per person a year; a quarter of a full year's work is a circle no more."""
TITLE, NAME, NOTE, LINK = 120, 120, 200, 300
CONTACTS = ("critical_friend", "other_school", "network")
IS_LINK = URLValidator(schemes=["http", "https"])


def check(by: Person, thing: str, action: str, community: Community) -> None:
    """Raises Refused: not_allowed, circle_ended."""
    if not may(by, thing, action, community):
        raise Refused("not_allowed")
    if community.ended_on is not None:
        raise Refused("circle_ended")


# ---- hours ----------------------------------------------------------------------------------------------


def year_of(community: Community, year: int) -> tuple[date, date]:
    """The first and the last day of the school year that begins in this year."""
    month = community.organisation.year_start_month
    return date(year, month, 1), date(year + 1, month, 1) - timedelta(days=1)


def hours_of(text: str) -> Decimal:
    """Hours as somebody types them, with a comma or a point. Raises Refused("hours_wrong")."""
    try:
        hours = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise Refused("hours_wrong", n=MOST_HOURS) from None
    if not hours.is_finite() or not 0 <= hours <= MOST_HOURS:
        raise Refused("hours_wrong", n=MOST_HOURS)
    return hours.quantize(Decimal("0.1"))


def grant_time(
    community: Community, *, by: Person, hours: str, year: int, today: date | None = None
) -> TimeGrant:
    """A school lead enters hours per person for this school year or the next; other hours ask to be confirmed anew.

    Raises Refused: not_allowed, circle_ended, hours_wrong, year_wrong.
    """
    check(by, "time_grant", "enter", community)
    now = school_year(today or timezone.localdate(), community.organisation.year_start_month)
    if year not in (now, now + 1):
        raise Refused("year_wrong")
    amount, (since, until) = hours_of(hours), year_of(community, year)
    row, new = TimeGrant.objects.get_or_create(
        community=community,
        school_year=year,
        defaults={"hours_per_person": amount, "since": since, "until": until, "entered_by": by},
    )
    if not new and row.hours_per_person != amount:
        row.hours_per_person, row.entered_by = amount, by
        row.save(update_fields=["hours_per_person", "entered_by"])
        row.confirmed_by.clear()
    return row


def confirm_time(row: TimeGrant, *, by: Person, on: bool = True) -> None:
    """A member says: the hours are there, and I notice them; or not (any more).

    Whoever entered the hours cannot confirm them too. Raises Refused: not_allowed, members_only, no_hours, own_hours.
    """
    check(by, "time_grant", "confirm", row.community)
    if by.pk not in members_of(row.community):
        raise Refused("members_only")
    if row.hours_per_person <= 0:
        raise Refused("no_hours")
    if row.entered_by_id == by.pk:
        raise Refused("own_hours")
    if on:
        row.confirmed_by.add(by)
    else:
        row.confirmed_by.remove(by)


# ---- a role or task -------------------------------------------------------------------------------------


def link_role(community: Community, *, by: Person, title: str, document: str = "") -> RoleLink:
    """A task or role description that names the circle; proposed until somebody says that it holds.

    Raises Refused: not_allowed, circle_ended, empty_text, text_too_long, link_wrong.
    """
    check(by, "role_link", "enter", community)
    name, address = text_of({"text": " ".join(title.split())}, "text", TITLE), link_of(document)
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)
        standing = community.role_links.filter(title=name, archived_on=None).exclude(status="ended").first()
        return standing or RoleLink.objects.create(
            community=community, title=name, document=address, entered_by=by
        )


def link_of(text: str) -> str:
    """An address of a document, or nothing. Raises Refused("link_wrong")."""
    address = text.strip()
    if not address:
        return ""
    try:
        IS_LINK(address)
    except ValidationError:
        raise Refused("link_wrong") from None
    if len(address) > LINK:
        raise Refused("link_wrong")
    return address


def move_role(row: RoleLink, status: str, *, by: Person, today: date | None = None) -> None:
    """proposed → adopted → ended. The same again changes nothing. Raises Refused: not_allowed, unreadable."""
    check(by, "role_link", "enter", row.community)
    if row.status == status:
        return
    if (row.status, status) not in (("proposed", "adopted"), ("proposed", "ended"), ("adopted", "ended")):
        raise Refused("unreadable")
    today = today or timezone.localdate()
    row.status = status
    if status == "adopted":
        row.adopted_on = today
    else:
        row.ended_on = today
    row.save(update_fields=["status", "adopted_on", "ended_on"])


# ---- contact with outside -------------------------------------------------------------------------------


def note_contact(
    community: Community,
    *,
    by: Person,
    kind: str,
    organisation: str,
    on: date | None,
    note: str = "",
    today: date | None = None,
) -> OutsideContact:
    """The circle met somebody from outside. The same day and name once more is the one that stands.

    Raises Refused: not_allowed, circle_ended, unreadable, empty_text, text_too_long, day_ahead.
    """
    check(by, "outside_contact", "enter", community)
    if kind not in CONTACTS:
        raise Refused("unreadable")
    today = today or timezone.localdate()
    day = on or today
    if day > today:
        raise Refused("day_ahead")
    name = text_of({"text": " ".join(organisation.split())}, "text", NAME)
    said = text_of({"text": note}, "text", NOTE, needed=False)
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)
        row, _ = OutsideContact.objects.get_or_create(
            community=community,
            kind=kind,
            organisation_name=name,
            on=day,
            archived_on=None,
            defaults={"note": said, "entered_by": by},
        )
    return row


def take_contact_away(row: OutsideContact, *, by: Person) -> None:
    """Entered by mistake. Raises Refused: not_allowed, circle_ended."""
    check(by, "outside_contact", "enter", row.community)
    OutsideContact.objects.filter(pk=row.pk).delete()
