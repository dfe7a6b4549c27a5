"""What a circle makes and uses again (lifecycle.md 5): adding to it, and saying that you used it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from kring.engine.harvest.models import REPERTOIRE_KINDS, RepertoireItem, RepertoireUse
from kring.engine.people.models import Community, Membership, Person
from kring.engine.rights import may
from kring.kit.payload import Refused, text_of

TITLE, DESCRIPTION, LICENCE = 120, 2000, 280
WHERE, REMARK = 140, 280
RIPE = timedelta(days=60)
"""Only what is older than this could have been used by others."""
FEWEST_ITEMS = 5


def add_item(
    community: Community,
    *,
    by: Person,
    kind: str,
    title: str,
    description: str = "",
    licence: str = "",
    of_circle: bool = True,
    today: date | None = None,
) -> RepertoireItem:
    """Something useful that somebody of the circle adds: as theirs, or as made by the circle. The same title of
    the same kind once more is the one that stands.

    Raises Refused: not_allowed, circle_ended, unreadable, empty_text, text_too_long.
    """
    if not may(by, "insight", "create", community) or not community.memberships.listed().filter(
        person=by, role__in=("member", "facilitator")
    ):
        raise Refused("not_allowed")
    if community.ended_on is not None:
        raise Refused("circle_ended")
    if kind not in REPERTOIRE_KINDS:
        raise Refused("unreadable")
    name = text_of({"text": " ".join(title.split())}, "text", TITLE)
    told = text_of({"text": description}, "text", DESCRIPTION, needed=False)
    terms = text_of({"text": licence}, "text", LICENCE, needed=False)
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)
        standing = community.repertoire.filter(kind=kind, title=name, archived_on=None).first()
        if standing is not None:
            return standing
        made = RepertoireItem.objects.create(
            organisation_id=community.organisation_id,
            community=community,
            kind=kind,
            title=name,
            description=told,
            licence=terms,
            by_circle=of_circle,
            **({"made_on": today} if today else {}),
        )
        made.made_by.add(by)
    return made


def note_use(
    item: RepertoireItem,
    *,
    by: Person,
    where: str = "",
    remark: str = "",
    circle: Community | None = None,
    today: date,
) -> RepertoireUse:
    """Somebody who may see it used it, for themselves or with a circle of theirs that takes it over. Once a day;
    said again, the newest words stand.

    Raises Refused: not_allowed, text_too_long.
    """
    home = item.community
    if home is None or not may(
        by, "repertoire_item", "view", home, visibility=item.visibility, researching=False
    ):
        raise Refused("not_allowed")
    if circle is not None and not circle.memberships.current().filter(person=by).exists():
        raise Refused("not_allowed")
    words = {
        "where": text_of({"text": " ".join(where.split())}, "text", WHERE, needed=False),
        "remark": text_of({"text": remark}, "text", REMARK, needed=False),
    }
    with transaction.atomic():
        RepertoireItem.objects.select_for_update().get(pk=item.pk)
        made, _ = RepertoireUse.objects.update_or_create(
            item=item, person=by, circle=circle, used_on=today, defaults=words
        )
    return made


def take_use_back(item: RepertoireItem, *, by: Person, today: date) -> None:
    """Not used after all: what this person said today goes."""
    item.uses.filter(person=by, used_on=today).delete()


def by_others(uses: QuerySet[RepertoireUse]) -> QuerySet[RepertoireUse]:
    """The uses by somebody other than the makers: who made it, and of what the circle made anybody in it now."""
    makers = RepertoireItem.made_by.through.objects.filter(
        repertoireitem=OuterRef("item"), person=OuterRef("person")
    )
    members = Membership.objects.current().filter(
        community=OuterRef("item__community"), person=OuterRef("person")
    )
    own = Exists(makers) | (Q(item__by_circle=True) & Exists(members))
    return uses.exclude(own)


def used_outside(community: Community, since: date, until: date) -> bool:
    """Whether somebody who is no member used something of this circle, or another circle took it over, since then."""
    uses = RepertoireUse.objects.filter(item__community=community, used_on__gte=since, used_on__lte=until)
    members = Membership.objects.filter(
        community=community, role="member", person=OuterRef("person"), since__lte=OuterRef("used_on")
    ).filter(Q(until=None) | Q(until__gte=OuterRef("used_on")))
    someone = uses.filter(person__isnull=False).exclude(Exists(members))
    return someone.exists() or uses.filter(circle__isnull=False).exclude(circle=community).exists()


def with_uses(items: Iterable[RepertoireItem]) -> dict[object, int]:
    """Item id -> how often others used it."""
    found: dict[object, int] = {}
    for pk in by_others(RepertoireUse.objects.filter(item__in=list(items))).values_list("item", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def measures(community: Community, today: date) -> dict[str, object]:
    """`lifecycle.repertoire_count`, and `.repertoire_reuse`: of what is older than sixty days (five things or
    more) the share that somebody other than its makers used; else None."""
    rows = community.repertoire.filter(archived_on=None, made_on__lte=today)
    ripe = list(rows.filter(made_on__lt=today - RIPE))
    used = with_uses(ripe)
    reuse: Any = Fraction(len(used), len(ripe)) if len(ripe) >= FEWEST_ITEMS else None
    return {"lifecycle.repertoire_count": rows.count(), "lifecycle.repertoire_reuse": reuse}
