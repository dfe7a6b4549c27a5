"""Members answer a proposal, or the question to stop; when they agree, what they agreed on happens (AG-3 to AG-5)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from kring.engine.harvest.agreements import (
    IN_FORCE,
    agreements,
    circle_of,
    held,
    holidays_of,
    members_of,
    moment,
)
from kring.engine.harvest.confidentiality import lowers
from kring.engine.harvest.consent import Answer, after_active_days, agreed, everybody_ok
from kring.engine.harvest.models import Agreement, AgreementResponse, ReviewMark
from kring.engine.people.models import Community, Person
from kring.engine.rights import may
from kring.kit.payload import Refused, text_of

REMARK = 280
ANSWERS = {"adopt": ("ok", "adjust", "object"), "end": ("ok", "object")}
REVIEW_DAYS = 120
REVIEW_MEETINGS = 5
"""Look back after so many active days or meetings, whichever comes first."""


def respond(
    agreement: Agreement,
    person: Person,
    value: str,
    remark: str = "",
    *,
    about: str = "adopt",
    today: date | None = None,
) -> Agreement:
    """A member's answer to "can you work with this?" (or, `about` "end", "shall we stop with this?").

    The same answer again changes nothing; another replaces it, and the old one is kept. Then the group's
    answers are counted. Raises Refused: gone, members_only, not_asked, remark_needed, text_too_long, unreadable.
    """
    today = today or timezone.localdate()
    if value not in ANSWERS.get(about, ()):
        raise Refused("unreadable")
    words = text_of({"text": remark}, "text", REMARK, needed=False)
    if value != "ok" and not words:
        raise Refused("remark_needed")
    with transaction.atomic():
        row = held(agreement)
        if not may(person, "agreement", "respond", row.community) or person.pk not in members_of(
            circle_of(row)
        ):
            raise Refused("members_only")
        old = current_answer(row, person, about)
        if old is not None and (old.value, old.remark) == (value, words):
            return row
        if not is_asked(row, about):
            raise Refused("not_asked")
        AgreementResponse.objects.create(
            agreement=row, person=person, about=about, value=value, remark=words, at=moment(today)
        )
        count(row, today)
    return row


def is_asked(agreement: Agreement, about: str) -> bool:
    """Whether the group is answering this now."""
    if about == "end":
        return agreement.status in IN_FORCE and agreement.ending_asked_at is not None
    return agreement.status == "proposed"


def current_answers(agreement: Agreement, about: str = "adopt") -> list[AgreementResponse]:
    """The newest answer of each person, of this question and this round; withdrawn objections are gone."""
    rows = agreement.responses.filter(about=about).select_related("person").order_by("at", "pk")
    if about == "end":
        asked = agreement.ending_asked_at
        rows = rows.filter(at__gte=asked) if asked else rows.none()
    newest = {row.person_id: row for row in rows if row.person_id is not None}
    return [row for row in newest.values() if row.withdrawn_at is None]


def current_answer(agreement: Agreement, person: Person, about: str = "adopt") -> AgreementResponse | None:
    """What this person answers now."""
    return next((row for row in current_answers(agreement, about) if row.person_id == person.pk), None)


def open_objections(agreement: Agreement) -> list[AgreementResponse]:
    """Objections that were not withdrawn; of an agreement that was adopted they stay readable with it."""
    return [row for row in current_answers(agreement) if row.value == "object"]


def withdraw_objection(
    agreement: Agreement, person: Person, *, about: str = "adopt", today: date | None = None
) -> Agreement:
    """Only whoever objected can take it back (AG-4). Without an objection of theirs nothing happens."""
    today = today or timezone.localdate()
    with transaction.atomic():
        row = held(agreement)
        mine = current_answer(row, person, about)
        if mine is not None and mine.value == "object":
            mine.withdrawn_at = moment(today)
            mine.save(update_fields=["withdrawn_at"])
            count(row, today)
    return row


def count(agreement: Agreement, today: date) -> None:
    """See whether the group agrees, and do what follows. The agreement is held."""
    if is_asked(agreement, "adopt") and outcome(agreement, "adopt", today):
        adopt(agreement, today)
    elif is_asked(agreement, "end") and outcome(agreement, "end", today):
        retire(agreement, today)


def outcome(agreement: Agreement, about: str, today: date) -> str:
    """What the answers say now: "", agreed, or agreed_with_objection (AG-3, AG-4, AG-5)."""
    circle = circle_of(agreement)
    active = members_of(circle)
    said = [
        Answer(row.person_id, row.value, timezone.localdate(row.at))
        for row in current_answers(agreement, about)
    ]
    if about == "adopt" and agreement.level and lowers(circle, agreement.level):
        return "agreed" if everybody_ok(active, said) else ""
    return agreed(active, said, today, holidays_of(circle))


def adopt(agreement: Agreement, today: date) -> None:
    """The group holds to it from now on; what it replaces is changed."""
    agreement.status, agreement.adopted_on = "adopted", today
    plan_review(agreement, today)
    agreement.save()
    if agreement.supersedes_id:
        agreements().filter(pk=agreement.supersedes_id, status__in=IN_FORCE).update(
            status="changed", node_status_on=today
        )
    if agreement.level:
        Community.objects.filter(pk=circle_of(agreement).pk).update(confidentiality=agreement.level)


def plan_review(agreement: Agreement, today: date) -> None:
    """When the group looks back: on the day it chose, or after five meetings or 120 active days."""
    if agreement.review_due is None or agreement.review_due <= today or agreement.review_meetings:
        agreement.review_due = after_active_days(today, REVIEW_DAYS, holidays_of(agreement.community))
        agreement.review_meetings = REVIEW_MEETINGS


def retire(agreement: Agreement, today: date) -> None:
    """The group stops with it, on purpose: that counts as a decision (transfer.md 3.1)."""
    agreement.status, agreement.node_status = "retired", "closed_on_purpose"
    agreement.node_reason, agreement.node_status_on = agreement.ending_reason, today
    agreement.save()
    agreement.reviews.filter(closed_on=None).update(closed_on=today)
    ReviewMark.objects.filter(review__agreement=agreement).delete()
