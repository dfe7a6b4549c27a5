"""The group makes its own agreements: which there are, and proposing one (lifecycle.md 10, AG-1).

Answering stands in `answering`, changing and stopping in `revising`, looking back in `looking_back`. Every verb may be
pressed twice. Who may answer is an active member (roles.md 1.3); the software counts, it never decides for the group.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kring.engine.harvest.confidentiality import LEVELS
from kring.engine.harvest.linking import grew_out_of
from kring.engine.harvest.models import AGREEMENT_KINDS, Agreement, Insight
from kring.engine.harvest.people import contributes, round_of
from kring.engine.harvest.records import SHORTEST_AGREEMENT, shortened
from kring.engine.people.models import Community, Person
from kring.kit.numbers import Holiday
from kring.kit.payload import Refused, text_of

TEXT, TEST = 280, 140
IN_FORCE = ("adopted", "under_review")


def agreements() -> QuerySet[Agreement]:
    """All agreements, as rows of their own kind."""
    return QuerySet(Agreement)


def members_of(community: Community) -> set[object]:
    """The active members, by id."""
    return set(community.memberships.members().values_list("person_id", flat=True))


def holidays_of(community: Community | None) -> list[Holiday]:
    """The school's holidays as (first, last) days."""
    school = community.school if community else None
    return [(one.first_day, one.last_day) for one in school.holidays.all()] if school else []


def held(agreement: Agreement) -> Agreement:
    """The agreement as it is now, held until the end of the transaction. Raises Refused("gone")."""
    rows = agreements().select_for_update(of=("self",)).select_related("community__school")
    row: Agreement | None = rows.filter(pk=agreement.pk).exclude(node_status="withdrawn").first()
    if row is None or row.community is None:
        raise Refused("gone")
    return row


def circle_of(agreement: Agreement) -> Community:
    """The circle whose agreement it is. Raises Refused("gone") for one of a loose meeting."""
    if agreement.community is None:
        raise Refused("gone")
    return agreement.community


def propose_agreement(
    community: Community,
    *,
    by: Person,
    text: str,
    kind: str = "conduct",
    test: str = "",
    level: str = "",
    from_insight: Insight | None = None,
    today: date | None = None,
) -> Agreement:
    """A member proposes an agreement; whoever guides may as long as the group has none (AG-1).

    `level` belongs to kind confidentiality: open | inside | closed. Proposed again in the same words, the one
    that stands is given. Raises Refused: may_not_propose, text_too_short, text_too_long, empty_text, unreadable.
    """
    words = agreement_text(text)
    if kind not in AGREEMENT_KINDS or (kind == "confidentiality") != (level in LEVELS):
        raise Refused("unreadable")
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)
        if not may_propose(by, community):
            raise Refused("may_not_propose")
        same = agreements().filter(community=community, status__in=("proposed", *IN_FORCE), level=level)
        for one in same.exclude(node_status="withdrawn"):
            if " ".join(one.said.split()).casefold() == words.casefold():
                return one
        made = agreements().create(
            organisation_id=community.organisation_id,
            community=community,
            stage="agreement",
            kind=kind,
            level=level,
            title=shortened(words),
            text=words if len(words) > 120 else "",
            test=text_of({"text": test}, "text", TEST, needed=False),
            created_by=by,
            proposed_by=by,
            from_insight=from_insight,
            opened_on=today or timezone.localdate(),
            cycle=round_of(community),
        )
        contributes(made, by)
        if from_insight is not None:
            grew_out_of(from_insight, made, by, made.opened_on)
    return made


def agreement_text(text: str) -> str:
    """The words of an agreement. Raises Refused: empty_text, text_too_short, text_too_long."""
    words = text_of({"text": " ".join(text.split())}, "text", TEXT)
    if len(words) < SHORTEST_AGREEMENT:
        raise Refused("text_too_short", n=SHORTEST_AGREEMENT)
    return words


def may_propose(person: Person, community: Community) -> bool:
    """AG-1: any member; whoever only guides, while nothing was adopted yet."""
    if person.pk in members_of(community):
        return True
    guides = community.memberships.current().filter(person=person, role="facilitator").exists()
    ours = agreements().filter(community=community, adopted_on__isnull=False)
    return guides and not ours.exists()


def moment(day: date) -> datetime:
    """A moment on this day: now, or noon of another day."""
    now = timezone.now()
    if timezone.localdate(now) == day:
        return now
    return timezone.make_aware(datetime.combine(day, time(12)))
