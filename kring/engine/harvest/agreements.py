"""Propose, answer, revise, look back, end: the group makes its own agreements (lifecycle.md 10).

Every verb may be pressed twice. Who may answer is an active member (roles.md 1.3); the software counts, it
never decides for the group.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from kring.engine.harvest.confidentiality import LEVELS, lowers
from kring.engine.harvest.consent import (
    OBJECTION_DAYS,
    SMALL_CHANGE,
    Answer,
    after_active_days,
    agreed,
    change_of,
    everybody_ok,
)
from kring.engine.harvest.models import (
    AGREEMENT_KINDS,
    Agreement,
    AgreementResponse,
    AgreementReview,
    Insight,
    ReviewMark,
    TraceLink,
)
from kring.engine.harvest.records import SHORTEST_AGREEMENT, shortened
from kring.engine.meetings.models import Meeting
from kring.engine.people.models import Community, Person
from kring.engine.rights import may
from kring.kit.numbers import Holiday, active_days
from kring.kit.tool import Refused, text_of

TEXT, TEST, REMARK = 280, 140, 280
SHORTEST_REASON = 10
"""Characters of a reason to stop (transfer.md 3.1)."""
ANSWERS = {"adopt": ("ok", "adjust", "object"), "end": ("ok", "object")}
IN_FORCE = ("adopted", "under_review")
REVIEW_DAYS = 120
REVIEW_MEETINGS = 5
"""Look back after so many active days or meetings, whichever comes first."""
RATING_DAYS = 7
FIVE = 5
LIVED_WELL = Fraction(5, 2)
"""Below this mean the group asks itself what makes it hard (AG-6)."""


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


# ---- making -------------------------------------------------------------------------------------------


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
        )
        if from_insight is not None:
            grew_out_of(from_insight, made, by, made.opened_on)
    return made


def grew_out_of(insight: Insight, made: Agreement, by: Person, today: date) -> None:
    """The link from the insight, made together with the agreement and so accepted at once (TL-2)."""
    TraceLink.objects.create(
        from_node=insight,
        to_node=made,
        made_by=by,
        made_on=today,
        accepted_by=by,
        accepted_on=today,
        state="accepted",
    )


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


def names_in(text: str, community: Community) -> list[str]:
    """Names of members in a text: a capitalised word that is a part (3 letters or more) of one (AG-7, C-39)."""
    rows = community.memberships.current().select_related("person")
    parts = {part for row in rows for part in re.findall(r"\w{3,}", row.person.shown_name)}
    return sorted({word for word in re.findall(r"\w{3,}", text) if word[0].isupper() and word in parts})


# ---- answering ----------------------------------------------------------------------------------------


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


def moment(day: date) -> datetime:
    """A moment on this day: now, or noon of another day."""
    now = timezone.now()
    if timezone.localdate(now) == day:
        return now
    return timezone.make_aware(datetime.combine(day, time(12)))


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


# ---- adopting -----------------------------------------------------------------------------------------


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


# ---- revising and ending ------------------------------------------------------------------------------


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
        )
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


def retire(agreement: Agreement, today: date) -> None:
    """The group stops with it, on purpose: that counts as a decision (transfer.md 3.1)."""
    agreement.status, agreement.node_status = "retired", "closed_on_purpose"
    agreement.node_reason, agreement.node_status_on = agreement.ending_reason, today
    agreement.save()
    agreement.reviews.filter(closed_on=None).update(closed_on=today)


# ---- looking back (AG-6) ------------------------------------------------------------------------------


def start_review(agreement: Agreement, *, today: date | None = None) -> AgreementReview | None:
    """A week to say, without a name, whether we live up to it; the one that is open when there is one."""
    today = today or timezone.localdate()
    with transaction.atomic():
        row = held(agreement)
        running = row.reviews.filter(closed_on=None).first()
        if running is not None or row.status not in IN_FORCE:
            return running
        row.status = "under_review"
        row.save()
        return AgreementReview.objects.create(
            agreement=row, opened_on=today, closes_on=today + timedelta(days=RATING_DAYS)
        )


def rate(review: AgreementReview, person: Person, value: int, *, today: date | None = None) -> None:
    """One answer from 1 to 5, counted without a name; given once it cannot be given again.

    Raises Refused: members_only, review_closed, already_rated, unreadable.
    """
    today = today or timezone.localdate()
    if value not in range(1, 6):
        raise Refused("unreadable")
    with transaction.atomic():
        row = AgreementReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
        circle = row.agreement.community
        if circle is None or person.pk not in members_of(circle):
            raise Refused("members_only")
        if row.closed_on or today > row.closes_on:
            raise Refused("review_closed")
        if ReviewMark.objects.filter(review=row, person=person).exists():
            raise Refused("already_rated")
        ReviewMark.objects.create(review=row, person=person)
        row.counts = {**row.counts, str(value): row.counts.get(str(value), 0) + 1}
        row.save(update_fields=["counts"])


def lived(review: AgreementReview) -> Fraction | None:
    """The mean of a look back that is over, from five answers on (C-27); else None."""
    n = sum(review.counts.values())
    if review.closed_on is None or n < FIVE:
        return None
    return Fraction(sum(int(value) * times for value, times in review.counts.items()), n)


def close_review(review: AgreementReview, today: date) -> None:
    """The week is over. What goes well goes on; what does not stays under review until the group decides."""
    with transaction.atomic():
        agreement = held(review.agreement)
        row = AgreementReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
        if row.closed_on is not None:
            return
        row.closed_on = today
        row.save(update_fields=["closed_on"])
        mean = lived(row)
        if agreement.status == "under_review" and (mean is None or mean >= LIVED_WELL):
            agreement.status = "adopted"
            plan_review(agreement, today)
            agreement.save()


def is_hard(agreement: Agreement) -> bool:
    """Whether the group should ask itself what makes it hard (`ag.address`)."""
    last = agreement.reviews.exclude(closed_on=None).order_by("closed_on").last()
    mean = lived(last) if last else None
    return agreement.status == "under_review" and mean is not None and mean < LIVED_WELL


def is_due(agreement: Agreement, today: date) -> bool:
    """Whether it is time to look back: the day has come, or five meetings were held since the last time."""
    if agreement.review_due is not None and agreement.review_due <= today:
        return True
    if not agreement.review_meetings or agreement.adopted_on is None:
        return False
    last = agreement.reviews.order_by("opened_on").last()
    since = last.closed_on or last.opened_on if last else agreement.adopted_on
    held_since = Meeting.objects.filter(
        community=agreement.community_id, status="closed", closed_at__date__gt=since
    )
    return held_since.count() >= agreement.review_meetings


def tend_agreements(today: date) -> int:
    """What time does by itself: the fourteen days of an objection, looking back, and the end of it; how many."""
    done = 0
    standing = (
        agreements()
        .filter(duplicate_of=None, community__ended_on=None)
        .exclude(Q(node_status="withdrawn") | Q(community=None))
    )
    waiting = standing.filter(Q(status="proposed") | Q(status__in=IN_FORCE, ending_asked_at__isnull=False))
    for one in waiting:
        with transaction.atomic():
            row = held(one)
            before = row.status
            count(row, today)
            done += row.status != before
    for review in AgreementReview.objects.filter(closed_on=None, closes_on__lt=today):
        close_review(review, today)
        done += 1
    for one in standing.filter(status="adopted").select_related("community__school"):
        if is_due(one, today) and start_review(one, today=today):
            done += 1
    return done


def measures(communities: Iterable[Community], today: date) -> dict[str, object]:
    """`agreements.open_objections`, `agreements.lived_mean` and `agreements.overdue_reviews` (lifecycle.md 10).

    The mean is taken over the newest look back of each adopted agreement, with five answers or more.
    """
    rows = list(agreements().filter(community__in=list(communities), status__in=("proposed", *IN_FORCE)))
    means = [
        mean
        for row in rows
        if (last := row.reviews.exclude(closed_on=None).order_by("closed_on").last())
        and (mean := lived(last)) is not None
    ]
    return {
        "agreements.open_objections": sum(len(open_objections(row)) for row in rows),
        "agreements.lived_mean": sum(means, Fraction()) / len(means) if means else None,
        "agreements.overdue_reviews": len(
            [row for row in rows if row.status == "adopted" and is_due(row, today)]
        ),
    }
