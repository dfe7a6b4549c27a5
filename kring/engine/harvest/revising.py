"""Other words for an agreement, taking a proposal back or letting it go, and asking the group to stop (AG-3, AG-4)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from kring.engine.harvest.agreements import (
    IN_FORCE,
    agreement_text,
    agreements,
    circle_of,
    held,
    holidays_of,
    may_propose,
    members_of,
    moment,
)
from kring.engine.harvest.answering import REMARK, count, current_answers, open_objections, plan_review
from kring.engine.harvest.consent import OBJECTION_DAYS, SMALL_CHANGE, change_of
from kring.engine.harvest.linking import grew_out_of
from kring.engine.harvest.models import Agreement, AgreementResponse
from kring.engine.harvest.people import contributes, round_of
from kring.engine.harvest.records import shortened
from kring.engine.people.models import Person
from kring.engine.rights import may
from kring.kit.numbers import active_days
from kring.kit.payload import Refused, text_of

SHORTEST_REASON = 10
"""Characters of a reason to stop (transfer.md 3.1)."""


def revise(agreement: Agreement, *, by: Person, text: str, today: date | None = None) -> Agreement:
    """New words, taken over by the group: a new version that is proposed again (AG-3).

    What was said ok to a proposal still holds when at most twenty characters change. An agreement in force
    stays in force until its new version is adopted. Raises Refused: gone, may_not_propose, not_asked, and
    what `agreement_text` raises.
    """
    today, words = today or timezone.localdate(), agreement_text(text)
    with transaction.atomic():
        old = held(agreement)
        if not may_propose(by, circle_of(old)):
            raise Refused("may_not_propose")
        if words == old.said:
            return old
        known = agreements().filter(supersedes=old, status="proposed").order_by("proposed_at").last()
        if known is not None and known.said == words:
            return known
        if old.status not in ("proposed", *IN_FORCE):
            raise Refused("not_asked")
        new = agreements().create(
            organisation_id=old.organisation_id,
            community=old.community,
            meeting=old.meeting,
            source_activity=old.source_activity,
            stage="agreement",
            kind=old.kind,
            level=old.level,
            title=shortened(words),
            text=words if len(words) > 120 else "",
            test=old.test,
            created_by=by,
            proposed_by=by,
            from_insight=old.from_insight,
            supersedes=old,
            visibility=old.visibility,
            opened_on=today,
            cycle=round_of(old.community),
        )
        contributes(new, by)
        if old.from_insight is not None:
            grew_out_of(old.from_insight, new, by, today)
        if old.status == "proposed":
            keep_answers(old, new, change_of(old.said, words))
            old.status = "changed"
            old.save()
        count(new, today)
    return new


def keep_answers(old: Agreement, new: Agreement, size: int) -> None:
    """A small change does not ask those again who were fine with it."""
    if size <= SMALL_CHANGE:
        AgreementResponse.objects.bulk_create(
            AgreementResponse(
                agreement=new, person_id=row.person_id, value="ok", remark=row.remark, at=row.at
            )
            for row in current_answers(old)
            if row.value == "ok"
        )


def withdraw_proposal(agreement: Agreement, *, by: Person) -> Agreement:
    """Whoever proposed it takes it back. Raises Refused: gone, not_your_proposal."""
    with transaction.atomic():
        row = held(agreement)
        if row.proposed_by_id != by.pk or row.status != "proposed":
            raise Refused("not_your_proposal")
        row.status, row.node_status, row.node_status_on = "withdrawn", "withdrawn", timezone.localdate()
        row.save()
    return row


def decline(agreement: Agreement, *, by: Person, today: date | None = None) -> Agreement:
    """The group lets a proposal go that an objection has held up for fourteen active days.

    Raises Refused: gone, may_not_propose, not_yet_declined.
    """
    today = today or timezone.localdate()
    with transaction.atomic():
        row = held(agreement)
        if row.status == "declined":
            return row
        if not may(by, "agreement", "respond", row.community):
            raise Refused("members_only")
        free = holidays_of(row.community)
        old = [
            one
            for one in open_objections(row)
            if active_days(timezone.localdate(one.at), today, free) >= OBJECTION_DAYS
        ]
        if row.status != "proposed" or not old:
            raise Refused("not_yet_declined")
        row.status, row.node_status, row.node_status_on = "declined", "closed_on_purpose", today
        row.node_reason = old[0].remark
        row.save()
    return row


def ask_ending(agreement: Agreement, *, by: Person, reason: str, today: date | None = None) -> Agreement:
    """A member asks the group to stop with an agreement; the group answers as to a proposal.

    Raises Refused: gone, members_only, not_asked, reason_short, text_too_long.
    """
    words = reason_of(reason)
    with transaction.atomic():
        row = held(agreement)
        if by.pk not in members_of(circle_of(row)):
            raise Refused("members_only")
        if row.status not in IN_FORCE:
            raise Refused("not_asked")
        if row.ending_asked_at is None:
            row.ending_asked_by, row.ending_reason = by, words
            row.ending_asked_at = moment(today or timezone.localdate())
            row.save()
    return row


def reason_of(text: str) -> str:
    """A reason to stop. Raises Refused: reason_short, text_too_long."""
    words = text_of({"text": text}, "text", REMARK, needed=False)
    if len(words) < SHORTEST_REASON:
        raise Refused("reason_short", n=SHORTEST_REASON)
    return words


def keep_it(agreement: Agreement, *, by: Person, today: date | None = None) -> Agreement:
    """The group goes on with it: the question to stop is gone, a look back is over.

    Raises Refused: gone, members_only.
    """
    today = today or timezone.localdate()
    with transaction.atomic():
        row = held(agreement)
        if not may(by, "agreement", "respond", row.community):
            raise Refused("members_only")
        row.ending_asked_at, row.ending_asked_by, row.ending_reason = None, None, ""
        if row.status == "under_review" and not row.reviews.filter(closed_on=None).exists():
            row.status = "adopted"
            plan_review(row, today)
        row.save()
    return row
